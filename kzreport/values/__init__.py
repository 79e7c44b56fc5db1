"""Values that know their fact, and the plain dates and amounts inside them.

`edtf` and `amount` are plain data. `value` is what wraps them for templates and fails closed
wherever a source would be lost, `typed` its kinds, `joined` what `~` makes of them.
"""

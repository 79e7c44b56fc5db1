"""Values that know their fact, and the plain dates and amounts inside them.

`edtf` and `amount` are plain data. `value` wraps them, with texts and numbers, for
templates: a wrapped value fails closed wherever its source would be lost.
"""

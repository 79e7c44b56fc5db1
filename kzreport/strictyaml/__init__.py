"""Read YAML strictly, with the place of every value; change one value and nothing else.

    document = read_yaml(path.read_bytes(), "data/contributions.yaml")
    document.data["vc-2011"]["amount"]            # plain dicts, lists and scalars
    document.at(("vc-2011", "amount"))            # data/contributions.yaml:14:11
    splice(document, ("vc-2011", "amount"), 250000, expect=300000)   # the new text

This room is the only one that knows PyYAML.
"""

from kzreport.strictyaml.document import Scalar, ValuePath, YamlDocument
from kzreport.strictyaml.reading import read_yaml
from kzreport.strictyaml.splice import splice

__all__ = ["Scalar", "ValuePath", "YamlDocument", "read_yaml", "splice"]

"""How the parts of a network are found by name.

Each folder of parts (layers, activations, losses, optimizers) lists its own in its ``__init__``: one import a part.
The table by name is read off that list, so a new part is one new file and one new line.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

Part = TypeVar("Part")


def parts_by_name(namespace: Mapping[str, Any], kind: type[Part]) -> dict[str, type[Part]]:
    """Return every named class of this kind in a module's namespace, by its ``name``, in the order of the imports."""
    found = (value for value in namespace.values() if isinstance(value, type) and issubclass(value, kind))
    return {part.__dict__["name"]: part for part in found if "name" in part.__dict__}

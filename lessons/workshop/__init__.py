"""The workshop: parts of a network that a learner writes in plain NumPy, and has checked, traced and put to use.

Each part is one file in ``parts`` and one line in its ``__init__``. What a learner writes never runs in this process:
`checking` hands it to a process of its own (`runner`, `child`), which has limits and sends back plain numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from lessons.errors import unknown
from lessons.workshop.part import Part
from lessons.workshop.parts import PARTS as _PARTS

PARTS: Mapping[str, Part] = _PARTS
"""Every part by its name, in the order of the course; a part is read when it is first asked for."""


def find_part(name: str) -> Part:
    """Return the part of that name; raise `NamingError` with the known names if there is none."""
    if name not in PARTS:
        raise unknown("part", name, PARTS, "the workshop")
    return PARTS[name]

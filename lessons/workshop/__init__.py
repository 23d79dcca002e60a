"""The workshop: parts of a network that a learner writes in plain NumPy.

Each part is one file in this folder and one entry in `PARTS`. No part has been built yet; an `implement` block that
names one is refused by the author's check.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from lessons.errors import unknown


class WorkshopPart(Protocol):
    """A part that a learner can write: what the lessons need to know of it."""

    name: str
    """What an `implement` block calls it."""
    title: str

    def starter_passes(self) -> bool:
        """Return whether the starter file passes the part's checks; it must not."""
        ...

    def reference_passes(self) -> bool:
        """Return whether our own version passes them; it must."""
        ...


PARTS: Mapping[str, WorkshopPart] = {}
"""Every part by its name."""


def find_part(name: str) -> WorkshopPart:
    """Return the part of that name; raise `NamingError` with the known names if there is none."""
    if name not in PARTS:
        raise unknown("part in the workshop", name, PARTS)
    return PARTS[name]

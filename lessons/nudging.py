"""Asks the loss itself how it answers to one number: that number nudged, and all of it run forward again.

A lesson names what comes of it like any other number: `dense1.weights.numeric[0, 1]` is the gradient found so, and
`.below` and `.above` are the loss a nudge lower and a nudge higher. What can be nudged: parameters, outputs such as
`dense1.output`, and the data, `X`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.errors import NamingError
from netcore.errors import SettingError
from netcore.gradient_check import check_cell

if TYPE_CHECKING:
    from lessons.references import Reference
    from netcore import Run


def nudged(run: Run, reference: Reference) -> float:
    """Return what nudging one number tells of the coming update; refuse what is no such number."""
    name, _, wanted = reference.path.rpartition(".")
    try:
        check = check_cell(run.model, *run.batch(), name, _cell(reference), prepare=run.prepare)
    except SettingError as error:
        mend = "Name one number of a parameter or of an output: dense1.weights.numeric[0, 1]."
        raise NamingError(f"{reference}: {error}", mend) from None
    return {"numeric": check.numeric, "below": check.below, "above": check.above}[wanted]


def _cell(reference: Reference) -> tuple[int, ...]:
    cell = tuple(place for place in reference.index if place is not None)
    if len(cell) < len(reference.index) or not cell:
        raise NamingError(f"{reference} is not one number", "One number is nudged at a time: give row and column.")
    return cell

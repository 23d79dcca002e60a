"""How numbers, shapes and lists read in a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from netcore.arrays import Array


def number(value: float) -> str:
    """Return a number as people write it: six digits at most, and a real minus."""
    return f"{float(value):.6g}".replace("-", "−")


def shape(sides: Sequence[int]) -> str:
    """Return a shape: ``(2, 3)``, or "one number" for none."""
    return f"({', '.join(map(str, sides))}{',' if len(sides) == 1 else ''})" if len(sides) else "one number"


def cell(name: str, place: Sequence[int]) -> str:
    """Return what a cell is called: ``dweights[0, 1]``."""
    return f"{name}[{', '.join(map(str, place))}]" if len(place) else name


def listed(names: Sequence[str]) -> str:
    """Return names as people list them: "a", "a and b", "a, b and c"."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def shape_story(theirs: Sequence[int], expected: Sequence[int]) -> str:
    """Return what may have happened to a shape; empty where it tells nothing."""
    theirs, expected = tuple(theirs), tuple(expected)
    if len(expected) == 2 and theirs == expected[::-1]:
        return "Rows and columns have changed places: look for a transpose, or for the order of a product."
    if theirs == tuple(side for side in expected if side != 1) != expected:
        return "A dimension of length 1 has gone. A sum or a maximum keeps it with keepdims=True."
    if expected == tuple(side for side in theirs if side != 1):
        return "There is a dimension of length 1 too many: keepdims=True, or an index written as a slice, leaves one."
    if not theirs or all(side == 1 for side in theirs):
        return "Everything has become a single number: a sum or a mean without axis= takes all cells together."
    if len(theirs) == len(expected) == 2 and theirs[1] == expected[1] and 1 in (theirs[0], expected[0]):
        return "The columns are right and the rows are not: look at which axis is summed over."
    return ""


def first_of(array: Array, place: Sequence[int]) -> float:
    """Return the number in a cell."""
    return float(array[tuple(place)])

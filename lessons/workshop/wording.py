"""How numbers, shapes and lists read in a verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from netcore.arrays import Array

FICKLE: Final = (
    "The same inputs give other numbers each time: look for chance that is not self.rng, for np.empty, or for what is "
    "kept from the call before."
)
"""What is said to code that does not do the same twice."""


def number(value: float) -> str:
    """Return a number as people write it: six digits at most, and a real minus."""
    if math.isnan(value):
        return "NaN"
    mantissa, _, power = f"{float(value) or 0.0:.6g}".partition("e")
    return (f"{mantissa}e{int(power)}" if power else mantissa).replace("-", "−")


def shape(sides: Sequence[int]) -> str:
    """Return a shape: ``(2, 3)``, or "one number" for none."""
    return f"({', '.join(map(str, sides))}{',' if len(sides) == 1 else ''})" if len(sides) else "one number"


def has_shape(sides: Sequence[int]) -> str:
    """Return what an array of this shape "has", or a number "is": "has the shape (2, 3)"."""
    return f"has the shape {shape(sides)}" if len(sides) else "is one number"


def should_have_shape(sides: Sequence[int], is_number: bool) -> str:
    """Return the other half of such a sentence: "should have (3, 2)"; ``is_number`` where the first half had none."""
    if not len(sides):
        return "should be one number"
    return f"should have {'the shape ' if is_number else ''}{shape(sides)}"


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
    if theirs in _without_a_one(expected):
        return "A dimension of length 1 has gone. A sum or a maximum keeps it with keepdims=True."
    if expected in _without_a_one(theirs):
        return "There is a dimension of length 1 too many: keepdims=True, or an index written as a slice, leaves one."
    if not theirs or theirs == (1, 1):
        return "Everything has become a single number: a sum or a mean without axis= takes all cells together."
    if len(theirs) == len(expected) == 2 and theirs[1] == expected[1] and 1 in (theirs[0], expected[0]):
        return "The columns are right and the rows are not: look at which axis is summed over."
    if len(theirs) == len(expected) == 1:
        return "If a sum, a mean or a maximum made it, look at the axis that it goes along."
    return ""


def _without_a_one(sides: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Return what a shape becomes where one dimension of length 1 goes, or all of them."""
    one = [sides[:at] + sides[at + 1 :] for at, side in enumerate(sides) if side == 1]
    return (*one, tuple(side for side in sides if side != 1)) if one else ()


def values_story(theirs: Array, expected: Array) -> str:
    """Return what all numbers have in common that are wrong; empty where it is nothing that tells of the mistake."""
    left, right = np.asarray(theirs, np.float64), np.asarray(expected, np.float64)
    if not np.all(np.isfinite(left)):
        return _no_numbers(left, right)
    if np.allclose(left, -right, atol=1e-12):
        return "The size is right, and the sign is the other way round: look at each minus, or for one that is missing."
    if right.size < 3 or np.ptp(right) == 0:  # of fewer cells anything may be true by chance
        return ""
    if right.ndim == 2 and right.shape[0] == right.shape[1] and np.allclose(left, right.T, atol=1e-12):
        return "Rows and columns have changed places: look for a transpose, or for the order of a product."
    gap, times = float(np.mean(left - right)), float(np.sum(left * right) / np.sum(right * right))
    if np.allclose(left - right, gap, atol=1e-12):
        return f"Every number is {number(abs(gap))} too {'large' if gap > 0 else 'small'}."
    if times and np.allclose(left, times * right, atol=1e-12):
        larger = f"is {number(times)} times what it should be"
        return f"Every number {larger if abs(times) > 1 else f'should be {number(1 / times)} times as large'}."
    return ""


def _no_numbers(theirs: Array, expected: Array) -> str:
    """Say where a NaN or an infinity may come from, if there should be none."""
    if not np.all(np.isfinite(expected)):
        return ""
    if np.any(np.isnan(theirs)):
        return "NaN comes of 0/0, of ∞/∞ and ∞ − ∞, and of the logarithm or the root of what is below zero."
    return "That is too large for a computer's number: an overflow, a division by zero, or the logarithm of zero."


def first_of(array: Array, place: Sequence[int]) -> float:
    """Return the number in a cell."""
    return float(array[tuple(place)])

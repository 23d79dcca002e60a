"""What a table shows: an array with its name, and which of its cells belong to something selected elsewhere."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tui.numbers import Notation, Number, count_unusual, largest_magnitude, notation_for, plain, shape_text
from tui.render.grid import Cell, Grid

DIGITS: Final = 4
FEWER_DIGITS: Final = 3
"""Where there is less room."""
MOST_DIGITS: Final = 17
"""So many tell any two numbers apart."""


@dataclass(frozen=True, eq=False)
class Table:
    """An array with a name, and which of its cells belong to what is selected elsewhere."""

    label: str
    """How the source or the part calls it: `self.inputs.T`, `dense1.weights`."""
    array: NDArray[Any]
    key: str = ""
    """What a message says about whose cell was selected; the label where it is empty."""
    is_result: bool = False
    """Whether this is what the operation made, rather than one of its operands."""
    lit: frozenset[Cell] = frozenset()
    """Cells that take part directly in what is selected."""
    path: NDArray[np.bool_] | None = None
    """A mask of the array's shape: cells on the way from or to what is selected."""
    covered: NDArray[np.bool_] | None = None
    """A mask of the array's shape: cells that the learner is to predict first."""
    digits: int = DIGITS
    """How many digits that count are written; where more are asked for, no room makes them fewer."""

    @cached_property
    def grid(self) -> Grid:
        """The array as rows and columns."""
        return Grid(self.array.shape)

    @cached_property
    def facts(self) -> "Facts":
        """What there is to know of the array as a whole."""
        return _facts(_Same(self.array), self.digits)

    @property
    def about(self) -> str:
        """Its shape and number type, and what is wrong with it."""
        unusual = self.facts.unusual
        warning = f" · {unusual:,} not finite" if unusual else ""
        if not self.array.ndim:  # a number that the code writes out is its own name
            return f"constant{warning}" if self.label == plain(self.array.item()) else f"one number{warning}"
        return f"{shape_text(self.array.shape)} {self.array.dtype}{warning}"

    def numbers(self, row: int, columns: range) -> list[Number]:
        """Return the numbers of a row of the grid between two columns, as plain Python numbers."""
        if not self.array.ndim:
            return [self.array.item()]
        leading = self.grid.cell((row, 0))[:-1]
        numbers: list[Number] = self.array[leading][columns.start : columns.stop].tolist()
        return numbers


@dataclass(frozen=True)
class Facts:
    """What there is to know of an array as a whole; of a large one, from a sample."""

    notations: tuple[Notation, Notation]
    """How its numbers are written where there is room, and where there is less."""
    largest: float
    """The largest finite magnitude, which decides what counts as a large number."""
    unusual: int | None
    """How many of its numbers are not finite; None where that would take too long to count."""


class _Same:
    """An array as a key: equal to itself alone."""

    def __init__(self, array: NDArray[Any]) -> None:
        self.array = array

    def __hash__(self) -> int:
        return id(self.array)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.array is self.array


@lru_cache(maxsize=32)
def _facts(same: _Same, digits: int) -> Facts:
    """Look at an array once: a view makes new tables of it at every move of the cursor."""
    array = same.array
    fewer = FEWER_DIGITS if digits == DIGITS else digits
    notations = notation_for(array, digits), notation_for(array, fewer)
    return Facts(notations, largest_magnitude(array), count_unusual(array))


def telling_digits(left: NDArray[Any], right: NDArray[Any], cell: Cell) -> int:
    """Return how many digits it takes to tell two arrays apart in a cell, the usual number if that does."""
    ours, theirs = left[cell].item(), right[cell].item()
    for digits in (FEWER_DIGITS, *range(DIGITS + 1, MOST_DIGITS)):
        if notation_for(left, digits).text(ours).strip() != notation_for(right, digits).text(theirs).strip():
            return DIGITS if digits == FEWER_DIGITS else digits
    return MOST_DIGITS

"""An array of any shape as rows and columns, a cursor on it and a window over it.

The last axis runs along the columns; all others run down the rows, one after the other, so a 3-d array is its matrices
stacked and a 1-d array is one row.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto

Cell = tuple[int, ...]
"""An index into an array, one number an axis."""
Place = tuple[int, int]
"""A row and a column of a grid."""


class Motion(Enum):
    """The ways in which a key moves a cursor."""

    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()
    ROW_START = auto()
    ROW_END = auto()
    PAGE_UP = auto()
    PAGE_DOWN = auto()
    FIRST = auto()
    LAST = auto()


@dataclass(frozen=True)
class Grid:
    """The rows and columns of an array of some shape."""

    shape: tuple[int, ...]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return math.prod(self.shape[:-1])

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return self.shape[-1] if self.shape else 1

    @property
    def is_empty(self) -> bool:
        """Whether there is no cell at all."""
        return not self.rows or not self.columns

    def cell(self, place: Place) -> Cell:
        """Return the index of the array's cell at a place."""
        if not self.shape:
            return ()
        return (*self._leading(place[0]), place[1])

    def place(self, cell: Cell) -> Place:
        """Return the place of an array's cell."""
        row = 0
        for index, length in zip(cell[:-1], self.shape[:-1], strict=True):
            row = row * length + index
        return row, cell[-1] if cell else 0

    def has(self, cell: Cell) -> bool:
        """Whether the array has such a cell."""
        return len(cell) == len(self.shape) and all(0 <= i < n for i, n in zip(cell, self.shape, strict=True))

    def row_name(self, row: int) -> str:
        """Return what stands at the head of a row: its index, or indices; nothing where there is only one axis."""
        return ",".join(str(index) for index in self._leading(row))

    def moved(self, place: Place, motion: Motion, page: int) -> Place:
        """Return where a motion leads from a place, within the grid; `page` is the number of rows in sight."""
        row, column = place
        last_row, last_column = self.rows - 1, self.columns - 1
        match motion:
            case Motion.LEFT:
                return row, max(column - 1, 0)
            case Motion.RIGHT:
                return row, min(column + 1, last_column)
            case Motion.UP:
                return max(row - 1, 0), column
            case Motion.DOWN:
                return min(row + 1, last_row), column
            case Motion.ROW_START:
                return row, 0
            case Motion.ROW_END:
                return row, last_column
            case Motion.PAGE_UP:
                return max(row - page, 0), column
            case Motion.PAGE_DOWN:
                return min(row + page, last_row), column
            case Motion.FIRST:
                return 0, 0
            case Motion.LAST:
                return last_row, last_column

    def _leading(self, row: int) -> tuple[int, ...]:
        """Return a row's indices along all axes but the last."""
        indices: list[int] = []
        for length in reversed(self.shape[:-1]):
            row, index = divmod(row, length)
            indices.append(index)
        return tuple(reversed(indices))


@dataclass(frozen=True)
class Window:
    """The part of a grid that is in sight."""

    top: int = 0
    left: int = 0
    rows: int = 1
    columns: int = 1

    def showing(self, place: Place, grid: Grid) -> "Window":
        """Return this window, moved as little as brings the place in sight, and never past the grid's end."""
        return Window(
            _start(self.top, self.rows, place[0], grid.rows),
            _start(self.left, self.columns, place[1], grid.columns),
            self.rows,
            self.columns,
        )


def _start(start: int, length: int, wanted: int, total: int) -> int:
    start = min(max(start, wanted - length + 1), wanted)
    return max(0, min(start, total - length))

"""Where the arrays of one operation stand: beside one another, in several rows, or in columns of several.

First all stand in one row, with fewer digits where the width asks for it. Where that hides columns, every way to part
the tables in order into rows or into columns is tried, and the lowest that shows everything is taken. Where none does,
the way that shows the most is taken, and the rest has the sign for more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from tui.clean import one_line
from tui.numbers import shape_text
from tui.render.array import TableLayout, layout, natural_height, natural_width, window
from tui.render.grid import Window
from tui.render.table import Table

SMALLEST_NUMBER = 12
"""Columns that a table takes at least, however little its numbers need: part of its name is to be read."""
SMALLEST_PANE = 14
"""Columns of the screen below which a table says too little to be drawn."""
LOWEST_PANE = 4
"""Lines below which a table in one of several rows says too little: title, heads, a row, and the sign for more."""
MOST_PARTED = 6
"""So many tables are parted in every way; of more there would be too many ways."""
_WAYS = ((0, 2), (0, 1), (1, 1))
"""How numbers may be written, the roomiest first: a level of digits, and the blanks before each."""

Tables = tuple[Table, ...]


@dataclass(frozen=True)
class Pane:
    """Where a table stands in the view, and how it is written."""

    table: Table
    form: TableLayout
    x: int
    y: int
    width: int
    height: int
    """Lines, with the title."""


@dataclass(frozen=True)
class Arrangement:
    """The panes of all tables that have room, in some width and height."""

    panes: tuple[Pane, ...]
    width: int
    height: int
    hidden: int = 0
    """How many tables found no room."""

    @cached_property
    def tables(self) -> Tables:
        """The tables that are shown."""
        return tuple(pane.table for pane in self.panes)


@dataclass(frozen=True)
class _Written:
    """A table in one way of writing its numbers, with the room that it would like."""

    table: Table
    form: TableLayout
    width: int
    height: int


Groups = list[list[_Written]]
Stand = Callable[[Groups, int, int], Arrangement]


def arrange(tables: Tables, width: int, height: int, active: int = 0) -> Arrangement:
    """Choose where the tables stand; the active one is always among those shown."""
    if not tables or width < 1 or height < 1:
        return Arrangement((), width, height)
    ways = [_written(tables, level, gap) for level, gap in _WAYS]
    for row in ways:
        if sum(item.width for item in row) + len(row) - 1 <= width:
            return _in_a_row(row, _widened(row, width), width, height)
    whole = [fit for row in ways[1:] for fit in _fitting(row, width) if fit[0] <= height]
    if whole:
        _, groups, stand = min(whole, key=lambda fit: (fit[0], len(fit[1])))
        return stand(groups, width, height)
    parted = [_shared_out(rows, width, height) for rows in _partings(ways[-1])]
    return max([_shrunk(ways[-1], width, height, active), *(found for found in parted if found)], key=_how_much)


def height_wanted(tables: Tables, width: int) -> int | None:
    """Return the lines in which the tables hide nothing, None where they do in any."""
    if not tables:
        return None
    ways = [_written(tables, level, gap) for level, gap in _WAYS]
    if any(sum(item.width for item in row) + len(row) - 1 <= width for row in ways):
        return max(item.height for item in ways[0])
    return min((need for row in ways[1:] for need, _, _ in _fitting(row, width)), default=None)


def _written(tables: Tables, level: int, gap: int) -> list[_Written]:
    forms = [layout(table, level, gap) for table in tables]
    return [
        _Written(table, form, max(natural_width(table, form), SMALLEST_NUMBER), natural_height(table) + 1)
        for table, form in zip(tables, forms, strict=True)
    ]


def _partings(row: list[_Written]) -> Iterator[Groups]:
    """Yield every way to part the tables in order into two groups or more."""
    count = len(row)
    if count > MOST_PARTED:
        yield [[item] for item in row]
        return
    for groups in range(2, count + 1):
        for cuts in combinations(range(1, count), groups - 1):
            ends = (0, *cuts, count)
            yield [row[start:end] for start, end in pairwise(ends)]


def _fitting(row: list[_Written], width: int) -> Iterator[tuple[int, Groups, Stand]]:
    """Yield the groups that stand in rows or in columns without hiding anything, with the height that they need."""
    for groups in _partings(row):
        if all(sum(item.width for item in group) + len(group) - 1 <= width for group in groups):
            yield sum(_tallest(group) for group in groups), groups, _in_rows
        if sum(_widest(group) for group in groups) + len(groups) - 1 <= width:
            yield max(sum(item.height for item in group) for group in groups), groups, _in_columns


def _tallest(group: list[_Written]) -> int:
    return max(item.height for item in group)


def _widest(group: list[_Written]) -> int:
    return max(item.width for item in group)


def _in_a_row(row: list[_Written], widths: list[int], width: int, height: int, hidden: int = 0) -> Arrangement:
    return Arrangement(tuple(_row_of_panes(row, widths, 0, height)), width, height, hidden)


def _in_rows(groups: Groups, width: int, height: int) -> Arrangement:
    panes: list[Pane] = []
    y = 0
    for group in groups:
        tall = height - y if group is groups[-1] else _tallest(group)
        panes += _row_of_panes(group, _widened(group, width), y, tall)
        y += tall
    return Arrangement(tuple(panes), width, height)


def _in_columns(groups: Groups, width: int, height: int) -> Arrangement:
    panes: list[Pane] = []
    more = (width - sum(_widest(group) for group in groups) - (len(groups) - 1)) // len(groups)
    x = 0
    for group in groups:
        wide = width - x if group is groups[-1] else _widest(group) + more
        y = 0
        for item in group:
            tall = height - y if item is group[-1] else item.height
            panes.append(Pane(item.table, item.form, x, y, wide, tall))
            y += item.height
        x += wide + 1
    return Arrangement(tuple(panes), width, height)


def _row_of_panes(row: list[_Written], widths: list[int], y: int, height: int) -> Iterator[Pane]:
    x = 0
    for item, width in zip(row, widths, strict=True):
        yield Pane(item.table, item.form, x, y, width, height)
        x += width + 1


def _widened(row: list[_Written], width: int) -> list[int]:
    """Give what the numbers leave of the width to the names, the last one's first, and the rest to the last pane."""
    widths = [item.width for item in row]
    left = width - sum(widths) - (len(widths) - 1)
    for about in ("", f" {row[-1].table.array.dtype}"):  # names and shapes of all come before the first number type
        for number in (len(row) - 1, *range(len(row) - 1)):
            table = row[number].table
            title = len(one_line(table.label)) + len(shape_text(table.array.shape)) + 5 + 2 * table.is_result
            more = min(max(title + len(about) - widths[number], 0), left)
            widths[number] += more
            left -= more
    widths[-1] += left
    return widths


def _shrunk(row: list[_Written], width: int, height: int, active: int) -> Arrangement:
    """Give each table a fair share of the width; where that is too little, leave some out, never the active one."""
    most = max(1, (width + 1) // (SMALLEST_PANE + 1))
    first = max(0, min(active - most + 1, len(row) - most)) if len(row) > most else 0
    shown = row[first : first + most]
    widths = _shares([item.width for item in shown], width - (len(shown) - 1))
    return _in_a_row(shown, widths, width, height, len(row) - len(shown))


def _shared_out(groups: Groups, width: int, height: int) -> Arrangement | None:
    """Stand the tables in rows that share the height; None where one of them would have too little."""
    lines = _shares([_tallest(group) for group in groups], height)
    needs = [min(_tallest(group), LOWEST_PANE) for group in groups]
    if any(tall < need for tall, need in zip(lines, needs, strict=True)):
        return None
    panes: list[Pane] = []
    y = 0
    for group, tall in zip(groups, lines, strict=True):
        room = width - (len(group) - 1)
        if room // len(group) < SMALLEST_PANE:
            return None
        is_narrow = sum(item.width for item in group) <= room
        widths = _widened(group, width) if is_narrow else _shares([item.width for item in group], room)
        panes += _row_of_panes(group, widths, y, tall)
        y += tall
    return Arrangement(tuple(panes), width, height)


def _shares(needs: list[int], room: int) -> list[int]:
    """Share some room out: who needs less than a fair share gets that, the others divide the rest."""
    shares = [0] * len(needs)
    left = room
    by_need = sorted(range(len(needs)), key=needs.__getitem__)
    for position, index in enumerate(by_need):
        shares[index] = min(needs[index], left // (len(needs) - position))
        left -= shares[index]
    shares[-1] += left
    return shares


def _in_sight(pane: Pane) -> tuple[float, float]:
    """Return the shares of a table's rows and of its columns that a pane shows."""
    grid = pane.table.grid
    if grid.is_empty:
        return 1.0, 1.0
    seen = window(pane.table, pane.form, pane.width, pane.height - 1, (0, 0), Window())
    return min(seen.rows / grid.rows, 1.0), min(seen.columns / grid.columns, 1.0)


def _how_much(arrangement: Arrangement) -> tuple[int, int, float, float]:
    """Say how much is shown, what counts most first: tables, whole tables, rows, columns."""
    seen = [_in_sight(pane) for pane in arrangement.panes]
    whole = sum(rows == columns == 1 for rows, columns in seen)
    return -arrangement.hidden, whole, round(sum(rows for rows, _ in seen), 3), sum(columns for _, columns in seen)

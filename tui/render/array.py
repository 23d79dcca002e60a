"""One array as a table: heads, numbers aligned on the point, a cursor, lit cells, and signs where more is hidden.

Only what is in sight is looked at, so a 60000×784 array is drawn as fast as a 3×3 one.
"""

import math
from dataclasses import dataclass

from tui.clean import MORE, one_line
from tui.numbers import Notation, Number, shape_text
from tui.render.grid import Cell, Grid, Place, Window
from tui.render.lines import Line, Piece, Tone, fitted, joined
from tui.render.table import Table

COVERED = "?"
"""What stands in the place of a number that the learner is to predict first."""
HEAD_LINES = 1
"""Lines above a table's rows: the heads of the columns."""


@dataclass(frozen=True)
class TableLayout:
    """How a table is laid out in some width: the notation of its numbers and the blanks before each."""

    notation: Notation
    gap: int
    head: int
    """Columns of the screen that the heads of the rows take."""

    @property
    def step(self) -> int:
        """Columns of the screen from one number to the next."""
        return self.notation.width + self.gap


def layout(table: Table, digits_level: int = 0, gap: int = 2) -> TableLayout:
    """Choose a layout: `digits_level` 0 writes more digits than 1."""
    chosen = table.facts.notations[digits_level]
    needed = max(chosen.width, len(str(max(table.grid.columns - 1, 0))))
    chosen = Notation(chosen.style, needed, chosen.decimals, chosen.is_signed)
    longest = max((len(table.grid.row_name(row)) for row in _far_rows(table.grid)), default=0)
    return TableLayout(chosen, gap, longest + gap if longest else 0)


def natural_width(table: Table, form: TableLayout) -> int:
    """Return the width in which no column is hidden: one more blank ends the line, for the cursor's bracket."""
    if table.grid.is_empty:
        return len("no numbers") + 2
    return form.head + table.grid.columns * form.step + 1


def natural_height(table: Table) -> int:
    """Return the height in which no row is hidden."""
    return HEAD_LINES * _has_heads(table) + max(table.grid.rows, 1)


def window(table: Table, form: TableLayout, width: int, height: int, wanted: Place, before: Window) -> Window:
    """Return what is in sight in so much space, with the wanted place in it and the least movement."""
    columns = table.grid.columns
    if natural_width(table, form) > width:  # a column of signs at either side
        columns = max(1, (width - form.head - 3) // form.step)
    rows = height - HEAD_LINES * _has_heads(table)
    if table.grid.rows > rows:
        rows -= 1  # the line that says how many are hidden
    return Window(before.top, before.left, max(rows, 1), columns).showing(wanted, table.grid)


def draw_table(
    table: Table, form: TableLayout, sight: Window, width: int, height: int, cursor: Cell | None, has_focus: bool
) -> list[Line]:
    """Draw the heads and the rows in sight; a title is the caller's."""
    if table.grid.is_empty:
        return [(Piece(" no numbers", Tone.SIGN),)]
    last = min(sight.left + sight.columns, table.grid.columns)
    columns = range(sight.left, last)
    is_cut = sight.columns < table.grid.columns
    lines: list[Line] = [_column_heads(form, columns, is_cut)] if _has_heads(table) else []
    rows = range(sight.top, min(sight.top + sight.rows, table.grid.rows))
    lines += [_row(table, form, row, columns, is_cut, cursor, has_focus) for row in rows]
    if sight.rows < table.grid.rows:
        lines.append(_hidden_rows(sight, table.grid.rows))
    return [fitted(line, width) for line in lines][:height]


def title_pieces(table: Table, width: int, has_focus: bool) -> Line:
    """Draw a table's name, shape and type, as much of it as there is room for: first the type goes, then the shape."""
    name = one_line(table.label)
    tone = Tone.FOCUSED_TITLE if has_focus else Tone.RESULT if table.is_result else Tone.PLAIN
    shape = shape_text(table.array.shape) if table.array.ndim else ""
    for about in dict.fromkeys((table.about, table.about.replace(f" {table.array.dtype}", ""), shape)):
        if about and len(name) + 1 + len(about) <= width:
            return (Piece(name, tone), Piece(f" {about}", Tone.TITLE))
    room = width - len(shape) - 1
    if room < 2 or not shape:
        return fitted((Piece(name, tone),), min(width, len(name)))
    return (*fitted((Piece(name, tone),), room), Piece(f" {shape}", Tone.TITLE))


def number_tone(table: Table, number: Number) -> Tone:
    """Say what a number is, against the largest of its array: sign, size, zero, or no number."""
    if isinstance(number, bool):
        return Tone.PLAIN if number else Tone.ZERO
    if not math.isfinite(number):
        return Tone.LOUD
    if number == 0:
        return Tone.ZERO
    if table.array.dtype.kind in "iu":
        return Tone.PLAIN if number > 0 else Tone.NEGATIVE
    is_large = abs(number) >= table.facts.largest / 2
    if number > 0:
        return Tone.STRONG_POSITIVE if is_large else Tone.POSITIVE
    return Tone.STRONG_NEGATIVE if is_large else Tone.NEGATIVE


def _column_heads(form: TableLayout, columns: range, is_cut: bool) -> Line:
    heads = "".join(str(column).rjust(form.step) for column in columns)
    return (Piece(" " * (form.head + is_cut) + heads, Tone.FAINT),)


def _row(
    table: Table, form: TableLayout, row: int, columns: range, is_cut: bool, cursor: Cell | None, has_focus: bool
) -> Line:
    over = Tone.CURSOR if has_focus else Tone.RESTING_CURSOR
    head = f"{table.grid.row_name(row):>{form.head - 1}} " if form.head else ""
    pieces = [Piece(head, Tone.FAINT)]
    if is_cut:
        pieces.append(Piece(MORE if columns.start else " ", Tone.SIGN))
    for column, number in zip(columns, table.numbers(row, columns), strict=True):
        cell = table.grid.cell((row, column))
        pieces += _number(table, form, cell, number, over if cell == cursor else None)
    pieces = _closed(pieces)
    if columns.stop < table.grid.columns:
        pieces.append(Piece(MORE, Tone.SIGN))
    return joined(pieces)


def _number(table: Table, form: TableLayout, cell: Cell, number: Number, cursor: Tone | None) -> list[Piece]:
    """Draw one number with the blanks before it, the last of which opens the cursor's bracket."""
    text, tone = form.notation.text(number), number_tone(table, number)
    if table.covered is not None and table.covered[cell]:
        text, tone = COVERED.rjust(form.notation.width), Tone.SIGN
    if cursor is not None:
        bracket = Tone.STRONG
        return [Piece(" " * (form.gap - 1)), Piece("[", bracket), Piece(text, tone, cursor), Piece("]", bracket)]
    if cell in table.lit:
        return [Piece(" " * form.gap), Piece(text, tone, Tone.LIT)]
    if table.path is not None and table.path[cell]:
        return [Piece(" " * form.gap), Piece(text, tone, Tone.PATH)]
    return [Piece(" " * form.gap + text, tone)]


def _closed(pieces: list[Piece]) -> list[Piece]:
    """Let the cursor's closing bracket take the first blank of what follows it, or end the line with a blank."""
    closed: list[Piece] = []
    for piece in pieces:
        follows_cursor = bool(closed) and closed[-1].text == "]" and piece.text.startswith(" ")
        closed.append(piece._replace(text=piece.text[1:]) if follows_cursor else piece)
    if closed[-1].text != "]":
        closed.append(Piece(" "))
    return closed


def _hidden_rows(sight: Window, rows: int) -> Line:
    above, below = sight.top, rows - sight.top - sight.rows
    words = [f"{count:,} {where}" for count, where in ((above, "above"), (below, "below")) if count > 0]
    return (Piece(f"{MORE} {', '.join(words)}", Tone.SIGN),)


def _has_heads(table: Table) -> bool:
    """Whether the columns need heads; a single number does not."""
    return table.array.ndim > 0 and not table.grid.is_empty


def _far_rows(grid: Grid) -> tuple[int, ...]:
    """Return rows whose names are the longest: the last of the grid, and the last of the first matrix."""
    if grid.is_empty:
        return ()
    return grid.rows - 1, max((grid.shape[-2] if len(grid.shape) > 1 else 1) - 1, 0)

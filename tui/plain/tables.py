"""Arrays read row by row."""

from tui.numbers import shape_text
from tui.plain.speech import in_words, shape_in_words
from tui.render.array import COVERED
from tui.render.table import Table

MOST_ROWS = 10
MOST_COLUMNS = 20


def table_names(tables: tuple[Table, ...]) -> list[str]:
    """Name the arrays of a step, with the numbers by which they can be asked for."""
    lines = [f"{number}: {_title(table)}" for number, table in enumerate(tables, 1)]
    return [*lines, "Type table and a number, or a name such as dense1.weights."]


def table_rows(table: Table, first: int = 0) -> list[str]:
    """Read an array's rows, a sentence each, from one row on; what is to be predicted is hidden."""
    grid = table.grid
    lines = [f"{_title(table)}."]
    if grid.is_empty:
        return [*lines, "It has no numbers."]
    if not 0 <= first < grid.rows:
        return [*lines, f"It has rows 0 to {grid.rows - 1}."]
    last = min(first + MOST_ROWS, grid.rows)
    lines += [f"{_row_name(table, row)}: {_row(table, row)}." for row in range(first, last)]
    if last < grid.rows:
        lines.append(f"{grid.rows - last:,} more rows, from row {last} on.")
    return lines


def _row_name(table: Table, row: int) -> str:
    """Name a row; what is no table has only one."""
    return f"Row {table.grid.row_name(row)}" if table.array.ndim > 1 else "Numbers" if table.array.ndim else "Number"


def _row(table: Table, row: int) -> str:
    """Read one row."""
    count = min(table.grid.columns, MOST_COLUMNS)
    numbers = table.numbers(row, range(count))
    said = [
        COVERED if _is_hidden(table, table.grid.cell((row, column))) else table.facts.notations[0].text(number).strip()
        for column, number in enumerate(numbers)
    ]
    more = table.grid.columns - count
    return ", ".join(word.removeprefix("+") for word in said) + (f", and {more:,} more" if more else "")


def _title(table: Table) -> str:
    """Name an array with its shape and kind of number."""
    words = in_words(table.label)
    what = ", the result" if table.is_result else ""
    return f"{words}{what}, {shape_in_words(shape_text(table.array.shape))}, {table.array.dtype}"


def _is_hidden(table: Table, cell: tuple[int, ...]) -> bool:
    """Whether a cell is to be predicted first."""
    return table.covered is not None and bool(table.covered[cell])

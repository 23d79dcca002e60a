"""What can be copied out of a step: a number, an array, the code; to the terminal's clipboard and into a file."""

from enum import StrEnum
from pathlib import Path
from typing import Final

from lessons.progress.home import make_folder, write_whole
from lessons.progress.status import reason
from tui.clean import MORE, short_path
from tui.lab.sight import Sight
from tui.render.array import COVERED
from tui.render.table import Table

FILE: Final = "copied.txt"
MOST_CHARACTERS: Final = 50_000
"""So much a terminal takes into its clipboard; more goes into the file alone."""
MOST_NUMBERS: Final = 500_000
"""So many numbers of an array are written out while the learner waits."""


class Copied(StrEnum):
    """What is copied."""

    NUMBER = "number"
    TABLE = "table"
    CODE = "code"

    @property
    def word(self) -> str:
        """What it is called in a sentence."""
        return "array" if self is Copied.TABLE else self.value


def text_of(sight: Sight, what: Copied, key: str) -> str:
    """Return the text of the number, of the array with this key, or of the code; what is covered stays hidden."""
    match what:
        case Copied.NUMBER:
            return _number(sight)
        case Copied.TABLE:
            table = next((table for table in sight.tables() if table.key == key), None)
            return _table(table) if table is not None else ""
        case Copied.CODE:
            return "\n".join(sight.code().lines) + "\n"


def keep(text: str, home: Path, what: Copied) -> str:
    """Write a text beside the progress, for its owner alone; return what to tell the learner."""
    path = home / FILE
    is_sent = len(text) <= MOST_CHARACTERS
    sent = "sent to your terminal's" if is_sent else "too long for the"
    begin = f"The {what.word} is {sent} clipboard"
    where = short_path(path)
    try:
        make_folder(home)
        write_whole(path, text.encode())
    except OSError as error:
        return f"{begin}. It could not be written to {where}: {reason(error)}."
    return f"{begin}; it stands in {where}{', too' if is_sent else ''}."


def _number(sight: Sight) -> str:
    """Return the number that is looked at, with all its digits."""
    spot = sight.spot
    if spot is None:
        return ""
    is_covered = spot.value in sight.covers and bool(sight.covers[spot.value][spot.cell])
    return COVERED if is_covered else repr(spot.value.array[spot.cell].item())


def _table(table: Table) -> str:
    """Return an array's rows, tabs between the numbers; of a very large one the first rows, and how many are left."""
    grid = table.grid
    shown = min(grid.rows, max(MOST_NUMBERS // max(grid.columns, 1), 1))
    lines = ["\t".join(_row(table, row)) for row in range(shown)]
    if shown < grid.rows:
        lines.append(f"{MORE} {grid.rows - shown:,} more rows")
    return "\n".join(lines) + "\n"


def _row(table: Table, row: int) -> list[str]:
    """Return the numbers of a row; what is covered stays hidden."""
    columns, hidden = range(table.grid.columns), table.covered
    numbers = [repr(number) for number in table.numbers(row, columns)]
    if hidden is None:
        return numbers
    cells = (table.grid.cell((row, column)) for column in columns)
    return [COVERED if hidden[cell] else number for cell, number in zip(cells, numbers, strict=True)]

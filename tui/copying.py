"""What can be copied out of a step: a number, an array, the code; to the terminal's clipboard and into a file."""

from enum import StrEnum
from pathlib import Path
from typing import Final

from lessons.progress.home import make_folder, write_whole
from lessons.progress.status import reason
from tui.lab.sight import Sight
from tui.render.array import COVERED
from tui.render.table import Table

FILE: Final = "copied.txt"
MOST_CHARACTERS: Final = 50_000
"""So much a terminal takes into its clipboard; more goes into the file alone."""


class Copied(StrEnum):
    """What is copied."""

    NUMBER = "number"
    TABLE = "table"
    CODE = "code"


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


def keep(text: str, home: Path) -> str:
    """Write a text beside the progress, for its owner alone; return what to tell the learner."""
    path = home / FILE
    try:
        make_folder(home)
        write_whole(path, text.encode())
    except OSError as error:
        return f"Sent to your terminal. It could not be written to {path}: {reason(error)}."
    if len(text) > MOST_CHARACTERS:
        return f"Too long for the clipboard; it is in {path}."
    return f"Sent to your terminal's clipboard, and written to {path}."


def _number(sight: Sight) -> str:
    """Return the number that is looked at, with all its digits."""
    spot = sight.spot
    if spot is None:
        return ""
    is_covered = spot.value in sight.covers and bool(sight.covers[spot.value][spot.cell])
    return COVERED if is_covered else repr(spot.value.array[spot.cell].item())


def _table(table: Table) -> str:
    """Return an array's rows, with tabs between the numbers."""
    grid = table.grid
    lines = []
    for row in range(grid.rows):
        numbers = map(repr, table.numbers(row, range(grid.columns)))
        cells = [grid.cell((row, column)) for column in range(grid.columns)]
        hidden = table.covered
        lines.append(
            "\t".join(
                COVERED if hidden is not None and hidden[cell] else number
                for cell, number in zip(cells, numbers, strict=True)
            )
        )
    return "\n".join(lines) + "\n"

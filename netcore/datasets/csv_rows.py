"""The rows of a CSV file, each with the number of its line, so that an error can name it."""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from netcore.errors import DataError, SettingError

MOST_LINE = 2**20
"""The longest line, in characters."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table that is not blank."""

    line: int
    """The number of the line on which it begins, from 1."""
    cells: list[str]
    """The text of each column, without the space around it."""
    decimal: str
    """What the decimal point is."""


def numbered_rows(lines: Iterator[str], delimiter: str | None, name: str) -> Iterator[Row]:
    """Yield each row that is not blank, with the number of the line on which it begins."""
    skipped = line = 0
    try:
        lines = _not_too_long(lines)
        for head in lines:
            if head.strip():
                break
            skipped += 1
        else:
            return
        delimiter = _check_delimiter(delimiter or max(",;\t", key=head.count))
        reader = csv.reader(chain([head], lines), delimiter=delimiter, strict=True)
        for texts in reader:
            cells = list(map(str.strip, texts))
            if any(cells):
                yield Row(skipped + line + 1, cells, "," if delimiter == ";" else ".")
            line = reader.line_num
    except csv.Error as error:
        raise DataError(f"{name}, line {skipped + line + 1}: {error}; mend the quotes on that line") from error
    except UnicodeDecodeError as error:
        raise DataError(
            f"{name} is not UTF-8 text: it has the byte {error.object[error.start]:#04x} soon after line "
            f"{skipped + line}; save it as CSV in the encoding UTF-8"
        ) from error
    except _LineTooLongError:
        raise DataError(f"{name} has a line of more than {MOST_LINE:,} characters; is it a CSV file?") from None


class _LineTooLongError(Exception):
    pass


def _not_too_long(lines: Iterator[str]) -> Iterator[str]:
    for text in lines:
        if len(text) > MOST_LINE:
            raise _LineTooLongError
        yield text


def _check_delimiter(delimiter: str) -> str:
    if len(delimiter) != 1 or delimiter in '\r\n" ':
        raise SettingError(f"the delimiter is {delimiter!r}; it is one character, such as , ; or a tab")
    return delimiter


def number_in(cell: str, decimal: str) -> float | None:
    """Return the finite number that a cell holds, or None."""
    numbers = numbers_in([cell], decimal)
    return None if numbers is None else numbers[0]


def numbers_in(cells: list[str], decimal: str) -> list[float] | None:
    """Return the finite numbers that all the cells hold, or None if one of them does not hold any."""
    texts = [cell.replace(",", ".") for cell in cells] if decimal == "," else cells
    try:
        numbers = list(map(float, texts))
    except ValueError:
        return None
    return numbers if all(map(math.isfinite, numbers)) and "_" not in "".join(cells) else None


def columns(count: int) -> str:
    """Return the number of columns in words."""
    return f"{count:,} column" + "s" * (count != 1)

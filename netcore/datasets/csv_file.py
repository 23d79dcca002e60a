"""A learner's own table: a CSV file becomes X and y.

One line a sample, one column a feature, and one column that says what is to be learned: a class, by name or number,
or a quantity. A line that cannot be used is named with its number, so that it can be found and mended.
"""

import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path

import numpy as np

from netcore.arrays import Array
from netcore.datasets.csv_rows import MOST_LINE, Row, columns, number_in, numbered_rows, numbers_in
from netcore.errors import DataError

MOST_BYTES = 256 * 2**20
"""The largest file that is read."""

MOST_COLUMNS = 10_000
MOST_CLASSES = 1_000

FEW = 20
"""Whole numbers are taken for classes if there are no more than so many different ones."""

BAD_ROWS_NAMED = 5
"""How many bad rows an error names; there may be more."""

BAD_ROWS_KEPT = 1_000
"""How many bad rows are remembered; the others are only counted."""


class Labels(StrEnum):
    """What the label column holds."""

    CLASSES = "classes"
    NUMBERS = "numbers"
    GUESS = "guess"
    """Numbers if all are numbers and one has a fraction or there are many different ones; classes otherwise."""


@dataclass(frozen=True)
class BadRow:
    """A line that could not be used."""

    line: int
    """The number of the line in the file, from 1."""
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


@dataclass(frozen=True)
class Table:
    """What was read from a CSV file."""

    X: Array
    """The features, (samples, features), float64."""
    y: Array
    """Class numbers (samples,), or quantities (samples, 1)."""
    feature_names: tuple[str, ...]
    """The heading of each feature's column, or ``column 1`` and so on where there is none."""
    label_name: str
    class_names: tuple[str, ...]
    """What each class number stands for, in order; empty for quantities."""
    bad_rows: tuple[BadRow, ...] = ()
    """The first of the lines that were left out, if that was asked for."""
    bad_row_count: int = 0
    """How many lines were left out."""


def read_csv(
    path: Path | str,
    label: str | int = -1,
    *,
    has_header: bool | None = None,
    delimiter: str | None = None,
    labels: Labels = Labels.GUESS,
    skip_bad_rows: bool = False,
    most_bytes: int = MOST_BYTES,
) -> Table:
    """Return the table in a CSV file (UTF-8).

    ``label`` is the column to be learned, by its heading or its number: 0 is the first, −1 the last. ``has_header`` and
    ``delimiter`` (``,``, ``;`` or a tab) are found out from the first line where they are None; with ``;`` a comma may
    be the decimal point. Classes are numbered in the order of their names, so the order of the lines does not matter.
    Raises ``DataError`` for a file that is missing, too large or not text, and for bad rows, unless they are skipped.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > most_bytes:
            raise DataError(f"{path.name} has {size:,} bytes; at most {most_bytes:,} are read. Keep fewer rows")
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = iter(lambda: file.readline(MOST_LINE + 1), "")
            return parse_csv(
                lines,
                label,
                has_header=has_header,
                delimiter=delimiter,
                labels=labels,
                skip_bad_rows=skip_bad_rows,
                name=path.name,
            )
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror or error}") from error


def parse_csv(
    lines: Iterable[str],
    label: str | int = -1,
    *,
    has_header: bool | None = None,
    delimiter: str | None = None,
    labels: Labels = Labels.GUESS,
    skip_bad_rows: bool = False,
    name: str = "the table",
) -> Table:
    """Return the table in some lines of text, as ``read_csv`` does; ``name`` is what errors call it."""
    rows = numbered_rows(iter(lines), delimiter, name)
    first = next(rows, None)
    if first is None:
        raise DataError(f"{name} is empty; it needs a line for each sample")
    if not 2 <= len(first.cells) <= MOST_COLUMNS:
        raise DataError(
            f"{name}, line {first.line}: found {columns(len(first.cells))}; a feature and a label are needed, and at "
            f"most {MOST_COLUMNS:,} columns. If the columns are not parted by , ; or tabs, say what parts them"
        )
    if has_header is None:
        has_header = isinstance(label, str) or all(number_in(cell, first.decimal) is None for cell in first.cells)
    headings = first.cells if has_header else [f"column {number}" for number in range(1, len(first.cells) + 1)]
    samples = _Samples(headings, _column(label, headings, has_header, name), labels)
    for row in rows if has_header else chain([first], rows):
        samples.take(row)
    if samples.bad and not skip_bad_rows:
        raise DataError(_complaint(name, samples, has_header))
    if not samples.codes:
        raise DataError(f"{name} has no usable line of data" + " below its heading" * has_header)
    return samples.table(name)


class _Samples:
    """The rows taken so far, in little memory: eight bytes a number, and each different label once."""

    def __init__(self, headings: list[str], column: int, labels: Labels) -> None:
        self.headings = headings
        self.column = column
        self.labels = labels
        self.features = array("d")
        self.quantities = array("d")
        self.codes = array("q")
        self.classes: dict[str, int] = {}
        self.text: BadRow | None = None
        self.bad: list[BadRow] = []
        self.bad_count = 0

    def take(self, row: Row) -> None:
        """Add a row to the samples, or to the bad rows."""
        if len(row.cells) != len(self.headings):
            self._refuse(row, f"it has {columns(len(row.cells))}, the first row {len(self.headings)}")
            return
        label, wanted = row.cells[self.column], row.cells[: self.column] + row.cells[self.column + 1 :]
        numbers, quantity = numbers_in(wanted, row.decimal), number_in(label, row.decimal)
        if numbers is None:
            place = next(place for place, cell in enumerate(wanted) if number_in(cell, row.decimal) is None)
            self._refuse(row, self._not_a_number(place + (place >= self.column), wanted[place]))
            return
        if not label or (quantity is None and self.labels is Labels.NUMBERS):
            self._refuse(row, self._not_a_number(self.column, label))
            return
        if quantity is None and self.text is None:
            self.text = BadRow(row.line, f"the label {_shown(label)} is not a number")
        self.features.extend(numbers)
        self.quantities.append(math.nan if quantity is None else quantity)
        if len(self.classes) <= MOST_CLASSES:
            self.codes.append(self.classes.setdefault(label, len(self.classes)))
        else:
            self.codes.append(-1)

    def _refuse(self, row: Row, what: str) -> None:
        self.bad_count += 1
        if self.bad_count <= BAD_ROWS_KEPT:
            self.bad.append(BadRow(row.line, what))

    def table(self, name: str) -> Table:
        """Return all samples as a table."""
        y, class_names = self._targets(name)
        return Table(
            X=np.frombuffer(self.features).reshape(len(self.codes), -1),
            y=y,
            feature_names=tuple(self.headings[: self.column] + self.headings[self.column + 1 :]),
            label_name=self.headings[self.column],
            class_names=class_names,
            bad_rows=tuple(self.bad),
            bad_row_count=self.bad_count,
        )

    def _targets(self, name: str) -> tuple[Array, tuple[str, ...]]:
        """Return quantities as a column, or class numbers and the classes' names."""
        quantities = np.frombuffer(self.quantities)
        if self.labels is Labels.NUMBERS or (self.labels is Labels.GUESS and self._are_quantities(quantities, name)):
            return quantities.reshape(-1, 1), ()
        if len(self.classes) > MOST_CLASSES:
            raise DataError(
                f"{name}: the label column {self.headings[self.column]!r} has more than {MOST_CLASSES:,} classes; "
                "choose another column, or say that it holds numbers"
            )
        if self.text is None:
            values, y = np.unique(quantities, return_inverse=True)
            return y.astype(np.int64), tuple(repr(value).removesuffix(".0") for value in values.tolist())
        names = sorted(self.classes)
        places = np.array([names.index(label) for label in self.classes])
        return places[np.frombuffer(self.codes, dtype=np.int64)], tuple(names)

    def _are_quantities(self, quantities: Array, name: str) -> bool:
        is_many = len(self.classes) > FEW
        if self.text is None:
            return is_many or bool(np.any(quantities % 1 != 0))
        if is_many and not np.all(np.isnan(quantities)):
            raise DataError(f"{name}, {self.text}, while others are: mend it, or say that the labels are classes")
        return False

    def _not_a_number(self, column: int, cell: str) -> str:
        where = f"column {column + 1}"
        if self.headings[column] != where:
            where += f" ({_shown(self.headings[column])})"
        return f"{where} holds {_shown(cell)}, not a number" if cell else f"{where} is empty"


def _column(label: str | int, headings: list[str], has_header: bool, name: str) -> int:
    """Return the place of the label's column."""
    if isinstance(label, str):
        if not has_header or headings.count(label) != 1:
            found = ", ".join(map(_shown, headings[:20])) if has_header else "no headings"
            raise DataError(f"{name}: one column is to be called {label!r}, but there are {found}")
        return headings.index(label)
    if not -len(headings) <= label < len(headings):
        raise DataError(f"{name}: there is no column {label}; they go from 0 to {len(headings) - 1}, or −1 is the last")
    return label % len(headings)


def _complaint(name: str, samples: _Samples, has_header: bool) -> str:
    lines = "; ".join(map(str, samples.bad[:BAD_ROWS_NAMED]))
    more = f"; and {samples.bad_count - BAD_ROWS_NAMED:,} more" if samples.bad_count > BAD_ROWS_NAMED else ""
    mend = "Mend what is wrong, or skip bad rows"
    if not has_header and samples.bad[0].line == 1:
        mend += "; if line 1 holds headings, say so"
    return f"{name}, {lines}{more}. {mend}"


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= 30 else cell[:29] + "…")

"""What went wrong in a learner's code, as a record that can be sent: the error, and the lines of theirs it passed.

The record is made in the process that ran the code. Nothing of the error is trusted: its text may itself raise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from traceback import walk_tb
from types import FrameType
from typing import Any

from lessons.workshop.harmless import harmless

Files = Mapping[str, list[str]]
"""The learner's files: their lines, by the name under which Python knows them."""

MOST_TEXT = 600
MOST_PLACES = 6


@dataclass(frozen=True)
class Place:
    """A line of the learner's file."""

    line: int
    function: str
    text: str
    """The line itself, without its indentation."""


@dataclass(frozen=True)
class Fault:
    """An error in a learner's code."""

    kind: str
    """The class of the error: ``ValueError``."""
    message: str
    places: tuple[Place, ...] = ()
    """The learner's own lines on the way to it, the outermost first."""
    column: int = 0
    """For an error of syntax, the column of that line it stands at, counted from 1."""
    is_memory: bool = False

    @property
    def place(self) -> Place | None:
        """The learner's line at which it happened, or None if it was in none of theirs."""
        return self.places[-1] if self.places else None

    def as_values(self) -> dict[str, Any]:
        """Return the record as plain values."""
        places = [[place.line, place.function, place.text] for place in self.places]
        values = {"kind": self.kind, "message": self.message, "column": self.column, "is_memory": self.is_memory}
        return {**values, "places": places}

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Fault:
        """Return the record of plain values; raise ``ValueError`` or its like for others."""
        places = tuple(place_of(*place) for place in values["places"])
        kind, message = harmless(str(values["kind"]), 120), harmless(str(values["message"]), MOST_TEXT)
        return cls(kind, message, places[-MOST_PLACES:], int(values["column"]), bool(values["is_memory"]))


def place_of(line: Any, function: Any, text: Any) -> Place:
    """Return a place from plain values, its texts made harmless."""
    return Place(int(line), harmless(str(function), 120), harmless(str(text), MOST_TEXT))


def fault_of(error: BaseException, files: Files) -> Fault:
    """Return the record of an error that came out of code in one of these files."""
    kind = type(error).__name__
    if isinstance(error, SyntaxError) and (lines := files.get(error.filename or "")) is not None:
        place = _place(error.lineno or 1, "", lines)
        return Fault(kind, str(error.msg)[:MOST_TEXT], (place,), _column(error, lines))
    places = [
        _place(line, frame.f_code.co_qualname, files[frame.f_code.co_filename])
        for frame, line in walk_tb(error.__traceback__)
        if frame.f_code.co_filename in files
    ]
    if len(places) > MOST_PLACES:
        places = [places[0], *places[1 - MOST_PLACES :]]
    return Fault(kind, _text(error), tuple(places), is_memory=isinstance(error, MemoryError))


def place_in(frame: FrameType | None, files: Files) -> Place | None:
    """Return the line of one of these files that is running in a stack of frames, or None if there is none."""
    while frame is not None and frame.f_code.co_filename not in files:
        frame = frame.f_back
    return None if frame is None else _place(frame.f_lineno, frame.f_code.co_qualname, files[frame.f_code.co_filename])


def _place(line: int, function: str, lines: list[str]) -> Place:
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return Place(line, function, text[:MOST_TEXT])


def _column(error: SyntaxError, lines: list[str]) -> int:
    """Return at which column of its line, without the indentation, Python stopped reading; 0 if it does not say."""
    number = error.lineno or 1
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return max(error.offset - (len(line) - len(line.lstrip())), 1) if error.offset else 0


def _text(error: BaseException) -> str:
    try:
        return str(error)[:MOST_TEXT]
    except BaseException:  # an error of the learner's own making may fail even in this
        return "(the error has no text that can be shown)"

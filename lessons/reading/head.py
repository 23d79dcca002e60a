"""A lesson's front matter: all that the list of lessons needs, so reading it loads nothing of a lesson's insides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lessons.errors import LessonError
from lessons.reading.fields import Fields, parse_toml

LARGEST_FILE = 500_000
"""Bytes that a lesson file may have; one with more is not a lesson."""

_FENCE = "+++"
TAKEN_IDS = ("all",)
"""What the command line takes for something else than a lesson: `--reset all`."""

_ID = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9-]{0,59}")
_FILE_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Head:
    """A lesson's front matter."""

    id: str
    title: str
    part: str
    number: int
    minutes: int
    needs: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    is_locked: bool = False
    """Whether the lessons it needs must be done first; a pack may ask for that."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, hash=False)


def load(path: Path) -> str:
    """Return a lesson file's text, or raise `LessonError` where it cannot be had."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else None
    except OSError as error:
        raise LessonError(path.name, 1, f"cannot read it: {error.strerror}", "Check its name and rights.") from None
    if data is None:
        raise LessonError(path.name, 1, f"more than {LARGEST_FILE} bytes", "A lesson is a short text file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LessonError(path.name, line, "this is not UTF-8 text", "Save the file as UTF-8.") from None


def parse_head(text: str, file: str) -> Head:
    """Return a lesson's front matter, or raise `LessonError`."""
    source, _ = split_head(text.replace("\r\n", "\n").replace("\r", "\n"), file)
    fields = Fields(parse_toml(source, file, 2, "front matter"), file, source, 2, "the front matter")
    lesson_id = fields.text("id")
    if not is_lesson_id(lesson_id):
        mend = "Use small letters, digits and hyphens, and at least one letter."
        raise fields.error("id", f"{lesson_id!r} cannot be a lesson's id", mend)
    number = _FILE_NUMBER.match(Path(file).name)
    head = Head(
        lesson_id,
        title=fields.text("title"),
        part=fields.text("part"),
        number=fields.whole("number", int(number[1]) if number and len(number[1]) < 6 else 0),
        minutes=fields.whole("minutes", least=1),
        needs=fields.texts("needs"),
        goals=fields.texts("goals"),
        is_locked=fields.flag("locked", default=False),
        lines={name: fields.line(name) for name in fields.table},
    )
    fields.done()
    return head


def is_lesson_id(text: str) -> bool:
    """Return whether a lesson can be called so; a number alone is the lesson of that number."""
    return _ID.fullmatch(text) is not None and text not in TAKEN_IDS


def split_head(text: str, file: str) -> tuple[str, str]:
    """Return the front matter's TOML, and the rest with the front matter blanked so that lines keep their numbers."""
    lines = text.split("\n")
    if lines[0].strip() != _FENCE:
        raise LessonError(file, 1, "the file does not begin with +++", "Put the front matter between two lines of +++.")
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == _FENCE:
            return "\n".join(lines[1:number]), "\n" * (number + 1) + "\n".join(lines[number + 1 :])
    raise LessonError(file, 1, "the front matter does not end", "Close it with a line of +++.")

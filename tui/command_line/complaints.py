"""What the command line says in sentences: what it did, or why it could not; whole words on every line."""

import os
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from lessons.course import Course, Entry

USUAL_WIDTH: Final = 80
NARROWEST: Final = 20


def complain(text: str) -> None:
    """Say on standard error what is wrong, wrapped at words; a path stays whole, so that it can be copied."""
    print(in_lines(text, _width(sys.stderr)), file=sys.stderr)


def say(text: str, hanging: int = 0) -> None:
    """Say on standard output what was done or found; lines after the first begin so many columns in."""
    print(in_lines(text, _width(sys.stdout), hanging))


def in_lines(text: str, width: int, hanging: int = 0) -> str:
    """Return text in lines of at most so many columns, broken between words only."""
    wrap = textwrap.TextWrapper(
        max(width, NARROWEST),
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
    return "\n".join(wrap.fill(line) for line in text.split("\n"))


def named_lesson(course: "Course", name: str) -> "Entry | None":
    """Return the lesson of this name; where there is none, or its file is broken, say so and return None."""
    from lessons.errors import NamingError

    try:
        entry = course.find(name)
    except NamingError as error:
        complain(f"{error} python -m tui --list names them all.")
        return None
    if entry.error is not None:
        complain(str(entry.error))
        return None
    return entry


def wide() -> int:
    """Return how many columns standard output has."""
    return _width(sys.stdout)


def _width(stream: TextIO) -> int:
    """Return how wide the terminal is that a stream goes to, or what is usual where it goes elsewhere."""
    if stream.isatty():
        try:
            return os.get_terminal_size(stream.fileno()).columns or USUAL_WIDTH
        except OSError:
            pass
    return shutil.get_terminal_size((USUAL_WIDTH, 24)).columns

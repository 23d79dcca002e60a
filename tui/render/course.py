"""The course as a list: parts with a bar, lessons with a mark, where you are, and how long they take."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tui.clean import one_line
from tui.render.bars import bar
from tui.render.lines import Line, Piece, Tone, fitted, joined, width_of


class Mark(StrEnum):
    """How a lesson stands; each mark has its own shape, so that none is told by colour alone."""

    DONE = "✓"
    DUE = "●"
    """Done, and some of it is due to be recalled."""
    SHOWN = "◦"
    """Done, with every answer shown."""
    BEGUN = "◐"
    NEW = "○"
    BROKEN = "!"


_TONES = {
    Mark.DONE: Tone.RIGHT,
    Mark.DUE: Tone.KEY,
    Mark.SHOWN: Tone.FAINT,
    Mark.BEGUN: Tone.KEY,
    Mark.NEW: Tone.FAINT,
    Mark.BROKEN: Tone.WRONG,
}
BAR_WIDTH = 10
WIDEST = 100
"""Columns that the list takes at most: a longer way between a title and its minutes is hard to follow."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """The head of a part."""

    title: str
    done: int
    count: int


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson, or what stands in its place where its file cannot be read."""

    id: str
    number: int
    title: str
    mark: Mark
    minutes: int = 0
    place: str = ""
    """Where the learner left it: "page 4 of 9 · update 120"."""
    about: tuple[str, ...] = ()
    """What it builds on and what one can do after it, or what is wrong with its file; shown at the cursor."""
    is_locked: bool = False
    """Whether it opens only once the lessons that it builds on are done."""


Row = PartRow | LessonRow


def draw_row(row: Row, width: int, is_current: bool) -> Line:
    """Draw one row of the list."""
    match row:
        case PartRow():
            return _part(row, min(width, WIDEST))
        case LessonRow():
            return _lesson(row, min(width, WIDEST), is_current)


def _part(row: PartRow, width: int) -> Line:
    """Draw a part's head with its bar."""
    end = (Piece(bar(row.done, row.count, BAR_WIDTH), Tone.KEY if row.done else Tone.FAINT), Piece(" "))
    return _spread((Piece(" "), Piece(one_line(row.title), Tone.STRONG)), (), end, width)


def _lesson(row: LessonRow, width: int, is_current: bool) -> Line:
    """Draw a lesson: pointer, mark, number and title; the place; the minutes."""
    is_broken = row.mark is Mark.BROKEN
    tone = Tone.STRONG if is_current else Tone.FAINT if is_broken else Tone.PLAIN
    start = (
        Piece(" ▶ " if is_current else "   ", Tone.KEY),
        Piece(f"{row.mark} ", _TONES[row.mark]),
        Piece(f"{row.number:>2}  " if row.number else "    ", Tone.FAINT),
        Piece(one_line(row.title), tone),
    )
    minutes = "cannot be read" if is_broken else "locked" if row.is_locked else f"{row.minutes} min"
    middle = (Piece(row.place, Tone.FAINT),) if row.place else ()
    return _spread(start, middle, (Piece(minutes.rjust(8), Tone.WRONG if is_broken else Tone.FAINT), Piece(" ")), width)


def _spread(start: Sequence[Piece], middle: Sequence[Piece], end: Sequence[Piece], width: int) -> Line:
    """Put three groups into a line: the first at its start, the others at its end; the middle goes first."""
    room = width - width_of(start) - width_of(end)
    if middle and room < width_of(middle) + 4:
        middle = ()
    if room < 1:
        return joined((*fitted(start, max(width - width_of(end) - 1, 1)), Piece(" "), *end))
    gap = room - width_of(middle) - (2 if middle else 0)
    return joined((*start, Piece(" " * gap), *middle, Piece("  " if middle else ""), *end))


def lesson_rows(rows: Sequence[Row]) -> list[int]:
    """Return where the lessons stand among the rows."""
    return [number for number, row in enumerate(rows) if isinstance(row, LessonRow)]


def matching(rows: Sequence[Row], words: str) -> tuple[Row, ...]:
    """Return the lessons that have all the words in number, title, part or description; parts without one go."""
    wanted = words.casefold().split()
    if not wanted:
        return tuple(rows)
    kept: list[Row] = []
    part: PartRow | None = None
    for row in rows:
        if isinstance(row, PartRow):
            part = row
            continue
        text = " ".join((str(row.number), row.title, *row.about, part.title if part else "")).casefold()
        if all(word in text for word in wanted):
            if part is not None and part not in kept:
                kept.append(part)
            kept.append(row)
    return tuple(kept)

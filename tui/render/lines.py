"""The lines that every view is made of: pieces of text, each with a tone that says what the text is.

A tone is a meaning, never a colour: `tui.tones` gives each tone its colours from the theme, so the same
thing looks the same in every view.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from tui.clean import MORE


class Tone(StrEnum):
    """What a piece of text is."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    EMPHASIS = "emphasis"
    CODE = "code"
    """Names and formulas in a lesson's text."""
    KEY = "key"
    """A key to press, or the mark of where the learner is."""
    RIGHT = "right"
    WRONG = "wrong"
    TITLE = "title"
    FOCUSED_TITLE = "focused-title"
    RULE = "rule"
    SIGN = "sign"
    """The sign that more is there (`…`) and other words about what is not shown."""
    CURSOR = "cursor"
    RESTING_CURSOR = "resting-cursor"
    """The cell cursor of a view that does not have the focus."""
    LIT = "lit"
    """Belongs to what is selected in another view."""
    PATH = "path"
    """Lies on the way from or to what is selected."""
    POSITIVE = "positive"
    STRONG_POSITIVE = "strong-positive"
    NEGATIVE = "negative"
    STRONG_NEGATIVE = "strong-negative"
    ZERO = "zero"
    LOUD = "loud"
    """A NaN or infinite number: never to be overlooked."""
    RESULT = "result"
    FORWARD = "forward"
    LOSS = "loss"
    BACKWARD = "backward"
    UPDATE = "update"
    KEYWORD = "keyword"
    STRING = "string"
    COMMENT = "comment"
    NUMBER = "number"
    FUNCTION = "function"
    RUNNING = "running"
    """The mark and the line of code that ran last."""
    SPAN = "span"
    """The exact sub-expression that ran last."""
    INK_1 = "ink-1"
    INK_2 = "ink-2"
    INK_3 = "ink-3"
    INK_4 = "ink-4"
    INK_5 = "ink-5"
    INK_6 = "ink-6"
    """The inks of a chart, in the order in which they are used."""


class Piece(NamedTuple):
    """Some text of one tone, perhaps with a second tone laid over it (a lit number keeps its sign's tone)."""

    text: str
    tone: Tone = Tone.PLAIN
    over: Tone | None = None


Line = tuple[Piece, ...]
"""One line of a view, from left to right."""


def text_of(line: Iterable[Piece]) -> str:
    """Return a line's text without its tones."""
    return "".join(piece.text for piece in line)


def width_of(line: Iterable[Piece]) -> int:
    """Return how many columns a line takes on the screen."""
    return sum(cell_len(piece.text) for piece in line)


def joined(pieces: Iterable[Piece]) -> Line:
    """Return the pieces as a line, neighbours of the same tone made one and empty ones dropped."""
    line: list[Piece] = []
    for piece in pieces:
        if line and line[-1][1:] == piece[1:]:
            line[-1] = line[-1]._replace(text=line[-1].text + piece.text)
        elif piece.text:
            line.append(piece)
    return tuple(line)


def fitted(line: Iterable[Piece], width: int) -> Line:
    """Return the line in exactly so many columns: filled with blanks, or cut with the sign for more at its end."""
    pieces = tuple(line)
    taken = width_of(pieces)
    if taken <= width:
        return joined((*pieces, Piece(" " * (width - taken))))
    return joined((*_first_columns(pieces, width - 1), Piece(MORE, Tone.SIGN))) if width > 0 else ()


def after(line: Iterable[Piece], columns: int) -> Line:
    """Return the line without its first columns, the sign for more in place of what is gone."""
    pieces = tuple(line)
    if columns <= 0:
        return pieces
    rest: list[Piece] = [Piece(MORE, Tone.SIGN)]
    skip = columns + 1
    for piece in pieces:
        length = cell_len(piece.text)
        if length <= skip:
            skip -= length
            continue
        kept = set_cell_size(piece.text[::-1], length - skip)[::-1] if skip else piece.text
        rest.append(piece._replace(text=kept))
        skip = 0
    return joined(rest)


def filled(lines: Iterable[Line], width: int, height: int) -> list[Line]:
    """Return exactly so many lines, each in exactly so many columns."""
    block = [fitted(line, width) for line in lines][:height]
    blank: Line = (Piece(" " * width),) if width > 0 else ()
    return block + [blank] * (height - len(block))


def _first_columns(pieces: Iterable[Piece], columns: int) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        length = cell_len(piece.text)
        if length >= columns:
            kept.append(piece._replace(text=set_cell_size(piece.text, columns)))
            break
        kept.append(piece)
        columns -= length
    return kept

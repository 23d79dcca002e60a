"""How high a page stands: whether it fits the lesson pane of a small terminal.

Text is wrapped as a screen wraps it, a block stands apart from the next by an empty line, and each kind of task takes
the rows that its widget takes. What is said to an answer comes below, where the screen scrolls to it.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from lessons.blocks import (
    Block,
    Choice,
    ExperimentBlock,
    Fill,
    Implement,
    Inline,
    Note,
    Page,
    Predict,
    Prose,
    Recap,
    Show,
    Try,
)
from lessons.reading.inline import fill_numbers


@dataclass(frozen=True, slots=True)
class Pane:
    """The room that a layout gives to the lesson's text."""

    name: str
    columns: int
    rows: int


PANES = (Pane("80x24", 76, 15), Pane("120x40", 38, 30))

_ANSWER_ROWS = 1
_NUMBER = "−0.0000"
_EMPHASIS = re.compile(r"(?<!\*)\*{1,2}(?!\s)([^*]+)\*{1,2}|`([^`]+)`")
_VERBATIM = re.compile(r"^( {4}|\t)|^(`{3,}|~{3,})")


def page_rows(page: Page, columns: int) -> int:
    """Return how many rows a page takes at this width, its title's row included."""
    heights = [height for block in page.blocks if (height := block_rows(block, columns))]
    return sum(heights) + max(len(heights) - 1, 0) + bool(page.title)


def block_rows(block: Block, columns: int) -> int:
    """Return how many rows a block takes at this width; none where it is not part of the text."""
    match block:
        case Prose(text=text, numbers=numbers):
            return _prose_rows(text, numbers, columns)
        case Note(title=title, text=text, numbers=numbers):
            return (
                _prose_rows(f"{title}: {text}", (), columns) if not numbers else 1 + _prose_rows(text, numbers, columns)
            )
        case Predict(ask=ask) | Implement(ask=ask):
            return _text_rows(ask, columns) + _ANSWER_ROWS
        case Choice(ask=ask, options=options):
            return _text_rows(ask, columns) + sum(_text_rows(option.text, columns - 4) for option in options)
        case Fill(ask=ask, blanks=blanks):
            return _text_rows(ask, columns) + _ANSWER_ROWS * len(blanks) + (2 if columns >= 60 else 5)
        case Try(ask=ask, knobs=knobs):
            return _text_rows(ask, columns) + len(knobs) + _ANSWER_ROWS
        case Recap(points=points):
            return sum(_text_rows(point, columns - 2) for point in points)
        case Show(says=says):
            return _text_rows(says, columns - 3) if says else 0
        case ExperimentBlock():
            return 0


def _prose_rows(text: str, numbers: tuple[Inline, ...], columns: int) -> int:
    filled = fill_numbers(text, numbers, lambda _: _NUMBER)
    return sum(_paragraph_rows(paragraph, columns) for paragraph in re.split(r"\n\s*\n", filled)) + filled.count("\n\n")


def _paragraph_rows(paragraph: str, columns: int) -> int:
    lines = paragraph.strip("\n").split("\n")
    if _VERBATIM.match(lines[0]):
        return len(lines)
    if all(re.match(r"\s*([-*+]|\d+\.)\s|\|", line) for line in lines):
        return sum(_text_rows(line, columns) for line in lines)
    return _text_rows(" ".join(line.strip() for line in lines), columns)


def _text_rows(text: str, columns: int) -> int:
    shown = _EMPHASIS.sub(lambda found: found[1] or found[2], re.sub(r"\{[^{}]*\}", _NUMBER, text))
    return max(len(textwrap.wrap(shown, columns)), 1)

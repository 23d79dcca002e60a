"""Numbers inside prose: `{loss.mean}` or `{dense1.output[0, 1]:.3f}` stands for a number of the run.

Braces in code spans (`` `{x}` ``) and in fenced code are left as they are, and so is `{{`, which shows one brace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lessons.blocks import Inline
from lessons.errors import NamingError
from lessons.expressions import parse_expression

_TICKS = re.compile(r"`+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NUMBER = re.compile(r"\{(?P<expression>[^{}:\n]+)(?::(?P<form>[^{}\n]*))?\}")
_FORM = re.compile(r"[+]?\d{0,2}(\.\d{1,2})?[defg%]?|shape")


def find_numbers(text: str) -> tuple[Inline, ...]:
    """Return the numbers that stand in the text, or raise `NamingError` for one that cannot be read."""
    masked = without_code(text).replace("{{", "  ").replace("}}", "  ")
    return tuple(_inline(found) for found in _NUMBER.finditer(masked))


def fill_numbers(text: str, numbers: tuple[Inline, ...], shown: Callable[[Inline], str]) -> str:
    """Return the text with each number replaced by what `shown` makes of it."""
    pieces, end = [], 0
    for number in numbers:
        pieces += [text[end : number.start], shown(number)]
        end = number.end
    return "".join([*pieces, text[end:]]).replace("{{", "{").replace("}}", "}")


def without_code(text: str) -> str:
    """Return the text with blanks in the place of fenced code and code spans."""
    pieces, end = [], 0
    for start, stop in _code(text):
        pieces += [text[end:start], " " * (stop - start)]
        end = stop
    return "".join([*pieces, text[end:]])


def _code(text: str) -> Iterator[tuple[int, int]]:
    """Yield where code begins and ends: whole fences, and between them spans within their paragraph."""
    paragraph, place, fence, opened = 0, 0, "", 0
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                yield opened, place + len(line)
                fence, paragraph = "", place + len(line)
        elif mark or not line.strip():
            yield from _spans(text, paragraph, place)
            paragraph = place + len(line)
            if mark:
                fence, opened = mark[1], place
        place += len(line) + 1
    if fence:
        yield opened, len(text)
    else:
        yield from _spans(text, paragraph, len(text))


def _spans(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the code spans of a paragraph: from a run of backticks to the next run that is as long."""
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(text, start, stop)]
    following: dict[int, int] = {}
    closes: list[int | None] = [None] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        closes[number] = following.get(length)
        following[length] = number
    number = 0
    while number < len(runs):
        close = closes[number]
        if close is not None:
            yield runs[number][0], runs[close][1]
            number = close
        number += 1


def _inline(found: re.Match[str]) -> Inline:
    form = (found["form"] or "").strip()
    if not _FORM.fullmatch(form):
        raise NamingError(f"cannot write a number as {form!r}", "Use a form such as .2f, +.4f, .3g, d or %.")
    return Inline(found.start(), found.end(), parse_expression(found["expression"]), form)

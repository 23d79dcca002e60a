"""Numbers inside prose: `{loss.mean}` or `{dense1.output[0, 1]:.3f}` stands for a number of the run.

Braces in code spans (`` `{x}` ``) and in fenced code are left as they are, and so is `{{`, which shows one brace.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lessons.blocks import Inline
from lessons.errors import NamingError
from lessons.expressions import parse_expression

_CODE = re.compile(r"(?P<fence>^(`{3,}|~{3,}).*?^\2)|(?P<span>(`+)[^`].*?\4)", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(r"\{(?P<expression>[^{}:\n]+)(?::(?P<form>[^{}\n]*))?\}")
_FORM = re.compile(r"[+]?\d{0,2}(\.\d{1,2})?[defg%]?|shape")


def find_numbers(text: str) -> tuple[Inline, ...]:
    """Return the numbers that stand in the text, or raise `NamingError` for one that cannot be read."""
    masked = _CODE.sub(lambda found: " " * len(found[0]), text).replace("{{", "  ").replace("}}", "  ")
    return tuple(_inline(found) for found in _NUMBER.finditer(masked))


def fill_numbers(text: str, numbers: tuple[Inline, ...], shown: Callable[[Inline], str]) -> str:
    """Return the text with each number replaced by what `shown` makes of it."""
    pieces, end = [], 0
    for number in numbers:
        pieces += [text[end : number.start], shown(number)]
        end = number.end
    return "".join([*pieces, text[end:]]).replace("{{", "{").replace("}}", "}")


def _inline(found: re.Match[str]) -> Inline:
    form = (found["form"] or "").strip()
    if not _FORM.fullmatch(form):
        raise NamingError(f"cannot write a number as {form!r}", "Use a form such as .2f, +.4f, .3g, d or %.")
    return Inline(found.start(), found.end(), parse_expression(found["expression"]), form)

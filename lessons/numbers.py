"""How lessons write numbers, and how they read those that learners write."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

MINUS = "−"
LONGEST_ANSWER = 60
MOST_SHOWN = 12

_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-", "-": "-", "＋": "+", "⁄": "/", "÷": "/", "’": ""})
_ONE = r"(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_NUMBER = re.compile(rf"(?P<top>[+-]?{_ONE})(?:/(?P<bottom>[+-]?{_ONE}))?(?P<percent>%)?")
_POWER_OF_TEN = re.compile(r"(?:[*·×x])10\^?([+-]?[0-9]{1,3})$")
_SHAPE = re.compile(r"[0-9]{1,9}(?:[×xX*,;][0-9]{1,9})*,?")
_APART = re.compile(r"(?<=[0-9])\s(?=[0-9]{3}(?![0-9]))|(?<![0-9])\s+|\s+(?![0-9])")
"""Blanks that may stand in a number: between thousands, and beside anything that is no digit."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def parse_number(text: str) -> float | None:
    """Return the number that a learner wrote, or None where it is none.

    `.35`, `-1e-3`, `1/3`, `0,35`, `−0.35`, `≈ 0.35`, `35 %`, `1 234` and `3·10⁻⁴` are all numbers; `1 1/2` is none,
    for it could be read in two ways.
    """
    if len(text) > LONGEST_ANSWER:
        return None
    plain = _APART.sub("", text.translate(_DASHES).translate(_SUPERSCRIPTS)).lstrip("=≈~")
    plain = _POWER_OF_TEN.sub(r"e\1", plain)
    found = _NUMBER.fullmatch(plain)
    if found is None or (found["bottom"] and found["percent"]):
        return None
    number = _plain(found["top"])
    if found["bottom"]:
        bottom = _plain(found["bottom"])
        if bottom == 0:
            return None
        number /= bottom
    number = number / 100 if found["percent"] else number
    return number if math.isfinite(number) else None


def parse_shape(text: str) -> tuple[int, ...] | None:
    """Return the shape that a learner wrote, as `2x3`, `(2, 3)`, `2 × 3` or `[2,3]`, or None where it is none."""
    plain = re.sub(r"\s*(by|mal)\s*", "x", text.strip()[:LONGEST_ANSWER])
    plain = re.sub(r"(?<=\d)\s+(?=\d)", "x", plain.strip("()[] "))
    plain = plain.replace(" ", "")
    if plain == "" and text.strip() in ("()", "[]"):
        return ()
    if not _SHAPE.fullmatch(plain):
        return None
    return tuple(int(size) for size in re.findall(r"\d+", plain))


def show_number(number: float, form: str = "") -> str:
    """Return a number as text with a true minus sign; without a form, four significant digits."""
    if form == "shape":
        form = ""
    if form.endswith("d"):
        number = round(number) if math.isfinite(number) else number
        form = form if math.isfinite(number) else ""
    if not form and float(number).is_integer() and abs(number) < 1e6:
        text = str(int(number))
    else:
        text = format(number, form or ".4g")
    return text.replace("-", MINUS)


def show_numbers(numbers: Any, form: str = "") -> str:
    """Return a number, a shape or an array as text."""
    if isinstance(numbers, tuple):
        return " × ".join(str(size) for size in numbers) or "one number"
    array = np.asarray(numbers)
    if array.ndim == 0:
        return show_number(float(array), form)
    if array.size == 1:
        return show_number(float(array.reshape(())), form)
    shown = ", ".join(show_number(float(number), form) for number in array.ravel()[:MOST_SHOWN])
    return f"[{shown}{', …' if array.size > MOST_SHOWN else ''}]"


def value_text(value: str | float | bool) -> str:
    """Return a setting of a knob as text: a word of the author's, or a number with a true minus sign."""
    return value if isinstance(value, str) else str(value).replace("-", MINUS)


def count(number: int, noun: str) -> str:
    """Return so many of a thing in words: "1 update", "1,000 updates"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _plain(text: str) -> float:
    return float(text.replace(",", "."))

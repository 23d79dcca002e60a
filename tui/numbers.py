"""How numbers look: always the same sign, the same width and the same point within one array.

A notation is chosen once for an array from the range of its numbers, so scrolling never changes a column's width. What
a notation cannot show honestly (a small number that would be rounded to nothing, a NaN) it shows otherwise, in the same
width.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

MINUS = "−"
Number = bool | int | float
"""What `ndarray.item` gives for the arrays of a network."""

SCANNED = 100_000
"""An array up to this size is looked at whole when its notation is chosen, a larger one in a sample."""


class Style(Enum):
    """The ways of writing the numbers of one array."""

    FIXED = auto()
    SCIENTIFIC = auto()
    WHOLE = auto()
    TRUTH = auto()


@dataclass(frozen=True)
class Notation:
    """How all numbers of one array are written."""

    style: Style
    width: int
    """Characters of every number, sign and padding included."""
    decimals: int = 0
    """Digits after the point (of the mantissa, in scientific style)."""
    is_signed: bool = True
    """Whether a plus is written; only whole numbers without a negative one among them go without."""

    def text(self, number: Number) -> str:
        """Write a number in exactly `width` characters."""
        match self.style:
            case Style.TRUTH:
                return str(bool(number)).rjust(self.width)
            case Style.WHOLE:
                return self._fitted(_whole(int(number), self.is_signed), float(number))
            case Style.FIXED:
                return self._fixed(float(number))
            case Style.SCIENTIFIC:
                return self._scientific(float(number))

    def _fixed(self, number: float) -> str:
        if not math.isfinite(number):
            return unusual(number).rjust(self.width)
        if number == 0:
            return self._zero()
        text = fixed(number, self.decimals)
        if abs(number) * 10**self.decimals < 0.5:  # would be rounded to a zero that it is not
            text = min(scientific(number, 0), text, key=lambda candidate: len(candidate) > self.width)
        return self._fitted(text, number)

    def _scientific(self, number: float) -> str:
        if not math.isfinite(number):
            return unusual(number).ljust(self.width)
        if number == 0:
            return " 0".ljust(self.width)
        return self._fitted(scientific(number, self.decimals).ljust(self.width), number)

    def _zero(self) -> str:
        """Write an exact zero without digits after it, so that it stands out from what was rounded."""
        return ("0" + " " * (self.decimals + 1)).rjust(self.width)

    def _fitted(self, text: str, number: float) -> str:
        """Return the text if it has room, else a coarser one, else signs that say it has none."""
        for candidate in (text, scientific(number, 1), scientific(number, 0)):
            if len(candidate) <= self.width:
                return candidate.rjust(self.width)
        return "#" * self.width


def fixed(number: float, decimals: int) -> str:
    """Write a finite number with its sign and so many decimals: `+0.31`, `−1.50`."""
    return f"{number:+.{decimals}f}".replace("-", MINUS)


def scientific(number: float, decimals: int) -> str:
    """Write a finite number as mantissa and power of ten, short: `+1.2e−7`."""
    mantissa, _, power = f"{number:+.{decimals}e}".partition("e")
    return f"{mantissa}e{int(power)}".replace("-", MINUS)


def unusual(number: float) -> str:
    """Write what is no finite number: `NaN`, `+inf`, `−inf`."""
    if math.isnan(number):
        return "NaN"
    return "+inf" if number > 0 else f"{MINUS}inf"


def plain(number: Number, digits: int = 4) -> str:
    """Write one number on its own, as in a sentence: a minus but no plus, about so many digits that count."""
    if isinstance(number, (bool, np.bool_)):
        return str(bool(number))
    if isinstance(number, (int, np.integer)):
        return _whole(int(number), is_signed=False)
    if not math.isfinite(number):
        return unusual(number)
    if number == 0:
        return "0"
    return notation(abs(number), abs(number), digits).text(number).strip().lstrip("+")


def shape_text(shape: tuple[int, ...]) -> str:
    """Write a shape as people say it: `5×3`, `5`, `number` for a single one."""
    return "×".join(str(length) for length in shape) if shape else "number"


@lru_cache(maxsize=256)
def notation(smallest: float, largest: float, digits: int = 4) -> Notation:
    """Choose the notation for finite floats whose magnitudes lie between the two given ones (zeros left out)."""
    if largest == 0:
        return Notation(Style.FIXED, width=digits + 2, decimals=digits - 1)
    power = math.floor(math.log10(largest))
    if power > 5 or power < -3:
        decimals = digits - 2
        return Notation(Style.SCIENTIFIC, max(len(scientific(n, decimals)) for n in (smallest, largest)), decimals)
    decimals = max(digits - 1 - power, 1) if power >= 0 else digits - 2 - power
    return Notation(Style.FIXED, len(fixed(largest, decimals)), decimals)


def notation_for(array: NDArray[Any], digits: int = 4) -> Notation:
    """Choose the notation for an array's numbers."""
    sample = _sample(array)
    if sample.dtype.kind == "b":
        return Notation(Style.TRUTH, width=5)
    if sample.dtype.kind in "iu":
        low, high = (int(sample.min()), int(sample.max())) if sample.size else (0, 0)
        is_signed = low < 0
        return Notation(Style.WHOLE, max(len(_whole(n, is_signed)) for n in (low, high)), is_signed=is_signed)
    magnitudes = np.abs(sample[np.isfinite(sample) & (sample != 0)])
    if not magnitudes.size:
        return notation(0.0, 0.0, digits)
    return notation(float(magnitudes.min()), float(magnitudes.max()), digits)


def count_unusual(array: NDArray[Any]) -> int | None:
    """Count an array's NaN and infinite numbers, or None where it is too large to look at whole."""
    if array.dtype.kind != "f":
        return 0
    return int(array.size - np.isfinite(array).sum()) if array.size <= SCANNED else None


def largest_magnitude(array: NDArray[Any]) -> float:
    """Return the largest finite magnitude in an array (in a sample of a large one), 0 where there is none."""
    sample = _sample(array)
    if sample.dtype.kind == "b" or not sample.size:
        return 1.0
    finite = np.abs(sample[np.isfinite(sample)])
    return float(finite.max()) if finite.size else 0.0


def _sample(array: NDArray[Any]) -> NDArray[Any]:
    """Return the array, or rows spread over a large one: choosing a notation must not take longer than a key press."""
    if array.size <= SCANNED or array.ndim == 0:
        return array
    rows = max(1, SCANNED * len(array) // array.size)
    return array[:: -(-len(array) // rows)]


def _whole(number: int, is_signed: bool) -> str:
    return (f"{number:+d}" if is_signed else str(number)).replace("-", MINUS)

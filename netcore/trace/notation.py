"""How arithmetic is written for people: symbols, what binds how tightly, and numbers."""

import math
from typing import Any, NamedTuple

import numpy as np

LOOSEST, TIGHTEST = 0, 9

SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Notation(NamedTuple):
    """A symbol between two operands, and how tightly it binds them."""

    symbol: str
    tightness: int


INFIX = {
    "less": Notation(" < ", 1),
    "less_equal": Notation(" ≤ ", 1),
    "greater": Notation(" > ", 1),
    "greater_equal": Notation(" ≥ ", 1),
    "equal": Notation(" = ", 1),
    "not_equal": Notation(" ≠ ", 1),
    "add": Notation(" + ", 1),
    "subtract": Notation(" − ", 1),
    "multiply": Notation("·", 3),
    "divide": Notation(" / ", 3),
    "power": Notation("^", 5),
}
"""Operations that are written between their operands."""

PREFIX = {"negative": "−", "sqrt": "√", "positive": ""}
"""Operations that are written before their operand."""

FUNCTION = {"log": "ln", "absolute": "abs", "maximum": "max", "minimum": "min", "amax": "max", "amin": "min"}
"""Operations whose name for people is not NumPy's."""


def shown(number: Any, digits: int) -> str:
    """Return a number with so many significant digits: with a real minus sign, and no more digits than it has."""
    match number:
        case float():
            return _shown_float(float(number), digits)
        case _ if hasattr(number, "dtype") and number.dtype.kind == "f":
            return _shown_float(float(number), digits)
    return str(number).replace("-", "−")


def as_shown(number: Any, digits: int) -> Any:
    """Return the number that a reader of ``shown(number, digits)`` sees."""
    if not (isinstance(number, float) or getattr(getattr(number, "dtype", None), "kind", "") == "f"):
        return number
    mantissa, _, power = shown(number, digits).replace("−", "-").partition("·10")
    return np.float64(f"{mantissa}e{power.translate(_PLAIN_DIGITS)}" if power else mantissa)


def _shown_float(number: float, digits: int) -> str:
    if math.isnan(number) or math.isinf(number):
        return str(number).replace("-", "−")
    if number == int(number) and abs(number) < 10**digits:
        return str(int(number)).replace("-", "−")
    exponent = math.floor(math.log10(abs(number)))
    if -5 <= exponent < 7:
        return _trimmed(f"{number:.{max(digits - 1 - exponent, 0)}f}", number).replace("-", "−")
    mantissa, _, power = f"{number:.{digits - 1}e}".partition("e")
    mantissa = _trimmed(mantissa, number, f"e{power}")
    return f"{mantissa}·10{str(int(power)).translate(SUPERSCRIPT)}".replace("-", "−")


def _trimmed(written: str, number: float, power: str = "") -> str:
    """Return a number without the zeros at its end, if it is what is then written, but for its last bit's rounding.

    That bit counts only where no power of ten follows: 3·10⁻⁹ is not one of the numbers there are.
    """
    short = written.rstrip("0").rstrip(".") if "." in written else written
    return short if math.isclose(float(short + power), number, rel_tol=1e-15 if power else 0.0) else written


_PLAIN_DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

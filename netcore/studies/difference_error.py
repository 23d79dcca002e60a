"""How wrong a numerical derivative is: too large a step misses the curve, too small a one drowns in rounding."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.studies.functions import function_named

METHODS = ("forward", "central")
"""(f(x+ε) − f(x)) / ε, and (f(x+ε) − f(x−ε)) / 2ε."""

DTYPES = ("float64", "float32")
SMALLEST = 1e-15


@dataclass(frozen=True, eq=False)
class ErrorLine:
    """The error of one way to measure a slope, step by step."""

    method: str
    dtype: str
    errors: Array
    """How far the measured slope is from the true one; exactly 0 where it happens to be hit."""


@dataclass(frozen=True, eq=False)
class DifferenceError:
    """Errors over the step."""

    formula: str
    at: float
    slope: float
    """The true slope."""
    steps: Array
    lines: tuple[ErrorLine, ...]

    def best(self, line: ErrorLine) -> float:
        """Return the step with which a line's error is smallest."""
        return float(self.steps[int(np.argmin(line.errors))])


def difference_error(
    function: str = "square",
    at: float = 1.0,
    dtypes: Sequence[str] = ("float64",),
    methods: Sequence[str] = METHODS,
    points: int = 91,
) -> DifferenceError:
    """Return the error of numerical slopes for steps from 10⁻¹⁵ to 1; raise ``SettingError`` for an unknown name."""
    known = function_named(function)
    _check_names("method", methods, METHODS)
    _check_names("dtype", dtypes, DTYPES)
    steps = np.logspace(np.log10(SMALLEST), 0, points)
    slope = float(known.slope(np.array([at]))[0])
    lines = []
    for dtype in dtypes:
        x, step = np.full(points, at, dtype), steps.astype(dtype)
        for method in methods:
            with np.errstate(all="ignore"):
                if method == "forward":
                    measured = (known.value(x + step) - known.value(x)) / step
                else:
                    measured = (known.value(x + step) - known.value(x - step)) / (2 * step)
            lines.append(ErrorLine(method, dtype, np.abs(measured.astype(np.float64) - slope)))
    return DifferenceError(known.formula, at, slope, steps, tuple(lines))


def _check_names(kind: str, names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise SettingError(f"no {kind} {name!r}; there are {', '.join(known)}")

"""Points made ready for a figure: finite ones only, no more than can be told apart, and whole numbers on the axis."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]


def finite(xs: NDArray[Any], ys: NDArray[Any]) -> tuple[Points, Points, int]:
    """Return the points whose both numbers are finite, and how many are not: plotext fails on an infinite one."""
    xs, ys = np.asarray(xs, dtype=np.float64), np.asarray(ys, dtype=np.float64)
    is_finite = np.isfinite(xs) & np.isfinite(ys)
    return xs[is_finite], ys[is_finite], int((~is_finite).sum())


def thinned(xs: Points, ys: Points, columns: int) -> tuple[Points, Points]:
    """Return at most two points for each column of the screen, the lowest and the highest, so that no peak is lost."""
    most = max(columns, 1)
    if len(xs) <= 2 * most:
        return xs, ys
    chosen: list[int] = []
    for part in np.array_split(np.arange(len(xs)), most):
        ends = {int(part[ys[part].argmin()]), int(part[ys[part].argmax()])}
        chosen += sorted(ends)
    return xs[chosen], ys[chosen]


def whole_ticks(low: int, high: int, most: int) -> list[int]:
    """Return round whole numbers between two others, at most so many, for an axis that counts."""
    if high <= low:
        return [low]
    rough = (high - low) / max(most - 1, 1)
    power = 10 ** math.floor(math.log10(max(rough, 1)))
    step = next(s for s in (power, 2 * power, 5 * power, 10 * power) if s >= rough)
    return list(range(math.ceil(low / step) * step, high + 1, int(step)))


def round_numbers(low: float, high: float, most: int) -> list[float]:
    """Return round numbers between two others, about so many at the most, for an axis that measures."""
    if not high > low:
        return [low]
    rough = (high - low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s for s in (power, 2 * power, 5 * power, 10 * power) if s >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]

"""A curve with a secant and the tangent: how the slope between two points becomes the slope at one."""

from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.studies.functions import function_named


@dataclass(frozen=True, eq=False)
class Tangent:
    """A function near a point."""

    formula: str
    x: Array
    y: Array
    """The function over a range that shows both points."""
    at: float
    height: float
    """The function's value at the point."""
    step: float
    other_height: float
    """Its value one step further."""
    secant: float
    """The slope of the straight line through both."""
    slope: float
    """The slope at the point itself, by the rules."""

    def on_secant(self, x: Array) -> Array:
        """Return the heights of the line through both points."""
        return self.height + self.secant * (x - self.at)

    def on_tangent(self, x: Array) -> Array:
        """Return the heights of the tangent."""
        return self.height + self.slope * (x - self.at)


def tangent(function: str = "square", at: float = 1.0, step: float = 1.0, points: int = 200) -> Tangent:
    """Return a function with its secant from ``at`` to ``at + step`` and its tangent at ``at``.

    Raises ``SettingError`` for an unknown function, no step, or a point where the function has no value.
    """
    known = function_named(function)
    if step == 0:
        raise SettingError("a secant needs two points; make the step other than 0")
    low, high = min(known.span[0], at, at + step), max(known.span[1], at, at + step)
    x = np.linspace(low, high, points)
    with np.errstate(all="ignore"):
        y, ends = known.value(x), known.value(np.array([at, at + step]))
        slope = float(known.slope(np.array([at]))[0])
    if not np.all(np.isfinite(ends)):
        raise SettingError(f"{known.formula} has no value at {at} or at {at + step}")
    height, other = (float(end) for end in ends)
    return Tangent(known.formula, x, y, at, height, step, other, (other - height) / step, slope)

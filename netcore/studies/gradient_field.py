"""A landscape of two numbers, and at many places of it the direction in which it rises."""

from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array
from netcore.studies.functions import relief_named


@dataclass(frozen=True, eq=False)
class GradientField:
    """Heights on a fine grid, gradients on a coarse one."""

    formula: str
    x: Array
    y: Array
    heights: Array
    """Shape (len(y), len(x)); the first row is at the lowest y."""
    places: Array
    """Where gradients are, (places, 2)."""
    gradients: Array
    """Both partial derivatives at each place, (places, 2)."""


def gradient_field(function: str = "bowl", points: int = 61, columns: int = 13, rows: int = 7) -> GradientField:
    """Return a landscape with its gradients; raise ``SettingError`` for an unknown function."""
    known = relief_named(function)
    low, high = known.span
    side = np.linspace(low, high, points)
    grid_x, grid_y = np.meshgrid(side, side)
    inner = [low + (high - low) * (np.arange(count) + 0.5) / count for count in (columns, rows)]
    at_x, at_y = (axis.ravel() for axis in np.meshgrid(*inner))
    gradients = np.column_stack(known.gradient(at_x, at_y))
    return GradientField(
        known.formula, side, side, known.value(grid_x, grid_y), np.column_stack([at_x, at_y]), gradients
    )

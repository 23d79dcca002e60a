"""Regularization: large numbers cost something.

A network with large weights can bend itself around every single sample and learn it by heart. A penalty that grows with
the weights makes it look for the simplest answer. L1 asks the same price for every bit, so what is not needed goes to
zero; L2 asks more of what is larger, so nothing grows very large.
"""

from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError


def penalty(values: Array, l1: float, l2: float) -> Any:
    """Return what the values cost, ``l1 · Σ|w| + l2 · Σw²``: one number, to be added to the loss."""
    cost: Any = 0.0
    if l1:
        cost = cost + l1 * np.sum(np.abs(values))
    if l2:
        cost = cost + l2 * np.sum(values**2)
    return cost


def with_penalty(gradient: Array, values: Array, l1: float, l2: float) -> Array:
    """Return the gradient of the values with that of their penalty added: ``l1 · sign(w) + 2 · l2 · w``.

    |w| has a corner at zero, where its slope is taken as +1.
    """
    if l1:
        gradient = gradient + l1 * (np.sign(values) + (values == 0))
    if l2:
        gradient = gradient + 2 * l2 * values
    return gradient


def checked_strength(strength: float, what: str) -> float:
    """Return how strong a penalty is; raise ``SettingError`` unless it is a finite number, zero or above."""
    if not 0 <= strength < np.inf:
        raise SettingError(f"{what} is zero or above, not {strength}")
    return float(strength)

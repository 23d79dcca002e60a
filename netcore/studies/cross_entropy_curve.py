"""What a confidence in the right class costs: the cross-entropy of one sample, with its clipping."""

from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.losses import CategoricalCrossEntropy
from netcore.losses.categorical_cross_entropy import CLIP

LEAST = 1e-9
"""The smallest confidence on the logarithmic scale: below the clipping, so that it can be seen."""


@dataclass(frozen=True, eq=False)
class CrossEntropyCurve:
    """The loss over the confidence in the right class."""

    confidences: Array
    losses: Array
    at: float
    """The confidence that is looked at."""
    loss: float
    """Its loss."""
    is_logarithmic: bool
    """Whether the confidences are spread evenly by powers of ten."""
    clip: float = CLIP
    """Confidences below this one cost no more than it does."""


def cross_entropy_curve(at: float = 0.5, is_logarithmic: bool = False, points: int = 400) -> CrossEntropyCurve:
    """Return the loss for confidences up to 1; raise ``SettingError`` for a confidence outside 0 to 1."""
    if not 0 <= at <= 1:
        raise SettingError(f"a confidence is a number from 0 to 1, not {at}")
    evenly = np.linspace(1 / points, 1, points)
    confidences = np.logspace(np.log10(LEAST), 0, points) if is_logarithmic else evenly
    return CrossEntropyCurve(confidences, _losses(confidences), at, float(_losses(np.array([at]))[0]), is_logarithmic)


def _losses(confidences: Array) -> Array:
    """Return what the loss itself says of two classes, the first being the right one."""
    rows = np.column_stack([confidences, 1 - confidences])
    return CategoricalCrossEntropy().forward(rows, np.zeros(len(rows), dtype=int))

"""The loss over two logits: softmax and cross-entropy of a sample with two classes, for every pair of scores."""

from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.losses import SoftmaxCrossEntropy


@dataclass(frozen=True, eq=False)
class LogitSurface:
    """The loss of one sample over its two logits."""

    logits: Array
    """The values along both axes."""
    losses: Array
    """The loss, shape (second logit, first logit); the first row has the lowest second logit."""
    correct: int
    """Which of the two is the right class."""


def logit_surface(correct: int = 0, most: float = 4.0, points: int = 41) -> LogitSurface:
    """Return the loss for all pairs of logits from −most to most; raise ``SettingError`` for a class but 0 and 1."""
    if correct not in (0, 1):
        raise SettingError(f"of two classes the right one is 0 or 1, not {correct}")
    logits = np.linspace(-most, most, points)
    pairs = np.column_stack([np.tile(logits, points), np.repeat(logits, points)])
    losses = SoftmaxCrossEntropy().forward(pairs, np.full(len(pairs), correct))
    return LogitSurface(logits, losses.reshape(points, points), correct)

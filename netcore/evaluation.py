"""How good a model is on a set of samples, whether it has learned from them or not."""

from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.model import Sequential

SAMPLES_AT_A_TIME = 1024
"""How many samples go through the model together, so that a large set needs little memory."""


@dataclass(frozen=True)
class Evaluation:
    """How a model did on a set of samples."""

    samples: int
    loss: float
    """The mean loss of the samples, without what the parameters cost by themselves."""
    accuracy: float
    """The share of samples that were right, from 0 to 1."""


def evaluate(model: Sequential, X: Array, y: Array, batch_size: int = SAMPLES_AT_A_TIME) -> Evaluation:
    """Return how the model does on samples X with targets y; the model itself is not touched."""
    model = model.copy()
    X = model.check_inputs(X)
    if len(X) == 0:
        raise SettingError("there are no samples to evaluate the model on")
    outputs = outputs_of(model, X, batch_size)
    targets = model.check_targets(y, len(X), outputs.shape[1])
    loss = float(model.loss.average(model.loss.forward(outputs, targets)))
    return Evaluation(len(X), loss, float(model.loss.accuracy(outputs, targets)))


def outputs_of(model: Sequential, X: Array, batch_size: int = SAMPLES_AT_A_TIME) -> Array:
    """Return the model's outputs for the samples, taken a batch at a time."""
    starts = range(0, max(len(X), 1), batch_size)
    batches = [model.forward(X[start : start + batch_size]) for start in starts]
    return batches[0] if len(batches) == 1 else np.concatenate(batches)

"""How good a network is, in numbers that people can picture."""

import numpy as np

from netcore.arrays import Array
from netcore.targets import class_numbers


def categorical_accuracy(outputs: Array, targets: Array) -> float:
    """Return the share of rows whose largest output (samples, classes) stands at the target's class."""
    return float(np.mean(np.argmax(outputs, axis=1) == class_numbers(targets)))

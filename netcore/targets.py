"""Targets that name a class: as a number (2), or as a row with a single one (0, 0, 1)."""

import numpy as np

from netcore.arrays import Array
from netcore.errors import TargetError


def class_numbers(targets: Array) -> Array:
    """Return the number of each sample's class, shape (samples,), from class numbers or from one-hot rows."""
    return np.argmax(targets, axis=1) if targets.ndim == 2 else targets


def check_classes(targets: Array, samples: int, classes: int) -> Array:
    """Return the targets; raise ``TargetError`` unless they give one of the classes for each of the samples."""
    targets = np.asarray(targets)
    if len(targets.shape) not in (1, 2) or len(targets) != samples:
        raise TargetError(f"{samples} samples need {samples} targets, but the targets' shape is {targets.shape}")
    if targets.ndim == 1:
        return _check_numbers(targets, classes)
    return _check_one_hot(targets, classes)


def _check_numbers(targets: Array, classes: int) -> Array:
    if not np.issubdtype(targets.dtype, np.integer):
        raise TargetError(f"class numbers are whole numbers, but the targets are {targets.dtype}")
    wrong = (targets < 0) | (targets >= classes)
    if np.any(wrong):
        row = int(np.argmax(wrong))
        raise TargetError(
            f"target {row} is class {targets[row]}, but the network has {classes} outputs: classes 0 to {classes - 1}"
        )
    return targets


def _check_one_hot(targets: Array, classes: int) -> Array:
    if targets.shape[1] != classes:
        raise TargetError(f"one-hot rows have {targets.shape[1]} columns, but the network has {classes} outputs")
    wrong = (np.sum(targets == 1, axis=1) != 1) | (np.sum(targets == 0, axis=1) != classes - 1)
    if np.any(wrong):
        row = int(np.argmax(wrong))
        raise TargetError(f"target {row} is {targets[row].tolist()}; a one-hot row has a single 1 and else 0")
    return targets

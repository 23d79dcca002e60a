"""Targets: what is true of each sample.

A class is named by its number (2), or by a row with a single one (0, 0, 1). A yes or no is 1 or 0. Anything else is a
number to come close to.
"""

from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.errors import TargetError


def class_numbers(targets: Array) -> Array:
    """Return the number of each sample's class, shape (samples,), from class numbers or from one-hot rows."""
    return np.argmax(targets, axis=1) if targets.ndim == 2 else targets


def one_hot(numbers: Array, classes: int, dtype: Any = np.float64) -> Array:
    """Return a row for each class number, shape (samples, classes): 1 at its class, else 0."""
    numbers = check_classes(numbers, len(np.asarray(numbers)), classes)
    return np.eye(classes, dtype=dtype)[class_numbers(numbers)]


def in_rows(targets: Array, outputs: Array) -> Array:
    """Return the targets in the shape of the outputs; raise ``TargetError`` if there are more or fewer of them."""
    if targets.shape == outputs.shape:
        return targets
    if targets.size != outputs.size or targets.shape[:1] != outputs.shape[:1]:
        raise TargetError(f"the targets' shape is {targets.shape}, but that of the outputs is {outputs.shape}")
    return targets.reshape(outputs.shape)


def check_classes(targets: Array, samples: int, classes: int) -> Array:
    """Return the targets; raise ``TargetError`` unless they give one of the classes for each of the samples."""
    targets = _numbers(targets)
    if targets.ndim not in (1, 2) or len(targets) != samples:
        raise TargetError(
            f"{samples} samples need {samples} class numbers or one-hot rows, but the targets' shape is {targets.shape}"
        )
    return _check_numbers(targets, classes) if targets.ndim == 1 else _check_one_hot(targets, classes)


def check_yes_or_no(targets: Array, samples: int, n_outputs: int) -> Array:
    """Return the targets as rows of 0 and 1, shape (samples, outputs); raise ``TargetError`` if they are anything else.

    Class numbers for several outputs become one-hot rows: yes for one's own class, no for the others.
    """
    targets = _numbers(targets)
    if n_outputs > 1 and targets.shape == (samples,):
        return one_hot(targets, n_outputs, np.int8)
    targets = _check_rows(targets, samples, n_outputs)
    wrong = (targets != 0) & (targets != 1)
    if np.any(wrong):
        raise TargetError(f"{_place_of_first(wrong, targets)}; a yes is 1 and a no is 0")
    return targets.astype(np.int8)


def check_values(targets: Array, samples: int, n_outputs: int) -> Array:
    """Return the targets as rows of finite numbers, shape (samples, outputs), or raise ``TargetError``."""
    targets = _check_rows(_numbers(targets), samples, n_outputs)
    wrong = ~np.isfinite(targets)
    if np.any(wrong):
        raise TargetError(f"{_place_of_first(wrong, targets)}; make it a finite number")
    return targets if np.issubdtype(targets.dtype, np.floating) else targets.astype(np.float64)


def _numbers(targets: Array) -> Array:
    """Return the targets as an array; raise ``TargetError`` unless it holds real numbers."""
    targets = np.asarray(targets)
    if targets.dtype.kind not in "biuf":
        raise TargetError(f"targets are numbers, but these are {targets.dtype}; give each name a number first")
    return targets


def _check_rows(targets: Array, samples: int, n_outputs: int) -> Array:
    """Return the targets in the shape (samples, outputs); one column may be given as a plain row of numbers."""
    if n_outputs == 1 and targets.shape == (samples,):
        return targets.reshape(samples, 1)
    if targets.shape != (samples, n_outputs):
        raise TargetError(
            f"{samples} samples and {n_outputs} outputs need targets of the shape ({samples}, {n_outputs}), "
            f"but the targets' shape is {targets.shape}"
        )
    return targets


def _check_numbers(targets: Array, classes: int) -> Array:
    if not np.issubdtype(targets.dtype, np.integer):
        raise TargetError(
            f"class numbers are whole numbers, but the targets are {targets.dtype} of the shape {targets.shape}; "
            "if they are whole, say so with y.astype(int)"
        )
    wrong = (targets < 0) | (targets >= classes)
    if np.any(wrong):
        row = int(np.argmax(wrong))
        raise TargetError(
            f"target {row} is class {targets[row]}, but the network has {classes} outputs: classes 0 to {classes - 1} "
            f"(the targets' shape is {targets.shape})"
        )
    return targets


def _check_one_hot(targets: Array, classes: int) -> Array:
    if targets.shape[1] != classes:
        raise TargetError(
            f"the targets' shape is {targets.shape}, but the network has {classes} outputs: give one-hot rows of "
            f"{classes} columns, or class numbers of the shape ({len(targets)},)"
        )
    wrong = (np.sum(targets == 1, axis=1) != 1) | (np.sum(targets == 0, axis=1) != classes - 1)
    if np.any(wrong):
        row = int(np.argmax(wrong))
        raise TargetError(f"target {row} is {targets[row].tolist()}; a one-hot row has a single 1 and else 0")
    return targets


def _place_of_first(wrong: Array, targets: Array) -> str:
    row, column = (int(number) for number in np.argwhere(wrong)[0])
    return f"target {row} is {targets[row, column]} in column {column} (the targets' shape is {targets.shape})"

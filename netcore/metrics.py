"""How good a network is, in numbers that people can picture.

Accuracy is the share that is right. Where one class is rare, or one kind of mistake is worse than another, the
confusion matrix says which class is taken for which, and precision and recall read it along its columns and its rows.
"""

import numpy as np

from netcore.arrays import Array
from netcore.errors import ShapeError
from netcore.targets import check_classes, class_numbers, in_rows

NARROW = 250
"""A regression is right where it misses by less than this part of the targets' standard deviation."""


def categorical_accuracy(outputs: Array, targets: Array) -> float:
    """Return the share of rows whose largest output (samples, classes) stands at the target's class."""
    hits = np.count_nonzero(outputs.argmax(axis=1) == class_numbers(targets))
    return float(hits / len(outputs))


def binary_accuracy(outputs: Array, targets: Array, threshold: float = 0.5) -> float:
    """Return the share of outputs that are above the threshold where the target is 1, and not where it is 0."""
    return float(np.mean((outputs > threshold) == in_rows(targets, outputs)))


def regression_precision(targets: Array) -> float:
    """Return by how much an output may miss and still count as right: a 250th of the targets' standard deviation.

    Source: "Neural Networks from Scratch", chapter 17.
    """
    return float(np.std(targets) / NARROW)


def regression_accuracy(outputs: Array, targets: Array, precision: float | None = None) -> float:
    """Return the share of outputs that miss by less than the precision; None: that of these targets."""
    if precision is None:
        precision = regression_precision(targets)
    return float(np.mean(np.abs(outputs - in_rows(targets, outputs)) < precision))


def r_squared(outputs: Array, targets: Array) -> float:
    """Return the share of the targets' variance that the outputs explain: R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)².

    1 is perfect, 0 as good as always saying the mean, below 0 worse. With several columns it is their mean. For targets
    that are all equal it is 1 if the outputs are those very targets, and else 0, as in scikit-learn.
    """
    targets = in_rows(targets, outputs)
    missed = np.sum((targets - outputs) ** 2, axis=0)
    spread = np.sum((targets - np.mean(targets, axis=0)) ** 2, axis=0)
    explained = 1 - missed / np.where(spread == 0, 1, spread)
    return float(np.mean(np.where(spread == 0, missed == 0, explained)))


def confusion_matrix(predictions: Array, targets: Array, classes: int) -> Array:
    """Return how often each class (row) was taken for each class (column): whole numbers, shape (classes, classes).

    Predictions and targets are class numbers or one-hot rows. Raises ``TargetError`` for a class that there is not.
    """
    predicted = class_numbers(check_classes(predictions, len(predictions), classes))
    true = class_numbers(check_classes(targets, len(predictions), classes))
    matrix = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(matrix, (true, predicted), 1)
    return matrix


def precision(matrix: Array) -> Array:
    """Return, for each class, the share of samples called so that are so; 0 for a class that none was called."""
    return _share(np.diagonal(matrix), np.sum(_checked(matrix), axis=0))


def recall(matrix: Array) -> Array:
    """Return, for each class, the share of its samples that were called so; 0 for a class without samples."""
    return _share(np.diagonal(matrix), np.sum(_checked(matrix), axis=1))


def f1(matrix: Array) -> Array:
    """Return, for each class, the harmonic mean of precision and recall; 0 where both are 0.

    F1 = 2 · hits / (called so + being so), which is 2 · P · R / (P + R). Source: van Rijsbergen 1979.
    """
    return _share(2 * np.diagonal(matrix), np.sum(_checked(matrix), axis=0) + np.sum(matrix, axis=1))


def macro(scores: Array) -> float:
    """Return the plain mean of the classes' scores: a rare class counts as much as a common one."""
    return float(np.mean(scores))


def _share(hits: Array, total: Array) -> Array:
    """Return hits / total, and 0 where the total is 0."""
    return np.where(total == 0, 0.0, hits / np.where(total == 0, 1, total))


def _checked(matrix: Array) -> Array:
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ShapeError(f"a confusion matrix has a row and a column for each class, but its shape is {matrix.shape}")
    return matrix

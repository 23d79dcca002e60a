"""Making data ready: parts to learn from and to be tested on, numbers of one size, classes as rows.

A network must be judged on samples that it has not learned from, so whatever is measured to prepare the data (a mean, a
range) is measured on the training part only.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array, Seed, as_rng
from netcore.errors import SettingError, ShapeError, TargetError


@dataclass(frozen=True)
class Samples:
    """Some samples and their targets."""

    X: Array
    y: Array

    def __len__(self) -> int:
        return len(self.X)


@dataclass(frozen=True)
class Split:
    """A data set in three parts that share no sample; a part may be empty, but not the first."""

    train: Samples
    """To learn from."""
    validation: Samples
    """To choose settings by, while learning."""
    test: Samples
    """To be judged on, once, at the end."""


def split(
    X: Array,
    y: Array,
    validation: float = 0.0,
    test: float = 0.2,
    seed: Seed = 0,
    stratify: bool = False,
) -> Split:
    """Return the samples in random order, dealt out into three parts.

    ``validation`` and ``test`` are the shares of those parts, from 0 to below 1. With ``stratify`` each class has (as
    nearly as whole samples allow) the same share of every part; ``y`` is then class numbers. Raises ``ShapeError`` for
    as many targets as there are not samples, and ``SettingError`` for shares that leave nothing to learn from.
    """
    X, y = _check_pairs(X, y)
    if not (0 <= validation < 1 and 0 <= test < 1 and validation + test < 1):
        raise SettingError(f"validation is {validation} and test {test} of the samples; together they are less than 1")
    rng = as_rng(seed)
    groups = _classes(y) if stratify else [np.arange(len(X))]
    train, held_back, tested = [], [], []
    for group in groups:
        rows = rng.permutation(group)
        n_test, n_both = round(test * len(rows)), round((test + validation) * len(rows))
        tested.append(rows[:n_test])
        held_back.append(rows[n_test:n_both])
        train.append(rows[n_both:])
    parts = [rng.permutation(np.concatenate(rows)) for rows in (train, held_back, tested)]
    for name, share, rows in zip(("train", "validation", "test"), (1, validation, test), parts, strict=True):
        if share and not len(rows):
            raise SettingError(f"the {name} part would be empty: {share} of {len(X)} samples; take more samples")
    return Split(*(Samples(X[rows], y[rows]) for rows in parts))


def k_folds(samples: int, folds: int, seed: Seed = 0) -> Iterator[tuple[Array, Array]]:
    """Yield the rows to learn from and the rows to be judged on, ``folds`` times; each row is judged on once.

    The folds differ by one row at most. Raises ``SettingError`` for fewer than two folds, or more than samples.
    """
    if not 2 <= folds <= samples:
        raise SettingError(f"{samples} samples cannot make {folds} folds; choose from 2 to {samples}")
    parts = np.array_split(as_rng(seed).permutation(samples), folds)
    return ((np.concatenate(parts[:fold] + parts[fold + 1 :]), parts[fold]) for fold in range(folds))


def one_hot(y: Array, classes: int | None = None) -> Array:
    """Return a row for each class number, with a 1 at the class and 0 elsewhere: (samples, classes).

    ``classes`` None counts up to the largest number in ``y``. Raises ``TargetError`` for what is no class number.
    """
    y = np.asarray(y)
    if y.ndim != 1 or not len(y) or not np.issubdtype(y.dtype, np.integer):
        raise TargetError(f"class numbers are whole numbers of shape (samples,), not {y.dtype} of shape {y.shape}")
    count = int(y.max()) + 1 if classes is None else classes
    wrong = (y < 0) | (y >= count)
    if np.any(wrong):
        row = int(np.argmax(wrong))
        raise TargetError(f"target {row} is class {y[row]}, but the classes go from 0 to {count - 1}")
    rows = np.zeros((len(y), count))
    rows[np.arange(len(y)), y] = 1
    return rows


def _classes(y: Array) -> list[Array]:
    """Return the rows of each class."""
    if y.ndim != 1:
        raise TargetError(f"to keep the shares of the classes, y is class numbers of shape (samples,), not {y.shape}")
    return [np.flatnonzero(y == number) for number in np.unique(y)]


def _check_pairs(X: Array, y: Array) -> tuple[Array, Array]:
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim < 1 or y.ndim < 1 or len(X) != len(y) or not len(X):
        raise ShapeError(f"each sample needs one target, but X has the shape {X.shape} and y {y.shape}")
    return X, y

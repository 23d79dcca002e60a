"""Scaling: features of very different sizes are brought to one.

A network learns best from numbers near zero. A scaler measures the training part once, and then changes any data in the
same way. Its measures belong to the model, and are saved with it.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from netcore.arrays import Array
from netcore.errors import NotFiniteError, SettingError, ShapeError
from netcore.parts import parts_by_name


class Scaler:
    """A way to scale, measured on some data; its fields are what was measured, one number a feature.

    A feature that never changes has no spread to divide by; it is moved like the others, but not stretched.
    """

    name: ClassVar[str]
    """What saved models call this kind of scaler."""

    measures: ClassVar[tuple[str, ...]]
    """The names of its fields, in the order in which the class takes them."""

    @classmethod
    def fit(cls, X: Array, dtype: Any = None) -> Self:
        """Return a scaler measured on X (samples, features): on the training part, and on nothing else.

        ``dtype`` is that of what the scaler will return: float64, or that of X if X has one for fractions.
        """
        raise TypeError(f"{cls.__name__} has no fit(X); write one")

    def transform(self, X: Array) -> Array:
        """Return X (samples, features), scaled."""
        raise TypeError(f"{type(self).__name__} has no transform(X); write one")

    def inverse(self, X: Array) -> Array:
        """Return scaled X as it was before."""
        raise TypeError(f"{type(self).__name__} has no inverse(X); write one")


@dataclass(frozen=True, eq=False)
class StandardScaler(Scaler):
    """Each feature with mean 0 and standard deviation 1.

    ::

        scaled = (x − mean) / deviation

    Shapes: X (samples, features), ``mean`` and ``deviation`` (features,). Raises ``ShapeError`` for another number of
    features, and ``NotFiniteError`` for data to measure that is not finite.
    """

    name: ClassVar[str] = "standard"
    measures: ClassVar[tuple[str, ...]] = ("mean", "deviation")

    mean: Array
    deviation: Array

    @classmethod
    def fit(cls, X: Array, dtype: Any = None) -> Self:
        """Return a scaler with the mean and the standard deviation of each column."""
        dtype = _check_data(X, dtype)
        mean = np.mean(X, axis=0, dtype=np.float64)
        deviation = np.std(X, axis=0, dtype=np.float64)
        return cls(mean.astype(dtype), _spread(deviation.astype(dtype), X))

    def transform(self, X: Array) -> Array:
        """Return X with the mean taken off, in units of the deviation."""
        return (_as_columns(X, self.mean) - self.mean) / self.deviation

    def inverse(self, X: Array) -> Array:
        """Return scaled X in its own units."""
        return _as_columns(X, self.mean) * self.deviation + self.mean


@dataclass(frozen=True, eq=False)
class MinMaxScaler(Scaler):
    """Each feature from 0 to 1, or from ``low`` to ``high``.

    ::

        scaled = (x − minimum) / (maximum − minimum) · (high − low) + low

    Shapes: X (samples, features), all fields (features,). New data may lie outside the range. Errors as in
    ``StandardScaler``, and ``SettingError`` for a range without width.
    """

    name: ClassVar[str] = "min_max"
    measures: ClassVar[tuple[str, ...]] = ("minimum", "spread", "low", "high")

    minimum: Array
    spread: Array
    """Maximum − minimum."""
    low: Array
    high: Array

    @classmethod
    def fit(cls, X: Array, dtype: Any = None, low: float = 0.0, high: float = 1.0) -> Self:
        """Return a scaler with the smallest and the largest number of each column."""
        dtype = _check_data(X, dtype)
        if not low < high:
            raise SettingError(f"the range goes from {low} to {high}; the first must be less than the second")
        minimum = np.min(X, axis=0).astype(np.float64)
        spread = _spread((np.max(X, axis=0) - minimum).astype(dtype), X)
        return cls(*(np.broadcast_to(part, minimum.shape).astype(dtype) for part in (minimum, spread, low, high)))

    def transform(self, X: Array) -> Array:
        """Return X, with the smallest number seen in fitting at ``low``, the largest at ``high``."""
        shares: Array = (_as_columns(X, self.minimum) - self.minimum) / self.spread
        scaled: Array = shares * (self.high - self.low) + self.low
        return scaled

    def inverse(self, X: Array) -> Array:
        """Return scaled X in its own units."""
        shares: Array = (_as_columns(X, self.minimum) - self.low) / (self.high - self.low)
        unscaled: Array = shares * self.spread + self.minimum
        return unscaled


SCALERS = parts_by_name(vars(), Scaler)


@dataclass(frozen=True, eq=False)
class Preparation:
    """What was done to the data before a model saw them, and what its numbers stand for; goes with the model."""

    scaler: Scaler | None = None
    feature_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()

    def inputs(self, X: Array) -> Array:
        """Return data as the model takes them."""
        return X if self.scaler is None else self.scaler.transform(X)


def _check_data(X: Array, dtype: Any) -> np.dtype[Any]:
    """Return the dtype to scale to; raise an error for what cannot be measured."""
    if X.ndim != 2 or not X.size:
        raise ShapeError(f"X has the shape {X.shape}; to be measured it is (samples, features), and not empty")
    if X.dtype.kind not in "iufb":
        raise SettingError(f"X holds {X.dtype}, which cannot be scaled; make it numbers")
    wrong = ~np.isfinite(X)
    if np.any(wrong):
        row, column = (int(number) for number in np.argwhere(wrong)[0])
        raise NotFiniteError(f"X has {X[row, column]} in row {row}, column {column}; make it a finite number")
    return np.dtype(dtype if dtype is not None else X.dtype if X.dtype.kind == "f" else np.float64)


def _spread(spread: Array, X: Array) -> Array:
    """Return the spread of each column, and 1 for a column that never changes, or too little for a spread."""
    is_constant = (np.min(X, axis=0) == np.max(X, axis=0)) | (spread == 0)
    return np.where(is_constant, np.ones_like(spread), spread)


def _as_columns(X: Array, measured: Array) -> Array:
    """Return X in the dtype of what was measured; raise ``ShapeError`` unless it has as many columns."""
    if X.ndim != 2 or X.shape[1] != len(measured):
        raise ShapeError(f"X has the shape {X.shape}; this scaler was measured on (samples, {len(measured)})")
    return X.astype(measured.dtype, copy=False)

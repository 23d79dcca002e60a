"""The standard scaler: features of very different sizes are brought to one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results
from netcore.datasets.scaling import StandardScaler


def _draw(draw: Draw) -> Inputs:
    return {"X": draw.numbers(draw.samples, draw.features), "new": draw.parameters(2, draw.features)}


def _run(bench: Bench, code: Any, given: Given) -> Results:
    mean, deviation = bench.call(code.fit, given.X)
    scaled = bench.call(code.transform, given.X, mean, deviation)
    again = bench.call(code.transform, given.new, mean, deviation)
    return {"mean": mean, "deviation": deviation, "scaled": scaled, "new data, scaled": again}


def _reference_fit(X: Any) -> Any:
    scaler = StandardScaler.fit(X)
    return scaler.mean, scaler.deviation


def _reference_transform(X: Any, mean: Any, deviation: Any) -> Any:
    return StandardScaler(mean, deviation).transform(X)


def _fit(X: Any) -> Any:
    deviation = np.std(X, axis=0)
    return np.mean(X, axis=0), np.where(deviation == 0, 1, deviation)


def _transform(X: Any, mean: Any, deviation: Any) -> Any:
    return (X - mean) / deviation


def _takes_all_together(X: Any) -> Any:
    return np.mean(X), np.std(X)


def _takes_the_rows(X: Any) -> Any:
    deviation = np.std(X, axis=1)
    return np.mean(X, axis=1), np.where(deviation == 0, 1, deviation)


def _divides_by_zero(X: Any) -> Any:
    return np.mean(X, axis=0), np.std(X, axis=0)


def _takes_the_variance(X: Any) -> Any:
    variance = np.var(X, axis=0)
    return np.mean(X, axis=0), np.where(variance == 0, 1, variance)


def _divides_by_one_less(X: Any) -> Any:
    deviation = np.std(X, axis=0, ddof=1) if len(X) > 1 else np.full(X.shape[1], np.nan)
    return np.mean(X, axis=0), np.where(deviation == 0, 1, deviation)


def _measures_again(X: Any, mean: Any, deviation: Any) -> Any:
    mean, deviation = np.mean(X, axis=0), np.std(X, axis=0)
    return (X - mean) / np.where(deviation == 0, 1, deviation)


def _does_not_move(X: Any, mean: Any, deviation: Any) -> Any:
    return X / deviation


PART = Part(
    name="standard_scaler",
    title="The standard scaler",
    chapter=19,
    statement="""\
One feature goes from 0 to 1, another from 0 to 40,000. The large one would drown the small one, and the learning
rate could suit only one of them. So bring each feature to mean 0 and standard deviation 1.

Write `fit(X)`, which returns the mean and the deviation of each column, and `transform(X, mean, deviation)`, which
takes the mean off and divides by the deviation. Measure the training data once, and scale all that comes later by
the same measures. A feature that never changes has a deviation of 0: give 1 in its place, so that nobody divides by
zero.""",
    formula="scaled = (x − mean) / deviation",
    shapes=(
        ("X", "(samples, features)"),
        ("mean", "(features,)"),
        ("deviation", "(features,)"),
        ("scaled", "(samples, features)"),
    ),
    defines=("fit", "transform"),
    starter="""\
import numpy as np


def fit(X):
    mean = None  # your lines
    deviation = None  # go here
    return mean, deviation


def transform(X, mean, deviation):
    return None  # and here
""",
    solution="""\
import numpy as np


def fit(X):
    mean = np.mean(X, axis=0)
    is_constant = np.min(X, axis=0) == np.max(X, axis=0)
    deviation = np.where(is_constant, 1, np.std(X, axis=0))
    return mean, deviation


def transform(X, mean, deviation):
    return (X - mean) / deviation
""",
    reference=SimpleNamespace(fit=_reference_fit, transform=_reference_transform),
    example={"X": np.array([[1.0, 100.0], [3.0, 100.0]]), "new": np.array([[2.0, 101.0]])},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            SimpleNamespace(fit=_takes_all_together, transform=_transform),
            "All features are measured together. Each column has its own mean and deviation: axis=0.",
        ),
        Mistake(
            SimpleNamespace(fit=_takes_the_rows, transform=_transform),
            "That measures each sample. A feature is a column, so the mean goes down the rows: axis=0.",
        ),
        Mistake(
            SimpleNamespace(fit=_divides_by_zero, transform=_transform),
            "A feature that never changes has a deviation of 0, which will be divided by. Give 1 in its place.",
        ),
        Mistake(
            SimpleNamespace(fit=_takes_the_variance, transform=_transform),
            "That is the variance. The standard deviation is its root: np.std.",
        ),
        Mistake(
            SimpleNamespace(fit=_divides_by_one_less, transform=_transform),
            "ddof=1 divides by one sample less, and by 0 where there is one. Here it is the plain deviation: np.std.",
        ),
        Mistake(
            SimpleNamespace(fit=_fit, transform=_measures_again),
            "transform measures the new data again. Use the mean and the deviation that are handed to it.",
        ),
        Mistake(
            SimpleNamespace(fit=_fit, transform=_does_not_move),
            "The mean is still in it: take it off before you divide.",
        ),
    ),
    hints=(
        "A column is a feature. Along which axis do the samples lie?",
        "`np.mean(X, axis=0)` and `np.std(X, axis=0)`; `np.where(deviation == 0, 1, deviation)` for the constant ones.",
        "`(X - mean) / deviation`",
    ),
    ours=(StandardScaler.fit, StandardScaler.transform),
)

"""What a run shows of itself: how it has learned, what it learns from, and how its gradients stand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.feature_space import DecisionGrid, decision_grid
from netcore.run import Run
from netcore.targets import class_numbers
from netcore.vitals import length

ANSWERS = 200
"""At so many places a curve of answers is known."""
MOST_MAPS = 4
"""Maps that are looked at side by side."""


@dataclass(frozen=True, eq=False)
class LearningCurve:
    """The loss and the accuracy of each finished update."""

    losses: Array
    accuracies: Array
    first_update: int = 0


@dataclass(frozen=True, eq=False)
class Samples:
    """Two numbers of each sample."""

    x: Array
    y: Array
    names: tuple[str, str]
    classes: Array | None
    """The class of each sample; None where the targets are numbers."""
    answers: tuple[Array, Array] | None = None
    """Where one number is to be told from one other: places all along it, and what the network answers there."""


@dataclass(frozen=True, eq=False)
class DecisionMap:
    """The classes that a network gives to the plane, at one update."""

    update: int
    grid: DecisionGrid
    points: Array
    """The samples, (samples, 2)."""
    targets: Array
    """Their class numbers."""
    accuracy: float


@dataclass(frozen=True)
class GradientSizes:
    """How long each parameter's gradient is, in an update that comes next."""

    update: int
    norms: tuple[tuple[str, float], ...]


def learning_curve(run: Run) -> LearningCurve:
    """Return the losses and accuracies of the updates before this one."""
    history, update = run.history, run.update
    return LearningCurve(np.array(history.loss[:update]), np.array(history.accuracy[:update]))


def samples_of(run: Run, features: tuple[int, int] = (0, 1)) -> Samples:
    """Return two features of the samples with their classes; with one feature, the target over it, and the answers."""
    X, y = np.asarray(run.X, np.float64), np.asarray(run.y)
    is_classes = np.issubdtype(y.dtype, np.integer)
    if X.shape[1] == 1:
        targets = class_numbers(y) if is_classes else y.reshape(len(y), -1)[:, 0]
        classes = class_numbers(y) if is_classes else None
        return Samples(X[:, 0], targets.astype(np.float64), ("X", "y"), classes, None if is_classes else _answers(run))
    if not all(0 <= feature < X.shape[1] for feature in features):
        raise SettingError(f"a sample has the features 0 to {X.shape[1] - 1}, not {features[0]} and {features[1]}")
    first, second = features
    names = (f"X[:, {first}]", f"X[:, {second}]")
    return Samples(X[:, first], X[:, second], names, class_numbers(y) if is_classes else None)


def _answers(run: Run) -> tuple[Array, Array] | None:
    """Return the network's answers all along its only input; None where it gives several numbers."""
    X = np.asarray(run.X, np.float64)[:, 0]
    places = np.linspace(float(X.min()), float(X.max()), ANSWERS)
    answers = np.asarray(run.model.copy().predict(places[:, None]), np.float64).reshape(ANSWERS, -1)
    return (places, answers[:, 0]) if answers.shape[1] == 1 else None


def decision_map(run: Run, columns: int = 48, rows: int = 24) -> DecisionMap:
    """Return the network's classes all over the plane, as the run stands; it does not move."""
    grid = decision_grid(run.model, run.X, columns, rows)
    points = np.asarray(run.X, np.float64)[:, :2]
    return DecisionMap(run.update, grid, points, class_numbers(np.asarray(run.y)), run.evaluate().accuracy)


def decision_maps(run: Run, updates: Sequence[int], columns: int = 48, rows: int = 24) -> tuple[DecisionMap, ...]:
    """Return the maps at several updates, the earliest first. Hand in a run of its own: this one is stepped."""
    if not 1 <= len(updates) <= MOST_MAPS:
        raise SettingError(f"1 to {MOST_MAPS} maps fit side by side, not {len(updates)}")
    maps = []
    for update in sorted(updates):
        run.seek(update)
        maps.append(decision_map(run, columns, rows))
    return tuple(maps)


def gradient_sizes(run: Run) -> GradientSizes:
    """Return how long each parameter's gradient is in the next update; the run does not move."""
    model, (X, y) = run.model.copy(), run.batch()
    run.prepare(model)
    model.propagate(X, y)
    norms = tuple((parameter.name, length(parameter.gradient)) for parameter in model.parameters)
    return GradientSizes(run.update, norms)

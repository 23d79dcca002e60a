"""The loss over two numbers of a network, all others as they are, and a way across it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from netcore.arrays import Array
from netcore.landscape import Direction, landscape, towards
from netcore.model import Sequential
from netcore.run import Run
from netcore.studies.random_tries import random_tries

COLUMNS, ROWS = 33, 25
MOST_SAMPLES = 1000
"""More samples than this are thinned: the plane takes some hundred passes over them."""

MOST_POINTS = 200
"""How many points of a run's own way are looked at."""

Cell = tuple[str, tuple[int, ...]]
"""A parameter by its full name, and one of its cells."""


@dataclass(frozen=True, eq=False)
class LossPlane:
    """Losses on a grid over two numbers."""

    names: tuple[str, str]
    """What the two numbers are called."""
    x: Array
    y: Array
    """Their values along the axes."""
    losses: Array
    """Shape (len(y), len(x)); the first row is at the lowest y."""
    here: tuple[float, float]
    """The values that the network has."""
    path: Array
    """The way across, (points, 2); no rows where there is none."""
    is_tries: bool = False
    """Whether the path's points are tries, each one for itself; else they are a way that was gone."""
    kept: Array | None = None
    """Which of the tries were better than all before, (points,)."""
    samples: int = 0
    """How many samples the losses are of, where they were thinned; 0 where all were taken."""


def loss_plane(model: Sequential, X: Array, y: Array, first: Cell, second: Cell, span: float = 2.0) -> LossPlane:
    """Return the loss over two cells of a model's parameters, so far to each side; the model is not touched.

    Raises ``SettingError`` for a cell that the model does not have.
    """
    rows = _thinned(len(X))
    directions = _directions(model, first, second)
    seen = landscape(model, X[rows], y[rows], *directions, COLUMNS, ROWS, span)
    here = _here(model, directions)
    names = (directions[0].label, directions[1].label)
    samples = len(rows) if len(rows) < len(X) else 0
    return LossPlane(names, here[0] + seen.x, here[1] + seen.y, seen.losses, here, np.zeros((0, 2)), samples=samples)


def with_tries(
    plane: LossPlane, model: Sequential, X: Array, y: Array, cells: tuple[Cell, Cell], method: str, tries: int,
    step: float, seed: int,
) -> LossPlane:  # fmt: skip
    """Return the plane with random tries on it that change its two numbers alone, from where the model stands."""
    rows = _thinned(len(X))
    found = random_tries(model, X[rows], y[rows], method, tries, step, seed, _directions(model, *cells))
    return replace(plane, path=np.array(plane.here) + found.places, is_tries=True, kept=found.is_kept)


def plane_with_way(run: Run, first: Cell, second: Cell, span: float, until: int) -> LossPlane:
    """Return the plane around a run at an update, with the way that its two numbers went there; it holds the whole way.

    Hand in a run of its own, at its beginning: this one is stepped.
    """
    directions = _directions(run.model, first, second)
    updates = np.unique(np.linspace(run.update, until, MOST_POINTS).round().astype(int)).tolist()
    way = []
    for update in updates:
        run.step(update - run.update)
        way.append(_here(run.model, directions))
    path = np.array(way)
    reach = float(np.max(np.abs(path - path[-1])))
    return replace(loss_plane(run.model, run.X, run.y, first, second, max(span, 1.15 * reach)), path=path)


def _directions(model: Sequential, first: Cell, second: Cell) -> tuple[Direction, Direction]:
    return towards(model, *first), towards(model, *second)


def _here(model: Sequential, directions: Sequence[Direction]) -> tuple[float, float]:
    first, second = (float(model.vector @ direction.vector) for direction in directions)
    return first, second


def _thinned(samples: int) -> Array:
    """Return the rows of all samples, or of some spread evenly over a large set."""
    return np.arange(min(samples, MOST_SAMPLES)) * samples // min(samples, MOST_SAMPLES)

"""The loss landscape: what the loss would be elsewhere.

The loss is a height over a space with one direction for each number in the network. Nobody can see that space, but one
can cut a plane through it and draw the heights there, and see across which hills and valleys the training went.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array, Seed, as_rng
from netcore.errors import SettingError
from netcore.model import Parameter, Sequential


@dataclass(frozen=True)
class Direction:
    """A direction through the space of all parameters."""

    label: str
    """What it is called on an axis."""
    vector: Array
    """How much each number changes for one step, in the order of the model's vector."""


@dataclass(frozen=True)
class Landscape:
    """The loss over a plane through the parameters: at column i and row j, they are centre + xᵢ·first + yⱼ·second."""

    first: Direction
    second: Direction
    centre: Array
    """The parameters in the middle, end to end."""
    x: Array
    """How many steps along the first direction each column is, shape (columns,)."""
    y: Array
    """How many steps along the second direction each row is, shape (rows,)."""
    losses: Array
    """The loss, with the penalty, shape (rows, columns); the first row is that of the smallest y."""

    def path(self, vectors: Sequence[Array]) -> Array:
        """Return where other parameters lie on the plane, or right above it: shape (count, 2), x and y in steps."""
        plane = np.stack((self.first.vector, self.second.vector), axis=1)
        away = np.stack([np.asarray(vector, dtype=np.float64) - self.centre for vector in vectors], axis=1)
        places: Array = np.linalg.lstsq(plane, away, rcond=None)[0].T
        return places


def landscape(
    model: Sequential,
    X: Array,
    y: Array,
    first: Direction,
    second: Direction,
    columns: int = 25,
    rows: int = 25,
    reach: float = 1.0,
) -> Landscape:
    """Return the loss for samples X with targets y over a plane around a model's parameters; the model is not touched.

    The plane reaches ``reach`` steps along each direction and against it. Dropout is off. Raises ``SettingError`` for
    no samples, and for a plane that is none: fewer than two rows or columns, no reach or one without end, or two
    directions that are the same line.
    """
    if columns < 2 or rows < 2 or not 0 < reach < np.inf:
        raise SettingError(f"a landscape needs 2 columns, 2 rows and a reach above 0, not {columns}, {rows}, {reach}")
    _check_directions(model, first, second)
    model = model.copy()
    X = model.check_inputs(X)
    if len(X) == 0:
        raise SettingError("there are no samples to measure the loss on")
    targets = model.check_targets(y, len(X), model.forward(X[:1]).shape[1])
    centre = model.vector.astype(np.float64)
    across, up = np.linspace(-reach, reach, columns), np.linspace(-reach, reach, rows)
    losses = np.empty((rows, columns))
    with np.errstate(all="ignore"):
        for row, column in np.ndindex(rows, columns):
            model.vector[...] = centre + across[column] * first.vector + up[row] * second.vector
            losses[row, column] = model.measure(X, targets).loss
    return Landscape(first, second, centre, across, up, losses)


def towards(model: Sequential, parameter: str, cell: Sequence[int] | None = None) -> Direction:
    """Return the direction in which one number grows by 1 a step; without a cell, a whole parameter doubles."""
    found, vector = model.parameter(parameter), np.zeros(model.vector.size)
    if cell is None:
        vector[found.place] = found.view.ravel()
        return Direction(parameter, vector)
    if len(cell) != found.view.ndim or not all(0 <= i < n for i, n in zip(cell, found.view.shape, strict=True)):
        raise SettingError(f"{parameter} has no cell {list(cell)}; its shape is {found.view.shape}")
    vector[found.place.start + int(np.ravel_multi_index(tuple(cell), found.view.shape))] = 1.0
    return Direction(f"{parameter}[{', '.join(map(str, cell))}]", vector)


def at_random(model: Sequential, seed: Seed = 0, label: str = "a random direction") -> Direction:
    """Return a random direction, filter-normalised: each neuron's weights change by as much as they are long.

    Without that, a network with large weights would look flatter than the same network with small ones. Biases stay as
    they are. Source: Li et al. 2018, "Visualizing the Loss Landscape of Neural Nets".
    """
    rng, vector = as_rng(seed), np.zeros(model.vector.size)
    for parameter in model.parameters:
        if not _is_bias(parameter):
            drawn = rng.standard_normal(parameter.view.shape)
            lengths = np.linalg.norm(drawn, axis=0, keepdims=True)
            vector[parameter.place] = (drawn / lengths * np.linalg.norm(parameter.view, axis=0, keepdims=True)).ravel()
    return Direction(label, vector)


def along_path(vectors: Sequence[Array]) -> tuple[Direction, Direction]:
    """Return the two directions in which a path of parameters goes furthest, the longer one first.

    They are the principal directions of the way from each point to the last one. One step is as long as the path
    reaches in that direction. Raises ``SettingError`` for a path that does not leave a line.
    """
    points = np.asarray(vectors, dtype=np.float64)
    away = points[:-1] - points[-1:]
    if len(points) < 3 or np.linalg.matrix_rank(away) < 2:
        raise SettingError(f"a plane along a path needs three points that are not on one line, not these {len(points)}")
    _, _, axes = np.linalg.svd(away, full_matrices=False)
    first, second = (axis * float(np.max(np.abs(away @ axis))) for axis in axes[:2])
    return Direction("the path's main direction", first), Direction("its second direction", second)


def _is_bias(parameter: Parameter) -> bool:
    return parameter.attribute == "biases"


def _check_directions(model: Sequential, first: Direction, second: Direction) -> None:
    for direction in (first, second):
        if direction.vector.shape != model.vector.shape:
            raise SettingError(
                f"{direction.label} has {direction.vector.size} numbers, but the model has {model.vector.size}"
            )
    if np.linalg.matrix_rank(np.stack((first.vector, second.vector))) < 2:
        raise SettingError(f"{first.label} and {second.label} are one line; a plane needs two directions")

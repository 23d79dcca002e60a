"""Feature space: what a network makes of the whole plane, not only of the samples.

A grid of points is laid over two of the inputs, and the network is asked about each of them. What it answers at the end
is the map of its decisions; what each layer answers shows how the plane is bent on the way there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError, ShapeError
from netcore.model import Sequential

MARGIN = 0.08
"""How far the grid reaches beyond the samples, as a share of their spread."""


@dataclass(frozen=True)
class Grid:
    """Points over two of the inputs, in rows and columns like a map: the first row is the lowest."""

    features: tuple[int, int]
    """The numbers of the inputs that run along the columns and along the rows."""
    x: Array
    """The first feature's value in each column, shape (columns,), from left to right."""
    y: Array
    """The second feature's value in each row, shape (rows,), from the lowest to the highest."""
    points: Array
    """Every point as a sample, row by row, shape (rows · columns, features); other features are the samples' mean."""

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns there are."""
        return len(self.y), len(self.x)


@dataclass(frozen=True)
class DecisionGrid:
    """What a classifier says of each cell of a map."""

    grid: Grid
    classes: Array
    """The class of each cell, whole numbers, shape (rows, columns); the first row is the lowest."""
    confidence: Array
    """The confidence in that class, 0 to 1, shape (rows, columns)."""

    @property
    def x(self) -> Array:
        """The first feature's value in each column."""
        return self.grid.x

    @property
    def y(self) -> Array:
        """The second feature's value in each row, the lowest first."""
        return self.grid.y


@dataclass(frozen=True)
class FeatureSpace:
    """What each layer makes of a grid and of the samples, by the layer's name, in order; ``"inputs"`` comes first."""

    grid: Grid
    of_grid: Mapping[str, Array]
    """For each layer its output for the grid's points, shape (rows · columns, neurons)."""
    of_samples: Mapping[str, Array]
    """For each layer its output for the samples, shape (samples, neurons)."""

    def neuron(self, layer: str, neuron: int) -> Array:
        """Return one neuron's output all over the grid, shape (rows, columns); the first row is the lowest."""
        return self._outputs(layer, neuron)[:, 0].reshape(self.grid.shape)

    def lines(self, layer: str, first: int = 0, second: int = 1) -> tuple[Array, ...]:
        """Return the grid as two neurons of a layer see it: its rows, then its columns, as lines (points, 2)."""
        bent = self._outputs(layer, first, second).reshape(*self.grid.shape, 2)
        return (*bent, *np.swapaxes(bent, 0, 1))

    def _outputs(self, layer: str, *neurons: int) -> Array:
        """Return some neurons' outputs for the grid's points; raise ``SettingError`` for one that there is not."""
        if layer not in self.of_grid:
            raise SettingError(f"no layer {layer!r}; there are {', '.join(self.of_grid)}")
        outputs = self.of_grid[layer]
        for neuron in neurons:
            if not 0 <= neuron < outputs.shape[1]:
                raise SettingError(f"no neuron {neuron} in {layer}; they go from 0 to {outputs.shape[1] - 1}")
        return outputs[:, list(neurons)]


def grid_over(X: Array, columns: int, rows: int, features: tuple[int, int] = (0, 1)) -> Grid:
    """Return a grid that covers the samples X (samples, features) with a margin, over two of their features."""
    X = np.asarray(X)
    if X.ndim != 2 or X.shape[1] < 2 or len(X) == 0:
        raise ShapeError(f"a grid needs samples with two features or more, but the inputs' shape is {X.shape}")
    if columns < 1 or rows < 1:
        raise SettingError(f"a grid needs at least one column and one row, not {columns} and {rows}")
    if not all(0 <= feature < X.shape[1] for feature in features) or features[0] == features[1]:
        raise SettingError(f"a grid needs two different features from 0 to {X.shape[1] - 1}, not {features}")
    x, y = _span(X[:, features[0]], columns), _span(X[:, features[1]], rows)
    points = np.tile(np.mean(X, axis=0), (rows * columns, 1)).astype(X.dtype)
    points[:, features[0]] = np.tile(x, rows)
    points[:, features[1]] = np.repeat(y, columns)
    return Grid(features, x, y, points)


def decision_grid(
    model: Sequential, X: Array, columns: int, rows: int, features: tuple[int, int] = (0, 1)
) -> DecisionGrid:
    """Return what a classifier says all over the plane of two features of X; the model itself is not touched.

    One output is read as the confidence in class 1. Raises ``SettingError`` for a model that names no classes.
    """
    grid, model = grid_over(X, columns, rows, features), model.copy()
    confidences = model.predict(grid.points, probabilities=True)
    if not np.issubdtype(model.predict(grid.points[:1]).dtype, np.integer):
        raise SettingError(f"a map of decisions needs a model that names classes; {model.loss.name} measures numbers")
    if confidences.shape[1] == 1:
        confidences = np.hstack([1 - confidences, confidences])
    classes, best = np.argmax(confidences, axis=1), np.max(confidences, axis=1)
    return DecisionGrid(grid, classes.reshape(grid.shape), best.reshape(grid.shape))


def feature_space(
    model: Sequential, X: Array, columns: int, rows: int, features: tuple[int, int] = (0, 1)
) -> FeatureSpace:
    """Return what each layer makes of the plane of two features of X, and of X itself; the model is not touched."""
    grid = grid_over(X, columns, rows, features)
    return FeatureSpace(grid, layer_outputs(model, grid.points), layer_outputs(model, X))


def layer_outputs(model: Sequential, X: Array) -> dict[str, Array]:
    """Return the inputs and each layer's output for the samples X, by name; the model itself is not touched."""
    model = model.copy()
    values = model.check_inputs(X)
    outputs = {"inputs": values}
    for name, layer in zip(model.names, model.layers, strict=True):
        values = outputs[name] = layer.forward(values)
    return outputs


def _span(values: Array, count: int) -> Array:
    """Return so many values, evenly from the smallest to the largest with a margin on either side."""
    low, high = float(np.min(values)), float(np.max(values))
    margin = MARGIN * (high - low) or 1.0
    return np.linspace(low - margin, high + margin, count)

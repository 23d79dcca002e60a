"""The published runs of the "from scratch" book, to the last digit.

The book draws all its random numbers from one stream, in the order of the program: first the data, then the weights of
each layer, then the dropout masks of each update. ``Book`` is that stream, with the data sets, layers and runs that are
drawn from it. All else are the ordinary parts; its layers too are those that the registry has under their names.

::

    from netcore import SGD, ReLU, SoftmaxCrossEntropy
    from netcore.book import Book

    book = Book(seed=0)
    X, y = book.spiral(100, 3)
    layers = [book.dense(2, 64), ReLU(), book.dense(64, 3)]
    run = book.run(book.model(layers, SoftmaxCrossEntropy()), SGD(1.0, decay=1e-3, momentum=0.9), X, y)
    run.step(10001)
    for epoch in range(0, 10001, 100):
        print(epoch, f"{run.history.accuracy[epoch]:.3f} {run.history.loss[epoch]:.3f}")

A line of the book's log shows the batch before that epoch's update, as ``history`` does. The learning rate on it is the
one of the update before: ``history.learning_rate[epoch - 1]``. Call things in the order in which the program that is
to be redone calls them, and take test data from the same ``Book`` where it does.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.layers import LAYERS, Dense, Dropout, Layer
from netcore.losses import Loss
from netcore.model import Sequential
from netcore.optimizers import Optimizer
from netcore.run import Run

_KINDS: Mapping[str, Callable[..., Any]] = LAYERS
"""The layers by their names, as the registry has them when a layer is asked for."""


class Book:
    """One stream of random numbers, and everything that the book draws from it.

    ``skip_normals`` is how many normal numbers the program had drawn before. ``numerics`` is ``"book"`` for figures of
    readers, who had NumPy's float32 exp, and ``"book_portable"`` for those of the authors. Data are float32, except the
    sine; a sample's class is a whole number.
    """

    def __init__(self, seed: int = 0, skip_normals: int = 0, numerics: str = "book") -> None:
        self.stream = np.random.RandomState(seed)
        self.stream.standard_normal(skip_normals)
        self.numerics = numerics

    def spiral(self, samples: int, classes: int) -> tuple[Array, Array]:
        """Return points on intertwined arms: X (samples · classes, 2) and class numbers, class by class."""
        arms = [self._arm(samples, number) for number in range(classes)]
        return np.concatenate(arms), np.repeat(np.arange(classes), samples)

    def vertical(self, samples: int, classes: int) -> tuple[Array, Array]:
        """Return clouds side by side: X (samples · classes, 2) and class numbers, class by class."""
        clouds = [self._cloud(samples, number / 3) for number in range(classes)]
        return np.concatenate(clouds), np.repeat(np.arange(classes), samples)

    def sine(self, samples: int = 1000) -> tuple[Array, Array]:
        """Return one turn of a sine in float64, which nothing random is in: X (samples, 1) and y (samples, 1)."""
        X = np.arange(samples).reshape(-1, 1) / samples
        return X, np.sin(2 * np.pi * X).reshape(-1, 1)

    def dense(
        self,
        n_inputs: int,
        n_neurons: int,
        *,
        scale: float = 0.01,
        weight_l1: float = 0.0,
        weight_l2: float = 0.0,
        bias_l1: float = 0.0,
        bias_l2: float = 0.0,
    ) -> Dense:
        """Return a dense layer in float32 whose weights are the stream's next normal numbers, times ``scale``."""
        layer: Dense = _KINDS["dense"](
            n_inputs,
            n_neurons,
            "zeros",
            weight_l1=weight_l1,
            weight_l2=weight_l2,
            bias_l1=bias_l1,
            bias_l2=bias_l2,
            dtype=np.float32,
        )
        layer.weights = scale * self.normals(n_inputs, n_neurons)
        return layer

    def dropout(self, rate: float) -> Dropout:
        """Return a dropout layer with masks in float64, as the book has them; the run draws them from the stream."""
        layer: Dropout = _KINDS["dropout"](rate, rng=self.stream, dtype=np.float64)
        return layer

    def model(self, layers: Sequence[Layer], loss: Loss) -> Sequential:
        """Return a model that computes as the book does."""
        return Sequential(layers, loss, self.numerics)

    def run(
        self,
        model: Sequential,
        optimizer: Optimizer,
        X: Array,
        y: Array,
        batch_size: int | None = None,
        validation: tuple[Array, Array] | None = None,
        validate_every: int = 100,
    ) -> Run:
        """Return a run that draws its dropout masks from the stream and takes the samples in their own order."""
        return Run(
            model,
            optimizer,
            X,
            y,
            batch_size,
            is_shuffled=False,
            validation=validation,
            validate_every=validate_every,
            stream=self.stream,
        )

    def normals(self, *shape: int) -> Array:
        """Return the stream's next normal numbers, drawn in float64 and rounded to float32."""
        return self.stream.standard_normal(shape).astype(np.float32)

    def _arm(self, samples: int, number: int) -> Array:
        radius = np.linspace(0.0, 1, samples)
        turn = np.linspace(number * 4, (number + 1) * 4, samples) + self.normals(samples) * 0.2
        return np.column_stack((radius * np.sin(turn * 2.5), radius * np.cos(turn * 2.5))).astype(np.float32)

    def _cloud(self, samples: int, centre: float) -> Array:
        x = self.normals(samples) * 0.1 + centre
        y = self.normals(samples) * 0.1 + 0.5
        return np.column_stack((x, y)).astype(np.float32)

"""Inputs to try a part on: drawn at random, from a single sample with round numbers up to whole batches.

Nothing is a list of canned cases. A part says once what its inputs are made of; a `Recipe` decides how many there are
and of what sort, and the same recipe always gives the same numbers. Recipes go from small to large, so the first one
that fails is already a small one.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

import numpy as np

from netcore.arrays import Array


class Flavour(StrEnum):
    """What sort of numbers there are in a case."""

    ROUND = "round"
    """Few digits: numbers that a person can check by hand."""
    PLAIN = "plain"
    """As in a network: of both signs, around zero."""
    ZEROS = "zeros"
    TIES = "ties"
    """Few different numbers, so that many are equal."""
    LARGE = "large"
    """Around a thousand: what overflows does so here."""


@dataclass(frozen=True)
class Recipe:
    """All that decides a case."""

    seed: int
    samples: int
    features: int
    neurons: int
    flavour: Flavour

    @property
    def size(self) -> int:
        """How much there is to look at."""
        return self.samples * (self.features + self.neurons) + self.features * self.neurons

    @property
    def has_distinct_sides(self) -> bool:
        """Whether a shape tells what each of its sides is."""
        return len({1, self.samples, self.features, self.neurons}) == 4


class Draw:
    """Draws what a case is made of, by its recipe."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.samples, self.features, self.neurons = recipe.samples, recipe.features, recipe.neurons
        self.rng = np.random.default_rng([recipe.seed, recipe.samples, recipe.features, recipe.neurons])

    @property
    def is_simple(self) -> bool:
        """Whether settings too should be round numbers."""
        return self.recipe.flavour is Flavour.ROUND

    def numbers(self, *shape: int) -> Array:
        """Return numbers of the case's sort."""
        rng = self.rng
        match self.recipe.flavour:
            case Flavour.ROUND:
                return rng.integers(-6, 7, shape) / 2
            case Flavour.PLAIN:
                return rng.standard_normal(shape)
            case Flavour.ZEROS:
                return np.zeros(shape)
            case Flavour.TIES:
                return rng.integers(-1, 2, shape).astype(np.float64)
        return rng.choice([-1000.0, 1000.0], shape) * rng.uniform(0.8, 1.2, shape)

    def parameters(self, *shape: int) -> Array:
        """Return weights: never large, and all zero only by chance."""
        return self.rng.integers(-6, 7, shape) / 2 if self.is_simple else self.rng.standard_normal(shape)

    def confidences(self, samples: int, classes: int) -> Array:
        """Return rows that sum to one; also rows that are all sure, and rows that are undecided."""
        match self.recipe.flavour:
            case Flavour.ZEROS:
                return np.eye(classes)[self.rng.integers(0, classes, samples)]
            case Flavour.TIES:
                return np.full((samples, classes), 1 / classes)
            case Flavour.ROUND:
                shares = self.rng.integers(1, 6, (samples, classes)).astype(np.float64)
            case _:
                shares = self.rng.uniform(0.01, 1, (samples, classes))
        confidences: Array = shares / np.sum(shares, axis=1, keepdims=True)
        return confidences

    def probabilities(self, *shape: int) -> Array:
        """Return numbers from 0 to 1, each for itself; also exactly 0 and exactly 1."""
        match self.recipe.flavour:
            case Flavour.ZEROS | Flavour.LARGE:
                return self.rng.integers(0, 2, shape).astype(np.float64)
            case Flavour.ROUND | Flavour.TIES:
                return self.rng.integers(1, 10, shape) / 10
        return self.rng.uniform(0.01, 0.99, shape)

    def class_numbers(self, samples: int, classes: int) -> Array:
        """Return a class for each sample."""
        return self.rng.integers(0, classes, samples)

    def targets(self, samples: int, classes: int) -> Array:
        """Return a class for each sample: as class numbers, or in one-hot rows."""
        numbers = self.class_numbers(samples, classes)
        return np.eye(classes)[numbers] if self.recipe.seed % 2 else numbers

    def answers(self, *shape: int) -> Array:
        """Return yes and no, as 1 and 0."""
        return self.rng.integers(0, 2, shape).astype(np.float64)

    def one_of(self, *options: float) -> float:
        """Return one of a few settings."""
        return float(self.rng.choice(options))

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return int(self.rng.integers(low, high + 1))


SMALL = ((1, 1, 1), (1, 2, 1), (2, 1, 1), (1, 1, 2), (1, 2, 2), (2, 2, 1), (2, 2, 2), (2, 3, 2), (3, 2, 4), (4, 3, 3))
"""Samples, features, neurons."""

USUAL = ((1, 1, 1), (1, 3, 2), (4, 1, 3), (3, 4, 1), (5, 4, 3))


def recipes(seed: int = 0) -> tuple[Recipe, ...]:
    """Return the recipes of a check, from small to large: every sort of number, class numbers and one-hot rows."""
    small = [Recipe(seed + turn, *sizes, Flavour.ROUND) for sizes, turn in product(SMALL, (0, 1))]
    sorts = (Flavour.PLAIN, Flavour.ZEROS, Flavour.TIES, Flavour.LARGE)
    usual = [Recipe(seed + turn, *sizes, flavour) for sizes, flavour, turn in product(USUAL, sorts, (2, 3))]
    large = [Recipe(seed + 4, 17, 6, 5, Flavour.PLAIN), Recipe(seed + 5, 48, 10, 8, Flavour.PLAIN)]
    return (*small, *usual, *large)


def smaller(recipe: Recipe, most: int = 60) -> tuple[Recipe, ...]:
    """Return recipes that are smaller than this one and of its sort, the smallest first."""
    sizes = sorted({(min(s, recipe.samples), min(f, recipe.features), min(n, recipe.neurons)) for s, f, n in SMALL})
    found = [
        replace(recipe, seed=recipe.seed + 10 * turn, samples=samples, features=features, neurons=neurons)
        for (samples, features, neurons), turn in product(sizes, range(8))
    ]
    return tuple(sorted((each for each in found if each.size < recipe.size), key=lambda each: each.size)[:most])


def seed_of(name: str) -> int:
    """Return a seed that goes with a name, so that each part has cases of its own."""
    return zlib.crc32(name.encode()) % 100_000 * 10

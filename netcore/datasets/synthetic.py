"""Data made by a formula and a little noise, small enough to look at whole.

Each set asks one question of a network. ``samples`` is always the number in each class, as in the spiral, and the
classes come one after the other.
"""

import numpy as np

from netcore.arrays import Array, Seed, as_rng
from netcore.errors import SettingError


def circles(samples: int = 100, classes: int = 2, noise: float = 0.05, seed: Seed = 0) -> tuple[Array, Array]:
    """Return rings around one centre, the outermost of radius 1: X (samples·classes, 2) and class numbers.

    No straight line tells the rings apart; the distance from the centre does.
    """
    _check("circles", samples, noise, classes)
    rng = as_rng(seed)
    turns = np.tile(np.linspace(0, 2 * np.pi, samples, endpoint=False), classes)
    y = np.repeat(np.arange(classes), samples)
    radii = (y + 1) / classes
    X = np.column_stack((radii * np.cos(turns), radii * np.sin(turns)))
    return X + noise * rng.standard_normal(X.shape), y


def moons(samples: int = 100, noise: float = 0.1, seed: Seed = 0) -> tuple[Array, Array]:
    """Return two half moons that reach into one another: X (2·samples, 2) and class numbers.

    A line gets most of them right; the tips need a bend.
    """
    _check("moons", samples, noise)
    rng = as_rng(seed)
    turns = np.linspace(0, np.pi, samples)
    upper = np.column_stack((np.cos(turns), np.sin(turns)))
    lower = np.column_stack((1 - np.cos(turns), 0.5 - np.sin(turns)))
    X = np.concatenate((upper, lower))
    return X + noise * rng.standard_normal(X.shape), np.repeat((0, 1), samples)


def xor(samples: int = 100, noise: float = 0.1, seed: Seed = 0) -> tuple[Array, Array]:
    """Return clouds at the four corners of a square: X (2·samples, 2); class 1 where exactly one input is high.

    The plainest question that a network without a hidden layer cannot answer (Minsky and Papert 1969). The samples of
    a class take turns between its two corners, beginning at (0, 0) and (0, 1).
    """
    _check("xor", samples, noise)
    rng = as_rng(seed)
    corners = np.array([[[0, 0], [1, 1]], [[0, 1], [1, 0]]])
    y = np.repeat((0, 1), samples)
    X = corners[y, np.tile(np.arange(samples) % 2, 2)]
    return X + noise * rng.standard_normal(X.shape), y


def blobs(
    samples: int = 100, classes: int = 3, features: int = 2, spread: float = 0.15, seed: Seed = 0
) -> tuple[Array, Array]:
    """Return round clouds about centres drawn from [−1, 1]: X (samples·classes, features) and class numbers.

    What every network should manage, unless two clouds happen to fall upon each other.
    """
    _check("blobs", samples, spread, classes)
    if features < 1:
        raise SettingError(f"blobs need at least one feature, not {features}")
    rng = as_rng(seed)
    centres = rng.uniform(-1, 1, (classes, features))
    y = np.repeat(np.arange(classes), samples)
    X = centres[y] + spread * rng.standard_normal((len(y), features))
    return X, y


def noisy_line(
    samples: int = 100, slope: float = 2.0, intercept: float = -0.5, noise: float = 0.1, seed: Seed = 0
) -> tuple[Array, Array]:
    """Return points near a line: X (samples, 1), even from −1 to 1, and y = slope·X + intercept + noise, (samples, 1).

    One neuron without an activation finds the line; its weight and bias are slope and intercept.
    """
    _check("a noisy line", samples, noise)
    rng = as_rng(seed)
    X = np.linspace(-1, 1, samples).reshape(-1, 1)
    return X, slope * X + intercept + noise * rng.standard_normal(X.shape)


def _check(what: str, samples: int, noise: float, classes: int = 1) -> None:
    if samples < 1 or classes < 1:
        raise SettingError(f"{what}: at least one sample and one class are needed, not {samples} and {classes}")
    if not 0 <= noise < np.inf:
        raise SettingError(f"{what}: noise and spread are zero or above, not {noise}")

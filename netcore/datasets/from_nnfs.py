"""The data sets of the package ``nnfs``: spiral, vertical and sine, as the book draws them.

Its functions draw from NumPy's global random stream. A guard seeds that stream for the time of the call and puts it
back as it was; nothing of NumPy is ever replaced.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError

LegacySeed = int | np.random.RandomState
"""A seed, or a stream of the older kind to go on drawing from: the only kind that these functions know."""

_ONE_AT_A_TIME = Lock()


@contextmanager
def _global_stream(seed: LegacySeed) -> Iterator[None]:
    """Let NumPy's global stream be that of the seed for a while; a stream handed in is left where the draws ended."""
    stream = seed if isinstance(seed, np.random.RandomState) else np.random.RandomState(_check_seed(seed))
    with _ONE_AT_A_TIME:
        before = np.random.get_state()
        np.random.set_state(stream.get_state())
        try:
            yield
        finally:
            stream.set_state(np.random.get_state())
            np.random.set_state(before)


def spiral(samples: int = 100, classes: int = 3, seed: LegacySeed = 0) -> tuple[Array, Array]:
    """Return points on ``classes`` intertwined arms, ``samples`` on each: X (samples·classes, 2) and class numbers.

    Class by class, from the centre outwards. Source: the ``nnfs`` package, after Stanford's CS231n.
    """
    _check_sizes("a spiral", samples, classes)
    import nnfs.datasets

    with _global_stream(seed):
        X, y = nnfs.datasets.spiral_data(samples, classes)
    return X, y.astype(np.int64)


def vertical(samples: int = 100, classes: int = 3, seed: LegacySeed = 0) -> tuple[Array, Array]:
    """Return ``classes`` clouds side by side, ``samples`` in each: X (samples·classes, 2) and class numbers.

    A straight line is enough to tell two neighbours apart. Source: the ``nnfs`` package, after Stanford's CS231n.
    """
    _check_sizes("the vertical set", samples, classes)
    import nnfs.datasets

    with _global_stream(seed):
        X, y = nnfs.datasets.vertical_data(samples, classes)
    return X, y.astype(np.int64)


def sine(samples: int = 1000, seed: LegacySeed = 0) -> tuple[Array, Array]:
    """Return one turn of a sine: X (samples, 1) from 0 to just below 1, and y = sin(2πX), (samples, 1).

    Nothing in it is random, so every seed gives the same. Source: the ``nnfs`` package.
    """
    _check_sizes("a sine", samples)
    import nnfs.datasets

    X, y = nnfs.datasets.sine_data(samples)
    return X, y


def _check_sizes(what: str, samples: int, classes: int = 1) -> None:
    if samples < 1 or classes < 1:
        raise SettingError(f"{what} needs at least one sample and one class, not {samples} and {classes}")


def _check_seed(seed: object) -> int:
    if isinstance(seed, int | np.integer) and 0 <= seed < 2**32:
        return int(seed)
    raise SettingError(f"the seed is {seed!r}; this set takes a whole number from 0 to 4294967295, or a RandomState")

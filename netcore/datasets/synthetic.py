"""Data made by a formula and a little noise, small enough to look at whole.

The spiral comes from the package ``nnfs``, whose functions draw from NumPy's global random stream. A guard seeds that
stream for the time of the call and puts it back as it was; nothing of NumPy is ever replaced.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError


@contextmanager
def _seeded_global_stream(seed: int) -> Iterator[None]:
    before = np.random.get_state()
    np.random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(before)


def spiral(samples: int = 100, classes: int = 3, seed: int = 0) -> tuple[Array, Array]:
    """Return points on ``classes`` intertwined arms, ``samples`` on each: X (samples·classes, 2) and class numbers.

    Class by class, from the centre outwards. Source: the ``nnfs`` package, after Stanford's CS231n.
    """
    if samples < 1 or classes < 1:
        raise SettingError(f"a spiral needs at least one sample and one class, not {samples} and {classes}")
    import nnfs.datasets

    with _seeded_global_stream(seed):
        X, y = nnfs.datasets.spiral_data(samples, classes)
    return X, y.astype(np.int64)

"""The types that flow through a network."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from netcore.errors import SettingError

Array: TypeAlias = npt.NDArray[Any]
"""Numbers: samples are rows, features or neurons are columns."""

Rng: TypeAlias = np.random.Generator | np.random.RandomState
"""A source of random numbers; both kinds have ``standard_normal`` and ``uniform``."""

Seed: TypeAlias = Rng | int | None


def as_rng(seed: Seed) -> Rng:
    """Return a source of random numbers: ``seed`` itself, or a new one from a number or (None) from the machine."""
    if isinstance(seed, np.random.Generator | np.random.RandomState):
        return seed
    if seed is not None and not (isinstance(seed, int | np.integer) and seed >= 0):
        raise SettingError(f"a seed is a whole number from 0 up, or a source of random numbers, not {seed!r}")
    return np.random.default_rng(seed)

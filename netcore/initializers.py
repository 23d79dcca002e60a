"""How weights begin: small random numbers, so that no two neurons start alike.

Each initializer draws in float64, rounds to the dtype asked for, and scales after that.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from netcore.arrays import Array, Rng
from netcore.errors import SettingError


def scaled_normal(rng: Rng, n_inputs: int, n_neurons: int, dtype: Any = np.float64) -> Array:
    """Return 0.01 · normal numbers: small enough that every neuron starts near zero ("from scratch", chapter 3)."""
    return 0.01 * rng.standard_normal((n_inputs, n_neurons)).astype(dtype)


def zeros(rng: Rng, n_inputs: int, n_neurons: int, dtype: Any = np.float64) -> Array:
    """Return zeros: every neuron of the layer stays the same for ever, which is why one does not do this."""
    return np.zeros((n_inputs, n_neurons), dtype)


def glorot_uniform(rng: Rng, n_inputs: int, n_neurons: int, dtype: Any = np.float64) -> Array:
    """Return uniform numbers within ±√(6 / (inputs + neurons)): for sigmoid and tanh (Glorot and Bengio 2010)."""
    limit = np.sqrt(6 / (n_inputs + n_neurons))
    return rng.uniform(-1, 1, (n_inputs, n_neurons)).astype(dtype) * float(limit)


def he_normal(rng: Rng, n_inputs: int, n_neurons: int, dtype: Any = np.float64) -> Array:
    """Return normal numbers of spread √(2 / inputs): for ReLU, which silences half of them (He et al. 2015)."""
    return rng.standard_normal((n_inputs, n_neurons)).astype(dtype) * float(np.sqrt(2 / n_inputs))


def unit_normal(rng: Rng, n_inputs: int, n_neurons: int, dtype: Any = np.float64) -> Array:
    """Return normal numbers as they are: in a deep network much too large, to see what comes of that."""
    return rng.standard_normal((n_inputs, n_neurons)).astype(dtype)


Initializer = Callable[[Rng, int, int, Any], Array]

INITIALIZERS: dict[str, Initializer] = {
    function.__name__: function for function in (scaled_normal, zeros, glorot_uniform, he_normal, unit_normal)
}


def initializer_named(name: str) -> Initializer:
    """Return the initializer of that name; raise ``SettingError`` with the known names if there is none."""
    if name not in INITIALIZERS:
        raise SettingError(f"no initializer {name!r}; there are {', '.join(INITIALIZERS)}")
    return INITIALIZERS[name]

"""How weights begin: the spread that each initializer promises, and the same numbers for the same seed."""

import math

import numpy as np
import pytest

from netcore.errors import SettingError
from netcore.initializers import INITIALIZERS, initializer_named

N_INPUTS, N_NEURONS = 200, 300
COUNT = N_INPUTS * N_NEURONS

SPREADS = {
    "scaled_normal": 0.01,
    "zeros": 0.0,
    "glorot_uniform": math.sqrt(2 / (N_INPUTS + N_NEURONS)),
    "he_normal": math.sqrt(2 / N_INPUTS),
    "unit_normal": 1.0,
}


def test_every_initializer_has_its_spread_stated_here():
    assert set(INITIALIZERS) == set(SPREADS)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_spread(name):
    weights = initializer_named(name)(np.random.default_rng(0), N_INPUTS, N_NEURONS, np.float64)
    spread = SPREADS[name]
    assert weights.shape == (N_INPUTS, N_NEURONS)
    assert abs(np.mean(weights)) <= 5 * spread / math.sqrt(COUNT)
    assert abs(np.std(weights) - spread) <= 5 * spread / math.sqrt(COUNT)


def test_glorots_numbers_stay_within_their_limit():
    weights = initializer_named("glorot_uniform")(np.random.default_rng(0), N_INPUTS, N_NEURONS, np.float64)
    limit = math.sqrt(6 / (N_INPUTS + N_NEURONS))
    assert 0.999 * limit < np.max(np.abs(weights)) <= limit


@pytest.mark.parametrize("name", INITIALIZERS)
@pytest.mark.parametrize("source", [np.random.default_rng, np.random.RandomState])
@pytest.mark.parametrize("dtype", ["float32", np.float64])
def test_the_same_seed_gives_the_same_weights(name, source, dtype):
    first, second = (initializer_named(name)(source(3), 4, 5, dtype) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert first.dtype == dtype


def test_scaled_normal_rounds_first_and_scales_after():
    weights = initializer_named("scaled_normal")(np.random.RandomState(0), 2, 3, np.float32)
    np.testing.assert_array_equal(weights, 0.01 * np.random.RandomState(0).randn(2, 3).astype(np.float32))


def test_an_unknown_initializer_is_named_with_the_known_ones():
    with pytest.raises(SettingError, match="no initializer 'magic'; there are scaled_normal, zeros, glorot_uniform"):
        initializer_named("magic")

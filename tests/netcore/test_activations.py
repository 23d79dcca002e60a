"""The activations, compared with the same formulas in plain Python, and at their edges."""

import json
import math
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore import Identity, LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from netcore.activations import ACTIVATIONS, SoftmaxByJacobian
from netcore.errors import SettingError

HAND = {
    entry["id"]: entry for entry in json.loads((Path(__file__).parent / "data/hand_values.json").read_text())["values"]
}

NUMBERS = st.floats(-30, 30)
ROWS = st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=1))


def logistic(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


ONE_BY_ONE = {
    "identity": (lambda x: x, lambda x: 1.0),
    "relu": (lambda x: max(0.0, x), lambda x: 1.0 if x > 0 else 0.0),
    "leaky_relu": (lambda x: x if x > 0 else 0.1 * x, lambda x: 1.0 if x > 0 else 0.1),
    "sigmoid": (logistic, lambda x: logistic(x) * logistic(-x)),
    "tanh": (math.tanh, lambda x: (2 / (math.exp(x) + math.exp(-x))) ** 2),
}
"""Function and slope of each activation that takes its inputs one by one, by other formulas where there are any."""


def hand_softmax(row):
    powers = [math.exp(x - max(row)) for x in row]
    return [power / math.fsum(powers) for power in powers]


def test_every_activation_has_an_independent_computation_here():
    assert set(ACTIVATIONS) == {*ONE_BY_ONE, "softmax", "softmax_by_jacobian"}


@pytest.mark.parametrize("name", ONE_BY_ONE)
@given(rows=ROWS)
def test_activations_that_take_inputs_one_by_one(name, rows):
    layer, _ = ACTIVATIONS[name].example(np.random.default_rng(0))
    function, slope = ONE_BY_ONE[name]
    output = layer.forward(np.array(rows))
    dinputs = layer.backward(np.full(output.shape, 3.0))
    np.testing.assert_allclose(output, [[function(x) for x in row] for row in rows], rtol=1e-14, atol=1e-300)
    np.testing.assert_allclose(dinputs, [[3 * slope(x) for x in row] for row in rows], rtol=1e-13, atol=5e-15)


@pytest.mark.parametrize("kind", [Softmax, SoftmaxByJacobian])
@given(rows=ROWS)
def test_softmax_and_its_jacobian_in_plain_python(kind, rows):
    layer = kind()
    output = layer.forward(np.array(rows))
    expected = [hand_softmax(row) for row in rows]
    np.testing.assert_allclose(output, expected, rtol=1e-14)
    pulls = [[math.cos(column + 1) for column in range(len(row))] for row in rows]
    dinputs = [
        [math.fsum(p[i] * ((i == j) - p[j]) * pull[i] for i in range(len(p))) for j in range(len(p))]
        for p, pull in zip(expected, pulls, strict=True)
    ]
    np.testing.assert_allclose(layer.backward(np.array(pulls)), dinputs, rtol=1e-12, atol=1e-14)


@given(rows=ROWS, pull=st.floats(-5, 5))
def test_the_long_way_through_the_jacobian_gives_the_short_way(rows, pull):
    short, long = Softmax(), SoftmaxByJacobian()
    inputs = np.array(rows)
    np.testing.assert_array_equal(short.forward(inputs), long.forward(inputs))
    pulls = pull * np.sin(np.arange(inputs.size, dtype=float)).reshape(inputs.shape)
    np.testing.assert_allclose(short.backward(pulls), long.backward(pulls), rtol=1e-12, atol=1e-14)


def test_the_hand_values_of_relu_and_softmax():
    relu, softmax = HAND["relu"], HAND["softmax"]
    np.testing.assert_array_equal(ReLU().forward(np.array(relu["inputs"]["x"])), relu["outputs"]["y"])
    np.testing.assert_allclose(Softmax().forward(np.array(softmax["inputs"]["z"])), softmax["outputs"]["p"], rtol=1e-15)


def test_the_hand_values_of_relus_gradient():
    entry, relu = HAND["relu_backward"], ReLU()
    relu.forward(np.array(entry["inputs"]["z"]))
    np.testing.assert_array_equal(relu.backward(np.array(entry["inputs"]["g"])), entry["outputs"]["dz"])


def test_the_hand_values_of_the_jacobian():
    entry, softmax = HAND["softmax_jacobian"], Softmax()
    softmax.forward(np.log([entry["inputs"]["p"]]))
    np.testing.assert_allclose(softmax.jacobian(0), entry["outputs"]["J"], rtol=1e-12)


def test_the_jacobian_stays_in_single_precision():
    softmax = Softmax()
    softmax.forward(np.zeros((1, 3), np.float32))
    assert softmax.jacobian(0).dtype == np.float32


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_no_activation_overflows_however_large_the_input(name, dtype):
    layer, _ = ACTIVATIONS[name].example(np.random.default_rng(0))
    largest = float(np.finfo(dtype).max) / 4
    inputs = np.array([[largest, -largest, 0.0], [1e3, -1e3, 1.0], [88.5, -88.5, -745.0]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with np.errstate(under="ignore"):
            output = layer.forward(inputs)
            dinputs = layer.backward(np.ones_like(output))
    assert np.all(np.isfinite(output))
    assert np.all(np.isfinite(dinputs))
    assert output.dtype == dtype


def test_sigmoid_is_the_plain_formula_to_the_bit_where_that_does_not_overflow():
    inputs = np.linspace(-87, 87, 10_001, dtype=np.float32)[:, np.newaxis]
    np.testing.assert_array_equal(Sigmoid().forward(inputs), 1 / (1 + np.exp(-inputs)))


def test_sigmoid_takes_whole_numbers_too():
    np.testing.assert_allclose(Sigmoid().forward(np.array([[0, -1000, 1000]])), [[0.5, 0, 1]], atol=1e-300)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_not_a_number_goes_through_and_is_not_hidden(name):
    layer, _ = ACTIVATIONS[name].example(np.random.default_rng(0))
    assert np.isnan(layer.forward(np.array([[np.nan, 1.0]]))[0, 0])


@pytest.mark.parametrize(("layer", "slope"), [(ReLU(), 0.0), (LeakyReLU(0.25), 0.25)])
def test_the_gradient_at_the_corner_is_the_lower_sides(layer, slope):
    layer.forward(np.array([[0.0, -0.0]]))
    np.testing.assert_array_equal(layer.backward(np.array([[2.0, 2.0]])), [[2 * slope, 2 * slope]])


def test_identity_gives_a_gradient_of_its_own():
    identity, pulls = Identity(), np.ones((1, 2))
    identity.forward(np.zeros((1, 2)))
    identity.backward(pulls)[0, 0] = 5
    assert pulls[0, 0] == 1


def test_tanh_is_a_stretched_sigmoid():
    x = np.linspace(-5, 5, 101)[:, np.newaxis]
    np.testing.assert_allclose(Tanh().forward(x), 2 * Sigmoid().forward(2 * x) - 1, atol=1e-15)


@pytest.mark.parametrize("slope", [-0.1, 1.0, float("nan")])
def test_a_slope_out_of_range_is_named(slope):
    with pytest.raises(SettingError, match=f"from 0 up to 1, not {slope}"):
        LeakyReLU(slope)

"""The layers, compared with loops in plain Python, and at their edges."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore import Dense, Dropout, ReLU
from netcore.errors import SettingError

HAND = {
    entry["id"]: entry for entry in json.loads((Path(__file__).parent / "data/hand_values.json").read_text())["values"]
}

NUMBERS = st.floats(-10, 10)


def table(rows, columns):
    return st.lists(st.lists(NUMBERS, min_size=columns, max_size=columns), min_size=rows, max_size=rows)


def dense_with(weights, biases):
    layer = Dense(*np.shape(weights))
    layer.weights, layer.biases = np.array(weights), np.array(biases, ndmin=2)
    return layer


def by_hand(x, w, b, g):
    """Return output, dweights, dbiases and dinputs of a dense layer, each sum written out."""
    samples, inputs, neurons = range(len(x)), range(len(w)), range(len(b))
    return (
        [[math.fsum(x[s][i] * w[i][j] for i in inputs) + b[j] for j in neurons] for s in samples],
        [[math.fsum(x[s][i] * g[s][j] for s in samples) for j in neurons] for i in inputs],
        [[math.fsum(g[s][j] for s in samples) for j in neurons]],
        [[math.fsum(g[s][j] * w[i][j] for j in neurons) for i in inputs] for s in samples],
    )


@given(st.tuples(*[st.integers(1, 4)] * 3), st.data())
def test_dense_in_loops(sizes, data):
    samples, n_inputs, n_neurons = sizes
    x, w = data.draw(table(samples, n_inputs)), data.draw(table(n_inputs, n_neurons))
    b, g = data.draw(table(1, n_neurons)), data.draw(table(samples, n_neurons))
    layer = dense_with(w, b)
    layer.forward(np.array(x))
    layer.backward(np.array(g))
    found = layer.output, layer.dweights, layer.dbiases, layer.dinputs
    for array, expected in zip(found, by_hand(x, w, b[0], g), strict=True):
        np.testing.assert_allclose(array, expected, rtol=1e-12, atol=1e-11)


@pytest.mark.parametrize("name", ["neuron3", "neuron4"])
def test_the_hand_values_of_one_neuron(name):
    given, expected = HAND[name]["inputs"], HAND[name]["outputs"]
    layer = dense_with(np.transpose([given["w"]]), [given["b"]])
    assert layer.forward(np.array([given["x"]]))[0, 0] == pytest.approx(expected["y"], abs=1e-12)


@pytest.mark.parametrize(("name", "x", "y"), [("layer", "x", "y"), ("batch", "X", "Y")])
def test_the_hand_values_of_a_layer(name, x, y):
    given, expected = HAND[name]["inputs"], HAND[name]["outputs"]
    layer = dense_with(np.transpose(given["W"]), given["b"])
    output = layer.forward(np.array(given[x], ndmin=2))
    np.testing.assert_allclose(output, np.array(expected[y], ndmin=2), atol=1e-12)


def test_the_hand_values_of_two_layers():
    given, expected = HAND["two_layers"]["inputs"], HAND["two_layers"]["outputs"]
    first, second = (dense_with(np.transpose(given["W" + n]), given["b" + n]) for n in "12")
    np.testing.assert_allclose(second.forward(first.forward(np.array(given["X"]))), expected["Y"], atol=1e-12)


def test_the_hand_values_of_a_layers_gradients():
    given, expected = HAND["layer_backward"]["inputs"], HAND["layer_backward"]["outputs"]
    layer = dense_with(np.transpose(given["W"]), [0.0, 0.0, 0.0])
    layer.forward(np.array(given["X"]))
    layer.backward(np.array(given["g"]))
    np.testing.assert_allclose(layer.dinputs, expected["dX"], atol=1e-12)
    np.testing.assert_allclose(layer.dweights, expected["dW"], atol=1e-12)
    np.testing.assert_allclose(layer.dbiases, expected["db"], atol=1e-12)


@pytest.mark.parametrize("name", ["chain_neuron", "layer_step"])
def test_the_hand_values_of_a_step_through_a_relu(name):
    given, expected = HAND[name]["inputs"], HAND[name]["outputs"]
    is_single = name == "chain_neuron"
    layer = dense_with(np.transpose([given["w"]]) if is_single else given["W"], given["b"])
    relu = ReLU()
    output = relu.forward(layer.forward(np.array(given["x" if is_single else "X"], ndmin=2)))
    layer.backward(relu.backward(np.ones_like(output) if is_single else output))
    layer.weights -= given["lr"] * layer.dweights
    layer.biases -= given["lr"] * layer.dbiases
    new_weights = np.transpose([expected["new_w"]]) if is_single else expected["new_W"]
    np.testing.assert_allclose(layer.weights, new_weights, atol=1e-12)
    np.testing.assert_allclose(layer.biases, np.array(expected["new_b"], ndmin=2), atol=1e-12)
    np.testing.assert_allclose(layer.dinputs, np.array(expected["dx" if is_single else "dX"], ndmin=2), atol=1e-12)


def test_a_seed_and_its_generator_give_the_same_weights():
    np.testing.assert_array_equal(Dense(2, 3, rng=5).weights, Dense(2, 3, rng=np.random.default_rng(5)).weights)
    assert np.any(Dense(2, 3).weights != Dense(2, 3).weights)


def test_dense_is_of_the_dtype_asked_for():
    layer = Dense(2, 3, rng=0, dtype="float32")
    assert {layer.weights.dtype, layer.biases.dtype} == {np.dtype(np.float32)}


def test_the_places_of_denses_arguments_are_fixed():
    layer = Dense(2, 3, "zeros", 0.1, 0.2, 0.3, 0.4, 7)
    assert (layer.weight_l1, layer.weight_l2, layer.bias_l1, layer.bias_l2) == (0.1, 0.2, 0.3, 0.4)
    assert not layer.weights.any()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"n_inputs": 0}, "at least one input and one neuron, not 0 and 3"),
        ({"n_neurons": -1}, "not 2 and -1"),
        ({"initializer": "magic"}, "no initializer 'magic'; there are scaled_normal, zeros"),
        ({"weight_l1": -0.1}, "weight_l1 is zero or above, not -0.1"),
        ({"bias_l2": float("nan")}, "bias_l2 is zero or above, not nan"),
        ({"weight_l2": float("inf")}, "weight_l2 is zero or above, not inf"),
    ],
)
def test_what_dense_cannot_be_built_from(arguments, says):
    with pytest.raises(SettingError, match=says):
        Dense(**{"n_inputs": 2, "n_neurons": 3} | arguments)


@given(rate=st.floats(0, 0.99), seed=st.integers(0, 1000))
def test_dropout_drops_or_makes_larger(rate, seed):
    inputs = np.random.default_rng(seed).uniform(1, 2, (4, 6))
    layer = Dropout(rate, rng=seed)
    output = layer.forward(inputs, training=True)
    is_kept = output != 0
    np.testing.assert_allclose(output, np.where(is_kept, inputs / (1 - rate), 0), rtol=1e-15)
    np.testing.assert_allclose(layer.backward(inputs), output)


def test_dropout_drops_the_share_asked_for_and_keeps_the_mean():
    inputs = np.ones((400, 500))
    output = Dropout(0.3, rng=0).forward(inputs, training=True)
    deviation = math.sqrt(0.3 * 0.7 / inputs.size)
    assert abs(np.mean(output == 0) - 0.3) < 5 * deviation
    assert abs(np.mean(output) - 1) < 5 * deviation / 0.7


def test_dropout_does_nothing_outside_training():
    inputs, layer = np.arange(6.0).reshape(2, 3), Dropout(0.9, rng=0)
    layer.forward(inputs, training=True)
    np.testing.assert_array_equal(layer.forward(inputs), inputs)
    np.testing.assert_array_equal(layer.backward(inputs), inputs)


def test_dropouts_mask_is_decided_by_its_source_of_random_numbers():
    inputs, layer = np.ones((5, 8)), Dropout(0.5)
    masks = []
    for seed in (1, 2, 1):
        layer.rng = np.random.default_rng(seed)
        masks.append(layer.forward(inputs, training=True))
    np.testing.assert_array_equal(masks[0], masks[2])
    assert np.any(masks[0] != masks[1])
    assert np.any(layer.forward(inputs, training=True) != masks[2])


def test_dropout_draws_as_the_book_does():
    layer = Dropout(0.1, rng=np.random.RandomState(3), dtype=np.float64)
    output = layer.forward(np.ones((4, 5), np.float32), training=True)
    expected = np.random.RandomState(3).binomial(1, 0.9, (4, 5)) / 0.9
    np.testing.assert_array_equal(layer.mask, expected)
    assert output.dtype == np.float64


@pytest.mark.parametrize("rate", [-0.1, 1, float("nan")])
def test_a_rate_out_of_range_is_named(rate):
    with pytest.raises(SettingError, match=f"leaves out is from 0 up to 1, not {rate}"):
        Dropout(rate)

"""Every registered part's gradients, compared with what the loss does when a number is nudged.

A part that is registered is picked up here by itself. The slope is taken from four points around a number, whose error
is far below what is asked for.
"""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from netcore import Dense
from netcore.activations import ACTIVATIONS
from netcore.layers import LAYERS
from netcore.losses import LOSSES

NUDGE = 1e-3
LARGEST_ERROR = 1e-6
SMALLEST_SIZE = 1e-4
"""Gradients below this count as this large, so that rounding is not taken for an error."""

PARTS = LAYERS | ACTIVATIONS
ROWS = st.integers(1, 5)


def values(shape, low=-3.0, high=3.0):
    return arrays(np.float64, shape, elements=st.floats(low, high, width=32))


def away_from(array, kinks):
    """Move numbers that are too near a corner to where the slope is defined on both sides."""
    for kink in kinks:
        near = np.abs(array - kink) < 4 * NUDGE
        array = np.where(near, kink + 10 * NUDGE * np.where(array < kink, -1, 1), array)
    return array


def slopes(answer, array):
    """Return the slope of a number, `answer(array)`, for each cell: central differences of fourth order."""
    found = np.zeros_like(array)
    for cell in np.ndindex(array.shape):
        heights = []
        for step in (-2, -1, 1, 2):
            nudged = array.copy()
            nudged[cell] += step * NUDGE
            heights.append(answer(nudged))
        far_left, left, right, far_right = heights
        found[cell] = (far_left - 8 * left + 8 * right - far_right) / (12 * NUDGE)
    return found


def assert_same(analytic, numerical):
    assert analytic.shape == numerical.shape
    size = np.maximum(np.maximum(np.abs(analytic), np.abs(numerical)), SMALLEST_SIZE)
    error = np.max(np.abs(analytic - numerical) / size, initial=0)
    assert error <= LARGEST_ERROR, f"relative error {error}\nby backward:\n{analytic}\nby nudging:\n{numerical}"


def height(layer, inputs, pulls):
    """Return Σ pulls · output + penalty for a copy of the layer, so that random layers draw the same each time."""
    layer = copy.deepcopy(layer)
    return float(np.sum(pulls * layer.forward(inputs, training=True)) + layer.penalty())


def check_layer(layer, inputs, draw_pulls):
    tried = copy.deepcopy(layer)
    output = tried.forward(inputs, training=True)
    pulls = draw_pulls(output.shape)
    dinputs = tried.backward(pulls)
    assert_same(dinputs, slopes(lambda nudged: height(layer, nudged, pulls), inputs))
    assert dinputs is tried.dinputs
    for parameter in layer.parameters:
        original = getattr(layer, parameter)

        def with_parameter(nudged, parameter=parameter):
            changed = copy.deepcopy(layer)
            setattr(changed, parameter, nudged)
            return height(changed, inputs, pulls)

        assert_same(getattr(tried, "d" + parameter), slopes(with_parameter, original))


@pytest.mark.parametrize("name", PARTS)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_the_gradients_of_a_layer(name, data):
    layer, inputs = PARTS[name].example(np.random.default_rng(data.draw(st.integers(0, 99))))
    width = inputs.shape[1] if layer.parameters else data.draw(st.integers(1, 5))
    inputs = away_from(data.draw(values((data.draw(ROWS), width))), layer.kinks)
    check_layer(layer, inputs, lambda shape: data.draw(values(shape)))


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_the_gradients_of_a_dense_layer_with_penalties(data):
    n_inputs, n_neurons = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    strengths = [data.draw(st.sampled_from([0, 0.01, 0.5])) for _ in range(4)]
    layer = Dense(n_inputs, n_neurons, "scaled_normal", *strengths)
    layer.weights = away_from(data.draw(values((n_inputs, n_neurons))), layer.parameter_kinks("weights"))
    layer.biases = away_from(data.draw(values((1, n_neurons))), layer.parameter_kinks("biases"))
    inputs = data.draw(values((data.draw(ROWS), n_inputs)))
    check_layer(layer, inputs, lambda shape: data.draw(values(shape)))


@pytest.mark.parametrize("name", [name for name, part in PARTS.items() if part.parameters])
def test_the_first_layers_short_way_leaves_the_same_gradients(name):
    layer, inputs = PARTS[name].example(np.random.default_rng(0))
    output = layer.forward(inputs, training=True)
    short = copy.deepcopy(layer)
    layer.backward(np.cos(output))
    short.gradients(np.cos(output))
    for parameter in layer.parameters:
        np.testing.assert_array_equal(getattr(short, "d" + parameter), getattr(layer, "d" + parameter))


@pytest.mark.parametrize("name", LOSSES)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_the_gradient_of_a_loss(name, data):
    loss, outputs, targets = LOSSES[name].example(np.random.default_rng(data.draw(st.integers(0, 9999))))
    targets = loss.check(targets, *outputs.shape)
    rows = np.array(data.draw(st.lists(st.integers(0, len(outputs) - 1), min_size=1, max_size=6)))
    outputs, targets = outputs[rows], targets[rows]
    if loss.kinks:
        outputs = targets + away_from(outputs - targets, loss.kinks)

    def mean(nudged):
        return float(loss.average(loss.forward(nudged, targets)))

    numerical = slopes(mean, outputs)
    loss.forward(outputs, targets)
    doutputs = loss.backward(outputs, targets)
    assert doutputs is loss.doutputs
    assert_same(doutputs, numerical)


@pytest.mark.parametrize("name", PARTS)
def test_a_part_leaves_its_callers_arrays_alone_and_gives_its_dtype(name):
    layer, inputs = PARTS[name].example(np.random.default_rng(0))
    inputs = inputs.astype(np.float32)
    for parameter in layer.parameters:
        setattr(layer, parameter, getattr(layer, parameter).astype(np.float32))
    before = inputs.copy()
    output = layer.forward(inputs, training=True)
    pulls = np.linspace(-1, 1, output.size, dtype=np.float32).reshape(output.shape)
    pulls_before, output_before = pulls.copy(), output.copy()
    dinputs = layer.backward(pulls)
    assert {output.dtype, dinputs.dtype} == {np.dtype(np.float32)}
    for parameter in layer.parameters:
        assert getattr(layer, "d" + parameter).dtype == np.float32
        assert getattr(layer, "d" + parameter).shape == getattr(layer, parameter).shape
    np.testing.assert_array_equal(inputs, before)
    np.testing.assert_array_equal(pulls, pulls_before)
    np.testing.assert_array_equal(output, output_before)
    assert not np.shares_memory(dinputs, pulls)


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_leaves_its_callers_arrays_alone_and_gives_its_dtype(name):
    loss, outputs, targets = LOSSES[name].example(np.random.default_rng(0))
    outputs = outputs.astype(np.float32)
    targets = loss.check(targets, *outputs.shape)
    targets = targets.astype(np.float32) if targets.dtype == np.float64 else targets
    outputs_before, targets_before = outputs.copy(), targets.copy()
    losses = loss.forward(outputs, targets)
    doutputs = loss.backward(outputs, targets)
    assert losses.shape == (len(outputs),)
    assert doutputs.shape == outputs.shape
    assert {losses.dtype, doutputs.dtype, loss.average(losses).dtype} == {np.dtype(np.float32)}
    np.testing.assert_array_equal(outputs, outputs_before)
    np.testing.assert_array_equal(targets, targets_before)

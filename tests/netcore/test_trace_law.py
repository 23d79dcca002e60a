"""Every number of every trace follows from its derivation, whatever network the trace is of."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law import assert_law

from netcore import SGD, CategoricalCrossEntropy, Dense, Run, Sequential, Softmax, SoftmaxCrossEntropy
from netcore.activations import ACTIVATIONS
from netcore.layers import LAYERS
from netcore.losses import LOSSES
from netcore.optimizers import OPTIMIZERS
from netcore.trace import Kind, Phase, Recorder, Role


def spread_targets(rng: np.random.Generator, samples: int, classes: int, is_one_hot: bool) -> np.ndarray:
    numbers = rng.integers(0, classes, samples)
    return np.eye(classes, dtype=int)[numbers] if is_one_hot else numbers


@settings(max_examples=30, deadline=None)
@given(
    samples=st.integers(1, 7),
    widths=st.lists(st.integers(1, 5), min_size=2, max_size=4),
    activation=st.sampled_from(sorted(set(ACTIVATIONS) - {"softmax"})),
    is_fused=st.booleans(),
    is_one_hot=st.booleans(),
    dtype=st.sampled_from(["float32", "float64"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_the_law_holds_in_generated_classifiers(samples, widths, activation, is_fused, is_one_hot, dtype, seed):
    rng = np.random.default_rng(seed)
    layers = []
    for n_inputs, n_neurons in pairwise(widths):
        layers += [Dense(n_inputs, n_neurons, "he_normal", rng=rng, dtype=dtype), ACTIVATIONS[activation]()]
    layers[-1:] = [] if is_fused else [Softmax()]
    model = Sequential(layers, loss=SoftmaxCrossEntropy() if is_fused else CategoricalCrossEntropy())
    X = rng.standard_normal((samples, widths[0]))
    run = Run(model, SGD(0.5, decay=0.1), X, spread_targets(rng, samples, widths[-1], is_one_hot))
    run.step(int(rng.integers(0, 3)))
    assert_law(run.trace())


@pytest.mark.parametrize("name", sorted(ACTIVATIONS | LAYERS))
def test_the_law_holds_in_every_layer(name):
    layer, inputs = (ACTIVATIONS | LAYERS)[name].example(np.random.default_rng(3))
    recorder = Recorder()
    output = layer.forward(recorder.watch(inputs, "X", Role.DATA), training=True)
    layer.backward(recorder.watch(np.ones_like(np.asarray(output)) * 0.7, "dvalues", Role.DATA))
    assert_law(recorder.trace(0))


@pytest.mark.parametrize("name", sorted(LOSSES))
def test_the_law_holds_in_every_loss(name):
    loss, outputs, targets = LOSSES[name].example(np.random.default_rng(4))
    recorder = Recorder()
    outputs, targets = recorder.watch(outputs, "outputs", Role.DATA), recorder.watch(targets, "y", Role.TARGETS)
    loss.average(loss.forward(outputs, targets))
    loss.backward(outputs, targets)
    assert_law(recorder.trace(0))


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_law_holds_in_every_optimizer(name, dtype):
    for optimizer in OPTIMIZERS[name].examples():
        rng = np.random.default_rng(5)
        model = Sequential([Dense(2, 3, "he_normal", rng=rng, dtype=dtype), Softmax()], loss=CategoricalCrossEntropy())
        run = Run(model, optimizer, rng.standard_normal((4, 2)), np.array([0, 1, 2, 1]))
        run.step(2)
        trace = run.trace()
        assert_law(trace)
        assert [call.phase for call in trace.calls][-2:] == [Phase.UPDATE, Phase.UPDATE]


def test_a_larger_network_is_recorded_with_arithmetic_everywhere():
    rng = np.random.default_rng(6)
    model = Sequential([Dense(2, 64, rng=rng), ACTIVATIONS["relu"](), Dense(64, 3, rng=rng)], SoftmaxCrossEntropy())
    trace = Run(model, SGD(), rng.standard_normal((300, 2)), rng.integers(0, 3, 300)).trace()
    assert_law(trace)
    assert not [operation.name for operation in trace.operations if operation.kind is Kind.WHOLE]


@pytest.mark.parametrize("axis", [0, 1, None])
@pytest.mark.parametrize("is_transposed", [False, True])
def test_long_sums_of_one_sign_hold_the_law_in_single_precision(axis, is_transposed):
    numbers = np.random.default_rng(7).uniform(0.5, 1, (3000, 3)).astype("float32")
    recorder = Recorder()
    x = recorder.watch(numbers.T if is_transposed else numbers, "x", Role.DATA)
    np.sum(x, axis=axis)
    x.mean(axis=axis)
    assert_law(recorder.trace(0))

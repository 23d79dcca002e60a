"""The gradient check finds wrong gradients, passes right ones, and knows corners."""

import numpy as np
import pytest

from netcore import (
    SGD,
    Adam,
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    Dense,
    Dropout,
    LeakyReLU,
    MeanAbsoluteError,
    MeanSquaredError,
    ReLU,
    Run,
    Sequential,
    Sigmoid,
    Softmax,
    SoftmaxCrossEntropy,
    Tanh,
)
from netcore.errors import SettingError
from netcore.gradient_check import check_cell, check_gradients, gradient_names


def dense(n_inputs, n_neurons, rng, **settings):
    return Dense(n_inputs, n_neurons, "glorot_uniform", rng=rng, **settings)


def models():
    rng = np.random.default_rng(5)
    yes_or_no, numbers = rng.integers(0, 2, (6, 2)), rng.standard_normal((6, 2))
    classes = np.array([0, 1, 2, 2, 1, 0])
    yield "softmax", [dense(3, 5, rng), Tanh(), dense(5, 3, rng), Softmax()], CategoricalCrossEntropy(), classes
    penalised = dense(3, 5, rng, weight_l2=0.1, bias_l2=0.2), dense(3, 4, rng, weight_l1=0.1)
    yield "fused", [penalised[0], ReLU(), dense(5, 3, rng)], SoftmaxCrossEntropy(), classes
    yield "binary", [penalised[1], Tanh(), dense(4, 2, rng), Sigmoid()], BinaryCrossEntropy(), yes_or_no
    yield "regression", [dense(3, 4, rng), Tanh(), dense(4, 2, rng)], MeanSquaredError(), numbers


@pytest.mark.parametrize(("layers", "loss", "y"), [pytest.param(*case, id=name) for name, *case in models()])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_number_of_every_parameter_agrees(layers, loss, y, dtype):
    for layer in layers:
        for name in layer.parameters:
            setattr(layer, name, getattr(layer, name).astype(dtype))
    model = Sequential(layers, loss).copy()
    checks = check_gradients(model, np.random.default_rng(0).standard_normal((6, 3)), y)
    assert len(checks) == model.vector.size
    for check in checks:
        assert check.agrees or check.has_corner, check
    assert sum(check.agrees for check in checks) > 0.8 * len(checks)


def test_the_record_is_what_it_says():
    X, y = np.array([[2.0]]), np.array([[1.0]])
    model = Sequential([Dense(1, 1, "zeros")], MeanSquaredError())
    check = check_cell(model, X, y, "dense1.weights", (0, 0), epsilon=0.5)
    assert (check.below, check.at, check.above) == (4.0, 1.0, 0.0)  # (1 − 2w)² at −½, 0, ½
    assert check.numeric == check.analytic == -4.0
    assert (check.left, check.right) == (-6.0, -2.0)
    assert check.relative_error == 0.0
    assert (check.value, check.name, check.cell) == (0.0, "dense1.weights", (0, 0))


class Forgetful(Dense):
    """A dense layer whose bias gradient has been forgotten to be summed rightly."""

    def backward(self, dvalues):
        dinputs = super().backward(dvalues)
        self.dbiases = self.dbiases / 2
        return dinputs


def test_a_wrong_gradient_is_found_and_the_right_ones_beside_it_are_not_blamed():
    rng = np.random.default_rng(0)
    model = Sequential([Forgetful(2, 3, "glorot_uniform", rng=rng)], SoftmaxCrossEntropy())
    checks = check_gradients(model, rng.standard_normal((5, 2)), np.array([0, 1, 2, 0, 1]))
    assert {check.name for check in checks if not check.agrees} == {"dense1.biases"}
    assert all(check.relative_error == pytest.approx(0.5) for check in checks if not check.agrees)


def test_a_corner_is_called_one():
    model = Sequential([Dense(1, 1, "zeros"), ReLU(), Dense(1, 1, "zeros")], MeanSquaredError())
    model.layers[2].weights[...] = 1.0
    check = check_cell(model, np.array([[1.0]]), np.array([[1.0]]), "dense1.weights", (0, 0))
    assert check.has_corner
    assert not check.agrees
    assert check.left == 0.0
    assert check.right == pytest.approx(-2.0, rel=1e-4)


def test_the_bottom_of_a_valley_is_no_corner_though_the_slope_changes_its_sign_there():
    X, y = np.array([[1.0], [2.0], [3.0]]), np.array([[0.0], [2.0], [4.0]])
    model = Sequential([Dense(1, 1, "zeros")], MeanSquaredError())
    model.layers[0].biases[...] = 2.0
    check = check_cell(model, X, y, "dense1.biases", (0, 0))
    assert check.left < 0 < check.right
    assert check.agrees
    assert not check.has_corner


def test_a_corner_at_the_bottom_is_called_one_though_both_slopes_are_zero():
    model = Sequential([Dense(1, 1, "zeros")], MeanAbsoluteError())
    check = check_cell(model, np.array([[1.0]]), np.array([[0.0]]), "dense1.biases", (0, 0))
    assert check.numeric == check.analytic == 0.0
    assert check.has_corner


def test_with_dropout_each_nudge_sees_the_same_mask():
    rng = np.random.default_rng(2)
    layers = [dense(2, 8, rng), Tanh(), Dropout(0.5, rng=1), dense(8, 3, rng)]
    run = Run(Sequential(layers, SoftmaxCrossEntropy()), Adam(0.1), rng.standard_normal((7, 2)), rng.integers(0, 3, 7))
    run.step(3)
    checks = check_gradients(run.model, *run.batch(), prepare=run.prepare)
    assert all(check.agrees for check in checks)
    trace = run.trace()
    for check in checks:
        part, _, parameter = check.name.partition(".")
        assert check.value == trace.value(check.name).array[check.cell]
        shown = trace.value(f"{part}.d{parameter}").array[check.cell]
        assert check.analytic == pytest.approx(shown, rel=1e-9, abs=1e-15)


def runs():
    rng = np.random.default_rng(4)
    classes = rng.integers(0, 3, 6)
    small = [dense(2, 3, rng), ReLU(), dense(3, 3, rng), Softmax()]
    yield "2-3-3", small, CategoricalCrossEntropy(), classes
    mixed = [dense(2, 4, rng), LeakyReLU(), Dropout(0.4), dense(4, 4, rng), Tanh(), Dropout(0.2), dense(4, 3, rng)]
    yield "dropout twice", mixed, SoftmaxCrossEntropy(), classes
    yes_or_no = [dense(2, 4, rng, weight_l2=0.1), Sigmoid(), dense(4, 3, rng), Sigmoid()]
    yield "sigmoid", yes_or_no, BinaryCrossEntropy(), rng.integers(0, 2, (6, 3))
    yield "squares", [dense(2, 4, rng), Tanh(), dense(4, 3, rng)], MeanSquaredError(), rng.standard_normal((6, 3))


@pytest.mark.parametrize(("layers", "loss", "y"), [pytest.param(*case, id=name) for name, *case in runs()])
def test_every_cell_of_the_data_and_of_all_outputs_agrees_with_the_gradient_in_the_trace(layers, loss, y):
    X = np.random.default_rng(8).standard_normal((6, 2))
    run = Run(Sequential(layers, loss).copy(), SGD(0.1), X, y, batch_size=4, seed=3)
    run.step(2)
    trace, names = run.trace(), gradient_names(run.model)
    assert {"X", *(f"{name}.output" for name in run.model.names)} <= names.keys()
    checks = check_gradients(run.model, *run.batch(), list(names), prepare=run.prepare)
    assert len(checks) == sum(trace.value(name).array.size for name in names)
    for check in checks:
        assert check.agrees or check.has_corner, check
        assert check.value == pytest.approx(trace.value(check.name).array[check.cell], rel=1e-12)
        assert check.analytic == pytest.approx(trace.value(names[check.name]).array[check.cell], rel=1e-9, abs=1e-15)
    assert sum(check.has_corner for check in checks) <= 1


@pytest.mark.parametrize("score", [5.0, 9.0, 13.0])
def test_a_confidence_near_nothing_is_nudged_by_less_and_agrees(score):
    model = Sequential([Softmax()], CategoricalCrossEntropy())
    check = check_cell(model, np.array([[0.0, score]]), np.array([0]), "softmax1.output", (0, 0))
    assert check.agrees
    assert not check.has_corner
    assert check.epsilon < check.value


class Backwards(Sigmoid):
    """A sigmoid whose way back has the wrong sign."""

    def backward(self, dvalues):
        return -super().backward(dvalues)


def test_a_wrong_way_back_is_found_in_what_lies_before_it_and_not_in_what_lies_behind():
    rng = np.random.default_rng(0)
    model = Sequential([dense(2, 3, rng), Backwards(), dense(3, 2, rng)], SoftmaxCrossEntropy())
    names = ("X", "dense1.output", "sigmoid1.output", "dense2.output")
    checks = check_gradients(model, rng.standard_normal((4, 2)), np.array([0, 1, 1, 0]), names)
    assert {check.name for check in checks if not check.agrees} == {"X", "dense1.output"}
    assert all(check.agrees for check in checks if check.name in ("sigmoid1.output", "dense2.output"))


def test_the_run_is_not_disturbed():
    rng = np.random.default_rng(2)
    model = Sequential([dense(2, 3, rng)], SoftmaxCrossEntropy())
    run = Run(model, SGD(1.0), rng.standard_normal((7, 2)), rng.integers(0, 3, 7), batch_size=3)
    before = model.vector.tobytes()
    check_gradients(run.model, *run.batch(), prepare=run.prepare)
    assert model.vector.tobytes() == before
    assert run.update == 0


@pytest.mark.parametrize(
    ("parameter", "cell", "text"),
    [
        ("dense2.weights", (0, 0), r"no parameter 'dense2.weights'; there are dense1.weights, dense1.biases"),
        ("dense1.weights", (2, 0), r"dense1.weights has no cell \[2, 0\]; its shape is \(2, 3\)"),
        ("dense1.weights", (0,), "no cell"),
        ("dense1.output", (0, 3), r"dense1.output has no cell \[0, 3\]; its shape is \(1, 3\)"),
        ("dense1.weights", (-1, 0), "no cell"),
    ],
)
def test_what_there_is_not_is_named(parameter, cell, text):
    model = Sequential([Dense(2, 3)], SoftmaxCrossEntropy())
    with pytest.raises(SettingError, match=text):
        check_cell(model, np.ones((1, 2)), np.array([0]), parameter, cell)


def test_a_nudge_of_nothing_is_refused():
    model = Sequential([Dense(2, 3)], SoftmaxCrossEntropy())
    with pytest.raises(SettingError, match="above zero"):
        check_cell(model, np.ones((1, 2)), np.array([0]), "dense1.weights", (0, 0), epsilon=0.0)


def test_a_changed_way_back_of_the_first_layer_counts_in_training_too():
    rng = np.random.default_rng(0)
    model = Sequential([Forgetful(2, 3, "glorot_uniform", rng=rng)], SoftmaxCrossEntropy())
    run = Run(model, SGD(1.0), rng.standard_normal((5, 2)), np.array([0, 1, 2, 0, 1]))
    trace = run.trace()
    run.step()
    assert trace.value("dense1.biases@after").array.tobytes() == model.layers[0].biases.tobytes()

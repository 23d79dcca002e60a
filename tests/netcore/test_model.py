"""The model: layers in a row, parameters end to end, and what it says of samples."""

import numpy as np
import pytest

from netcore import (
    SGD,
    Adam,
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    Dense,
    Dropout,
    MeanSquaredError,
    ReLU,
    Run,
    Sequential,
    Sigmoid,
    Softmax,
    SoftmaxCrossEntropy,
)
from netcore.errors import NetcoreError, NotFiniteError, SettingError, ShapeError
from netcore.updater import BLOCK


def a_model(dtype="float64"):
    rng = np.random.default_rng(3)
    layers = [Dense(2, 4, "he_normal", rng=rng, dtype=dtype), ReLU(), Dense(4, 3, "he_normal", rng=rng, dtype=dtype)]
    return Sequential([*layers, Softmax()], CategoricalCrossEntropy())


X = np.random.default_rng(0).standard_normal((5, 2))
Y = np.array([0, 2, 1, 1, 0])


def test_names_are_kind_and_count_in_order():
    layers = [Dense(2, 3), ReLU(), Dense(3, 3), ReLU(), Dropout(0.1), Dense(3, 2), Softmax()]
    model = Sequential(layers, CategoricalCrossEntropy())
    assert model.names == ("dense1", "relu1", "dense2", "relu2", "dropout1", "dense3", "softmax1")
    assert model.part("relu2") is layers[3]
    assert model.part("loss") is model.loss
    with pytest.raises(SettingError, match="no part 'relu3'; there are dense1, relu1"):
        model.part("relu3")


def test_forward_is_each_layer_after_the_other_and_backward_the_same_way_back():
    model = a_model()
    first, second = model.layers[0], model.layers[2]
    hidden = np.maximum(0, X @ first.weights + first.biases)
    powers = np.exp(hidden @ second.weights + second.biases)
    confidences = powers / powers.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.forward(X), confidences)
    dinputs = model.backward(Y)
    dlogits = (confidences - np.eye(3)[Y]) / 5
    dhidden = (dlogits @ second.weights.T) * (hidden > 0)
    np.testing.assert_allclose(second.dweights, hidden.T @ dlogits)
    np.testing.assert_allclose(first.dbiases, dhidden.sum(axis=0, keepdims=True))
    np.testing.assert_allclose(dinputs, dhidden @ first.weights.T)


def test_leaving_out_the_gradient_of_the_data_changes_no_other_bit():
    long, short = a_model(), a_model()
    assert long.propagate(X, Y) is not None
    short.propagate(X, Y, to_inputs=False)
    for one, other in zip(long.parameters, short.parameters, strict=True):
        assert one.gradient.tobytes() == other.gradient.tobytes()
    assert not hasattr(short.layers[0], "dinputs")


def test_the_losses_of_a_pass_are_told_apart():
    layers = [Dense(2, 3, weight_l1=0.1, weight_l2=0.2, rng=1), Dense(3, 3, bias_l2=0.5, rng=2)]
    layers[1].biases += 2.0
    model = Sequential(layers, SoftmaxCrossEntropy())
    weights = model.layers[0].weights
    expected = 0.1 * np.abs(weights).sum() + 0.2 * (weights**2).sum() + 0.5 * 3 * 4.0
    passed = model.measure(X, Y)
    assert model.penalty() == passed.regularization_loss == pytest.approx(expected)
    assert passed.loss == passed.data_loss + passed.regularization_loss
    confidences = model.predict(X, probabilities=True)
    assert passed.data_loss == pytest.approx(-np.log(confidences[np.arange(5), Y]).mean())


@pytest.mark.parametrize(
    ("layers", "loss", "shape"),
    [
        ([Dense(2, 3, rng=0), Softmax()], CategoricalCrossEntropy(), (5, 3)),
        ([Dense(2, 3, rng=0)], SoftmaxCrossEntropy(), (5, 3)),
        ([Dense(2, 1, rng=0), Sigmoid()], BinaryCrossEntropy(), (5, 1)),
    ],
)
def test_probabilities_are_confidences_and_predictions_are_classes(layers, loss, shape):
    model = Sequential(layers, loss)
    confidences, classes = model.predict(X, probabilities=True), model.predict(X)
    assert confidences.shape == shape
    assert ((confidences > 0) & (confidences < 1)).all()
    assert classes.shape == (5,)
    assert np.issubdtype(classes.dtype, np.integer)
    expected = np.argmax(confidences, axis=1) if shape[1] > 1 else confidences[:, 0] > 0.5
    np.testing.assert_array_equal(classes, expected)


def test_a_regression_predicts_numbers():
    model = Sequential([Dense(2, 2, rng=0)], MeanSquaredError())
    np.testing.assert_array_equal(model.predict(X), X @ model.layers[0].weights)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_everything_is_in_the_dtype_that_is_asked_for(dtype):
    model = a_model(dtype)
    assert model.dtype == dtype
    model.propagate(model.check_inputs(X), Y)
    arrays = [held for layer in model.layers for held in vars(layer).values() if isinstance(held, np.ndarray)]
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}
    assert model.loss.output.dtype == dtype


def test_the_vector_is_the_parameters_end_to_end():
    model = a_model()
    assert [each.name for each in model.parameters] == [
        "dense1.weights",
        "dense1.biases",
        "dense2.weights",
        "dense2.biases",
    ]
    model.vector[...] = np.arange(model.vector.size)
    assert model.layers[0].weights.tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert model.layers[2].biases.tolist() == [[24, 25, 26]]
    assert model.parameter("dense2.biases").view is model.layers[2].biases


def test_parameters_put_on_a_layer_by_hand_are_taken_in():
    model = a_model()
    run = Run(model, SGD(0.5), X, Y)
    model.layers[0].weights = np.ones((2, 4))
    run.step()
    change = -0.5 * model.layers[0].dweights
    np.testing.assert_array_equal(model.layers[0].weights, 1 + change)
    assert model.layers[0].weights is model.parameter("dense1.weights").view


def test_a_copy_has_the_same_numbers_and_a_life_of_its_own():
    model = a_model()
    model.forward(X)
    copy = model.copy()
    assert copy.vector.tobytes() == model.vector.tobytes()
    copy.vector[...] = 0
    assert model.vector.any()
    assert not copy.layers[0].weights.any()


def test_what_does_not_fit_together_is_refused():
    layer = Dense(2, 2)
    with pytest.raises(SettingError, match="at least one layer"):
        Sequential([], MeanSquaredError())
    with pytest.raises(SettingError, match="stands twice"):
        Sequential([layer, layer], MeanSquaredError())
    with pytest.raises(ShapeError, match=r"layer 3 \(dense\) takes 5 inputs, but the layer before it gives 4"):
        Sequential([Dense(2, 4), ReLU(), Dense(5, 2)], MeanSquaredError())
    with pytest.raises(SettingError, match="several dtypes"):
        Sequential([Dense(2, 2, dtype="float32"), Dense(2, 2)], MeanSquaredError())
    with pytest.raises(ShapeError, match=r"\(5, 3\); this model takes \(samples, 2\)"):
        a_model().predict(np.zeros((5, 3)))


@pytest.mark.parametrize(
    ("inputs", "error", "text"),
    [
        (np.full((2, 2), "1"), NetcoreError, "inputs are numbers, but these are <U1"),
        (np.ones((2, 2)) * 1j, NetcoreError, "but these are complex128"),
        ([[1, 2], [3]], ShapeError, "rows of the same length"),
        (np.array([[0, 1], [0, -1e300]]), NotFiniteError, r"-1e\+300 in row 1, column 1; float32 cannot hold it"),
    ],
)
def test_inputs_that_are_no_numbers_for_the_model_are_named(inputs, error, text):
    model = Sequential([Dense(2, 2, dtype="float32")], MeanSquaredError())
    with pytest.raises(error, match=text):
        model.check_inputs(inputs)


def test_a_class_in_the_place_of_a_part_is_named():
    with pytest.raises(SettingError, match=r"ReLU is a class, not yet a layer; make one with ReLU\(…\)"):
        Sequential([Dense(2, 2), ReLU], MeanSquaredError())
    with pytest.raises(SettingError, match="not yet a loss"):
        Sequential([Dense(2, 2)], MeanSquaredError)


def test_a_large_parameter_is_changed_in_blocks_as_it_would_be_whole():
    rng = np.random.default_rng(0)
    wide = BLOCK // 100 + 7  # more than one block, and not a whole number of them
    layers = [Dense(150, wide, "he_normal", rng=rng), ReLU(), Dense(wide, 3, "he_normal", rng=rng)]
    samples, targets = rng.standard_normal((6, 150)), rng.integers(0, 3, 6)
    run = Run(Sequential(layers, SoftmaxCrossEntropy()), Adam(0.01), samples, targets)
    whole = [(run.optimizer.begin(each.view), each.view.copy()) for each in run.model.parameters]
    for _ in range(4):
        trace = run.trace()
        run.step()
        for (state, values), each in zip(whole, run.model.parameters, strict=True):
            part, _, parameter = each.name.partition(".")
            run.optimizer.apply(values, trace.value(f"{part}.d{parameter}").array, state)
            assert values.tobytes() == each.view.tobytes()
    for number, (state, _) in enumerate(whole):
        assert run.moment().state(number).cache.tobytes() == state.cache.tobytes()

"""The map of decisions and what each layer makes of the plane."""

import numpy as np
import pytest

from netcore import (
    SGD,
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    Dense,
    MeanSquaredError,
    ReLU,
    Run,
    Sequential,
    Sigmoid,
    Softmax,
    SoftmaxCrossEntropy,
)
from netcore.datasets import spiral
from netcore.errors import SettingError, ShapeError
from netcore.feature_space import decision_grid, feature_space, grid_over


def _model(seed=0):
    rng = np.random.default_rng(seed)
    return Sequential([Dense(2, 5, rng=rng), ReLU(), Dense(5, 3, rng=rng), Softmax()], loss=CategoricalCrossEntropy())


def test_the_grid_covers_the_samples_with_a_margin_and_runs_row_by_row_from_the_lowest():
    grid = grid_over(np.array([[0.0, 10.0], [1.0, 30.0]]), columns=3, rows=2)
    np.testing.assert_allclose(grid.x, [-0.08, 0.5, 1.08])
    np.testing.assert_allclose(grid.y, [8.4, 31.6])
    np.testing.assert_allclose(grid.points[:4], [[-0.08, 8.4], [0.5, 8.4], [1.08, 8.4], [-0.08, 31.6]])


def test_other_features_are_held_at_their_mean():
    grid = grid_over(np.array([[0.0, 5.0, 0.0], [1.0, 7.0, 1.0]]), 2, 2, features=(2, 0))
    assert (grid.points[:, 1] == 6.0).all()
    assert set(grid.points[:, 2]) == set(grid.x)


def test_a_constant_feature_still_gives_a_grid():
    grid = grid_over(np.array([[2.0, 0.0], [2.0, 1.0]]), 3, 3)
    np.testing.assert_allclose(grid.x, [1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("X", "error"),
    [(np.zeros((3, 1)), ShapeError), (np.zeros(4), ShapeError), (np.zeros((0, 2)), ShapeError)],
)
def test_samples_that_span_no_plane_are_refused(X, error):
    with pytest.raises(error, match="two features"):
        grid_over(X, 2, 2)


@pytest.mark.parametrize("features", [(0, 0), (0, 2), (-1, 0)])
def test_features_that_do_not_exist_are_refused(features):
    with pytest.raises(SettingError, match="two different features"):
        grid_over(np.zeros((3, 2)), 2, 2, features)


def test_each_cell_of_the_map_is_what_the_model_says_of_its_point():
    X, y = spiral(20)
    model = _model()
    Run(model, SGD(1.0), X, y).step(50)
    decided = decision_grid(model, X, columns=7, rows=4)
    assert decided.classes.shape == decided.confidence.shape == (4, 7)
    for row in range(4):
        for column in range(7):
            confidences = model.predict([[decided.x[column], decided.y[row]]], probabilities=True)[0]
            assert decided.classes[row, column] == np.argmax(confidences)
            assert decided.confidence[row, column] == pytest.approx(np.max(confidences))


def test_logits_are_shown_as_confidences():
    rng = np.random.default_rng(0)
    model = Sequential([Dense(2, 3, rng=rng)], loss=SoftmaxCrossEntropy())
    decided = decision_grid(model, spiral(10)[0], 5, 5)
    assert ((decided.confidence >= 1 / 3) & (decided.confidence <= 1)).all()


def test_a_run_that_is_looked_at_ends_in_the_same_bits():
    X, y = spiral(20)
    watched, alone = (Run(_model(), SGD(1.0), X, y, batch_size=7, seed=3) for _ in range(2))
    for _ in range(10):
        watched.step()
        decision_grid(watched.model, X, 9, 9)
        feature_space(watched.model, X, 9, 9)
    alone.step(10)
    assert watched.model.vector.tobytes() == alone.model.vector.tobytes()


def test_feature_space_has_every_layer_in_order_and_the_same_neurons_twice():
    X, _ = spiral(10)
    model = _model()
    space = feature_space(model, X, columns=4, rows=3)
    assert list(space.of_grid) == list(space.of_samples) == ["inputs", "dense1", "relu1", "dense2", "softmax1"]
    weights = model.layers[0].weights
    x, y = space.grid.x[2], space.grid.y[1]
    assert space.neuron("dense1", 3)[1, 2] == pytest.approx(x * weights[0, 3] + y * weights[1, 3])
    assert space.of_samples["relu1"].shape == (30, 5)


def test_the_lines_of_the_inputs_are_straight():
    space = feature_space(_model(), spiral(10)[0], columns=4, rows=3)
    lines = space.lines("inputs")
    assert [line.shape for line in lines] == [(4, 2)] * 3 + [(3, 2)] * 4
    assert len(set(lines[0][:, 1])) == 1
    assert len(set(lines[3][:, 0])) == 1


def test_an_unknown_layer_is_named_with_the_known_ones_and_a_neuron_with_how_many_there_are():
    space = feature_space(_model(), spiral(10)[0], 2, 2)
    with pytest.raises(SettingError, match="dense1"):
        space.neuron("dense7", 0)
    with pytest.raises(SettingError, match="no neuron 2 in inputs; they go from 0 to 1"):
        space.lines("inputs", 0, 2)


def test_a_single_output_is_read_as_the_confidence_in_a_yes():
    X, _ = spiral(10, classes=2)
    model = Sequential([Dense(2, 1, rng=0), Sigmoid()], loss=BinaryCrossEntropy())
    decided = decision_grid(model, X, 6, 5)
    yes = model.predict(decided.grid.points, probabilities=True).reshape(5, 6)
    np.testing.assert_array_equal(decided.classes, yes > 0.5)
    np.testing.assert_allclose(decided.confidence, np.maximum(yes, 1 - yes))


def test_a_model_without_classes_has_no_map_of_decisions():
    with pytest.raises(SettingError, match="mean_squared_error measures numbers"):
        decision_grid(Sequential([Dense(2, 1)], loss=MeanSquaredError()), spiral(5)[0], 2, 2)

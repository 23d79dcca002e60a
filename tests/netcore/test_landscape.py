"""The loss landscape: heights, directions and the path."""

import numpy as np
import pytest

from netcore import SGD, Dense, MeanSquaredError, ReLU, Run, Sequential, SoftmaxCrossEntropy
from netcore.datasets import spiral
from netcore.errors import SettingError
from netcore.landscape import along_path, at_random, landscape, towards


def line_model():
    model = Sequential([Dense(1, 1, "zeros")], MeanSquaredError())
    return model, np.array([[1.0], [2.0]]), np.array([[1.0], [3.0]])


def spiral_run(dtype="float64", updates=0):
    rng = np.random.default_rng(0)
    layers = [Dense(2, 6, "he_normal", rng=rng, dtype=dtype), ReLU(), Dense(6, 3, "he_normal", rng=rng, dtype=dtype)]
    run = Run(Sequential(layers, SoftmaxCrossEntropy()), SGD(0.5), *spiral(15))
    run.step(updates)
    return run


def test_the_heights_are_those_of_the_formula():
    model, X, y = line_model()
    first, second = towards(model, "dense1.weights", (0, 0)), towards(model, "dense1.biases", (0, 0))
    seen = landscape(model, X, y, first, second, columns=5, rows=3, reach=2.0)
    np.testing.assert_allclose(seen.x, [-2, -1, 0, 1, 2])
    np.testing.assert_allclose(seen.y, [-2, 0, 2])
    for row, bias in enumerate(seen.y):
        for column, weight in enumerate(seen.x):
            errors = [weight + bias - 1, 2 * weight + bias - 3]
            assert seen.losses[row, column] == pytest.approx(np.mean(np.square(errors)))
    assert (first.label, second.label) == ("dense1.weights[0, 0]", "dense1.biases[0, 0]")


def test_the_penalty_belongs_to_the_height():
    model = Sequential([Dense(1, 1, "zeros", weight_l2=3.0)], MeanSquaredError())
    first, second = towards(model, "dense1.weights", (0, 0)), towards(model, "dense1.biases", (0, 0))
    seen = landscape(model, np.array([[0.0]]), np.array([[0.0]]), first, second, columns=3, rows=3)
    assert seen.losses[1].tolist() == [3.0, 0.0, 3.0]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_middle_is_where_the_model_is_and_the_model_stays_there(dtype):
    run = spiral_run(dtype, 20)
    before = run.model.vector.tobytes()
    seen = landscape(run.model, run.X, run.y, at_random(run.model, 1), at_random(run.model, 2), columns=3, rows=5)
    assert seen.losses[2, 1] == pytest.approx(run.evaluate().loss, rel=1e-5)
    assert run.model.vector.tobytes() == before


def test_a_random_direction_is_as_long_as_the_weights_neuron_by_neuron():
    model = spiral_run(updates=10).model
    vector = at_random(model, 3).vector
    for parameter in model.parameters:
        piece = vector[parameter.place].reshape(parameter.view.shape)
        if parameter.attribute == "biases":
            assert not piece.any()
        else:
            np.testing.assert_allclose(np.linalg.norm(piece, axis=0), np.linalg.norm(parameter.view, axis=0))
    assert not np.array_equal(vector, at_random(model, 4).vector)
    assert np.array_equal(vector, at_random(model, 3).vector)


def test_a_whole_parameter_is_a_direction_in_which_it_doubles():
    model = spiral_run().model
    direction = towards(model, "dense2.weights")
    place = model.parameters[2].place
    assert np.array_equal(direction.vector[place], model.vector[place])
    assert not direction.vector[: place.start].any()


def test_the_path_ends_in_the_middle_and_runs_through_the_plane():
    model, X, y = line_model()
    run = Run(model, SGD(0.1), X, y)
    first, second = towards(model, "dense1.weights", (0, 0)), towards(model, "dense1.biases", (0, 0))
    vectors = [run.moment().vector]
    for _ in range(4):
        run.step()
        vectors.append(run.moment().vector)
    seen = landscape(model, X, y, first, second)
    path = seen.path(vectors)
    np.testing.assert_allclose(path[-1], [0, 0], atol=1e-12)
    np.testing.assert_allclose(path + seen.centre, vectors)


def test_the_main_directions_of_a_path_hold_it_within_one_step():
    run = spiral_run(updates=200)
    vectors = [moment.vector for moment in run.moments()]
    assert [moment.update for moment in run.moments()] == [*range(0, 200, 32), 200]
    first, second = along_path(vectors)
    path = landscape(run.model, run.X, run.y, first, second, 3, 3).path(vectors)
    assert np.abs(path).max() == pytest.approx(1.0)
    assert np.abs(path[:, 1]).max() == pytest.approx(1.0)
    assert first.vector @ second.vector == pytest.approx(0.0, abs=1e-9)
    assert np.linalg.norm(first.vector) > np.linalg.norm(second.vector)


def test_what_spans_no_plane_is_refused():
    model, X, y = line_model()
    one = towards(model, "dense1.weights", (0, 0))
    with pytest.raises(SettingError, match="are one line"):
        landscape(model, X, y, one, one)
    with pytest.raises(SettingError, match="2 columns, 2 rows and a reach above 0"):
        landscape(model, X, y, one, towards(model, "dense1.biases", (0, 0)), columns=1)
    with pytest.raises(SettingError, match="a reach above 0, not 25, 25, inf"):
        landscape(model, X, y, one, towards(model, "dense1.biases", (0, 0)), reach=np.inf)
    with pytest.raises(SettingError, match="no samples"):
        landscape(model, X[:0], y[:0], one, towards(model, "dense1.biases", (0, 0)))
    with pytest.raises(SettingError, match="has 39 numbers, but the model has 2"):
        landscape(model, X, y, one, at_random(spiral_run().model))
    with pytest.raises(SettingError, match="no cell"):
        towards(model, "dense1.weights", (0, 1))
    with pytest.raises(SettingError, match="not on one line"):
        along_path([np.zeros(3), np.ones(3), 2 * np.ones(3)])

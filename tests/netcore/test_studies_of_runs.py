"""Studies of a run: against the model asked directly, and never moving the run."""

import numpy as np
import pytest

from netcore import SGD, CategoricalCrossEntropy, Dense, MeanSquaredError, ReLU, Run, Sequential, Softmax
from netcore.datasets import spiral
from netcore.errors import SettingError
from netcore.landscape import towards
from netcore.studies.chain_factors import chain_factors
from netcore.studies.firing_map import firing_map
from netcore.studies.layer_spaces import Look, layer_spaces, principal
from netcore.studies.loss_plane import loss_plane, plane_with_way, with_tries
from netcore.studies.random_tries import random_tries
from netcore.studies.run_views import decision_maps, gradient_sizes, learning_curve, samples_of

CELLS = (("dense1.weights", (0, 1)), ("dense2.biases", (0, 2)))


def make_run():
    X, y = spiral(samples=20, classes=3, seed=0)
    rng = np.random.default_rng(3)
    layers = [Dense(2, 3, "he_normal", rng=rng), ReLU(), Dense(3, 3, "he_normal", rng=rng), Softmax()]
    return Run(Sequential(layers, CategoricalCrossEntropy()), SGD(0.5), X, y)


def line_run():
    X = np.array([[-1.0], [0.0], [2.0]])
    return Run(Sequential([Dense(1, 1, rng=0)], MeanSquaredError()), SGD(0.1), X, 3 * X + 1)


@pytest.fixture
def run():
    """Return a run; afterwards, see that nothing has moved it."""
    run = make_run()
    before = run.model.vector.copy()
    yield run
    assert np.array_equal(run.model.vector, before)
    assert run.update == 0


def loss_with(run, **cells):
    model = run.model.copy()
    for name, value in cells.items():
        layer, attribute, row, column = name.split("__")
        getattr(model.part(layer), attribute)[int(row), int(column)] = value
    return float(np.mean(model.loss.forward(model.forward(run.X), run.y)))


def test_the_loss_plane_is_the_loss_with_two_numbers_changed(run):
    plane = loss_plane(run.model, run.X, run.y, *CELLS, span=1.5)
    first, second = run.model.part("dense1").weights[0, 1], run.model.part("dense2").biases[0, 2]
    assert plane.here == pytest.approx((first, second))
    assert (plane.x[0], plane.x[-1]) == pytest.approx((first - 1.5, first + 1.5))
    for row, column in ((0, 0), (3, 20), (24, 32)):
        found = loss_with(run, dense1__weights__0__1=plane.x[column], dense2__biases__0__2=plane.y[row])
        assert plane.losses[row, column] == pytest.approx(found)
    assert plane.names == ("dense1.weights[0, 1]", "dense2.biases[0, 2]")


@pytest.mark.parametrize("method", ["search", "walk"])
def test_tries_on_the_plane_change_its_two_numbers_alone(run, method):
    plane = loss_plane(run.model, run.X, run.y, *CELLS)
    seen = with_tries(plane, run.model, run.X, run.y, CELLS, method, 30, 0.4, 7)
    directions = [towards(run.model, *cell) for cell in CELLS]
    tries = random_tries(run.model, run.X, run.y, method, 30, 0.4, 7, directions)
    assert seen.is_tries
    for number in (0, 12, 29):
        x, y = seen.path[number]
        assert tries.losses[number] == pytest.approx(loss_with(run, dense1__weights__0__1=x, dense2__biases__0__2=y))
    assert np.array_equal(seen.kept, tries.is_kept)


def test_a_way_over_the_plane_is_that_of_the_updates(run):
    plane = plane_with_way(make_run(), *CELLS, 0.01, 12)
    way = plane.path
    other = make_run()
    other.step(12)
    assert way.shape == (13, 2)
    first = run.model.part("dense1").weights[0, 1], run.model.part("dense2").biases[0, 2]
    assert tuple(way[0]) == pytest.approx(first)
    assert tuple(way[-1]) == pytest.approx(plane.here)
    assert (plane.x[0] < way[:, 0]).all()
    assert (way[:, 1] < plane.y[-1]).all()
    assert way[-1, 0] == pytest.approx(other.model.part("dense1").weights[0, 1])
    assert len(plane_with_way(make_run(), *CELLS, 2.0, 1000).path) == 200


def test_a_large_set_is_thinned_and_said():
    X = np.linspace(-1, 1, 3000).reshape(-1, 1)
    run = Run(Sequential([Dense(1, 1, rng=0)], MeanSquaredError()), SGD(0.1), X, 2 * X)
    cells = (("dense1.weights", (0, 0)), ("dense1.biases", (0, 0)))
    assert loss_plane(run.model, run.X, run.y, *cells).samples == 1000
    with pytest.raises(SettingError, match="no cell"):
        loss_plane(run.model, run.X, run.y, ("dense1.weights", (4, 0)), cells[1])


def test_a_search_draws_everything_anew(run):
    tries = random_tries(run.model, run.X, run.y, "search", 50, 0.5, seed=1)
    drawn = 0.5 * np.random.default_rng(1).standard_normal((50, run.model.vector.size))
    model = run.model.copy()
    model.vector[...] = drawn[31]
    assert tries.losses[31] == pytest.approx(float(np.mean(model.loss.forward(model.forward(run.X), run.y))))
    assert tries.places.shape == (50, 0)
    lowest = np.minimum.accumulate(np.concatenate([[tries.first_loss], tries.losses]))[1:]
    np.testing.assert_array_equal(tries.best, lowest)


def test_a_walk_goes_on_from_the_best(run):
    tries = random_tries(run.model, run.X, run.y, "walk", 60, 0.1, seed=2)
    rng, here, lowest, model = np.random.default_rng(2), run.model.vector.copy(), tries.first_loss, run.model.copy()
    for number in range(60):
        there = here + 0.1 * rng.standard_normal(len(here))
        model.vector[...] = there
        loss = float(np.mean(model.loss.forward(model.forward(run.X), run.y)))
        assert tries.losses[number] == pytest.approx(loss)
        assert tries.is_kept[number] == (loss < lowest)
        if loss < lowest:
            here, lowest = there, loss
    assert tries.best[-1] < tries.first_loss


@pytest.mark.parametrize("wrong", [{"method": "guess"}, {"tries": 0}, {"step": 0.0}])
def test_tries_that_are_none_are_refused(run, wrong):
    with pytest.raises(SettingError, match="at least one"):
        random_tries(run.model, run.X, run.y, **wrong)


def test_the_firing_map_stands_class_by_class_and_knows_the_dead():
    run = make_run()
    run.model.part("dense1").biases[0, 1] = -100
    seen = firing_map(run.model, run.X[::-1], run.y[::-1])
    assert seen.layer == "relu1"
    assert seen.is_dead.tolist() == [False, True, False]
    assert seen.classes.tolist() == sorted(run.y.tolist())
    first = np.flatnonzero(run.y[::-1] == 0)[0]
    dense = run.model.part("dense1")
    np.testing.assert_allclose(seen.outputs[:, 0], np.maximum(0, run.X[::-1][first] @ dense.weights + dense.biases[0]))
    assert not len(firing_map(line_run().model, line_run().X, line_run().y).classes)
    with pytest.raises(SettingError, match="no layer 'relu2'"):
        firing_map(run.model, run.X, run.y, "relu2")


def test_the_chain_multiplies_to_the_samples_share(run):
    trace = run.trace()
    for cell in ((0, 0), (1, 2)):
        shares = [chain_factors(trace, run.model, "dense1.weights", cell, sample).share for sample in range(60)]
        assert sum(shares) == pytest.approx(trace.value("dense1.dweights").array[cell])
        bias = [chain_factors(trace, run.model, "dense1.biases", (0, 2), sample).share for sample in range(60)]
        assert sum(bias) == pytest.approx(trace.value("dense1.dbiases").array[0, 2])


def test_before_a_softmax_and_at_the_end_the_chain_is_shorter(run):
    chain = chain_factors(run.trace(), run.model, "dense2.weights", (0, 1), 4)
    assert [factor.name for factor in chain.factors] == ["∂L/∂z", "∂z/∂w"]
    alone = line_run()
    chain = chain_factors(alone.trace(), alone.model, "dense1.weights", (0, 0), 2)
    weight = alone.model.part("dense1").weights[0, 0]
    assert chain.factors[0].says == "loss.doutputs[2, 0]"
    assert chain.share == pytest.approx(2 * (2 * weight - 7) / 3 * 2)


@pytest.mark.parametrize(
    ("parameter", "cell", "sample", "said"),
    [
        ("dense9.weights", (0, 0), 0, "no weights or biases"),
        ("relu1.output", (0, 0), 0, "no weights or biases"),
        ("dense1.weights", (2, 0), 0, "no cell"),
        ("dense1.weights", (0,), 0, "no cell"),
        ("dense1.weights", (0, 0), 60, "no sample 60"),
    ],
)
def test_a_chain_from_nowhere_is_refused(run, parameter, cell, sample, said):
    with pytest.raises(SettingError, match=said):
        chain_factors(run.trace(), run.model, parameter, cell, sample)


def test_spaces_of_two_and_three_neurons(run):
    inputs, dense, relu, _ = layer_spaces(run.model, run.X, run.y).spaces
    assert (inputs.look, dense.look, relu.neurons) == (Look.PLANE, Look.CORNER, 3)
    np.testing.assert_array_equal(inputs.points, run.X)
    output = np.maximum(0, run.X @ run.model.part("dense1").weights)
    np.testing.assert_allclose(relu.points[:, 0], (output[:, 1] - output[:, 0]) * np.sqrt(3) / 2)
    np.testing.assert_allclose(relu.points[:, 1], output[:, 2] - (output[:, 0] + output[:, 1]) / 2)
    assert layer_spaces(line_run().model, line_run().X, line_run().y).spaces[0].look is Look.LINE
    with pytest.raises(SettingError, match="no layer 'dense7'"):
        layer_spaces(run.model, run.X, run.y, ["dense7"])
    with pytest.raises(SettingError, match="at most 4"):
        layer_spaces(run.model, run.X, run.y, ["inputs"] * 5)


def test_the_principal_plane_keeps_what_differs_most():
    rng = np.random.default_rng(0)
    points = rng.standard_normal((200, 5)) * [0.01, 5.0, 0.01, 2.0, 0.01]
    seen = principal(points)
    np.testing.assert_allclose(np.abs(np.corrcoef(seen[:, 0], points[:, 1])[0, 1]), 1, atol=1e-3)
    np.testing.assert_allclose(np.abs(np.corrcoef(seen[:, 1], points[:, 3])[0, 1]), 1, atol=1e-2)
    assert principal(points[:1]).shape == (1, 2)


def test_maps_at_several_updates():
    maps = decision_maps(make_run(), [50, 0])
    assert [seen.update for seen in maps] == [0, 50]
    run = make_run()
    assert maps[0].accuracy == run.evaluate().accuracy
    run.step(50)
    seen = maps[1].grid
    np.testing.assert_array_equal(seen.classes.ravel(), run.model.predict(seen.grid.points))
    with pytest.raises(SettingError, match="1 to 4 maps"):
        decision_maps(run, [])


def test_the_curve_ends_where_the_run_stands():
    run = make_run()
    run.step(9)
    run.seek(4)
    curve = learning_curve(run)
    assert curve.losses.tolist() == run.history.loss[:4]
    assert curve.accuracies.tolist() == run.history.accuracy[:4]


def test_gradient_sizes_are_those_of_the_next_update(run):
    trace = run.trace()
    for name, norm in gradient_sizes(run).norms:
        layer, _, attribute = name.partition(".")
        assert norm == pytest.approx(float(np.linalg.norm(trace.value(f"{layer}.d{attribute}").array)))


def test_samples_are_two_features_or_a_target_over_one(run):
    seen = samples_of(run, (1, 0))
    np.testing.assert_array_equal(seen.x, run.X[:, 1])
    assert seen.names == ("X[:, 1]", "X[:, 0]")
    line = samples_of(line_run())
    assert (line.y.tolist(), line.classes) == ([-2.0, 1.0, 7.0], None)
    with pytest.raises(SettingError, match="features 0 to 1"):
        samples_of(run, (0, 2))

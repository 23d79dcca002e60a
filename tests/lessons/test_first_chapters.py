"""What chapters 1 to 3 say in words about their runs, looked up in the runs themselves."""

from typing import Any

import numpy as np
import pytest

from lessons.blocks import Experiment, Setting, Try
from lessons.course import Course
from lessons.evidence import Evidence
from lessons.experiment import build, with_knob
from netcore import Run


def experiments(lesson: str) -> list[Experiment]:
    """Return a lesson's experiments, in order."""
    return [block.experiment for block in Course.discover().find(lesson).open().experiments]


def task(lesson: str, name: str) -> Try:
    """Return a `try` block of a lesson."""
    block = Course.discover().find(lesson).open().block(name)
    assert isinstance(block, Try)
    return block


def trained(experiment: Experiment, updates: int) -> Run:
    """Return the experiment's run after some updates, with what its layers put out."""
    run = build(experiment)
    run.seek(updates)
    run.model.forward(run.X)
    return run


def layer(run: Run, name: str) -> Any:
    """Return a layer of the run's network."""
    return run.model.part(name)


class TestIntroducing:
    spiral, too_fast = experiments("introducing")

    def test_no_rule_of_the_first_page_tells_the_arms_apart(self) -> None:
        run = build(self.spiral)
        distance, angle = np.hypot(*run.X.T), np.arctan2(run.X[:, 1], run.X[:, 0])
        for arm in range(3):
            mine = run.y == arm
            assert run.X[mine, 0].min() < -0.5
            assert run.X[mine, 0].max() > 0.5
            assert np.histogram(distance[mine], bins=10, range=(0, 1))[0].min() > 0
            assert np.histogram(angle[mine], bins=8, range=(-np.pi, np.pi))[0].min() > 0

    def test_most_of_what_is_wrong_lies_in_the_inner_half(self) -> None:
        run = trained(self.spiral, 1000)
        is_wrong = run.model.predict(run.X) != run.y
        assert np.mean(np.hypot(*run.X[is_wrong].T) < 0.5) > 0.5

    def test_the_loss_leaps_soon_after_update_100_and_nowhere_higher(self) -> None:
        losses = np.array(trained(self.spiral, 1000).history.loss)
        assert losses[:100].max() < 1.1
        assert 100 < losses.argmax() < 200
        assert losses.max() > 1.5
        assert losses[-1] < 0.5

    def test_every_parameter_takes_a_step_in_the_first_update(self) -> None:
        trace = build(self.spiral).trace()
        for name in ("dense1.weights", "dense1.biases", "dense2.weights", "dense2.biases"):
            assert np.all(trace.value(f"{name}@after").array != trace.value(name).array)

    def test_steps_that_are_too_long_silence_all_neurons(self) -> None:
        run = trained(self.too_fast, 1000)
        assert not layer(run, "relu1").output.any()
        assert layer(run, "relu1").output.shape == (300, 64)
        assert run.history.loss[-1] == pytest.approx(np.log(3), abs=1e-4)

    def test_a_rate_of_a_tenth_learns_too_slowly_but_rightly(self) -> None:
        run = trained(with_knob(self.spiral, "optimizer.learning_rate", 0.1), 1000)
        assert np.log(3) > run.history.loss[100] > run.history.loss[999]
        assert run.history.accuracy[999] < 0.5


class TestFirstNeurons:
    def test_the_bias_can_make_up_for_every_weight(self) -> None:
        block = task("first-neurons", "turn-by-hand")
        weight, bias = block.knobs
        experiment = block.setting.experiment
        assert experiment is not None
        for turned in weight.values:
            settings = [
                with_knob(with_knob(experiment, weight.path, turned), bias.path, value) for value in bias.values
            ]
            assert sum(Evidence().holds(block.until, Setting(setting)) for setting in settings) == 1

    def test_biases_in_a_column_fit_three_samples_by_accident_and_four_not(self) -> None:
        run = trained(experiments("first-neurons")[-1], 0)
        dense = layer(run, "dense1")
        column = run.X @ dense.weights + dense.biases.T
        assert column.shape == dense.output.shape
        assert not np.allclose(column, dense.output)
        with pytest.raises(ValueError, match="broadcast"):
            np.vstack([run.X, run.X[:1]]) @ dense.weights + dense.biases.T

    def test_a_neuron_a_row_does_not_meet_the_inputs(self) -> None:
        run = build(experiments("first-neurons")[-1])
        rows = layer(run, "dense1").weights.T
        with pytest.raises(ValueError, match="size 3 is different from 4"):
            run.X @ rows


class TestAddingLayers:
    single, double, numbers, _, neurons, _, product, rings, folded, last = experiments("adding-layers")

    def test_two_linear_layers_get_no_more_right_than_one(self) -> None:
        one, two = trained(self.single, 1000), trained(self.double, 1000)
        assert one.history.accuracy[999] == two.history.accuracy[999]
        assert one.history.accuracy[900] == one.history.accuracy[999]
        assert np.array_equal(one.model.predict(one.X), two.model.predict(two.X))

    def test_the_product_matrix_does_the_work_of_both(self) -> None:
        two, one = trained(self.numbers, 0), trained(self.product, 0)
        assert layer(two, "dense2").output == pytest.approx(layer(one, "dense1").output, abs=1e-12)

    def test_two_neurons_in_a_row_are_one(self) -> None:
        first, second = (layer(trained(self.neurons, 0), name) for name in ("dense1", "dense2"))
        for number in (-7.0, 0.0, 5.0):
            assert second.forward(first.forward(np.array([[number]]))) == number * 6 - 1

    def test_linear_layers_leave_the_inner_ring_inside(self) -> None:
        assert trained(self.rings, 300).history.accuracy[-1] < 0.6

    def test_the_fold_brings_the_inner_ring_close_to_the_corner(self) -> None:
        run = trained(self.folded, 300)
        height = layer(run, "relu1").output.sum(axis=1)
        assert height[run.y == 0].mean() < 0.5 * height[run.y == 1].mean()
        assert np.array_equal(run.model.predict(run.X), run.y)

    def test_the_bend_is_all_that_was_missing(self) -> None:
        block = task("adding-layers", "spiral-bend")
        assert trained(self.last, 1000).history.accuracy[-1] < 0.45
        assert trained(with_knob(self.last, block.knobs[0].path, "relu"), 1000).history.accuracy[-1] > 0.8


class TestActivations:
    _, _, _, _, dying, *_, last = experiments("activations")

    def test_momentum_moves_a_dead_neuron_though_no_gradient_calls_it_back(self) -> None:
        run = trained(self.dying, 100)
        trace = run.trace()
        assert not trace.value("dense1.dweights").array[:, 0].any()
        assert np.all(trace.value("dense1.weights@after").array[:, 0] != trace.value("dense1.weights").array[:, 0])
        run.seek(400)
        run.model.forward(run.X)
        assert not layer(run, "relu1").output[:, 0].any()

    @pytest.mark.parametrize("name", ["sigmoid", "identity", "tanh", "leaky_relu", "relu"])
    def test_one_activation_alone_gets_there_in_time(self, name: str) -> None:
        block = task("activations", "which-one")
        run = trained(with_knob(self.last, block.knobs[0].path, name), 1000)
        assert (max(run.history.accuracy) >= 0.8) == (name == "relu")

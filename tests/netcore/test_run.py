"""What a run does besides moving: history, validation, vital signs, stop rules, and not-a-number."""

import numpy as np
import pytest

from netcore import (
    SGD,
    Adam,
    CategoricalCrossEntropy,
    Dense,
    Dropout,
    Identity,
    MeanSquaredError,
    ReLU,
    Run,
    Sequential,
    Softmax,
    SoftmaxCrossEntropy,
)
from netcore.datasets import spiral
from netcore.errors import NotFiniteError, SettingError, ShapeError, TargetError
from netcore.evaluation import evaluate
from netcore.not_finite import UpdateNotFiniteError
from netcore.stopping import Epochs, LossBelow, NoImprovement


def a_run(samples=10, optimizer=None, hidden=6, l2=0.0, **settings):
    rng = np.random.default_rng(0)
    layers = [Dense(2, hidden, "he_normal", weight_l2=l2, rng=rng), ReLU(), Dense(hidden, 3, "he_normal", rng=rng)]
    return Run(Sequential(layers, SoftmaxCrossEntropy()), optimizer or SGD(0.5), *spiral(samples), **settings)


def line_run(rate=0.1, **settings):
    """A single weight that learns y = 2x from one sample: w moves by rate · 2 · (2 − w)."""
    model = Sequential([Dense(1, 1, "zeros")], MeanSquaredError())
    return Run(model, SGD(rate), np.array([[1.0]]), np.array([[2.0]]), **settings)


# History


def test_history_has_what_the_batch_showed_before_each_update():
    run = a_run(optimizer=SGD(0.5, decay=0.1), l2=0.01, batch_size=4)
    for update in range(9):
        X, y = run.batch()
        seen = evaluate(run.model, X, y)
        penalty = 0.01 * float(np.sum(run.model.layers[0].weights ** 2))
        trace = run.trace()
        run.step()
        history = run.history
        assert len(history) == update + 1
        assert history.data_loss[update] == pytest.approx(seen.loss)
        assert history.regularization_loss[update] == pytest.approx(penalty)
        assert history.loss[update] == pytest.approx(seen.loss + penalty)
        assert history.accuracy[update] == seen.accuracy
        assert history.learning_rate[update] == pytest.approx(0.5 / (1 + 0.1 * update))
        for name, norms in history.gradient_norms.items():
            part, _, parameter = name.partition(".")
            gradient = trace.value(f"{part}.d{parameter}").array
            assert norms[update] == pytest.approx(np.linalg.norm(gradient))
    assert history.best[-1] == int(np.argmin(history.loss))


def test_a_run_s_epoch_counts_whole_passes():
    run = a_run(samples=3, batch_size=4)  # 9 samples: 3 updates an epoch
    seen = []
    for _ in range(7):
        seen.append(run.epoch)
        run.step()
    assert seen == [0, 0, 0, 1, 1, 1, 2]


# Validation and evaluation


def test_validation_is_measured_after_every_so_many_updates_and_never_learned_from():
    rng = np.random.default_rng(1)
    X, y = rng.standard_normal((8, 2)), rng.integers(0, 3, 8)
    run, alone = a_run(l2=0.1, validation=(X, y), validate_every=5), a_run(l2=0.1)
    run.step(12)
    alone.step(12)
    assert run.model.vector.tobytes() == alone.model.vector.tobytes()
    assert list(run.history.validation) == [0, 5, 10]
    run.seek(10)
    assert run.history.validation[10] == run.evaluate(X, y)
    confidences = run.model.predict(X, probabilities=True)
    assert run.history.validation[10].loss == pytest.approx(-np.mean(np.log(confidences[np.arange(8), y])))
    assert run.history.validation[10].accuracy == np.mean(run.model.predict(X) == y)
    assert run.history.validation[10].samples == 8


def test_a_validation_set_that_does_not_fit_is_refused_at_once():
    with pytest.raises(ShapeError):
        a_run(validation=(np.zeros((2, 3)), np.array([0, 1])))
    with pytest.raises(TargetError):
        a_run(validation=(np.zeros((2, 2)), np.array([0, 5])))


@pytest.mark.parametrize("batch_size", [1, 7, 30, 1000])
def test_an_evaluation_in_batches_is_that_of_the_whole(batch_size):
    run = a_run()
    run.step(5)
    X, y = spiral(10, seed=4)
    whole = evaluate(run.model, X, y)
    parts = evaluate(run.model, X, y, batch_size)
    assert parts.loss == pytest.approx(whole.loss)
    assert (parts.accuracy, parts.samples) == (whole.accuracy, 30)


def test_regression_accuracy_in_batches_uses_the_precision_of_the_training_targets():
    run = line_run()
    assert run.model.loss.precision == 0.0
    X = np.linspace(0, 1, 50).reshape(-1, 1)
    run = Run(Sequential([Dense(1, 1, "zeros")], MeanSquaredError()), SGD(0.1), X, 3 * X, batch_size=5)
    assert run.model.loss.precision == pytest.approx(np.std(3 * X) / 250)


def test_sets_that_say_nothing_are_refused():
    run = a_run()
    with pytest.raises(SettingError, match="no samples"):
        run.evaluate(np.zeros((0, 2)), np.zeros(0, int))
    with pytest.raises(NotFiniteError, match=r"shape is \(1, 2\)\) have inf in row 0, column 1"):
        run.evaluate(np.array([[0, np.inf]]), np.array([0]))
    with pytest.raises(NotFiniteError, match="nan in row 2, column 0"):
        run.model.predict(np.array([[0, 1], [2, 3], [np.nan, 5]]))


def test_dropout_is_off_in_an_evaluation():
    layers = [Dropout(0.5, rng=0), Dense(2, 3, rng=1)]
    run = Run(Sequential(layers, SoftmaxCrossEntropy()), SGD(0.1), *spiral(10))
    assert run.evaluate() == run.evaluate()


# Vital signs


def test_vital_signs_are_those_of_the_next_update():
    run = a_run(optimizer=Adam(0.05))
    run.step(4)
    run.model.layers[0].weights[:, 2] = 0
    run.model.layers[0].biases[:, 2] = -1  # a neuron that no sample can wake
    before = {each.name: each.view.copy() for each in run.model.parameters}
    vitals = run.vitals()
    run.step()
    assert vitals.dead["relu1"] == pytest.approx(np.mean((run.model.layers[1].output <= 0).all(axis=0)))
    assert vitals.dead["relu1"] >= 1 / 6
    for parameter in run.model.parameters:
        pace = vitals.paces[parameter.name]
        change = np.linalg.norm(parameter.view - before[parameter.name])
        assert pace.values == pytest.approx(np.linalg.norm(before[parameter.name]))
        assert pace.gradient == pytest.approx(run.history.gradient_norms[parameter.name][-1])
        assert pace.change == pytest.approx(change)
        assert pace.ratio == pytest.approx(pace.change / pace.values)


def test_vital_signs_at_intervals_land_in_the_history_and_change_nothing():
    run, alone = a_run(vitals_every=4), a_run()
    run.step(9)
    alone.step(9)
    assert list(run.history.vitals) == [0, 4, 8]
    assert run.model.vector.tobytes() == alone.model.vector.tobytes()


def test_the_pace_of_a_parameter_that_is_all_zero_is_infinite():
    pace = line_run().vitals().paces["dense1.weights"]
    assert (pace.values, pace.ratio) == (0.0, float("inf"))


# Stop rules


def test_a_training_stops_after_its_epochs():
    run = a_run(samples=3, batch_size=4)
    assert run.train([Epochs(2)]) == "2 epochs are done"
    assert run.update == 6


def test_a_training_stops_at_the_loss_that_is_asked_for():
    run = line_run()
    reason = run.train([LossBelow(0.5)])
    assert run.history.loss[-1] < 0.5 <= run.history.loss[-2]
    assert "is below 0.5" in reason


def test_a_training_stops_when_nothing_gets_better():
    run = line_run(rate=1.0)  # the weight jumps 0, 4, 0, 4 …: the loss is 4 for ever
    reason = run.train([NoImprovement(10)])
    assert run.update == 10
    assert "not been lower since update 0" in reason


def test_of_a_run_with_validation_it_is_that_loss_that_counts():
    rng = np.random.default_rng(0)
    run = a_run(validation=(rng.standard_normal((9, 2)), np.arange(9) % 3), validate_every=5, optimizer=SGD(1.0))
    run.train([NoImprovement(20)], most=3000)
    measured = {number: entry.loss for number, entry in run.history.validation.items()}
    assert run.update - min(measured, key=measured.get) == 20


def test_a_training_ends_in_any_case_and_may_go_on():
    run = line_run(rate=0.001)
    assert run.train([LossBelow(0.0)], most=5) == "5 updates are done"
    run.train([LossBelow(0.0)], most=5)
    assert run.update == 10


@pytest.mark.parametrize("rule", [Epochs, NoImprovement])
def test_rules_without_sense_are_refused(rule):
    with pytest.raises(SettingError, match="not 0"):
        rule(0)


# Not-a-number


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_an_overflow_in_the_change_is_noticed_at_its_update_with_the_operation_that_made_it():
    run = line_run(rate=1e308)
    with pytest.raises(UpdateNotFiniteError) as caught:
        run.step(5)
    error = caught.value
    assert (error.update, run.update, len(run.history)) == (0, 0, 0)
    operation = run.trace().operations[error.operation]
    assert "learning_rate * gradient" in operation.span.text
    assert error.part == "optimizer"
    assert "update 0: -learning_rate * gradient gives inf in cell [0, 0] (update dense1.weights)" in str(error)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("rate", [2.5, 1e10, 1e100])
def test_a_training_that_runs_away_stops_before_the_first_bad_number_and_can_go_back(rate):
    run = line_run(rate)
    with pytest.raises(UpdateNotFiniteError) as caught:
        run.step(100_000)
    stopped = run.update
    assert caught.value.update == stopped > 0
    assert len(run.history) == stopped
    assert np.isfinite(run.history.loss).all()
    assert np.isfinite(run.model.vector).all()
    here = run.model.vector.tobytes()
    with pytest.raises(UpdateNotFiniteError, match=f"update {stopped}:"):
        run.step()
    run.seek(1)
    run.seek(stopped)
    assert run.model.vector.tobytes() == here


class Logarithm(Identity):
    """A layer that a learner might write, without a thought for zero."""

    name = "logarithm"

    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = np.log(inputs)
        return self.output

    def backward(self, dvalues):
        self.dinputs = dvalues / self.inputs
        return self.dinputs


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_first_bad_number_is_named_not_the_last():
    model = Sequential([Dense(2, 2, "zeros"), Logarithm(), Dense(2, 3, rng=0)], SoftmaxCrossEntropy())
    run = Run(model, SGD(0.1), *spiral(4))
    with pytest.raises(UpdateNotFiniteError) as caught:
        run.step()
    assert "np.log(inputs) gives -inf in cell [0, 0] (logarithm1 · forward)" in str(caught.value)


def test_an_infinity_that_does_no_harm_is_left_alone():
    class Sigma(Identity):
        name = "sigma"

        def forward(self, inputs, training=False):
            self.output = 1 / (1 + np.exp(-1e6 * (inputs + 1)))
            return self.output

        def backward(self, dvalues):
            self.dinputs = dvalues * 0
            return self.dinputs

    with np.errstate(over="ignore"):
        model = Sequential([Dense(1, 1, rng=0), Sigma()], MeanSquaredError())
        run = Run(model, SGD(0.1), np.array([[-9e5], [1.0]]), np.array([[0.0], [1.0]]))
        run.step(3)
    assert run.update == 3


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_learning_rate_that_float32_cannot_hold_is_found_where_it_is_used():
    model = Sequential([Dense(2, 3, rng=0, dtype="float32")], SoftmaxCrossEntropy())
    run = Run(model, SGD(1e200), *spiral(4))
    with pytest.raises(UpdateNotFiniteError, match=r"-learning_rate \* gradient gives -?inf") as caught:
        run.step()
    assert caught.value.part == "optimizer"


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_numbers_that_are_large_but_finite_are_no_error():
    model = Sequential([Dense(2, 3, rng=0)], SoftmaxCrossEntropy())
    run = Run(model, SGD(1e200), *spiral(4))
    run.step()
    assert np.isfinite(run.model.vector).all()
    assert np.abs(run.model.vector).max() > 1e190


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_numbers_that_were_bad_to_begin_with_are_named():
    run = a_run()
    run.model.layers[2].biases[0, 1] = np.nan
    with pytest.raises(UpdateNotFiniteError, match=r"dense2\.biases is not finite to begin with"):
        run.step()


# What cannot be used


@pytest.mark.parametrize(
    ("X", "y", "settings", "error", "text"),
    [
        (np.zeros((0, 2)), np.zeros(0, int), {}, SettingError, "no samples"),
        (np.zeros((4, 3)), np.zeros(4, int), {}, ShapeError, r"shape is \(4, 3\); this model takes \(samples, 2\)"),
        (np.zeros(4), np.zeros(4, int), {}, ShapeError, r"shape is \(4,\)"),
        (np.array([[0, 1], [np.nan, 0]]), np.zeros(2, int), {}, NotFiniteError, "nan in row 1, column 0"),
        (np.zeros((4, 2)), np.full(4, 3), {}, TargetError, "class 3"),
        (np.zeros((4, 2)), np.zeros(3, int), {}, TargetError, "4 samples"),
        (np.zeros((4, 2)), np.zeros(4, int), {"batch_size": 5}, SettingError, "batch of 5 .* 4 samples"),
        (np.zeros((4, 2)), np.zeros(4, int), {"batch_size": 0}, SettingError, "batch of 0"),
        (np.zeros((4, 2)), np.zeros(4, int), {"seed": -1}, SettingError, "seed"),
        (np.zeros((4, 2)), np.zeros(4, int), {"vitals_every": 0}, SettingError, "every 1 or more"),
        (np.zeros((4, 2)), np.zeros(4, int), {"seed": None}, SettingError, "whole number from 0 up, not None"),
        (np.zeros((4, 2)), np.zeros(4, int), {"batch_size": 2.5}, SettingError, "whole number of samples, not 2.5"),
    ],
)
def test_data_and_settings_that_cannot_be_used_are_named(X, y, settings, error, text):
    model = Sequential([Dense(2, 3), Softmax()], CategoricalCrossEntropy())
    with pytest.raises(error, match=text):
        Run(model, SGD(1.0), X, y, **settings)


class Careless(Dense):
    """A dense layer that has lost a dimension on the way back."""

    def backward(self, dvalues):
        dinputs = super().backward(dvalues)
        self.dbiases = self.dbiases[0]
        return dinputs


def test_a_gradient_of_another_shape_than_its_parameter_is_refused():
    run = Run(Sequential([Careless(2, 3, rng=0)], SoftmaxCrossEntropy()), SGD(1.0), *spiral(5))
    before = run.model.vector.tobytes()
    text = r"dense1\.dbiases has the shape \(3,\), but dense1\.biases has \(1, 3\)"
    with pytest.raises(ShapeError, match=text):
        run.step()
    assert (run.update, run.model.vector.tobytes()) == (0, before)


def test_the_caller_s_arrays_are_never_written():
    X, y = spiral(5)
    X.setflags(write=False)
    y.setflags(write=False)
    run = Run(Sequential([Dense(2, 3, rng=0)], SoftmaxCrossEntropy()), SGD(1.0), X, y, batch_size=4)
    run.step(10)
    assert run.update == 10

"""A run with the learner's own parts: the same numbers, traced in their files, and ended in words where they fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from lessons.blocks import DataSpec, Experiment, PartSpec
from lessons.experiment import build
from lessons.lab import Lab, Step
from lessons.workshop import PARTS
from lessons.workshop.handover import as_values, from_values
from lessons.workshop.limits import Limits
from lessons.workshop.own_run import OwnPartError, OwnRun, parts_for
from netcore.not_finite import UpdateNotFiniteError
from netcore.numerics import NUMERICS

SPIRAL = Experiment(
    data=DataSpec("spiral", (("samples", 20), ("classes", 3), ("seed", 0))),
    layers=(PartSpec("dense", (2, 8)), PartSpec("relu"), PartSpec("dropout", (0.1,)), PartSpec("dense", (8, 3))),
    loss=PartSpec("softmax_cross_entropy"),
    optimizer=PartSpec("adam", (), (("learning_rate", 0.05),)),
    batch_size=16,
)

WORKER = Limits(seconds=3.0, cpu_seconds=60, memory=2 * 2**30)


@contextmanager
def own_run(sources: dict[str, str], experiment: Experiment = SPIRAL) -> Iterator[OwnRun]:
    run = OwnRun(experiment, sources, WORKER)
    try:
        yield run
    finally:
        run.close()


def solutions(experiment: Experiment = SPIRAL) -> dict[str, str]:
    return {name: PARTS[name].solution for name in parts_for(experiment, tuple(PARTS))}


def test_an_experiment_can_be_handed_over() -> None:
    given = Experiment(
        data=DataSpec(inputs=((1.0, 2.0), (3.0, 4.0)), targets=(0, 1)),
        layers=(PartSpec("dense", (2, 2)), PartSpec("softmax")),
        loss=PartSpec("categorical_cross_entropy"),
        optimizer=PartSpec("sgd", (), (("learning_rate", 0.5), ("decay", 0.1))),
        parameters=(("dense1.weights", ((0.1, 0.2), (0.3, 0.4))),),
    )
    for experiment in (SPIRAL, given):
        assert from_values(as_values(experiment)) == experiment


@pytest.mark.parametrize("numerics", NUMERICS)
def test_every_part_that_is_switched_in_is_what_runs(numerics: str) -> None:
    experiment = replace(SPIRAL, data=DataSpec("spiral", (("samples", 20), ("classes", 3))), numerics=numerics)
    sources = solutions(experiment)
    with own_run(sources, experiment) as run:
        files = {operation.span.file for operation in run.trace().operations}
    assert {f"{name}.py" for name in sources} <= files


def test_parts_are_switched_in_where_they_fit() -> None:
    everything = tuple(PARTS)
    assert parts_for(SPIRAL, everything) == (
        "dense_forward", "relu_forward", "dense_backward", "relu_backward", "softmax_cross_entropy_backward", "adam",
        "dropout",
    )  # fmt: skip
    assert parts_for(SPIRAL, ("neuron", "sgd")) == ()


def with_optimizer(*options: tuple[str, float | str | bool]) -> Experiment:
    return Experiment(SPIRAL.data, (PartSpec("dense", (2, 3)),), SPIRAL.loss, PartSpec("sgd", (), options))


def test_parts_are_left_out_where_more_is_asked_than_they_can() -> None:
    everything = ("sgd", "momentum")
    assert parts_for(with_optimizer(), everything) == ("sgd",)
    assert parts_for(with_optimizer(("momentum", 0.9)), everything) == ("momentum",)
    assert parts_for(with_optimizer(("momentum", 0.9), ("nesterov", True)), everything) == ()
    assert parts_for(with_optimizer(("schedule", "exponential")), everything) == ()
    penalized = Experiment(
        SPIRAL.data, (PartSpec("dense", (2, 3), (("weight_l2", 0.1),)),), SPIRAL.loss, SPIRAL.optimizer
    )
    assert parts_for(penalized, ("dense_forward", "dense_backward")) == ("dense_forward",)


def test_it_trains_to_the_same_numbers_as_ours() -> None:
    ours = build(SPIRAL)
    ours.step(60)
    with own_run(solutions()) as run:
        run.step(60)
        assert run.update == 60
        np.testing.assert_allclose(run.model.vector, ours.model.vector, rtol=1e-9)
        np.testing.assert_allclose(run.history.loss, ours.history.loss, rtol=1e-9)
        assert run.history.accuracy == ours.history.accuracy
        np.testing.assert_allclose(
            run.history.gradient_norms["dense1.weights"], ours.history.gradient_norms["dense1.weights"], rtol=1e-9
        )


def test_it_goes_back_and_forth_to_the_same_bits() -> None:
    with own_run(solutions()) as run:
        run.seek(12)
        there = run.model.vector.copy()
        run.seek(40)
        run.seek(12)
        np.testing.assert_array_equal(run.model.vector, there)
        assert len(run.history) == 40


def test_its_trace_is_that_of_the_learners_lines() -> None:
    ours = build(SPIRAL)
    with own_run(solutions()) as run:
        run.step(3)
        ours.step(3)
        trace, expected = run.trace(), ours.trace()
        assert trace.update == 3
        assert [call.title for call in trace.calls] == [call.title for call in expected.calls]
        sources = {call.source.file for call in trace.calls}
        assert {"dense_forward.py", "dense_backward.py", "relu_backward.py", "adam.py", "dropout.py"} <= sources
        forward = trace.calls[0]
        assert forward.source.name == "Dense.forward"
        assert forward.operations[0].span.text == "inputs @ self.weights"
        np.testing.assert_allclose(
            trace.value("dense1.weights@after").array, expected.value("dense1.weights@after").array, rtol=1e-9
        )


def test_helpers_and_super_work_in_a_switched_in_part() -> None:
    source = """\
class Dense:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = self.weighted(inputs) + self.biases
        return self.output

    def weighted(self, inputs):
        return inputs @ self.weights

    def penalty(self):
        return super().penalty()
"""
    with own_run({"dense_forward": source}) as run:
        run.step(2)
        assert run.update == 2


def test_a_lab_steps_through_it_as_through_any_run() -> None:
    sources = solutions()
    lab = Lab(SPIRAL, begin=lambda experiment: OwnRun(experiment, sources, WORKER))
    own = lab.run
    assert isinstance(own, OwnRun)
    try:
        assert lab.move(Step.OVER).trouble == ""
        assert lab.cursor.call is not None
        assert lab.cursor.call.source.file == "dense_forward.py"
        assert lab.train(30).trouble == ""
        assert lab.update == 30
        assert lab.move(Step.PREVIOUS_UPDATE).place.update == 29
        own.close()
        assert "closed" in lab.train(5).trouble
    finally:
        own.close()


def test_their_gradients_are_checked_by_nudging() -> None:
    plain = Experiment(SPIRAL.data, (PartSpec("dense", (2, 4)), PartSpec("sigmoid"), PartSpec("dense", (4, 3))),
                       SPIRAL.loss, SPIRAL.optimizer)  # fmt: skip
    with own_run(solutions(plain), plain) as run:
        checks = run.check_gradients()
        assert {check.name for check in checks} == {
            "dense1.weights", "dense1.biases", "dense2.weights", "dense2.biases",
        }  # fmt: skip
        assert all(check.agrees for check in checks)
    wrong = solutions(plain) | {"sigmoid": PARTS["sigmoid"].solution.replace("* self.output", "* 0.5")}
    with own_run(wrong, plain) as run:
        checks = run.check_gradients(most=3)
        assert not all(check.agrees for check in checks if check.name == "dense1.weights")
        assert all(check.agrees for check in checks if check.name == "dense2.weights")


def test_the_way_back_through_the_first_layer_is_theirs_too() -> None:
    lazy = PARTS["dense_backward"].solution.replace("self.inputs.T @ dvalues", "np.zeros_like(self.weights)")
    with own_run({"dense_backward": lazy}) as run:
        before = run.model.vector.copy()
        run.step(3)
        changed = run.model.vector != before
        weights = [each.place for each in run.model.parameters if each.attribute == "weights"]
        assert not any(changed[place].any() for place in weights)
        assert changed.any()


def test_vital_signs_can_be_measured() -> None:
    ours = build(SPIRAL)
    ours.step(5)
    with own_run(solutions()) as run:
        run.step(5)
        assert run.vitals() == ours.vitals()
        assert run.update == 5


def test_a_fork_goes_on_with_our_parts() -> None:
    ours = build(SPIRAL)
    ours.step(15)
    with own_run(solutions()) as run:
        run.step(10)
        fork = run.fork()
        fork.step(5)
        np.testing.assert_allclose(fork.model.vector, ours.model.vector, rtol=1e-9)
        assert run.update == 10
        assert fork.first_update == 10


def test_numbers_that_are_not_finite_are_told_as_ever() -> None:
    wild = Experiment(
        SPIRAL.data,
        (PartSpec("dense", (2, 8)), PartSpec("relu"), PartSpec("dense", (8, 3))),
        PartSpec("softmax_cross_entropy"),
        PartSpec("sgd", (), (("learning_rate", 1e200),)),
    )
    with own_run({"sgd": PARTS["sgd"].solution}, wild) as run:
        with pytest.raises(UpdateNotFiniteError) as caught:
            run.step(10)
        assert caught.value.update == run.update
        run.seek(0)
        assert run.update == 0


BAD = """\
import numpy as np


class ReLU:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        if training:
            {body}
        return np.maximum(0, inputs)
"""


def test_an_error_in_the_learners_part_is_told_and_the_run_can_go_back() -> None:
    with own_run({"relu_forward": BAD.format(body="return inputs.nothing")}) as run:
        with pytest.raises(OwnPartError, match="Line 8: AttributeError"):
            run.step()
        assert run.update == 0


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("while True: pass", "still running"),
        ("import os; os._exit(2)", "exit code 2"),
        ("print('x' * 10**7)", "prints without end"),
    ],
)
def test_a_part_that_runs_wild_ends_the_run_in_words(body: str, says: str) -> None:
    with own_run({"relu_forward": BAD.format(body=body)}) as run:
        with pytest.raises(OwnPartError, match=says):
            run.step()
        with pytest.raises(OwnPartError, match="closed"):
            run.step()


def test_a_part_that_cannot_begin_is_said_at_once() -> None:
    with pytest.raises(OwnPartError, match="Line 3"):
        OwnRun(SPIRAL, {"relu_forward": "class ReLU:\n    def forward(self, inputs, training=False):\n        1 / 0\n"})
    with pytest.raises(OwnPartError, match="SyntaxError"):
        OwnRun(SPIRAL, {"relu_forward": "class ReLU:\n  def"})


def test_what_a_part_prints_in_training_is_kept_but_not_without_end() -> None:
    with own_run({"relu_forward": BAD.format(body="print('training', '.' * 500)")}) as run:
        for _ in range(300):
            run.step()
        assert run.printed.startswith("training .")
        assert len(run.printed) < 64 * 1024


def test_a_closed_run_says_so() -> None:
    with own_run(solutions()) as run:
        run.step(2)
    with pytest.raises(OwnPartError, match="closed"):
        run.step()
    assert run.update == 2
    assert run.model.predict(run.X).shape == (len(run.X),)

"""The lab: moving through a run in both directions, covered values, and training towards something."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from lessons.blocks import DataSpec, Experiment, Lesson, PartSpec, Setting, Show, Try
from lessons.errors import NamingError
from lessons.evidence import Evidence
from lessons.expressions import parse_expression
from lessons.lab import Covered, Lab, Place, Step
from lessons.references import parse_reference
from lessons.showing import step_position


@pytest.fixture
def experiment(lesson: Lesson) -> Experiment:
    return lesson.experiments[0].experiment


@pytest.fixture
def lab(experiment: Experiment) -> Lab:
    return Lab(experiment)


def cover(lab: Lab, reference: str, update: int = 0) -> Covered:
    return Covered(Setting(lab.experiment, update), parse_reference(reference))


def test_steps_lead_through_an_update_and_on_into_the_next(lab: Lab) -> None:
    count = len(lab.trace.operations)
    for position in range(1, count + 1):
        assert lab.move(Step.INTO).place == Place(0, position)
    assert lab.move(Step.INTO).place == Place(1, 0)
    assert lab.move(Step.BACK_INTO).place == Place(0, count)
    assert lab.move(Step.BACK_INTO).place == Place(0, count - 1)


def test_every_step_back_undoes_one_forwards(lab: Lab) -> None:
    pairs = [(Step.OVER, Step.BACK_OVER), (Step.PHASE_END, Step.PHASE_START), (Step.NEXT_UPDATE, Step.PREVIOUS_UPDATE)]
    for forwards, back in pairs:
        lab.go(Place())
        assert lab.move(forwards).place > Place()
        assert lab.move(back).place == Place()


def test_nothing_is_before_the_beginning(lab: Lab) -> None:
    for step in Step:
        if step.is_back:
            assert lab.move(step).place == Place()


def test_previous_update_goes_to_this_ones_start_first(lab: Lab) -> None:
    lab.go(Place(3, 5))
    assert lab.move(Step.PREVIOUS_UPDATE).place == Place(3, 0)
    assert lab.move(Step.PREVIOUS_UPDATE).place == Place(2, 0)


def test_a_place_is_the_same_whichever_way_it_is_reached(lab: Lab, experiment: Experiment) -> None:
    lab.train(50)
    far = lab.trace.value("dense1.weights").array
    lab.go(Place(3, 4))
    assert lab.place == Place(3, 4)
    lab.go(Place(50, 0))
    other = Lab(experiment)
    for _ in range(50):
        other.move(Step.NEXT_UPDATE)
    assert np.array_equal(far, lab.trace.value("dense1.weights").array)
    assert np.array_equal(far, other.trace.value("dense1.weights").array)


def test_a_position_beyond_the_end_means_the_end(lab: Lab) -> None:
    lab.go(Place(2, 10**9))
    assert lab.place == Place(2, len(lab.trace.operations))
    assert lab.cursor.is_at_end


def test_steps_stop_before_a_covered_value(lab: Lab) -> None:
    covered = cover(lab, "relu1.output[0, 0]")
    operation = lab.trace.value("relu1.output").operation
    assert operation is not None
    assert lab.move(Step.OVER, [covered]).held_by is None
    held = lab.move(Step.OVER, [covered])
    assert held.held_by is covered
    assert held.place == Place(0, operation.number)
    assert lab.move(Step.NEXT_UPDATE, [covered]) == held
    assert lab.move(Step.BACK_OVER, [covered]).held_by is None
    lab.go(held.place)
    assert lab.move(Step.INTO).place == Place(0, operation.number + 1)


def test_what_follows_from_a_covered_value_of_the_present_call_is_held_back(lab: Lab) -> None:
    covered = cover(lab, "relu1.output[0, 0]")
    operation = lab.trace.value("relu1.output").operation
    assert operation is not None
    here = Place(0, operation.number + 1)
    lab.go(here)
    for step in (Step.INTO, Step.OVER, Step.NEXT_UPDATE):
        held = lab.move(step, [covered])
        assert (held.place, held.held_by) == (here, covered)
    assert lab.train(5, covered=[covered]).held_by is covered
    assert lab.held_here([covered]) is not None
    lab.go(here)
    assert lab.move(Step.BACK_INTO, [covered]).held_by is None


def test_training_stops_before_a_covered_value(lab: Lab) -> None:
    held = lab.train(100, covered=[cover(lab, "loss.mean", update=20)])
    assert (held.place, str(held.held_by)) == (Place(20, 0), "loss.mean")
    assert lab.held_here([cover(lab, "loss.mean", update=20)]) == held
    lab.go(Place(19))
    assert lab.held_here([cover(lab, "loss.mean", update=20)]) is None
    lab.go(Place())
    assert lab.train(100, covered=[cover(lab, "run.loss", update=20)]).place == Place(19, 0)
    lab.go(Place())
    assert lab.train(20, covered=[cover(lab, "loss.mean", update=20)]).held_by is None


def test_what_is_covered_elsewhere_holds_nothing_back(lab: Lab) -> None:
    other = replace(cover(lab, "dense1.output"), setting=Setting(lab.experiment.with_seed(9), 0))
    assert lab.move(Step.NEXT_UPDATE, [other]).place == Place(1, 0)
    assert lab.move(Step.NEXT_UPDATE, [cover(lab, "dense1.output", update=0)]).place == Place(2, 0)
    assert lab.move(Step.OVER, [cover(lab, "X[0, 0]", update=2)]).held_by is None


def test_training_can_be_cancelled(lab: Lab) -> None:
    asked = iter([False, False, True])
    lab.train(10**9, is_cancelled=lambda: next(asked))
    assert 0 < lab.update < 10**9
    assert lab.train(5, is_cancelled=lambda: True).place.position == 0


def test_training_ends_where_a_try_is_fulfilled(lab: Lab, lesson: Lesson) -> None:
    task = lesson.block("train")
    assert isinstance(task, Try)
    assert not lab.outcome(task).is_reached
    lab.train(400, towards=task)
    outcome = lab.outcome(task)
    assert outcome.is_reached
    assert outcome.update == lab.update < 400
    assert outcome.numbers == "loss 0.1785"
    lab.move(Step.PREVIOUS_UPDATE)
    assert not lab.outcome(task).is_reached
    late = replace(task, within=lab.update - 1)
    lab.train(400, towards=task)
    assert not lab.outcome(late).is_reached


def test_a_run_that_diverges_says_so(lab: Lab, experiment: Experiment) -> None:
    diverged = parse_expression("run.diverged > 0")
    assert not lab.holds(diverged)
    wild = Lab(replace(experiment, optimizer=experiment.optimizer.with_option("learning_rate", 1e6)))
    wild.train(50)
    assert wild.holds(diverged)


STEPS = [
    ("start", 0),
    ("dense1.forward", 2),
    ("dense1.forward.matmul", 1),
    ("dense1.forward.add", 2),
]


@pytest.mark.parametrize(("step", "position"), STEPS)
def test_named_steps(lab: Lab, step: str, position: int) -> None:
    assert step_position(lab.trace, step) == position


def test_an_update_step_and_the_end(lab: Lab) -> None:
    assert step_position(lab.trace, "end") == len(lab.trace.operations)
    position = step_position(lab.trace, "update dense1.weights")
    assert lab.trace.operations[position - 1].call.parameter == "dense1.weights"


@pytest.mark.parametrize("step", ["dense9.forward", "dense1.forward.exp", "", "update dense1"])
def test_unknown_steps_are_refused(lab: Lab, step: str) -> None:
    with pytest.raises(NamingError, match="There are"):
        step_position(lab.trace, step)


def test_a_show_block_leads_to_what_it_shows(lab: Lab, lesson_with: Callable[[str], Lesson]) -> None:
    lesson = lesson_with(
        '```show\nupdate = 2\ncell = "relu1.output[0, 0]"\n```\n```show\nchart = "loss"\n```\n```show\ntable = "X"\n```'
    )
    cell, chart, data = (block for block in lesson.pages[0].blocks if isinstance(block, Show))
    place = lab.show(cell)
    operation = lab.trace.value("relu1.output").operation
    assert operation is not None
    assert place == Place(2, operation.number + 1)
    assert lab.show(chart) == Place(2, 0)
    assert lab.show(data) == Place(2, 0)


@pytest.mark.parametrize(
    ("table", "step"), [("dense1.weights", "dense1.forward.matmul"), ("dense2.biases", "dense2.forward.add")]
)
def test_a_given_value_is_shown_where_it_is_first_used(
    lab: Lab, lesson_with: Callable[[str], Lesson], table: str, step: str
) -> None:
    (block,) = (b for b in lesson_with(f'```show\ntable = "{table}"\n```').pages[0].blocks if isinstance(b, Show))
    assert lab.show(block).position == step_position(lab.trace, step)


def test_a_covered_value_hides_the_whole_line_that_leads_to_it(lab: Lab, lesson_with: Callable[[str], Lesson]) -> None:
    covered = cover(lab, "dense1.output[0, 0]")
    assert lab.move(Step.INTO, [covered]).held_by is covered
    assert lab.place == Place(0, 0)
    (block,) = (b for b in lesson_with('```show\nstep = "end"\n```').pages[0].blocks if isinstance(b, Show))
    assert lab.show(block, [covered]) == Place(0, 0)
    assert lab.show(block) == Place(0, len(lab.trace.operations))


@pytest.mark.filterwarnings("error")
def test_a_run_that_cannot_go_on_says_why_and_can_go_back() -> None:
    wild = Experiment(
        DataSpec(inputs=((1.0, 2.0), (3.0, -4.0)), targets=((1.0,), (2.0,))),
        (PartSpec("dense", (2, 3)), PartSpec("relu"), PartSpec("dense", (3, 1))),
        PartSpec("mean_squared_error"),
        PartSpec("sgd", (), (("learning_rate", 1e8),)),
    )
    lab = Lab(wild)
    stopped = lab.train(200)
    assert "inf" in stopped.trouble
    assert stopped.place == Place(lab.update, 0)
    assert 0 < lab.update < 200
    assert lab.holds(parse_expression("run.diverged > 0"))
    assert lab.move(Step.NEXT_UPDATE).trouble
    assert lab.move(Step.INTO).place == Place(stopped.place.update, 1)
    assert lab.move(Step.PREVIOUS_UPDATE).place == stopped.place
    assert lab.move(Step.PREVIOUS_UPDATE).place == Place(stopped.place.update - 1, 0)
    with pytest.raises(NamingError, match="does not come to update 200"):
        Evidence().number(parse_expression("run.loss"), Setting(wild, 200))

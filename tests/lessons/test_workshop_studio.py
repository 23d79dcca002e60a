"""The workshop as a screen meets it: the list, the check, the copy that has passed, and its use in an experiment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lessons.blocks import DataSpec, Experiment, PartSpec
from lessons.lab import Lab
from lessons.workshop import find_part
from lessons.workshop.own_run import OwnRun
from lessons.workshop.studio import Standing, Studio
from lessons.workshop.verdicts import WrongValues
from lessons.workshop.workspace import Workspace

RELU = find_part("relu_forward")
SPIRAL = Experiment(
    DataSpec("spiral", (("samples", 20), ("classes", 3), ("seed", 0))),
    (PartSpec("dense", (2, 8)), PartSpec("relu"), PartSpec("dense", (8, 3))),
    PartSpec("softmax_cross_entropy"),
    PartSpec("sgd"),
)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    studio = Studio(Workspace(tmp_path / "workshop"))
    yield studio
    studio.close()


def standing(studio: Studio, name: str) -> Standing:
    return next(entry.standing for entry in studio.entries() if entry.part.name == name)


def test_what_to_write_next_is_the_next_that_has_not_passed(studio: Studio) -> None:
    assert studio.ahead(RELU) is find_part("softmax_forward")
    names = [entry.part.name for entry in studio.entries()]
    for name in names[names.index(RELU.name) :]:
        studio.workspace.keep_passed(name, "")
    assert studio.ahead(RELU) is find_part("neuron")
    for name in names:
        studio.workspace.keep_passed(name, "")
    assert studio.ahead(RELU) is None


def test_a_part_is_walked_from_untouched_to_used(studio: Studio) -> None:
    assert standing(studio, "relu_forward") is Standing.UNTOUCHED
    file = studio.workspace.open(RELU)
    assert standing(studio, "relu_forward") is Standing.UNTOUCHED

    file = studio.workspace.save(file, RELU.solution.replace("np.maximum(0, inputs)", "np.abs(inputs)"))
    assert standing(studio, "relu_forward") is Standing.BEGUN
    report = studio.check(file)
    assert isinstance(report.verdict, WrongValues)
    assert report.verdict.mistake == RELU.mistakes[1].says
    assert studio.usable_in(SPIRAL) == ()
    assert not isinstance(studio.begin(SPIRAL), OwnRun)

    file = studio.workspace.save(file, RELU.solution)
    assert studio.check(file).has_passed
    assert standing(studio, "relu_forward") is Standing.PASSED
    assert studio.summary() == "parts you wrote: 1 of 26"
    assert studio.usable_in(SPIRAL) == ("relu_forward",)

    studio.workspace.save(file, "class ReLU: pass\n")
    assert standing(studio, "relu_forward") is Standing.CHANGED
    lab = Lab(SPIRAL, begin=studio.begin)
    own = lab.run
    assert isinstance(own, OwnRun)
    assert lab.train(20).trouble == ""
    assert lab.update == 20
    own.close()


def test_a_usable_part_is_one_that_passed_and_stands_for_something(studio: Studio) -> None:
    neuron = find_part("neuron")
    for part in (neuron, RELU):
        studio.workspace.keep_passed(part.name, part.solution)
    usable = [entry.part.name for entry in studio.entries() if entry.is_usable]
    assert usable == ["relu_forward"]


def test_a_check_takes_the_process_that_is_ready_and_leaves_the_next_to_who_asked(studio: Studio) -> None:
    file = studio.workspace.save(studio.workspace.open(RELU), RELU.solution)
    studio.prepare()
    ready = studio._spare._waiting
    assert ready is not None
    assert studio.check(file).has_passed
    assert not ready.is_running
    assert studio._spare._waiting is None, "nothing is started while the verdict is still to be shown"
    studio.prepare()
    assert studio._spare._waiting is not None
    studio.close()


def test_a_check_can_be_called_off(studio: Studio) -> None:
    file = studio.workspace.save(studio.workspace.open(RELU), "while True: pass\n")
    assert studio.check(file, is_cancelled=lambda: True).verdict.sentence == "The check was stopped."

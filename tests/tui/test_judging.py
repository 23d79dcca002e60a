"""What nudging says to a gradient in the lab."""

import pytest
import small_lesson

from lessons.document import parse_text
from lessons.lab import Lab, Place
from tui.judging import HIDDEN, NOT_A_GRADIENT, judgement
from tui.lab_sight import Sight, Spot


@pytest.fixture
def lab():
    lesson = parse_text(small_lesson.HEAD + small_lesson.PAGES)
    lab = Lab(lesson.experiments[0].experiment)
    lab.go(Place(0, len(lab.trace.operations)))
    return lab


def sight_of(lab, name, cell, covers=None):
    value = lab.trace.value(name)
    return Sight(lab.cursor, Spot(value, cell, value.label), covers=covers or {})


@pytest.mark.parametrize("name", ["dense1.dweights", "dense1.weights"])
def test_a_gradient_is_judged_by_the_loss_itself(lab, name):
    said = judgement(lab, sight_of(lab, name, (0, 1)))
    assert said.startswith("dense1.weights[0, 1] ± 1.00e−5: the loss is ")
    assert said.endswith("they agree.")


def test_only_parameters_are_judged(lab):
    assert judgement(lab, sight_of(lab, "dense1.output", (0, 0))) == NOT_A_GRADIENT
    assert judgement(lab, None) == NOT_A_GRADIENT


def test_a_gradient_that_is_to_be_predicted_stays_hidden(lab):
    gradient = lab.trace.value("dense1.dweights")
    mask = gradient.array == gradient.array
    assert judgement(lab, sight_of(lab, "dense1.weights", (0, 0), {gradient: mask})) == HIDDEN

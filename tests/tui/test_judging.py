"""What nudging says to a gradient in the lab."""

import pytest
import small_lesson

from lessons.document import parse_text
from lessons.lab import Lab, Place
from tui.lab.judging import HIDDEN, NO_CURSOR, judgement
from tui.lab.sight import Sight, Spot


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


@pytest.mark.parametrize("gradient", ["dense1.dinputs", "relu1.dinputs", "loss.doutputs"])
def test_what_flows_through_the_network_is_judged_too(lab, gradient):
    said = judgement(lab, sight_of(lab, gradient, (0, 1)))
    of = {"dense1.dinputs": "X", "relu1.dinputs": "dense1.output", "loss.doutputs": "softmax1.output"}[gradient]
    assert said.startswith(f"{of}[0, 1] ± ")
    assert said.endswith("they agree.")
    assert judgement(lab, sight_of(lab, of, (0, 1))) == said


def test_what_has_no_gradient_is_said_to_have_none(lab):
    said = judgement(lab, sight_of(lab, "loss.output", (0,)))
    assert said.startswith("loss.output[0] has no gradient of its own here.")
    inside = lab.trace.operations[0].result
    half_way = judgement(lab, Sight(lab.cursor, Spot(inside, (0, 0), inside.label)))
    assert half_way.startswith("(inputs @ self.weights)[0,0] has no gradient of its own here.")
    assert judgement(lab, None) == NO_CURSOR


def test_a_gradient_that_is_to_be_predicted_stays_hidden(lab):
    gradient = lab.trace.value("dense1.dweights")
    mask = gradient.array == gradient.array
    assert judgement(lab, sight_of(lab, "dense1.weights", (0, 0), {gradient: mask})) == HIDDEN


def test_while_the_loss_is_to_be_predicted_no_nudge_tells_it(lab):
    mean = lab.trace.value("loss.mean")
    assert judgement(lab, sight_of(lab, "dense1.weights", (0, 0), {mean: mean.array == mean.array})) == HIDDEN

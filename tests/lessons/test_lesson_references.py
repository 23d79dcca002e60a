"""References and expressions: the grammar, what they stand for, and what is said where they stand for nothing."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from lessons.blocks import Lesson, Setting
from lessons.errors import NamingError
from lessons.evidence import Evidence
from lessons.expressions import parse_expression
from lessons.references import Reference, parse_reference

READ = {
    "dense1.output": Reference("", "dense1.output"),
    "dense1.output[0, 1]": Reference("", "dense1.output", (0, 1)),
    "dense1.output[:, -1]": Reference("", "dense1.output", (None, -1)),
    "dense2.weights@after": Reference("", "dense2.weights", is_after=True),
    "dense2.weights@before": Reference("", "dense2.weights"),
    "dense2.weights@after[0, 1]": Reference("", "dense2.weights", (0, 1), is_after=True),
    "dense1.weights.shape": Reference("", "dense1.weights", is_shape=True),
    "dense1.weights.shape[0]": Reference("", "dense1.weights", (0,), is_shape=True),
    "dense1.weights@after.shape": Reference("", "dense1.weights", is_after=True, is_shape=True),
    "X": Reference("", "X"),
    "X.shape": Reference("", "X", is_shape=True),
    "y[2]": Reference("", "y", (2,)),
    "loss.mean": Reference("", "loss.mean"),
    "run.accuracy": Reference("", "run.accuracy"),
    "run.history.loss[-1]": Reference("", "run.history.loss", (-1,)),
    "dense1.forward.matmul[0, 1]": Reference("", "dense1.forward.matmul", (0, 1)),
}

REFUSED = {
    "": "cannot read the reference",
    "dense1": "names no value",
    "dense1.": "cannot read the reference",
    "dense1.a.b.c": "names no value",
    "X.weights": "X has nothing called 'weights'",
    "dense1.output[a]": "'a' is not an index",
    "dense1.output[]": "'' is not an index",
    "dense1.output[0": "cannot read the reference",
    "dense1.output@later": "no moment '@later'",
    "dense1.output@after.size": "'size' cannot follow @after",
    "run.acuracy": "no measure 'acuracy' of the run",
    "run.history.los": "no series 'los'",
    "run.loss@after": "run.loss has no moment",
    "X@after": "X has no moment. Leave @after out.",
    "run": "no measure '' of the run",
}

NUMBERS = {
    "dense1.output[0, 0]": 1.1,
    "dense1.output[0]": None,
    "X[1, 1]": 0.5,
    "y[0]": 0,
    "dense1.weights.shape[1]": 2,
    "sum(dense1.output[0])": 2.2,
    "max(dense1.output)": 1.1,
    "max(X[0, 0], X[0, 1], 7)": 7,
    "argmax(X[0])": 1,
    "-log(0.5)": math.log(2),
    "2 ** 3 ** 2": 512,
    "-2 ** 2": -4,
    "1 + 2 * 3 - 4 / 8": 6.5,
    "(1 + 2) · 3": 9,
    "1 − 2": -1,
    "X[0, 0] < X[0, 1] and 1 <= 1": 1,
    "X[0, 0] ≥ X[0, 1]": 0,
    "run.update": 3,
    "run.learning_rate": 0.5,
    "run.diverged": 0,
    "dense1.forward.matmul[0, 0] + dense1.biases[0, 0] - dense1.output[0, 0]": 0,
}

UNKNOWN = {
    "dense3.output": "no layer 'dense3'. Did you mean 'dense2'? There are dense1, relu1, dense2, softmax1.",
    "dense2.weight": "no value 'dense2.weight'. Did you mean 'dense2.weights'?",
    "dense1.output[3, 0]": "dense1.output[3, 0]: no index 3 along dimension 0, which has 3",
    "dense1.output[0, 0, 0]": "has 3 indices, but dense1.output has 2 dimensions",
    "dense1.output": "dense1.output is 3 × 2 numbers, not one",
    "run.history.loss[-1]": "no update is finished yet. Ask at a later update: update = 1.",
    "run.loss[0]": "run.loss is one number. Leave the index out.",
    "dense1.forward.dot": "no operation 'dot' of dense1.forward. There are matmul, add.",
    "dense1.fly.matmul": "no method 'fly' of dense1",
    "dense1.output@after": "no value 'dense1.output@after'",
    "X + dense1.weights": "cannot work out '+'",
    "log(0 - 1)": "is not a number here",
}

UNREADABLE = {
    "1 +": "ends too early",
    "1 2": "'2' does not belong there",
    "(1": "')' is missing",
    "sin(1)": "no function 'sin'",
    "log(1, 2)": "log() takes one value, not 2",
    "1 $ 2": "cannot read '$ 2'",
    "(" * 40 + "1" + ")" * 40: "nested more than",
    "1+" * 400 + "1": "an expression of",
}


@pytest.mark.parametrize("text", READ)
def test_references_are_read(text: str) -> None:
    assert parse_reference(text) == READ[text]
    assert str(parse_reference(text)) == text


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(NamingError) as error:
        parse_reference(text)
    assert REFUSED[text] in str(error.value)


@pytest.fixture(scope="module")
def setting(lesson: Lesson) -> Setting:
    return Setting(lesson.experiments[0].experiment, 0)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence()


@pytest.mark.parametrize("text", NUMBERS)
def test_expressions_come_to_numbers(text: str, setting: Setting, evidence: Evidence) -> None:
    wanted = NUMBERS[text]
    update = 3 if text.startswith("run.") else 0
    place = Setting(setting.experiment, update)
    if wanted is None:
        assert np.allclose(evidence.find(parse_expression(text), place).numbers, [1.1, 1.1])
    else:
        assert evidence.number(parse_expression(text), place) == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_stands_for_nothing_is_said_with_what_there_is(text: str, setting: Setting, evidence: Evidence) -> None:
    with pytest.raises(NamingError) as error:
        evidence.number(parse_expression(text), setting)
    assert UNKNOWN[text] in str(error.value)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_expression_is_refused(text: str) -> None:
    with pytest.raises(NamingError) as error:
        parse_expression(text)
    assert UNREADABLE[text] in str(error.value)


def test_after_is_what_the_update_makes_of_a_parameter(setting: Setting, evidence: Evidence) -> None:
    after = evidence.find(parse_expression("dense2.weights@after"), setting).numbers
    then = evidence.find(parse_expression("dense2.weights"), Setting(setting.experiment, 1)).numbers
    before = evidence.find(parse_expression("dense2.weights"), setting).numbers
    assert np.array_equal(after, then)
    assert not np.array_equal(after, before)


def test_the_history_ends_where_the_run_stands(setting: Setting, evidence: Evidence) -> None:
    last = evidence.number(parse_expression("run.history.loss[-1]"), Setting(setting.experiment, 5))
    assert last == evidence.number(parse_expression("loss.mean"), Setting(setting.experiment, 4))
    assert evidence.number(parse_expression("run.loss"), setting) == pytest.approx(
        evidence.number(parse_expression("loss.mean"), setting)
    )


def test_a_found_cell_knows_where_it_is_in_the_trace(setting: Setting, evidence: Evidence) -> None:
    found = evidence.find(parse_expression("dense1.output[-1, 0]"), setting)
    assert found.value is not None
    assert (found.value.name, found.cell) == ("dense1.output", (2, 0))


def test_without_an_experiment_there_is_nothing(evidence: Evidence) -> None:
    with pytest.raises(NamingError, match="no experiment yet"):
        evidence.number(parse_expression("loss.mean"), Setting())


def test_the_mean_of_the_losses_is_known_for_every_loss(lesson_with: Callable[[str], Lesson]) -> None:
    block = lesson_with('```note\ntext = "{loss.mean}"\n```').pages[0].blocks[-1]
    evidence = Evidence()
    mean = evidence.number(parse_expression("loss.mean"), block.setting)  # type: ignore[union-attr]
    losses = evidence.find(parse_expression("loss.output"), block.setting).numbers  # type: ignore[union-attr]
    assert mean == pytest.approx(float(np.mean(losses)))

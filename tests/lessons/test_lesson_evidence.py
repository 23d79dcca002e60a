"""Evidence far down a run: prepared beforehand, remembered, and said where a run does not get there."""

import threading
from dataclasses import replace

import pytest

from lessons.blocks import Lesson, Setting
from lessons.errors import NamingError
from lessons.evidence import MOST_RUNS, MOST_TRACES, Evidence
from lessons.expressions import parse_expression
from lessons.references import NUDGES
from lessons.session import LessonSession

LOSS = parse_expression("run.loss")
MEAN = parse_expression("loss.mean")


def test_a_far_setting_is_ready_once_prepared(lesson: Lesson) -> None:
    far = Setting(lesson.experiments[0].experiment, 400)
    prepared, asked = Evidence(), Evidence()
    assert not prepared.is_ready(far)
    prepared.prepare(far)
    assert prepared.is_ready(far)
    assert prepared.number(LOSS, far) == asked.number(LOSS, far)
    assert prepared.is_ready(Setting())


def test_preparing_can_be_cancelled_and_gone_on_with(lesson: Lesson) -> None:
    far = Setting(lesson.experiments[0].experiment, 400)
    evidence, answers = Evidence(), iter([False, False, True])
    evidence.prepare(far, lambda: next(answers))
    assert not evidence.is_ready(far)
    assert evidence.is_ready(replace(far, update=100))
    evidence.prepare(far)
    assert evidence.is_ready(far)


def test_others_may_ask_while_it_is_prepared(lesson: Lesson) -> None:
    experiment = lesson.experiments[0].experiment
    evidence, alone = Evidence(), Evidence()
    worker = threading.Thread(target=evidence.prepare, args=(Setting(experiment, 2000),))
    worker.start()
    for update in (0, 7, 3):
        assert evidence.number(MEAN, Setting(experiment, update)) == alone.number(MEAN, Setting(experiment, update))
    worker.join()
    last = Setting(experiment, 2000)
    assert evidence.number(LOSS, last) == alone.number(LOSS, last)


def test_only_so_much_is_remembered(lesson: Lesson) -> None:
    experiment = lesson.experiments[0].experiment
    evidence = Evidence()
    first = evidence.trace(Setting(experiment, 0))
    assert evidence.trace(Setting(experiment, 0)) is first
    for update in range(1, MOST_TRACES + 1):
        evidence.trace(Setting(experiment, update))
    assert evidence.trace(Setting(experiment, 0)) is not first
    run = evidence.run(Setting(experiment, 0))
    for seed in range(1, MOST_RUNS + 1):
        evidence.run(Setting(experiment.with_seed(seed), 0))
    assert evidence.run(Setting(experiment, 0)) is not run


def test_a_run_that_does_not_get_there_is_said(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    from netcore import Run
    from netcore.errors import NotFiniteError

    def fail(self: Run, update: int) -> None:
        raise NotFiniteError("the loss is not finite any more")

    monkeypatch.setattr(Run, "seek", fail)
    with pytest.raises(NamingError, match="does not come to update 9"):
        Evidence().number(LOSS, Setting(lesson.experiments[0].experiment, 9))


def test_a_nudge_agrees_with_the_backward_pass_and_moves_nothing(lesson: Lesson) -> None:
    setting, evidence = Setting(lesson.experiments[0].experiment, 3), Evidence()
    before = evidence.number(MEAN, setting)
    ask = {name: evidence.number(parse_expression(f"dense2.weights.{name}[1, 0]"), setting) for name in NUDGES}
    assert ask["numeric"] == pytest.approx(evidence.number(parse_expression("dense2.dweights[1, 0]"), setting), 1e-6)
    assert ask["numeric"] == pytest.approx((ask["above"] - ask["below"]) / 2e-5)
    assert evidence.number(MEAN, setting) == before


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("dense1.weights.numeric", "not one number"),
        ("dense1.weights.numeric[0, :]", "not one number"),
        ("dense1.weights.numeric[9, 0]", "no cell"),
        ("relu1.dinputs.numeric[0, 0]", "relu1.dinputs"),
    ],
)
def test_a_nudge_of_no_single_parameter_is_refused(lesson: Lesson, text: str, what: str) -> None:
    with pytest.raises(NamingError, match=what):
        Evidence().number(parse_expression(text), Setting(lesson.experiments[0].experiment))


def test_a_page_tells_which_settings_it_speaks_of(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    assert session.settings == (Setting(lesson.experiments[0].experiment, 0),)

"""What is kept of a lesson in words: each question with what the learner answered."""

from collections.abc import Callable

import pytest

from lessons.blocks import Lesson
from lessons.events import Answered, GivenUp, HintAsked, KnobTurned, Tried
from lessons.recap import recap_markdown
from lessons.session import LessonSession

SEVERAL = """
```choice
id = "q"
ask = "Which?"
several = true
options = [
  { text = "a weight, {dense1.weights[0, 0]}", right = true, reply = "Yes." },
  { text = "a bias", right = true, reply = "Yes." },
  { text = "the loss", reply = "No." },
]
```
"""
SIGN = '```predict\nid = "q"\nask = "Which?"\ntype = "sign"\nanswer = "dense1.weights[0, 1]"\n```\n'
FILL = '```fill\nid = "q"\nask = "Which?"\ncell = "dense1.output[0, 1]"\nblanks = ["term 1", "result"]\n```\n'
ORDER = (
    '```predict\nid = "q"\nask = "Which?"\ntype = "order"\nitems = '
    '[{ label = "2", value = "X[0, 0]" }, { label = "0", value = "X[0, 1]" }]\n```\n'
)
TRY = (
    '```try\nid = "q"\nask = "Which?"\nuntil = "run.loss < 0.2"\nhints = ["h"]\n'
    'knobs = [{ path = "optimizer.learning_rate", values = [0.5, 1.0] }]\n```\n'
)


@pytest.mark.parametrize(
    ("block", "answer", "told"),
    [
        (SEVERAL, "1 2", "you: a weight, 0.5; a bias, at the first try"),
        (SIGN, "-", "you: negative, at the first try"),
        (SEVERAL, "1, 2, ² and 77", "you: a weight, 0.5; a bias, at the first try"),
        (ORDER, "2 0", "you: 2 < 0, at the first try"),
        (ORDER, "0 > 2", "you: 2 < 0, at the first try"),
        (FILL, "-0.3;1.1", "you: −0.3; 1.1, at the first try"),
    ],
)
def test_an_answer_is_told_by_its_text(
    lesson_with: Callable[[str], Lesson], block: str, answer: str, told: str
) -> None:
    session = LessonSession.begin(lesson_with(block)).after(Answered("q", answer))
    assert f"- Which? *{told}*" in recap_markdown(session)


def test_what_was_shown_is_told_as_shown(lesson_with: Callable[[str], Lesson]) -> None:
    session = LessonSession.begin(lesson_with(SEVERAL)).after(GivenUp("q"))
    assert "- Which? *shown: a weight, 0.5; a bias*" in recap_markdown(session)


def test_tries_and_hints_are_told(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson).after(Answered("sum", "7")).after(HintAsked("sum"))
    text = recap_markdown(session.after(Answered("sum", "1.11")))
    assert "*you: 1.11, after 2 tries with 1 hint; it is 1.1*" in text


@pytest.mark.parametrize(
    ("update", "told"),
    [(0, "you: learning rate 1.0, with 1 hint"), (3, "you: learning rate 1.0, after 3 updates, with 1 hint")],
)
def test_a_run_is_told_by_the_names_of_its_knobs(lesson_with: Callable[[str], Lesson], update: int, told: str) -> None:
    session = LessonSession.begin(lesson_with(TRY)).after(KnobTurned("q", "optimizer.learning_rate", 1.0))
    session = session.after(HintAsked("q")).after(Tried("q", True, update, "loss 0.1"))
    assert f"- Which? *{told}*" in recap_markdown(session)


def test_a_run_without_knobs_is_told_by_its_updates(lesson_with: Callable[[str], Lesson]) -> None:
    session = LessonSession.begin(lesson_with(TRY)).after(Tried("q", True, 1, "loss 0.1"))
    assert "- Which? *you: after 1 update*" in recap_markdown(session)

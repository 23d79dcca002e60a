"""Our own lessons: no faults, the whole course walked in three ways, and the claims of their prose."""

import math
import re

import numpy as np
import pytest
from law import assert_law

from lessons import telling
from lessons.blocks import (
    Choice,
    Experiment,
    Fill,
    Implement,
    Lesson,
    Note,
    Predict,
    Prose,
    Recap,
    Setting,
    Task,
    Try,
)
from lessons.check import check_folder
from lessons.course import Course
from lessons.events import Answered, Event, GivenUp, HintAsked, Moved, PageTurned, PartPassed, Tried
from lessons.evidence import Evidence
from lessons.grading import Correct, Incorrect, answer_text
from lessons.lab import Lab
from lessons.reading.inline import without_code
from lessons.recap import recap_markdown
from lessons.saving import records
from lessons.session import LessonSession
from netcore.datasets import DATASETS

ENTRIES = Course.discover().entries
LESSONS = [entry.open() for entry in ENTRIES]
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.id for lesson in LESSONS])


def test_the_author_finds_no_fault() -> None:
    report = check_folder()
    assert [str(fault) for fault in report.faults] == []
    assert report.lessons == len(ENTRIES)


def right(session: LessonSession, task: Task) -> Event:
    """Return the event of doing a task rightly."""
    match task:
        case Implement():
            return PartPassed(task.id)
        case Try():
            return Tried(task.id, True, task.within or 1, "as asked")
        case _:
            return Answered(task.id, answer_text(task, session.evidence))


def wrong(task: Predict | Choice | Fill) -> str:
    """Return an answer that is wrong, whatever is asked."""
    match task:
        case Choice():
            number = next(n for n, option in enumerate(task.options, 1) if option.is_right is not True)
            return str(number)
        case Fill(blanks=blanks):
            return "; ".join(["123456"] * len(blanks))
        case Predict(question="sign"):
            return "+"
        case Predict(question="shape"):
            return "77 x 77"
        case Predict(question="order", items=items):
            return " ".join(item.label for item in items)
        case Predict(question="larger", items=items):
            return items[0].label
        case _:
            return "123456"


def see(session: LessonSession) -> str:
    """Return all that the page says, as a screen would ask for it."""
    said = []
    for block in session.visible:
        match block:
            case Prose() | Note():
                said.append(telling.prose(session, block))
            case Recap():
                said += telling.points(session, block)
            case Predict() | Choice() | Fill() | Try() | Implement():
                said += [telling.question(session, block.id), *telling.hints(session, block.id)]
                said.append(telling.replies(session, block.id))
                if isinstance(block, Fill):
                    said.append(telling.filled_worksheet(session, block.id).numbers)
    return "\n".join(said)


def assert_sound(text: str) -> None:
    """See that no reference was left, none failed, and nothing is not a number."""
    assert "(no " not in text
    assert "broken" not in text
    assert not re.search(r"\bnan\b|\binf\b", without_code(text))


@each_lesson
def test_answered_rightly_from_first_to_last(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    for page in lesson.pages:
        session = session.after(PageTurned(page.number))
        while session.active is not None:
            task = session.active
            after = session.after(right(session, task))
            assert after.state(task.id).is_correct, (task.id, after.verdict(task.id))
            assert list(records(session, right(session, task), after))
            session = after
        assert session.visible == page.blocks
        assert_sound(see(session))
    assert session.is_finished
    assert session.progress == 1
    assert_sound(recap_markdown(session))


@each_lesson
def test_answered_wrongly_with_every_hint_and_then_given_up(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    for page in lesson.pages:
        session = session.after(PageTurned(page.number))
        while session.active is not None:
            task = session.active
            if isinstance(task, Predict | Choice | Fill):
                session = session.after(Answered(task.id, wrong(task)))
                verdict = session.verdict(task.id)
                assert isinstance(verdict, Incorrect | Correct)
                while telling.has_more_hints(session, task.id):
                    session = session.after(HintAsked(task.id))
                assert_sound(see(session))
            session = session.after(GivenUp(task.id))
            assert_sound(see(session))
    assert session.is_finished


@each_lesson
def test_not_answered_at_all(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    for page in lesson.pages:
        session = session.after(PageTurned(page.number))
        assert_sound(see(session))
        assert session.visible
    assert session.is_last
    assert not session.is_finished
    assert session.progress == 0


@each_lesson
def test_every_page_puts_its_lab_where_it_says(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    labs: dict[object, Lab] = {}
    for page in lesson.pages:
        session = session.after(PageTurned(page.number))
        if session.show is None or session.experiment is None:
            continue
        lab = labs.setdefault(session.experiment, Lab(session.experiment))
        place = lab.show(session.show, session.covered)
        assert place.update == session.show.setting.update
        for cover in session.covered:
            value = session.evidence.look_up(cover.reference, cover.setting).value
            is_behind = value is not None and value.operation is not None and place.position > value.operation.number
            assert not is_behind or place.update != cover.setting.update, f"page {page.number} shows what it asks"
        session = session.after(Moved(place))
        assert session.place == place


@each_lesson
def test_the_law_of_the_trace_holds_in_every_experiment(lesson: Lesson) -> None:
    evidence = Evidence()
    updates: dict[Experiment, set[int]] = {}
    for setting in (task.setting for task in lesson.tasks):
        if setting.experiment is not None:
            updates.setdefault(setting.experiment, set()).add(setting.update)
    for experiment, spoken_of in updates.items():
        for update in {min(spoken_of), max(spoken_of)}:
            assert_law(evidence.trace(Setting(experiment, update)))


class TestOneUpdate:
    """What the first lesson says in words, computed here by itself."""

    X, y = (array[[20, 70, 120, 170, 270]] for array in DATASETS["spiral"](samples=100, classes=3, seed=0))
    rng = np.random.default_rng(1)
    W1 = rng.uniform(-1, 1, (2, 3)) * math.sqrt(6 / 5)
    W2 = rng.uniform(-1, 1, (3, 3)) * math.sqrt(6 / 6)

    @classmethod
    def train(cls, updates: int) -> tuple[float, float, np.ndarray, np.ndarray, float]:
        """Return loss, accuracy, confidences, the gradient of the second weights and the rate, after some updates."""
        W1, b1, W2, b2 = cls.W1.copy(), np.zeros((1, 3)), cls.W2.copy(), np.zeros((1, 3))
        onehot = np.eye(3)[cls.y]
        for update in range(updates + 1):
            z1 = cls.X @ W1 + b1
            a1 = np.where(z1 > 0, z1, 0)
            scores = a1 @ W2 + b2
            e = np.exp(scores)
            p = e / e.sum(axis=1, keepdims=True)
            loss = float(-np.log(p[range(5), cls.y]).mean())
            accuracy = float((p.argmax(axis=1) == cls.y).mean())
            dscores = (p - onehot) / 5
            dW2 = a1.T @ dscores
            dz1 = dscores @ W2.T * (z1 > 0)
            rate = 1 / (1 + 0.001 * update)
            if update < updates:
                W1 -= rate * cls.X.T @ dz1
                b1 -= rate * dz1.sum(axis=0)
                W2 -= rate * dW2
                b2 -= rate * dscores.sum(axis=0)
        return loss, accuracy, p, dW2, rate

    def test_before_the_first_update(self) -> None:
        loss, accuracy, p, dW2, rate = self.train(0)
        assert f"{loss:.4f}" == "1.1113"
        assert loss > math.log(3)
        assert accuracy == 0.4
        assert p[1].argsort().tolist() == [0, 2, 1]
        assert self.y[1] == 0
        assert 0.23 < p[1, 0] < 0.25
        assert round(dW2[1, 0], 2) == -0.06
        assert rate == 1

    def test_after_one_update(self) -> None:
        loss, *_ = self.train(1)
        assert loss < math.log(3)

    def test_after_five_hundred(self) -> None:
        loss, accuracy, p, dW2, rate = self.train(500)
        assert f"{loss:.4f}" == "0.0032"
        assert accuracy == 1
        assert abs(dW2[1, 0]) < 0.001
        assert p[range(5), self.y].min() > 0.99
        assert f"{rate:.3f}" == "0.667"

    def test_the_lesson_tells_the_same(self) -> None:
        lesson = next(lesson for lesson in LESSONS if lesson.id == "one-update")
        session = LessonSession.begin(lesson, Evidence())
        said = []
        for page in lesson.pages:
            session = session.after(PageTurned(page.number))
            for task in page.tasks:
                session = session.after(GivenUp(task.id))
            said.append(see(session))
        text = "\n".join(said)
        for words in (
            "It is 1.1113.",
            "40% of the points",
            "from 1.1113 to 0.9068",
            "is 0.0032 now, and 100%",
            "0.667",
        ):
            assert words in text

"""Questions asked again: fresh numbers from a seed, and what is kept of the answer."""

from collections.abc import Callable

import pytest

from lessons import telling
from lessons.blocks import Lesson
from lessons.course import Course
from lessons.events import Answered, Event, GivenUp
from lessons.grading import answer_text
from lessons.progress import ReviewAnswered, Verdict
from lessons.reviewing import can_be_reviewed, review_record, review_session
from lessons.session import LessonSession


def begun(lesson: Lesson, block: str, seed: int = 7) -> LessonSession:
    session = review_session(lesson, block, seed)
    assert session is not None
    return session


def test_only_questions_that_can_be_renewed_come_back(lesson: Lesson, lesson_with: Callable[[str], Lesson]) -> None:
    assert [can_be_reviewed(lesson, block) for block in ("sum", "gaps", "pick", "train", "gone")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert review_session(lesson, "pick", 1) is None
    fixed = lesson_with('```predict\nid = "q"\nask = "?"\nanswer = "loss.mean"\nfresh = false\n```')
    assert not can_be_reviewed(fixed, "q")


def test_a_seed_gives_its_own_numbers_always_the_same(lesson: Lesson) -> None:
    answers = []
    for seed in (1, 2, 3, 1, 2**32 - 1):
        session = begun(lesson, "sum", seed)
        assert session.active is not None
        assert session.active.id == "sum"
        answers.append(answer_text(session.active, session.evidence))  # type: ignore[arg-type]
    assert answers[0] == answers[3]
    assert len(set(answers)) == 4


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (["right"], Verdict.CORRECT),
        (["wrong"], Verdict.INCORRECT),
        (["wrong", "right"], Verdict.INCORRECT),
        (["give up"], Verdict.INCORRECT),
        (["nothing"], Verdict.NOT_ATTEMPTED),
        ([], Verdict.NOT_ATTEMPTED),
    ],
)
def test_what_is_kept_of_a_review(lesson: Lesson, given: list[str], verdict: Verdict) -> None:
    session = begun(lesson, "sum")
    right = answer_text(session.task("sum"), session.evidence)  # type: ignore[arg-type]
    events: dict[str, Event] = {
        "right": Answered("sum", right),
        "wrong": Answered("sum", "12345"),
        "nothing": Answered("sum", ""),
        "give up": GivenUp("sum"),
    }
    for what in given:
        session = session.after(events[what])
    record = review_record(session, "sum", 7)
    assert isinstance(record, ReviewAnswered)
    assert (record.lesson, record.block, record.seed, record.verdict) == ("small", "sum", 7, verdict)


def test_every_question_of_the_course_can_be_answered_with_other_numbers() -> None:
    for entry in Course.discover().entries:
        lesson = entry.open()
        for task in lesson.tasks:
            for seed in (1, 2, 3):
                session = review_session(lesson, task.id, seed)
                if session is None:
                    continue
                asked = session.task(task.id)
                done = session.after(Answered(task.id, answer_text(asked, session.evidence)))  # type: ignore[arg-type]
                assert done.state(task.id).is_correct, (task.id, seed, done.verdict(task.id))
                assert "(no " not in telling.question(done, task.id) + telling.replies(done, task.id)

"""Questions asked again: a little lesson of fresh numbers, and what is kept of the answers."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from small_lesson import HEAD, PAGES

from lessons import telling
from lessons.blocks import Lesson, Predict, Prose
from lessons.course import Course
from lessons.events import Answered, Event, GivenUp, PageTurned
from lessons.evidence import Evidence
from lessons.grading import answer_text
from lessons.progress import AnswerGiven, HintTaken, PageVisited, ReviewAnswered, SaveStatus, Verdict
from lessons.questions.review import ReviewItem
from lessons.questions.reviewing import Questions, Review, Reviewer, can_be_reviewed, reviewed_page
from lessons.saving import records
from lessons.session import LessonSession

TODAY = date(2026, 3, 1)


def item(block: str, lesson: str = "small", seed: int = 7) -> ReviewItem:
    return ReviewItem(lesson, block, TODAY, 0, seed)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "01-small.md").write_text(HEAD + PAGES, encoding="utf-8")
    (tmp_path / "02-broken.md").write_text("+++\n", encoding="utf-8")
    return Course.discover(content=tmp_path)


def reviewed(course: Course, *items: ReviewItem) -> Review:
    review = Questions(course).review(items)
    assert review is not None
    return review


def right_answer(session: LessonSession, block: str) -> str:
    return answer_text(session.task(block), session.evidence)  # type: ignore[arg-type]


def test_questions_of_every_kind_that_has_a_sum_come_back(lesson: Lesson, lesson_with: Callable[[str], Lesson]) -> None:
    blocks = ("sum", "gaps", "pick", "train", "gone")
    assert [can_be_reviewed(lesson, block) for block in blocks] == [True, True, False, False, False]
    assert reviewed_page(lesson, "pick", 1, Evidence()) is None


def test_a_question_kept_to_its_own_numbers_comes_back_with_them(lesson_with: Callable[[str], Lesson]) -> None:
    fixed = lesson_with('```predict\nid = "q"\nask = "?"\nanswer = "loss.mean"\nfresh = false\n```')
    page = reviewed_page(fixed, "q", 7, Evidence())
    assert page is not None
    assert isinstance(page.tasks[0], Predict)
    assert page.tasks[0].setting == fixed.tasks[0].setting


def test_a_seed_gives_its_own_numbers_always_the_same(course: Course) -> None:
    answers = []
    for seed in (1, 2, 3, 1, 2**32 - 1):
        session = LessonSession.begin(reviewed(course, item("sum", seed=seed)).lesson)
        assert session.active is not None
        answers.append(right_answer(session, session.active.id))
    assert answers[0] == answers[3]
    assert len(set(answers)) == 4


def test_the_words_before_it_and_the_lab_have_the_fresh_numbers_too(course: Course) -> None:
    session = LessonSession.begin(reviewed(course, item("sum")).lesson)
    assert session.experiment == session.task("small:sum").setting.experiment
    assert session.show is not None
    assert session.show.setting.experiment == session.experiment
    assert session.page.title == "From 1 · A small lesson"
    (first, second) = [block for block in session.visible if isinstance(block, Prose)]
    assert telling.prose(session, first) == "Two numbers make one: 1 and 2."
    assert "?" in telling.prose(session, second)  # what is asked for stays hidden


def test_each_question_has_a_page_and_what_is_gone_has_none(course: Course) -> None:
    gone = [item("nowhere"), item("sum", "no-such-lesson"), item("x", "02-broken")]
    review = reviewed(course, item("sum"), *gone, item("gaps"))
    assert [page.tasks[0].id for page in review.lesson.pages] == ["small:sum", "small:gaps"]
    assert Questions(course).review(gone) is None
    assert Questions(course).has("small", "gaps")
    assert not any(Questions(course).has(entry.lesson, entry.block) for entry in gone)


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (["right"], Verdict.CORRECT),
        (["wrong"], Verdict.INCORRECT),
        (["wrong", "right"], Verdict.INCORRECT),
        (["give up"], Verdict.INCORRECT),
        (["nothing", "right"], Verdict.CORRECT),
        (["nothing"], None),
        ([], None),
    ],
)
def test_the_first_answer_is_what_is_kept(course: Course, given: list[str], verdict: Verdict | None) -> None:
    kept: list[object] = []
    review = reviewed(course, item("gaps"), item("sum"))
    reviewer = Reviewer(review, lambda event: kept.append(event) or SaveStatus(), SaveStatus)
    session = LessonSession.begin(review.lesson).after(PageTurned(2))
    block = "small:sum"
    answers: dict[str, Event] = {
        "right": Answered(block, right_answer(session, block)),
        "wrong": Answered(block, "12345"),
        "nothing": Answered(block, ""),
        "give up": GivenUp(block),
    }
    for what in given:
        before, session = session, session.after(answers[what])
        for event in records(before, answers[what], session):
            reviewer.record(event)
    answered = [event for event in kept if isinstance(event, ReviewAnswered)]
    assert answered == kept
    assert [(a.lesson, a.block, a.seed, a.verdict) for a in answered] == [("small", "sum", 7, verdict)] * bool(verdict)
    assert reviewer.recalled == (verdict is Verdict.CORRECT)


def test_nothing_else_of_the_little_lesson_is_kept(course: Course) -> None:
    review = reviewed(course, item("sum"))
    for event in (PageVisited("review", 1), HintTaken("review", 1, "small:sum", 1)):
        assert review.kept(event, frozenset()) is None
    again = AnswerGiven("review", 1, "small:sum", "predict", "1", Verdict.CORRECT, 0)
    assert review.kept(again, frozenset({"small:sum"})) is None


def test_every_question_of_the_course_can_be_answered_with_other_numbers() -> None:
    course = Course.discover()
    questions = Questions(course)
    for entry in course.entries:
        tasks = [task.id for task in entry.open().tasks if questions.has(entry.id, task.id)]
        for seed in (1, 2, 3):
            review = questions.review(item(task, entry.id, seed) for task in tasks)
            session = LessonSession.begin(review.lesson) if review else None
            for page in review.lesson.pages if review else ():
                assert session is not None
                session = session.after(PageTurned(page.number))
                (task,) = page.tasks
                assert session.active == task
                done = session.after(Answered(task.id, right_answer(session, task.id)))
                assert done.state(task.id).is_correct, (task.id, seed, done.verdict(task.id))
                told = telling.question(done, task.id) + telling.replies(done, task.id)
                told += "".join(telling.prose(done, block) for block in done.visible if isinstance(block, Prose))
                assert "(no " not in told

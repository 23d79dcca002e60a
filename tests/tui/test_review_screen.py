"""What was learnt some days ago is offered again, asked with other numbers, and kept."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event

from app_stage import frame, press, running, settled

from lessons.grading import answer_text
from lessons.progress import AnswerGiven, LessonFinished, ProgressStore, Verdict
from tui.screens.course import CourseScreen
from tui.screens.review import ReviewScreen

LEARNT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NEXT_DAY = LEARNT + timedelta(days=1)


def learnt(folder, *blocks, is_finished=True):
    """Return a store in which these questions were answered rightly on the first day."""
    store = ProgressStore.open(folder / "home", clock=lambda: LEARNT)
    for block, kind in blocks:
        store.record(AnswerGiven("small", 1, block, kind, "1.1", Verdict.CORRECT, 0))
    if is_finished:
        store.record(LessonFinished("small"))
    store.close()
    return ProgressStore.open(folder / "home", clock=lambda: NEXT_DAY)


BOTH = (("sum", "predict"), ("gaps", "fill"))


def app_next_day(folder, *blocks, **options):
    return running(folder, lesson=None, store=learnt(folder, *blocks), clock=lambda: NEXT_DAY, **options)


def right_answer(app):
    session = app.screen.visit.session
    return answer_text(session.active, session.evidence)


def told(app):
    return [notice.message for notice in app._notifications]


def typed(text):
    names = {".": "full_stop", "-": "minus", ",": "comma", ";": "semicolon"}
    return [names.get(character, character) for character in text]


async def test_what_is_due_is_offered_at_the_start(tmp_path):
    async with app_next_day(tmp_path, *BOTH) as (app, _):
        shown = frame(app)
        assert "1 of 1 lessons · 2 due for review" in shown
        assert "● 2 questions from lessons past to recall?" in shown
        assert "● " in next(line for line in shown.split("\n") if "A small lesson" in line)


async def test_nothing_is_offered_on_the_same_day(tmp_path):
    async with running(tmp_path, lesson=None, store=learnt(tmp_path, *BOTH), clock=lambda: LEARNT) as (app, pilot):
        assert "due" not in frame(app)
        await press(pilot, "r")
        assert isinstance(app.screen, CourseScreen)


async def test_questions_that_cannot_come_back_are_not_due(tmp_path):
    async with app_next_day(tmp_path, ("pick", "predict"), ("gone", "fill")) as (app, _):
        assert "due" not in frame(app)


async def test_one_key_leaves_it_for_another_day(tmp_path):
    async with app_next_day(tmp_path, *BOTH) as (app, pilot):
        await press(pilot, "s")
        assert "to recall?" not in frame(app)
        assert "2 due for review" in frame(app)
        await press(pilot, "enter", "escape")
        assert "to recall?" not in frame(app)


async def test_right_at_the_first_try_is_kept_and_no_longer_due(tmp_path):
    async with app_next_day(tmp_path, ("sum", "predict")) as (app, pilot):
        await press(pilot, "r")
        assert isinstance(app.screen, ReviewScreen)
        assert "question 1/1" in frame(app)
        assert "From 1 · A small lesson" in frame(app)
        await press(pilot, *typed(right_answer(app)), "enter")
        assert "saved" in frame(app)
        (review,) = app.store.state.lesson("small").blocks["sum"].reviews
        assert review.verdict is Verdict.CORRECT
        await press(pilot, "enter")
        assert isinstance(app.screen, CourseScreen)
        assert told(app) == ["Recalled 1 of 1."]
        assert "due" not in frame(app)


async def test_a_miss_is_answered_as_in_the_lesson_and_comes_back(tmp_path):
    async with app_next_day(tmp_path, ("sum", "predict")) as (app, pilot):
        await press(pilot, "r", "f", *typed("12345"), "enter")
        assert "hint 1 of 2  Multiply, then add." in frame(app)
        assert "✗" in frame(app)
        await press(pilot, *["backspace"] * 5, *typed(right_answer(app)), "enter", "enter")
        assert told(app) == ["Recalled 0 of 1. What was not recalled comes back tomorrow."]
        (review,) = app.store.state.lesson("small").blocks["sum"].reviews
        assert review.verdict is Verdict.INCORRECT


async def test_a_question_and_the_whole_review_can_be_left(tmp_path):
    async with app_next_day(tmp_path, *BOTH) as (app, pilot):
        await press(pilot, "r")
        first = app.screen.visit.session.active.id
        await press(pilot, "s")
        assert "question 2/2" in frame(app)
        assert app.screen.visit.session.active.id != first
        await press(pilot, "escape")
        await settled(pilot)
        assert isinstance(app.screen, CourseScreen)
        assert "One question" in frame(app), "what was skipped is not offered again in this sitting"
        assert "1 due for review" in frame(app)
        await press(pilot, "r", "s")
        assert isinstance(app.screen, CourseScreen)
        assert "due" not in frame(app)


async def test_the_lab_runs_what_the_question_is_about(tmp_path):
    async with app_next_day(tmp_path, ("sum", "predict")) as (app, pilot):
        await press(pilot, "r")
        visit = app.screen.visit
        assert visit.lab.experiment == visit.session.active.setting.experiment
        assert visit.covers


@contextmanager
def slow_questions(app):
    """Let the questions take as long as the test likes: until the event that is given is set."""
    review, go_on = app.questions.review, Event()

    def wait(items):
        go_on.wait(30)
        return review(items)

    app.questions.review = wait
    try:
        yield go_on
    finally:
        go_on.set()


async def test_while_the_questions_are_made_a_line_says_so_and_the_course_answers(tmp_path):
    async with app_next_day(tmp_path, *BOTH) as (app, pilot):
        with slow_questions(app) as go_on:
            await pilot.press("r")
            await pilot.pause()
            assert "● making the questions …   s not now" in frame(app)
            await pilot.press("r", "question_mark")
            await pilot.pause()
            assert type(app.screen).__name__ == "HelpScreen"
            await pilot.press("escape")
            go_on.set()
            await settled(pilot)
        assert isinstance(app.screen, ReviewScreen)
        await press(pilot, "escape")
        assert "2 questions from lessons past to recall?" in frame(app)


async def test_questions_that_are_not_wanted_any_more_do_not_open(tmp_path):
    async with app_next_day(tmp_path, *BOTH) as (app, pilot):
        with slow_questions(app) as go_on:
            await pilot.press("r")
            await pilot.press("s")
            await pilot.pause()
            assert "making" not in frame(app)
            go_on.set()
            await settled(pilot)
        assert isinstance(app.screen, CourseScreen)
        await press(pilot, "r")
        assert isinstance(app.screen, ReviewScreen)


async def test_a_lesson_opened_meanwhile_is_not_covered_by_the_questions(tmp_path):
    async with app_next_day(tmp_path, *BOTH) as (app, pilot):
        with slow_questions(app) as go_on:
            await pilot.press("r", "enter")
            await pilot.pause()
            opened = app.screen
            go_on.set()
            await settled(pilot)
        assert app.screen is opened
        assert not isinstance(opened, CourseScreen | ReviewScreen)

"""Beginning a page, a lesson or the course afresh, from inside the app."""

from pathlib import Path

import pytest
from app_stage import frame, press, running

from lessons.progress import AnswerGiven, ProgressStore, Verdict
from tui.lesson.beginning_afresh import choices
from tui.screens.afresh import AfreshScreen, draw_choices
from tui.screens.course import CourseScreen
from tui.screens.lesson import LessonScreen


def begun(folder):
    store = ProgressStore.open(folder / "home")
    for page, block, kind in ((1, "sum", "predict"), (2, "pick", "choice")):
        store.record(AnswerGiven("small", page, block, kind, "1.1", Verdict.CORRECT, 0))
    return store


def answered(store):
    return sorted(store.state.lesson("small").blocks)


@pytest.mark.parametrize(
    ("keys", "left", "page"),
    [
        (("y",), ["pick"], "page 1/3"),
        (("down", "y"), [], "page 1/3"),
        (("2", "y"), [], "page 1/3"),
        (("escape",), ["pick", "sum"], "page 1/3"),
        (("n",), ["pick", "sum"], "page 1/3"),
    ],
)
async def test_a_page_or_the_lesson_is_begun_afresh(tmp_path, keys, left, page):
    async with running(tmp_path, store=begun(tmp_path)) as (app, pilot):
        await press(pilot, "R")
        assert isinstance(app.screen, AfreshScreen)
        await press(pilot, *keys)
        assert isinstance(app.screen, LessonScreen)
        assert answered(app.store) == left
        assert page in frame(app)
        assert ("✓" in frame(app)) == ("sum" in left)
        assert len(list((tmp_path / "home" / "backups").glob("*.json"))) == (keys[-1] == "y")


async def test_all_from_a_lesson_leads_to_the_course(tmp_path):
    async with running(tmp_path, store=begun(tmp_path)) as (app, pilot):
        await press(pilot, "R", "3", "y")
        assert isinstance(app.screen, CourseScreen)
        assert not app.store.state.lessons.get("small") or answered(app.store) == []
        assert "○" in frame(app)


async def test_it_says_what_would_go_and_where_the_backup_is(tmp_path):
    async with running(tmp_path, store=begun(tmp_path), size=(80, 24)) as (app, pilot):
        await press(pilot, "R")
        shown = frame(app)
        assert "1  page 1 of A small lesson  1 answer" in shown
        assert "2  the lesson A small lesson  2 answers" in shown
        assert "3  the whole course  2 answers" in shown
        drawn = draw_choices(choices(app.store.state, None), 0, Path("/kept/backups"), 200)
        assert "into /kept/backups" in "".join("".join(piece.text for piece in line) for line in drawn)


async def test_the_course_offers_the_lesson_under_the_cursor(tmp_path):
    async with running(tmp_path, store=begun(tmp_path), lesson=None) as (app, pilot):
        await press(pilot, "R", "y")
        assert isinstance(app.screen, CourseScreen)
        assert answered(app.store) == []
        (backup,) = (tmp_path / "home" / "backups").glob("*.json")
        app.store.import_from(backup)
        assert answered(app.store) == ["pick", "sum"]


async def test_without_a_backup_nothing_goes(tmp_path):
    store = begun(tmp_path)
    (tmp_path / "home" / "backups").write_text("in the way", encoding="utf-8")
    async with running(tmp_path, store=store) as (app, pilot):
        await press(pilot, "R", "y")
        assert answered(app.store) == ["pick", "sum"]
        assert "Nothing was reset" in next(iter(app._notifications)).message

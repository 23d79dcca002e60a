"""The course on the screen."""

from datetime import date

import pytest
from app_stage import frame, press, running, settled

from lessons.course import Course
from lessons.progress import LessonFinished, PageVisited, ProgressStore
from lessons.questions.review import ReviewItem
from tui.app import GlassnetApp
from tui.screens.course import CourseScreen
from tui.screens.lesson import LessonScreen
from tui.screens.notice import NoticeScreen
from tui.terminal import Colors, Terminal
from tui.theme import ThemeName
from tui.widgets.course_list import CourseList

SECOND = """+++
id = "second"
title = "Another lesson"
part = "More"
minutes = 7
goals = ["go further"]
+++

## Page

Text.
"""
THIRD = SECOND.replace("second", "third").replace("Another lesson", "The third")
BROKEN = "+++\nid = 3\n+++\n"


async def test_it_opens_on_what_comes_next(tmp_path):
    store = ProgressStore.open(tmp_path / "home")
    store.record(LessonFinished("small"))
    async with running(tmp_path, lesson=None, store=store, second=SECOND) as (app, _):
        assert app.screen.query_one(CourseList).current == "second"
        assert "✓" in frame(app)
        assert "1 of 2 lessons" in frame(app)


async def test_enter_opens_the_lesson_and_escape_comes_back(tmp_path):
    async with running(tmp_path, lesson=None) as (app, pilot):
        await press(pilot, "enter")
        assert isinstance(app.screen, LessonScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, CourseScreen)
        assert "◐" in frame(app)
        assert "page 1" in frame(app)


async def test_the_cursor_stands_on_the_lesson_that_the_command_line_opened(tmp_path):
    async with running(tmp_path, lesson="second", second=SECOND) as (app, pilot):
        await press(pilot, "escape")
        assert app.screen.query_one(CourseList).current == "second"
        await press(pilot, "down", "question_mark", "escape")
        assert app.screen.query_one(CourseList).current == "small", "and moves with the learner from there"


async def test_a_search_keeps_what_has_the_words(tmp_path):
    async with running(tmp_path, lesson=None, second=SECOND) as (app, pilot):
        await press(pilot, "slash", *"further")
        assert "A small lesson" not in frame(app)
        assert "Another lesson" in frame(app)
        await press(pilot, *"zz")
        assert "No lesson has these words" in frame(app)
        assert "enter" not in frame(app).split("\n")[-1]
        await press(pilot, "enter")
        assert app.focused is not app.screen.query_one(CourseList)
        await press(pilot, "escape")
        assert "A small lesson" in frame(app)


async def test_enter_opens_what_the_search_found(tmp_path):
    async with running(tmp_path, lesson=None, second=SECOND) as (app, pilot):
        await press(pilot, "slash", *"further")
        keys = frame(app).split("\n")[-1]
        assert "enter open" in keys
        assert "/ search" not in keys
        await press(pilot, "enter")
        assert "Another lesson" in frame(app).split("\n")[0]
        await press(pilot, "escape")
        assert app.focused is app.screen.query_one(CourseList)


async def test_a_broken_file_is_one_entry_with_its_error(tmp_path):
    async with running(tmp_path, lesson=None, broken=BROKEN) as (app, pilot):
        assert "cannot be read" in frame(app)
        await press(pilot, "end")
        assert "broken.md:" in frame(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, NoticeScreen)
        assert "This lesson cannot be read" in frame(app)
        assert "broken.md, line " in frame(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, CourseScreen)


async def test_a_lesson_that_is_broken_further_down_says_where_and_what_to_do(tmp_path):
    wrong = SECOND.replace('id = "second"', 'id = "wrong"') + '\n```predict\nid = "a"\nask = "What?"\n```\n'
    async with running(tmp_path, lesson=None, wrong=wrong) as (app, pilot):
        await press(pilot, "home", "enter")
        shown = frame(app)
        assert "wrong.md, line " in shown
        assert "The predict block has no" in shown


async def test_a_lesson_of_a_pack_that_is_broken_further_down_is_told_in_the_list(tmp_path):
    (tmp_path / "torn.md").write_text(SECOND + "```nothing\n```\n", encoding="utf-8")
    course = Course.discover([tmp_path], content=tmp_path / "none")
    app = GlassnetApp(course, ProgressStore.open(tmp_path / "home"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "cannot be read" in frame(app)
        assert "no kind of block 'nothing'" in frame(app)


async def test_a_locked_lesson_opens_once_what_it_needs_is_done(tmp_path):
    locked = SECOND.replace("minutes", 'needs = ["small"]\nlocked = true\nminutes')
    async with running(tmp_path, lesson="second", second=locked) as (app, pilot):
        app.query_one(CourseList).current = "second"
        await settled(pilot)
        assert "locked" in frame(app)
        assert "opens after A small lesson" in frame(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, CourseScreen)
        told = [notice.message for notice in app._notifications]
        assert told == ["“Another lesson” is locked: its author wants “A small lesson” done first."]
        app.store.record(LessonFinished("small"))
        await press(pilot, "enter")
        assert isinstance(app.screen, LessonScreen)


async def test_the_list_scrolls_with_a_sign_for_what_is_out_of_sight(tmp_path):
    many = {f"{number:02}-l": SECOND.replace('"second"', f'"l{number}"') for number in range(2, 40)}
    async with running(tmp_path, lesson=None, **many) as (app, pilot):
        assert "more below" in frame(app)
        await press(pilot, "end")
        assert "more above" in frame(app)
        assert "more below" not in frame(app)


async def test_the_key_for_other_colours_says_which_they_are(tmp_path):
    async with running(tmp_path, lesson=None) as (app, pilot):
        await press(pilot, "f9", "f9")
        assert [told.message for told in app._notifications] == [
            "Colours: for colour-blind eyes. Blue and orange in place of green and red, more contrast."
        ]


async def test_the_key_for_other_colours_says_where_there_are_none(tmp_path):
    async with running(tmp_path, lesson=None, terminal=Terminal(colors=Colors.NONE)) as (app, pilot):
        before = app.theme
        await press(pilot, "f9")
        assert app.theme == before
        assert ["no colours here" in told.message for told in app._notifications] == [True]


async def test_the_chosen_colours_are_kept(tmp_path):
    async with running(tmp_path, lesson=None) as (app, pilot):
        assert app.theme == ThemeName.DARK
        await press(pilot, "f9")
        assert app.theme == ThemeName.LIGHT
    async with running(tmp_path, lesson=None) as (app, _):
        assert app.theme == ThemeName.LIGHT


async def test_what_is_wrong_with_saving_stays_in_sight(tmp_path):
    store = ProgressStore.open(tmp_path / "home", is_read_only=True)
    async with running(tmp_path, lesson=None, store=store) as (app, pilot):
        await settled(pilot)
        assert "! Nothing is being saved" in frame(app)
        told = "".join("".join(frame(app).split("\n")).split())
        assert "".join(store.status.text.split())[:40] in told


async def test_after_a_finished_lesson_the_cursor_goes_to_the_one_that_follows(tmp_path):
    more = {"02-second": SECOND, "03-third": THIRD}
    async with running(tmp_path, lesson=None, **more) as (app, pilot):
        here = app.screen.query_one(CourseList)
        app.record(PageVisited("third", 1))
        here.current = "small"
        await press(pilot, "enter")
        app.record(LessonFinished("small"))
        await press(pilot, "escape")
        assert here.current == "second"
        await press(pilot, "up", "enter", "escape")
        assert here.current == "small"
        app.record(LessonFinished("second"))
        await press(pilot, "down", "enter", "escape")
        assert here.current == "third"


@pytest.mark.parametrize(("size", "is_due"), [((80, 24), False), ((60, 18), False), ((80, 24), True)])
async def test_the_footer_always_says_how_to_quit(tmp_path, size, is_due):
    async with running(tmp_path, lesson=None, size=size) as (app, pilot):
        app.screen.due = (ReviewItem("small", "sum", date(2026, 3, 2), 0, 1),) if is_due else ()
        await settled(pilot)
        footer = frame(app).splitlines()[-1]
        assert footer.endswith("? help   q quit")
        assert "enter open" in footer


async def test_what_a_lesson_is_about_is_told_whole_or_with_a_sign_that_there_is_more(tmp_path):
    goals = [f"goal {number}" for number in range(5)]
    five, seven = (SECOND.replace('["go further"]', str(names)) for names in (goals, [*goals, "goal 5", "goal 6"]))
    async with running(tmp_path, lesson=None, five=five, seven=seven.replace("second", "third")) as (app, pilot):
        await press(pilot, "home")
        assert all(goal in frame(app) for goal in goals)
        assert "more" not in frame(app)
        await press(pilot, "down")
        assert "goal 3" in frame(app)
        assert "… 3 more" in frame(app)


async def test_where_what_is_due_cannot_be_found_out_that_is_said_and_lessons_open(tmp_path, monkeypatch):
    def due(app):
        raise ValueError("no such day")

    monkeypatch.setattr(GlassnetApp, "due", due)
    async with running(tmp_path, lesson=None) as (app, pilot):
        assert "could not be found out: no such day" in next(iter(app._notifications)).message
        await press(pilot, "enter")
        assert isinstance(app.screen, LessonScreen)

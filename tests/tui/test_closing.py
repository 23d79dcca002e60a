"""A screen closes itself and no other, however the keys and the windows come."""

from functools import partial
from threading import Event

from app_stage import begin_run, press, running, settled, waited

from tui.screens.help import HelpScreen
from tui.screens.lesson import LessonScreen
from tui.screens.palette import Palette
from tui.screens.too_small import TooSmallScreen
from tui.screens.training import TrainingScreen
from tui.widgets.trainer import Trainer


def kinds(app):
    return [type(screen) for screen in app.screen_stack[1:]]


async def test_closed_twice_a_sheet_leaves_what_lies_beneath(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "f1")
        sheet = app.screen
        assert isinstance(sheet, HelpScreen)
        sheet.dismiss()
        sheet.dismiss()
        await settled(pilot)
        assert kinds(app) == [LessonScreen]


async def test_a_lesson_left_twice_leaves_the_course(tmp_path):
    async with running(tmp_path) as (app, pilot):
        lesson = app.screen
        lesson.action_leave()
        lesson.action_leave()
        await settled(pilot)
        assert kinds(app) == []


async def test_a_run_that_ends_in_too_small_a_window_takes_its_own_bar_away(tmp_path, monkeypatch):
    goes_on = Event()
    monkeypatch.setattr("tui.lab.training.TrainingRun.work", lambda *_: goes_on.wait(20) and None)
    async with running(tmp_path, page=3) as (app, pilot):
        await begin_run(pilot)
        await waited(pilot, lambda: isinstance(app.screen, TrainingScreen))
        await pilot.resize_terminal(40, 10)
        await waited(pilot, lambda: kinds(app) == [LessonScreen, TrainingScreen, TooSmallScreen])
        goes_on.set()
        await settled(pilot)
        assert isinstance(app.screen, TooSmallScreen)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert kinds(app) == [LessonScreen]


async def test_of_two_runs_in_quick_succession_no_bar_is_left(tmp_path, monkeypatch):
    goes_on = Event()
    monkeypatch.setattr("tui.lab.training.TrainingRun.work", lambda *_: goes_on.wait(20) and None)
    async with running(tmp_path, page=3) as (app, pilot):
        trainer = app.screen.query_one(Trainer)
        await begin_run(pilot)
        await waited(pilot, lambda: isinstance(app.screen, TrainingScreen))
        trainer._show_bar()  # as the timer of the run before
        goes_on.set()
        await settled(pilot)
        assert kinds(app) == [LessonScreen]


async def test_what_is_opened_in_too_small_a_window_lies_under_the_request_for_room(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await pilot.resize_terminal(59, 17)
        await settled(pilot)
        app.action_command_palette()
        await settled(pilot)
        assert isinstance(app.screen, TooSmallScreen)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert isinstance(app.screen, Palette)
        await press(pilot, "escape")
        await settled(pilot)
        assert kinds(app) == [LessonScreen]


async def test_the_request_for_room_does_not_come_back_for_a_size_that_was(tmp_path, monkeypatch):
    async with running(tmp_path) as (app, pilot):
        await pilot.resize_terminal(59, 17)
        await settled(pilot)
        late = []
        with monkeypatch.context() as patched:
            patched.setattr(app, "call_later", lambda callback, *given: late.append(partial(callback, *given)))
            app.screen.on_screen_suspend()
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        for callback in late:
            callback()
        await settled(pilot)
        assert kinds(app) == [LessonScreen]


async def test_the_request_for_room_stays_while_there_is_none(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await pilot.resize_terminal(59, 17)
        await settled(pilot)
        app.action_command_palette()
        await pilot.resize_terminal(80, 24)
        await pilot.resize_terminal(59, 17)
        await press(pilot, "escape")
        await settled(pilot)
        assert isinstance(app.screen, TooSmallScreen)

"""A fault of the app itself: one line for the learner, the details in a file."""

import pytest
from app_stage import running, small_course
from textual.css.query import NoMatches
from textual.widget import MountError

from lessons.progress import ProgressStore
from tui.app import GlassnetApp, say_at_the_end
from tui.crash import KEPT, crash_note


def fault(text="a test"):
    try:
        raise ZeroDivisionError(text)
    except ZeroDivisionError as error:
        return error


def test_the_details_go_into_a_file_beside_the_progress(tmp_path):
    note = crash_note(tmp_path, fault())
    assert "\n" not in note
    assert KEPT in note
    (details,) = tmp_path.glob("crash-*.txt")
    assert str(details) in note
    assert "ZeroDivisionError: a test" in details.read_text(encoding="utf-8")


def test_where_nothing_can_be_written_the_details_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "nowhere"))
    note = crash_note(tmp_path / "nowhere", fault())
    assert "Traceback" in note


def test_what_the_fault_says_cannot_disturb_the_terminal(tmp_path):
    assert "\x1b" not in crash_note(tmp_path, fault("\x1b[2J\nand more"))


def test_the_app_leaves_with_that_line(tmp_path):
    app = GlassnetApp(small_course(tmp_path / "content"), ProgressStore.open(tmp_path / "home"))
    app._handle_exception(fault())
    assert KEPT in str(app._exit_renderables[0])
    assert app.return_code == 1


async def test_a_fault_while_leaving_is_told_when_the_terminal_is_plain_again(tmp_path, capsys):
    async with running(tmp_path) as (app, pilot):
        app.exit()
        app._handle_exception(fault())
        await pilot.pause()
    say_at_the_end(app)
    said = " ".join(capsys.readouterr().err.split())
    assert said.startswith("While glassnet was closing, a fault of its own came up (ZeroDivisionError: a test).")
    (details,) = app.store.home.glob("crash-*.txt")
    assert str(details) in said


@pytest.mark.parametrize("missed", [NoMatches("no nodes"), MountError("can't mount before it is mounted")])
async def test_what_a_screen_misses_when_its_parts_are_gone_is_no_fault(tmp_path, capsys, missed):
    async with running(tmp_path) as (app, _):
        app.exit()
        app._handle_exception(missed)
    say_at_the_end(app)
    assert capsys.readouterr().err == ""

"""A fault of the app itself: one line for the learner, the details in a file."""

from app_stage import small_course

from lessons.progress import ProgressStore
from tui.app import GlassnetApp
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

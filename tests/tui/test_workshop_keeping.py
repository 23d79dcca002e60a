"""Nothing that was typed in the workshop is lost, and the learner is told where it lies."""

import pytest
from app_stage import frame, press
from terminal_stage import TerminalStage
from workshop_stage import DENSE, OWN, type_file, until, workshop

from tui.screens.workshop import WorkshopScreen
from tui.widgets.editor import Editor


def block(folder):
    """Put a file where the workspace was."""
    folder.rename(folder.with_name("away"))
    folder.write_text("in the way")


def unblock(folder):
    folder.unlink()
    folder.with_name("away").rename(folder)


@pytest.fixture
def me(tmp_path, monkeypatch):
    """Return the learner's home folder."""
    (tmp_path / "me").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    return tmp_path / "me"


async def test_a_text_that_its_file_does_not_take_lies_elsewhere_and_the_screen_says_where(tmp_path, me):
    async with workshop(tmp_path, size=(120, 40)) as (app, pilot, path):
        block(path.parent)
        await type_file(pilot, "typed = 1\n")
        await until(pilot, lambda: app.screen.writing.trouble, seconds=8)
        shown = " ".join(frame(app).replace("!", "").split())
        kept = app.screen.writing.aside
        assert f"Your text is kept in ~/{kept.name} for now: cannot write" in shown
        assert kept.parent == me
        assert kept.read_text() == "typed = 1\n"
        assert "not in the file" in shown
        await type_file(pilot, "typed = 2\n")
        await until(pilot, lambda: kept.read_text() == "typed = 2\n", seconds=8)
        unblock(path.parent)
        await type_file(pilot, "typed = 3\n")
        await until(pilot, lambda: path.read_text() == "typed = 3\n", seconds=8)
        assert "Your text is kept" not in frame(app)
        assert not list(me.iterdir())


async def test_leaving_the_screen_says_where_the_text_is(tmp_path, me):
    async with workshop(tmp_path) as (app, pilot, path):
        block(path.parent)
        await type_file(pilot, "typed = 1\n")
        await press(pilot, "escape")
        assert not isinstance(app.screen, WorkshopScreen)
        (kept,) = me.iterdir()
        assert kept.read_text() == "typed = 1\n"
        assert any(f"~/{kept.name}" in told.message for told in app._notifications)


async def test_where_no_place_takes_it_the_screen_stays_and_the_end_prints_it(tmp_path, me, monkeypatch):
    async with workshop(tmp_path) as (app, pilot, path):
        block(path.parent)
        monkeypatch.setattr("lessons.workshop.rescue._places", lambda *_: iter([path]))
        await type_file(pilot, "typed = 1\n")
        await press(pilot, "escape")
        assert isinstance(app.screen, WorkshopScreen)
        assert "Your text stands only here, copy it: cannot write" in " ".join(frame(app).split())
        app._save_all()
        assert app.last_words[0].endswith("Here it is:\n\ntyped = 1\n")


async def test_starting_over_does_not_drop_what_cannot_be_saved(tmp_path, me):
    async with workshop(tmp_path) as (app, pilot, path):
        block(path.parent)
        await type_file(pilot, "typed = 1\n")
        await press(pilot, "R")
        assert app.screen.query_one(Editor).text == "typed = 1\n"
        assert any("your text stays as it is" in told.message for told in app._notifications)


async def test_a_clash_that_waits_for_its_answer_has_both_texts_on_the_disk(tmp_path, me):
    async with workshop(tmp_path) as (app, pilot, path):
        await type_file(pilot, "mine = 1\n")
        path.write_text("outside = 1\n")
        app._save_all()
        assert path.read_text() == "outside = 1\n"
        assert app.screen.writing.aside.read_text() == "mine = 1\n"
        assert str(app.screen.writing.aside) in app.last_words[0]


def test_after_the_end_the_terminal_says_where_the_text_lies(tmp_path):
    (tmp_path / "me").mkdir()
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "01-own.md").write_text(OWN)
    home = tmp_path / "home"
    stage = TerminalStage(home, "--lessons", str(tmp_path / "lessons"), "own", HOME=str(tmp_path / "me"), columns=120)
    stage.wait_for("enter opens the workshop")
    stage.press("\r")
    stage.wait_for(f"workshop · {DENSE.title}")
    block(home / "workshop")
    stage.press("e")
    stage.wait_for("esc commands")
    stage.press("typed")
    stage.wait_for("Your text is kept in")
    stage.press("\x11")  # ctrl+q
    assert stage.ended() == 0
    (kept,) = (path for path in (tmp_path / "me").iterdir() if path.suffix == ".py")
    assert "typed" in kept.read_text()
    said = stage.raw.rpartition(b"\x1b[?1049l")[2].decode()
    assert "is kept in" in said
    assert kept.name in said

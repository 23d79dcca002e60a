"""A disk that is full: what waits is saved by itself once there is room, and what never was is told at the end."""

import errno
import os

import pytest
from app_stage import frame, press, running, settled, waited

from lessons.progress import ProgressStore
from tui import app as app_module
from tui.app import say_at_the_end

ANSWER = ("1", "full_stop", "1", "enter")


class Disk:
    """Stands in for the disk: nothing reaches it while it is full."""

    def __init__(self, monkeypatch):
        self.is_full = True
        self._sync = os.fsync
        monkeypatch.setattr(os, "fsync", self._fsync)
        monkeypatch.setattr(app_module, "RETRY_AFTER", 0.05)

    def _fsync(self, descriptor):
        if self.is_full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._sync(descriptor)


@pytest.fixture
def disk(monkeypatch):
    return Disk(monkeypatch)


async def test_what_waited_is_saved_by_itself_and_no_answer_is_called_unsaved_any_more(tmp_path, disk, capsys):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, *ANSWER)
        assert "the disk is full" in frame(app)
        assert "not saved" in frame(app)
        disk.is_full = False
        await waited(pilot, lambda: app.store.status.is_saved)
        await settled(pilot)
        assert "the disk is full" not in frame(app)
        assert "not saved" not in frame(app)
        assert "saved" in frame(app)
        kept = ProgressStore.open(tmp_path / "home", is_read_only=True).state.lesson("small").block("sum")
        assert [attempt.answer for attempt in kept.attempts] == ["1.1"]
    say_at_the_end(app)
    assert capsys.readouterr().err == ""


async def test_who_leaves_with_something_unsaved_is_told(tmp_path, disk, capsys):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, *ANSWER)
    say_at_the_end(app)
    assert "could not be saved: " in capsys.readouterr().err

"""A connection that drops: whatever the learner was at, starting again goes on there."""

import os
import re
import time

from terminal_stage import TerminalStage

from lessons.progress import ProgressStore

LESSON = "one-update"
RUNNING = re.compile(r"([\d,]+)/999,999 updates")
STEP = re.compile(r"update ([\d,]+) · .*")


def drop(stage):
    """Take the terminal away, as a lost connection does, and wait for the program's end."""
    stage.child.ptyproc.fileobj.close()
    end = time.monotonic() + 30
    while os.waitpid(stage.child.pid, os.WNOHANG)[0] == 0:
        assert time.monotonic() < end, "it goes on without a terminal"
        time.sleep(0.02)
    stage.child.closed = True


def step(text):
    """Return the line that says which step of which update is shown."""
    found = STEP.search(text)
    return found[0] if found else ""


def number(found):
    """Return a number as it is shown; -1 where there is none."""
    return int(found[1].replace(",", "")) if found else -1


def test_while_stepping(tmp_path):
    stage = TerminalStage(tmp_path, LESSON, "--page", "9")
    stage.wait_for("page 9/")
    stage.press("\t")
    for _ in range(3):
        before = step(stage.text)
        stage.press("i")
        stage.wait_until(lambda text, before=before: step(text) != before, "the step")
    left = step(stage.text)
    drop(stage)
    stage = TerminalStage(tmp_path, LESSON)
    stage.wait_for("page 9/")
    stage.press("\t")
    stage.wait_until(lambda text: step(text) == left, left)
    assert stage.leave() == 0


def test_while_training(tmp_path):
    stage = TerminalStage(tmp_path, LESSON, "--page", "2")
    stage.wait_for("page 2/")
    for key in (" ", *"999999", "\r"):
        stage.press(key)
    shown = stage.wait_until(lambda text: number(RUNNING.search(text)) > 100, "the run")
    reached = number(RUNNING.search(shown))
    time.sleep(1)
    stage.wait_until(lambda text: number(RUNNING.search(text)) > reached, "more of the run")
    drop(stage)
    stage = TerminalStage(tmp_path, LESSON)
    stage.wait_for("page 2/")
    stage.wait_until(lambda text: "page 2/" in text and "update" in text and "stops" not in text, "the way back")
    if not step(stage.text):
        stage.press("\t")
    stage.wait_until(lambda text: number(STEP.search(text)) >= reached, f"an update from {reached} on")
    assert stage.leave() == 0


def test_while_typing_an_answer(tmp_path):
    stage = TerminalStage(tmp_path, LESSON)
    stage.wait_for("page 1/")
    stage.press_until("1", "saved")
    stage.press("\x1b[6~")
    stage.wait_for("page 2/")
    stage.press("5, ")
    drop(stage)
    with ProgressStore.open(tmp_path) as store:
        kept = store.state.lesson(LESSON)
    assert any(block.answers for block in kept.blocks.values())
    stage = TerminalStage(tmp_path, LESSON)
    stage.wait_for("page 2/")
    assert stage.leave() == 0


def test_while_writing_in_the_workshop(tmp_path):
    stage = TerminalStage(tmp_path)
    stage.wait_for("One update")
    stage.press("w")
    stage.press_until("\r", "workshop ·")
    stage.press("e")
    stage.press_until("typed = 1 # ", "typed = 1 # ")
    drop(stage)
    (kept,) = (path for path in (tmp_path / "workshop").glob("*.py") if "typed = 1" in path.read_text())
    stage = TerminalStage(tmp_path)
    stage.wait_for("One update")
    stage.press("w")
    stage.press_until("\r", "workshop ·")
    stage.press("e")
    stage.wait_for("typed = 1 # ")
    stage.press("\x1b")
    assert stage.leave() == 0
    assert "typed = 1" in kept.read_text()

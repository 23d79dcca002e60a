"""Signals at random moments: the terminal is as it was before, and what was called saved is kept.

Set GLASSNET_SIGNAL_ROUNDS for more rounds than the usual few.
"""

import os
import random
import signal
import subprocess
import sys
import termios
import time

import pytest
from terminal_stage import ROOT, TerminalStage

from lessons.progress import ProgressStore
from tui.__main__ import main

ROUNDS = int(os.environ.get("GLASSNET_SIGNAL_ROUNDS", "12"))
KEYS = ["\t", "n", "p", "i", "u", "c", "?", "\x1b", " ", "\r", "<", ">", "f", "\x1b[A", "\x1b[B"]
CODES = {signal.SIGTERM: (143, -15), signal.SIGHUP: (129, -1), signal.SIGINT: (0, 1, -2, 130)}
"""How the program may end: by itself, or, before it has drawn anything, by the signal."""
PAIRS = ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?1000h", b"\x1b[?1000l"), (b"\x1b[?25l", b"\x1b[?25h"))
"""What changes the terminal, and what undoes it: the second screen, the mouse, the hidden cursor."""


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_signal_at_a_random_moment(tmp_path, number):
    chance = random.Random(number)
    stage = TerminalStage(tmp_path, "one-update", columns=80, rows=24)
    before = termios.tcgetattr(stage.child.fileno())
    moment = time.monotonic() + chance.uniform(0.05, 3)
    was_saved = False
    while time.monotonic() < moment:
        if "page 1/" in stage.text and not was_saved:
            stage.press("1")
            was_saved = "saved" in stage.text
        elif was_saved:
            stage.press(chance.choice(KEYS))
    sent = chance.choice(list(CODES))
    stage.child.kill(sent)
    after = _modes_at_the_end(stage)
    assert stage.ended() in CODES[sent], stage.text
    assert after == before
    for on, off in PAIRS:
        assert stage.raw.rfind(off) >= stage.raw.rfind(on), (on, off)
    with ProgressStore.open(tmp_path) as store:
        assert store.take_notices() == ()
        if was_saved:
            assert any(block.answers for block in store.state.lesson("one-update").blocks.values())


def _modes_at_the_end(stage):
    """Wait for the program's end, and return the terminal's modes then."""
    end = time.monotonic() + 15
    while stage.child.isalive() and time.monotonic() < end:
        assert stage.text is not None
    return termios.tcgetattr(stage.child.fileno())


def test_ctrl_z_gives_the_terminal_back_and_going_on_takes_it_again(tmp_path):
    stage = TerminalStage(tmp_path, "one-update")
    before = termios.tcgetattr(stage.child.fileno())
    stage.wait_for("page 1/")
    stage.press("\x1a")
    end = time.monotonic() + 10
    while _state(stage) != "T":
        assert time.monotonic() < end
        assert stage.text
    assert termios.tcgetattr(stage.child.fileno()) == before
    assert stage.raw.rfind(b"\x1b[?1049l") > stage.raw.rfind(b"\x1b[?1049h")
    shown = len(stage.raw)
    stage.child.kill(signal.SIGCONT)
    stage.press_until("1", "saved")
    assert b"\x1b[?1049h" in stage.raw[shown:]
    assert stage.leave() == 0


def _state(stage):
    """Return the letter of the process's state; T: it was stopped."""
    with open(f"/proc/{stage.child.pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0]


def test_a_number_goes_to_the_clipboard_and_into_a_file(tmp_path):
    stage = TerminalStage(tmp_path, "one-update", "--page", "9", columns=120, rows=40)
    stage.wait_for("page 9/")
    stage.press("i")
    stage.press("\t")
    stage.press("y")
    stage.wait_for("copied.txt")
    assert b"\x1b]52;c;" in stage.raw
    assert float((tmp_path / "copied.txt").read_text())
    assert stage.leave() == 0


def test_a_window_that_grows_again_goes_on_where_it_was(tmp_path):
    stage = TerminalStage(tmp_path, "one-update", columns=80, rows=24)
    stage.wait_for("page 1/")
    stage.child.setwinsize(17, 80)
    stage.wait_for("80×17, and 60×18 is needed")
    stage.child.setwinsize(24, 80)
    stage.press_until("1", "saved")
    assert stage.leave() == 0


SLOW_END = """\
import asyncio, os, signal, time
from tui import signals

signals.GRACE = 0.05

class SlowToGo:
    def __del__(self, sleep=time.sleep):
        sleep(0.3)

class App:
    def exit(self, return_code):
        self.code = return_code
        asyncio.get_running_loop().stop()

async def be_told_to_go():
    signals.leave_cleanly(app, save=lambda: None)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(5)

app, slow = App(), SlowToGo()
loop = asyncio.new_event_loop()
loop.create_task(be_told_to_go())
loop.run_forever()
raise SystemExit(app.code)
"""


def test_no_alarm_goes_off_while_python_itself_takes_its_time_to_end():
    ended = subprocess.run([sys.executable, "-c", SLOW_END], check=False, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 143, ended.stderr


def test_ctrl_c_before_anything_is_drawn_leaves_without_a_traceback(monkeypatch):
    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("tui.__main__._run", interrupted)
    monkeypatch.setattr(sys, "argv", ["tui"])
    monkeypatch.setattr(sys, "path", list(sys.path))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130

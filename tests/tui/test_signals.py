"""Signals at random moments: the terminal is as it was before, and what was called saved is kept.

Set GLASSNET_SIGNAL_ROUNDS for more rounds than the usual few.
"""

import os
import random
import signal
import termios
import time

import pytest
from terminal_stage import TerminalStage

from lessons.progress import ProgressStore

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

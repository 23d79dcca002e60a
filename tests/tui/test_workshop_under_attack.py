"""Whatever a learner's code does by accident: the screen answers keys while it is checked, and the verdict arrives."""

import asyncio
import time

import pytest
from app_stage import frame, settled
from workshop_stage import type_file, workshop

from lessons.workshop import find_part
from lessons.workshop.verdicts import (
    ChangedInputs,
    ChangedNumPy,
    NotNumbers,
    Passed,
    Raised,
    Refused,
    Stopped,
    TimedOut,
    TooMuchMemory,
    TooMuchOutput,
)

RIGHT = "return np.sum(inputs * weights) + bias"
THREADS = "import threading, time\nfor _ in range(8):\n    threading.Thread(target=time.sleep, args=(60,)).start()\n"
ATTACKS = {
    "an endless loop": ("while True:\n    pass", TimedOut),
    "a sum that no signal interrupts": ("return 9 ** 9 ** 9", TimedOut),
    "100 GB of memory": ("return np.zeros(100 * 2**30 // 8)", TooMuchMemory),
    "a fork bomb": ("import os\nwhile True:\n    os.fork()", Refused),
    "os._exit": ("import os\nos._exit(0)", Stopped),
    "reading stdin": ("import sys\nreturn sys.stdin.read()", NotNumbers),
    "closing stdout": ("import sys\nsys.stdout.close()\nprint('hello')", Raised),
    "printing 1 GB": ("for _ in range(1024):\n    print('x' * 2**20)", TooMuchOutput),
    "threads": (f"{THREADS}{RIGHT}", (Passed, Raised, TooMuchMemory)),
    "a changed NumPy": ("np.sum = lambda x: 7.0\nreturn np.sum(inputs)", ChangedNumPy),
    "writing to inputs": ("inputs *= 2\nreturn np.sum(inputs * weights) + bias", ChangedInputs),
}


def file_with(body):
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"import numpy as np\n\n\ndef neuron(inputs, weights, bias):\n{lines}"


@pytest.mark.parametrize("name", ATTACKS)
async def test_keys_are_answered_and_the_verdict_arrives(tmp_path, name):
    body, kind = ATTACKS[name]
    async with workshop(tmp_path, part="neuron") as (app, pilot, _path):
        assert find_part("neuron") is app.screen.writing.part
        await type_file(pilot, file_with(body))
        screen, seen = app.screen, []
        app.simulate_key("f5")
        end = time.monotonic() + 60
        while screen.writing.report is None:
            assert time.monotonic() < end, frame(app)
            before = screen._pane
            app.simulate_key("f3")  # while it is checked, the next pane
            for _ in range(100):
                await asyncio.sleep(0.005)
                if screen._pane is not before:
                    break
            if screen._checking is not None:
                seen.append(screen._pane is not before)
        await settled(pilot)
        assert all(seen), seen
        assert seen or kind is not TimedOut
        assert isinstance(screen.writing.report.verdict, kind), screen.writing.report.verdict.sentence
        assert screen._checking is None
        assert "checking" not in frame(app)

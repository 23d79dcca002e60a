"""What the screen costs training: ``python benchmarks/training.py [--rounds N]``.

The same network does the same updates in the app, watched from outside over a pty, in a lesson's lab without a screen,
and in a bare loop of `run.step()`. Two of them go on at the same time, so that a slow moment of the machine meets both;
it takes two processors. What is compared is processor time, which other programs disturb less than the clock. What
training costs a key stands in ``benchmarks/tui.py``.
"""

import argparse
import os
import statistics
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs from a checkout too

from benchmarks.pty_program import PtyProgram  # noqa: E402
from benchmarks.tui import PAGE, program  # noqa: E402
from tui.terminal import one_thread  # noqa: E402

MOST = 1.1
"""How often as long as in the lab it may take on the screen."""
QUIET = 0.6
"""Seconds without a byte after which a run on the screen is over; its bar moves several times a second."""
LESSON = """+++
id = "{name}"
title = "{name}"
part = "Benchmark"
minutes = 1
+++
A run.

```experiment
data = {{ name = "spiral", samples = {samples}, classes = 3, seed = 0 }}
layers = ["dense 2 {width}", "relu", "dense {width} 3", "softmax"]
loss = "categorical_cross_entropy"
optimizer = {{ name = "adam", learning_rate = 0.02 }}
```
"""
NETWORKS = {"narrow": (3, 3, 60_000), "wide": (100, 64, 24_000)}
"""Samples of a class, neurons, and how many updates are done."""
FIRST = 200
"""Updates that each does before it is measured."""
LOOP = """
import sys
from pathlib import Path
from lessons.document import parse
from lessons.lab import Lab
lab = Lab(next(block.experiment for block in parse(Path(sys.argv[1])).pages[0].blocks if hasattr(block, "experiment")))
go = lab.run.step if sys.argv[4] == "bare" else lab.train
go(int(sys.argv[2]))
print("ready", flush=True)
input()
go(int(sys.argv[3]))
print("done", flush=True)
input()
"""


class Contender(ABC):
    """A program that does the updates beside another one."""

    def __init__(self, running: PtyProgram) -> None:
        self.running = running
        self._before = self._after = 0.0

    @property
    def seconds(self) -> float:
        """The processor's time that the updates have taken."""
        return self._after - self._before

    def start(self) -> None:
        """Begin."""
        self._before = self.running.work()
        self.begin()

    def goes_on(self) -> bool:
        """Wait for a sign, but not for long; return whether there is more to do."""
        has_ended = self.has_ended()
        self._after = self.running.work()
        return not has_ended

    @abstractmethod
    def begin(self) -> None:
        """Set the updates going."""

    @abstractmethod
    def has_ended(self) -> bool:
        """Wait for a sign, but not for long; return whether the updates are done."""


class OnScreen(Contender):
    """The app."""

    def __init__(self, lesson: Path, updates: int) -> None:
        folder = lesson.parent
        super().__init__(program((lesson.stem, "--lessons", str(folder)), folder / "home", (80, 24)))
        self.running.start(PAGE)
        self.running.press("\t")
        self._ask(FIRST)
        self.running.press("\r", QUIET)
        self._ask(FIRST + updates)

    def begin(self) -> None:
        """Run to the goal that has been typed."""
        self.running.press("\r", 0)

    def has_ended(self) -> bool:
        """Whether the bar stands still."""
        return not self.running.read(QUIET)

    def _ask(self, goal: int) -> None:
        for key in (":", *"\x7f" * 9, *str(goal)):
            self.running.press(key, 0.05)


class InALoop(Contender):
    """The same updates without a screen."""

    def __init__(self, lesson: Path, updates: int, kind: str) -> None:
        words = [sys.executable, "-c", LOOP, str(lesson), str(FIRST), str(updates), kind]
        super().__init__(PtyProgram(words, 80, 24, {**os.environ, **one_thread()}, ROOT))
        self.running.until("", b"ready")

    def begin(self) -> None:
        """Let it begin."""
        self.running.press("\n", 0)

    def has_ended(self) -> bool:
        """Whether it says so."""
        return b"done" in self.running.read(QUIET)


Begin = Callable[[Path, int], Contender]
"""Starts a program that does so many updates of a lesson's network."""


def duel(*contenders: Contender) -> tuple[float, ...]:
    """Return the seconds of the processor that each of them takes, both at work at the same time."""
    for each in contenders:
        each.start()
    with ThreadPoolExecutor() as pool:
        list(pool.map(_wait, contenders))
    for each in contenders:
        each.running.end()
    return tuple(each.seconds for each in contenders)


def _wait(contender: Contender) -> None:
    while contender.goes_on():
        pass


def bare(lesson: Path, updates: int) -> Contender:
    """Return the bare loop."""
    return InALoop(lesson, updates, "bare")


def lab(lesson: Path, updates: int) -> Contender:
    """Return the lab without a screen."""
    return InALoop(lesson, updates, "lab")


def compare(words: str, name: str, rounds: int, without: Begin, adding: Begin) -> float:
    """Measure and print what one of two costs more than the other; return it as a ratio."""
    samples, width, updates = NETWORKS[name]
    rows = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            lesson = Path(folder) / f"{name}.md"
            lesson.write_text(LESSON.format(name=name, samples=samples, width=width), encoding="utf-8")
            rows.append(duel(without(lesson, updates), adding(lesson, updates)))
    before, after = (1e6 * statistics.median(column) / updates for column in zip(*rows, strict=True))
    ratio = statistics.median(row[1] / row[0] for row in rows)
    print(f"{words:40}{before:10.1f}{after:10.1f}{ratio:8.2f}", flush=True)
    return ratio


def main() -> None:
    """Measure both networks; the exit code says whether the target was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    rounds = parser.parse_args().rounds
    print(f"{'µs of the processor an update':40}{'without':>10}{'with':>10}{'ratio':>8}")
    missed = 0
    for name in NETWORKS:
        compare(f"{name}: lab beside a bare loop", name, rounds, bare, lab)
        missed += compare(f"{name}: screen beside the lab", name, rounds, lab, OnScreen) > MOST
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()

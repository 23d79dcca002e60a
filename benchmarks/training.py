"""What the screen costs training: ``python benchmarks/training.py [--rounds N]``.

The same network does the same updates in the app, watched from outside over a pty, in a lesson's lab without a screen,
and in a bare loop of `run.step()`. What few updates take is subtracted from what many take, so that what a run costs at
its beginning and its end (the last chart, say) does not count. Processor time is what is compared: other programs
disturb it less than the clock's, which is printed beside it. What training costs a key stands in ``benchmarks/tui.py``.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs from a checkout too

from benchmarks.pty_program import PtyProgram  # noqa: E402
from benchmarks.tui import PAGE, program  # noqa: E402

MOST = 1.1
"""How often as long as in the lab it may take on the screen."""
QUIET = 0.6
"""Seconds without a byte after which a run is over; its bar moves several times a second."""
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
NETWORKS = {"narrow": (3, 3, 15_000), "wide": (100, 64, 3_000)}
"""Samples of a class, neurons, and how many updates are few."""
LOOP = """
import sys, time
from pathlib import Path
from lessons.document import parse
from lessons.lab import Lab
lab = Lab(next(block.experiment for block in parse(Path(sys.argv[1])).pages[0].blocks if hasattr(block, "experiment")))
few, bare = int(sys.argv[2]), sys.argv[3] == "bare"
def seconds(updates):
    start = time.process_time(), time.perf_counter()
    lab.run.step(updates) if bare else lab.train(updates)
    return time.process_time() - start[0], time.perf_counter() - start[1]
seconds(200)
print(*(1e6 * (long - short) / (3 * few) for short, long in zip(seconds(few), seconds(4 * few))))
"""


Cost = tuple[float, float]
"""The microseconds of an update: the processor's, and the clock's."""


def in_the_app(lesson: str, folder: Path, few: int) -> Cost:
    """Return what an update costs on the screen."""
    running = program((lesson, "--lessons", str(folder)), folder, (80, 24))
    running.start(PAGE)
    running.press("\t")
    _, short, long = (_run(running, goal) for goal in (200, 200 + few, 200 + 5 * few))
    running.end()
    return (long[0] - short[0]) / (3 * few), (long[1] - short[1]) / (3 * few)


def _run(running: PtyProgram, goal: int) -> Cost:
    """Run to an update; return the microseconds that it takes."""
    for key in (":", *"\x7f" * 9, *str(goal)):
        running.press(key, 0.05)
    before = running.work()
    answer = running.press("\r", QUIET)
    return 1e6 * (running.work() - before), 1e3 * answer.milliseconds


def in_a_loop(lesson: Path, few: int, kind: str) -> Cost:
    """Return what an update costs in a process without a screen."""
    words = [sys.executable, "-c", LOOP, str(lesson), str(few), kind]
    ended = subprocess.run(words, check=True, capture_output=True, text=True, cwd=ROOT)
    work, clock = map(float, ended.stdout.split())
    return work, clock


def main() -> None:
    """Measure both networks; the exit code says whether the target was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured, in turns")
    rounds = parser.parse_args().rounds
    missed = 0
    print(
        f"{'µs of the processor an update':32}{'bare':>9}{'lab':>9}{'screen':>9}{'screen/lab':>12}{'by the clock':>14}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for lesson, (samples, width, few) in NETWORKS.items():
            path = folder / f"{lesson}.md"
            path.write_text(LESSON.format(name=lesson, samples=samples, width=width), encoding="utf-8")
            rows = [
                (in_a_loop(path, few, "bare"), in_a_loop(path, few, "lab"), in_the_app(lesson, folder, few))
                for _ in range(rounds)
            ]
            bare, lab, screen = (
                [statistics.median(cost[kind] for cost in column) for kind in (0, 1)]
                for column in zip(*rows, strict=True)
            )
            missed += screen[0] > MOST * lab[0]
            costs = f"{bare[0]:9.1f}{lab[0]:9.1f}{screen[0]:9.1f}"
            print(f"{lesson:32}{costs}{screen[0] / lab[0]:12.2f}{screen[1] / lab[1]:14.2f}", flush=True)
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()

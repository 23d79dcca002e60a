"""Measure the workshop's verdicts from outside: ``python benchmarks/workshop.py [--rounds N]``.

The app runs in a pseudo terminal. The time goes from the key that checks to the verdict on the screen, for a right and
for a wrong answer (which is made smaller, recorded and compared besides): at once, as soon as the part is open, and
rested, a second later, with a process at hand. A bare start of Python in the same minutes says how busy the machine is.
A verdict is to come in less than a second.
"""

import argparse
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs from a checkout too

from benchmarks.pty_program import PtyProgram  # noqa: E402
from lessons.workshop import PARTS, find_part  # noqa: E402

TARGET = 1000
"""Milliseconds."""
CHECK = "\x1b[15~"
SLIPS = {
    "dense_forward": ("+ self.biases", "- self.biases"),
    "dense_backward": ("axis=0", "axis=1"),
    "softmax_cross_entropy_backward": ("-= 1", "+= 1"),
    "adam": ("self.beta_1", "self.beta_2"),
    "training_loop": ("- learning_rate", "+ learning_rate"),
}
"""For each part a piece of its solution, and what stands there in the wrong answer."""
MARKS = {
    "right": (b"passes", b"agrees", b"exact"),
    "wrong": (b"wrong values", b"wrong shape", b"should be", b"should have"),
}
"""What a verdict has and nothing before it; several, because of a text only those cells are sent that change."""
RESTS = {"at once": 0.0, "rested": 1.0}
"""Seconds from the part that is open to the key that checks."""


def answer(part: str, kind: str) -> str:
    """Return a learner's file: the solution, or the solution with a slip."""
    right, (before, after) = find_part(part).solution, SLIPS[part]
    return right if kind == "right" else right.replace(before, after)


def started(folder: Path, kind: str) -> PtyProgram:
    """Start the app with these answers in the learner's files, and open the list of all parts."""
    (folder / "workshop").mkdir(parents=True)
    for part in SLIPS:
        (folder / "workshop" / f"{part}.py").write_text(answer(part, kind), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "NO_COLOR", "SSH"))}
    environ = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "GLASSNET_HOME": str(folder)}
    running = PtyProgram([sys.executable, "-m", "tui"], 120, 40, environ, ROOT)
    running.start()
    running.press("w")
    return running


def verdict(running: PtyProgram, part: str, kind: str, rest: float) -> float:
    """Open a part, check it and leave it again; return the milliseconds until its verdict."""
    running.press("g" + "j" * list(PARTS).index(part))
    running.until("\r", b"this should come out", b"For example")
    running.press("")  # the rest of the screen
    if rest:
        running.rest(rest)
    milliseconds = running.until(CHECK, *MARKS[kind])
    running.press("")
    running.until("\x1b", b"yourself", b"A neuron")
    running.press("")
    return milliseconds


def bare_start() -> float:
    """Return the milliseconds that Python takes to start and end."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return (time.perf_counter() - began) * 1000


def measured(parts: list[str], rounds: int) -> Mapping[tuple[str, str, str], list[float]]:
    """Return the times of each part, right and wrong, at once and rested."""
    times: dict[tuple[str, str, str], list[float]] = {}
    for kind in MARKS:
        with tempfile.TemporaryDirectory() as folder:
            running = started(Path(folder), kind)
            for part in parts * rounds:
                for state, rest in RESTS.items():
                    times.setdefault((part, kind, state), []).append(verdict(running, part, kind, rest))
            running.end()
    return times


def main() -> None:
    """Read the command line, measure and print; the exit code says whether a verdict took too long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=2, help="how often each verdict is asked for")
    parser.add_argument("parts", nargs="*", help=f"which parts, of {', '.join(SLIPS)}")
    chosen = parser.parse_args()
    parts = chosen.parts or list(SLIPS)
    if unknown := set(parts) - set(SLIPS):
        parser.error(f"there is no wrong answer for {', '.join(sorted(unknown))}; choose from {', '.join(SLIPS)}")
    bare = statistics.median(bare_start() for _ in range(5))
    times = measured(parts, chosen.rounds)
    columns = [(kind, state) for kind in MARKS for state in RESTS]
    print(f"{'milliseconds, medians':34}" + "".join(f"{f'{kind}, {state}':>16}" for kind, state in columns))
    slowest = 0.0
    for part in parts:
        medians = [statistics.median(times[part, *column]) for column in columns]
        slowest = max(slowest, *medians)
        print(f"{part:34}" + "".join(f"{'none' if math.isinf(each) else f'{each:.0f}':>16}" for each in medians))
    print(f"{'a bare start of Python':34}{bare:16.0f}")
    print(f"the slowest verdict: {slowest:.0f} ms, of {TARGET} that it may take")
    sys.exit(1 if slowest > TARGET else 0)


if __name__ == "__main__":
    main()

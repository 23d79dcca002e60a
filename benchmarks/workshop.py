"""Measure the workshop's verdicts from outside: ``python benchmarks/workshop.py [--rounds N]``.

The app runs in a pseudo terminal. The time goes from the key that checks to the verdict on the screen: cold, as soon as
the part is open, and warm, with a process at hand. A bare start of Python in the same minutes says how busy the machine
is. A verdict is to come in less than a second.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs from a checkout too

from benchmarks.pty_program import PtyProgram  # noqa: E402
from lessons.workshop import PARTS, find_part  # noqa: E402

TARGET = 1000
"""Milliseconds."""
CHECK = "\x1b[15~"
CHOSEN = ("dense_forward", "dense_backward", "softmax_cross_entropy_backward", "adam", "dropout", "training_loop")
DONE = b"exact"
"""Stands in the ladder of a verdict, and nowhere before it."""


def opened(part: str, source: str, home: Path) -> PtyProgram:
    """Start the app and open a part whose file holds this."""
    (home / "workshop").mkdir(parents=True, exist_ok=True)
    (home / "workshop" / f"{part}.py").write_text(source, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "NO_COLOR", "SSH"))}
    environ = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "GLASSNET_HOME": str(home)}
    running = PtyProgram([sys.executable, "-m", "tui"], 120, 40, environ, ROOT)
    running.start()
    for key in ("w", "g", *("j" * list(PARTS).index(part)), "\r"):
        running.press(key, 0.15)
    return running


def measured(part: str, source: str, rounds: int) -> Iterator[tuple[str, float]]:
    """Measure one file, cold and warm."""
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            running = opened(part, source, Path(folder))
            yield "cold", running.until(CHECK, DONE)
            running.end()
            running = opened(part, source, Path(folder))
            running.rest(2)
            yield "warm", running.until(CHECK, DONE)
            running.end()


def bare_start() -> float:
    """Return the milliseconds that Python takes to start and end."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Read the command line, measure and print; the exit code says whether a verdict took too long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=3, help="how often each part is opened")
    parser.add_argument("parts", nargs="*", default=CHOSEN, help="which parts")
    chosen = parser.parse_args()
    print(f"{'part':34}{'cold':>10}{'warm':>10}{'bare start':>12}   ms, medians")
    missed = sum(line(part, chosen.rounds) for part in chosen.parts)
    sys.exit(1 if missed else 0)


def line(name: str, rounds: int) -> bool:
    """Measure and print one part, right and wrong; return whether a median is beyond the target."""
    part = find_part(name)
    times: dict[str, list[float]] = {"cold": [], "warm": []}
    bare = [bare_start() for _ in range(3)]
    for state, milliseconds in measured(name, part.solution, rounds):
        times[state].append(milliseconds)
    medians: Sequence[float] = [statistics.median(times[state]) for state in ("cold", "warm")]
    print(f"{name:34}{medians[0]:10.0f}{medians[1]:10.0f}{statistics.median(bare):12.0f}", flush=True)
    return max(medians) > TARGET


if __name__ == "__main__":
    main()

"""Many learners on one machine: ``python benchmarks/many_learners.py [--learners N] [--steps N]``.

Each has a program, a pseudo terminal and a home of their own, opens the same lesson, and all press a key for a step at
the same moment, again and again. Printed is how long it takes until all are up and how long each waits for the last
byte of an answer, who got none, and what the programs hold of the machine's memory together.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it runs from a checkout too

from benchmarks.pty_program import Answer, PtyProgram
from benchmarks.tui import LAB_PAGE, LESSON, PAGE, SIZES, program

WORDS = (LESSON, "--page", str(LAB_PAGE))
PATIENCE = 60.0
"""Seconds after which a program counts as not answering."""


def opened(home: Path, compiled: Path) -> PtyProgram:
    """Start a learner's program, which shares its compiled code with the others as an installed one does."""
    home.mkdir(parents=True)
    (home / "compiled").symlink_to(compiled)
    return program(WORDS, home, SIZES[0])


def tell_steps(answers: Sequence[Answer]) -> None:
    """Print who got no answer, and how long the others waited."""
    times = sorted(answer.milliseconds for answer in answers)
    median, late = statistics.median(times), times[int(0.95 * (len(times) - 1))]
    print(f"{len(answers)} steps, all at once: {sum(not answer.count for answer in answers)} without an answer")
    print(f"last byte after {median:.0f} ms (median), {late:.0f} ms (95 of 100), {times[-1]:.0f} ms (the longest)")


def tell_memory(learners: Sequence[PtyProgram]) -> None:
    """Print what the programs hold of the machine's memory, and how many threads they have."""
    shares = [learner.proportional_megabytes for learner in learners]
    resident = statistics.median(learner.megabytes for learner in learners)
    threads = statistics.median(sum(1 for _ in Path(f"/proc/{learner.pid}/task").iterdir()) for learner in learners)
    print(f"memory {sum(shares):.0f} MB together, {statistics.median(shares):.1f} MB each, what is shared in parts")
    print(f"resident {resident:.0f} MB each; {threads:.0f} threads each")


def main() -> int:
    """Read the command line, measure and print; return 1 where somebody got no answer."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--learners", type=int, default=40)
    parser.add_argument("--steps", type=int, default=6)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        first = program(WORDS, Path(folder), SIZES[0])  # compiles
        first.start(PAGE)
        first.end()
        with ThreadPoolExecutor(arguments.learners) as hands:
            began = time.perf_counter()
            homes = [Path(folder, str(number)) for number in range(arguments.learners)]
            learners = [opened(home, Path(folder, "compiled")) for home in homes]
            list(hands.map(lambda learner: learner.start(PAGE, PATIENCE), learners))
            print(f"{arguments.learners} learners, all up after {time.perf_counter() - began:.1f} s")
            list(hands.map(lambda learner: learner.press("\t", 1.0, PATIENCE), learners))
            answers = [
                answer
                for step in range(arguments.steps)
                for answer in hands.map(lambda learner, key="np"[step % 2]: learner.press(key, 1.0, PATIENCE), learners)
            ]
        tell_steps(answers)
        tell_memory(learners)
        for learner in learners:
            learner.end()
    return int(any(not answer.count for answer in answers))


if __name__ == "__main__":
    sys.exit(main())

"""Measure the network core beside its peers: ``python benchmarks/core.py [--rounds N] [--clock cpu] [--only W1 W3]``.

All contenders take turns, round after round in one process on one thread, so that whatever slows the machine for a
while slows them all. A ratio below one means faster than PyTorch, or than the first contender where that is missing.
"""

import os
import sys
from pathlib import Path

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # read once, when NumPy is imported
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it runs from a checkout too

import argparse  # noqa: E402
import statistics  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402

from benchmarks.contenders import Round, contenders  # noqa: E402
from benchmarks.workloads import WORKLOADS, Workload  # noqa: E402

TARGETS = {"W1": 0.45, "W2a": 0.30, "W3": 0.80}
"""What glassnet in float32 may take at the most, as a share of PyTorch's time."""


CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}
"""What can be measured: the time that goes by, or the processor's work alone, where other programs are busy too."""


def measure(rounds: dict[str, Round], times: int, clock: Callable[[], float]) -> dict[str, list[float]]:
    """Return the seconds of each contender's rounds; a first round of each is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in rounds}
    for number in range(times + 1):
        for name, round_ in rounds.items():
            began = clock()
            round_()
            if number:
                seconds[name].append(clock() - began)
    return seconds


def report(workload: Workload, seconds: dict[str, list[float]]) -> None:
    """Print the times of an update and their ratios to the first contender."""
    first = next(iter(seconds))
    print(f"\n{workload.title}")
    print(f"{'':28}{'best µs':>10}{'median µs':>11}{'ratio of bests':>16}{'of medians':>12}")
    for name, times in seconds.items():
        best, median = min(times), statistics.median(times)
        ratios = best / min(seconds[first]), median / statistics.median(seconds[first])
        per_update = 1e6 / workload.updates
        print(f"{name:28}{best * per_update:10.1f}{median * per_update:11.1f}{ratios[0]:16.2f}{ratios[1]:12.2f}")
    if workload.name in TARGETS and first == "PyTorch":
        print(f"target for glassnet, float32: {TARGETS[workload.name]:.2f}")


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15, help="how often each contender takes its turn")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="the time that goes by, or the processor's")
    parser.add_argument("--only", nargs="+", choices=[workload.name for workload in WORKLOADS], help="workloads")
    arguments = parser.parse_args()
    for workload in WORKLOADS:
        if arguments.only is None or workload.name in arguments.only:
            ready = {name: contender(workload) for name, contender in contenders().items()}
            report(workload, measure(ready, arguments.rounds, CLOCKS[arguments.clock]))


if __name__ == "__main__":
    main()

"""How long it takes to record an update, beside the same update at full speed.

    python benchmarks/trace.py

Prints, for the first lesson's network and for one of 300 samples and 64 neurons, the median of many updates with and
without a record, taken in turns, and their ratio.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

from netcore import SGD, CategoricalCrossEntropy, Dense, ReLU, Run, Sequential, Softmax
from netcore.datasets import spiral

ROUNDS = 60


def spiral_run(hidden: int, every: int) -> Run:
    """Return a run of a 2-hidden-3 network on every so many points of the spiral."""
    X, y = spiral(100, 3, seed=0)
    rng = np.random.default_rng(0)
    layers = [Dense(2, hidden, "he_normal", rng=rng), ReLU(), Dense(hidden, 3, "he_normal", rng=rng), Softmax()]
    return Run(Sequential(layers, CategoricalCrossEntropy()), SGD(1.0), X[::every], y[::every])


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def main() -> None:
    """Measure both networks and print a line for each."""
    print(f"{'network':<24}{'plain update':>14}{'recorded':>12}{'ratio':>8}{'operations':>12}")
    for title, run in (("5 samples, 2-3-3", spiral_run(3, 60)), ("300 samples, 2-64-3", spiral_run(64, 1))):
        run.trace()
        times = [(milliseconds(run.step), milliseconds(run.trace)) for _ in range(ROUNDS)]
        plain, recorded = (statistics.median(column) for column in zip(*times, strict=True))
        operations = len(run.trace().operations)
        print(f"{title:<24}{plain:>11.3f} ms{recorded:>9.2f} ms{recorded / plain:>8.1f}{operations:>12}")


if __name__ == "__main__":
    main()

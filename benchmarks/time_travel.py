"""How long a jump to any update takes, and what the states cost that make it short.

    python benchmarks/time_travel.py

Trains a 2-64-3 network with Adam for 10,000 updates and jumps to random ones, back and forth. Prints the memory of the
kept states, and the median and the longest time of a jump beside that of a single update.
"""

import statistics
import time

import numpy as np

from netcore import Adam, Dense, ReLU, Run, Sequential, SoftmaxCrossEntropy
from netcore.datasets import spiral

UPDATES, JUMPS = 10_000, 60


def main() -> None:
    """Train, jump and print."""
    rng = np.random.default_rng(0)
    layers = [Dense(2, 64, rng=rng), ReLU(), Dense(64, 3, rng=rng)]
    run = Run(Sequential(layers, SoftmaxCrossEntropy()), Adam(0.05, decay=5e-7), *spiral(100))
    began = time.perf_counter()
    run.step(UPDATES)
    update = (time.perf_counter() - began) / UPDATES
    jumps = []
    for place in rng.integers(0, UPDATES, JUMPS):
        began = time.perf_counter()
        run.seek(int(place))
        jumps.append(time.perf_counter() - began)
    kept = run.moments()
    print(f"{len(kept)} states kept, {sum(moment.size for moment in kept) / 1e6:.1f} MB")
    median, longest = statistics.median(jumps), max(jumps)
    print(f"one update {update * 1e3:.2f} ms, a jump {median * 1e3:.1f} ms, at most {longest * 1e3:.1f} ms")


if __name__ == "__main__":
    main()

"""The workloads that the network core is measured with: data of the right shape, and a network for it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Workload:
    """A network to train, with how much of the training is timed in one round."""

    name: str
    samples: int
    sizes: tuple[int, ...]
    """Features, neurons of each hidden layer, classes."""
    batch_size: int | None
    """None: the whole set is one batch."""
    updates: int
    """How many updates one round times."""
    learning_rate: float = 0.005

    @property
    def title(self) -> str:
        """The workload in a few words."""
        batch = f"batch {self.batch_size}" if self.batch_size else "full batch"
        return f"{self.name}: {self.samples}×{'-'.join(map(str, self.sizes))}, {batch}, Adam"

    def data(self) -> tuple[Array, Array]:
        """Return samples in float32 and class numbers; the speed does not hang on what they say."""
        rng = np.random.default_rng(0)
        X = rng.uniform(0, 1, (self.samples, self.sizes[0])).astype(np.float32)
        return X, rng.integers(0, self.sizes[-1], self.samples)


WORKLOADS = (
    Workload("W1", 300, (2, 64, 3), None, 300),
    Workload("W2a", 1797, (64, 64, 10), 32, 4 * 57),
    Workload("W2b", 1797, (64, 64, 10), 128, 8 * 15),
    Workload("W3", 60000, (784, 128, 128, 10), 128, 60),
)

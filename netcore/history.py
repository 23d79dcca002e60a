"""What a run remembers of every update that it has finished: the numbers that people plot."""

from dataclasses import dataclass, field


@dataclass
class History:
    """One entry an update, oldest first: how the batch looked before the update changed anything."""

    loss: list[float] = field(default_factory=list)
    """The number that training lowers: data loss and regularization loss together."""
    data_loss: list[float] = field(default_factory=list)
    regularization_loss: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    """The share of samples that were right, from 0 to 1."""
    learning_rate: list[float] = field(default_factory=list)
    gradient_norms: dict[str, list[float]] = field(default_factory=dict)
    """For each parameter by its full name: the length of its gradient, √Σg²."""

    def __len__(self) -> int:
        """Return for how many updates there are entries."""
        return len(self.loss)

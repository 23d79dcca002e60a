"""What a run remembers of every update that it has finished: the numbers that people plot."""

from dataclasses import dataclass, field

from netcore.evaluation import Evaluation
from netcore.model import Pass
from netcore.vitals import Vitals


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
    best: list[int] = field(default_factory=list)
    """The update with the lowest loss so far."""
    validation: dict[int, Evaluation] = field(default_factory=dict)
    """How the model did on the validation set, by the number of finished updates."""
    vitals: dict[int, Vitals] = field(default_factory=dict)
    """What costs too much to measure at every update, by the number of the update, for those that were looked at."""

    def __len__(self) -> int:
        """Return for how many updates there are entries."""
        return len(self.loss)

    def add(self, passed: Pass, accuracy: float, learning_rate: float, gradient_norms: dict[str, float]) -> None:
        """Add the entry of the next update."""
        loss, number = passed.loss, len(self.loss)
        self.best.append(number if number == 0 or loss < self.loss[self.best[-1]] else self.best[-1])
        self.loss.append(loss)
        self.data_loss.append(passed.data_loss)
        self.regularization_loss.append(passed.regularization_loss)
        self.accuracy.append(accuracy)
        self.learning_rate.append(learning_rate)
        for name, norm in gradient_norms.items():
            self.gradient_norms[name].append(norm)

    def until(self, update: int) -> "History":
        """Return a history of its own with the entries of the updates before this one."""
        return History(
            loss=self.loss[:update],
            data_loss=self.data_loss[:update],
            regularization_loss=self.regularization_loss[:update],
            accuracy=self.accuracy[:update],
            learning_rate=self.learning_rate[:update],
            gradient_norms={name: norms[:update] for name, norms in self.gradient_norms.items()},
            best=self.best[:update],
            validation={number: entry for number, entry in self.validation.items() if number <= update},
            vitals={number: entry for number, entry in self.vitals.items() if number < update},
        )

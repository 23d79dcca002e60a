"""What is saved: a model, and all that is needed to use it or to go on training."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from netcore.arrays import Array
from netcore.datasets.scaling import Preparation
from netcore.errors import StorageError
from netcore.model import Sequential
from netcore.optimizers.base import Optimizer
from netcore.run import Run
from netcore.storage.training import Training
from netcore.updater import Moment


@dataclass(frozen=True)
class SavedModel:
    """A model and what belongs to it."""

    model: Sequential
    optimizer: Optimizer | None = None
    update: int = 0
    """How many updates are finished."""
    slots: Mapping[str, tuple[Array, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """What the optimizer remembers: for each of its slots one array a parameter, in the parameters' order and shape."""
    preparation: Preparation | None = None
    """What is to be done to data before the model sees them."""
    training: Training | None = None
    """How it was trained, so that training can go on."""

    @classmethod
    def of(cls, run: Run, preparation: Preparation | None = None) -> "SavedModel":
        """Return a run's model as it is now, with all that is needed to go on."""
        return cls(run.model, run.optimizer, run.update, run.moment().slots, preparation, Training.of(run))

    def resume(self, X: Array, y: Array, validation: tuple[Array, Array] | None = None) -> Run:
        """Return a run that goes on where training was saved, to the same bits if the data are the same.

        Raises ``StorageError`` where the optimizer, its memory or the training was not saved, and as ``Run`` does.
        """
        training, optimizer = self.training, self.optimizer
        if training is None or optimizer is None or set(self.slots) != set(optimizer.slots):
            raise StorageError("only the model was saved, not its training; begin a new run with it")
        run = Run(
            self.model.copy(),
            optimizer,
            X,
            y,
            training.batch_size,
            training.seed,
            is_shuffled=training.is_shuffled,
            validation=validation,
        )
        run.begin_at(Moment(self.update, self.model.vector.copy(), self.slots), training.history.until(self.update))
        return run

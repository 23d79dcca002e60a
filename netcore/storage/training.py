"""How a model was trained: the settings of its run, and what the run wrote down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.errors import StorageError
from netcore.history import History
from netcore.model import Pass, Sequential
from netcore.run import Run
from netcore.storage.records import field

_SERIES = ("data_loss", "regularization_loss", "accuracy", "learning_rate")


@dataclass(frozen=True)
class Training:
    """The settings of a run, and an entry for each of its finished updates."""

    batch_size: int | None
    seed: int
    is_shuffled: bool
    history: History

    @classmethod
    def of(cls, run: Run) -> "Training | None":
        """Return how a run trains; None for one that draws from a stream in order, which cannot be taken up again."""
        if run.moment().stream is not None:
            return None
        return cls(run.batches.batch_size, run.seed, run.batches.is_shuffled, run.history.until(run.update))

    def record(self) -> dict[str, Any]:
        """Return the settings."""
        return {"batch_size": self.batch_size, "seed": self.seed, "is_shuffled": self.is_shuffled}

    def arrays(self, update: int) -> dict[str, Array]:
        """Return what was written down, one number for each update before this one."""
        series = {f"history.{name}": getattr(self.history, name) for name in _SERIES}
        series |= {f"history.{name}.gradient_norm": norms for name, norms in self.history.gradient_norms.items()}
        return {name: np.array(numbers[:update], np.float64) for name, numbers in series.items()}

    @staticmethod
    def array_names(model: Sequential) -> set[str]:
        """Return what ``arrays`` are called for this model."""
        return {f"history.{name}" for name in _SERIES} | {
            f"history.{parameter.name}.gradient_norm" for parameter in model.parameters
        }

    @classmethod
    def read(cls, record: dict[str, Any], arrays: Mapping[str, Array], model: Sequential, update: int) -> "Training":
        """Return what was saved, checked; raise ``StorageError`` for what no run can have written down."""
        batch_size = None if record.get("batch_size") is None else field(record, "batch_size", int)
        seed = field(record, "seed", int)
        if seed < 0 or (batch_size is not None and batch_size < 1):
            raise StorageError(f"its training has the seed {seed} and batches of {batch_size}")
        for name in cls.array_names(model):
            if arrays[name].shape != (update,):
                raise StorageError(f"{name} is {arrays[name].shape}, but {update} updates are finished")
        history = History(gradient_norms={parameter.name: [] for parameter in model.parameters})
        norms = {parameter.name: arrays[f"history.{parameter.name}.gradient_norm"] for parameter in model.parameters}
        for number in range(update):
            data_loss, penalty, accuracy, rate = (float(arrays[f"history.{name}"][number]) for name in _SERIES)
            passed = Pass(np.zeros(0), data_loss, penalty)
            history.add(passed, accuracy, rate, {name: float(series[number]) for name, series in norms.items()})
        return cls(batch_size, seed, field(record, "is_shuffled", bool), history)

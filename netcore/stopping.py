"""Stop rules: when a training has gone on for long enough.

A rule looks at a run and says why to stop, in a sentence, or nothing. ``Run.train`` asks its rules after every update.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from netcore.errors import SettingError

if TYPE_CHECKING:
    from netcore.run import Run


class StopRule(Protocol):
    """Something that says when to stop."""

    def reason(self, run: "Run") -> str | None:
        """Return why the run should stop where it is, or None if it should go on."""
        ...


@dataclass(frozen=True)
class Epochs:
    """Stop once the run has gone through the training set so many times, counted from its beginning."""

    epochs: int

    def __post_init__(self) -> None:
        if self.epochs < 1:
            raise SettingError(f"a training takes at least 1 epoch, not {self.epochs}")

    def reason(self, run: "Run") -> str | None:
        """Return that the epochs are done, if they are."""
        is_done = run.update >= self.epochs * run.batches.per_epoch
        return f"{self.epochs} epochs are done" if is_done else None


@dataclass(frozen=True)
class LossBelow:
    """Stop once the last finished update found a loss below a level."""

    level: float

    def reason(self, run: "Run") -> str | None:
        """Return that the loss is low enough, if it is."""
        if run.update == 0 or not run.history.loss[run.update - 1] < self.level:
            return None
        return f"the loss, {run.history.loss[run.update - 1]:.4g}, is below {self.level:g}"


@dataclass(frozen=True)
class NoImprovement:
    """Stop once the lowest loss is so many updates old.

    Of a run with a validation set it is the validation loss that counts, where it was measured; of any other run, the
    loss of the batches.
    """

    updates: int

    def __post_init__(self) -> None:
        if self.updates < 1:
            raise SettingError(f"an improvement may be waited for for 1 update or more, not {self.updates}")

    def reason(self, run: "Run") -> str | None:
        """Return for how long there was no lower loss, if it is too long."""
        best = self._best(run)
        if best is None or run.update - best < self.updates:
            return None
        return f"the loss has not been lower since update {best}, {run.update - best} updates ago"

    def _best(self, run: "Run") -> int | None:
        """Return the number of finished updates at which the loss was lowest."""
        if run.validation is None:
            return run.history.best[run.update - 1] if run.update else None
        measured = {number: at.loss for number, at in run.history.validation.items() if number <= run.update}
        return min(measured, key=lambda number: measured[number]) if measured else None

"""Where the numbers come from that an update finds when it begins: which sample, which draw, which earlier update."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lessons.blocks import Experiment
from lessons.lab import Lab, Place
from netcore.errors import NetcoreError
from netcore.run import Run
from netcore.trace import Index, Role, Value


@dataclass(frozen=True, slots=True)
class Origin:
    """What there is to say of one number."""

    words: str
    update: int | None = None
    """The update that made it, where one did: one can go there."""


class Origins:
    """Knows a lab's experiment and the update that begins."""

    def __init__(self, lab: Lab) -> None:
        self._experiment: Experiment = lab.experiment
        self._run: Run = lab.run
        self._update = lab.update

    def of(self, value: Value, cell: Index) -> Origin:
        """Say where a number comes from that this update did not compute."""
        match value.role:
            case Role.DATA:
                return Origin(f"data: {self._place(cell)}{self._sample(cell)}")
            case Role.TARGETS:
                what = "the class" if np.issubdtype(value.array.dtype, np.integer) else "the target"
                return Origin(f"{what} that is right for{self._sample(cell).removeprefix(' of')}")
            case Role.PARAMETER:
                return self._parameter(value.name or "", cell)
            case Role.STATE:
                return self._state()
            case Role.CONSTANT:
                return Origin("a constant of the code")
            case Role.RESULT:
                return Origin("a number that was given")

    def _place(self, cell: Index) -> str:
        return f"number {cell[-1]}" if len(cell) > 1 else "a number"

    def _sample(self, cell: Index) -> str:
        """Name the sample, and the set that it belongs to."""
        rows = self._run.batches.rows(self._update)
        row = cell[0] if cell else 0
        sample = range(*rows.indices(len(self._run.X)))[row] if isinstance(rows, slice) else int(rows[row])
        data = self._experiment.data
        whose = f" of the data set {data.name}" if data.name else ", which the lesson gives"
        in_batch = f", row {row} of this batch" if len(self._run.X) > _length(rows, len(self._run.X)) else ""
        return f" of sample {sample}{whose}{in_batch}"

    def _parameter(self, name: str, cell: Index) -> Origin:
        if self._update > self._run.first_update:
            last = self._update - 1
            return Origin(f"a parameter, as update {last:,} left it", last)
        given = {place.partition("[")[0] for place, _ in self._experiment.parameters}
        if name in given:
            return Origin("a parameter at its first value, which the lesson gives")
        part, _, kind = name.rpartition(".")
        try:
            initializer = getattr(self._run.model.part(part), "initializer", "")
        except NetcoreError:
            initializer = ""
        if kind == "biases" or not initializer:
            return Origin("a parameter at its first value")
        return Origin(f"a parameter at its first value, drawn by {initializer} with the seed {self._experiment.seed}")

    def _state(self) -> Origin:
        if self._update > self._run.first_update:
            return Origin(f"what the optimizer remembers from update {self._update - 1:,}", self._update - 1)
        return Origin("what the optimizer remembers: nothing yet")


def go_to_change(lab: Lab, name: str) -> bool:
    """Go back to where the last update has changed a value; return whether there was one that did."""
    if lab.update <= lab.run.first_update:
        return False
    lab.go(Place(lab.update - 1))
    changed = f"{name}@after"
    operation = lab.trace.value(changed).operation if changed in lab.trace.names else None
    if operation is not None:
        lab.go(Place(lab.update, operation.number + 1))
    return True


def _length(rows: Any, samples: int) -> int:
    return len(range(*rows.indices(samples))) if isinstance(rows, slice) else len(rows)

"""In the child: an experiment in which parts that a learner wrote stand in the place of ours.

Their methods are laid over our classes, so all that they did not write (constructors, schedules, accuracy) is ours. The
run itself is netcore's: it steps, goes back and is traced as any other.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, MutableMapping
from typing import Any

import numpy as np

from lessons.experiment import build
from lessons.workshop.handover import NUDGED, SERIES, from_values
from lessons.workshop.part import Part
from netcore.activations import ACTIVATIONS
from netcore.errors import NetcoreError
from netcore.layers import LAYERS
from netcore.losses import LOSSES
from netcore.not_finite import UpdateNotFiniteError
from netcore.optimizers import OPTIMIZERS

_REGISTRIES: dict[str, MutableMapping[str, Any]] = {
    "layers": LAYERS,
    "activations": ACTIVATIONS,
    "losses": LOSSES,
    "optimizers": OPTIMIZERS,
}


class Trainer:
    """Runs one experiment, and answers requests about it."""

    def __init__(self, experiment: Any, codes: Iterable[tuple[Part, Any]]) -> None:
        _switch_in(codes)
        self.run = build(from_values(experiment))

    def answer(self, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Do what is asked, and tell how the run stands; trouble with the numbers is an answer too."""
        try:
            match values["do"]:
                case "step":
                    self._step(int(values["updates"]), float(values["seconds"]))
                case "seek":
                    self.run.seek(int(values["update"]))
                case "trace":
                    return self._trace()
                case "moment":
                    return self._moment()
                case "gradients":
                    return self._gradients(self._cells(values))
        except NetcoreError as error:
            return "trouble", {**_trouble(error), **self._standing(int(values["known"]))}
        return "stands", self._standing(int(values["known"]))

    def _step(self, updates: int, seconds: float) -> None:
        """Do so many updates, or as many as there is time for."""
        end = time.perf_counter() + seconds
        for _ in range(updates):
            self.run.step()
            if time.perf_counter() > end:
                return

    def _trace(self) -> tuple[str, dict[str, Any]]:
        from netcore.trace.exchange import to_bytes

        return "recorded", {"trace": np.frombuffer(to_bytes(self.run.trace()), np.uint8)}

    def _moment(self) -> tuple[str, dict[str, Any]]:
        moment = self.run.moment()
        slots = {
            f"slot {number} {slot}": array
            for slot, arrays in moment.slots.items()
            for number, array in enumerate(arrays)
        }
        return "moment", {"update": moment.update, "vector": moment.vector, **slots}

    def _cells(self, values: dict[str, Any]) -> list[tuple[str, tuple[int, ...]]]:
        """Return the cell that is asked for, or some of each parameter, spread over it."""
        if "parameter" in values:
            return [(str(values["parameter"]), tuple(values["cell"]))]
        parameters = self.run.model.parameters
        return [(each.name, cell) for each in parameters for cell in _spread(each.view.shape, int(values["most"]))]

    def _gradients(self, cells: list[tuple[str, tuple[int, ...]]]) -> tuple[str, dict[str, Any]]:
        """Nudge these numbers of parameters, and tell both gradients of each."""
        from netcore.gradient_check import check_cell

        run = self.run
        checks = [check_cell(run.model, *run.batch(), name, cell, prepare=run.prepare) for name, cell in cells]
        checked = [[check.name, list(check.cell)] for check in checks]
        numbers = [[getattr(check, name) for name in NUDGED] for check in checks]
        return "gradients", {"cells": checked, "numbers": np.array(numbers)}

    def _standing(self, known: int) -> dict[str, Any]:
        """Return where the run stands, its parameters, and what its history has beyond the entries that are known."""
        history = self.run.history
        new = {f"history {name}": np.array(getattr(history, name)[known:], np.float64) for name in SERIES}
        norms = {
            f"norms {name}": np.array(series[known:], np.float64) for name, series in history.gradient_norms.items()
        }
        return {"update": self.run.update, "vector": np.asarray(self.run.model.vector), **new, **norms}


def _switch_in(codes: Iterable[tuple[Part, Any]]) -> None:
    """Put learners' classes into the registries, in this process; several parts may share a class of ours."""
    by_place: dict[tuple[str, str], list[tuple[Part, Any]]] = {}
    for part, code in codes:
        if part.replaces is not None:
            by_place.setdefault(part.replaces, []).append((part, code))
    for (registry, name), written in by_place.items():
        ours = _REGISTRIES[registry][name]
        methods = {method: vars(code)[method] for part, code in written for method in part.writes}
        _REGISTRIES[registry][name] = type(ours.__name__, (*(code for _, code in written), ours), methods)


def _spread(shape: tuple[int, ...], most: int) -> list[tuple[int, ...]]:
    """Return some cells of an array, at most so many, from the first on and as far apart as can be."""
    cells = list(np.ndindex(shape))
    return cells[:: max(1, -(-len(cells) // most))]


def _trouble(error: NetcoreError) -> dict[str, Any]:
    if isinstance(error, UpdateNotFiniteError):
        return {"message": str(error), "at": [error.update, error.operation, error.part]}
    return {"message": str(error), "at": None}

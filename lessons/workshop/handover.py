"""An experiment as plain values, to be handed to another process and back, and the names of what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from lessons.blocks import DataSpec, Experiment, PartSpec

SERIES = ("data_loss", "regularization_loss", "accuracy", "learning_rate")
"""What is told of each finished update, besides the gradients' lengths."""

NUDGED = ("value", "epsilon", "below", "at", "above", "analytic", "wider")
"""What is told of each number that was nudged, as `CellCheck` has it."""


def as_values(experiment: Experiment) -> dict[str, Any]:
    """Return an experiment as values that JSON knows."""
    return asdict(experiment)


def from_values(values: Mapping[str, Any]) -> Experiment:
    """Return the experiment of such values."""
    known = {field.name: _tuples(values[field.name]) for field in fields(Experiment) if field.name in values}
    known["data"] = _part(DataSpec, values["data"])
    known["layers"] = tuple(_part(PartSpec, layer) for layer in values["layers"])
    known |= {name: _part(PartSpec, values[name]) for name in ("loss", "optimizer")}
    return Experiment(**known)


def _part(kind: Any, values: Mapping[str, Any]) -> Any:
    return kind(**{name: _tuples(value) for name, value in values.items()})


def _tuples(value: Any) -> Any:
    """Return a value with tuples for all its lists, as the records have them."""
    return tuple(_tuples(item) for item in value) if isinstance(value, list | tuple) else value

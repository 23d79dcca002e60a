"""Saving and loading a model, with all that is needed to use it or to go on training."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.datasets.scaling import Preparation
from netcore.errors import NetcoreError, StorageError
from netcore.losses.base import Loss
from netcore.model import Sequential
from netcore.optimizers.base import Optimizer
from netcore.storage import records
from netcore.storage.archive import read_archive, write_archive

FORMAT = "glassnet model"
VERSION = 1


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


def save_model(path: Path | str, saved: SavedModel, parts: tuple[type[Any], ...] = ()) -> None:
    """Write a model to a file, whole or not at all.

    ``parts`` are the classes of layers, losses and optimizers of one's own. Raises ``StorageError`` for numbers that
    are not finite, parts that cannot be written down, and a file that cannot be written.
    """
    known = records.known_with(parts)
    model, optimizer = saved.model, saved.optimizer
    model.adopt()
    header = {
        "format": FORMAT,
        "version": VERSION,
        "numerics": model.numerics.name,
        "dtype": model.dtype.name,
        "layers": [records.part_record(layer, known) for layer in model.layers],
        "loss": records.part_record(model.loss, known),
        "optimizer": None if optimizer is None else records.part_record(optimizer, known),
        "update": saved.update,
        "preparation": records.preparation_record(saved.preparation),
    }
    arrays = _parameters(model)
    for slot, remembered in saved.slots.items():
        for parameter, array in zip(model.parameters, remembered, strict=True):
            arrays[f"{parameter.name}.{slot}"] = np.asarray(array)
    scaler = saved.preparation.scaler if saved.preparation else None
    arrays |= {f"preparation.{name}": getattr(scaler, name) for name in (scaler.measures if scaler else ())}
    write_archive(Path(path), header, arrays)


def load_model(path: Path | str, parts: tuple[type[Any], ...] = ()) -> SavedModel:
    """Return what was saved in a file; nothing in it is used before all of it is checked.

    Raises ``StorageError`` for a file that is missing, damaged, too large, of another kind or of a newer version.
    """
    path = Path(path)
    header, arrays = read_archive(path)
    try:
        return _Loading(header, arrays, records.known_with(parts)).result()
    except StorageError as error:
        raise StorageError(f"{path.name} cannot be loaded: {error}") from error


def save_parameters(path: Path | str, model: Sequential) -> None:
    """Write a model's parameters alone to a file; raise ``StorageError`` as ``save_model`` does."""
    model.adopt()
    write_archive(Path(path), {"format": "glassnet parameters", "version": VERSION}, _parameters(model))


def load_parameters(path: Path | str, model: Sequential) -> None:
    """Put the parameters from a file into a model that is built like the one they were saved from.

    The file may hold parameters alone or a whole model. Raises ``StorageError``, and leaves the model as it was, for a
    file that is not sound, or parameters with other names, shapes or dtypes.
    """
    path = Path(path)
    header, arrays = read_archive(path)
    try:
        _check_format(header, ("glassnet parameters", FORMAT))
        _check_parameters(model, arrays)
    except StorageError as error:
        raise StorageError(f"{path.name} does not fit this model: {error}") from error
    model.adopt()
    for parameter in model.parameters:
        parameter.view[...] = arrays[parameter.name]


class _Loading:
    """A file's header and arrays, on the way to a model."""

    def __init__(self, header: dict[str, Any], arrays: dict[str, Array], known: Mapping[str, type[Any]]) -> None:
        _check_format(header, (FORMAT,))
        self.header = header
        self.arrays = arrays
        self.known = known
        self.update = records.field(header, "update", int)
        if self.update < 0:
            raise StorageError(f"its header counts {self.update} finished updates")

    def result(self) -> SavedModel:
        """Return all that the file holds."""
        dtype = self._dtype()
        optimizer = self._optimizer(dtype)
        model = self._model(dtype)
        slots = optimizer.slots if optimizer is not None and self._has_slots(model) else ()
        scaler = records.scaler_kind(self._preparation)
        expected = {parameter.name for parameter in model.parameters}
        expected |= {f"{parameter.name}.{slot}" for parameter in model.parameters for slot in slots}
        expected |= {f"preparation.{name}" for name in (scaler.measures if scaler else ())}
        for name in sorted(expected ^ set(self.arrays)):
            raise StorageError(f"it {'lacks' if name in expected else 'should not have'} the array {name!r}")
        remembered = {slot: self._remembered(model, slot) for slot in slots}
        preparation = self._prepared(scaler, model)
        _check_parameters(model, self.arrays)
        for parameter in model.parameters:
            parameter.view[...] = self.arrays[parameter.name]
        return SavedModel(model, optimizer, self.update, remembered, preparation)

    @property
    def _preparation(self) -> dict[str, Any] | None:
        return None if self.header.get("preparation") is None else records.field(self.header, "preparation", dict)

    def _dtype(self) -> np.dtype[Any]:
        name = records.field(self.header, "dtype", str)
        if name not in ("float32", "float64"):
            raise StorageError(f"its header gives the dtype {name[:60]!r}; float32 and float64 are known")
        return np.dtype(name)

    def _optimizer(self, dtype: np.dtype[Any]) -> Optimizer | None:
        if self.header.get("optimizer") is None:
            return None
        return records.read_part(self.header["optimizer"], self.known).build(Optimizer, dtype)

    def _model(self, dtype: np.dtype[Any]) -> Sequential:
        """Return the model that the header describes, its parameters still to be filled in."""
        described = [records.read_part(record, self.known) for record in records.field(self.header, "layers", list)]
        counts: dict[str, int] = {}
        layers = []
        for record in described:
            counts[record.kind.name] = counts.get(record.kind.name, 0) + 1
            layers.append(record.build_layer(dtype, self._numbers(f"{record.kind.name}{counts[record.kind.name]}.")))
        loss = records.read_part(self.header.get("loss"), self.known).build(Loss, dtype)
        try:
            return Sequential(layers, loss, records.field(self.header, "numerics", str))
        except NetcoreError as error:
            raise StorageError(str(error)) from error

    def _numbers(self, start: str) -> int:
        """Return how many numbers the file has for the parameters of a layer, and for what is remembered of them."""
        return sum(array.size for name, array in self.arrays.items() if name.startswith(start))

    def _has_slots(self, model: Sequential) -> bool:
        """Say whether the optimizer's memory was saved too: it is there for all parameters, or for none."""
        return len(self.arrays) > len(model.parameters) and any(name.count(".") > 1 for name in self.arrays)

    def _remembered(self, model: Sequential, slot: str) -> tuple[Array, ...]:
        found = [self.arrays[f"{parameter.name}.{slot}"] for parameter in model.parameters]
        for parameter, array in zip(model.parameters, found, strict=True):
            if array.shape != parameter.view.shape:
                raise StorageError(f"{parameter.name}.{slot} is {array.shape}, the parameter {parameter.view.shape}")
        return tuple(array.copy() for array in found)

    def _prepared(self, kind: Any, model: Sequential) -> Preparation | None:
        record = self._preparation
        if record is None:
            return None
        features, classes = records.read_names(record, "features"), records.read_names(record, "classes")
        if kind is None:
            return Preparation(None, features, classes)
        measures = [self.arrays[f"preparation.{name}"].copy() for name in kind.measures]
        shapes = {array.shape for array in measures}
        if len(shapes) > 1 or model.n_inputs not in (None, *(shape[0] for shape in shapes if len(shape) == 1)):
            raise StorageError(
                f"its scaler's arrays are {sorted(shapes)}, but the model takes {model.n_inputs} features"
            )
        return Preparation(kind(*measures), features, classes)


def _parameters(model: Sequential) -> dict[str, Array]:
    return {parameter.name: np.asarray(parameter.view) for parameter in model.parameters}


def _check_format(header: dict[str, Any], formats: tuple[str, ...]) -> None:
    found = records.field(header, "format", str)
    if found not in formats:
        raise StorageError(f"it is {found[:60]!r}, not {' or '.join(map(repr, formats))}")
    version = records.field(header, "version", int)
    if version != VERSION:
        raise StorageError(
            f"it is of version {version}, and this glassnet knows version {VERSION}; take a newer glassnet"
        )


def _check_parameters(model: Sequential, arrays: Mapping[str, Array]) -> None:
    for parameter in model.parameters:
        if parameter.name not in arrays:
            raise StorageError(f"it lacks {parameter.name!r}; it has {', '.join(arrays) or 'nothing'}")
        found, wanted = arrays[parameter.name], parameter.view
        if found.shape != wanted.shape or found.dtype != wanted.dtype:
            raise StorageError(
                f"{parameter.name} is {found.dtype} of shape {found.shape}, but the model's is {wanted.dtype} of shape "
                f"{wanted.shape}"
            )

"""From a file's header and arrays to a model: every name, shape and setting is checked before anything is used."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.datasets.scaling import Preparation
from netcore.errors import NetcoreError, StorageError
from netcore.losses.base import Loss
from netcore.model import Sequential
from netcore.optimizers.base import Optimizer
from netcore.storage import records
from netcore.storage.saved import SavedModel
from netcore.storage.training import Training

MODEL = "glassnet model"
PARAMETERS = "glassnet parameters"
VERSION = 1


class Loading:
    """A file's header and arrays, on the way to a model."""

    def __init__(self, header: dict[str, Any], arrays: dict[str, Array], known: Mapping[str, type[Any]]) -> None:
        check_format(header, (MODEL,))
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
        slots = self._slots(optimizer, model)
        scaler = records.scaler_kind(self._preparation)
        expected = {parameter.name for parameter in model.parameters}
        expected |= {f"{parameter.name}.{slot}" for parameter in model.parameters for slot in slots}
        expected |= {f"preparation.{name}" for name in (scaler.measures if scaler else ())}
        training = None if self.header.get("training") is None else records.field(self.header, "training", dict)
        expected |= Training.array_names(model) if training is not None else set()
        for name in sorted(expected ^ set(self.arrays)):
            raise StorageError(f"it {'lacks' if name in expected else 'should not have'} the array {name!r}")
        check_parameters(model, self.arrays)
        remembered = {slot: self._remembered(model, slot) for slot in slots}
        preparation = self._prepared(scaler, model)
        trained = None if training is None else Training.read(training, self.arrays, model, self.update)
        for parameter in model.parameters:
            parameter.view[...] = self.arrays[parameter.name]
        return SavedModel(model, optimizer, self.update, remembered, preparation, trained)

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

    def _slots(self, optimizer: Optimizer | None, model: Sequential) -> tuple[str, ...]:
        """Return what the optimizer remembers, if that was saved: for all parameters, or for none."""
        slots = optimizer.slots if optimizer is not None else ()
        names = (f"{parameter.name}.{slot}" for parameter in model.parameters for slot in slots)
        return slots if any(name in self.arrays for name in names) else ()

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


def check_format(header: dict[str, Any], formats: tuple[str, ...]) -> None:
    """Raise ``StorageError`` unless a file is of one of these formats, and of the version that is known."""
    found = records.field(header, "format", str)
    if found not in formats:
        raise StorageError(f"it is {found[:60]!r}, not {' or '.join(map(repr, formats))}")
    version = records.field(header, "version", int)
    if version != VERSION:
        raise StorageError(
            f"it is of version {version}, and this glassnet knows version {VERSION}; take a newer glassnet"
        )


def check_parameters(model: Sequential, arrays: Mapping[str, Array]) -> None:
    """Raise ``StorageError`` unless the arrays hold every parameter of the model, in its shape and dtype."""
    for parameter in model.parameters:
        if parameter.name not in arrays:
            raise StorageError(f"it lacks {parameter.name!r}; it has {', '.join(arrays) or 'nothing'}")
        found, wanted = arrays[parameter.name], parameter.view
        if found.shape != wanted.shape or found.dtype != wanted.dtype:
            raise StorageError(
                f"{parameter.name} is {found.dtype} of shape {found.shape}, but the model's is {wanted.dtype} of shape "
                f"{wanted.shape}"
            )

"""A model as a record: kinds, settings and names, from which it is built again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from netcore.activations import ACTIVATIONS
from netcore.datasets.scaling import SCALERS, Preparation, Scaler
from netcore.errors import SettingError, StorageError
from netcore.layers import LAYERS
from netcore.layers.base import Layer
from netcore.losses import LOSSES
from netcore.optimizers import OPTIMIZERS
from netcore.settings import Settings, build, settings_of, whole_numbers

Kind = TypeVar("Kind")

KNOWN: dict[str, type[Any]] = {**LAYERS, **ACTIVATIONS, **LOSSES, **OPTIMIZERS}
"""Every kind of part that a file may name."""


def known_with(parts: tuple[type[Any], ...]) -> dict[str, type[Any]]:
    """Return every known kind of part by name, those of the caller's own before ours."""
    return KNOWN | {part.name: part for part in parts}


def part_record(part: Any, known: Mapping[str, type[Any]]) -> dict[str, Any]:
    """Return a part's kind and settings; raise ``StorageError`` for a part that could not be built again."""
    if known.get(getattr(part, "name", "")) is not type(part):
        raise StorageError(
            f"{type(part).__name__} is a part of your own: hand its class over with parts=, here and when loading"
        )
    try:
        return {"kind": part.name, "settings": settings_of(part)}
    except SettingError as error:
        raise StorageError(str(error)) from error


@dataclass(frozen=True)
class PartRecord:
    """What a file says of one part; its kind is known."""

    kind: type[Any]
    settings: Settings

    def build(self, wanted: type[Kind], dtype: np.dtype[Any]) -> Kind:
        """Return the part; raise ``StorageError`` for another sort of part, or settings that it does not accept."""
        if not issubclass(self.kind, wanted):
            raise StorageError(f"{self.kind.name!r} is no {wanted.__name__.lower()}")
        try:
            part: Kind = build(self.kind, self.settings, dtype)
        except SettingError as error:
            raise StorageError(str(error)) from error
        return part

    def build_layer(self, dtype: np.dtype[Any], numbers: int) -> Layer:
        """Return the layer, which is to have so many numbers as parameters, and must not take memory for more."""
        if issubclass(self.kind, Layer) and self.kind.parameters:
            declared = whole_numbers(self.kind, self.settings)
            if declared > numbers:
                raise StorageError(f"a layer {self.kind.name!r} declares {declared:,} parameters, but has {numbers:,}")
        return self.build(Layer, dtype)


def read_part(record: Any, known: Mapping[str, type[Any]]) -> PartRecord:
    """Return a part's record, checked; raise ``StorageError`` if it does not name a known part."""
    kind, settings = field(record, "kind", str), field(record, "settings", dict)
    if kind not in known:
        raise StorageError(f"there is no part {kind[:60]!r}; a part of your own is handed over with parts=")
    return PartRecord(known[kind], settings)


def preparation_record(preparation: Preparation | None) -> dict[str, Any] | None:
    """Return what was done to the data, without the numbers."""
    if preparation is None:
        return None
    return {
        "scaler": preparation.scaler.name if preparation.scaler else None,
        "features": list(preparation.feature_names),
        "classes": list(preparation.class_names),
    }


def scaler_kind(record: dict[str, Any] | None) -> type[Scaler] | None:
    """Return the kind of scaler that a preparation's record names, if it does."""
    if record is None or record.get("scaler") is None:
        return None
    name = field(record, "scaler", str)
    if name not in SCALERS:
        raise StorageError(f"there is no scaler {name[:60]!r}; there are {', '.join(SCALERS)}")
    return SCALERS[name]


def read_names(record: dict[str, Any], key: str) -> tuple[str, ...]:
    """Return a list of names from a record."""
    names = field(record, key, list)
    if not all(isinstance(name, str) for name in names):
        raise StorageError(f"its header's {key!r} are not all names")
    return tuple(names)


def field(record: Any, key: str, kind: type[Kind]) -> Kind:
    """Return a field of a header; raise ``StorageError`` if it is missing or of another kind."""
    value = record.get(key) if isinstance(record, dict) else None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise StorageError(f"its header has no usable {key!r}")
    return value

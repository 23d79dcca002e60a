"""Saving and loading models, and parameters alone."""

from pathlib import Path
from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.errors import StorageError
from netcore.model import Sequential
from netcore.storage import records
from netcore.storage.archive import read_archive, write_archive
from netcore.storage.loading import MODEL, PARAMETERS, VERSION, Loading, check_format, check_parameters
from netcore.storage.saved import SavedModel


def save_model(path: Path | str, saved: SavedModel, parts: tuple[type[Any], ...] = ()) -> None:
    """Write a model to a file, whole or not at all.

    ``parts`` are the classes of layers, losses and optimizers of one's own. Raises ``StorageError`` for numbers that
    are not finite, parts that cannot be written down, and a file that cannot be written.
    """
    known = records.known_with(parts)
    model, optimizer = saved.model, saved.optimizer
    model.adopt()
    header = {
        "format": MODEL,
        "version": VERSION,
        "numerics": model.numerics.name,
        "dtype": model.dtype.name,
        "layers": [records.part_record(layer, known) for layer in model.layers],
        "loss": records.part_record(model.loss, known),
        "optimizer": None if optimizer is None else records.part_record(optimizer, known),
        "update": saved.update,
        "preparation": records.preparation_record(saved.preparation),
        "training": None if saved.training is None else saved.training.record(),
    }
    arrays = _parameters(model)
    if saved.slots and set(saved.slots) != set(optimizer.slots if optimizer else ()):
        raise StorageError(f"what is remembered is {', '.join(saved.slots)}, which is not what the optimizer remembers")
    for slot, remembered in saved.slots.items():
        for parameter, array in zip(model.parameters, remembered, strict=True):
            arrays[f"{parameter.name}.{slot}"] = np.asarray(array)
    scaler = saved.preparation.scaler if saved.preparation else None
    arrays |= {f"preparation.{name}": getattr(scaler, name) for name in (scaler.measures if scaler else ())}
    arrays |= saved.training.arrays(saved.update) if saved.training else {}
    write_archive(Path(path), header, arrays)


def load_model(path: Path | str, parts: tuple[type[Any], ...] = ()) -> SavedModel:
    """Return what was saved in a file; nothing in it is used before all of it is checked.

    Raises ``StorageError`` for a file that is missing, damaged, too large, of another kind or of a newer version.
    """
    path = Path(path)
    header, arrays = read_archive(path)
    try:
        return Loading(header, arrays, records.known_with(parts)).result()
    except StorageError as error:
        raise StorageError(f"{path.name} cannot be loaded: {error}") from error


def save_parameters(path: Path | str, model: Sequential) -> None:
    """Write a model's parameters alone to a file; raise ``StorageError`` as ``save_model`` does."""
    model.adopt()
    write_archive(Path(path), {"format": PARAMETERS, "version": VERSION}, _parameters(model))


def load_parameters(path: Path | str, model: Sequential) -> None:
    """Put the parameters from a file into a model that is built like the one they were saved from.

    The file may hold parameters alone or a whole model. Raises ``StorageError``, and leaves the model as it was, for a
    file that is not sound, or parameters with other names, shapes or dtypes.
    """
    path = Path(path)
    header, arrays = read_archive(path)
    try:
        check_format(header, (PARAMETERS, MODEL))
        check_parameters(model, arrays)
    except StorageError as error:
        raise StorageError(f"{path.name} does not fit this model: {error}") from error
    model.adopt()
    for parameter in model.parameters:
        parameter.view[...] = arrays[parameter.name]


def _parameters(model: Sequential) -> dict[str, Array]:
    return {parameter.name: np.asarray(parameter.view) for parameter in model.parameters}

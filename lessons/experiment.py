"""A declared experiment becomes a run: every name is looked up in netcore's registries.

The same declaration gives the same run, to the last digit: all that is random in it comes from its seed.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from lessons.blocks import DataSpec, Experiment, Lesson, Option, PartSpec, Table
from lessons.data_files import MissingDataError, file_sets
from lessons.errors import LessonError, NamingError, unknown
from lessons.references import Reference, parse_reference
from netcore import Run, Sequential
from netcore.activations import ACTIVATIONS
from netcore.arrays import Array
from netcore.book import Book
from netcore.datasets import DATASETS, Dataset
from netcore.errors import NetcoreError
from netcore.layers import LAYERS
from netcore.losses import LOSSES
from netcore.numerics import NUMERICS
from netcore.optimizers import OPTIMIZERS

MOST_NUMBERS = 20_000_000
"""Numbers that one part of a lesson's network, or its data set, may have."""

_GIVEN_BY_US = ("self", "rng", "dtype")
_PLAIN_KNOBS = ("seed", "batch_size", "dtype")


class ExperimentError(NamingError):
    """An experiment that netcore cannot run, and which of its keys is at fault."""

    def __init__(self, key: str, what: str, mend: str) -> None:
        super().__init__(what, mend)
        self.key = key


class ExperimentDataError(ExperimentError, MissingDataError):
    """An experiment whose data is not on this machine."""

    def __init__(self, what: str, mend: str) -> None:
        ExperimentError.__init__(self, "data", what, mend)


def build(experiment: Experiment) -> Run:
    """Return a new run of the experiment, before its first update; raise `ExperimentError` if there is none."""
    if experiment.numerics not in NUMERICS:
        raise _at("numerics", unknown("numerics", experiment.numerics, NUMERICS))
    if experiment.numerics != "plain":
        return _build_published(experiment)
    X, y = load_data(experiment.data)
    rng = np.random.default_rng(experiment.seed)
    given = {"rng": rng, "dtype": np.dtype(experiment.dtype)}
    model = _model(experiment, {**LAYERS, **ACTIVATIONS}, given)
    optimizer = _build_part("optimizer", "optimizer", OPTIMIZERS, experiment.optimizer)
    try:
        return Run(model, optimizer, X, y, batch_size=experiment.batch_size, seed=experiment.seed)
    except NetcoreError as error:
        raise _from_netcore("data", error) from None


def _build_published(experiment: Experiment) -> Run:
    """Return a run that draws data, weights and masks from one stream, in the order of the published programs."""
    book = Book(experiment.seed, numerics=experiment.numerics)
    X, y = load_data(experiment.data, {"spiral": book.spiral, "vertical": book.vertical, "sine": book.sine})
    layers: dict[str, Callable[..., Any]] = {**ACTIVATIONS, "dense": book.dense, "dropout": book.dropout}
    model = _model(replace(experiment, dtype="float32"), layers, {})
    optimizer = _build_part("optimizer", "optimizer", OPTIMIZERS, experiment.optimizer)
    try:
        return book.run(model, optimizer, X, y, experiment.batch_size)
    except NetcoreError as error:
        raise _from_netcore("data", error) from None


def _model(experiment: Experiment, known: Mapping[str, Callable[..., Any]], given: Mapping[str, Any]) -> Sequential:
    """Return the experiment's network with its initial parameters."""
    layers = [_build_part("layers", "layer or activation", known, layer, given) for layer in experiment.layers]
    loss = _build_part("loss", "loss", LOSSES, experiment.loss)
    try:
        model = Sequential(layers, loss, experiment.numerics)
    except NetcoreError as error:
        raise _from_netcore("layers", error) from None
    _set_parameters(model, experiment)
    return model


def load_data(data: DataSpec, known: Mapping[str, Dataset] = DATASETS) -> tuple[Array, Array]:
    """Return the samples and targets that are declared; a named data set is one of the known ones."""
    if data.inputs:
        return np.array(data.inputs), _own_targets(data)
    X, y = _named_set(data, {**known, **file_sets(data.places)})
    rows = list(data.rows) or _spread(len(X), data.take)
    if rows and max(rows) >= len(X):
        what = f"no row {max(rows)} in the data set {data.name!r}, which has {len(X)} rows"
        raise ExperimentError("data", what, f"Rows count from 0 to {len(X) - 1}.")
    X, y = (X[rows], y[rows]) if rows else (X, y)
    if X.size > MOST_NUMBERS:
        what = f"{data.name!r} would have {X.size:,} numbers, and at most {MOST_NUMBERS:,} are allowed"
        raise ExperimentError("data", what, f"Take fewer rows, such as take = {MOST_NUMBERS // X.shape[1] // 10}.")
    return (X / 255.0 if X.dtype == np.uint8 else X), y  # pixels are shares of full ink


def _named_set(data: DataSpec, sets: Mapping[str, Dataset]) -> tuple[Array, Array]:
    """Return all samples and targets of a data set that is called by its name."""
    if data.name not in sets:
        raise _at("data", unknown("data set", data.name, sets))
    function, options = sets[data.name], dict(data.options)
    _check_options("data", data.name, function, list(options))
    if lacking := _lacking(function, options):
        mend = f'Write it as {{ name = "{data.name}", {", ".join(f"{name} = …" for name in lacking)} }}.'
        raise ExperimentError("data", f"{data.name!r} lacks {' and '.join(lacking)}", mend)
    _check_size("data", data.name, [value for name, value in options.items() if name != "seed"])
    try:
        return function(**options)
    except MissingDataError as error:
        raise ExperimentDataError(error.what, error.mend) from None
    except NamingError as error:
        raise _at("data", error) from None
    except TypeError:
        raise _misfit("data", data.name, options) from None
    except (NetcoreError, MemoryError) as error:
        raise _from_netcore("data", error) from None


def check_experiments(lesson: Lesson) -> Iterator[LessonError]:
    """Build each experiment of a lesson and give an error, with its line, for each that cannot be built."""
    for block in lesson.experiments:
        try:
            build(block.experiment)
        except ExperimentError as error:
            yield error.at(lesson.file, block.lines.get(error.key, block.line))


def with_knob(experiment: Experiment, path: str, value: Option) -> Experiment:
    """Return the experiment with one thing set: "seed", "optimizer.learning_rate", "layers.2.rate" or a cell."""
    head, _, name = path.partition(".")
    match head:
        case _ if path in _PLAIN_KNOBS:
            changed: dict[str, Any] = {path: value}
        case _ if "[" in path:
            changed = {"parameters": _with_cell(experiment.parameters, path, value)}
        case "loss" | "optimizer" if not name:
            changed = {head: PartSpec(str(value))}
        case "loss" | "optimizer":
            changed = {head: getattr(experiment, head).with_option(name, value)}
        case "data" if name:
            kept = tuple(pair for pair in experiment.data.options if pair[0] != name)
            changed = {"data": replace(experiment.data, options=(*kept, (name, value)))}
        case "layers":
            changed = {"layers": _with_layer(experiment.layers, path, value)}
        case _:
            known = (
                *_PLAIN_KNOBS,
                "loss",
                "optimizer",
                "optimizer.learning_rate",
                "data.samples",
                "layers.1.initializer",
                "dense1.weights[0, 0]",
            )
            raise unknown("knob", path, known)
    return replace(experiment, **changed)


def _with_layer(layers: tuple[PartSpec, ...], path: str, value: Option) -> tuple[PartSpec, ...]:
    """Set an option of one layer, "layers.2.rate" (counted from 1), or exchange it, "layers.2"."""
    number, _, name = path.partition(".")[2].partition(".")
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= len(layers):
        raise NamingError(f"no layer for the knob {path!r}", f"Layers count from 1 to {len(layers)}: layers.1.")
    place = int(number) - 1
    changed = layers[place].with_option(name, value) if name else PartSpec(str(value))
    return (*layers[:place], changed, *layers[place + 1 :])


def _with_cell(parameters: tuple[tuple[str, Table], ...], path: str, value: Option) -> tuple[tuple[str, Table], ...]:
    """Set one number of a parameter."""
    if isinstance(value, bool | str):
        raise NamingError(f"the knob {path!r} sets {value!r}", "A weight or a bias is a number.")
    return (*(pair for pair in parameters if pair[0] != path), (path, ((float(value),),)))


def _build_part(
    key: str, kind: str, known: Mapping[str, Callable[..., Any]], spec: PartSpec, given: Mapping[str, Any] | None = None
) -> Any:
    """Return a part made from its declaration."""
    if spec.name not in known:
        raise _at(key, unknown(kind, spec.name, known))
    part = known[spec.name]
    accepted = _accepted(part)
    positions = [name for name in accepted if name not in _GIVEN_BY_US]
    if len(spec.arguments) > len(positions):
        what = f"{spec.name!r} takes at most {len(positions)} values, not {len(spec.arguments)}"
        raise ExperimentError(key, what, f"It is built from {', '.join(positions) or 'nothing'}.")
    _check_options(key, spec.name, part, [name for name, _ in spec.options])
    values = dict(zip(positions, spec.arguments, strict=False)) | dict(spec.options)
    lacking = _lacking(part, values)
    if lacking:
        mend = f'Write it as "{" ".join((spec.name, *_lacking(part, ())))}", with numbers.'
        raise ExperimentError(key, f"{spec.name!r} lacks {' and '.join(lacking)}", mend)
    _check_size(key, spec.name, values.values())
    ours = {name: value for name, value in (given or {}).items() if name in accepted}
    try:
        return part(**values, **ours)
    except TypeError:
        raise _misfit(key, spec.name, values) from None
    except (NetcoreError, ValueError, MemoryError) as error:
        raise _from_netcore(key, error) from None


def _check_size(key: str, name: str, values: Iterable[Option]) -> None:
    """Refuse sizes that would fill the machine's memory before anybody could say so."""
    size = math.prod(value for value in values if isinstance(value, int) and value > 1)
    if size > MOST_NUMBERS:
        raise ExperimentError(key, f"{name!r} would have {size} numbers", f"At most {MOST_NUMBERS} are allowed.")


def _accepted(part: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(part).parameters


def _lacking(part: Callable[..., Any], given: Collection[str]) -> list[str]:
    """Return what a part cannot be built without and is not given."""
    empty = inspect.Parameter.empty
    needed = [name for name, accepted in _accepted(part).items() if accepted.default is empty]
    return [name for name in needed if name not in (*_GIVEN_BY_US, *given)]


def _check_options(key: str, name: str, part: Callable[..., Any], options: list[str]) -> None:
    known = [option for option in _accepted(part) if option not in _GIVEN_BY_US]
    for option in options:
        if option not in known:
            raise _at(key, unknown("option", option, known, repr(name)))


def _set_parameters(model: Sequential, experiment: Experiment) -> None:
    """Put the author's own initial values in place of the random ones, those of single cells last."""
    parameters = {parameter.name: parameter.view for parameter in model.parameters}
    for name, rows in sorted(experiment.parameters, key=lambda given: "[" in given[0]):
        cell = _reference(name)
        if cell.path not in parameters:
            raise _at("parameters", unknown("parameter", cell.path, parameters))
        values, view = np.array(rows), parameters[cell.path]
        if cell.index:
            _check_cell(cell, view.shape)
            view[cell.index] = values[0, 0]
            continue
        if values.shape != view.shape:
            what = f"{name} has the shape {view.shape}, but {values.shape} is given"
            raise ExperimentError("parameters", what, f"Write {view.shape[0]} rows of {view.shape[1]} numbers.")
        view[...] = values


def _reference(name: str) -> Reference:
    """Return the parameter, or the cell of one, that is meant."""
    try:
        return parse_reference(name)
    except NamingError as error:
        raise _at("parameters", error) from None


def _check_cell(cell: Reference, shape: tuple[int, ...]) -> None:
    """Refuse a name that is not exactly one cell of a parameter of this shape."""
    is_whole = len(cell.index) == len(shape) and None not in cell.index
    pairs = zip(cell.index, shape, strict=False)
    if not is_whole or not all(index is not None and -size <= index < size for index, size in pairs):
        mend = f"{cell.path} has the shape {shape}; write a row and a column, counted from 0: {cell.path}[0, 0]."
        raise ExperimentError("parameters", f"{cell} is no cell of a parameter", mend)


def _own_targets(data: DataSpec) -> Array:
    targets = np.array(data.targets)
    is_whole = bool(np.all(targets == np.floor(targets)))
    return targets.astype(np.int64) if targets.ndim == 1 and is_whole else targets


def _spread(rows: int, take: int | None) -> list[int]:
    """Return `take` row numbers spread evenly over all rows; none where all are wanted."""
    return [] if take is None else [number * rows // take for number in range(min(take, rows))]


def _at(key: str, error: NamingError) -> ExperimentError:
    return ExperimentError(key, error.what, error.mend)


def _misfit(key: str, name: str, values: Mapping[str, Option]) -> ExperimentError:
    """Return the error for a value of a wrong kind: a word where a number belongs."""
    given = ", ".join(f"{option} = {value!r}" for option, value in values.items())
    mend = "One of them is of the wrong kind: a word for a number, or a fraction for a count."
    return ExperimentError(key, f"{name!r} cannot be built from {given}", mend)


def _from_netcore(key: str, error: Exception) -> ExperimentError:
    return ExperimentError(key, str(error).rstrip(".") or type(error).__name__, f"Change {key!r} of the experiment.")

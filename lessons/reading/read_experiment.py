"""Reads an `experiment` block: a network, its data, loss and optimizer, by their names in netcore.

Here only the form is checked; `lessons.experiment` checks the names when it builds the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lessons.blocks import DataSpec, Experiment, Option, PartSpec, Table
from lessons.errors import LessonError
from lessons.reading.fields import Fields, is_number, is_option, is_whole

DTYPES = {"float64": "float64", "float32": "float32"}
MOST_LAYERS = 60
FILE_SETS = ("csv", "mnist", "fashion_mnist")
"""The data sets that are files (`lessons.data_files`); only they are told where to look."""

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")


def read_experiment(fields: Fields, running: Experiment | None) -> tuple[Experiment, tuple[str, ...]]:
    """Return the experiment, and which keys it changes in the running one (none: it is new)."""
    if not fields.flag("again", default=False):
        return _read_new(fields), ()
    if running is None:
        raise fields.error("again", "there is no running experiment yet", "Leave out again = true.")
    changes = _changes(fields)
    if not changes:
        raise fields.error("again", "the experiment changes nothing", "Give at least one key that differs.")
    return replace(running, **changes), tuple(changes)


def _read_new(fields: Fields) -> Experiment:
    for name in ("data", "layers", "loss", "optimizer"):
        if not fields.has(name):
            raise fields.error(
                None,
                f"{fields.what} has no {name!r}",
                f"Add it, or again = true to keep the {name} of the running experiment.",
            )
    return Experiment(**_changes(fields))


def _changes(fields: Fields) -> dict[str, Any]:
    """Return those keys of an experiment that the author wrote, read."""
    readers: dict[str, Callable[[Fields, str], Any]] = {
        "data": _data,
        "layers": _layers,
        "loss": _part,
        "optimizer": _part,
        "seed": lambda fields, name: fields.whole(name),
        "dtype": lambda fields, name: fields.option(name, DTYPES),
        "batch_size": lambda fields, name: fields.whole(name, least=1),
        "parameters": _parameters,
        "numerics": lambda fields, name: fields.text(name),
    }
    return {name: read(fields, name) for name, read in readers.items() if fields.has(name)}


def _layers(fields: Fields, name: str) -> tuple[PartSpec, ...]:
    values = fields.value(
        name, 'a list like ["dense 2 3", "relu"]', lambda value: isinstance(value, list) and bool(value)
    )
    if len(values) > MOST_LAYERS:
        raise fields.error(name, f"{len(values)} layers", f"A network has at most {MOST_LAYERS}.")
    return tuple(_part_of(fields, name, value) for value in values)


def _part(fields: Fields, name: str) -> PartSpec:
    return _part_of(fields, name, fields.table[name])


def _part_of(fields: Fields, name: str, value: Any) -> PartSpec:
    """Read a part written as "dense 2 3 initializer=he_normal" or as { name = "dense", … }."""
    match value:
        case str():
            return _part_of_words(fields, name, value)
        case {"name": str(part)} if all(is_option(option) for option in value.values()):
            return PartSpec(part, (), tuple((key, option) for key, option in value.items() if key != "name"))
        case _:
            raise fields.error(
                name,
                f"{name!r} of {fields.what} has something that is no part: {str(value)[:40]!r}",
                'Write a part as "dense 2 3" or as { name = "sgd", learning_rate = 1.0 }.',
            )


def _part_of_words(fields: Fields, name: str, text: str) -> PartSpec:
    words = text.split()
    if not words or not _WORD.fullmatch(words[0]):
        raise fields.error(name, f"{text[:40]!r} names no part", 'A part begins with its name: "dense 2 3".')
    arguments: list[Option] = []
    options: list[tuple[str, Option]] = []
    for word in words[1:]:
        key, equals, value = word.partition("=")
        if equals and not _WORD.fullmatch(key):
            raise fields.error(name, f"{word!r} in {text[:40]!r} is no option", "Write it as name=value.")
        if equals:
            options.append((key, _word_value(value)))
        else:
            arguments.append(_word_value(word))
    return PartSpec(words[0], tuple(arguments), tuple(options))


def _word_value(word: str) -> Option:
    if not _NUMBER.fullmatch(word) or len(word) > 30:
        return {"true": True, "false": False}.get(word, word)
    return int(word) if re.fullmatch(r"[-+]?\d+", word) else float(word)


def _data(fields: Fields, name: str) -> DataSpec:
    value = fields.table[name]
    if isinstance(value, str):
        return DataSpec(value, places=fields.places if value in FILE_SETS else ())
    if not isinstance(value, dict):
        raise fields.error(name, "'data' must be a data set", 'Write { name = "spiral", samples = 100, classes = 3 }.')
    inner = Fields(value, fields.file, fields.source, fields.first_line, f"'data' of {fields.what}", fields.places)
    return _own_data(inner) if inner.has("X") else _named_data(inner)


def _named_data(fields: Fields) -> DataSpec:
    set_name = fields.text("name")
    rows = fields.value("rows", "a list of row numbers", _is_rows, default=[])
    take = fields.whole("take", least=1) if fields.has("take") else None
    if rows and take:
        raise fields.error("take", "'rows' and 'take' both choose rows", "Keep one of them.")
    places = fields.places if set_name in FILE_SETS else ()
    return DataSpec(set_name, fields.rest("name", "rows", "take"), tuple(rows), take, places=places)


def _own_data(fields: Fields) -> DataSpec:
    """Read data written in the lesson itself: X = [[1.0, 2.0]] and y = [0]."""
    inputs = _table(fields, "X", fields.value("X", "a list of rows of numbers", _is_table))
    targets = fields.value("y", "a list of targets", lambda value: isinstance(value, list) and bool(value))
    fields.done()
    if len(targets) != len(inputs):
        raise fields.error("y", f"{len(inputs)} rows in X but {len(targets)} in y", "Give each sample its target.")
    if _is_table(targets):
        return DataSpec(inputs=inputs, targets=_table(fields, "y", targets))
    if not all(is_number(target) for target in targets):
        raise fields.error("y", "a target is no number", "Give class numbers, or a row of numbers for each sample.")
    return DataSpec(inputs=inputs, targets=tuple(targets))


def _parameters(fields: Fields, name: str) -> tuple[tuple[str, Table], ...]:
    """Read initial values: { "dense1.weights" = [[0.2, 0.8]], "dense1.biases[0, 1]" = 0.5 }."""
    kind = 'a table like { "dense1.weights" = [[0.2, 0.8]], "dense1.biases[0, 1]" = 0.5 }'
    table = fields.value(name, kind, lambda value: isinstance(value, dict) and all(map(_is_given, value.values())))
    return tuple((key, _given(fields, name, key, value)) for key, value in table.items())


def _given(fields: Fields, name: str, key: str, value: Any) -> Table:
    """Return what a parameter, or a single cell of one, begins with."""
    if is_number(value) == ("[" not in key):
        mend = 'Write "dense1.weights" = [[0.2, 0.8]] for all, or "dense1.weights[0, 1]" = 0.8 for one number.'
        raise fields.error(name, f"{key!r} is given {'one number' if is_number(value) else 'rows'}", mend)
    return ((float(value),),) if is_number(value) else _table(fields, name, value)


def _is_given(value: object) -> bool:
    return is_number(value) or _is_table(value)


def _table(fields: Fields, name: str, rows: Any) -> Table:
    """Return rows of numbers, all equally long."""
    if len({len(row) for row in rows}) != 1:
        raise _ragged(fields, name)
    return tuple(tuple(float(number) for number in row) for row in rows)


def _ragged(fields: Fields, name: str) -> LessonError:
    return fields.error(name, f"the rows of {name!r} are not equally long", "Give each row the same number of columns.")


def _is_table(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(row, list) and row and all(is_number(number) for number in row) for row in value)
    )


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(is_whole(row, 0) for row in value)

"""Settings: a part of a network as data.

A part keeps each argument of its constructor under the argument's own name (``self.rate = rate``). That is all it takes
to write a part down and to build it again: no part has code of its own for it. Two arguments are no settings: ``rng``,
because what came from it is in the parameters, and ``dtype``, where it is that of the parameters.
"""

import inspect
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from netcore.errors import SettingError
from netcore.optimizers.schedules import SCHEDULES

Settings = dict[str, Any]
"""Names and plain values, as JSON knows them; a schedule is itself a kind and its settings."""


def settings_of(part: object) -> Settings:
    """Return what a part was made with, by the names of its constructor's arguments.

    Raises ``SettingError`` for a part that does not keep an argument, or keeps something that is not a plain value.
    """
    settings = {}
    for name in arguments_of(type(part)):
        if name == "rng" or (name == "dtype" and not hasattr(part, name)):
            continue
        if not hasattr(part, name):
            kind = type(part).__name__
            raise SettingError(f"{kind} takes {name!r} but keeps nothing of that name; write self.{name} = {name}")
        settings[name] = _plain(getattr(part, name), f"{type(part).__name__}.{name}")
    return settings


def build(kind: type[Any], settings: Mapping[str, Any], dtype: np.dtype[Any]) -> Any:
    """Return a part of this kind with these settings, its parameters of this dtype and not yet of any meaning.

    Raises ``SettingError`` for settings that the part does not know or does not accept.
    """
    arguments = arguments_of(kind)
    unknown = [name for name in settings if name not in arguments or name == "rng"]
    if unknown:
        raise SettingError(f"{kind.__name__} has no setting {unknown[0]!r}; it has {', '.join(arguments) or 'none'}")
    if settings.get("dtype") not in (None, "float32", "float64"):
        raise SettingError(f"{kind.__name__} cannot have the dtype {settings['dtype']!r}; float32 or float64 will do")
    values = {name: _schedule(value) if isinstance(value, Mapping) else value for name, value in settings.items()}
    given = {"rng": 0, "dtype": dtype}
    values |= {name: value for name, value in given.items() if name in arguments and name not in values}
    try:
        return kind(**values)
    except Exception as error:  # whatever a constructor says to odd settings
        raise SettingError(f"{kind.__name__} cannot be built from {dict(settings)}: {error}") from error


def whole_numbers(kind: type[Any], settings: Mapping[str, Any]) -> int:
    """Return the product of all sizes among a part's settings: a bound on how many numbers its parameters have.

    A size is an argument that is declared as ``int``.
    """
    arguments = arguments_of(kind)
    sizes = [
        value for name, value in settings.items() if name in arguments and arguments[name].annotation in (int, "int")
    ]
    return math.prod(max(1, size) for size in sizes if isinstance(size, int))


def arguments_of(kind: type[Any]) -> dict[str, inspect.Parameter]:
    """Return the arguments of a part's constructor, by name."""
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    found = inspect.signature(kind).parameters
    return {name: argument for name, argument in found.items() if argument.kind in named}


def _plain(value: Any, where: str) -> Any:
    """Return a setting as JSON knows it."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | str) or (isinstance(value, float) and math.isfinite(value)):
        return value
    if isinstance(value, np.dtype) or (isinstance(value, type) and issubclass(value, np.generic)):
        return np.dtype(value).name
    if type(value) in SCHEDULES.values():
        return {"kind": value.name, "settings": settings_of(value)}
    raise SettingError(f"{where} is {value!r}, which cannot be written down; use a number, a text, or a known schedule")


def _schedule(record: Mapping[str, Any]) -> Any:
    """Return a schedule from its kind and its settings."""
    kind, settings = record.get("kind"), record.get("settings")
    if not isinstance(kind, str) or kind not in SCHEDULES or not isinstance(settings, Mapping):
        raise SettingError(f"no schedule {kind!r}; there are {', '.join(SCHEDULES)}")
    if any(isinstance(value, Mapping) for value in settings.values()):
        raise SettingError(f"the settings of the schedule {kind!r} are plain values, not {dict(settings)}")
    schedule: Any = SCHEDULES[kind]
    return build(schedule, settings, np.dtype(np.float64))

"""What an operation was called with: its operands, each with its label, and the rest of its arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from netcore.trace.array import TracedArray, untraced
from netcore.trace.kinds import NUMBER_OPERANDS, WITHOUT_NUMBERS, kind_of
from netcore.trace.labels import Labels, operand_labels
from netcore.trace.record import Kind, Operand, Slot, Value
from netcore.trace.request import Request
from netcore.trace.spans import Site

Place = tuple[int | str, ...]


@dataclass(frozen=True)
class Arguments:
    """An operation about to be recorded: all that is known of it but its result."""

    name: str
    kind: Kind
    function: Callable[..., Any]
    operands: tuple[Operand, ...]
    positional: tuple[Any, ...]
    keywords: dict[str, Any]
    site: Site


class Reader:
    """Reads the arguments of one operation: takes out the operands and leaves slots in their places."""

    def __init__(self, site: Site, is_method: bool, constant: Callable[[Any, str], Value]) -> None:
        self.site = site
        self.labels = _labels(site, is_method)
        self.constant = constant
        self.operands: list[Operand] = []

    def read(self, request: Request) -> Arguments:
        """Return the operation's arguments, read."""
        name, function, arguments, keywords, _ = request
        kind = kind_of(name, function, keywords)
        self.numbers_at = NUMBER_OPERANDS.get(name, ())
        self.takes_numbers = kind is Kind.ELEMENTWISE and not self.numbers_at and name not in WITHOUT_NUMBERS
        self.dtype = _common_dtype(arguments) if self.takes_numbers or self.numbers_at else None
        positional = tuple(self._walk(item, (place,)) for place, item in enumerate(arguments))
        named = {key: self._walk(item, (key,)) for key, item in keywords.items()}
        return Arguments(name, kind, function, tuple(self.operands), positional, named, self.site)

    def _walk(self, item: Any, place: Place) -> Any:
        match item:
            case TracedArray() if item.recorder is not None:
                return self._slot(item.value, place)
            case np.ndarray() | np.generic():
                return self._slot(self.constant(untraced(item), self._label(item, place)), place)
            case bool() | None:
                return item
            case int() | float() | complex() if self._is_operand(place):
                number = item if self.dtype is None else self.dtype.type(item)
                return self._slot(self.constant(number, self._label(item, place)), place)
            case tuple():
                return tuple(self._walk(part, (*place, number)) for number, part in enumerate(item))
            case list() if any(isinstance(part, np.ndarray) for part in item):
                return [self._walk(part, (*place, number)) for number, part in enumerate(item)]
        return untraced(item)

    def _slot(self, value: Value, place: Place) -> Slot:
        self.operands.append(Operand(self.labels.get(place) or value.label, value))
        return Slot(len(self.operands) - 1)

    def _label(self, item: Any, place: Place) -> str:
        return self.labels.get(place) or (str(item) if np.ndim(item) == 0 else "array")

    def _is_operand(self, place: Place) -> bool:
        return len(place) == 1 and (self.takes_numbers or place[0] in self.numbers_at)


@lru_cache(maxsize=4096)
def _labels(site: Site, is_method: bool) -> Labels:
    return operand_labels(site, is_method)


def _common_dtype(arguments: tuple[Any, ...]) -> "np.dtype[Any] | None":
    """Return the floating dtype in which plain numbers join the arrays of an operation; None if there is none."""
    dtypes = [item.dtype for item in arguments if isinstance(item, np.ndarray | np.generic)]
    common = np.result_type(*dtypes) if dtypes else None
    return common if common is not None and np.issubdtype(common, np.floating) else None

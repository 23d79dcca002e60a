"""What an operation was called with: its operands, each with its label, and the rest of its arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from netcore.trace.array import untraced
from netcore.trace.kinds import (
    JOINING,
    NUMBER_OPERANDS,
    WITHOUT_NUMBERS,
    WRITING_FUNCTIONS,
    WRITING_METHODS,
    kind_of,
)
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
    """Reads the arguments of one operation: takes out the operands and leaves slots in their places.

    ``value_of`` gives what an array or a number holds now, called so if nothing was known of it.
    """

    def __init__(self, site: Site, is_method: bool, value_of: Callable[[Any, str | None], Value]) -> None:
        self.site = site
        self.labels = _labels(site, is_method)
        self.value_of = value_of
        self.operands: list[Operand] = []

    def read(self, request: Request) -> Arguments:
        """Return the operation's arguments, read."""
        name, function, arguments, keywords, _ = request
        kind = kind_of(name, function, arguments, keywords)
        self.is_joining = name in JOINING
        self.numbers_at = NUMBER_OPERANDS.get(name, ())
        self.takes_numbers = kind is Kind.ELEMENTWISE and not self.numbers_at and name not in WITHOUT_NUMBERS
        self.dtype = _dtype_of_numbers(name, arguments) if self.takes_numbers or self.numbers_at else None
        positional = tuple(self._walk(item, (place,)) for place, item in enumerate(arguments))
        named = {key: self._walk(item, (key,)) for key, item in keywords.items()}
        if kind is Kind.ELEMENTWISE and (list in map(type, positional) or tuple in map(type, positional)):
            kind = Kind.WHOLE
        return Arguments(name, kind, function, tuple(self.operands), positional, named, self.site)

    def _walk(self, item: Any, place: Place) -> Any:
        match item:
            case np.ndarray() | np.generic():
                return self._slot(item, place)
            case bool() | int() | float() | complex() if self._is_operand(place):
                return self._slot(_beside(self.dtype, item), place, str(item))
            case list() | tuple() if self._is_operand(place) and not _has_array(item):
                return self._slot(np.asarray(item), place)
            case tuple():
                return tuple(self._walk(part, (*place, number)) for number, part in enumerate(item))
            case list() if _has_array(item):
                return [self._walk(part, (*place, number)) for number, part in enumerate(item)]
        return untraced(item)

    def _slot(self, item: Any, place: Place, otherwise: str | None = None) -> Slot:
        written = self.labels.get(place) or otherwise
        value = self.value_of(item, written)
        self.operands.append(Operand(written or value.label, value))
        return Slot(len(self.operands) - 1)

    def _is_operand(self, place: Place) -> bool:
        """Say whether a plain number or list at this place enters the arithmetic."""
        if self.is_joining:
            return place[0] == 0 and len(place) > 1
        return (self.takes_numbers and isinstance(place[0], int)) or place[0] in self.numbers_at


@lru_cache(maxsize=4096)
def _labels(site: Site, is_method: bool) -> Labels:
    return operand_labels(site, is_method)


def _has_array(item: Any) -> bool:
    """Say whether there is an array, or one of NumPy's numbers, anywhere in nested lists and tuples."""
    if isinstance(item, list | tuple):
        return any(_has_array(part) for part in item)
    return isinstance(item, np.ndarray | np.generic)


def _dtype_of_numbers(name: str, arguments: tuple[Any, ...]) -> "np.dtype[Any] | None":
    """Return the dtype that plain numbers take on beside the arrays of an operation; None if they keep their own.

    What is written into an array takes on that array's dtype. A function that makes an array of each of its arguments
    first leaves a number as it is.
    """
    if name in _MAKING_ARRAYS:
        return None
    is_writing = name == "setitem" or name in WRITING_FUNCTIONS or name in WRITING_METHODS
    beside = arguments[:1] if is_writing else arguments
    dtypes = [item.dtype for item in beside if isinstance(item, np.ndarray | np.generic)]
    return np.result_type(*dtypes) if dtypes else None


_MAKING_ARRAYS = ("append", "dot", "inner", "vdot", "matmul")


def _beside(dtype: "np.dtype[Any] | None", number: Any) -> Any:
    """Return a plain number as NumPy takes it beside an array of this dtype: it does not make the result wider."""
    is_taken = dtype is not None and (dtype.kind == "f" or (dtype.kind in "iu" and isinstance(number, int)))
    if dtype is None or not is_taken or isinstance(number, complex):
        return number
    try:
        return dtype.type(number)
    except OverflowError:  # a comparison with a number that the dtype cannot hold
        return number

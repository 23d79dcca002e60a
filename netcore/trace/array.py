"""The traced array: an array that tells a recorder of everything that is done with it.

It speaks NumPy's own protocols, so code written for plain arrays runs on it unchanged. Each operation is carried out
on the plain arrays beneath, by the same function and on the same memory, and so gives the same bits.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from netcore.trace.functions import Method, getitem, setitem
from netcore.trace.kinds import (
    COMPARISONS,
    METHODS,
    OPERATORS,
    REDUCING_UFUNCS,
    SIGNS,
    WRITING_FUNCTIONS,
    WRITING_METHODS,
)
from netcore.trace.record import Value
from netcore.trace.request import Request

if TYPE_CHECKING:
    from netcore.trace.recorder import Recorder


class TracedArray(np.ndarray[Any, Any]):
    """A view of a plain array that reports every operation on it to its recorder.

    A single number that an operation gives (``np.sum(x)``) becomes a traced array without dimensions, and behaves as
    NumPy's numbers do: an in-place operator on it makes a new one. An array that came about past all protocols has no
    recorder, and is treated as the plain array that it is. So is what ``np.array(x)`` makes, and what is written into
    an array of ``np.zeros(shape)``: NumPy asks nobody there.
    """

    recorder: "Recorder | None" = None
    plain: Any = None
    """What the code would have had without the trace: an array that shares this one's memory, or a number."""
    value: Value
    """The value that the array holds now; another one after each write in place."""

    @classmethod
    def wrap(cls, plain: Any, value: Value, recorder: "Recorder") -> "TracedArray":
        """Return a traced view of a plain array or number that holds this value."""
        traced = np.asarray(plain).view(cls)
        traced.plain, traced.value, traced.recorder = plain, value, recorder
        return traced

    @property
    def is_number(self) -> bool:
        """Whether this stands for one of NumPy's numbers, which cannot be written in place."""
        return isinstance(self.plain, np.generic)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, out: Any = (), **keywords: Any) -> Any:
        """Carry out a ufunc, or one of its methods, and have it recorded."""
        recorder = recorder_of((inputs, out, keywords))
        name, function = _ufunc_named(ufunc, method)
        if recorder is None:
            plain_out = {"out": tuple(untraced(item) for item in out)} if out else {}
            return function(*(untraced(item) for item in inputs), **plain_out, **untraced(keywords))
        request = Request(name, function, inputs, keywords)
        if method == "at":
            return recorder.perform_writing(request)
        if not out:
            return recorder.perform(request)
        return _into(recorder, request, out if len(out) > 1 else out[0])

    def __array_function__(self, func: Callable[..., Any], types: Any, args: Any, kwargs: Any) -> Any:
        """Carry out one of NumPy's functions, and have it recorded if it gives numbers."""
        recorder = recorder_of((args, kwargs))
        if recorder is None:
            return func(*untraced(args), **untraced(kwargs))
        request = Request(func.__name__, func, args, kwargs)
        if request.name in WRITING_FUNCTIONS:
            return recorder.perform_writing(request)
        into = kwargs.get("out")
        if into is None:
            return recorder.perform(request)
        keywords = {key: kwargs[key] for key in kwargs if key != "out"}
        return _into(recorder, request._replace(keywords=keywords), into)

    def __getitem__(self, index: Any) -> Any:
        """Return what the index picks."""
        return self._method("getitem", getitem, (index,), {})

    def __setitem__(self, index: Any, written: Any) -> None:
        """Write into what the index picks."""
        if self.recorder is None:
            np.asarray(self)[untraced(index)] = untraced(written)
        else:
            self.recorder.perform_writing(Request("setitem", setitem, (self, index, written), {}))

    def __iter__(self) -> Iterator[Any]:
        """Go through the rows, each one picked by its number."""
        return (self[row] for row in range(len(self)))

    def __copy__(self) -> Any:
        """Return a copy."""
        return self._method("copy", Method("copy"), (), {})

    def __deepcopy__(self, memo: Any) -> Any:
        """Return a copy."""
        return self._method("copy", Method("copy"), (), {})

    def __hash__(self) -> int:  # type: ignore[override]
        """Return the hash of a number; an array has none."""
        return hash(untraced(self))

    def __round__(self, digits: int | None = None) -> Any:
        """Return a number rounded, without ``digits`` as Python's own whole number; an array cannot be."""
        if digits is None or not self.is_number:
            return round(untraced(self), digits)
        return self._method("round", Method("round"), (digits,), {})

    def __getattr__(self, name: str) -> Any:
        """Return what NumPy's numbers have and its arrays have not, such as ``is_integer``."""
        if not self.is_number:
            raise AttributeError(f"'numpy.ndarray' object has no attribute {name!r}")
        return getattr(self.plain, name)

    @property
    def mT(self) -> Any:  # noqa: N802
        """The array with its last two axes exchanged."""
        return self._method("matrix_transpose", np.matrix_transpose, (), {})

    @property
    def T(self) -> Any:  # noqa: N802
        """The array with rows and columns exchanged."""
        return self._method("transpose", np.transpose, (), {})

    def __repr__(self) -> str:
        """Return what the plain array would show."""
        return repr(untraced(self))

    def __str__(self) -> str:
        """Return what the plain array would show."""
        return str(untraced(self))

    def __format__(self, format_spec: str) -> str:
        """Return the number in a format, as the plain one would."""
        return format(untraced(self), format_spec)

    def _method(self, name: str, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Carry out a method of this array."""
        if self.recorder is None:
            return function(np.asarray(self), *untraced(args), **untraced(kwargs))
        into = kwargs.get("out")
        keywords = {key: kwargs[key] for key in kwargs if key != "out" or into is None}
        request = Request(name, function, (self, *args), keywords, is_method=True)
        return self.recorder.perform(request) if into is None else _into(self.recorder, request, into)


def untraced(item: Any) -> Any:
    """Return the plain arrays of a traced one, or of all in nested tuples, lists, dicts and slices."""
    match item:
        case TracedArray():
            return np.asarray(item) if item.recorder is None else item.plain
        case tuple():
            return tuple(untraced(part) for part in item)
        case list():
            return [untraced(part) for part in item]
        case dict():
            return {key: untraced(part) for key, part in item.items()}
        case slice():
            return slice(untraced(item.start), untraced(item.stop), untraced(item.step))
    return item


def recorder_of(item: Any) -> "Recorder | None":
    """Return the recorder of the first traced array in nested arguments, or None if there is none."""
    match item:
        case TracedArray():
            return item.recorder
        case tuple() | list():
            return next((found for part in item if (found := recorder_of(part))), None)
        case dict():
            return recorder_of(tuple(item.values()))
    return None


def _into(recorder: "Recorder", request: Request, into: Any) -> Any:
    """Carry out a function with ``out=into``, and have it recorded."""

    def write() -> object:
        return request.function(*untraced(request.arguments), out=untraced(into), **untraced(request.keywords))

    return recorder.perform_into(request, into, write)


def _ufunc_named(ufunc: np.ufunc, method: str) -> tuple[str, Callable[..., Any]]:
    """Return the name and the function of a ufunc's method: ``np.add.reduce`` is a ``sum``."""
    if method == "__call__":
        return ufunc.__name__, ufunc
    if method == "reduce" and ufunc.__name__ in REDUCING_UFUNCS:
        return REDUCING_UFUNCS[ufunc.__name__], ufunc.reduce
    return f"{ufunc.__name__}.{method}", getattr(ufunc, method)


def _binary(name: str, function: Callable[..., Any], is_reflected: bool) -> Callable[[TracedArray, Any], Any]:
    def operate(self: TracedArray, other: Any) -> Any:
        operands = (other, self) if is_reflected else (self, other)
        if self.recorder is None:
            return function(*untraced(operands))
        return self.recorder.perform(Request(name, function, operands, {}))

    return operate


def _in_place(name: str, function: Callable[..., Any], special: str) -> Callable[[TracedArray, Any], Any]:
    def operate(self: TracedArray, other: Any) -> Any:
        if self.recorder is None or self.is_number:
            return function(self, other)

        def write() -> object:
            return getattr(self.plain, special)(untraced(other))

        return self.recorder.perform_into(Request(name, function, (self, other), {}), self, write)

    return operate


def _unary(name: str, function: Callable[..., Any]) -> Callable[[TracedArray], Any]:
    def operate(self: TracedArray) -> Any:
        return self._method(name, function, (), {})

    return operate


def _new_array_method(name: str) -> Callable[..., Any]:
    def operate(self: TracedArray, *args: Any, **kwargs: Any) -> Any:
        return self._method(name, Method(name), args, kwargs)

    return operate


def _writing_method(name: str) -> Callable[..., None]:
    method = getattr(np.ndarray, name)

    def operate(self: TracedArray, *args: Any, **kwargs: Any) -> None:
        if self.recorder is None:
            method(np.asarray(self), *untraced(args), **untraced(kwargs))
        else:
            self.recorder.perform_writing(Request(name, Method(name), (self, *args), kwargs, is_method=True))

    return operate


for _part, (_name, _function) in OPERATORS.items():
    setattr(TracedArray, f"__{_part}__", _binary(_name, _function, is_reflected=False))
    setattr(TracedArray, f"__r{_part}__", _binary(_name, _function, is_reflected=True))
    setattr(TracedArray, f"__i{_part}__", _in_place(_name, _function, f"__i{_part}__"))
for _part, (_name, _function) in COMPARISONS.items():
    setattr(TracedArray, f"__{_part}__", _binary(_name, _function, is_reflected=False))
for _part, (_name, _function) in SIGNS.items():
    setattr(TracedArray, f"__{_part}__", _unary(_name, _function))
for _name in METHODS:
    setattr(TracedArray, _name, _new_array_method(_name))
for _name in WRITING_METHODS:
    setattr(TracedArray, _name, _writing_method(_name))

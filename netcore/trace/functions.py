"""The functions behind operations, by name: what a trace that has travelled finds its operations again by."""

from collections.abc import Callable
from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.trace.kinds import COMPARISONS, METHODS, OPERATORS, SIGNS, WRITING_METHODS
from netcore.trace.views import SeenThroughView

Function = Callable[..., Any]


class Method:
    """An array's method as a function that NumPy's numbers, and subclasses of its arrays, answer with their own."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __call__(self, array: Any, *args: Any, **kwargs: Any) -> Any:
        """Call the method of this array."""
        return getattr(array, self.__name__)(*args, **kwargs)


def getitem(array: Array, index: Any) -> Any:
    """Return what the index picks."""
    return array[index]


def setitem(array: Array, index: Any, written: Any) -> None:
    """Write into what the index picks."""
    array[index] = written


def elsewhere(*arguments: Any, **keywords: Any) -> Any:
    """Stand for a function that is not here: its operation was recorded whole, and is not carried out again."""
    raise TypeError("this operation was recorded whole, and cannot be carried out again")


def name_of_function(function: Function, keep: Callable[[Array], str]) -> str | None:
    """Return a function's name, such as ``ufunc exp`` or ``numpy linalg.norm``; None if it is not NumPy's.

    ``keep`` is given the arrays that a function carries along, and says under which name they travel.
    """
    match function:
        case SeenThroughView(changed=changed, written=written):
            return f"view {keep(changed)} {keep(written)}"
        case Method():
            return f"method {function.__name__}"
        case np.ufunc():
            return f"ufunc {function.__name__}"
    owner = getattr(function, "__self__", None)
    if isinstance(owner, np.ufunc):
        return f"ufunc {owner.__name__}.{function.__name__}"
    if function in _OWN:
        return _OWN[function]
    path = f"{getattr(function, '__module__', '')}.{getattr(function, '__name__', '')}".removeprefix("numpy.")
    return f"numpy {path}" if _in_numpy(path) is function else None


def function_named(name: str, kept: Callable[[str], Array]) -> Function | None:
    """Return the function of that name; None if there is none."""
    match name.split():
        case ["view", changed, written]:
            return SeenThroughView(kept(changed), kept(written))
        case ["method", method] if method in (*METHODS, *WRITING_METHODS):
            return Method(method)
        case ["ufunc", path]:
            ufunc, _, method = path.partition(".")
            found = getattr(np, ufunc, None)
            if not isinstance(found, np.ufunc) or method not in ("", *_UFUNC_METHODS):
                return None
            return getattr(found, method) if method else found
        case ["numpy", path]:
            return _in_numpy(path)
    return next((function for function, own in _OWN.items() if own == name), None)


_UFUNC_METHODS = ("reduce", "accumulate", "outer", "reduceat", "at")

_OWN: dict[Function, str] = {
    getitem: "getitem",
    setitem: "setitem",
    elsewhere: "elsewhere",
    **{function: f"operator {name}" for table in (OPERATORS, COMPARISONS, SIGNS) for name, function in table.values()},
}

_FOLDERS = ("", "linalg", "fft")


def _in_numpy(path: str) -> Function | None:
    """Return the public array function at a path inside NumPy (``sum``, ``linalg.norm``), None if there is none.

    Only functions that take part in NumPy's array protocol are found, none that read files or text.
    """
    folder, _, name = path.rpartition(".")
    home = getattr(np, folder, None) if folder else np
    if folder not in _FOLDERS or name.startswith("_") or name in _NOT_ARITHMETIC:
        return None
    found = getattr(home, name, None)
    return found if hasattr(found, "_implementation") else None


_NOT_ARITHMETIC = frozenset(
    {
        "save",
        "savez",
        "savez_compressed",
        "savetxt",
        "apply_along_axis",
        "apply_over_axes",
        "piecewise",
        "vectorize",
        "fromfunction",
        "loadtxt",
        "genfromtxt",
    }
)

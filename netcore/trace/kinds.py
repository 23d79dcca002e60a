"""Which of NumPy's operations does what sort of arithmetic: a table by name."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from netcore.trace.record import Kind

OPERATORS: dict[str, tuple[str, Callable[..., Any]]] = {
    "add": ("add", operator.add),
    "sub": ("subtract", operator.sub),
    "mul": ("multiply", operator.mul),
    "truediv": ("divide", operator.truediv),
    "floordiv": ("floor_divide", operator.floordiv),
    "mod": ("remainder", operator.mod),
    "pow": ("power", operator.pow),
    "matmul": ("matmul", operator.matmul),
    "and": ("bitwise_and", operator.and_),
    "or": ("bitwise_or", operator.or_),
    "xor": ("bitwise_xor", operator.xor),
    "lshift": ("left_shift", operator.lshift),
    "rshift": ("right_shift", operator.rshift),
}
"""Python's binary operators by the middle of their method's name: NumPy's name for each, and the function."""

COMPARISONS: dict[str, tuple[str, Callable[..., Any]]] = {
    "lt": ("less", operator.lt),
    "le": ("less_equal", operator.le),
    "eq": ("equal", operator.eq),
    "ne": ("not_equal", operator.ne),
    "gt": ("greater", operator.gt),
    "ge": ("greater_equal", operator.ge),
}

SIGNS: dict[str, tuple[str, Callable[..., Any]]] = {
    "neg": ("negative", operator.neg),
    "pos": ("positive", operator.pos),
    "abs": ("absolute", operator.abs),
    "invert": ("invert", operator.invert),
}

METHODS = (
    *("sum", "mean", "max", "min", "prod", "std", "var", "argmax", "argmin", "any", "all", "cumsum", "cumprod"),
    *("reshape", "transpose", "ravel", "flatten", "swapaxes", "squeeze", "copy", "repeat", "take", "diagonal"),
    *("dot", "astype", "clip", "round", "argsort", "argpartition", "nonzero", "trace", "conj", "conjugate"),
    *("compress", "choose", "searchsorted", "view"),
)
"""The methods of an array that make a new one."""

WRITING_METHODS = ("fill", "sort", "put", "partition")
"""The methods that write into their own array and return nothing."""

WRITING_FUNCTIONS = ("copyto", "fill_diagonal", "put", "place", "putmask", "put_along_axis")
"""The functions that write into their first argument and return nothing."""

NUMBER_OPERANDS: dict[str, tuple[int | str, ...]] = {
    "append": (0, 1, "arr", "values"),
    "clip": (1, 2, "a_min", "a_max", "min", "max"),
    "where": (1, 2),
    "copyto": (1, "src"),
    **dict.fromkeys(("matmul", "dot", "inner", "vdot"), (0, 1)),
    "fill": (0, 1),
    "fill_diagonal": (1, "val"),
    "place": (2, "vals"),
    "put": (2, "v", "values"),
    "putmask": (2, "values"),
    "setitem": (2,),
}
"""Where, besides arrays, plain numbers and lists of them enter the arithmetic of a function that is not a ufunc."""

JOINING = ("concatenate", "stack", "vstack", "hstack", "column_stack")
"""The functions that put the items of their first argument together; an item may be a plain list of numbers."""

WITHOUT_NUMBERS = ("astype", "round", "around", "nan_to_num", "real", "imag", "ldexp")
"""Elementwise functions whose plain numbers are settings."""

KINDS: dict[str, Kind] = {
    name: kind
    for kind, names in {
        Kind.ELEMENTWISE: ("clip", "round", "around", "astype", "nan_to_num", "real", "imag", "abs", "outer"),
        Kind.MATMUL: ("matmul", "dot", "vdot", "inner"),
        Kind.REDUCTION: (
            *("sum", "mean", "max", "min", "amax", "amin", "prod", "std", "var", "argmax", "argmin", "any", "all"),
            *("cumsum", "cumprod", "median", "average", "count_nonzero", "ptp"),
        ),
        Kind.MOVEMENT: (
            *("transpose", "reshape", "ravel", "flatten", "swapaxes", "moveaxis", "squeeze", "expand_dims", "copy"),
            *("repeat", "tile", "concatenate", "stack", "vstack", "hstack", "column_stack", "flip", "fliplr", "flipud"),
            *("roll", "rot90", "diag", "diagflat", "diagonal", "broadcast_to", "atleast_1d", "atleast_2d", "tril"),
            *("triu", "zeros_like", "split", "array_split", "append", "ascontiguousarray", "asfortranarray"),
            *("matrix_transpose", "view"),
        ),
        Kind.SELECTION: ("getitem", "take", "where", "take_along_axis", "delete"),
        Kind.ASSIGNMENT: (
            *("setitem", "copyto", "fill_diagonal", "put", "place", "putmask", "fill", "seen through a view"),
        ),
    }.items()
    for name in names
}
"""The kind of every operation that is not a plain ufunc; what is not listed is recorded whole."""

REDUCING_UFUNCS = {
    "add": "sum",
    "multiply": "prod",
    "maximum": "max",
    "minimum": "min",
    "logical_and": "all",
    "logical_or": "any",
}
"""What the ``reduce`` of a ufunc is called elsewhere."""

UNUSUAL_KEYWORDS = ("where", "initial", "weights", "returned", "return_index", "return_inverse", "return_counts")
"""Keywords that change the arithmetic of a cell; with one of them an operation is recorded whole."""


def kind_of(name: str, function: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Kind:
    """Return the kind of an operation, by its name and, where the name is not listed, by its function."""
    if _is_unusual(name, arguments, keywords):
        return Kind.WHOLE
    if name in KINDS:
        return KINDS[name]
    is_plain = isinstance(function, np.ufunc) and function.signature is None
    return Kind.ELEMENTWISE if is_plain or name in _OPERATOR_NAMES else Kind.WHOLE


def _is_unusual(name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> bool:
    """Say whether an operation is asked for something else than its name says by itself."""
    match name:
        case "where":  # with a condition alone it finds places
            return len(arguments) < 3
        case "view":  # with a dtype it reads the same memory as other numbers
            return len(arguments) + len(keywords) > 1
        case "average" if len(arguments) > 2:
            return True
        case "copyto":  # whose ``where`` its rule knows
            return False
    return any(keyword in keywords for keyword in UNUSUAL_KEYWORDS)


_OPERATOR_NAMES = {name for table in (OPERATORS, COMPARISONS, SIGNS) for name, _ in table.values()} - {"matmul"}

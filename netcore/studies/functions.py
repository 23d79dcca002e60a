"""Functions by name: curves of one number and reliefs of two, each with its slope as one derives it by hand."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError


@dataclass(frozen=True)
class Function:
    """A function of one number."""

    name: str
    formula: str
    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    """The derivative, by the rules."""
    span: tuple[float, float] = (-3.0, 3.0)
    """The piece of it that is worth looking at."""


@dataclass(frozen=True)
class Relief:
    """A function of two numbers."""

    name: str
    formula: str
    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], tuple[Array, Array]]
    """Both partial derivatives, by the rules."""
    span: tuple[float, float] = (-2.0, 2.0)


def function_named(name: str) -> Function:
    """Return the function of one number of that name; raise ``SettingError`` with the known names."""
    if name not in FUNCTIONS:
        raise SettingError(f"no function {name!r}; there are {', '.join(FUNCTIONS)}")
    return FUNCTIONS[name]


def relief_named(name: str) -> Relief:
    """Return the function of two numbers of that name; raise ``SettingError`` with the known names."""
    if name not in RELIEFS:
        raise SettingError(f"no function of two numbers {name!r}; there are {', '.join(RELIEFS)}")
    return RELIEFS[name]


FUNCTIONS = {
    function.name: function
    for function in (
        Function("square", "x²", lambda x: x**2, lambda x: 2 * x),
        Function("double_square", "2x²", lambda x: 2 * x**2, lambda x: 4 * x, (0.0, 5.0)),
        Function("cube", "x³", lambda x: x**3, lambda x: 3 * x**2, (-2.0, 2.0)),
        Function("line", "2x", lambda x: 2 * x, lambda x: 2 + 0 * x),
        Function("sine", "sin x", np.sin, np.cos, (-1.0, 7.0)),
        Function("exp", "eˣ", np.exp, np.exp, (-2.0, 2.0)),
        Function("log", "ln x", np.log, lambda x: 1 / x, (0.05, 4.0)),
        Function("abs", "|x|", np.abs, np.sign),
    )
}
"""The functions of one number."""

RELIEFS = {
    relief.name: relief
    for relief in (
        Relief("bowl", "x² + y²", lambda x, y: x**2 + y**2, lambda x, y: (2 * x, 2 * y)),
        Relief("valley", "x² + 8y²", lambda x, y: x**2 + 8 * y**2, lambda x, y: (2 * x, 16 * y)),
        Relief("saddle", "x² − y²", lambda x, y: x**2 - y**2, lambda x, y: (2 * x, -2 * y)),
        Relief("product", "x · y", lambda x, y: x * y, lambda x, y: (1 * y, 1 * x)),
        Relief("sum", "x + y", lambda x, y: x + y, lambda x, y: (1 + 0 * x, 1 + 0 * y)),
        Relief("max", "max(x, y)", np.maximum, lambda x, y: (1.0 * (x > y), 1.0 * (y > x))),
        Relief(
            "wave",
            "sin 2x · cos y",
            lambda x, y: np.sin(2 * x) * np.cos(y),
            lambda x, y: (2 * np.cos(2 * x) * np.cos(y), -np.sin(2 * x) * np.sin(y)),
        ),
    )
}
"""The functions of two numbers."""

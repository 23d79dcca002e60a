"""The numerical derivative: the slope, found by nudging."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results


def _draw(draw: Draw) -> Inputs:
    coefficients = draw.rng.integers(-4, 5, draw.whole(2, 4)) / 2
    return {"coefficients": coefficients, "x": float(draw.rng.integers(-6, 7)) / 2, "h": draw.one_of(0.5, 0.1, 0.01)}


def _function(coefficients: Any) -> Callable[[float], Any]:
    """Return f(x) = c₀ + c₁·x + c₂·x² + …."""
    return lambda x: sum(c * x**power for power, c in enumerate(coefficients))


def _run(bench: Bench, derivative: Any, given: Given) -> Results:
    return {"slope": bench.call(derivative, _function(given.coefficients), given.x, given.h)}


def _reference(f: Any, x: float, h: float) -> Any:
    return (f(x + h) - f(x - h)) / (2 * h)


def _goes_forward_only(f: Any, x: float, h: float) -> Any:
    return (f(x + h) - f(x)) / h


def _divides_by_one_h(f: Any, x: float, h: float) -> Any:
    return (f(x + h) - f(x - h)) / h


def _does_not_divide(f: Any, x: float, h: float) -> Any:
    return f(x + h) - f(x - h)


def _forgets_the_brackets(f: Any, x: float, h: float) -> Any:
    return (f(x + h) - f(x - h)) / 2 * h


PART = Part(
    name="numerical_derivative",
    title="The numerical derivative",
    chapter=7,
    statement="""\
How steep is a function at one place? Go a little to the right and a little to the left, and see how much the value
changes for each bit of way. That is the slope, or nearly. It needs no rules of calculus, and works for anything
that can be computed. Later it will catch our errors in backpropagation.

Write `derivative(f, x, h)`: step `h` to both sides of `x`, take the difference of the two values, and divide it by
the whole way between them.""",
    formula="slope ≈ (f(x + h) − f(x − h)) / (2 · h)",
    shapes=(("f", "a function of one number"), ("x", "one number"), ("h", "one number"), ("slope", "one number")),
    defines=("derivative",),
    starter="""\
def derivative(f, x, h):
    slope = None  # your line goes here
    return slope
""",
    solution="""\
def derivative(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)
""",
    reference=_reference,
    example={"coefficients": np.array([0.0, 0.0, 2.0]), "x": 1.0, "h": 0.1},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            _goes_forward_only,
            "That steps to the right only, and so is off wherever the function bends. Step h to both sides.",
        ),
        Mistake(_divides_by_one_h, "From x − h to x + h the way is two h, not one."),
        Mistake(_does_not_divide, "That is how much the value changes. Divide it by the way: 2 · h."),
        Mistake(_forgets_the_brackets, "/ 2 * h divides by two and multiplies by h. Write / (2 * h)."),
    ),
    hints=(
        "You need the function's value at two places. Which are they?",
        "Rise over run: `f(x + h) - f(x - h)` is the rise.",
        "`(f(x + h) - f(x - h)) / (2 * h)`",
    ),
    tolerance=1e-7,
)

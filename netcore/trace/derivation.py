"""A derivation: where one number came from, as arithmetic that a person can redo."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

from netcore.trace import expressions
from netcore.trace.expressions import Cell, Chosen, Expression, Leaf, Rest, Written
from netcore.trace.notation import as_shown, shown
from netcore.trace.record import Index, Operation

FEWEST_DIGITS, MOST_DIGITS = 3, 7


@dataclass(frozen=True, eq=False)
class Derivation:
    """The arithmetic of one cell of an operation's result.

    ``expression`` is None for an operation that is recorded whole, without arithmetic for its cells.
    """

    operation: Operation
    cell: Index
    expression: Expression | None

    @property
    def value(self) -> Any:
        """The recorded number."""
        return self.operation.result.array[self.cell]

    @property
    def label(self) -> str:
        """The cell in the source's words: ``dweights[0,1]``."""
        return Cell(self.operation.result, self.cell, self.operation.result.label).label

    @property
    def has_arithmetic(self) -> bool:
        """Whether there is arithmetic for this cell: False for an operation that is recorded whole."""
        return self.expression is not None

    @property
    def leaves(self) -> tuple[Cell, ...]:
        """The cells that the number was computed from, from left to right."""
        if self.expression is None:
            return ()
        return tuple(leaf for leaf in expressions.leaves(self.expression) if isinstance(leaf, Cell))

    def evaluate(self) -> float:
        """Return what the arithmetic comes to, in double precision; the recorded number where there is none.

        What a dtype cannot hold becomes what NumPy makes of it: a number that is too large is infinite in float32.
        """
        if self.expression is None:
            return float(self.value)
        return float(_held(expressions.evaluate(self.expression), self.operation.result.array.dtype))

    @cached_property
    def tolerance(self) -> float:
        """How far the recorded number may lie from the arithmetic: 4·ε·Σ|terms|, with ε of the number's dtype.

        Next to zero numbers stand no closer together than the smallest one there is, and round to one of those.
        """
        dtype = self.operation.result.array.dtype
        if self.expression is None or not np.issubdtype(dtype, np.floating):
            return 0.0
        kind = np.finfo(_computed_in(self.operation))
        return 4 * (float(kind.eps) * expressions.magnitude(self.expression) + float(kind.smallest_subnormal))

    @cached_property
    def _shortened(self) -> Callable[[Expression, int | None], Expression]:
        """What shortens the expression; for each length once, since it looks at every term of a sum."""
        return cache(expressions.shortened)

    def with_names(self, most: int | None = None) -> str:
        """Return the arithmetic with the source's names; of a long sum at most the ``most`` largest terms."""
        if self.expression is None:
            operands = ", ".join(operand.label for operand in self.operation.operands)
            return f"{self.label} is part of {self.operation.name}({operands})"
        return f"{self.label} = {expressions.text(self._shortened(self.expression, most), _name)}"

    def with_numbers(self, most: int | None = None) -> str:
        """Return the arithmetic with numbers: shown so that the sum can be redone, or with ≈ where it cannot."""
        digits, is_exact = self._redone(most)
        result = shown(self.value, digits)
        match self.expression:
            case None | Cell() | Written():
                return f"{self.label} = {result}"
            case Chosen():
                return f"{self.label} = {expressions.text(self.expression, _number(digits))}"
        written = expressions.text(self._shortened(self.expression, most), _number(digits))
        return f"{self.label} = {written} {'=' if is_exact else '≈'} {result}"

    @property
    def is_exact(self) -> bool:
        """Whether the digits that ``with_numbers`` shows give the result that it shows, to its last digit."""
        return self._redone(None)[1]

    def digits(self, most: int | None = None) -> int:
        """Return the fewest significant digits with which the shown sum comes out right, or a usual number."""
        return self._redone(most)[0]

    def _redone(self, most: int | None) -> tuple[int, bool]:
        """Return how many digits to show, and whether the sum redone with them gives the result shown."""
        if self.expression is None:
            return FEWEST_DIGITS + 1, True
        expression = self._shortened(self.expression, most)
        possible = range(FEWEST_DIGITS, MOST_DIGITS + 1)
        redone = {digits: _redo(expression, digits) for digits in possible}
        for comes_out in (self._is_the_same, self._rounds_to_the_same):
            for digits in possible:
                if comes_out(redone[digits], digits):
                    return digits, True
        return FEWEST_DIGITS + 1, False

    def _is_the_same(self, redone: Any, digits: int) -> bool:
        """Say whether a redone sum is the number shown, without any rounding."""
        if not np.issubdtype(self.operation.result.array.dtype, np.floating):
            return bool(redone == self.value)
        return math.isclose(redone, as_shown(self.value, digits), rel_tol=1e-12, abs_tol=0.0)

    def _rounds_to_the_same(self, redone: Any, digits: int) -> bool:
        """Say whether a redone sum, rounded, is the number shown; what lies half-way may be rounded either way."""
        wanted = shown(float(self.value), digits)
        return all(shown(float(redone) * nudge, digits) == wanted for nudge in (1 - 1e-12, 1 + 1e-12))


def _computed_in(operation: Operation) -> "np.dtype[Any]":
    """Return the dtype that an operation's floating numbers were rounded to.

    A result that was put into an array of more digits (``out=wide``) had only those of the operands.
    """
    dtype = operation.result.array.dtype
    dtypes = [operand.value.array.dtype for operand in operation.operands] if operation.is_in_place else []
    floating = [each for each in dtypes if each.kind == "f"]
    common = np.result_type(*floating) if floating else dtype
    return common if common.itemsize < dtype.itemsize else dtype


def _held(number: Any, dtype: "np.dtype[Any]") -> Any:
    """Return a number as a dtype holds it, but in double precision: whole ones wrap, too large ones are infinite."""
    match dtype.kind:
        case "b":
            return bool(number)
        case "i" | "u" if math.isfinite(number):
            bits = 8 * dtype.itemsize
            wrapped = int(number) % (1 << bits)
            return wrapped - (1 << bits) if dtype.kind == "i" and wrapped >> (bits - 1) else wrapped
        case "f" if math.isfinite(number) and abs(number) > np.finfo(dtype).max:
            return math.copysign(math.inf, number)
    return number


def _redo(expression: Expression, digits: int) -> Any:
    """Return what a reader gets who does the arithmetic with the digits shown."""
    return expressions.evaluate(expression, lambda leaf: as_shown(leaf.number, digits))


def _name(leaf: Leaf) -> str:
    return leaf.label


def _number(digits: int) -> Callable[[Leaf], str]:
    def show(leaf: Leaf) -> str:
        match leaf:
            case Rest(count=count, number=number):
                return f"[{count} more: {shown(number, digits)}]"
            case Cell(number=np.bool_() as number):
                return "1" if number else "0"
        return shown(leaf.number, digits)

    return show

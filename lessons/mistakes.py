"""Mistakes that any number question can recognise, worked out from the way the number came about.

Each rule looks at the operation that made the cell and gives the number to which a certain slip leads, with what to
say to it. The numbers come from doing the operation again with something left out or exchanged, so they are right for
every layer, loss and optimizer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.blocks import Predict
from lessons.evidence import Evidence, Found
from lessons.numbers import show_number

if TYPE_CHECKING:
    from netcore.trace.record import Operation, Value

Slip = tuple[str, float, str]
"""A mistake's short name, the number that it gives, and what to say to it."""

DEEPEST = 2
"""How many operations back a slip is looked for: what is left out may stand inside the line."""

_SUMS = ("sum", "mean")
_ONE_OF_TWO = ("add", "subtract", "multiply", "divide", "matmul")


@dataclass(frozen=True, slots=True)
class _Redo:
    """The operation's cell, done again with other numbers."""

    kind: str
    array: Any
    says: str


def general_mistakes(task: Predict, answer: float, evidence: Evidence) -> Iterator[Slip]:
    """Yield the slips that lead to another number than the answer, the likeliest first."""
    for slip in _all_slips(task, answer, evidence):
        if np.isfinite(slip[1]) and abs(slip[1] - answer) > 2 * task.within.around(answer) + 1e-12:
            yield slip


def _all_slips(task: Predict, answer: float, evidence: Evidence) -> Iterator[Slip]:
    yield "sign flipped", -answer, "The size is right; the sign is the other one."
    if task.answer is None:
        return
    found = evidence.find(task.answer, task.setting)
    if found.value is not None and found.cell is not None:
        yield from _slips_of_cell(found, found.value, found.cell)
        samples = len(evidence.trace(task.setting).inputs["X"].array)
        yield "forgot 1/n", answer * samples, f"That is {samples} times too much: divide by the number of samples."
        yield "divided twice", answer / samples, f"That is {samples} times too little: 1/n is in there already."
    yield from _misplaced_points(answer)


def _slips_of_cell(found: Found, value: Value, cell: tuple[int, ...]) -> Iterator[Slip]:
    if value.operation is not None:
        for redo in _redone(value.operation, DEEPEST):
            number = _cell_of(redo.array, cell, value)
            if number is not None:
                yield redo.kind, number, redo.says
        yield from _operands(value.operation, cell)
    yield from _other_cells(value, cell)


def _redone(operation: Operation, depth: int) -> Iterator[_Redo]:
    """Yield the whole result of an operation as it would be with one thing done wrongly, here or further back."""
    yield from _left_out(operation)
    yield from _other_axis(operation)
    if depth <= 1:
        return
    arrays = [operand.value.array for operand in operation.operands]
    for place, operand in enumerate(operation.operands):
        inner = operand.value.operation
        if inner is None or inner.call is not operation.call:
            continue
        for redo in _redone(inner, depth - 1):
            if np.shape(redo.array) == operand.value.shape:
                array = _apply(operation, [*arrays[:place], redo.array, *arrays[place + 1 :]])
                yield _Redo(redo.kind, array, redo.says)


def _left_out(operation: Operation) -> Iterator[_Redo]:
    """Leave one operand out: nothing added, nothing multiplied."""
    if operation.name not in ("add", "subtract", "multiply", "divide") or len(operation.operands) != 2:
        return
    neutral = 0.0 if operation.name in ("add", "subtract") else 1.0
    arrays = [operand.value.array for operand in operation.operands]
    for place, operand in enumerate(operation.operands):
        nothing = np.full_like(np.asarray(arrays[place], float), neutral)
        array = _apply(operation, [nothing if number == place else item for number, item in enumerate(arrays)])
        if operand.value.name and operand.value.name.endswith(".biases"):
            yield _Redo("forgot the bias", array, "That is the sum without its bias; add the bias.")
        elif operation.name in ("add", "subtract"):
            yield _Redo(f"left out {operand.label}", array, f"You left out {operand.label}.")
        else:
            verb = "multiply" if operation.name == "multiply" else "divide"
            by = "by" if place == 1 else "with"
            yield _Redo(f"left out {operand.label}", array, f"Still to do: {verb} {by} {operand.label}.")


def _other_axis(operation: Operation) -> Iterator[_Redo]:
    """Add up along the other axis, add up instead of taking the mean, and the other way round."""
    if operation.name not in _SUMS or not operation.operands:
        return
    array = np.asarray(operation.operands[0].value.array)
    axis = operation.keywords.get("axis")
    keep = bool(operation.keywords.get("keepdims", False))
    other = np.mean if operation.name == "sum" else np.sum
    slip = "That is the mean; here the numbers are added up." if operation.name == "sum" else ""
    says = slip or "That is the sum; divide it by how many there are."
    yield _Redo("mean for sum" if slip else "forgot 1/n", other(array, axis=axis, keepdims=keep), says)
    if array.ndim == 2 and axis in (0, 1):
        function = np.sum if operation.name == "sum" else np.mean
        along = "down each column" if axis == 0 else "along each row"
        wrong = function(array, axis=1 - axis, keepdims=keep)
        yield _Redo("summed the wrong axis", wrong.T if keep else wrong, f"That adds up the wrong way: go {along}.")


def _operands(operation: Operation, cell: tuple[int, ...]) -> Iterator[Slip]:
    """Give one of the numbers that went in, or one product of a sum of products."""
    from netcore.trace import expressions

    derivation = operation.derive(cell)
    for leaf in derivation.leaves:
        number = float(leaf.number)
        yield f"gave {leaf.label}", number, f"{show_number(number)} is {leaf.label}, which goes in; what comes out?"
    if isinstance(derivation.expression, expressions.Many) and derivation.expression.is_sum:
        for number_of_term, term in enumerate(derivation.expression.terms, 1):
            says = (
                f"That is one term of the sum, number {number_of_term}; add up all {len(derivation.expression.terms)}."
            )
            yield "one term", float(expressions.evaluate(term)), says


def _other_cells(value: Value, cell: tuple[int, ...]) -> Iterator[Slip]:
    """Give another cell of the same array."""
    array = np.asarray(value.array)
    name = value.name or value.label
    if array.ndim == 2 and array.size > 1:
        row, column = cell
        if row != column and column < array.shape[0] and row < array.shape[1]:
            says = f"That is {name}[{column}, {row}]. The row comes first."
            yield "row and column exchanged", float(array[column, row]), says
    if array.size <= 64:
        for other, number in np.ndenumerate(array):
            if other != cell:
                place = ", ".join(map(str, other))
                yield "another cell", float(number), f"That is the cell [{place}] of {name}, not [{_shown(cell)}]."


def _misplaced_points(answer: float) -> Iterator[Slip]:
    if answer:
        yield "point", answer * 10, "The digits are right; move the decimal point one place to the left."
        yield "point", answer / 10, "The digits are right; move the decimal point one place to the right."
        yield "upside down", 1 / answer, "That is one divided by the number asked for."


def _apply(operation: Operation, arrays: list[Any]) -> Any:
    with np.errstate(all="ignore"):
        return operation.apply(arrays)


def _cell_of(array: Any, cell: tuple[int, ...], value: Value) -> float | None:
    """Return the cell of a result that was done again, or None where it has none such."""
    numbers = np.asarray(array)
    if numbers.ndim != len(cell) or any(index >= size for index, size in zip(cell, numbers.shape, strict=True)):
        return None
    return float(numbers[cell]) if value.array.dtype.kind == "f" else None


def _shown(cell: tuple[int, ...]) -> str:
    return ", ".join(map(str, cell))

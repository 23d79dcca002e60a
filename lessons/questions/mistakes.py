"""Mistakes that any number question can recognise, worked out from the way the number came about.

Each rule looks at the operation that made the cell and gives the number to which a certain slip leads, with what to
say to it. The numbers come from doing the operation again with something left out or exchanged, so they are right for
every layer, loss and optimizer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.blocks import Fill, Predict, Tolerance
from lessons.evidence import Evidence
from lessons.expressions import Apply
from lessons.numbers import show_number

if TYPE_CHECKING:
    from lessons.questions.filling import Blank
    from netcore.trace.expressions import Expression
    from netcore.trace.record import Operation, Value

DEEPEST = 2
"""How many operations back a slip is looked for: what is left out may stand inside the line."""

MOST_CELLS = 64
"""An array with more cells is not searched for the number: it would be found by chance."""

_GOES_IN = "which goes in; what comes out?"


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake: its short name, the number that it leads to, and what to say to it."""

    kind: str
    number: float
    says: str


@dataclass(frozen=True, slots=True)
class _Redo:
    """An operation's whole result as it would be with one thing done wrongly."""

    kind: str
    array: Any
    says: str


def general_mistakes(task: Predict, answer: float, evidence: Evidence) -> Iterator[Slip]:
    """Yield the slips that lead to another number than the answer, the likeliest first."""
    yield from _told_apart(_all_slips(task, answer, evidence), answer, task.within)


def mistakes_in_blank(task: Fill, blank: Blank, evidence: Evidence) -> Iterator[Slip]:
    """Yield the slips that lead to another number than a blank's; a term's numbers stand beside it, and it has none."""
    from netcore.trace import expressions

    value, cell = None, None
    if blank.target is None:
        found = evidence.find(task.cell, task.setting)
        value, cell = found.value, found.cell
    elif isinstance(blank.target, expressions.Cell):
        value, cell = blank.target.value, blank.target.index
    if value is not None and cell is not None:
        slips = _slips_of_number(value, cell, blank.number, len(evidence.trace(task.setting).inputs["X"].array))
        yield from _told_apart(slips, blank.number, task.within)


def _told_apart(slips: Iterator[Slip], answer: float, within: Tolerance) -> Iterator[Slip]:
    """Yield the slips whose numbers cannot be taken for the answer."""
    for slip in slips:
        if np.isfinite(slip.number) and abs(slip.number - answer) > 2 * within.around(answer) + 1e-12:
            yield slip


def _all_slips(task: Predict, answer: float, evidence: Evidence) -> Iterator[Slip]:
    yield Slip("sign flipped", -answer, "The size is right; the sign is the other one.")
    found = evidence.find(task.answer, task.setting) if task.answer is not None else None
    if found is not None and found.value is not None and found.cell is not None:
        samples = len(evidence.trace(task.setting).inputs["X"].array)
        yield from _slips_of_number(found.value, found.cell, answer, samples)
    else:
        yield from _misplaced_points(answer)
    made_by = found.value.operation if found is not None and found.value is not None else None
    if answer and _is_quotient(task, made_by):
        yield Slip("upside down", 1 / answer, "That is one divided by the number asked for.")


def _is_quotient(task: Predict, made_by: Operation | None) -> bool:
    """Return whether a division is the last thing done on the way to the answer."""
    if made_by is not None and made_by.name == "divide":
        return True
    root = task.answer.root if task.answer is not None else None
    return isinstance(root, Apply) and root.operator == "/"


def _slips_of_number(value: Value, cell: tuple[int, ...], answer: float, samples: int) -> Iterator[Slip]:
    """Yield the slips in a number of the trace, last those in writing it down."""
    yield from _slips_of_cell(value, cell)
    if _is_gradient(value):
        yield from _shares(answer, samples)
    yield from _misplaced_points(answer)


def _slips_of_cell(value: Value, cell: tuple[int, ...]) -> Iterator[Slip]:
    operation = value.operation
    if operation is not None and operation.result.shape == value.shape:
        for redo in _redone(operation, DEEPEST):
            number = _number_at(redo.array, cell)
            if number is not None:
                yield Slip(redo.kind, number, redo.says)
        yield from _pieces(operation, cell)
    yield from _other_cells(value, cell)


def _redone(operation: Operation, depth: int) -> Iterator[_Redo]:
    """Yield what the operation gives with one thing done wrongly, here or in what it was computed from."""
    for rule in _RULES:
        yield from rule(operation)
    if depth <= 1:
        return
    for place, operand in enumerate(operation.operands):
        inner = operand.value.operation
        if inner is None or inner.call is not operation.call:
            continue
        for redo in _redone(inner, depth - 1):
            if np.shape(redo.array) == operand.value.shape:
                yield from _redo(operation, redo.kind, redo.says, {place: redo.array})


def _left_out(operation: Operation) -> Iterator[_Redo]:
    """Leave one operand out: nothing added, nothing multiplied."""
    if operation.name not in ("add", "subtract", "multiply", "divide") or len(operation.operands) != 2:
        return
    is_sum = operation.name in ("add", "subtract")
    for place, operand in enumerate(operation.operands):
        nothing = np.full(operand.value.shape, 0.0 if is_sum else 1.0)
        if (operand.value.name or "").endswith(".biases"):
            kind, says = "forgot the bias", "That is the sum without its bias; add the bias."
        elif is_sum and operation.call.phase == "update":
            kind = "left out the change" if place == 1 else "gave the change"
            says = "That is as it was; add the change." if place == 1 else "That is the change; add it to what was."
        elif operation.name == "divide" and operand.label.startswith("len("):
            kind, says = "forgot 1/n", "That is the sum; divide it by how many there are."
        elif is_sum:
            kind, says = f"left out {operand.label}", f"You left out {operand.label}."
        else:
            verb = "divide by" if operation.name == "divide" else "multiply by"
            kind, says = f"left out {operand.label}", f"Still to do: {verb} {operand.label}."
        if operation.name != "divide" or place == 1:
            yield from _redo(operation, kind, says, {place: nothing})


def _wrong_way(operation: Operation) -> Iterator[_Redo]:
    """Subtract what is to be added, and the other way round."""
    if operation.name not in ("add", "subtract") or len(operation.operands) != 2:
        return
    second = operation.operands[1]
    says = f"That has {second.label} with the other sign."
    if operation.call.phase == "update":
        says = "That goes uphill, with the gradient. The step goes against it."
    yield from _redo(operation, "the other way", says, {1: -np.asarray(second.value.array)})


def _other_axis(operation: Operation) -> Iterator[_Redo]:
    """Add up along the other axis; add up instead of taking the mean, and the other way round."""
    if operation.name not in ("sum", "mean") or not operation.operands:
        return
    array = np.asarray(operation.operands[0].value.array)
    axis, keep = operation.keywords.get("axis"), bool(operation.keywords.get("keepdims", False))
    if operation.name == "mean":
        yield _Redo(
            "forgot 1/n", np.sum(array, axis, keepdims=keep), "That is the sum; divide it by how many there are."
        )
    else:
        yield _Redo("mean for sum", np.mean(array, axis, keepdims=keep), "That is the mean; here they are added up.")
    if array.ndim == 2 and axis in (0, 1):
        wrong = (np.sum if operation.name == "sum" else np.mean)(array, axis=1 - axis, keepdims=keep)
        along = "down each column" if axis == 0 else "along each row"
        yield _Redo("summed the wrong axis", wrong.T, f"That adds up the wrong way: go {along}.")


def _other_logarithm(operation: Operation) -> Iterator[_Redo]:
    """Take the logarithm to base 10 or 2."""
    if operation.name == "log":
        with np.errstate(all="ignore"):
            numbers = np.asarray(operation.operands[0].value.array)
            yield _Redo("log base 10", np.log10(numbers), "That is the logarithm to base 10; ln has base e.")
            yield _Redo("log base 2", np.log2(numbers), "That is the logarithm to base 2; ln has base e.")


_RULES: tuple[Callable[[Operation], Iterator[_Redo]], ...] = (_left_out, _wrong_way, _other_axis, _other_logarithm)


def _redo(operation: Operation, kind: str, says: str, instead: dict[int, Any]) -> Iterator[_Redo]:
    """Do an operation again with other operands; yield nothing where it cannot be done."""
    arrays = [
        np.array(instead.get(place, operand.value.array), dtype=operand.value.array.dtype)
        for place, operand in enumerate(operation.operands)
    ]
    try:
        with np.errstate(all="ignore"):
            yield _Redo(kind, operation.apply(arrays), says)
    except (ValueError, TypeError, IndexError):
        return


def _pieces(operation: Operation, cell: tuple[int, ...]) -> Iterator[Slip]:
    """Give one product of a sum of products, or one of the numbers that went in."""
    derivation = operation.derive(cell)
    yield from _terms(derivation.expression)
    for leaf in derivation.leaves:
        inner = leaf.value.operation
        if inner is not None and inner.call is operation.call and leaf.value.shape == operation.result.shape:
            yield from _terms(inner.derive(leaf.index).expression)
    for leaf in derivation.leaves:
        number = float(leaf.number)
        if number and leaf.value.role != "constant":
            yield Slip(f"gave {leaf.label}", number, f"{show_number(number)} is {leaf.label}, {_GOES_IN}")


def _terms(expression: Expression | None) -> Iterator[Slip]:
    from netcore.trace import expressions

    if isinstance(expression, expressions.Many) and expression.is_sum:
        for place, term in enumerate(expression.terms, 1):
            number = float(expressions.evaluate(term))
            if number:
                says = f"That is one term of the sum, number {place}; add up all {len(expression.terms)}."
                yield Slip("one term", number, says)


def _other_cells(value: Value, cell: tuple[int, ...]) -> Iterator[Slip]:
    """Give another cell of the same array."""
    array = np.asarray(value.array)
    name = value.name or value.label
    if array.ndim == 2:
        row, column = cell
        if row != column and column < array.shape[0] and row < array.shape[1] and array[column, row]:
            says = f"That is {name}[{column}, {row}]. The row comes first."
            yield Slip("row and column exchanged", float(array[column, row]), says)
    if array.size <= MOST_CELLS:
        for other, number in np.ndenumerate(array):
            if other != cell and number:
                says = f"That is the cell [{_shown(other)}] of {name}, not [{_shown(cell)}]."
                yield Slip("another cell", float(number), says)


def _is_gradient(value: Value) -> bool:
    return (value.name or "").partition(".")[2].startswith("d")


def _shares(answer: float, samples: int) -> Iterator[Slip]:
    """Forget that a gradient is shared among the samples, or share it twice."""
    says = f"That is {samples} times too much: divide by the number of samples."
    yield Slip("forgot 1/n", answer * samples, says)
    yield Slip("divided twice", answer / samples, f"That is {samples} times too little: 1/n is in there already.")


def _misplaced_points(answer: float) -> Iterator[Slip]:
    if not answer:
        return
    if 0 < answer <= 1:
        yield Slip("percent", answer * 100, "That is the percentage; write % behind it, or give it as a share of 1.")
    yield Slip("point", answer * 10, "The digits are right; move the decimal point one place to the left.")
    yield Slip("point", answer / 10, "The digits are right; move the decimal point one place to the right.")


def _number_at(array: Any, cell: tuple[int, ...]) -> float | None:
    """Return the cell of a result that was done again, or None where it has none such."""
    numbers = np.asarray(array)
    if numbers.ndim != len(cell) or any(index >= size for index, size in zip(cell, numbers.shape, strict=True)):
        return None
    return float(numbers[cell]) if numbers.dtype.kind in "fiub" else None


def _shown(cell: tuple[int, ...]) -> str:
    return ", ".join(map(str, cell))

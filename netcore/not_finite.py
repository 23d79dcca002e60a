"""Not-a-number, found where it was made.

Once one number of a network is not-a-number or infinite, it spreads through the next product into everything. The loss
that reads ``nan`` says nothing of where it began; the record of the update does.
"""

from typing import TYPE_CHECKING

import numpy as np

from netcore.arrays import Array
from netcore.errors import NotFiniteError

if TYPE_CHECKING:
    from netcore.trace import Operation, Trace, Value


class UpdateNotFiniteError(NotFiniteError):
    """An update cannot be finished, because a number in it is not-a-number or infinite.

    The run stands where the update begins, and can be traced there or go back. ``update`` is the update's number,
    ``operation`` the number in its trace of the operation that made the first such number (None if the numbers that
    went in were already so), and ``part`` the part whose code did it.
    """

    def __init__(self, message: str, update: int, operation: int | None, part: str | None) -> None:
        super().__init__(message)
        self.update = update
        self.operation = operation
        self.part = part


def explained(trace: "Trace") -> UpdateNotFiniteError:
    """Return the error for a recorded update in which some number is not finite: it says which operation made it."""
    culprit = _culprit(trace)
    if culprit is None:
        given = next((name for name, value in trace.inputs.items() if _is_bad(value.array)), None)
        what = f"{given} is not finite to begin with" if given else "the numbers have grown too large to be added up"
        message = f"update {trace.update}: {what}"
        return UpdateNotFiniteError(message, trace.update, None, None)
    array, call = culprit.result.array, culprit.call
    cell = tuple(int(number) for number in np.argwhere(~np.isfinite(array))[0])
    where = f" in cell {list(cell)}" if cell else ""
    message = (
        f"update {trace.update}: {culprit.span.text} gives {array[cell]}{where} ({call.title}); "
        f"the run stands before this update and can go back"
    )
    return UpdateNotFiniteError(message, trace.update, culprit.number, call.part)


def _culprit(trace: "Trace") -> "Operation | None":
    """Return the first operation whose bad numbers reach the end of the update; None if they came in from outside.

    An infinity on the way can be harmless (1 / (1 + ∞) is 0): it does not reach the end. One that the code itself
    brings in, a learning rate too large for float32, say, is the fault of the operation that uses it.
    """
    from netcore.trace import Role

    reaches_end: set[int] = set()
    used: set[int] = set()
    for operation in reversed(trace.operations):
        is_last = operation.number not in used
        if (is_last or operation.number in reaches_end) and _is_bad(operation.result.array):
            reaches_end.add(operation.number)
            reaches_end.update(made.number for value in _bad_operands(operation) if (made := value.operation))
        used.update(operand.value.operation.number for operand in operation.operands if operand.value.operation)
    first = trace.operations[min(reaches_end)] if reaches_end else None
    if first is None or any(value.role is not Role.CONSTANT for value in _bad_operands(first)):
        return None
    return first


def _bad_operands(operation: "Operation") -> "list[Value]":
    return [operand.value for operand in operation.operands if _is_bad(operand.value.array)]


def _is_bad(array: Array) -> bool:
    return bool(np.issubdtype(array.dtype, np.inexact) and not np.all(np.isfinite(array)))

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
        given = next((name for name, value in trace.inputs.items() if _is_bad(value.array)), "a number")
        message = f"update {trace.update}: {given} is not finite to begin with"
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
    """Return the operation that made the first number that is not finite and from which the last ones come.

    An infinity on the way can be harmless (1 / (1 + ∞) is 0), so the search begins at the end and goes back.
    """
    bad = next((operation for operation in reversed(trace.operations) if _is_bad(operation.result.array)), None)
    while bad is not None and (operands := _bad_operands(bad)):
        bad = operands[0].operation
    return bad


def _bad_operands(operation: "Operation") -> "list[Value]":
    return [operand.value for operand in operation.operands if _is_bad(operand.value.array)]


def _is_bad(array: Array) -> bool:
    return bool(np.issubdtype(array.dtype, np.inexact) and not np.all(np.isfinite(array)))

"""Where in a trace a `show` block leads: to the named step, or to where the named value has come about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.blocks import Show, View
from lessons.errors import unknown
from lessons.evidence import find_in
from lessons.expressions import parse_expression
from lessons.references import DATA

if TYPE_CHECKING:
    from netcore.trace import Trace
    from netcore.trace.record import Call, Value


def shown_position(trace: Trace, block: Show) -> int:
    """Return the position at which what a `show` block names has come about."""
    step = block.target(View.STEP)
    if step is not None:
        return step_position(trace, step)
    named = block.target(View.CELL) or block.target(View.TABLE)
    reference = parse_expression(named).reference if named is not None else None
    value = find_in(trace, reference).value if reference is not None else None
    return 0 if value is None else _first_seen(trace, value)


def _first_seen(trace: Trace, value: Value) -> int:
    """Return where a value first stands on the screen: once it is computed, or, where it is given, once it is used."""
    if value.operation is not None:
        return value.operation.number + 1
    if value.name in DATA:
        return 0
    uses = (step.number + 1 for step in trace.operations if any(each.value is value for each in step.operands))
    return next(uses, 0)


def step_position(trace: Trace, step: str) -> int:
    """Return the position at which a step has run: "dense1.forward", "dense1.forward.add", "update dense1.weights".

    The call's last operation has run where the call is named, and the operation itself where one is. "start" and "end"
    are the ends of the update.
    """
    words = step.split()
    if words in (["start"], ["end"]):
        return 0 if words == ["start"] else len(trace.operations)
    names = [_name(call) for call in trace.calls]
    for call, name in zip(trace.calls, names, strict=True):
        if step == name and call.operations:
            return call.operations[-1].number + 1
        if step.startswith(f"{name}."):
            return _operation_position(call, name, step.removeprefix(f"{name}."))
    raise unknown("step", step, ["start", *names, "end"])


def _operation_position(call: Call, name: str, wanted: str) -> int:
    for operation in call.operations:
        if operation.name == wanted:
            return operation.number + 1
    raise unknown("operation", wanted, dict.fromkeys(operation.name for operation in call.operations), name)


def _name(call: Call) -> str:
    return f"update {call.parameter}" if call.parameter else f"{call.part}.{call.method}"

"""What the views show of a trace: its records turned into the plain data that each view draws.

The one place where views and trace meet. Everything shown is read from the trace; nothing is computed here.
"""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netcore.activations import ACTIVATIONS
from netcore.trace import Cell as TraceCell
from netcore.trace import Cursor, Derivation, Operation, Phase, Role, Trace, Value
from netcore.trace.notation import shown as shown_number
from tui.lab.origins import Origin
from tui.numbers import plain, shape_text
from tui.render.code import Code, Lit
from tui.render.derivation import Form, Leaf, Shown
from tui.render.grid import Cell
from tui.render.network import Network, Node
from tui.render.steps import Step
from tui.render.table import Table

MOST_LEAVES = 40
"""A sum of more numbers is never written whole."""
USUAL_DIGITS = 4
"""Digits of a number whose sum is too long for a search for the right ones."""
_LENGTHS = (8, 5, 3, 1)
_FEW = (4, 2, 1)
"""How many terms are tried of a sum that is never written whole; each costs a look at all of its terms."""
_LAST_SIGN = re.compile(r"^(.*) ([=≈]) ([^=≈]*)$", re.DOTALL)

_PARTS = {part.__name__ for part in ACTIVATIONS.values()}
"""The classes of those parts that another one may run within itself."""

_GIVEN = {
    Role.DATA: "data",
    Role.TARGETS: "a target",
    Role.PARAMETER: "a parameter, as it was when this update began",
    Role.STATE: "the optimizer's state, as it was when this update began",
    Role.CONSTANT: "a constant of the code",
    Role.RESULT: "given",
}
"""What a number is that was not computed in this update."""

Masks = Mapping[Value, NDArray[np.bool_]]


def tables_of(operation: Operation, cell: Cell | None = None, path: Masks | None = None) -> tuple[Table, ...]:
    """Return an operation's arrays, operands first; the cells that one cell of the result is made of are lit.

    An operand that is used twice is shown once. `path` holds masks such as `trace.origins` gives.
    """
    masks = path or {}
    lit: dict[int, set[Cell]] = {}
    if cell is not None:
        for leaf in operation.derive(cell).leaves:
            lit.setdefault(leaf.value.number, set()).add(leaf.index)
    operands = {operand.value.number: operand for operand in operation.operands}.values()
    tables = [
        Table(operand.label, value.array, key_of(value), False, frozenset(lit.get(value.number, ())), masks.get(value))
        for operand in operands
        for value in (operand.value,)
    ]
    result = operation.result
    return *tables, Table(result.label, result.array, key_of(result), True, frozenset(), masks.get(result))


def key_of(value: Value) -> str:
    """Return the key under which a view's messages name a value."""
    return str(value.number)


def value_of(operation: Operation, key: str) -> Value | None:
    """Return the operation's value with such a key."""
    values = (*(operand.value for operand in operation.operands), operation.result)
    return next((value for value in values if key_of(value) == key), None)


def code_of(operation: Operation) -> Code:
    """Return the method that an operation belongs to, the operation's own piece of it lit."""
    source, span, call = operation.source, operation.span, operation.call
    lit = Lit(span.line, span.column, span.end_line, span.end_column)
    number, count = _place_in_call(operation)
    return Code(source.file, source.name, source.first_line, source.lines, lit, f"{call.phase} · {number}/{count}")


def shown_of(derivation: Derivation, trail: tuple[str, ...] = ()) -> Shown:
    """Return a derivation in several lengths, with its leaves."""
    note = "" if derivation.has_arithmetic else f"{derivation.with_names()}; it is recorded whole, without arithmetic"
    found = derivation.leaves
    count = len(found)
    lengths = (None, *(most for most in _LENGTHS if most < count)) if count <= MOST_LEAVES else _FEW
    forms = dict.fromkeys(_form(derivation, most) for most in lengths) if not note else ()
    digits = derivation.digits(None) if count <= MOST_LEAVES else USUAL_DIGITS
    leaves = tuple(_leaf(leaf, digits) for leaf in found)
    return Shown(derivation.label, tuple(forms), leaves, trail, note)


def input_shown(value: Value, cell: Cell, trail: tuple[str, ...] = (), origin: Origin | None = None) -> Shown:
    """Return what to show for a number that was not computed: what it is, and where one can go to see it made."""
    leaf = TraceCell(value, cell, value.name or value.label)
    words = origin.words if origin is not None else _GIVEN[value.role]
    number = f" = {plain(value.array[cell].item())}" if leaf.label != plain(value.array[cell].item()) else ""
    way = f"update {origin.update:,}" if origin is not None and origin.update is not None else ""
    return Shown(leaf.label, (), (), trail, f"{leaf.label}{number} is {words}", way=way)


def step_of(cursor: Cursor) -> Step:
    """Return where a cursor stands in its update."""
    trace, operation = cursor.trace, cursor.operation
    counts = [(phase.value, sum(o.call.phase is phase for o in trace.operations)) for phase in Phase]
    lengths = tuple((phase, count) for phase, count in counts if count)
    if operation is None:
        return Step(trace.update, lengths=lengths)
    call = operation.call
    number, count = _place_in_call(operation)
    return Step(trace.update, call.phase.value, call.parameter or call.part, number, count, lengths, cursor.position)


def network_of(cursor: Cursor) -> Network:
    """Return the network as a row of stations; the loss has its number once it has been computed."""
    trace, call = cursor.trace, cursor.call
    nodes = [Node("X", shape_text(trace.value("X").shape), "data")]
    for layer in (c for c in trace.calls if c.phase is Phase.FORWARD):
        output, weights = layer.values.get("output"), layer.values.get("weights")
        about = shape_text(weights.shape) if weights is not None else ""
        nodes.append(Node(layer.part, shape_text(output.shape) if output is not None else "", about))
    nodes.append(Node("loss", "", _loss(cursor), _loss_title(trace)))
    current = (call.parameter or "").partition(".")[0] or call.part if call is not None else ""
    return Network(tuple(nodes), current, call.phase.value if call is not None else "")


def _form(derivation: Derivation, most: int | None) -> Form:
    start = f"{derivation.label} = "
    names = derivation.with_names(most).removeprefix(start)
    numbers = derivation.with_numbers(most).removeprefix(start)
    found = _LAST_SIGN.match(numbers)
    if found and found.group(1) != found.group(3):  # else there is nothing to reckon: a number with its sign, say
        return Form(names, found.group(1), found.group(3), found.group(2) == "=")
    return Form(names, "", found.group(3) if found else numbers)


def _leaf(leaf: TraceCell, digits: int) -> Leaf:
    return Leaf(leaf.label, shown_number(leaf.number, digits), leaf.value.role is not Role.CONSTANT, _role(leaf.value))


def _role(value: Value) -> str:
    """Say what a value is to the network, with its name where it has one."""
    role = "" if value.role is Role.RESULT else str(value.role)
    return f"{role} {value.name or ''}".strip()


def _place_in_call(operation: Operation) -> tuple[int, int]:
    """Return which of its call's operations one is, counted from 1, and how many there are."""
    numbers = [other.number for other in operation.call.operations]
    return numbers.index(operation.number) + 1, len(numbers)


def _loss(cursor: Cursor) -> str:
    trace: Trace = cursor.trace
    try:
        mean = trace.value("loss.mean")
    except KeyError:
        return ""
    is_known = mean.operation is not None and mean.operation.number < cursor.position
    return plain(_number(mean), 5) if is_known else ""


def _loss_title(trace: Trace) -> str:
    """Name the loss together with the parts that it runs within itself, as the fused pair runs a softmax."""
    calls = [call for call in trace.calls if call.part == "loss"]
    own = {call.source.name.partition(".")[0] for call in calls}
    ran = (o.source.name.partition(".")[0] for call in calls for o in call.operations)
    within = dict.fromkeys(name.lower() for name in ran if name not in own and name in _PARTS)
    return " + ".join((*within, "loss"))


def _number(value: Value) -> Any:
    return value.array.item()

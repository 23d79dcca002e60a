"""What the learner looks at in the lab: the step, one cell in it, and the way that led to a derivation.

A sight is frozen; moving the cell cursor or entering a derivation's number gives another one. Every text and number in
it comes from `tui.lab.from_trace`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netcore.trace import Call, Cursor, Derivation, Index, Kind, Operation, Trace, Value
from netcore.trace import Cell as TraceCell
from tui.lab.from_trace import code_of, input_shown, key_of, network_of, shown_of, tables_of, value_of
from tui.lab.origins import Origins
from tui.render.array import COVERED
from tui.render.code import Code
from tui.render.derivation import Shown
from tui.render.network import Network
from tui.render.table import Table

_SUBTOTAL: Final = re.compile(r"\[(\d+) more: [^\]]*\]")
"""What the arithmetic says of the terms that it does not name."""

Covers = Mapping[Value, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of one value."""

    value: Value
    cell: Index
    label: str
    """What it is called where it was met."""
    operation: Operation | None = None
    """The operation whose code and arrays are shown while it is looked at; None at the start of an update."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A step, and the cell that is looked at: one of the step's, or one that its numbers were computed from."""

    cursor: Cursor
    spot: Spot | None = None
    trail: tuple[Spot, ...] = ()
    """The cells through which one came to this one, the first one first."""
    covers: Covers = field(default_factory=dict)
    """For each value that the learner is to predict first, a mask of its hidden cells."""
    leaf: int | None = None
    """Which of the numbers in the derivation the learner points at."""
    origins: Origins | None = None
    """Says where the numbers come from that were not computed in this update."""

    @property
    def operation(self) -> Operation | None:
        """The operation that is looked at: the one that ran last, or the one that a number was followed back to."""
        return self.spot.operation if self.spot is not None else self.cursor.operation

    def at_result(self, cell: Index | None = None) -> "Sight":
        """Return the sight of a cell of the step's result, its first one where none is given."""
        ran = self.cursor.operation
        if ran is None or not ran.result.array.size:
            return replace(self, spot=None, trail=(), leaf=None)
        result = ran.result
        chosen = cell if cell is not None and _has(result, cell) else (0,) * result.array.ndim
        return replace(self, spot=Spot(result, chosen, result.label, ran), trail=(), leaf=None)

    def at(self, key: str, cell: Index) -> "Sight":
        """Return the sight of a cell of one of the tables that are shown; of others, which have just gone, none."""
        operation, trace = self.operation, self.cursor.trace
        known = trace.value(key) if key in trace.names else None
        value = value_of(operation, key) if operation is not None else known
        if value is None or not _has(value, cell):
            return self
        return replace(self, spot=Spot(value, cell, value.label, operation), leaf=None)

    def entered(self, leaf: int) -> "Sight":
        """Return the sight of one of the numbers that this one was computed from."""
        derivation = self._derivation()
        if self.spot is None or derivation is None or not 0 <= leaf < len(derivation.leaves):
            return self
        chosen = derivation.leaves[leaf]
        operation = chosen.value.operation or self.spot.operation
        spot = Spot(chosen.value, chosen.index, chosen.label, operation)
        return replace(self, spot=spot, trail=(*self.trail, self.spot), leaf=None)

    def back(self) -> "Sight":
        """Return the sight from which this one was entered."""
        return replace(self, spot=self.trail[-1], trail=self.trail[:-1], leaf=None) if self.trail else self

    def pointing(self, leaf: int) -> "Sight":
        """Return the sight of the same number with one of those pointed at that it was computed from."""
        return replace(self, leaf=leaf)

    def tables(self) -> tuple[Table, ...]:
        """Return the step's arrays, lit where the cell comes from or goes to; before the first step, the data."""
        operation, spot = self.operation, self.spot
        if operation is None:
            trace = self.cursor.trace
            data = tuple(name for name in ("X", "y") if name in trace.inputs)
            names = data if data else tuple(trace.inputs)
            return tuple(Table(name, self.cursor.trace.value(name).array, name) for name in names)
        is_of_step = spot is not None and spot.value is operation.result
        touched = self.cursor.trace.influence(spot.value, spot.cell) if spot is not None and not is_of_step else None
        tables = tables_of(operation, spot.cell if spot is not None and is_of_step else None, touched)
        hidden = {key_of(value): mask for value, mask in self.covers.items()}
        tables = tuple(replace(table, covered=hidden.get(table.key)) for table in tables)
        derivation = self._derivation()
        if self.leaf is None or derivation is None or not 0 <= self.leaf < len(derivation.leaves):
            return tables
        pointed = derivation.leaves[self.leaf]
        only = frozenset({pointed.index})
        return tuple(
            replace(table, lit=only if table.key == key_of(pointed.value) else frozenset()) for table in tables
        )

    def code(self) -> Code:
        """Return the method at work; before the first step, the one that is about to run."""
        if self.operation is not None:
            return code_of(self.operation)
        source = self.cursor.trace.operations[0].source
        return Code(source.file, source.name, source.first_line, source.lines, note="runs next")

    def shown(self) -> Shown | None:
        """Return the arithmetic of the cell, or what it is where it was not computed."""
        if self.spot is None:
            return None
        way = _without_repeats(name_of(spot) for spot in (*self.trail, self.spot))[:-1]
        name, derivation = name_of(self.spot), self._derivation()
        if derivation is None:
            origin = self.origins.of(self.spot.value, self.spot.cell) if self.origins is not None else None
            return input_shown(self.spot.value, self.spot.cell, way, origin)
        hidden = [self.hides(leaf.value, leaf.index) for leaf in derivation.leaves]
        is_result_hidden = self.hides(self.spot.value, self.spot.cell)
        shown = replace(shown_of(derivation, way), title=name)
        return _veiled(shown, hidden, is_result_hidden)

    def names(self) -> frozenset[str]:
        """Return what a lesson's text may call the values that the step works on."""
        operation = self.operation
        if operation is None:
            return frozenset()
        named = [(operand.label, operand.value) for operand in operation.operands]
        named.append((operation.result.label, operation.result))
        labels = {label for label, _ in named} | {label.removeprefix("self.") for label, _ in named}
        return frozenset({*labels, *(value.name for _, value in named if value.name), operation.span.text})

    def network(self) -> Network:
        """Return the network's stations, the loss hidden where it is to be predicted."""
        network = network_of(self.cursor)
        names = {value.name for value in self.covers}
        if "loss.mean" in names and network.nodes[-1].about:
            nodes = (*network.nodes[:-1], replace(network.nodes[-1], about=COVERED))
            return replace(network, nodes=nodes)
        return network

    def hides(self, value: Value, cell: Index) -> bool:
        """Whether a cell is hidden."""
        return value in self.covers and bool(self.covers[value][cell])

    def _derivation(self) -> Derivation | None:
        """Return the cell's derivation, None where it was not computed in this update."""
        spot = self.spot
        return spot.value.operation.derive(spot.cell) if spot is not None and spot.value.operation is not None else None


def _has(value: Value, cell: Index) -> bool:
    """Whether the value has such a cell."""
    shape = value.array.shape
    return len(cell) == len(shape) and all(0 <= index < length for index, length in zip(cell, shape, strict=True))


def on_the_way(trace: Trace, value: Value, mask: NDArray[np.bool_]) -> Covers:
    """Return the masked cells of a value, and the cells that the same call computes on the way to them."""
    covers = {value: mask}
    made = value.operation
    for cell in np.argwhere(mask) if made is not None else ():
        for found, part in trace.origins(value, tuple(int(index) for index in cell)).items():
            if made is not None and _is_computed_in(made.call, found):
                covers[found] = covers[found] | part if found in covers else part
    return covers


def _is_computed_in(call: Call, value: Value) -> bool:
    """Whether a call computes a value; what it turns or reshapes of another call's can be read there anyway."""
    while value.operation is not None and value.operation.call is call and value.operation.kind is Kind.MOVEMENT:
        value = value.operation.operands[0].value
    return value.operation is not None and value.operation.call is call


def _veiled(shown: Shown, hidden: Sequence[bool], is_result_hidden: bool) -> Shown:
    """Return a derivation without the numbers to be predicted first, and without the sum of the terms left out."""
    if not is_result_hidden and not any(hidden):
        return shown
    leaves = tuple(
        replace(leaf, number=COVERED) if is_leaf_hidden else leaf
        for leaf, is_leaf_hidden in zip(shown.leaves, hidden, strict=True)
    )
    kept = [
        replace(form, numbers="" if any(hidden) else _SUBTOTAL.sub(r"… \1 more", form.numbers)) for form in shown.forms
    ]
    forms = [replace(form, result=COVERED, is_exact=True) for form in kept]
    return replace(shown, forms=tuple(dict.fromkeys(forms)), leaves=leaves)


def name_of(spot: Spot) -> str:
    """Return what a cell is called wherever one meets it: its name in the network, else that in its own code."""
    name = spot.value.name or spot.value.label
    return TraceCell(spot.value, spot.cell, name).label


def _without_repeats(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names, each but once where it follows itself: a number that is taken from an array keeps its name."""
    return tuple(name for name, _ in groupby(names))

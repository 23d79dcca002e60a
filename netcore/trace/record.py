"""The record of one update: a tree of phases, calls and operations, and the values that flow through it.

Nothing here knows how the record was made. It can be walked, searched, and asked for the arithmetic of any number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from netcore.arrays import Array
from netcore.trace.spans import Source, Span

if TYPE_CHECKING:
    from netcore.trace.derivation import Derivation

Index = tuple[int, ...]
"""The place of one cell in an array, one number a dimension; ``()`` for a single number."""


class Phase(StrEnum):
    """The four parts of an update, in the order in which they happen."""

    FORWARD = "forward"
    LOSS = "loss"
    BACKWARD = "backward"
    UPDATE = "update"


class Kind(StrEnum):
    """What sort of arithmetic an operation does; there is one rule of derivation for each."""

    ELEMENTWISE = "elementwise"
    """Each cell from the cells at the same place: ``x + y``, ``np.exp(x)``."""
    MATMUL = "matmul"
    """Each cell a sum of products: ``x @ y``."""
    REDUCTION = "reduction"
    """Each cell from many along an axis: ``np.sum(x, axis=0)``."""
    MOVEMENT = "movement"
    """Each cell is another one, elsewhere: ``x.T``, ``x.reshape(2, 3)``."""
    SELECTION = "selection"
    """Each cell is one that an index or a condition picks: ``x[rows, y]``, ``np.where(c, x, y)``."""
    ASSIGNMENT = "assignment"
    """Each cell is as it was or newly written: ``x[mask] = 0``."""
    WHOLE = "whole"
    """Recorded whole, without arithmetic for single cells."""


class Role(StrEnum):
    """What a value is to the network."""

    DATA = "data"
    TARGETS = "targets"
    PARAMETER = "parameter"
    STATE = "state"
    CONSTANT = "constant"
    RESULT = "result"


@dataclass(eq=False)
class Value:
    """One array as it was at one moment; it never changes afterwards."""

    number: int
    """Its place among the values of the trace, in order of appearance."""
    array: Array
    """A read-only copy, with the memory layout that it had; a single number has no dimensions."""
    label: str
    """What the source calls it where it came about: ``self.output``, ``inputs @ self.weights``."""
    role: Role
    version: int = 0
    """How often the array had been written in place before."""
    operation: "Operation | None" = None
    """The operation that made it; None for data, targets, parameters, states and constants."""
    name: str | None = None
    """Under which name a part keeps it, such as ``dense1.output``; None for what nobody keeps."""

    @property
    def shape(self) -> Index:
        """The shape of the array."""
        return self.array.shape

    def __repr__(self) -> str:
        """Return a line for people."""
        return f"<Value {self.number} {self.name or self.label} {self.shape} {self.array.dtype}>"


@dataclass(frozen=True)
class Operand:
    """What an operation took, and what its source calls it there."""

    label: str
    value: Value


@dataclass(frozen=True)
class Slot:
    """In an operation's arguments: here stands the operand of this number."""

    number: int


@dataclass(frozen=True, eq=False)
class Operation:
    """One NumPy operation: what it took, what came out, and where the source says so."""

    number: int
    """Its place among the operations of the trace."""
    name: str
    """NumPy's name for it: ``matmul``, ``add``, ``sum``, ``getitem``, ``setitem``."""
    kind: Kind
    operands: tuple[Operand, ...]
    result: Value
    span: Span
    source: Source
    """The function whose line it is."""
    call: "Call"
    function: Callable[..., Any] = field(repr=False)
    arguments: tuple[Any, ...] = field(repr=False)
    """The positional arguments, with a ``Slot`` where an operand stood."""
    keywords: Mapping[str, Any] = field(repr=False)
    is_in_place: bool = False
    """Whether it wrote into its first operand; the result is then that array's next version."""
    output: int | None = None
    """Which of several results this one is; None where there is only one."""

    def derive(self, cell: Sequence[int]) -> "Derivation":
        """Return the arithmetic of one cell of the result; raise ``IndexError`` if it has no such cell."""
        from netcore.trace.rules import derive

        return derive(self, tuple(cell))

    def apply(self, arrays: Sequence[Any]) -> Any:
        """Return what the operation makes of other arrays in the place of its operands."""
        result = self.function(*fill(self.arguments, arrays), **fill(dict(self.keywords), arrays))
        return result if self.output is None else result[self.output]


@dataclass(eq=False)
class Call:
    """One method of one part at work: a layer's forward pass, the loss, one parameter's update."""

    number: int
    part: str
    """The part's name in its model: ``dense1``, ``loss``, ``optimizer``."""
    method: str
    phase: Phase
    source: Source
    parameter: str | None = None
    """In the update phase, the parameter that is changed: ``dense1.weights``."""
    operations: list[Operation] = field(default_factory=list, repr=False)
    values: dict[str, Value] = field(default_factory=dict, repr=False)
    """What the part has on itself when the call ends, by the attribute's name."""

    @property
    def title(self) -> str:
        """A name for people: ``dense1 · forward``, ``update dense1.weights``."""
        return f"update {self.parameter}" if self.parameter else f"{self.part} · {self.method}"


class Trace:
    """One update, recorded: its calls and operations in the order in which they ran, and all values by name."""

    def __init__(
        self,
        update: int,
        calls: Sequence[Call],
        operations: Sequence[Operation],
        inputs: Mapping[str, Value],
        finals: Mapping[str, Value],
    ) -> None:
        self.update = update
        self.calls = tuple(calls)
        self.operations = tuple(operations)
        self.inputs = dict(inputs)
        """What the update began with, by name: ``X``, ``y``, each parameter and each optimizer state."""
        self.finals = dict(finals)
        """What the parts and the optimizer's states held at the end, by name: ``dense1.output``."""

    @property
    def phases(self) -> dict[Phase, tuple[Call, ...]]:
        """The calls of each phase, in the order in which they ran; a phase without calls is left out."""
        present = dict.fromkeys(call.phase for call in self.calls)
        return {phase: tuple(call for call in self.calls if call.phase is phase) for phase in present}

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that ``value`` knows."""
        after = (f"{name}@after" for name in self.finals if name in self.inputs)
        return (*self.inputs, *(name for name in self.finals if name not in self.inputs), *after)

    def value(self, name: str) -> Value:
        """Return a value by its name: ``X``, ``dense1.output``, ``loss.mean``, ``dense1.weights``.

        Parameters are as they were before the update; ``dense1.weights@after`` is what the update made of them. Raises
        ``KeyError`` with the known names if there is none.
        """
        base, _, moment = name.partition("@")
        if moment in ("", "before") and base in self.inputs:
            return self.inputs[base]
        if moment in ("", "after") and base in self.finals:
            return self.finals[base]
        raise KeyError(f"no value {name!r}; there are {', '.join(self.names)}")

    def origins(self, value: Value, cell: Sequence[int]) -> dict[Value, Array]:
        """Return all that one cell was computed from: a mask of cells (True: it counts) for each value."""
        from netcore.trace.flow import origins

        return origins(self.operations, value, tuple(cell))

    def influence(self, value: Value, cell: Sequence[int]) -> dict[Value, Array]:
        """Return all that one cell touches later on: a mask of cells for each value."""
        from netcore.trace.flow import influence

        return influence(self.operations, value, tuple(cell))


def fill(template: Any, arrays: Sequence[Any]) -> Any:
    """Return a template of arguments with each ``Slot`` replaced by the array of its number."""
    match template:
        case Slot(number=number):
            return arrays[number]
        case tuple():
            return tuple(fill(item, arrays) for item in template)
        case list():
            return [fill(item, arrays) for item in template]
        case dict():
            return {key: fill(item, arrays) for key, item in template.items()}
    return template


def snapshot(array: Array) -> Array:
    """Return a read-only copy with the same memory layout, as a plain array; what is spread out is laid out in full."""
    array = np.asarray(array)
    strides = array.strides
    is_spread = 0 in strides and any(not step and size > 1 for step, size in zip(strides, array.shape, strict=True))
    copy = np.array(array, order="C" if is_spread else "K", copy=True, subok=False)
    copy.setflags(write=False)
    return copy

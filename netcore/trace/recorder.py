"""The recorder: it carries out operations on plain arrays and writes down what happened.

It knows nothing of layers. Whoever drives it says which call is at work; the rest it sees from the arrays and from the
line of source that is running.
"""

import sys
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

import numpy as np

from netcore.trace.arguments import Arguments, Reader
from netcore.trace.array import TracedArray, untraced
from netcore.trace.functions import elsewhere
from netcore.trace.labels import result_label
from netcore.trace.record import Call, Kind, Operand, Operation, Phase, Role, Slot, Trace, Value, snapshot
from netcore.trace.request import Request
from netcore.trace.spans import Site, site_of, source_file
from netcore.trace.views import SeenThroughView, is_same_view, root_of

_MACHINERY = (str(Path(__file__).parent), str(Path(np.__file__).parent))
"""Folders whose frames are not shown: an operation belongs to the first frame outside them."""


class Recorder:
    """Carries out operations on traced arrays, and records each one."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.calls: list[Call] = []
        self._call: Call | None = None
        self._n_values = 0
        self._views: dict[int, list[weakref.ref[TracedArray]]] = {}
        self._inputs: dict[str, Value] = {}
        self._finals: dict[str, Value] = {}
        self._given: list[TracedArray] = []
        """Plain arrays of the code's own that results were put into: held, so that they are known when read again."""

    def watch(self, array: Any, name: str, role: Role) -> TracedArray:
        """Return a traced view of an array that the update begins with."""
        value = self._value(array, name, role)
        value.name = name
        self._inputs[name] = value
        return self._wrapped(array, value)

    @contextmanager
    def call(
        self,
        part: str,
        method: str,
        phase: Phase,
        code: CodeType,
        kept_by: Mapping[str, object],
        parameter: str | None = None,
    ) -> Iterator[None]:
        """Record all that happens meanwhile as one call; a call inside a call belongs to the outer one.

        ``code`` is the method's own, for its source. ``kept_by`` names the objects whose attributes hold the call's
        values when it ends: ``{"dense1": layer}``.
        """
        if self._call is not None:
            yield
            return
        source = source_file(code.co_filename).source(code)
        self._call = call = Call(len(self.calls), part, method, phase, source, parameter)
        self.calls.append(call)
        try:
            yield
        finally:
            for prefix, keeper in kept_by.items():
                self._collect(call, prefix, keeper, site_of(code, 0))
            self._call = None

    def whole(self, result: Any, code: CodeType, had: Mapping[str, Any]) -> Any:
        """Return what a call has made, traced.

        Code may leave NumPy's protocols on its way: ``np.array(rows)`` and ``plain[0] = row`` make plain arrays. What
        comes of it is then recorded as one operation, the call as a whole, made of all traced arrays that it ``had``.
        """
        if not isinstance(result, np.ndarray | np.number) or isinstance(result, TracedArray):
            return result
        known = self._traced_as(result)
        if known is not None:
            return known
        arrays = {name: held for name, held in had.items() if isinstance(held, TracedArray) and held.recorder is self}
        operands = tuple(Operand(name, array.value) for name, array in arrays.items())
        slots = tuple(Slot(number) for number in range(len(operands)))
        value = self._value(result, f"{code.co_name}(…)", Role.RESULT)
        self._append(Arguments(code.co_name, Kind.WHOLE, elsewhere, operands, slots, {}, site_of(code, 0)), value)
        return self._wrapped(result, value)

    def trace(self, update: int) -> Trace:
        """Return the record so far."""
        return Trace(update, self.calls, self.operations, self._inputs, self._finals)

    def perform(self, request: Request) -> Any:
        """Carry out an operation that makes something new, and record it; return its result, traced."""
        read = self._read(request)
        result = _carried_out(request)
        if isinstance(result, tuple | list):
            made = [self._made(read, item, output) for output, item in enumerate(result)]
            return result._make(made) if hasattr(result, "_make") else type(result)(made)
        return self._made(read, result)

    def perform_writing(self, request: Request) -> None:
        """Carry out an operation that writes into its first argument, and record that array's next version."""
        target = request.arguments[0]
        read = self._read(request)
        _carried_out(request)
        if isinstance(target, TracedArray) and target.recorder is self:
            self._written(read, target)

    def perform_into(self, request: Request, into: Any, write: Callable[[], Any]) -> Any:
        """Record an operation whose result goes into an existing array (``x += y``, ``out=x``); return that array.

        The request is the operation as it would make something new, ``write`` carries it out. An operation with
        several results takes a tuple, with None where no array is there for one.
        """
        read = self._read(request)
        results = write()
        if not isinstance(into, tuple):
            return self._put(read, into)
        return tuple(
            self._made(read, result, output) if target is None else self._put(read, target, output)
            for output, (target, result) in enumerate(zip(into, results, strict=True))
        )

    def _read(self, request: Request) -> Arguments:
        site = _site()
        return Reader(site, request.is_method, lambda array, label: self._value_of(array, label, site)).read(request)

    def _value_of(self, array: Any, label: str | None, site: Site) -> Value:
        """Return what an array or a number holds now; a constant of this label, if nothing is known of it."""
        traced = array if isinstance(array, TracedArray) and array.recorder else self._traced_as(array)
        if traced is None:
            plain = untraced(array)
            return self._value(plain, label or (str(plain) if np.ndim(plain) == 0 else "array"), Role.CONSTANT)
        self._catch_up(traced, site)
        return traced.value

    def _put(self, read: Arguments, into: Any, output: int | None = None) -> TracedArray:
        """Record that a result was put into an array; return that array, traced."""
        if not isinstance(into, TracedArray) or into.recorder is not self:
            into = self._wrapped(into, self._value(into, result_label(read.site), Role.CONSTANT))
            self._given.append(into)
        traced: TracedArray = into
        self._written(read, traced, output)
        return traced

    def _made(self, read: Arguments, result: Any, output: int | None = None) -> Any:
        """Record a result, and return it traced; what holds no numbers is returned as it is."""
        if not isinstance(result, np.ndarray | np.number | np.bool_):
            return result
        value = self._value(result, _result_label(read.site), Role.RESULT)
        self._append(read, value, output=output)
        return self._wrapped(result, value)

    def _written(self, read: Arguments, target: TracedArray, output: int | None = None) -> None:
        """Record the next version of an array that was written, and of every other view of its memory."""
        before = target.value
        label = _result_label(read.site) if before.name is None and read.name == "setitem" else before.label
        target.value = self._value(target.plain, label, Role.RESULT, before.version + 1)
        self._append(read, target.value, output=output, is_in_place=True)
        for view in self._other_views(target):
            self._seen_through(view, target, read.site)

    def _seen_through(self, view: TracedArray, written: TracedArray, site: Site) -> None:
        """Record that an array changed because another view of the same memory was written."""
        before, other = view.value, written.value
        view.value = self._value(view.plain, before.label, Role.RESULT, before.version + 1)
        has_same_cells = view.dtype == written.dtype
        change = SeenThroughView.between(view.plain, written.plain)
        operands = (Operand(before.label, before), Operand(other.label, other))
        kind = Kind.ASSIGNMENT if has_same_cells else Kind.WHOLE
        read = Arguments("seen through a view", kind, change, operands, (Slot(0), Slot(1)), {}, site)
        self._append(read, view.value, is_in_place=True)

    def _catch_up(self, array: TracedArray, site: Site) -> None:
        """Record that an array was written past all protocols (``x.flat``, ``rng.random(out=x)``), if it was."""
        before = array.value
        change = SeenThroughView.unseen(before.array, array.plain)
        if change is None:
            return
        now = self._value(array.plain, f"{before.label}, written unseen", Role.CONSTANT)
        array.value = self._value(array.plain, before.label, Role.RESULT, before.version + 1)
        operands = (Operand(before.label, before), Operand(now.label, now))
        read = Arguments("seen through a view", Kind.ASSIGNMENT, change, operands, (Slot(0), Slot(1)), {}, site)
        self._append(read, array.value, is_in_place=True)

    def _append(self, read: Arguments, result: Value, output: int | None = None, is_in_place: bool = False) -> None:
        call = self._current_call(read.site)
        operation = Operation(
            len(self.operations),
            read.name,
            read.kind,
            read.operands,
            result,
            read.site.span,
            read.site.source,
            call,
            read.function,
            read.positional,
            read.keywords,
            is_in_place,
            output,
        )
        result.operation = operation
        self.operations.append(operation)
        call.operations.append(operation)

    def _current_call(self, site: Site) -> Call:
        """Return the call at work; what runs outside any call gets one of its own, named after its function."""
        if self._call is not None:
            return self._call
        if not self.calls or self.calls[-1].part or self.calls[-1].source != site.source:
            method = site.source.name.rpartition(".")[2]
            self.calls.append(Call(len(self.calls), "", method, Phase.FORWARD, site.source))
        return self.calls[-1]

    def _value(self, array: Any, label: str, role: Role, version: int = 0) -> Value:
        value = Value(self._n_values, snapshot(array), label, role, version)
        self._n_values += 1
        return value

    def _traced_as(self, array: Any) -> TracedArray | None:
        """Return the traced array that looks at a plain one's memory in the same way (``np.asarray(x)``), if any."""
        if isinstance(array, np.ndarray):
            for ref in self._views.get(root_of(array), []):
                view = ref()
                if view is not None and is_same_view(view.plain, array):
                    return view
        return None

    def _wrapped(self, plain: Any, value: Value) -> TracedArray:
        traced = TracedArray.wrap(plain, value, self)
        if isinstance(plain, np.ndarray):
            self._views.setdefault(root_of(plain), []).append(weakref.ref(traced))
        return traced

    def _other_views(self, written: TracedArray) -> Iterator[TracedArray]:
        root = root_of(written.plain)
        self._views[root] = [ref for ref in self._views.get(root, []) if ref() is not None]
        for ref in self._views[root]:
            view = ref()
            if view is not None and view is not written and np.shares_memory(view.plain, written.plain):
                yield view

    def _collect(self, call: Call, prefix: str, keeper: object, site: Site) -> None:
        """Note what a part holds at the end of a call, and give each value the name under which it is held."""
        for attribute, held in vars(keeper).items():
            if isinstance(held, TracedArray) and held.recorder is self:
                self._catch_up(held, site)
                name = f"{prefix}.{attribute}"
                held.value.name = held.value.name or name
                call.values[attribute] = held.value
                self._finals[name] = held.value


def _carried_out(request: Request) -> Any:
    """Carry out an operation on the plain arrays, and return what it gives."""
    return request.function(*untraced(request.arguments), **untraced(request.keywords))


@lru_cache(maxsize=4096)
def _result_label(site: Site) -> str:
    return result_label(site)


def _site() -> Site:
    """Return where in the source the operation stands that is now being recorded."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_MACHINERY):
        frame = frame.f_back
    return site_of(frame.f_code, frame.f_lasti)

"""Finds the numbers that a lesson speaks of, by running its experiments.

The evidence keeps runs and traces of its own, so that asking for an answer never moves the run that the learner sees.
The same experiment gives the same numbers, so both agree to the last digit.
"""

from __future__ import annotations

import math
import operator
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.blocks import Experiment, Inline, Setting
from lessons.errors import NamingError, unknown
from lessons.experiment import build
from lessons.expressions import Apply, Expression, Node, Number
from lessons.nudging import nudged
from lessons.numbers import show_numbers
from lessons.references import DATA, Reference
from netcore.errors import NetcoreError

if TYPE_CHECKING:
    from netcore import Run
    from netcore.trace import Trace
    from netcore.trace.record import Call, Value

MOST_RUNS = 4
MOST_TRACES = 12
MOST_MEASURES = 200
UPDATES_AT_ONCE = 50
"""How far `prepare` goes before it lets others ask."""

DIVERGED = 10.0
"""How many times its first value a loss has to reach for the run to count as diverged."""

_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": np.divide, "**": np.power, "negative": operator.neg,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
    "abs": np.abs, "argmax": np.argmax, "exp": np.exp, "log": np.log, "max": np.max, "mean": np.mean, "min": np.min,
    "sign": np.sign, "sqrt": np.sqrt, "sum": np.sum,
}  # fmt: skip
_OVER_SEVERAL = ("max", "min")


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference or an expression stands for, and where in the trace it comes from."""

    numbers: Any
    """A number, an array, or a shape as a tuple."""
    value: Value | None = None
    """The value of the trace, where the expression is one reference into it."""
    cell: tuple[int, ...] | None = None
    """The cell of that value, where one cell is meant."""


class Evidence:
    """The numbers of a lesson's experiments, computed when asked for and remembered.

    A number of an update far away takes as long as the run takes to get there. `prepare` goes there beforehand, and may
    be called in a thread; whoever asks meanwhile waits.
    """

    def __init__(self) -> None:
        self._runs: OrderedDict[Experiment, Run] = OrderedDict()
        self._traces: OrderedDict[Setting, Trace] = OrderedDict()
        self._measures: OrderedDict[tuple[Setting, Reference], Any] = OrderedDict()
        self._lock = threading.RLock()

    def number(self, expression: Expression, setting: Setting) -> float:
        """Return the number that an expression stands for; raise `NamingError` where it is not one number."""
        numbers = np.asarray(self.find(expression, setting).numbers)
        if numbers.size != 1:
            shape = " × ".join(map(str, numbers.shape))
            what = f"{expression} is {shape} numbers, not one"
            raise NamingError(what, "Name one cell, as in [0, 1].", expression.text)
        number = float(numbers.reshape(())[()])
        if math.isnan(number):
            what = f"{expression} is not a number here"
            raise NamingError(what, "Ask for one that exists at this update.", expression.text)
        return number

    def holds(self, condition: Expression, setting: Setting) -> bool:
        """Return whether a condition is true at the setting."""
        return bool(self.number(condition, setting))

    def shape(self, expression: Expression, setting: Setting) -> tuple[int, ...]:
        """Return the shape that an expression stands for: of a `.shape`, or of the array that is named."""
        found = self.find(expression, setting).numbers
        return found if isinstance(found, tuple) else np.shape(found)

    def find(self, expression: Expression, setting: Setting) -> Found:
        """Return what an expression stands for, with its place in the trace where it is one reference."""
        reference = expression.reference
        if reference is not None:
            return self.look_up(reference, setting)
        with np.errstate(all="ignore"):
            return Found(evaluate(expression.root, lambda reference: self.look_up(reference, setting).numbers))

    def look_up(self, reference: Reference, setting: Setting) -> Found:
        """Return what a reference stands for; raise `NamingError` with what is there instead if there is none."""
        with self._lock, np.errstate(all="ignore"):
            if not reference.is_measured:
                return find_in(self.trace(setting), reference)
            if (setting, reference) not in self._measures:
                self._measures[setting, reference] = measured(self.run(setting), reference)
            _keep(self._measures, (setting, reference), MOST_MEASURES)
            return Found(self._measures[setting, reference])

    def text(self, number: Inline, setting: Setting) -> str:
        """Return a number of a text as it is written there."""
        return show_numbers(self.find(number.expression, setting).numbers, number.form)

    def is_ready(self, setting: Setting) -> bool:
        """Return whether the numbers of a setting can be had at once."""
        return setting.experiment is None or self._reached(setting.experiment) >= setting.update

    def prepare(self, setting: Setting, is_cancelled: Callable[[], bool] = lambda: False) -> None:
        """Go to a setting, in short steps between which others may ask and the work may be cancelled."""
        while setting.experiment is not None and not self.is_ready(setting) and not is_cancelled():
            with self._lock:
                next_stop = self._reached(setting.experiment) + UPDATES_AT_ONCE
                self.run(Setting(setting.experiment, min(next_stop, setting.update)))

    def run(self, setting: Setting) -> Run:
        """Return the run, at the beginning of the update that is meant."""
        if setting.experiment is None:
            raise NamingError("there is no experiment yet", "Put an experiment block above.")
        with self._lock, np.errstate(all="ignore"):
            run = self._runs.get(setting.experiment)
            if run is None:
                run = self._runs[setting.experiment] = build(setting.experiment)
            _keep(self._runs, setting.experiment, MOST_RUNS)
            try:
                run.seek(setting.update)
            except NetcoreError as error:
                raise NamingError(f"the run does not come to update {setting.update}", f"{error}.") from None
            return run

    def trace(self, setting: Setting) -> Trace:
        """Return the record of the update that is meant."""
        with self._lock:
            trace = self._traces.get(setting)
            if trace is None:
                trace = self._traces[setting] = self.run(setting).trace()
            _keep(self._traces, setting, MOST_TRACES)
            return trace

    def _reached(self, experiment: Experiment) -> int:
        """Return how many updates of an experiment have been done."""
        run = self._runs.get(experiment)
        return len(run.history) if run is not None else 0


def evaluate(node: Node, look_up: Callable[[Reference], Any]) -> Any:
    """Return what an expression comes to, given what its references stand for."""
    match node:
        case Number(value=value):
            return value
        case Reference():
            return look_up(node)
        case Apply(operator="and", arguments=arguments):
            return all(bool(np.all(evaluate(argument, look_up))) for argument in arguments)
        case Apply(operator=name, arguments=arguments):
            return _apply(name, [np.asarray(evaluate(argument, look_up)) for argument in arguments])


def find_in(trace: Trace, reference: Reference) -> Found:
    """Return what a reference stands for in a trace."""
    if reference.path == "loss.mean" and "loss.mean" not in trace.names:
        return _indexed(reference, Found(np.mean(trace.value("loss.output").array)))
    value = _value(trace, reference)
    if reference.is_shape:
        return _indexed(reference, Found(value.array.shape))
    return _indexed(reference, Found(value.array, value))


def measured(run: Run, reference: Reference) -> Any:
    """Return what a reference asks of a run as it stands, such as `run.loss` or `dense1.weights.numeric[0, 1]`."""
    return nudged(run, reference) if reference.is_nudged else indexed(reference, measure(run, reference))


def measure(run: Run, reference: Reference) -> Any:
    """Return what a reference such as `run.accuracy` or `run.history.loss` stands for in a run as it stands."""
    head, _, series = reference.attribute.partition(".")
    if head == "history":
        return np.array(getattr(run.history, series)[: run.update])
    if head == "update":
        return run.update
    if head == "learning_rate":
        return run.optimizer.learning_rate_at(run.update)
    outputs = run.model.forward(run.X)
    if head == "accuracy":
        return run.model.loss.accuracy(outputs, run.y)
    loss = float(np.mean(run.model.loss.forward(outputs, run.y)))
    return loss if head == "loss" else float(_has_diverged(loss, run.history.loss))


def _has_diverged(loss: float, losses: Sequence[float]) -> bool:
    return not math.isfinite(loss) or (len(losses) > 0 and loss > DIVERGED * losses[0])


def _value(trace: Trace, reference: Reference) -> Value:
    """Return the value that a reference names; refuse a name that the trace does not have, with what it has instead."""
    if reference.name in trace.names:
        return trace.value(reference.name)
    method, _, operation = reference.attribute.partition(".")
    parts = sorted({name.partition(".")[0] for name in trace.names if "." in name}, key=_order(trace))
    if reference.part not in (*parts, *DATA):
        layers = [part for part in parts if part not in ("loss", "optimizer")]
        raise unknown("layer", reference.part, layers)
    calls = [call for call in trace.calls if call.part == reference.part]
    if operation:
        return _step_result(reference, {call.method: call for call in reversed(calls)}, method, operation)
    held = [name for name in trace.names if name.partition(".")[0] == reference.part]
    if reference.is_after and reference.path in trace.names:
        held = [name for name in held if name.endswith("@after")]
    raise unknown("value", reference.name, held)


def _step_result(reference: Reference, calls: Mapping[str, Call], method: str, name: str) -> Value:
    """Return the result of the first operation of this name in a call."""
    if method not in calls:
        raise unknown("method", method, calls, reference.part)
    operations = calls[method].operations
    found = next((operation for operation in operations if operation.name == name), None)
    if found is None:
        names = dict.fromkeys(operation.name for operation in operations)
        raise unknown("operation", name, names, f"{reference.part}.{method}")
    return found.result


def _order(trace: Trace) -> Callable[[str], int]:
    order = list(dict.fromkeys(call.part for call in trace.calls))
    return lambda part: order.index(part) if part in order else len(order)


def _indexed(reference: Reference, found: Found) -> Found:
    """Return the cell, row or column that the reference's index picks, and which cell of the value it is."""
    picked = indexed(reference, found.numbers)
    if found.value is None or np.ndim(picked):
        return Found(picked, found.value)
    pairs = zip(reference.index, np.shape(found.numbers), strict=True)
    return Found(picked, found.value, tuple((index or 0) % size for index, size in pairs))


def indexed(reference: Reference, numbers: Any) -> Any:
    """Return the cell, row or column that the reference's index picks; raise `NamingError` if there is none."""
    if not reference.index:
        return numbers
    array = np.asarray(numbers)
    if array.ndim == 0:
        raise NamingError(f"{reference}: {reference.path} is one number", "Leave the index out.")
    if array.size == 0 and reference.attribute.startswith("history."):
        raise NamingError(f"{reference}: no update is finished yet", "Ask at a later update: update = 1.")
    shape = f"Its shape is {array.shape}; indices count from 0."
    if len(reference.index) > array.ndim:
        what = f"{reference} has {len(reference.index)} indices, but {reference.path} has {array.ndim} dimensions"
        raise NamingError(what, shape)
    for axis, (index, size) in enumerate(zip(reference.index, array.shape, strict=False)):
        if index is not None and not -size <= index < size:
            raise NamingError(f"{reference}: no index {index} along dimension {axis}, which has {size}", shape)
    return array[tuple(slice(None) if index is None else index for index in reference.index)]


def _apply(name: str, arguments: list[Any]) -> Any:
    if name in _OVER_SEVERAL and len(arguments) > 1:
        return _OPERATORS[name](np.array([np.max(a) if name == "max" else np.min(a) for a in arguments]))
    try:
        return _OPERATORS[name](*arguments)
    except (ValueError, TypeError) as error:
        raise NamingError(f"cannot work out {name!r}: {error}", "Check the shapes.") from None


def _keep(memory: OrderedDict[Any, Any], key: object, most: int) -> None:
    """Move what was used to the end of a memory, and let the oldest go where there are too many."""
    memory.move_to_end(key)
    while len(memory) > most:
        memory.popitem(last=False)

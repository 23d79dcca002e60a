"""The lab: a run that is stepped through, operation by operation, forwards and backwards, and trained.

It knows nothing of screens. A screen asks for the trace and the cursor, and moves by `Step`s; a position in the lab is
a `Place`, which can be kept and gone to again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.blocks import Experiment, Setting, Show, Try, View
from lessons.errors import unknown
from lessons.evidence import evaluate, find_in, measured
from lessons.experiment import build
from lessons.expressions import Expression, parse_expression
from lessons.numbers import show_numbers
from lessons.references import Reference
from netcore.errors import NetcoreError

if TYPE_CHECKING:
    from netcore import Run
    from netcore.trace import Cursor, Trace
    from netcore.trace.record import Operation

SLICE_SECONDS = 0.02
"""How long training goes on before it looks whether it is to stop."""


class Step(StrEnum):
    """A way to move through the lab."""

    INTO = "into"
    """The next operation."""
    OVER = "over"
    """To the end of the next call."""
    OUT = "out"
    """To the end of this call."""
    PHASE_END = "phase end"
    BACK_INTO = "back into"
    BACK_OVER = "back over"
    BACK_OUT = "back out"
    PHASE_START = "phase start"
    NEXT_UPDATE = "next update"
    PREVIOUS_UPDATE = "previous update"

    @property
    def is_back(self) -> bool:
        """Whether it leads towards the beginning."""
        return self in (Step.BACK_INTO, Step.BACK_OVER, Step.BACK_OUT, Step.PHASE_START, Step.PREVIOUS_UPDATE)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a run: how many updates are finished, and how many operations of the next one have run."""

    update: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Covered:
    """A value that stays hidden until the learner has said what they expect."""

    setting: Setting
    reference: Reference

    def __str__(self) -> str:
        """Return the reference as the lesson writes it."""
        return self.reference.text


@dataclass(frozen=True, slots=True)
class Move:
    """What came of a step: where the lab stands now, and what held it back."""

    place: Place
    held_by: Covered | None = None
    """The covered value that the step would have shown; answer it, or give it up, to go on."""
    trouble: str = ""
    """Why the run cannot go on, where it cannot: a number that is not finite any more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far the run is from what a `try` block asks for."""

    is_reached: bool
    update: int
    numbers: str
    """The numbers that the condition speaks of, as they stand: "run.accuracy = 0.93"."""


class Lab:
    """Owns the run of one experiment, the trace of its next update, and the cursor in that trace.

    The trace is made when it is first looked at, and once an update. While `train` is at work in a thread, nothing
    else may be asked of the lab but `update` and `history`.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.run: Run = build(experiment)
        self._position = 0
        self._trace: Trace | None = None
        self._cursor: Cursor | None = None

    @property
    def update(self) -> int:
        """How many updates are finished."""
        return self.run.update

    @property
    def trace(self) -> Trace:
        """The record of the next update."""
        if self._trace is None or self._trace.update != self.run.update:
            self._trace = self.run.trace()
            self._cursor = None
        return self._trace

    @property
    def cursor(self) -> Cursor:
        """The position in the trace."""
        from netcore.trace import Cursor

        trace = self.trace
        if self._cursor is None:
            self._cursor = Cursor(trace, min(self._position, len(trace.operations)))
        return self._cursor

    @property
    def place(self) -> Place:
        """Where the lab stands."""
        return Place(self.run.update, self._position)

    def move(self, step: Step, covered: Iterable[Covered] = ()) -> Move:
        """Move by one step. At the end of an update a step goes on into the next; covered values hold it back."""
        covered = tuple(covered)
        barrier = self._barrier(covered)
        try:
            self._step(step)
        except NetcoreError as error:
            return Move(self.place, trouble=str(error))
        if barrier is not None and not step.is_back and self.place > barrier[0]:
            self.go(barrier[0])
            return Move(self.place, held_by=barrier[1])
        return Move(self.place)

    def go(self, place: Place) -> None:
        """Go to a place, past or future; a position beyond the update's end means its end."""
        self._go_to_update(place.update)
        if place.position > 0:
            self._put(min(place.position, len(self.trace.operations)))

    def holds(self, condition: Expression) -> bool:
        """Return whether a condition is true of the run as it stands."""
        return bool(np.all(evaluate(condition.root, self._look_up)))

    def outcome(self, task: Try) -> Outcome:
        """Return whether the run has come to what a `try` block asks for."""
        is_in_time = task.within is None or self.run.update <= task.within
        numbers = [f"{reference} = {show_numbers(self._look_up(reference))}" for reference in task.until.references]
        return Outcome(is_in_time and self.holds(task.until), self.run.update, ", ".join(numbers))

    def train(
        self,
        updates: int,
        is_cancelled: Callable[[], bool] = lambda: False,
        covered: Iterable[Covered] = (),
        towards: Try | None = None,
    ) -> Move:
        """Finish so many updates at full speed, in short slices; may be called in a thread.

        It ends early where it is cancelled, where the run comes to what the `try` block asks for (looked at after each
        update), and before an update that would show a covered value.
        """
        barrier = self._barrier(tuple(covered))
        goal = self.run.update + updates
        last = goal if barrier is None else min(goal, barrier[0].update)
        self._leave_trace()
        try:
            while self.run.update < last and not is_cancelled() and not self._has_reached(towards):
                self._train_slice(last, towards)
        except NetcoreError as error:
            return Move(self.place, trouble=str(error))
        is_held = barrier is not None and self.run.update == last < goal
        return Move(self.place, held_by=barrier[1] if barrier and is_held else None)

    def show(self, block: Show, covered: Iterable[Covered] = ()) -> Place:
        """Go to what a `show` block puts before the learner, or as near as covered values let it; return the place."""
        place = place_of(block, self)
        hidden = [self._hidden_at(cover) for cover in covered if cover.setting.experiment == self.experiment]
        self.go(min([place, *(limit for limit in hidden if limit is not None and limit.update == place.update)]))
        return self.place

    def _train_slice(self, last: int, towards: Try | None) -> None:
        end = time.perf_counter() + SLICE_SECONDS
        while self.run.update < last and time.perf_counter() < end and not self._has_reached(towards):
            self.run.step()

    def _has_reached(self, task: Try | None) -> bool:
        return task is not None and self.holds(task.until)

    def _look_up(self, reference: Reference) -> Any:
        if reference.is_measured:
            return measured(self.run, reference)
        return find_in(self.trace, reference).numbers

    def _step(self, step: Step) -> None:
        match step:
            case Step.NEXT_UPDATE:
                self._go_to_update(self.run.update + 1)
            case Step.PREVIOUS_UPDATE:
                if self._position == 0 and self.run.update > 0:
                    self._go_to_update(self.run.update - 1)
                else:
                    self._put(0)
            case _ if step.is_back and self.cursor.is_at_start:
                if self.run.update > 0:
                    self._go_to_update(self.run.update - 1)
                    self._put(len(self.trace.operations))
            case _ if not step.is_back and self.cursor.is_at_end:
                self._go_to_update(self.run.update + 1)
            case _:
                self._put(self._moved(step).position)

    def _moved(self, step: Step) -> Cursor:
        cursor = self.cursor
        match step:
            case Step.INTO:
                return cursor.into()
            case Step.OVER:
                return cursor.over()
            case Step.OUT:
                return cursor.out()
            case Step.PHASE_END:
                return cursor.phase_end()
            case Step.BACK_INTO:
                return cursor.back_into()
            case Step.BACK_OVER:
                return cursor.back_over()
            case Step.BACK_OUT:
                return cursor.back_out()
            case _:
                return cursor.phase_start()

    def _go_to_update(self, update: int) -> None:
        self.run.seek(update)
        self._leave_trace()

    def _leave_trace(self) -> None:
        self._put(0)

    def _put(self, position: int) -> None:
        self._position = position
        self._cursor = None

    def _barrier(self, covered: tuple[Covered, ...]) -> tuple[Place, Covered] | None:
        """Return the first place beyond which a covered value would be seen, and that value."""
        places = [(self._hidden_at(cover), cover) for cover in covered if cover.setting.experiment == self.experiment]
        ahead = [(place, cover) for place, cover in places if place is not None and place >= self.place]
        return min(ahead, key=lambda pair: pair[0], default=None)

    def _hidden_at(self, cover: Covered) -> Place | None:
        """Return the last place at which a covered value cannot be seen yet; None where it was never hidden."""
        update = cover.setting.update
        if cover.reference.is_nudged:
            return None
        if cover.reference.part == "run":
            return Place(update - 1, 10**9) if update > 0 else None
        if update != self.run.update:
            return Place(update, 0)
        value = find_in(self.trace, cover.reference).value
        operation = value.operation if value is not None else None
        return None if operation is None else Place(update, _line_start(operation))


def _line_start(operation: Operation) -> int:
    """Return the number of the first operation on an operation's line: what comes before the result gives it away."""
    line = operation.span.line
    return min(other.number for other in operation.call.operations if other.span.line == line)


def place_of(block: Show, lab: Lab) -> Place:
    """Return the place in the lab at which what a `show` block names has come about; the lab goes to its update."""
    lab.go(Place(block.setting.update, 0))
    step = block.target(View.STEP)
    if step is not None:
        return Place(lab.update, step_position(lab.trace, step))
    named = block.target(View.CELL) or block.target(View.TABLE)
    if named is not None:
        reference = parse_expression(named).reference
        value = find_in(lab.trace, reference).value if reference else None
        if value is not None and value.operation is not None:
            return Place(lab.update, value.operation.number + 1)
    return lab.place


def step_position(trace: Trace, step: str) -> int:
    """Return the position at which a step has run: "dense1.forward", "dense1.forward.add", "update dense1.weights".

    The call's last operation has run where the call is named, and the operation itself where one is. "start" and "end"
    are the ends of the update.
    """
    words = step.split()
    if words in (["start"], ["end"]):
        return 0 if words == ["start"] else len(trace.operations)
    for call in trace.calls:
        name = f"update {call.parameter}" if call.parameter else f"{call.part}.{call.method}"
        if step == name and call.operations:
            return int(call.operations[-1].number) + 1
        if step.startswith(f"{name}."):
            wanted = step.removeprefix(f"{name}.")
            found = [operation for operation in call.operations if operation.name == wanted]
            if not found:
                raise unknown(f"operation of {name}", wanted, [operation.name for operation in call.operations])
            return int(found[0].number) + 1
    names = [f"update {call.parameter}" if call.parameter else f"{call.part}.{call.method}" for call in trace.calls]
    raise unknown("step", step, ["start", *names, "end"])

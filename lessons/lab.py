"""The lab: a run that is stepped through, operation by operation, forwards and backwards, and trained.

It knows nothing of screens. A screen asks for the trace and the cursor, and moves by `Step`s; a position in the lab is
a `Place`, which can be kept and gone to again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.blocks import Experiment, Show, Try
from lessons.evidence import evaluate, find_in, measured
from lessons.experiment import build
from lessons.expressions import Expression
from lessons.moves import Covered as Covered
from lessons.moves import Move as Move
from lessons.moves import Outcome as Outcome
from lessons.moves import Place as Place
from lessons.moves import Step as Step
from lessons.moves import moved
from lessons.references import Reference
from lessons.run_words import run_words
from lessons.showing import shown_position
from netcore.errors import NetcoreError

if TYPE_CHECKING:
    from netcore import Run
    from netcore.trace import Cursor, Trace
    from netcore.trace.record import Operation

SLICE_SECONDS = 0.01
"""How long training goes on before it looks whether it is to stop."""


class Lab:
    """Owns the run of one experiment, the trace of its next update, and the cursor in that trace.

    ``begin`` makes the run: ours, or one with parts that the learner wrote (`lessons.workshop.own_run`).
    Numbers that grow beyond all bounds are part of what one learns here, so NumPy's warnings about them are silenced; a
    run that cannot go on says why. The trace is made when it is first looked at, and once an update. While `train` is
    at work in a thread, nothing else may be asked of the lab but `update` and the history of its `run`.
    """

    def __init__(self, experiment: Experiment, begin: Callable[[Experiment], Run] = build) -> None:
        self.experiment = experiment
        self.run: Run = begin(experiment)
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
            with np.errstate(all="ignore"):
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
            with np.errstate(all="ignore"):
                self._step(step)
        except NetcoreError as error:
            return Move(self.place, trouble=str(error))
        if barrier is not None and not step.is_back and self.place > barrier[0]:
            self.go(barrier[0])
            return Move(self.place, held_by=barrier[1])
        return Move(self.place)

    def leaves_update(self, step: Step) -> bool:
        """Return whether a step goes into another update; one that does not needs nothing but the trace at hand."""
        match step:
            case Step.NEXT_UPDATE:
                return True
            case Step.PREVIOUS_UPDATE:
                return self._position == 0 and self.run.update > 0
            case _ if step.is_back:
                return self.cursor.is_at_start
        return self.cursor.is_at_end

    def go(self, place: Place) -> None:
        """Go to a place, past or future; a position beyond the update's end means its end."""
        self._go_to_update(place.update)
        if place.position > 0:
            self._put(min(place.position, len(self.trace.operations)))

    def holds(self, condition: Expression) -> bool:
        """Return whether a condition is true of the run as it stands."""
        with np.errstate(all="ignore"):
            return bool(np.all(evaluate(condition.root, self._look_up)))

    def outcome(self, task: Try) -> Outcome:
        """Return whether the run has come to what a `try` block asks for."""
        is_in_time = task.within is None or self.run.update <= task.within
        with np.errstate(all="ignore"):
            words = run_words(self.run, tuple(task.until.references), self._look_up)
        return Outcome(is_in_time and self.holds(task.until), self.run.update, words)

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
            with np.errstate(all="ignore"):
                while self.run.update < last and not is_cancelled() and not self._has_reached(towards):
                    self._train_slice(last, towards)
        except NetcoreError as error:
            return Move(self.place, trouble=str(error))
        is_held = barrier is not None and self.run.update == last < goal
        return Move(self.place, held_by=barrier[1] if barrier and is_held else None)

    def held_here(self, covered: Iterable[Covered]) -> Move | None:
        """Return the move that not even one more update would be, where a covered value stands in the way of it."""
        barrier = self._barrier(tuple(covered))
        if barrier is None or barrier[0].update > self.run.update:
            return None
        return Move(self.place, held_by=barrier[1])

    def show(self, block: Show, covered: Iterable[Covered] = ()) -> Place:
        """Go to what a `show` block puts before the learner, or as near as covered values let it; return the place."""
        self.go(Place(block.setting.update, 0))
        place = Place(self.update, shown_position(self.trace, block))
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
                self._put(moved(self.cursor, step).position)

    def _go_to_update(self, update: int) -> None:
        self.run.seek(update)
        self._leave_trace()

    def _leave_trace(self) -> None:
        self._put(0)

    def _put(self, position: int) -> None:
        self._position = position
        self._cursor = None

    def _barrier(self, covered: tuple[Covered, ...]) -> tuple[Place, Covered] | None:
        """Return the first place beyond which a covered value would be seen, and that value.

        That is the present place where the value was made in the present call: its cells are hidden here, but what
        comes next follows from them.
        """
        here = self.place
        places = [(self._hidden_at(cover), cover) for cover in covered if cover.setting.experiment == self.experiment]
        hidden = [(place, cover) for place, cover in places if place is not None]
        ahead = [(max(place, here), cover) for place, cover in hidden if place >= here or self._is_in_call(place)]
        return min(ahead, key=lambda pair: pair[0], default=None)

    def _is_in_call(self, place: Place) -> bool:
        """Return whether what comes next at a place that lies behind belongs to the call that ran last."""
        if place.update != self.run.update or place.position >= len(self.trace.operations):
            return False
        return self.trace.operations[place.position].call is self.cursor.call

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

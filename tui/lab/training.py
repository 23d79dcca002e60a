"""One run of many updates in a thread: how far it has come, and the flag that stops it.

The thread looks at the flag after each short slice; the screen reads the numbers whenever it likes. While it runs,
nothing else is asked of the lab.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from lessons.lab import Lab, Move
from lessons.workshop.own_run import OwnRun, stoppable
from netcore.run import Run

Result = TypeVar("Result")
Go = Callable[[int, Callable[[], bool]], Move | None]
"""Goes to an update, unless it is cancelled on the way."""


@dataclass(frozen=True, slots=True)
class Training:
    """How far a run has come."""

    done: int
    total: int
    loss: float | None = None
    """The loss of the latest update; None before the first."""
    words: str = ""
    """What is being done, where it is not simply a run."""


class TrainingRun:
    """A run that has been asked for."""

    def __init__(self, lab: Lab, goal: int) -> None:
        self._lab = lab
        self._start = lab.update
        self._goal = goal
        self._stop = Event()
        self._is_copy_asked = Event()
        self._copied: Lab | None = None

    @property
    def goal(self) -> int:
        """The update to come to."""
        return self._goal

    @property
    def latest(self) -> Training:
        """How far it has come; may be asked at any time."""
        history = self._lab.run.history
        done = self._lab.update - self._start
        losses = history.loss
        return Training(done, self._goal - self._start, losses[-1] if losses else None)

    def stop(self) -> None:
        """Ask the run to end after its present slice."""
        self._stop.set()

    def copy_of_late(self) -> Lab | None:
        """Return the lab as it stood between two slices, None before the first; have it copied after the present one.

        What is drawn while the run goes on must not change underneath.
        """
        self._is_copy_asked.set()
        return self._copied

    def work(self, go: Go, is_cancelled: Callable[[], bool]) -> Move | None:
        """Do the run, in the thread that calls this."""

        def is_stopped() -> bool:
            return self._stop.is_set() or is_cancelled()

        return asked(self._lab, lambda: go(self._goal, lambda: self._between_slices() or is_stopped()), is_stopped)

    def _between_slices(self) -> bool:
        """Copy the lab if that was asked for; return whether to end."""
        if self._is_copy_asked.is_set() and type(self._lab.run) is Run:  # the learner's own parts stay where they are
            self._is_copy_asked.clear()
            fork = self._lab.run.fork()
            self._copied = Lab(self._lab.experiment, lambda _: fork)
        return self._stop.is_set()


def asked(lab: Lab, job: Callable[[], Result], is_stopped: Callable[[], bool]) -> Result:
    """Do what the learner's own code may have to answer, in the thread that calls this.

    The trace, which the screen looks at next, is at hand then: their code is asked for it as well.
    """
    with stoppable(lab.run, is_stopped):
        result = job()
        if isinstance(lab.run, OwnRun) and not lab.run.is_over:
            _ = lab.cursor
    return result

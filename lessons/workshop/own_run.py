"""A run with the learner's own parts: it behaves as any run does, and computes in a process of its own.

The updates, the way back and the trace are done by the learner's code in the child. Here the numbers arrive: where the
run stands, its parameters, its history. What charts ask the model itself is answered by our parts with those
parameters; a part is switched in only once it has passed, and then says the same.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np

from lessons.blocks import Experiment
from lessons.experiment import build
from lessons.workshop.explain import explain
from lessons.workshop.faults import Fault
from lessons.workshop.handover import SERIES, as_values
from lessons.workshop.judging import ended, not_started
from lessons.workshop.limits import WORKER, Limits
from lessons.workshop.parts import PARTS
from lessons.workshop.runner import End, Ending, IsCancelled, Process, never
from lessons.workshop.verdicts import Raised
from lessons.workshop.wire import Message
from netcore import Run
from netcore.errors import NetcoreError
from netcore.gradient_check import CellCheck
from netcore.model import Pass
from netcore.not_finite import UpdateNotFiniteError
from netcore.trace import Trace
from netcore.trace.exchange import TraceError, from_bytes
from netcore.updater import Moment

SLICE_SECONDS = 0.1
"""How long the child trains before it tells how far it has come."""

GRACE_SECONDS = 0.5
"""How long an answer may still take once nobody wants to wait; code that is only slow then loses nothing."""


class OwnPartError(NetcoreError):
    """The learner's own part ended in an error, or did not come to an end; the run cannot go on with it."""


def parts_for(experiment: Experiment, passed: Collection[str]) -> tuple[str, ...]:
    """Return which of the parts that have passed can be switched into an experiment, in the order of the course."""
    return tuple(name for name in PARTS if name in passed and _fits(name, experiment))


class OwnRun(Run):
    """A run of an experiment with parts that the learner wrote; ``close`` it when it is not needed any more.

    ``sources`` are the learner's files by part: those that have passed. ``printed`` is what they printed last, made
    harmless. Raises ``OwnPartError`` if they cannot be used, here and in whatever asks the run to move. What asks the
    child waits for it, so it is work for a thread; ``is_cancelled`` ends the wait, and with it the process.
    """

    def __init__(
        self,
        experiment: Experiment,
        sources: Mapping[str, str],
        limits: Limits = WORKER,
        is_cancelled: IsCancelled = never,
    ) -> None:
        vars(self).update(vars(build(experiment)))
        self.parts = tuple(sources)
        self.printed = ""
        self.is_cancelled = is_cancelled
        self._limits = limits
        self._process = Process(limits)
        self._end = weakref.finalize(self, self._process.close)
        try:
            ending = self._process.wait_until_ready(is_cancelled)
            if ending is not None:
                self._give_up(not_started(ending, limits).sentence)
            self._stand(self._ask("begin", {"experiment": as_values(experiment), "sources": dict(sources)}))
        except NetcoreError:
            self.close()
            raise

    @property
    def is_over(self) -> bool:
        """Whether the process has ended: the run can be looked at, and moves no more."""
        return not self._end.alive

    def step(self, updates: int = 1) -> None:
        """Finish the next update, or several, with the learner's code."""
        self._go(self.update + updates)

    def seek(self, update: int) -> None:
        """Go to the state in which an update begins, past or future; where it is cancelled, only a part of the way."""
        if update < self.update:
            self._stand(self._train("seek", update=update))
        self._go(update)

    def trace(self) -> Trace:
        """Return the next update, recorded in the child: spans of the learner's parts point into their files."""
        answer = self._train("trace")
        if answer.kind == "trouble":
            self._raise(answer.values)
        try:
            return from_bytes(answer.values["trace"].tobytes())
        except (TraceError, KeyError, AttributeError) as error:
            raise OwnPartError(f"the update could not be recorded: {error}") from error

    def moment(self) -> Moment:
        """Return a copy of the state in which the next update begins."""
        if not hasattr(self, "_process"):
            return super().moment()
        values = self._train("moment").values
        slots = {
            slot: tuple(values[f"slot {number} {slot}"] for number in range(len(self.model.parameters)))
            for slot in self.optimizer.slots
        }
        return Moment(int(values["update"]), values["vector"], slots)

    def check_gradient(self, parameter: str, cell: tuple[int, ...]) -> CellCheck:
        """Return one gradient, by their backward pass and by nudging."""
        return self._checked(self._train("gradients", parameter=parameter, cell=list(cell)))[0]

    def check_gradients(self, most: int = 12) -> tuple[CellCheck, ...]:
        """Return the gradients of some numbers of each parameter, by their backward pass and by nudging.

        The learner's own forward and backward pass are held against each other; ``most`` is the number of cells looked
        at in each parameter.
        """
        return self._checked(self._train("gradients", most=most))

    def _checked(self, answer: Message) -> tuple[CellCheck, ...]:
        if answer.kind == "trouble":
            self._raise(answer.values)
        rows = zip(answer.values["cells"], answer.values["numbers"].tolist(), strict=True)
        return tuple(CellCheck(name, tuple(cell), *numbers) for (name, cell), numbers in rows)

    def fork(self, *arguments: Any, **keywords: Any) -> Run:
        """Return a second run that begins here; it goes on with our parts, in this process."""
        plain = Run.__new__(Run)
        vars(plain).update({name: value for name, value in vars(self).items() if name not in _OWN})
        plain._updater.restore(self.moment())
        return plain.fork(*arguments, **keywords)

    def close(self) -> None:
        """End the process; the run stays where it is, and can still be looked at."""
        self._end()

    def _go(self, update: int) -> None:
        """Train until an update is reached, a slice of time after the other."""
        while self.update < update and not self.is_cancelled():
            self._stand(self._train("step", updates=update - self.update, seconds=SLICE_SECONDS))

    def _train(self, do: str, **values: Any) -> Message:
        return self._ask("train", {"do": do, "known": len(self.history), **values})

    def _ask(self, kind: str, values: Mapping[str, Any]) -> Message:
        """Return the answer to a request; raise ``OwnPartError`` if there is none, or if their code failed."""
        if not self._end.alive:
            raise OwnPartError("the process with your parts is closed; begin the experiment again")
        self.printed = self._process.take_printed() or self.printed
        self._process.send(kind, values)
        answer = self._process.receive(time.monotonic() + self._limits.seconds, _WithGrace(self.is_cancelled))
        if isinstance(answer, Ending):
            self._give_up(self._told(answer))
        if answer.kind == "failed":
            fault = Fault.from_values(answer.values["fault"])
            raise OwnPartError(Raised(fault, explain(fault)).sentence)
        return answer

    def _told(self, ending: Ending) -> str:
        """Return in words why the process gives no answer, and at which of the learner's lines it was."""
        if ending.end not in (End.LATE, End.CANCELLED):
            return ended(ending, self._limits).sentence
        place = self._process.where()
        if ending.end is End.LATE:
            return ended(replace(ending, place=place), self._limits).sentence
        at = f" at line {place.line}, {place.text!r}" if place is not None else ""
        return f"Your code was stopped{at}."

    def _stand(self, answer: Message) -> None:
        """Take over where the child's run stands; raise what troubles it."""
        values = answer.values
        self.model.vector[...] = values["vector"]
        self.update = int(values["update"])
        rows = zip(*(values[f"history {name}"].tolist() for name in SERIES), strict=True)
        norms = {name: values[f"norms {name}"].tolist() for name in self.history.gradient_norms}
        for number, (data_loss, penalty, accuracy, learning_rate) in enumerate(rows):
            lengths = {name: series[number] for name, series in norms.items()}
            self.history.add(Pass(np.empty(0), data_loss, penalty), accuracy, learning_rate, lengths)
        if answer.kind == "trouble":
            self._raise(values)

    def _raise(self, values: Mapping[str, Any]) -> NoReturn:
        """Raise the child's trouble with its numbers as if it had come about here."""
        if values.get("at") is None:
            raise NetcoreError(str(values["message"]))
        update, operation, part = values["at"]
        raise UpdateNotFiniteError(str(values["message"]), update, operation, part)

    def _give_up(self, why: str) -> NoReturn:
        self._end()
        raise OwnPartError(why)


@contextmanager
def stoppable(run: Run, is_cancelled: IsCancelled) -> Iterator[None]:
    """Let the waits of a run with own parts be ended from another thread; our parts keep nobody waiting."""
    if not isinstance(run, OwnRun):
        yield
        return
    run.is_cancelled = is_cancelled
    try:
        yield
    finally:
        run.is_cancelled = never


class _WithGrace:
    """Says that a wait is to end some time after it was cancelled, not at once."""

    def __init__(self, is_cancelled: IsCancelled) -> None:
        self._is_cancelled = is_cancelled
        self._since: float | None = None

    def __call__(self) -> bool:
        if not self._is_cancelled():
            return False
        now = time.monotonic()
        self._since = now if self._since is None else self._since
        return now - self._since > GRACE_SECONDS


_OWN = ("_process", "_end", "_limits", "parts", "printed", "is_cancelled")


def _fits(name: str, experiment: Experiment) -> bool:
    """Return whether a part stands for something in the experiment that it can do."""
    part = PARTS[name]
    if part.replaces is None:
        return False
    registry, replaced = part.replaces
    specs = {
        "layers": experiment.layers,
        "activations": experiment.layers,
        "losses": (experiment.loss,),
        "optimizers": (experiment.optimizer,),
    }[registry]
    used = [dict(spec.options) for spec in specs if spec.name == replaced]
    return bool(used) and all(_can_do(name, options) for options in used)


def _can_do(name: str, options: Mapping[str, Any]) -> bool:
    """Return whether a part can do what these options ask of ours."""
    match name:
        case "dense_backward":
            return not any(options.get(key) for key in ("weight_l1", "weight_l2", "bias_l1", "bias_l2"))
        case "sgd":
            return not options.get("momentum") and options.get("schedule", "inverse_time") == "inverse_time"
        case "momentum":
            return bool(options.get("momentum")) and not options.get("nesterov")
    return True

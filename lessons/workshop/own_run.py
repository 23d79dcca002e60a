"""A run with the learner's own parts: it behaves as any run does, and computes in a process of its own.

The updates, the way back and the trace are done by the learner's code in the child. Here the numbers arrive: where the
run stands, its parameters, its history. What charts ask the model itself is answered by our parts with those
parameters; a part is switched in only once it has passed, and then says the same.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Collection, Mapping
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
from lessons.workshop.runner import Ending, Process
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


class OwnPartError(NetcoreError):
    """The learner's own part ended in an error, or did not come to an end; the run cannot go on with it."""


def parts_for(experiment: Experiment, passed: Collection[str]) -> tuple[str, ...]:
    """Return which of the parts that have passed can be switched into an experiment, in the order of the course."""
    return tuple(name for name in PARTS if name in passed and _fits(name, experiment))


class OwnRun(Run):
    """A run of an experiment with parts that the learner wrote; ``close`` it when it is not needed any more.

    ``sources`` are the learner's files by part: those that have passed. ``printed`` is what they printed last, made
    harmless. Raises ``OwnPartError`` if they cannot be used, here and in whatever asks the run to move.
    """

    def __init__(self, experiment: Experiment, sources: Mapping[str, str], limits: Limits = WORKER) -> None:
        vars(self).update(vars(build(experiment)))
        self.parts = tuple(sources)
        self.printed = ""
        self._limits = limits
        self._process = Process(limits)
        self._end = weakref.finalize(self, self._process.close)
        try:
            ending = self._process.wait_until_ready()
            if ending is not None:
                self._give_up(not_started(ending, limits).sentence)
            self._stand(self._ask("begin", {"experiment": as_values(experiment), "sources": dict(sources)}))
        except NetcoreError:
            self.close()
            raise

    def step(self, updates: int = 1) -> None:
        """Finish the next update, or several, with the learner's code."""
        self._go(self.update + updates)

    def seek(self, update: int) -> None:
        """Go to the state in which an update begins, past or future."""
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

    def check_gradients(self, most: int = 12) -> tuple[CellCheck, ...]:
        """Return the gradients of some numbers of each parameter, by their backward pass and by nudging.

        The learner's own forward and backward pass are held against each other; ``most`` is the number of cells looked
        at in each parameter.
        """
        answer = self._train("gradients", most=most)
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
        while self.update < update:
            self._stand(self._train("step", updates=update - self.update, seconds=SLICE_SECONDS))

    def _train(self, do: str, **values: Any) -> Message:
        return self._ask("train", {"do": do, "known": len(self.history), **values})

    def _ask(self, kind: str, values: Mapping[str, Any]) -> Message:
        """Return the answer to a request; raise ``OwnPartError`` if there is none, or if their code failed."""
        if not self._end.alive:
            raise OwnPartError("the process with your parts is closed; begin the experiment again")
        self.printed = self._process.take_printed() or self.printed
        self._process.send(kind, values)
        answer = self._process.receive(time.monotonic() + self._limits.seconds)
        if isinstance(answer, Ending):
            self._give_up(ended(answer, self._limits).sentence)
        if answer.kind == "failed":
            fault = Fault.from_values(answer.values["fault"])
            raise OwnPartError(Raised(fault, explain(fault)).sentence)
        return answer

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


_OWN = ("_process", "_end", "_limits", "parts", "printed")


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

"""SGD with decay: a step downhill, a little shorter each time."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.optimizers import SGD, State


def _draw(draw: Draw) -> Inputs:
    return {
        "gradient": draw.numbers(draw.features, draw.neurons),
        "state.updates": draw.whole(0, 5) if draw.is_simple else draw.whole(0, 2000),
        "learning_rate": draw.one_of(1.0, 0.5, 0.1),
        "decay": draw.one_of(0.0, 0.1, 0.001),
    }


def _run(bench: Bench, sgd: Any, given: Given) -> Results:
    optimizer = bench.make(sgd, SGD, given.learning_rate, given.decay)
    state = State(updates=given["state.updates"])
    first = bench.call(optimizer.update, given.gradient, state, phase="update")
    state.updates += 1
    return {"change": first, "the next change": bench.call(optimizer.update, given.gradient, state, phase="update")}


def _goes_uphill(self: Any, gradient: Any, state: Any) -> Any:
    return self.learning_rate / (1 + self.decay * state.updates) * gradient


def _does_not_decay(self: Any, gradient: Any, state: Any) -> Any:
    return -self.learning_rate * gradient


def _forgets_the_one(self: Any, gradient: Any, state: Any) -> Any:
    return -self.learning_rate / (self.decay * state.updates) * gradient


def _counts_from_one(self: Any, gradient: Any, state: Any) -> Any:
    return -self.learning_rate / (1 + self.decay * (state.updates + 1)) * gradient


def _takes_the_decay_off(self: Any, gradient: Any, state: Any) -> Any:
    return -(self.learning_rate - self.decay * state.updates) * gradient


def _keeps_the_smaller_rate(self: Any, gradient: Any, state: Any) -> Any:
    self.learning_rate = self.learning_rate / (1 + self.decay * state.updates)
    return -self.learning_rate * gradient


def _takes_a_share_each_time(self: Any, gradient: Any, state: Any) -> Any:
    return -self.learning_rate * (1 - self.decay) ** state.updates * gradient


def _counts_itself(self: Any, gradient: Any, state: Any) -> Any:
    rate = self.learning_rate / (1 + self.decay * state.updates)
    state.updates += 1
    return -rate * gradient


PART = Part(
    name="sgd",
    title="SGD with decay",
    chapter=10,
    statement="""\
The gradient points uphill, so go the other way. How far? The learning rate says so. Large steps are good at first
and bad near the end, so let it fall: after one over `decay` updates it is half of what it was.

Write `update`. It returns the change, which is what will be added to the parameter. `self.learning_rate` and
`self.decay` are the settings, `state.updates` is how many updates are finished: 0 at the first one.""",
    formula="η = learning_rate / (1 + decay · updates)      change = −η · gradient",
    shapes=(("gradient", "any shape"), ("state.updates", "one whole number"), ("change", "as the gradient")),
    defines=("SGD",),
    starter="""\
import numpy as np


class SGD:
    # Already there: self.learning_rate, self.decay.

    def update(self, gradient, state):
        change = None  # your lines go here
        return change
""",
    solution="""\
import numpy as np


class SGD:
    def update(self, gradient, state):
        learning_rate = self.learning_rate / (1 + self.decay * state.updates)
        return -learning_rate * gradient
""",
    reference=SGD,
    example={"gradient": np.array([[2.0, -1.0]]), "state.updates": 10, "learning_rate": 1.0, "decay": 0.1},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(methods(update=_goes_uphill), "That goes uphill: the change is against the gradient, with a minus."),
        Mistake(methods(update=_does_not_decay), "The learning rate never falls: divide it by 1 + decay · updates."),
        Mistake(
            methods(update=_forgets_the_one), "Divide by 1 + decay · updates; the 1 makes the first step a whole one."
        ),
        Mistake(
            methods(update=_counts_from_one), "That counts from 1. At the first update none is finished: updates is 0."
        ),
        Mistake(
            methods(update=_takes_the_decay_off),
            "That takes the decay off the rate, which ends below zero. It divides: 1 / (1 + decay · updates).",
        ),
        Mistake(
            methods(update=_keeps_the_smaller_rate),
            "self.learning_rate is the rate to begin with, and stays: what falls is a rate of this update alone.",
        ),
        Mistake(
            methods(update=_takes_a_share_each_time),
            "That takes a share of the rate away at each update. Here it is divided: 1 / (1 + decay · updates).",
        ),
        Mistake(methods(update=_counts_itself), "The updates are counted twice: state.updates goes on by itself."),
    ),
    hints=(
        "Two steps: what is the learning rate now, and which way is down?",
        "`self.learning_rate / (1 + self.decay * state.updates)`",
        "The change is minus that, times the gradient.",
    ),
    ours=(SGD.learning_rate_at, SGD.update),
    writes=("update",),
    base=SGD,
    replaces=("optimizers", "sgd"),
)

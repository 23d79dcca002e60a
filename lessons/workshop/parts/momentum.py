"""Momentum: part of the last change is done again."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.optimizers import SGD, State


def _draw(draw: Draw) -> Inputs:
    shape = draw.features, draw.neurons
    return {
        "gradient": draw.numbers(*shape),
        "next_gradient": draw.numbers(*shape),
        "state.momentum": draw.parameters(*shape),
        "state.updates": draw.whole(0, 5),
        "learning_rate": draw.one_of(1.0, 0.5, 0.1),
        "decay": draw.one_of(0.0, 0.1),
        "momentum": draw.one_of(0.5, 0.9),
    }


def _run(bench: Bench, sgd: Any, given: Given) -> Results:
    optimizer = bench.make(sgd, SGD, given.learning_rate, given.decay, given.momentum)
    state = State(updates=given["state.updates"], momentum=bench.own(given["state.momentum"]))
    first = bench.call(optimizer.update, given.gradient, state, phase="update")
    state.updates += 1
    second = bench.call(optimizer.update, given.next_gradient, state, phase="update")
    return {"change": first, "the next change": second}


def _keeps_nothing(self: Any, gradient: Any, state: Any) -> Any:
    return self.momentum * state.momentum - self.learning_rate_at(state.updates) * gradient


def _forgets_the_past(self: Any, gradient: Any, state: Any) -> Any:
    state.momentum = -self.learning_rate_at(state.updates) * gradient
    return state.momentum


def _adds_the_gradient(self: Any, gradient: Any, state: Any) -> Any:
    state.momentum = self.momentum * state.momentum + self.learning_rate_at(state.updates) * gradient
    return state.momentum


def _keeps_the_gradient(self: Any, gradient: Any, state: Any) -> Any:
    change = self.momentum * state.momentum - self.learning_rate_at(state.updates) * gradient
    state.momentum = gradient
    return change


def _turns_the_sign_late(self: Any, gradient: Any, state: Any) -> Any:
    state.momentum = self.momentum * state.momentum + self.learning_rate_at(state.updates) * gradient
    return -state.momentum


def _keeps_the_share_alone(self: Any, gradient: Any, state: Any) -> Any:
    state.momentum = self.momentum * state.momentum
    return state.momentum - self.learning_rate_at(state.updates) * gradient


def _takes_an_average(self: Any, gradient: Any, state: Any) -> Any:
    rate = self.learning_rate_at(state.updates)
    state.momentum = self.momentum * state.momentum - (1 - self.momentum) * rate * gradient
    return state.momentum


def _does_not_decay(self: Any, gradient: Any, state: Any) -> Any:
    state.momentum = self.momentum * state.momentum - self.learning_rate * gradient
    return state.momentum


def _keeps_it_on_itself(self: Any, gradient: Any, state: Any) -> Any:
    own = getattr(self, "last_change", 0)
    self.last_change = self.momentum * own - self.learning_rate_at(state.updates) * gradient
    return self.last_change


PART = Part(
    name="momentum",
    title="Momentum",
    chapter=10,
    statement="""\
A ball that rolls downhill does not stop in every hollow. Let the optimizer remember its last change and do part of
it again, each time. What keeps pointing the same way grows; what goes to and fro cancels.

Write `update`. `state.momentum` is the last change (zeros at first), and after your update it must be the new one.
`self.momentum` says which part of it is done again, and `self.learning_rate_at(state.updates)` is the learning rate
in force, decay and all.""",
    formula="change = momentum · last change − η · gradient",
    shapes=(("gradient", "any shape"), ("state.momentum", "as the gradient"), ("change", "as the gradient")),
    defines=("SGD",),
    starter="""\
import numpy as np


class SGD:
    # Already there: self.momentum,
    # self.learning_rate_at(updates).

    def update(self, gradient, state):
        learning_rate = self.learning_rate_at(state.updates)
        change = None  # your lines go here
        return change
""",
    solution="""\
import numpy as np


class SGD:
    def update(self, gradient, state):
        learning_rate = self.learning_rate_at(state.updates)
        if not self.momentum:
            return -learning_rate * gradient
        state.momentum = self.momentum * state.momentum - learning_rate * gradient
        return state.momentum
""",
    reference=SGD,
    example={
        "gradient": np.array([[1.0, -2.0]]),
        "next_gradient": np.array([[1.0, 2.0]]),
        "state.momentum": np.array([[0.5, 0.0]]),
        "state.updates": 0,
        "learning_rate": 0.1,
        "decay": 0.0,
        "momentum": 0.5,
    },
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            methods(update=_keeps_nothing), "The first change is right. Keep it in state.momentum for the next one."
        ),
        Mistake(methods(update=_forgets_the_past), "The last change is missing: add momentum · state.momentum."),
        Mistake(methods(update=_adds_the_gradient), "The gradient part goes uphill: it is taken off, not added."),
        Mistake(methods(update=_keeps_the_gradient), "What is remembered is the whole last change, not the gradient."),
        Mistake(
            methods(update=_turns_the_sign_late),
            "state.momentum is kept with the other sign. Here it is the change itself: take the gradient off at once.",
        ),
        Mistake(
            methods(update=_keeps_the_share_alone),
            "What is remembered is only the share of the last change. The step against the gradient belongs to it.",
        ),
        Mistake(
            methods(update=_takes_an_average),
            "That weighs the gradient by 1 − momentum, as an average would. Here it counts in full.",
        ),
        Mistake(
            methods(update=_does_not_decay),
            "The learning rate never falls. Take the one in force: self.learning_rate_at(state.updates).",
        ),
        Mistake(
            methods(update=_keeps_it_on_itself),
            "What is remembered is kept on self, which all parameters share. Each has its own: state.momentum.",
        ),
    ),
    hints=(
        "Two parts are added: a share of the last change, and a step against the gradient.",
        "`self.momentum * state.momentum - learning_rate * gradient`",
        "Put it into `state.momentum` first, then return it.",
    ),
    ours=(SGD.update,),
    writes=("update",),
    base=SGD,
    replaces=("optimizers", "sgd"),
    roles=(("state.momentum", "state"),),
)

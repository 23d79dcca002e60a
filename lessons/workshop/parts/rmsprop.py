"""RMSProp: as AdaGrad, but it forgets."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.optimizers import RMSProp, State


def _draw(draw: Draw) -> Inputs:
    shape = draw.features, draw.neurons
    return {
        "gradient": draw.numbers(*shape),
        "next_gradient": draw.numbers(*shape),
        "state.cache": draw.parameters(*shape) ** 2,
        "learning_rate": draw.one_of(1.0, 0.1, 0.02),
        "decay": draw.one_of(0.0, 0.1),
        "epsilon": draw.one_of(1e-7, 0.01),
        "rho": draw.one_of(0.9, 0.75),
    }


def _run(bench: Bench, rmsprop: Any, given: Given) -> Results:
    optimizer = bench.make(rmsprop, RMSProp, given.learning_rate, given.decay, epsilon=given.epsilon, rho=given.rho)
    state = State(updates=0, cache=bench.own(given["state.cache"]))
    first = bench.call(optimizer.update, given.gradient, state, phase="update")
    state.updates += 1
    second = bench.call(optimizer.update, given.next_gradient, state, phase="update")
    return {"change": first, "the next change": second}


def _keeps_nothing(self: Any, gradient: Any, state: Any) -> Any:
    cache = self.rho * state.cache + (1 - self.rho) * gradient**2
    return -self.learning_rate_at(state.updates) * gradient / (np.sqrt(cache) + self.epsilon)


def _swaps_the_shares(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = (1 - self.rho) * state.cache + self.rho * gradient**2
    return -self.learning_rate_at(state.updates) * gradient / (np.sqrt(state.cache) + self.epsilon)


def _adds_up_as_adagrad(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = state.cache + gradient**2
    return -self.learning_rate_at(state.updates) * gradient / (np.sqrt(state.cache) + self.epsilon)


def _forgets_the_share(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = self.rho * state.cache + gradient**2
    return -self.learning_rate_at(state.updates) * gradient / (np.sqrt(state.cache) + self.epsilon)


def _forgets_the_root(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = self.rho * state.cache + (1 - self.rho) * gradient**2
    return -self.learning_rate_at(state.updates) * gradient / (state.cache + self.epsilon)


def _roots_the_epsilon(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = self.rho * state.cache + (1 - self.rho) * gradient**2
    return -self.learning_rate_at(state.updates) * gradient / np.sqrt(state.cache + self.epsilon)


def _does_not_decay(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = self.rho * state.cache + (1 - self.rho) * gradient**2
    return -self.learning_rate * gradient / (np.sqrt(state.cache) + self.epsilon)


def _keeps_it_on_itself(self: Any, gradient: Any, state: Any) -> Any:
    self.own_cache = self.rho * getattr(self, "own_cache", 0) + (1 - self.rho) * gradient**2
    return -self.learning_rate_at(state.updates) * gradient / (np.sqrt(self.own_cache) + self.epsilon)


PART = Part(
    name="rmsprop",
    title="RMSProp",
    chapter=10,
    statement="""\
AdaGrad's sum never shrinks, so in the end everything stands still. RMSProp keeps a moving average of the squared
gradients in place of their sum: at each update the cache keeps the share ρ of itself and takes in the share 1 − ρ
of the new square. What was long ago fades, so a parameter can become quick again.

Write `update`. `self.rho`, `self.epsilon` and `self.learning_rate_at(state.updates)` are there.""",
    formula="cache = ρ · cache + (1 − ρ) · gradient²      change = −η · gradient / (√cache + ε)",
    shapes=(("gradient", "any shape"), ("state.cache", "as the gradient"), ("change", "as the gradient")),
    defines=("RMSProp",),
    starter="""\
import numpy as np


class RMSProp:
    # Already there: self.rho, self.epsilon,
    # self.learning_rate_at(updates).

    def update(self, gradient, state):
        learning_rate = self.learning_rate_at(state.updates)
        change = None  # your lines go here
        return change
""",
    solution="""\
import numpy as np


class RMSProp:
    def update(self, gradient, state):
        learning_rate = self.learning_rate_at(state.updates)
        state.cache = self.rho * state.cache + (1 - self.rho) * gradient**2
        return -learning_rate * gradient / (np.sqrt(state.cache) + self.epsilon)
""",
    reference=RMSProp,
    example={
        "gradient": np.array([[2.0, 0.5]]),
        "next_gradient": np.array([[2.0, 0.5]]),
        "state.cache": np.array([[4.0, 0.0]]),
        "learning_rate": 0.1,
        "decay": 0.0,
        "epsilon": 1e-7,
        "rho": 0.75,
    },
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(methods(update=_keeps_nothing), "The first change is right. Keep the new average in state.cache."),
        Mistake(methods(update=_swaps_the_shares), "The shares are swapped: ρ is for what was, 1 − ρ for what is new."),
        Mistake(methods(update=_adds_up_as_adagrad), "That is AdaGrad's sum. Let the old cache fade: ρ · cache."),
        Mistake(methods(update=_forgets_the_share), "The new square counts in full. In an average its share is 1 − ρ."),
        Mistake(
            methods(update=_forgets_the_root), "The gradient is divided by the average square. Take its root first."
        ),
        Mistake(methods(update=_roots_the_epsilon), "ε stands under the root. It is added to the root: √cache + ε."),
        Mistake(
            methods(update=_does_not_decay),
            "The learning rate never falls. Take the one in force: self.learning_rate_at(state.updates).",
        ),
        Mistake(
            methods(update=_keeps_it_on_itself),
            "What is remembered is kept on self, which all parameters share. Each has its own: state.cache.",
        ),
    ),
    hints=(
        "It is AdaGrad with another line for the cache.",
        "`state.cache = self.rho * state.cache + (1 - self.rho) * gradient**2`",
        "The change is `-learning_rate * gradient / (np.sqrt(state.cache) + self.epsilon)`.",
    ),
    ours=(RMSProp.update,),
    writes=("update",),
    base=RMSProp,
    replaces=("optimizers", "rmsprop"),
    roles=(("state.cache", "state"),),
)

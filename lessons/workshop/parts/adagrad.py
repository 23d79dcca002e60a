"""AdaGrad: who has moved much slows down."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.optimizers import AdaGrad, State


def _draw(draw: Draw) -> Inputs:
    shape = draw.features, draw.neurons
    return {
        "gradient": draw.numbers(*shape),
        "next_gradient": draw.numbers(*shape),
        "state.cache": draw.parameters(*shape) ** 2,
        "learning_rate": draw.one_of(1.0, 0.5, 0.1),
        "decay": draw.one_of(0.0, 0.1),
        "epsilon": draw.one_of(1e-7, 0.01),
    }


def _run(bench: Bench, adagrad: Any, given: Given) -> Results:
    optimizer = bench.make(adagrad, AdaGrad, given.learning_rate, given.decay, epsilon=given.epsilon)
    state = State(updates=0, cache=bench.own(given["state.cache"]))
    first = bench.call(optimizer.update, given.gradient, state, phase="update")
    state.updates += 1
    second = bench.call(optimizer.update, given.next_gradient, state, phase="update")
    return {"change": first, "the next change": second}


def _keeps_nothing(self: Any, gradient: Any, state: Any) -> Any:
    cache = state.cache + gradient**2
    return -self.learning_rate_at(state.updates) * gradient / (np.sqrt(cache) + self.epsilon)


def _forgets_the_root(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = state.cache + gradient**2
    return -self.learning_rate_at(state.updates) * gradient / (state.cache + self.epsilon)


def _forgets_the_square(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = state.cache + gradient
    return -self.learning_rate_at(state.updates) * gradient / (np.sqrt(state.cache) + self.epsilon)


def _puts_epsilon_inside(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = state.cache + gradient**2
    return -self.learning_rate_at(state.updates) * gradient / np.sqrt(state.cache + self.epsilon)


def _divides_by_the_old_sum(self: Any, gradient: Any, state: Any) -> Any:
    change = -self.learning_rate_at(state.updates) * gradient / (np.sqrt(state.cache) + self.epsilon)
    state.cache = state.cache + gradient**2
    return change


def _leaves_epsilon_out(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = state.cache + gradient**2
    return -self.learning_rate_at(state.updates) * gradient / np.sqrt(state.cache)


def _begins_anew(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = gradient**2
    return -self.learning_rate_at(state.updates) * gradient / (np.sqrt(state.cache) + self.epsilon)


def _does_not_decay(self: Any, gradient: Any, state: Any) -> Any:
    state.cache = state.cache + gradient**2
    return -self.learning_rate * gradient / (np.sqrt(state.cache) + self.epsilon)


def _keeps_it_on_itself(self: Any, gradient: Any, state: Any) -> Any:
    self.own_cache = getattr(self, "own_cache", 0) + gradient**2
    return -self.learning_rate_at(state.updates) * gradient / (np.sqrt(self.own_cache) + self.epsilon)


PART = Part(
    name="adagrad",
    title="AdaGrad",
    chapter=10,
    statement="""\
Some weights see large gradients all the time, others a small one now and then. One learning rate cannot suit both.
So each parameter keeps the sum of the squares of all its gradients so far, its *cache*, and its step is divided by
the root of that. Who has moved much slows down; who has hardly moved keeps its pace.

Write `update`. Add to `state.cache` first, then divide by its root. `self.epsilon` stands outside the root; it
keeps you from dividing by zero. `self.learning_rate_at(state.updates)` is the learning rate in force.""",
    formula="cache = cache + gradient²      change = −η · gradient / (√cache + ε)",
    shapes=(("gradient", "any shape"), ("state.cache", "as the gradient"), ("change", "as the gradient")),
    defines=("AdaGrad",),
    starter="""\
import numpy as np


class AdaGrad:
    # Already there: self.epsilon,
    # self.learning_rate_at(updates).

    def update(self, gradient, state):
        learning_rate = self.learning_rate_at(state.updates)
        change = None  # your lines go here
        return change
""",
    solution="""\
import numpy as np


class AdaGrad:
    def update(self, gradient, state):
        learning_rate = self.learning_rate_at(state.updates)
        state.cache = state.cache + gradient**2
        return -learning_rate * gradient / (np.sqrt(state.cache) + self.epsilon)
""",
    reference=AdaGrad,
    example={
        "gradient": np.array([[3.0, 0.5]]),
        "next_gradient": np.array([[3.0, 0.5]]),
        "state.cache": np.array([[16.0, 0.0]]),
        "learning_rate": 1.0,
        "decay": 0.0,
        "epsilon": 1e-7,
    },
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(methods(update=_keeps_nothing), "The first change is right. Keep the new sum in state.cache."),
        Mistake(
            methods(update=_forgets_the_root), "The gradient is divided by the sum of squares. Take its root first."
        ),
        Mistake(methods(update=_forgets_the_square), "The cache adds up squares of gradients: gradient**2."),
        Mistake(methods(update=_puts_epsilon_inside), "ε stands outside the root here: np.sqrt(cache) + epsilon."),
        Mistake(
            methods(update=_divides_by_the_old_sum),
            "The step is divided by the sum before this gradient. Add its square first, then divide.",
        ),
        Mistake(
            methods(update=_leaves_epsilon_out),
            "ε is missing: where nothing has moved yet the root is 0. Add self.epsilon to it.",
        ),
        Mistake(methods(update=_begins_anew), "The cache holds only the last square. Add it to what was there."),
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
        "First the cache: what is added to it at each update?",
        "`state.cache = state.cache + gradient**2`",
        "Then `-learning_rate * gradient / (np.sqrt(state.cache) + self.epsilon)`.",
    ),
    ours=(AdaGrad.update,),
    writes=("update",),
    base=AdaGrad,
    replaces=("optimizers", "adagrad"),
    roles=(("state.cache", "state"),),
)

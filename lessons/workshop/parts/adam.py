"""Adam: momentum and RMSProp in one, with a fair beginning."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.optimizers import Adam, State


def _draw(draw: Draw) -> Inputs:
    shape = draw.features, draw.neurons
    return {
        "gradient": draw.numbers(*shape),
        "next_gradient": draw.numbers(*shape),
        "state.momentum": draw.parameters(*shape),
        "state.cache": draw.parameters(*shape) ** 2,
        "state.updates": draw.whole(0, 3),
        "learning_rate": draw.one_of(1.0, 0.1, 0.02),
        "decay": draw.one_of(0.0, 0.1),
        "epsilon": draw.one_of(1e-7, 0.01),
        "beta_1": draw.one_of(0.9, 0.5),
        "beta_2": draw.one_of(0.999, 0.75),
    }


def _run(bench: Bench, adam: Any, given: Given) -> Results:
    settings = {"epsilon": given.epsilon, "beta_1": given.beta_1, "beta_2": given.beta_2}
    optimizer = bench.make(adam, Adam, given.learning_rate, given.decay, **settings)
    momentum, cache = bench.own(given["state.momentum"]), bench.own(given["state.cache"])
    state = State(updates=given["state.updates"], momentum=momentum, cache=cache)
    first = bench.call(optimizer.update, given.gradient, state, phase="update")
    state.updates += 1
    second = bench.call(optimizer.update, given.next_gradient, state, phase="update")
    return {"change": first, "the next change": second}


def _does_not_correct(self: Any, gradient: Any, state: Any) -> Any:
    state.momentum = self.beta_1 * state.momentum + (1 - self.beta_1) * gradient
    state.cache = self.beta_2 * state.cache + (1 - self.beta_2) * gradient**2
    return -self.learning_rate_at(state.updates) * state.momentum / (np.sqrt(state.cache) + self.epsilon)


def _keeps_the_corrected(self: Any, gradient: Any, state: Any) -> Any:
    t = state.updates + 1
    state.momentum = (self.beta_1 * state.momentum + (1 - self.beta_1) * gradient) / (1 - self.beta_1**t)
    state.cache = (self.beta_2 * state.cache + (1 - self.beta_2) * gradient**2) / (1 - self.beta_2**t)
    return -self.learning_rate_at(state.updates) * state.momentum / (np.sqrt(state.cache) + self.epsilon)


def _uses_the_gradient(self: Any, gradient: Any, state: Any) -> Any:
    t = state.updates + 1
    state.momentum = self.beta_1 * state.momentum + (1 - self.beta_1) * gradient
    state.cache = self.beta_2 * state.cache + (1 - self.beta_2) * gradient**2
    corrected = state.cache / (1 - self.beta_2**t)
    return -self.learning_rate_at(state.updates) * gradient / (np.sqrt(corrected) + self.epsilon)


def _swaps_the_betas(self: Any, gradient: Any, state: Any) -> Any:
    t = state.updates + 1
    state.momentum = self.beta_2 * state.momentum + (1 - self.beta_2) * gradient
    state.cache = self.beta_1 * state.cache + (1 - self.beta_1) * gradient**2
    momentum, cache = state.momentum / (1 - self.beta_2**t), state.cache / (1 - self.beta_1**t)
    return -self.learning_rate_at(state.updates) * momentum / (np.sqrt(cache) + self.epsilon)


def _counts_from_zero(self: Any, gradient: Any, state: Any) -> Any:
    t = state.updates
    state.momentum = self.beta_1 * state.momentum + (1 - self.beta_1) * gradient
    state.cache = self.beta_2 * state.cache + (1 - self.beta_2) * gradient**2
    momentum, cache = state.momentum / (1 - self.beta_1**t), state.cache / (1 - self.beta_2**t)
    return -self.learning_rate_at(state.updates) * momentum / (np.sqrt(cache) + self.epsilon)


def _goes_uphill(self: Any, gradient: Any, state: Any) -> Any:
    t = state.updates + 1
    state.momentum = self.beta_1 * state.momentum + (1 - self.beta_1) * gradient
    state.cache = self.beta_2 * state.cache + (1 - self.beta_2) * gradient**2
    momentum, cache = state.momentum / (1 - self.beta_1**t), state.cache / (1 - self.beta_2**t)
    return self.learning_rate_at(state.updates) * momentum / (np.sqrt(cache) + self.epsilon)


def _roots_the_epsilon(self: Any, gradient: Any, state: Any) -> Any:
    t = state.updates + 1
    state.momentum = self.beta_1 * state.momentum + (1 - self.beta_1) * gradient
    state.cache = self.beta_2 * state.cache + (1 - self.beta_2) * gradient**2
    momentum, cache = state.momentum / (1 - self.beta_1**t), state.cache / (1 - self.beta_2**t)
    return -self.learning_rate_at(state.updates) * momentum / np.sqrt(cache + self.epsilon)


def _counts_itself(self: Any, gradient: Any, state: Any) -> Any:
    rate = self.learning_rate_at(state.updates)
    state.updates += 1
    state.momentum = self.beta_1 * state.momentum + (1 - self.beta_1) * gradient
    state.cache = self.beta_2 * state.cache + (1 - self.beta_2) * gradient**2
    momentum = state.momentum / (1 - self.beta_1**state.updates)
    cache = state.cache / (1 - self.beta_2**state.updates)
    return -rate * momentum / (np.sqrt(cache) + self.epsilon)


def _counts_one_too_many(self: Any, gradient: Any, state: Any) -> Any:
    t = state.updates + 2
    state.momentum = self.beta_1 * state.momentum + (1 - self.beta_1) * gradient
    state.cache = self.beta_2 * state.cache + (1 - self.beta_2) * gradient**2
    momentum, cache = state.momentum / (1 - self.beta_1**t), state.cache / (1 - self.beta_2**t)
    return -self.learning_rate_at(state.updates) * momentum / (np.sqrt(cache) + self.epsilon)


def _does_not_decay(self: Any, gradient: Any, state: Any) -> Any:
    t = state.updates + 1
    state.momentum = self.beta_1 * state.momentum + (1 - self.beta_1) * gradient
    state.cache = self.beta_2 * state.cache + (1 - self.beta_2) * gradient**2
    momentum, cache = state.momentum / (1 - self.beta_1**t), state.cache / (1 - self.beta_2**t)
    return -self.learning_rate * momentum / (np.sqrt(cache) + self.epsilon)


PART = Part(
    name="adam",
    title="Adam",
    chapter=10,
    statement="""\
Adam keeps two moving averages for each parameter: one of the gradients (which way), and one of their squares (how
steep). It steps along the first, divided by the root of the second. Both begin at zero, and so are too small for a
while; dividing by 1 − βᵗ makes up for that, where `t` counts the updates from 1.

Write `update`. `state.momentum` and `state.cache` are the averages: keep them there *uncorrected*, and correct only
what you use in this step. `self.beta_1`, `self.beta_2`, `self.epsilon` and `self.learning_rate_at(state.updates)`
are there, and `t` is `state.updates + 1`.""",
    formula="""\
m = β₁ · m + (1 − β₁) · gradient      v = β₂ · v + (1 − β₂) · gradient²
m̂ = m / (1 − β₁ᵗ)      v̂ = v / (1 − β₂ᵗ)
change = −η · m̂ / (√v̂ + ε)""",
    shapes=(
        ("gradient", "any shape"),
        ("state.momentum", "as the gradient: m"),
        ("state.cache", "as the gradient: v"),
        ("change", "as the gradient"),
    ),
    defines=("Adam",),
    starter="""\
import numpy as np


class Adam:
    # Already there: self.beta_1, self.beta_2,
    # self.epsilon, self.learning_rate_at(updates).

    def update(self, gradient, state):
        learning_rate = self.learning_rate_at(state.updates)
        t = state.updates + 1
        change = None  # your lines go here
        return change
""",
    solution="""\
import numpy as np


class Adam:
    def update(self, gradient, state):
        learning_rate = self.learning_rate_at(state.updates)
        t = state.updates + 1
        state.momentum = self.beta_1 * state.momentum + (1 - self.beta_1) * gradient
        state.cache = self.beta_2 * state.cache + (1 - self.beta_2) * gradient**2
        momentum = state.momentum / (1 - self.beta_1**t)
        cache = state.cache / (1 - self.beta_2**t)
        return -learning_rate * momentum / (np.sqrt(cache) + self.epsilon)
""",
    reference=Adam,
    example={
        "gradient": np.array([[2.0, -0.5]]),
        "next_gradient": np.array([[2.0, 0.5]]),
        "state.momentum": np.array([[0.0, 0.0]]),
        "state.cache": np.array([[0.0, 0.0]]),
        "state.updates": 0,
        "learning_rate": 0.1,
        "decay": 0.0,
        "epsilon": 1e-7,
        "beta_1": 0.5,
        "beta_2": 0.75,
    },
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(methods(update=_does_not_correct), "The averages are not corrected: divide by 1 − β₁ᵗ and by 1 − β₂ᵗ."),
        Mistake(
            methods(update=_keeps_the_corrected),
            "The corrected averages are kept, and so are corrected again and again. Keep the plain ones in the state.",
        ),
        Mistake(methods(update=_uses_the_gradient), "The step goes along the gradient. Take its average: momentum."),
        Mistake(
            methods(update=_swaps_the_betas), "β₁ is for the momentum and β₂ for the cache; they are swapped here."
        ),
        Mistake(methods(update=_counts_one_too_many), "t is 1 at the first update: state.updates + 1."),
        Mistake(
            methods(update=_counts_from_zero),
            "t counts the updates from 1: state.updates + 1. From 0 on, the first correction divides by zero.",
        ),
        Mistake(
            methods(update=_counts_itself),
            "The updates are counted twice: state.updates goes on by itself. Leave it, and use state.updates + 1.",
        ),
        Mistake(methods(update=_roots_the_epsilon), "ε stands under the root. It is added to the root."),
        Mistake(methods(update=_goes_uphill), "That goes along the gradient, and so uphill. The change has a minus."),
        Mistake(
            methods(update=_does_not_decay),
            "The learning rate never falls. Take the one in force: self.learning_rate_at(state.updates).",
        ),
    ),
    hints=(
        "Five lines: two averages, two corrections, the step.",
        "Both averages look alike: β · old + (1 − β) · new. What is new in each?",
        "`cache = state.cache / (1 - self.beta_2**t)`; the step divides by `np.sqrt(cache) + self.epsilon`.",
    ),
    ours=(Adam.update,),
    writes=("update",),
    base=Adam,
    replaces=("optimizers", "adam"),
    roles=(("state.momentum", "state"), ("state.cache", "state")),
)

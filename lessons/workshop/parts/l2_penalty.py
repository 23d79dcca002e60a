"""L2 penalty and its gradient: large weights cost something."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results
from netcore import regularization


def _draw(draw: Draw) -> Inputs:
    return {"weights": draw.numbers(draw.features, draw.neurons), "strength": draw.one_of(0.5, 0.1, 0.005)}


def _run(bench: Bench, code: Any, given: Given) -> Results:
    cost = bench.call(code.penalty, given.weights, given.strength, phase="loss")
    gradient = bench.call(code.penalty_gradient, given.weights, given.strength, phase="backward")
    return {"penalty": cost, "gradient": gradient}


def _penalty(weights: Any, strength: float) -> Any:
    return regularization.penalty(weights, l1=0, l2=strength)


def _penalty_gradient(weights: Any, strength: float) -> Any:
    return regularization.with_penalty(np.zeros_like(weights), weights, l1=0, l2=strength)


def _of_sizes(weights: Any, strength: float) -> Any:
    return strength * np.sum(np.abs(weights))


def _of_the_mean(weights: Any, strength: float) -> Any:
    return strength * np.mean(weights**2)


def _with_a_root(weights: Any, strength: float) -> Any:
    return strength * np.sqrt(np.sum(weights**2))


def _without_the_two(weights: Any, strength: float) -> Any:
    return strength * weights


def _of_the_signs(weights: Any, strength: float) -> Any:
    return strength * np.sign(weights)


def _of_the_sum(weights: Any, strength: float) -> Any:
    return strength * np.sum(weights) ** 2


PART = Part(
    name="l2_penalty",
    title="L2 penalty and its gradient",
    chapter=14,
    statement="""\
A network with large weights can bend itself around every single sample and learn it by heart. So let weights cost
something. L2 adds the squares of all weights, times a strength, to the loss. Twice as large costs four times as
much, so nothing grows without need.

Write `penalty(weights, strength)`, which is one number, and `penalty_gradient(weights, strength)`, which says how
that number answers to each weight.""",
    formula="penalty = strength · Σ w²      gradient = 2 · strength · w",
    shapes=(
        ("weights", "any shape"),
        ("strength", "one number"),
        ("penalty", "one number"),
        ("gradient", "as the weights"),
    ),
    defines=("penalty", "penalty_gradient"),
    starter="""\
import numpy as np


def penalty(weights, strength):
    return None  # your line goes here


def penalty_gradient(weights, strength):
    return None  # and another one here
""",
    solution="""\
import numpy as np


def penalty(weights, strength):
    return strength * np.sum(weights**2)


def penalty_gradient(weights, strength):
    return 2 * strength * weights
""",
    reference=SimpleNamespace(penalty=_penalty, penalty_gradient=_penalty_gradient),
    example={"weights": np.array([[1.0, -2.0], [0.5, 0.0]]), "strength": 0.1},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            SimpleNamespace(penalty=_of_sizes, penalty_gradient=_penalty_gradient),
            "That adds up the sizes: it is the L1 penalty. L2 adds up the squares.",
        ),
        Mistake(
            SimpleNamespace(penalty=_of_the_mean, penalty_gradient=_penalty_gradient),
            "That is the mean of the squares. The penalty is their sum: every weight pays for itself.",
        ),
        Mistake(
            SimpleNamespace(penalty=_with_a_root, penalty_gradient=_penalty_gradient),
            "There is a root too many: the penalty is the sum of the squares as it is.",
        ),
        Mistake(
            SimpleNamespace(penalty=_penalty, penalty_gradient=_without_the_two),
            "The derivative of w² is 2·w; the 2 is missing.",
        ),
        Mistake(
            SimpleNamespace(penalty=_penalty, penalty_gradient=_of_the_signs),
            "The signs alone are the gradient of L1. For L2 it grows with the weight: 2 · strength · w.",
        ),
        Mistake(
            SimpleNamespace(penalty=_of_the_sum, penalty_gradient=_penalty_gradient),
            "That is the square of the sum, in which plus and minus cancel. Square each weight first, then add up.",
        ),
    ),
    hints=(
        "The penalty is a sum over all weights. A sum of what?",
        "`np.sum(weights**2)`, times the strength. For the gradient: what is the derivative of w²?",
        "`2 * strength * weights`",
    ),
    ours=(regularization.penalty, regularization.with_penalty),
    roles=(("weights", "parameter"),),
)

"""ReLU backward: the gradient passes where the input did."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.activations import ReLU


def _draw(draw: Draw) -> Inputs:
    shape = draw.samples, draw.features
    return {"inputs": draw.numbers(*shape), "dvalues": draw.rng.integers(-6, 7, shape) / 2}


def _run(bench: Bench, relu: Any, given: Given) -> Results:
    layer = bench.make(relu, ReLU)
    bench.call(layer.forward, given.inputs)
    return {"dinputs": bench.call(layer.backward, given.dvalues, phase="backward")}


def _forward(self: Any, inputs: Any, training: bool = False) -> Any:
    self.inputs = inputs
    self.output = np.maximum(0, inputs)
    return self.output


def _lets_all_through(self: Any, dvalues: Any) -> Any:
    self.dinputs = dvalues
    return self.dinputs


def _looks_at_the_gradient(self: Any, dvalues: Any) -> Any:
    self.dinputs = np.maximum(0, dvalues)
    return self.dinputs


def _gives_the_slope(self: Any, dvalues: Any) -> Any:
    self.dinputs = np.where(self.inputs > 0, 1.0, 0.0)
    return self.dinputs


def _multiplies_by_the_output(self: Any, dvalues: Any) -> Any:
    self.dinputs = dvalues * self.output
    return self.dinputs


def _lets_zero_through(self: Any, dvalues: Any) -> Any:
    self.dinputs = dvalues * (self.inputs >= 0)
    return self.dinputs


PART = Part(
    name="relu_backward",
    title="ReLU backward",
    chapter=9,
    statement="""\
Where the input was positive, ReLU did nothing, and the gradient goes through as it is. Where it was not, the output
was zero whatever the input did, so no blame gets through: the gradient there is zero. At exactly zero there is no
slope; take it as zero too.

`forward` has left the inputs in `self.inputs`. Write `backward`. Mind that `dvalues` belongs to someone else: do
not write into it.""",
    formula="dinputs = dvalues   where inputs > 0,   and 0 elsewhere",
    shapes=(
        ("dvalues", "(samples, neurons)"),
        ("self.inputs", "(samples, neurons)"),
        ("dinputs", "(samples, neurons)"),
    ),
    defines=("ReLU",),
    starter="""\
import numpy as np


class ReLU:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)
        return self.output

    def backward(self, dvalues):
        self.dinputs = None  # your line goes here
        return self.dinputs
""",
    solution="""\
import numpy as np


class ReLU:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)
        return self.output

    def backward(self, dvalues):
        self.dinputs = dvalues * (self.inputs > 0)
        return self.dinputs
""",
    reference=ReLU,
    example={"inputs": np.array([[1.5, -2.0, 0.0]]), "dvalues": np.array([[0.5, -1.0, 2.0]])},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            methods(forward=_forward, backward=_lets_all_through),
            "Everything gets through. Where the input was not positive, the gradient stops.",
        ),
        Mistake(
            methods(forward=_forward, backward=_looks_at_the_gradient),
            "That looks at the sign of the gradient. It is the sign of the input that decides: self.inputs.",
        ),
        Mistake(
            methods(forward=_forward, backward=_gives_the_slope),
            "That is ReLU's own slope. By the chain rule it is multiplied by what comes back: dvalues.",
        ),
        Mistake(
            methods(forward=_forward, backward=_multiplies_by_the_output),
            "That multiplies by the output. The slope of ReLU is 1 or 0, however large the output is.",
        ),
        Mistake(
            methods(forward=_forward, backward=_lets_zero_through),
            "An input of exactly zero lets the gradient through. Take the slope there as zero: >, not >=.",
        ),
    ),
    hints=(
        "The inputs decide where, dvalues decides how much.",
        "`self.inputs > 0` is yes or no for each number, and counts as 1 or 0 in a product.",
        "`dvalues * (self.inputs > 0)`",
    ),
    ours=(ReLU.backward,),
    writes=("backward",),
    base=ReLU,
    replaces=("activations", "relu"),
)

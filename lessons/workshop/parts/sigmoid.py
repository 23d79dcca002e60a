"""Sigmoid, forward and backward: a switch that turns smoothly."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.activations import Sigmoid


def _draw(draw: Draw) -> Inputs:
    shape = draw.samples, draw.features
    return {"inputs": draw.numbers(*shape), "dvalues": draw.parameters(*shape)}


def _run(bench: Bench, sigmoid: Any, given: Given) -> Results:
    layer = bench.make(sigmoid, Sigmoid)
    output = bench.call(layer.forward, given.inputs)
    return {"output": output, "dinputs": bench.call(layer.backward, given.dvalues, phase="backward")}


def _forward(self: Any, inputs: Any, training: bool = False) -> Any:
    self.inputs = inputs
    self.output = 1 / (1 + np.exp(-inputs))
    return self.output


def _backward(self: Any, dvalues: Any) -> Any:
    return dvalues * (1 - self.output) * self.output


def _forgets_the_minus(self: Any, inputs: Any, training: bool = False) -> Any:
    self.output = 1 / (1 + np.exp(np.minimum(inputs, 700)))
    return self.output


def _forgets_the_brackets(self: Any, inputs: Any, training: bool = False) -> Any:
    self.output = 1 / 1 + np.exp(-inputs)
    return self.output


def _uses_the_inputs(self: Any, dvalues: Any) -> Any:
    return dvalues * (1 - self.inputs) * self.inputs


def _gives_the_slope(self: Any, dvalues: Any) -> Any:
    return (1 - self.output) * self.output


def _forgets_half(self: Any, dvalues: Any) -> Any:
    return dvalues * (1 - self.output)


PART = Part(
    name="sigmoid",
    title="Sigmoid",
    chapter=16,
    statement="""\
Any number, however large, is pressed into the range from 0 to 1: far below zero it is almost 0, far above almost 1,
and at zero exactly one half. At the end of a network its output is read as the confidence in a yes.

Write `forward` and `backward`. The slope can be told from the output alone, so keep that: it is steepest, one
quarter, where the output is one half.""",
    formula="output = 1 / (1 + exp(−inputs))      dinputs = dvalues · (1 − output) · output",
    shapes=(("inputs", "(samples, neurons)"), ("output", "(samples, neurons)"), ("dinputs", "(samples, neurons)")),
    defines=("Sigmoid",),
    starter="""\
import numpy as np


class Sigmoid:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = None  # your line goes here
        return self.output

    def backward(self, dvalues):
        self.dinputs = None  # and another one here
        return self.dinputs
""",
    solution="""\
import numpy as np


class Sigmoid:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = 1 / (1 + np.exp(-inputs))
        return self.output

    def backward(self, dvalues):
        self.dinputs = dvalues * (1 - self.output) * self.output
        return self.dinputs
""",
    reference=Sigmoid,
    example={"inputs": np.array([[0.0, 2.0, -2.0]]), "dvalues": np.array([[1.0, 1.0, -0.5]])},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            methods(forward=_forgets_the_minus, backward=_backward),
            "It falls where it should rise: the power is exp(−inputs), with a minus.",
        ),
        Mistake(
            methods(forward=_forgets_the_brackets, backward=_backward),
            "1 / 1 + exp divides first and adds after. Write 1 / (1 + ...).",
        ),
        Mistake(
            methods(forward=_forward, backward=_uses_the_inputs),
            "The slope is (1 − output) · output. The inputs stand there in place of the output.",
        ),
        Mistake(
            methods(forward=_forward, backward=_gives_the_slope),
            "That is sigmoid's own slope. By the chain rule it is multiplied by what comes back: dvalues.",
        ),
        Mistake(
            methods(forward=_forward, backward=_forgets_half),
            "Half of the slope is missing: (1 − output) times output.",
        ),
    ),
    hints=(
        "Forward: one power, one sum, one division, in that order from the inside out.",
        "`1 / (1 + np.exp(-inputs))`",
        "Backward: `dvalues * (1 - self.output) * self.output`.",
    ),
    ours=(Sigmoid.forward, Sigmoid.backward),
    writes=("forward", "backward"),
    base=Sigmoid,
    replaces=("activations", "sigmoid"),
)

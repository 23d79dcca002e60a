"""ReLU forward: keep what is positive."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.activations import ReLU


def _draw(draw: Draw) -> Inputs:
    return {"inputs": draw.numbers(draw.samples, draw.features)}


def _run(bench: Bench, relu: Any, given: Given) -> Results:
    layer = bench.make(relu, ReLU)
    output = bench.call(layer.forward, given.inputs)
    return {"output": output, "self.inputs": bench.held(layer, "inputs"), "self.output": bench.held(layer, "output")}


def _keeps_the_sign_only(self: Any, inputs: Any, training: bool = False) -> Any:
    self.inputs = inputs
    self.output = np.where(inputs > 0, 1.0, 0.0)
    return self.output


def _takes_the_size(self: Any, inputs: Any, training: bool = False) -> Any:
    self.inputs = inputs
    self.output = np.abs(inputs)
    return self.output


def _keeps_the_negative(self: Any, inputs: Any, training: bool = False) -> Any:
    self.inputs = inputs
    self.output = np.minimum(0, inputs)
    return self.output


def _takes_the_largest(self: Any, inputs: Any, training: bool = False) -> Any:
    self.inputs = inputs
    self.output = np.max(inputs, axis=1, keepdims=True)
    return self.output


PART = Part(
    name="relu_forward",
    title="ReLU forward",
    chapter=4,
    statement="""\
Layers alone can only draw straight lines, however many there are. What bends them stands between the layers, and
the plainest bend of all is this: a number above zero stays as it is, any other becomes zero.

Write `forward`. It does so to each number by itself, so the shape stays the same.""",
    formula="output = max(0, inputs)",
    shapes=(("inputs", "(samples, neurons)"), ("output", "(samples, neurons)")),
    defines=("ReLU",),
    starter="""\
import numpy as np


class ReLU:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = None  # your line goes here
        return self.output
""",
    solution="""\
import numpy as np


class ReLU:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)
        return self.output
""",
    reference=ReLU,
    example={"inputs": np.array([[1.5, -2.0, 0.0], [-0.5, 3.0, 0.1]])},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            methods(forward=_keeps_the_sign_only),
            "That says which numbers are positive. ReLU keeps how large they are, too.",
        ),
        Mistake(methods(forward=_takes_the_size), "That takes the minus sign off. Below zero nothing should be left."),
        Mistake(methods(forward=_keeps_the_negative), "The wrong half is kept: it is the positive numbers that stay."),
        Mistake(
            methods(forward=_takes_the_largest),
            "np.max looks for the largest number of a row. np.maximum compares each number with zero.",
        ),
    ),
    hints=(
        "Each number is compared with 0, and the larger of the two stays.",
        "NumPy has a function for that. It is not `np.max`, which looks along an axis.",
        "`np.maximum(0, inputs)`. `np.where(inputs > 0, inputs, 0)` says the same.",
    ),
    ours=(ReLU.forward,),
    writes=("forward",),
    base=ReLU,
    replaces=("activations", "relu"),
)

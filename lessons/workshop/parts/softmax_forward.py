"""Softmax forward: any row of numbers becomes confidences."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.activations import Softmax


def _draw(draw: Draw) -> Inputs:
    return {"inputs": draw.numbers(draw.samples, draw.neurons)}


def _run(bench: Bench, softmax: Any, given: Given) -> Results:
    layer = bench.make(softmax, Softmax)
    output = bench.call(layer.forward, given.inputs)
    return {"output": output, "self.output": bench.held(layer, "output")}


def _may_overflow(self: Any, inputs: Any, training: bool = False) -> Any:
    powers = np.exp(inputs)
    self.output = powers / np.sum(powers, axis=1, keepdims=True)
    return self.output


def _divides_by_all(self: Any, inputs: Any, training: bool = False) -> Any:
    powers = np.exp(inputs - np.max(inputs))
    self.output = powers / np.sum(powers)
    return self.output


def _takes_off_the_largest_of_all(self: Any, inputs: Any, training: bool = False) -> Any:
    powers = np.exp(inputs - np.max(inputs))
    self.output = powers / np.sum(powers, axis=1, keepdims=True)
    return self.output


def _sums_the_columns(self: Any, inputs: Any, training: bool = False) -> Any:
    powers = np.exp(inputs - np.max(inputs, axis=0, keepdims=True))
    self.output = powers / np.sum(powers, axis=0, keepdims=True)
    return self.output


def _divides_by_columns(self: Any, inputs: Any, training: bool = False) -> Any:
    powers = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
    self.output = powers / np.sum(powers, axis=0, keepdims=True)
    return self.output


def _divides_by_the_total(self: Any, inputs: Any, training: bool = False) -> Any:
    powers = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
    self.output = powers / np.sum(powers)
    return self.output


def _does_not_divide(self: Any, inputs: Any, training: bool = False) -> Any:
    self.output = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
    return self.output


def _skips_the_powers(self: Any, inputs: Any, training: bool = False) -> Any:
    self.output = inputs / np.sum(inputs, axis=1, keepdims=True)
    return self.output


PART = Part(
    name="softmax_forward",
    title="Softmax forward",
    chapter=4,
    statement="""\
The last layer gives each class any number. Softmax makes confidences of them: all between 0 and 1, and each
sample's row sums to one. Every number becomes a power of e, so that nothing is negative and the largest stands out;
then each is divided by the sum of its row.

There is a catch. `exp(1000)` is more than a computer's number can hold. Take the row's largest number off all
numbers of the row first: the shares stay the same, and no power is above 1.

Write `forward`.""",
    formula="""\
mᵢ = the largest number of row i
eᵢⱼ = exp(inputsᵢⱼ − mᵢ)
outputᵢⱼ = eᵢⱼ / Σₖ eᵢₖ""",
    shapes=(("inputs", "(samples, classes)"), ("output", "(samples, classes)")),
    defines=("Softmax",),
    starter="""\
import numpy as np


class Softmax:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = None  # your lines go here
        return self.output
""",
    solution="""\
import numpy as np


class Softmax:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        powers = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.output = powers / np.sum(powers, axis=1, keepdims=True)
        return self.output
""",
    reference=Softmax,
    example={"inputs": np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]])},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            methods(forward=_may_overflow),
            "The formula is right, but exp(1000) is more than a computer's number can hold, and exp(−1000) is less. "
            "Take each row's largest number off first.",
        ),
        Mistake(
            methods(forward=_divides_by_all),
            "All rows together sum to one. Each sample has its own row, and that sums to one: axis=1, keepdims=True.",
        ),
        Mistake(
            methods(forward=_takes_off_the_largest_of_all),
            "The largest number of all is taken off, and a row far below it is nothing but zeros then. Each row has "
            "its own largest: axis=1, keepdims=True.",
        ),
        Mistake(
            methods(forward=_sums_the_columns),
            "The columns sum to one. A sample is a row: the sum goes along axis 1.",
        ),
        Mistake(
            methods(forward=_divides_by_columns),
            "Each power is divided by the sum of its column. A sample is a row: that sum goes along axis 1.",
        ),
        Mistake(
            methods(forward=_divides_by_the_total),
            "Each power is divided by the sum of all. Each sample has a sum of its own: axis=1, keepdims=True.",
        ),
        Mistake(
            methods(forward=_does_not_divide), "Those are the powers. Each is still to be divided by its row's sum."
        ),
        Mistake(
            methods(forward=_skips_the_powers), "Those are shares of the numbers themselves; take powers of e first."
        ),
    ),
    hints=(
        "Three steps: take the row's largest off, take powers of e, divide by the row's sum.",
        "`np.max(inputs, axis=1, keepdims=True)` has one number a row, and goes with `inputs` cell by cell.",
        "Name the powers, then `powers / np.sum(powers, axis=1, keepdims=True)`.",
    ),
    ours=(Softmax.forward,),
    writes=("forward",),
    base=Softmax,
    replaces=("activations", "softmax"),
)

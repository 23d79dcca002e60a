"""Dense forward: a whole layer for a whole batch, in one product."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.layers import Dense


def _draw(draw: Draw) -> Inputs:
    return {
        "inputs": draw.numbers(draw.samples, draw.features),
        "weights": draw.parameters(draw.features, draw.neurons),
        "biases": draw.parameters(1, draw.neurons),
    }


def _run(bench: Bench, dense: Any, given: Given) -> Results:
    layer = bench.make(dense, Dense, *given.weights.shape)
    layer.weights, layer.biases = given.weights, given.biases
    output = bench.call(layer.forward, given.inputs)
    return {"output": output, "self.inputs": bench.held(layer, "inputs"), "self.output": bench.held(layer, "output")}


def _forgets_the_biases(self: Any, inputs: Any, training: bool = False) -> Any:
    self.inputs = inputs
    self.output = inputs @ self.weights
    return self.output


def _takes_the_biases_off(self: Any, inputs: Any, training: bool = False) -> Any:
    self.inputs = inputs
    self.output = inputs @ self.weights - self.biases
    return self.output


def _adds_the_biases_first(self: Any, inputs: Any, training: bool = False) -> Any:
    self.inputs = inputs
    self.output = inputs @ (self.weights + self.biases)
    return self.output


def _gives_the_mean(self: Any, inputs: Any, training: bool = False) -> Any:
    self.inputs = inputs
    self.output = inputs @ self.weights / inputs.shape[1] + self.biases
    return self.output


PART = Part(
    name="dense_forward",
    title="Dense forward",
    chapter=3,
    statement="""\
A layer is a row of neurons that all look at the same inputs, and a batch is a pile of samples. You could loop over
both. A matrix product does it all at once: row `i` of the result is sample `i`, column `j` is neuron `j`.

Write `forward`. `self.weights` and `self.biases` are there already. Leave what came in in `self.inputs` and what
goes out in `self.output`; the way back will need them.""",
    formula="output = inputs · weights + biases",
    shapes=(
        ("inputs", "(samples, n_inputs)"),
        ("self.weights", "(n_inputs, n_neurons)"),
        ("self.biases", "(1, n_neurons)"),
        ("output", "(samples, n_neurons)"),
    ),
    defines=("Dense",),
    starter="""\
import numpy as np


class Dense:
    # Already there: self.weights, self.biases.

    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = None  # your line goes here
        return self.output
""",
    solution="""\
import numpy as np


class Dense:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = inputs @ self.weights + self.biases
        return self.output
""",
    reference=Dense,
    example={
        "inputs": np.array([[1.0, 2.0], [0.0, -1.0]]),
        "weights": np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5]]),
        "biases": np.array([[0.1, 0.2, 0.3]]),
    },
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(methods(forward=_forgets_the_biases), "That is the product alone: each neuron still adds its bias."),
        Mistake(methods(forward=_takes_the_biases_off), "The biases are taken off; they are added."),
        Mistake(
            methods(forward=_adds_the_biases_first),
            "The biases are added to the weights. They come after the product, once a neuron.",
        ),
        Mistake(
            methods(forward=_gives_the_mean), "That is a mean of products. A neuron adds them and does not divide."
        ),
    ),
    hints=(
        "For one sample and one neuron it is a sum of products. Which operator does that for all at once?",
        "`inputs @ weights` has one row a sample and one column a neuron. What has one column a neuron too?",
        "`self.output = inputs @ self.weights + self.biases`: the one row of biases is added to every row.",
    ),
    ours=(Dense.forward,),
    writes=("forward",),
    base=Dense,
    replaces=("layers", "dense"),
    roles=(("weights", "parameter"), ("biases", "parameter")),
)

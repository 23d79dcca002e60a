"""A neuron: one sum of products, and a bias."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results
from netcore.layers import Dense


def _draw(draw: Draw) -> Inputs:
    weights, bias = draw.parameters(draw.features), float(draw.parameters(1)[0])
    return {"inputs": draw.numbers(draw.features), "weights": weights, "bias": bias}


def _run(bench: Bench, neuron: Any, given: Given) -> Results:
    return {"output": bench.call(neuron, given.inputs, given.weights, given.bias)}


def _reference(inputs: Any, weights: Any, bias: Any) -> Any:
    """Return what a dense layer of one neuron gives for one sample."""
    layer = Dense(len(inputs), 1)
    layer.weights, layer.biases = weights[:, np.newaxis], np.array([[bias]])
    return layer.forward(inputs[np.newaxis, :])[0, 0]


def _forgets_the_bias(inputs: Any, weights: Any, bias: Any) -> Any:
    return np.sum(inputs * weights)


def _takes_the_bias_off(inputs: Any, weights: Any, bias: Any) -> Any:
    return np.sum(inputs * weights) - bias


def _does_not_add_up(inputs: Any, weights: Any, bias: Any) -> Any:
    return inputs * weights + bias


def _adds_a_bias_each(inputs: Any, weights: Any, bias: Any) -> Any:
    return np.sum(inputs * weights + bias)


def _multiplies_sums(inputs: Any, weights: Any, bias: Any) -> Any:
    return np.sum(inputs) * np.sum(weights) + bias


PART = Part(
    name="neuron",
    title="A neuron",
    chapter=2,
    statement="""\
A neuron looks at a few numbers and answers with one. Each input has a weight that says how much it counts, and in
which direction. The neuron multiplies each input by its own weight, adds the products, and adds a number of its
own: the bias.

Write `neuron(inputs, weights, bias)`. It returns one number.""",
    formula="output = Σⱼ inputsⱼ · weightsⱼ + bias",
    shapes=(("inputs", "(n_inputs,)"), ("weights", "(n_inputs,)"), ("bias", "one number"), ("output", "one number")),
    defines=("neuron",),
    starter="""\
import numpy as np


def neuron(inputs, weights, bias):
    output = None  # your line goes here
    return output
""",
    solution="""\
import numpy as np


def neuron(inputs, weights, bias):
    return np.sum(inputs * weights) + bias
""",
    reference=_reference,
    example={"inputs": np.array([1.0, 2.0, 3.0]), "weights": np.array([0.5, -1.0, 2.0]), "bias": 2.0},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(_forgets_the_bias, "That is the sum of the products. The bias is still to be added."),
        Mistake(_takes_the_bias_off, "The bias is taken off the sum. It is added."),
        Mistake(_does_not_add_up, "That is one number for each input. A neuron adds them up and answers with one."),
        Mistake(_adds_a_bias_each, "The bias is added once for each input. A neuron has one: add it after the sum."),
        Mistake(_multiplies_sums, "Those are two sums, multiplied. Each input meets its own weight before the sum."),
    ),
    hints=(
        "Three steps: multiply, add up, add the bias.",
        "`inputs * weights` multiplies each input by its own weight. What does `np.sum` make of that?",
        "`np.sum(inputs * weights) + bias`, or with a dot product: `inputs @ weights + bias`.",
    ),
    ours=(Dense.forward,),
    roles=(("weights", "parameter"),),
)

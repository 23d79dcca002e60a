"""A layer of neurons: several neurons look at the same sample."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results
from netcore.layers import Dense


def _draw(draw: Draw) -> Inputs:
    weights, biases = draw.parameters(draw.features, draw.neurons), draw.parameters(draw.neurons)
    return {"inputs": draw.numbers(draw.features), "weights": weights, "biases": biases}


def _run(bench: Bench, layer: Any, given: Given) -> Results:
    return {"outputs": bench.call(layer, given.inputs, given.weights, given.biases)}


def _reference(inputs: Any, weights: Any, biases: Any) -> Any:
    """Return what a dense layer gives for a batch of one sample."""
    layer = Dense(*weights.shape)
    layer.weights, layer.biases = weights, biases[np.newaxis, :]
    return layer.forward(inputs[np.newaxis, :])[0]


def _forgets_the_biases(inputs: Any, weights: Any, biases: Any) -> Any:
    return inputs @ weights


def _takes_the_biases_off(inputs: Any, weights: Any, biases: Any) -> Any:
    return inputs @ weights - biases


def _turns_the_weights(inputs: Any, weights: Any, biases: Any) -> Any:
    return weights.T * inputs + biases[:, np.newaxis]


def _sums_everything(inputs: Any, weights: Any, biases: Any) -> Any:
    return np.sum(inputs @ weights + biases)


def _sums_the_inputs_first(inputs: Any, weights: Any, biases: Any) -> Any:
    return np.sum(inputs) * np.sum(weights, axis=0) + biases


PART = Part(
    name="layer_of_neurons",
    title="A layer of neurons",
    chapter=2,
    statement="""\
Neurons side by side are a layer. All of them look at the same inputs, and each has its own weights and its own
bias. Column `j` of `weights` belongs to neuron `j`.

Write `layer(inputs, weights, biases)` for one sample. It returns one number for each neuron. A loop over the
columns does it; so does one product.""",
    formula="outputsⱼ = Σᵢ inputsᵢ · weightsᵢⱼ + biasesⱼ",
    shapes=(
        ("inputs", "(n_inputs,)"),
        ("weights", "(n_inputs, n_neurons)"),
        ("biases", "(n_neurons,)"),
        ("outputs", "(n_neurons,)"),
    ),
    defines=("layer",),
    starter="""\
import numpy as np


def layer(inputs, weights, biases):
    outputs = None  # your lines go here
    return outputs
""",
    solution="""\
import numpy as np


def layer(inputs, weights, biases):
    return inputs @ weights + biases
""",
    reference=_reference,
    example={
        "inputs": np.array([1.0, 2.0]),
        "weights": np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5]]),
        "biases": np.array([0.1, 0.2, 0.3]),
    },
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(_forgets_the_biases, "Those are the sums of products. Each neuron still adds its bias."),
        Mistake(_takes_the_biases_off, "The biases are taken off. They are added."),
        Mistake(_turns_the_weights, "Those are single products: each neuron still has to add up its own."),
        Mistake(_sums_everything, "All neurons are added into one number. Each of them answers for itself."),
        Mistake(_sums_the_inputs_first, "The inputs are added up first. Each meets its own weight before the sum."),
    ),
    hints=(
        "Neuron `j` is the neuron you have written before, with `weights[:, j]` and `biases[j]`.",
        "Begin with an empty list, loop over `range(len(biases))`, and return `np.array(...)` of the list.",
        "In one line: `inputs @ weights + biases`.",
    ),
    ours=(Dense.forward,),
    roles=(("weights", "parameter"), ("biases", "parameter")),
)

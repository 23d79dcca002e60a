"""Dense backward: how the loss answers to the weights, the biases and the inputs."""

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
        "dvalues": draw.numbers(draw.samples, draw.neurons),
    }


def _run(bench: Bench, dense: Any, given: Given) -> Results:
    layer = bench.make(dense, Dense, *given.weights.shape)
    layer.weights, layer.inputs = given.weights, given.inputs
    dinputs = bench.call(layer.backward, given.dvalues, phase="backward")
    held = {f"self.{name}": bench.held(layer, name) for name in ("dweights", "dbiases")}
    return {**held, "dinputs": dinputs}


def _sums_over_the_neurons(self: Any, dvalues: Any) -> Any:
    self.dweights = self.inputs.T @ dvalues
    self.dbiases = np.sum(dvalues, axis=1, keepdims=True)
    self.dinputs = dvalues @ self.weights.T
    return self.dinputs


def _loses_a_dimension(self: Any, dvalues: Any) -> Any:
    self.dweights = self.inputs.T @ dvalues
    self.dbiases = np.sum(dvalues, axis=0)
    self.dinputs = dvalues @ self.weights.T
    return self.dinputs


def _takes_the_mean(self: Any, dvalues: Any) -> Any:
    self.dweights = self.inputs.T @ dvalues / len(dvalues)
    self.dbiases = np.mean(dvalues, axis=0, keepdims=True)
    self.dinputs = dvalues @ self.weights.T
    return self.dinputs


def _turns_the_product(self: Any, dvalues: Any) -> Any:
    self.dweights = dvalues.T @ self.inputs
    self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
    self.dinputs = dvalues @ self.weights.T
    return self.dinputs


def _hands_on_dvalues(self: Any, dvalues: Any) -> Any:
    self.dweights = self.inputs.T @ dvalues
    self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
    self.dinputs = dvalues
    return self.dinputs


PART = Part(
    name="dense_backward",
    title="Dense backward",
    chapter=9,
    statement="""\
What comes back to the layer is `dvalues`: how the loss answers to each number that it put out. Pass the blame on.
A weight is multiplied by its input, so its gradient is the input times what comes back, added up over the
samples. A bias is only added, so its gradient is what comes back, added up over the samples. An input reaches every
neuron, and hears back from each of them.

Write `backward`. Leave the gradients in `self.dweights` and `self.dbiases`, and return `self.dinputs`. Each has the
shape of the thing that it is the gradient of: that alone settles most doubts.""",
    formula="""\
dweights = inputsᵀ · dvalues
dbiases = Σ over the samples of dvalues
dinputs = dvalues · weightsᵀ""",
    shapes=(
        ("dvalues", "(samples, n_neurons)"),
        ("self.inputs", "(samples, n_inputs)"),
        ("self.dweights", "(n_inputs, n_neurons)"),
        ("self.dbiases", "(1, n_neurons)"),
        ("dinputs", "(samples, n_inputs)"),
    ),
    defines=("Dense",),
    starter="""\
import numpy as np


class Dense:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = inputs @ self.weights + self.biases
        return self.output

    def backward(self, dvalues):
        self.dweights = None  # your lines
        self.dbiases = None  # go
        self.dinputs = None  # here
        return self.dinputs
""",
    solution="""\
import numpy as np


class Dense:
    def forward(self, inputs, training=False):
        self.inputs = inputs
        self.output = inputs @ self.weights + self.biases
        return self.output

    def backward(self, dvalues):
        self.dweights = self.inputs.T @ dvalues
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = dvalues @ self.weights.T
        return self.dinputs
""",
    reference=Dense,
    example={
        "inputs": np.array([[1.0, 2.0], [0.0, -1.0]]),
        "weights": np.array([[0.5, -1.0, 2.0], [1.0, 0.0, -0.5]]),
        "dvalues": np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]]),
    },
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            methods(backward=_sums_over_the_neurons),
            "dbiases is the sum over axis 1. A bias meets every sample, so its gradient sums over the samples: axis 0.",
        ),
        Mistake(
            methods(backward=_loses_a_dimension),
            "The biases are one row, (1, n_neurons), and so is their gradient: keepdims=True keeps it a row.",
        ),
        Mistake(
            methods(backward=_takes_the_mean),
            "That divides by the number of samples. The loss has done so already; here the samples are added up.",
        ),
        Mistake(
            methods(backward=_turns_the_product),
            "dweights lies on its side. It has the shape of the weights: inputs.T comes first in the product.",
        ),
        Mistake(
            methods(backward=_hands_on_dvalues),
            "dinputs is dvalues as it came. On its way back to the inputs it goes through the weights.",
        ),
    ),
    hints=(
        "Write down the shapes. Which product of inputs and dvalues has the shape of the weights?",
        "`self.inputs.T @ dvalues` is (n_inputs, n_neurons): a product that adds over the samples.",
        "`np.sum(dvalues, axis=0, keepdims=True)` for the biases, `dvalues @ self.weights.T` for the inputs.",
    ),
    ours=(Dense.backward, Dense.gradients),
    writes=("backward",),
    base=Dense,
    replaces=("layers", "dense"),
    roles=(("weights", "parameter"),),
)

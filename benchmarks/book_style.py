"""The network as books print it: one class a layer, a new array for every result, one optimizer call a layer.

It stands here as a measure, written without a thought for speed, in the dtype of the data that it gets.
"""

from itertools import pairwise
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


class Dense:
    """Weights and biases, with Adam's memory beside them."""

    def __init__(self, n_inputs: int, n_neurons: int, dtype: Any) -> None:
        self.weights = (0.01 * np.random.default_rng(0).standard_normal((n_inputs, n_neurons))).astype(dtype)
        self.biases = np.zeros((1, n_neurons), dtype)
        self.memory = {name: np.zeros_like(getattr(self, name)) for name in ("weights", "biases")}
        self.cache = {name: np.zeros_like(getattr(self, name)) for name in ("weights", "biases")}

    def forward(self, inputs: Array) -> Array:
        """Return inputs · weights + biases."""
        self.inputs = inputs
        self.output: Array = np.dot(inputs, self.weights) + self.biases
        return self.output

    def backward(self, dvalues: Array) -> Array:
        """Return the gradient of the inputs and leave the others."""
        self.dweights = np.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs: Array = np.dot(dvalues, self.weights.T)
        return self.dinputs


class ReLU:
    """Nothing below zero."""

    def forward(self, inputs: Array) -> Array:
        """Return max(0, inputs)."""
        self.inputs = inputs
        self.output: Array = np.maximum(0, inputs)
        return self.output

    def backward(self, dvalues: Array) -> Array:
        """Return the gradient where the input was positive."""
        self.dinputs = dvalues.copy()
        self.dinputs[self.inputs <= 0] = 0
        return self.dinputs


class SoftmaxCrossEntropy:
    """Softmax and categorical cross-entropy together."""

    def forward(self, inputs: Array, targets: Array) -> Any:
        """Return the mean loss."""
        exponentials = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.output = exponentials / np.sum(exponentials, axis=1, keepdims=True)
        clipped = np.clip(self.output, 1e-7, 1 - 1e-7)
        return np.mean(-np.log(clipped[range(len(clipped)), targets]))

    def backward(self, targets: Array) -> Array:
        """Return the gradient of the logits."""
        samples = len(targets)
        dinputs = self.output.copy()
        dinputs[range(samples), targets] -= 1
        return dinputs / samples


class Adam:
    """Adam, one parameter at a time."""

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate, self.updates = learning_rate, 0

    def update(self, layer: Dense) -> None:
        """Change a layer's weights and biases."""
        for name, gradient in (("weights", layer.dweights), ("biases", layer.dbiases)):
            layer.memory[name] = 0.9 * layer.memory[name] + 0.1 * gradient
            layer.cache[name] = 0.999 * layer.cache[name] + 0.001 * gradient**2
            memory = layer.memory[name] / (1 - 0.9 ** (self.updates + 1))
            cache = layer.cache[name] / (1 - 0.999 ** (self.updates + 1))
            parameter = getattr(layer, name)
            parameter += -self.learning_rate * memory / (np.sqrt(cache) + 1e-7)


class Network:
    """Dense layers with ReLU between them, and a softmax at the end."""

    def __init__(self, sizes: tuple[int, ...], learning_rate: float, dtype: Any) -> None:
        self.dense = [Dense(*pair, dtype) for pair in pairwise(sizes)]
        self.layers: list[Dense | ReLU] = [self.dense[0]]
        for dense in self.dense[1:]:
            self.layers += [ReLU(), dense]
        self.loss, self.optimizer = SoftmaxCrossEntropy(), Adam(learning_rate)

    def update(self, X: Array, y: Array) -> None:
        """Do one update."""
        values = X
        for layer in self.layers:
            values = layer.forward(values)
        self.loss.forward(values, y)
        dvalues = self.loss.backward(y)
        for layer in reversed(self.layers):
            dvalues = layer.backward(dvalues)
        for dense in self.dense:
            self.optimizer.update(dense)
        self.optimizer.updates += 1

"""The training loop: forward, loss, backward, change, and again."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results
from netcore import SGD, Dense, MeanSquaredError, Run, Sequential


def _draw(draw: Draw) -> Inputs:
    return {
        "X": draw.parameters(draw.samples, draw.features),
        "y": draw.parameters(draw.samples, draw.neurons),
        "weights": draw.parameters(draw.features, draw.neurons),
        "learning_rate": draw.one_of(0.1, 0.01),
        "updates": draw.whole(1, 3),
    }


def _run(bench: Bench, train: Any, given: Given) -> Results:
    layer, loss = Dense(*given.weights.shape), MeanSquaredError()
    layer.weights = bench.own(given.weights)
    losses = bench.call(train, layer, loss, given.X, given.y, given.learning_rate, given.updates)
    return {"losses": losses, "layer.weights": layer.weights, "layer.biases": layer.biases}


def _reference(layer: Dense, loss: MeanSquaredError, X: Any, y: Any, learning_rate: float, updates: int) -> Any:
    run = Run(Sequential([layer], loss=loss), SGD(learning_rate), X, y)
    run.step(updates)
    return run.history.loss[:]


def _goes_uphill(layer: Any, loss: Any, X: Any, y: Any, learning_rate: Any, updates: Any) -> Any:
    losses = []
    for _ in range(updates):
        outputs = layer.forward(X)
        losses.append(np.mean(loss.forward(outputs, y)))
        layer.backward(loss.backward(outputs, y))
        layer.weights = layer.weights + learning_rate * layer.dweights
        layer.biases = layer.biases + learning_rate * layer.dbiases
    return losses


def _forgets_the_biases(layer: Any, loss: Any, X: Any, y: Any, learning_rate: Any, updates: Any) -> Any:
    losses = []
    for _ in range(updates):
        outputs = layer.forward(X)
        losses.append(np.mean(loss.forward(outputs, y)))
        layer.backward(loss.backward(outputs, y))
        layer.weights = layer.weights - learning_rate * layer.dweights
    return losses


def _goes_forward_once(layer: Any, loss: Any, X: Any, y: Any, learning_rate: Any, updates: Any) -> Any:
    losses = []
    outputs = layer.forward(X)
    for _ in range(updates):
        losses.append(np.mean(loss.forward(outputs, y)))
        layer.backward(loss.backward(outputs, y))
        layer.weights = layer.weights - learning_rate * layer.dweights
        layer.biases = layer.biases - learning_rate * layer.dbiases
    return losses


def _returns_at_once(layer: Any, loss: Any, X: Any, y: Any, learning_rate: Any, updates: Any) -> Any:
    losses = []
    for _ in range(updates):
        outputs = layer.forward(X)
        losses.append(np.mean(loss.forward(outputs, y)))
        layer.backward(loss.backward(outputs, y))
        layer.weights = layer.weights - learning_rate * layer.dweights
        layer.biases = layer.biases - learning_rate * layer.dbiases
        return losses
    return losses


def _keeps_one_loss_a_sample(layer: Any, loss: Any, X: Any, y: Any, learning_rate: Any, updates: Any) -> Any:
    losses = []
    for _ in range(updates):
        outputs = layer.forward(X)
        losses.append(loss.forward(outputs, y))
        layer.backward(loss.backward(outputs, y))
        layer.weights = layer.weights - learning_rate * layer.dweights
        layer.biases = layer.biases - learning_rate * layer.dbiases
    return losses


def _looks_after_the_change(layer: Any, loss: Any, X: Any, y: Any, learning_rate: Any, updates: Any) -> Any:
    losses = []
    for _ in range(updates):
        outputs = layer.forward(X)
        layer.backward(loss.backward(outputs, y))
        layer.weights = layer.weights - learning_rate * layer.dweights
        layer.biases = layer.biases - learning_rate * layer.dbiases
        losses.append(np.mean(loss.forward(layer.forward(X), y)))
    return losses


PART = Part(
    name="training_loop",
    title="The training loop",
    chapter=10,
    statement="""\
All the pieces are there; now let them run. One update is: the data go forward, the loss says how wrong the outputs
are, the gradient comes back, and each parameter moves a little against its gradient. Then again, with the new
parameters.

Write `train(layer, loss, X, y, learning_rate, updates)`. It changes `layer.weights` and `layer.biases`, and returns
a list with the mean loss of each update, as it was *before* the change. You have `layer.forward(X)`,
`loss.forward(outputs, y)` (one loss a sample), `loss.backward(outputs, y)` and `layer.backward(dvalues)`, which
leaves `layer.dweights` and `layer.dbiases`.""",
    formula="weights = weights − learning_rate · dweights      biases = biases − learning_rate · dbiases",
    shapes=(
        ("X", "(samples, features)"),
        ("y", "(samples, outputs)"),
        ("layer.weights", "(features, outputs)"),
        ("losses", "(updates,)"),
    ),
    defines=("train",),
    starter="""\
import numpy as np


def train(layer, loss, X, y, learning_rate, updates):
    losses = []
    for update in range(updates):
        pass  # your lines go here
    return losses
""",
    solution="""\
import numpy as np


def train(layer, loss, X, y, learning_rate, updates):
    losses = []
    for update in range(updates):
        outputs = layer.forward(X)
        losses.append(np.mean(loss.forward(outputs, y)))
        layer.backward(loss.backward(outputs, y))
        layer.weights = layer.weights - learning_rate * layer.dweights
        layer.biases = layer.biases - learning_rate * layer.dbiases
    return losses
""",
    reference=_reference,
    example={
        "X": np.array([[1.0], [2.0]]),
        "y": np.array([[2.0], [4.0]]),
        "weights": np.array([[0.5]]),
        "learning_rate": 0.1,
        "updates": 2,
    },
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(_goes_uphill, "The loss rises: the gradient is taken off the parameters, not added."),
        Mistake(_forgets_the_biases, "The biases stay as they are. They have a gradient too: layer.dbiases."),
        Mistake(_goes_forward_once, "Every loss is the first one. After a change the data must go forward again."),
        Mistake(_looks_after_the_change, "Those are the losses after each change. Note each before its change."),
        Mistake(
            _returns_at_once, "Only one update is done: the return stands in the loop. Move it to the left, behind it."
        ),
        Mistake(_keeps_one_loss_a_sample, "That is one loss for each sample. Note their mean: np.mean."),
    ),
    hints=(
        "Four steps a turn: forward, loss, backward, change. Which of them gives what the next one needs?",
        "`outputs = layer.forward(X)`, then `layer.backward(loss.backward(outputs, y))`.",
        "`layer.weights = layer.weights - learning_rate * layer.dweights`, and the same for the biases.",
    ),
    ours=(Sequential.propagate, Sequential.backward, Run._step),
    roles=(("y", "targets"), ("weights", "parameter")),
)

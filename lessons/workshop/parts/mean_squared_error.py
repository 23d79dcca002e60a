"""Mean squared error, forward and backward: how far off, squared."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.losses import MeanSquaredError


def _draw(draw: Draw) -> Inputs:
    shape = draw.samples, draw.neurons
    return {"outputs": draw.numbers(*shape), "targets": draw.parameters(*shape)}


def _run(bench: Bench, mean_squared_error: Any, given: Given) -> Results:
    loss = bench.make(mean_squared_error, MeanSquaredError)
    losses = bench.call(loss.forward, given.outputs, given.targets, phase="loss")
    return {"losses": losses, "doutputs": bench.call(loss.backward, given.outputs, given.targets, phase="backward")}


def _forward(self: Any, outputs: Any, targets: Any) -> Any:
    return np.mean((targets - outputs) ** 2, axis=1)


def _backward(self: Any, outputs: Any, targets: Any) -> Any:
    return -2 * (targets - outputs) / outputs.shape[1] / len(outputs)


def _takes_the_size(self: Any, outputs: Any, targets: Any) -> Any:
    return np.mean(np.abs(targets - outputs), axis=1)


def _takes_the_mean_of_all(self: Any, outputs: Any, targets: Any) -> Any:
    return np.mean((targets - outputs) ** 2)


def _takes_the_columns(self: Any, outputs: Any, targets: Any) -> Any:
    return np.mean((targets - outputs) ** 2, axis=0)


def _turns_the_sign(self: Any, outputs: Any, targets: Any) -> Any:
    return 2 * (targets - outputs) / outputs.shape[1] / len(outputs)


def _forgets_the_samples(self: Any, outputs: Any, targets: Any) -> Any:
    return -2 * (targets - outputs) / outputs.shape[1]


def _forgets_the_outputs(self: Any, outputs: Any, targets: Any) -> Any:
    return -2 * (targets - outputs) / len(outputs)


PART = Part(
    name="mean_squared_error",
    title="Mean squared error",
    chapter=17,
    statement="""\
Where the answer is a number, being wrong means being off. Square each difference, and take the mean over the
outputs of the sample: every error counts, whichever way it goes, and twice as far counts four times.

Write `forward`, which returns one loss for each sample, and `backward`. The gradient is that of the mean over all
samples, so it is divided by the number of outputs and by the number of samples.""",
    formula="Lᵢ = (1/k) · Σⱼ (yᵢⱼ − ŷᵢⱼ)²      doutputsᵢⱼ = −2 · (yᵢⱼ − ŷᵢⱼ) / k / samples      ŷ = outputs, k of them",
    shapes=(
        ("outputs", "(samples, k)"),
        ("targets", "(samples, k)"),
        ("losses", "(samples,)"),
        ("doutputs", "(samples, k)"),
    ),
    defines=("MeanSquaredError",),
    starter="""\
import numpy as np


class MeanSquaredError:
    def forward(self, outputs, targets):
        self.output = None  # your line goes here
        return self.output

    def backward(self, outputs, targets):
        self.doutputs = None  # and your lines here
        return self.doutputs
""",
    solution="""\
import numpy as np


class MeanSquaredError:
    def forward(self, outputs, targets):
        self.output = np.mean((targets - outputs) ** 2, axis=1)
        return self.output

    def backward(self, outputs, targets):
        samples, n_outputs = outputs.shape
        self.doutputs = -2 * (targets - outputs) / n_outputs / samples
        return self.doutputs
""",
    reference=MeanSquaredError,
    example={"outputs": np.array([[1.0, 2.0], [0.0, -1.0]]), "targets": np.array([[1.5, 2.0], [1.0, 1.0]])},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            methods(forward=_takes_the_size, backward=_backward),
            "Those are sizes: that is the mean absolute error. Square the differences.",
        ),
        Mistake(
            methods(forward=_takes_the_mean_of_all, backward=_backward),
            "That is the mean of everything. Return one loss for each sample: axis=1.",
        ),
        Mistake(
            methods(forward=_takes_the_columns, backward=_backward),
            "That is a mean for each output. A sample is a row, so the mean goes along axis 1.",
        ),
        Mistake(
            methods(forward=_forward, backward=_turns_the_sign),
            "The sign is the other way round: an output below its target has a negative gradient.",
        ),
        Mistake(
            methods(forward=_forward, backward=_forgets_the_samples),
            "The number of samples is missing: the loss that falls is a mean over them, too.",
        ),
        Mistake(
            methods(forward=_forward, backward=_forgets_the_outputs),
            "The number of outputs is missing: a sample's loss is a mean over them.",
        ),
    ),
    hints=(
        "Difference, square, mean along the row.",
        "`np.mean((targets - outputs) ** 2, axis=1)`",
        "The derivative of (y − ŷ)² with respect to ŷ is −2 · (y − ŷ). Then divide by both sides of the shape.",
    ),
    ours=(MeanSquaredError.forward, MeanSquaredError.backward),
    writes=("forward", "backward"),
    base=MeanSquaredError,
    replaces=("losses", "mean_squared_error"),
    roles=(("targets", "targets"),),
)

"""Binary cross-entropy, forward and backward: how wrong a yes or a no is."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.losses import BinaryCrossEntropy


def _draw(draw: Draw) -> Inputs:
    shape = draw.samples, draw.neurons
    return {"outputs": draw.probabilities(*shape), "targets": draw.answers(*shape)}


def _run(bench: Bench, binary_cross_entropy: Any, given: Given) -> Results:
    loss = bench.make(binary_cross_entropy, BinaryCrossEntropy)
    losses = bench.call(loss.forward, given.outputs, given.targets, phase="loss")
    return {"losses": losses, "doutputs": bench.call(loss.backward, given.outputs, given.targets, phase="backward")}


def _forward(self: Any, outputs: Any, targets: Any) -> Any:
    p = np.clip(outputs, 1e-7, 1 - 1e-7)
    return np.mean(-(targets * np.log(p) + (1 - targets) * np.log(1 - p)), axis=1)


def _backward(self: Any, outputs: Any, targets: Any) -> Any:
    p = np.clip(outputs, 1e-7, 1 - 1e-7)
    return -(targets / p - (1 - targets) / (1 - p)) / outputs.shape[1] / len(outputs)


def _hears_only_yes(self: Any, outputs: Any, targets: Any) -> Any:
    p = np.clip(outputs, 1e-7, 1 - 1e-7)
    return np.mean(-targets * np.log(p), axis=1)


def _sums_the_outputs(self: Any, outputs: Any, targets: Any) -> Any:
    p = np.clip(outputs, 1e-7, 1 - 1e-7)
    return np.sum(-(targets * np.log(p) + (1 - targets) * np.log(1 - p)), axis=1)


def _forgets_the_minus(self: Any, outputs: Any, targets: Any) -> Any:
    p = np.clip(outputs, 1e-7, 1 - 1e-7)
    return np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p), axis=1)


def _does_not_divide(self: Any, outputs: Any, targets: Any) -> Any:
    p = np.clip(outputs, 1e-7, 1 - 1e-7)
    return -(targets / p - (1 - targets) / (1 - p))


def _adds_the_no(self: Any, outputs: Any, targets: Any) -> Any:
    p = np.clip(outputs, 1e-7, 1 - 1e-7)
    return -(targets / p + (1 - targets) / (1 - p)) / outputs.shape[1] / len(outputs)


def _does_not_clip(self: Any, outputs: Any, targets: Any) -> Any:
    return np.mean(-(targets * np.log(outputs) + (1 - targets) * np.log(1 - outputs)), axis=1)


def _does_not_clip_either(self: Any, outputs: Any, targets: Any) -> Any:
    return -(targets / outputs - (1 - targets) / (1 - outputs)) / outputs.shape[1] / len(outputs)


def _returns_after_a_sigmoid(self: Any, outputs: Any, targets: Any) -> Any:
    return (outputs - targets) / outputs.shape[1] / len(outputs)


PART = Part(
    name="binary_cross_entropy",
    title="Binary cross-entropy",
    chapter=16,
    statement="""\
Each output is a confidence in a yes of its own. Where the truth is yes (1), −ln p counts; where it is no (0), −ln(1
− p). Multiplying by the target and by 1 less the target picks the right one of the two without an `if`. A sample's
loss is the mean over its outputs.

Write `forward` and `backward`. Keep the confidences from 1e-7 to 1 − 1e-7 in both. The gradient is that of the mean
over all samples, so it is divided by the number of outputs and by the number of samples.""",
    formula="""\
Lᵢ = −(1/k) · Σⱼ (yᵢⱼ · ln pᵢⱼ + (1 − yᵢⱼ) · ln(1 − pᵢⱼ))
doutputsᵢⱼ = −(yᵢⱼ / pᵢⱼ − (1 − yᵢⱼ) / (1 − pᵢⱼ)) / k / samples      k outputs""",
    shapes=(
        ("outputs", "(samples, k), from 0 to 1"),
        ("targets", "(samples, k), 0 and 1"),
        ("losses", "(samples,)"),
        ("doutputs", "(samples, k)"),
    ),
    defines=("BinaryCrossEntropy",),
    starter="""\
import numpy as np


class BinaryCrossEntropy:
    def forward(self, outputs, targets):
        self.output = None  # your lines go here
        return self.output

    def backward(self, outputs, targets):
        self.doutputs = None  # and here
        return self.doutputs
""",
    solution="""\
import numpy as np


class BinaryCrossEntropy:
    def forward(self, outputs, targets):
        p = np.clip(outputs, 1e-7, 1 - 1e-7)
        losses = -(targets * np.log(p) + (1 - targets) * np.log(1 - p))
        self.output = np.mean(losses, axis=1)
        return self.output

    def backward(self, outputs, targets):
        samples, n_outputs = outputs.shape
        p = np.clip(outputs, 1e-7, 1 - 1e-7)
        self.doutputs = -(targets / p - (1 - targets) / (1 - p)) / n_outputs / samples
        return self.doutputs
""",
    reference=BinaryCrossEntropy,
    example={"outputs": np.array([[0.9, 0.2], [0.5, 0.6]]), "targets": np.array([[1.0, 0.0], [0.0, 1.0]])},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            methods(forward=_hears_only_yes, backward=_backward),
            "Only a yes counts here. Where the truth is no, −ln(1 − p) is the loss.",
        ),
        Mistake(
            methods(forward=_sums_the_outputs, backward=_backward),
            "That adds the outputs up. A sample's loss is the mean over its outputs.",
        ),
        Mistake(methods(forward=_forgets_the_minus, backward=_backward), "A loss is not negative: turn the sign."),
        Mistake(
            methods(forward=_forward, backward=_does_not_divide),
            "That is not divided yet: the loss is a mean over the outputs and over the samples.",
        ),
        Mistake(
            methods(forward=_forward, backward=_adds_the_no),
            "The part for no has the other sign: there, more confidence means more loss.",
        ),
        Mistake(
            methods(forward=_does_not_clip, backward=_does_not_clip_either),
            "At 0 and at 1 the logarithm has no number. Keep the confidences from 1e-7 to 1 − 1e-7 first: np.clip.",
        ),
        Mistake(
            methods(forward=_forward, backward=_returns_after_a_sigmoid),
            "p − y is the gradient of what goes into the sigmoid. The loss answers for p itself.",
        ),
    ),
    hints=(
        "Clip first. Then two logarithms, one for yes and one for no.",
        "`targets * np.log(p) + (1 - targets) * np.log(1 - p)`, its negative, and the mean along axis 1.",
        "Backward: `-(targets / p - (1 - targets) / (1 - p))`, divided by both sides of the shape.",
    ),
    ours=(BinaryCrossEntropy.forward, BinaryCrossEntropy.backward),
    writes=("forward", "backward"),
    base=BinaryCrossEntropy,
    replaces=("losses", "binary_cross_entropy"),
    roles=(("targets", "targets"),),
)

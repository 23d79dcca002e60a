"""Softmax and cross-entropy backward, in one: confidence minus truth."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.losses import SoftmaxCrossEntropy


def _draw(draw: Draw) -> Inputs:
    outputs = draw.numbers(draw.samples, draw.neurons)
    return {"outputs": outputs, "targets": draw.targets(draw.samples, draw.neurons)}


def _run(bench: Bench, softmax_cross_entropy: Any, given: Given) -> Results:
    loss = bench.make(softmax_cross_entropy, SoftmaxCrossEntropy)
    return {"doutputs": bench.call(loss.backward, given.outputs, given.targets, phase="backward")}


def _does_not_divide(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    doutputs = self.probabilities(outputs).copy()
    doutputs[np.arange(len(outputs)), numbers] -= 1
    return doutputs


def _starts_from_the_logits(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    doutputs = outputs.copy()
    doutputs[np.arange(len(outputs)), numbers] -= 1
    return doutputs / len(outputs)


def _turns_the_sign(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    doutputs = -self.probabilities(outputs)
    doutputs[np.arange(len(outputs)), numbers] += 1
    return doutputs / len(outputs)


def _takes_one_off_columns(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    doutputs = self.probabilities(outputs).copy()
    doutputs[:, numbers] -= 1
    return doutputs / len(outputs)


def _divides_by_the_classes(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    doutputs = self.probabilities(outputs).copy()
    doutputs[np.arange(len(outputs)), numbers] -= 1
    return doutputs / outputs.shape[1]


def _divides_the_one_alone(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    doutputs = self.probabilities(outputs).copy()
    doutputs[np.arange(len(outputs)), numbers] -= 1 / len(outputs)
    return doutputs


PART = Part(
    name="softmax_cross_entropy_backward",
    title="Softmax + cross-entropy backward",
    chapter=9,
    statement="""\
Softmax alone has a long gradient, and cross-entropy alone divides by the confidence. One after the other, almost
all of it cancels, and what is left is the shortest gradient of the whole field: each confidence, less 1 for the
correct class. A network that is sure and right gets almost nothing back. One that is sure and wrong gets almost the
whole 1.

Write `backward`. `outputs` are the numbers before the softmax; `self.probabilities(outputs)` gives you their
softmax. The loss is a mean over the samples, so divide by how many there are. The targets may be class numbers or
one-hot rows.""",
    formula="doutputs = (softmax(outputs) − one-hot targets) / samples",
    shapes=(
        ("outputs", "(samples, classes)"),
        ("targets", "(samples,) class numbers, or (samples, classes) one-hot rows"),
        ("doutputs", "(samples, classes)"),
    ),
    defines=("SoftmaxCrossEntropy",),
    starter="""\
import numpy as np


class SoftmaxCrossEntropy:
    # self.probabilities(outputs): each row's softmax.

    def backward(self, outputs, targets):
        self.doutputs = None  # your lines go here
        return self.doutputs
""",
    solution="""\
import numpy as np


class SoftmaxCrossEntropy:
    def backward(self, outputs, targets):
        numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
        self.doutputs = self.probabilities(outputs).copy()
        self.doutputs[np.arange(len(outputs)), numbers] -= 1
        self.doutputs = self.doutputs / len(outputs)
        return self.doutputs
""",
    reference=SoftmaxCrossEntropy,
    example={"outputs": np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]), "targets": np.array([0, 2])},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            methods(backward=_does_not_divide),
            "That is each sample's own gradient. The loss is a mean, so divide by the number of samples.",
        ),
        Mistake(
            methods(backward=_starts_from_the_logits),
            "The 1 is taken off the outputs themselves. Take it off their softmax: self.probabilities(outputs).",
        ),
        Mistake(
            methods(backward=_turns_the_sign),
            "The sign is the other way round: confidence minus truth. More confidence in a wrong class is more loss.",
        ),
        Mistake(
            methods(backward=_takes_one_off_columns),
            "[:, numbers] takes the 1 off whole columns. Each row has one place of its own: give the row numbers too.",
        ),
        Mistake(
            methods(backward=_divides_by_the_classes),
            "That divides by the number of classes. The mean is over the samples: len(outputs).",
        ),
        Mistake(
            methods(backward=_divides_the_one_alone),
            "The 1 is divided by the number of samples, the confidences are not. Divide what is left of both.",
        ),
    ),
    hints=(
        "Begin with a copy of the softmax. Which one number of each row is to become smaller by 1?",
        "Where `targets.ndim` is 2 they are one-hot rows: `numbers = np.argmax(targets, axis=1)`. Else they are the "
        "class numbers already.",
        "`doutputs[np.arange(len(outputs)), numbers] -= 1` reaches one place in each row. At the end, divide all of it "
        "by `len(outputs)`.",
    ),
    ours=(SoftmaxCrossEntropy.backward,),
    writes=("backward",),
    base=SoftmaxCrossEntropy,
    replaces=("losses", "softmax_cross_entropy"),
    roles=(("targets", "targets"),),
)

"""Cross-entropy: how surprised a network is by the truth."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results, methods
from netcore.losses import CategoricalCrossEntropy


def _draw(draw: Draw) -> Inputs:
    outputs = draw.confidences(draw.samples, draw.neurons)
    return {"outputs": outputs, "targets": draw.targets(draw.samples, draw.neurons)}


def _run(bench: Bench, cross_entropy: Any, given: Given) -> Results:
    loss = bench.make(cross_entropy, CategoricalCrossEntropy)
    return {"losses": bench.call(loss.forward, given.outputs, given.targets, phase="loss")}


def _forgets_the_minus(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    return np.log(np.clip(outputs, 1e-7, 1 - 1e-7)[np.arange(len(outputs)), numbers])


def _does_not_clip(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    return -np.log(outputs[np.arange(len(outputs)), numbers])


def _adds_a_little(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    return -np.log(outputs[np.arange(len(outputs)), numbers] + 1e-7)


def _gives_the_mean(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    return np.mean(-np.log(np.clip(outputs, 1e-7, 1 - 1e-7)[np.arange(len(outputs)), numbers]))


def _knows_class_numbers_only(self: Any, outputs: Any, targets: Any) -> Any:
    return -np.log(np.clip(outputs, 1e-7, 1 - 1e-7)[np.arange(len(outputs)), targets])


def _takes_whole_columns(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    return -np.log(np.clip(outputs, 1e-7, 1 - 1e-7)[:, numbers])


def _gives_the_confidence(self: Any, outputs: Any, targets: Any) -> Any:
    numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
    return 1 - outputs[np.arange(len(outputs)), numbers]


PART = Part(
    name="cross_entropy",
    title="Cross-entropy",
    chapter=5,
    statement="""\
The confidences are there. How wrong are they? Only one counts for each sample: the confidence in its correct class.
The loss is its negative logarithm. Sure and right costs almost nothing; sure and wrong costs a great deal.

The logarithm of 0 is −∞, and one such sample would spoil every mean. So keep the confidences from 1e-7 to 1 − 1e-7.

The correct classes come in one of two forms: as class numbers (`[0, 2, 1]`), or as one-hot rows, with a 1 at the
class and 0 elsewhere. `targets.ndim` tells them apart.

Write `forward`. It returns one loss for each sample.""",
    formula="Lᵢ = −ln(pᵢ)      pᵢ = the confidence in its own class, from 1e-7 to 1 − 1e-7",
    shapes=(
        ("outputs", "(samples, classes), each row sums to one"),
        ("targets", "(samples,) class numbers, or (samples, classes) one-hot rows"),
        ("losses", "(samples,)"),
    ),
    defines=("CategoricalCrossEntropy",),
    starter="""\
import numpy as np


class CategoricalCrossEntropy:
    def forward(self, outputs, targets):
        self.output = None  # your lines go here
        return self.output
""",
    solution="""\
import numpy as np


class CategoricalCrossEntropy:
    def forward(self, outputs, targets):
        numbers = np.argmax(targets, axis=1) if targets.ndim == 2 else targets
        clipped = np.clip(outputs, 1e-7, 1 - 1e-7)
        confidences = clipped[np.arange(len(outputs)), numbers]
        self.output = -np.log(confidences)
        return self.output
""",
    reference=CategoricalCrossEntropy,
    example={
        "outputs": np.array([[0.7, 0.1, 0.2], [0.5, 0.1, 0.4], [0.02, 0.9, 0.08]]),
        "targets": np.array([0, 1, 1]),
    },
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            methods(forward=_forgets_the_minus), "Logarithms of shares are negative; a loss is not. Turn the sign."
        ),
        Mistake(
            methods(forward=_does_not_clip),
            "A confidence of exactly 0 or 1 is not kept off the end: np.clip(outputs, 1e-7, 1 - 1e-7).",
        ),
        Mistake(methods(forward=_gives_the_mean), "That is the mean of all. Return one loss for each sample."),
        Mistake(
            methods(forward=_knows_class_numbers_only),
            "One-hot rows are used as an index. np.argmax(targets, axis=1) makes class numbers of them.",
        ),
        Mistake(
            methods(forward=_takes_whole_columns),
            "[:, targets] takes whole columns. For one number a row, add the row numbers: np.arange(len(outputs)).",
        ),
        Mistake(
            methods(forward=_gives_the_confidence), "That is what is missing to 1. The loss is −ln of the confidence."
        ),
        Mistake(
            methods(forward=_adds_a_little),
            "That adds a little to every confidence, so a sure one has a loss below zero. Clip them at both ends.",
        ),
    ),
    hints=(
        "First bring both forms of targets to class numbers. Which column of a one-hot row holds the 1?",
        "`outputs[np.arange(len(outputs)), numbers]` picks one confidence from each row.",
        "Clip, pick, then `-np.log(...)`.",
    ),
    ours=(CategoricalCrossEntropy.forward,),
    writes=("forward",),
    base=CategoricalCrossEntropy,
    replaces=("losses", "categorical_cross_entropy"),
    roles=(("targets", "targets"),),
)

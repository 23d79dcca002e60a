"""Predict: from confidences to an answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results
from netcore.losses import BinaryCrossEntropy, CategoricalCrossEntropy


def _draw(draw: Draw) -> Inputs:
    if draw.neurons == 1:
        return {"outputs": draw.probabilities(draw.samples, 1)}
    return {"outputs": draw.confidences(draw.samples, draw.neurons)}


def _run(bench: Bench, predict: Any, given: Given) -> Results:
    return {"answers": bench.call(predict, given.outputs)}


def _reference(outputs: Any) -> Any:
    loss = BinaryCrossEntropy() if outputs.shape[1] == 1 else CategoricalCrossEntropy()
    return loss.predictions(outputs)


def _gives_the_confidence(outputs: Any) -> Any:
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > 0.5).astype(int)
    return np.max(outputs, axis=1)


def _looks_down_the_columns(outputs: Any) -> Any:
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > 0.5).astype(int)
    return np.argmax(outputs, axis=0)


def _takes_them_all_for_classes(outputs: Any) -> Any:
    return np.argmax(outputs, axis=1)


def _lets_one_half_be_yes(outputs: Any) -> Any:
    if outputs.shape[1] == 1:
        return (outputs[:, 0] >= 0.5).astype(int)
    return np.argmax(outputs, axis=1)


def _turns_yes_and_no(outputs: Any) -> Any:
    if outputs.shape[1] == 1:
        return (outputs[:, 0] < 0.5).astype(int)
    return np.argmax(outputs, axis=1)


PART = Part(
    name="predict",
    title="Predict",
    chapter=22,
    statement="""\
A network gives confidences; a person wants an answer. With several columns the answer is the number of the class
with the most confidence (the first of them, where two are equal). With a single column it is a yes, 1, for a
confidence above one half, and else a no, 0.

Write `predict(outputs)`. It returns one whole number for each sample.""",
    formula="answerᵢ = the column of the largest outputᵢⱼ      for one column: 1 if outputᵢ > ½, else 0",
    shapes=(("outputs", "(samples, classes), or (samples, 1) for yes or no"), ("answers", "(samples,)")),
    defines=("predict",),
    starter="""\
import numpy as np


def predict(outputs):
    return None  # your lines go here
""",
    solution="""\
import numpy as np


def predict(outputs):
    if outputs.shape[1] == 1:
        return (outputs[:, 0] > 0.5).astype(int)
    return np.argmax(outputs, axis=1)
""",
    reference=_reference,
    example={"outputs": np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7], [0.4, 0.4, 0.2]])},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(_gives_the_confidence, "That is how sure it is. Which class it is, np.argmax tells."),
        Mistake(_looks_down_the_columns, "That looks down the columns. Each sample is a row: axis=1."),
        Mistake(
            _takes_them_all_for_classes,
            "With a single column argmax is always 0. There, the confidence itself decides: above one half is a yes.",
        ),
        Mistake(_lets_one_half_be_yes, "A confidence of exactly one half is no yes: >, not >=."),
        Mistake(_turns_yes_and_no, "Yes and no are swapped: above one half is a yes."),
    ),
    hints=(
        "`outputs.shape[1]` tells how many columns there are.",
        "`np.argmax(outputs, axis=1)` gives the place of the largest number of each row.",
        "For one column: `(outputs[:, 0] > 0.5).astype(int)`.",
    ),
    ours=(CategoricalCrossEntropy.predictions, BinaryCrossEntropy.predictions),
)

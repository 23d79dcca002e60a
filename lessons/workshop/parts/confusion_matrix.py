"""The confusion matrix: which class is taken for which."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results
from netcore import metrics


def _draw(draw: Draw) -> Inputs:
    samples, classes = draw.samples * draw.whole(1, 3), draw.neurons + 1
    return {
        "predictions": draw.class_numbers(samples, classes),
        "targets": draw.class_numbers(samples, classes),
        "classes": classes,
    }


def _run(bench: Bench, confusion_matrix: Any, given: Given) -> Results:
    return {"matrix": bench.call(confusion_matrix, given.predictions, given.targets, given.classes)}


def _turns_it(predictions: Any, targets: Any, classes: int) -> Any:
    matrix = np.zeros((classes, classes))
    for prediction, target in zip(predictions, targets, strict=True):
        matrix[prediction, target] += 1
    return matrix


def _counts_once(predictions: Any, targets: Any, classes: int) -> Any:
    matrix = np.zeros((classes, classes))
    matrix[targets, predictions] += 1
    return matrix


def _counts_hits_only(predictions: Any, targets: Any, classes: int) -> Any:
    matrix = np.zeros((classes, classes))
    for prediction, target in zip(predictions, targets, strict=True):
        if prediction == target:
            matrix[target, prediction] += 1
    return matrix


def _counts_misses_only(predictions: Any, targets: Any, classes: int) -> Any:
    matrix = np.zeros((classes, classes))
    for prediction, target in zip(predictions, targets, strict=True):
        if prediction != target:
            matrix[target, prediction] += 1
    return matrix


def _gives_shares(predictions: Any, targets: Any, classes: int) -> Any:
    matrix = np.zeros((classes, classes))
    for prediction, target in zip(predictions, targets, strict=True):
        matrix[target, prediction] += 1 / len(targets)
    return matrix


def _sees_only_what_occurs(predictions: Any, targets: Any, classes: int) -> Any:
    seen = int(max(np.max(predictions), np.max(targets))) + 1
    matrix = np.zeros((seen, seen))
    for prediction, target in zip(predictions, targets, strict=True):
        matrix[target, prediction] += 1
    return matrix


PART = Part(
    name="confusion_matrix",
    title="The confusion matrix",
    chapter=20,
    statement="""\
An accuracy of 90 in 100 hides which tenth goes wrong. The confusion matrix shows it: row by row the true class,
column by column what the network said. On the diagonal it is right; everywhere else you see which class is taken
for which.

Write `confusion_matrix(predictions, targets, classes)`. Both come as class numbers. Cell `[t, p]` counts the
samples that are of class `t` and were called `p`. There are rows and columns for all classes, also for those that
do not occur.""",
    formula="matrix[t, p] = how many samples have target t and prediction p",
    shapes=(
        ("predictions", "(samples,) class numbers"),
        ("targets", "(samples,) class numbers"),
        ("matrix", "(classes, classes)"),
    ),
    defines=("confusion_matrix",),
    starter="""\
import numpy as np


def confusion_matrix(predictions, targets, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    # your lines go here
    return matrix
""",
    solution="""\
import numpy as np


def confusion_matrix(predictions, targets, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    for prediction, target in zip(predictions, targets):
        matrix[target, prediction] += 1
    return matrix
""",
    reference=metrics.confusion_matrix,
    example={"predictions": np.array([0, 2, 1, 1, 0]), "targets": np.array([0, 2, 1, 0, 0]), "classes": 3},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(_turns_it, "Rows and columns are swapped: a row is what is true, a column what was said."),
        Mistake(
            _counts_once,
            "matrix[targets, predictions] += 1 adds only 1 to a cell that is named twice. Use a loop, or np.add.at.",
        ),
        Mistake(_counts_hits_only, "Only the hits are counted. What went wrong belongs in the other cells."),
        Mistake(_counts_misses_only, "Only what went wrong is counted. The hits belong on the diagonal."),
        Mistake(_gives_shares, "Those are shares of all samples. The matrix counts them."),
        Mistake(_sees_only_what_occurs, "The size is taken from the classes that occur. Make it (classes, classes)."),
    ),
    hints=(
        "Go through the samples one by one. Which cell does each belong to?",
        "`for prediction, target in zip(predictions, targets):`",
        "`matrix[target, prediction] += 1`. Without a loop: `np.add.at(matrix, (targets, predictions), 1)`.",
    ),
    ours=(metrics.confusion_matrix,),
    roles=(("targets", "targets"),),
)

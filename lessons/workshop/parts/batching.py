"""Batching: which samples an update sees."""

from __future__ import annotations

from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results
from netcore.batches import Batches


def _draw(draw: Draw) -> Inputs:
    samples = draw.samples + draw.whole(0, 3)
    batch_size = draw.whole(1, samples)
    return {
        "X": draw.parameters(samples, draw.features),
        "y": draw.class_numbers(samples, 3),
        "order": draw.rng.permutation(samples),
        "batch_size": batch_size,
        "number": draw.whole(0, Batches(samples, batch_size, seed=0).per_epoch - 1),
    }


def _run(bench: Bench, batch: Any, given: Given) -> Results:
    X, y = bench.call(batch, given.X, given.y, given.order, given.batch_size, given.number)
    return {"X": X, "y": y}


def _reference(X: Any, y: Any, order: Any, batch_size: int, number: int) -> Any:
    batches = Batches(len(X), batch_size, seed=0)
    batches._order = 0, order  # in place of the one that the seed would draw
    rows = batches.rows(number)
    return X[rows], y[rows]


def _keeps_their_order(X: Any, y: Any, order: Any, batch_size: int, number: int) -> Any:
    place = slice(number * batch_size, (number + 1) * batch_size)
    return X[place], y[place]


def _leaves_y_in_order(X: Any, y: Any, order: Any, batch_size: int, number: int) -> Any:
    place = slice(number * batch_size, (number + 1) * batch_size)
    return X[order[place]], y[place]


def _counts_from_one(X: Any, y: Any, order: Any, batch_size: int, number: int) -> Any:
    rows = order[max(number - 1, 0) * batch_size : max(number, 1) * batch_size]
    return X[rows], y[rows]


def _always_takes_the_first(X: Any, y: Any, order: Any, batch_size: int, number: int) -> Any:
    rows = order[:batch_size]
    return X[rows], y[rows]


PART = Part(
    name="batching",
    title="Batching",
    chapter=19,
    statement="""\
Ten thousand samples are too many to look at before each small step. So an update sees a batch of them, and the next
update the next batch, until all have been seen: one epoch. The order is a new one in each epoch, so that the
network cannot get used to it.

Write `batch(X, y, order, batch_size, number)`. It returns `X` and `y` of batch `number`, counted from 0. `order`
holds the row numbers in the order of this epoch: batch 0 is its first `batch_size` rows, batch 1 the next ones. The
last batch may be smaller. A sample and its target must stay together.""",
    formula="rows = order[number · batch_size : (number + 1) · batch_size]",
    shapes=(
        ("X", "(samples, features)"),
        ("y", "(samples,)"),
        ("order", "(samples,) row numbers"),
        ("batch", "X (rows, features) and y (rows,)"),
    ),
    defines=("batch",),
    starter="""\
import numpy as np


def batch(X, y, order, batch_size, number):
    rows = None  # your line goes here
    return None, None
""",
    solution="""\
import numpy as np


def batch(X, y, order, batch_size, number):
    rows = order[number * batch_size : (number + 1) * batch_size]
    return X[rows], y[rows]
""",
    reference=_reference,
    example={
        "X": np.array([[0.0], [1.0], [2.0], [3.0], [4.0]]),
        "y": np.array([0, 1, 2, 0, 1]),
        "order": np.array([4, 2, 0, 1, 3]),
        "batch_size": 2,
        "number": 1,
    },
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(_keeps_their_order, "The samples come in their own order. Look up their rows in order first."),
        Mistake(_leaves_y_in_order, "X is shuffled and y is not, so every sample gets the target of another one."),
        Mistake(_counts_from_one, "That counts batches from 1. The first one is batch 0."),
        Mistake(_always_takes_the_first, "That is always the first batch. Begin at number · batch_size."),
    ),
    hints=(
        "Cut a piece out of `order`. Where does batch `number` begin, and where does it end?",
        "`order[number * batch_size : (number + 1) * batch_size]`; a slice past the end is no error.",
        "`X[rows], y[rows]` takes those rows of both.",
    ),
    ours=(Batches.rows,),
    roles=(("y", "targets"),),
)

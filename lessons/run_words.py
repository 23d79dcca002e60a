"""Where a run stands, in words: "loss 0.31, accuracy 79.7%, answer 1.8 where 0.5 is wanted"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.numbers import show_number, show_numbers
from lessons.references import Reference

if TYPE_CHECKING:
    from netcore import Run

MOST_ANSWERS = 3
"""A network that gives more numbers than this is told by its loss alone."""


def run_words(run: Run, asked: tuple[Reference, ...], look_up: Callable[[Reference], Any]) -> str:
    """Return the numbers that a condition speaks of, the loss, and what a small network answers."""
    return ", ".join(dict.fromkeys([*_asked(asked, look_up), *_always(run)]))


def _asked(references: tuple[Reference, ...], look_up: Callable[[Reference], Any]) -> Iterator[str]:
    """Yield the numbers that a condition speaks of; the count of updates is told beside them anyway."""
    for reference in references:
        match str(reference):
            case "run.update" | "run.diverged":
                continue
            case "run.loss":
                yield _loss(look_up(reference))
            case "run.accuracy":
                yield f"accuracy {show_number(float(look_up(reference)), '.1%')}"
            case name if name.startswith("run."):
                words = name.removeprefix("run.").replace("_", " ")
                yield f"{words} {show_numbers(look_up(reference))}"
            case name:
                yield f"{name} is {show_numbers(look_up(reference))}"


def _always(run: Run) -> Iterator[str]:
    outputs = run.model.forward(run.X)
    yield _loss(np.mean(run.model.loss.forward(outputs, run.y)))
    targets = np.asarray(run.y, dtype=float)
    if outputs.size <= MOST_ANSWERS and targets.shape == outputs.shape:
        yield f"answer {_listed(outputs)} where {_listed(targets)} is wanted"


def _loss(loss: Any) -> str:
    """Return the loss in words; what rounding leaves of nothing is nothing."""
    return f"loss {show_number(0.0 if abs(float(loss)) < 1e-12 else float(loss))}"


def _listed(numbers: Any) -> str:
    return ", ".join(show_number(float(number)) for number in np.ravel(numbers))

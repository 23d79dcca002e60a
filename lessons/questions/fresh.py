"""The same question with other numbers: its experiment begun from another seed.

All that a question asks, expects and hints is computed, so a new seed is a new question. Where no parameter decides the
numbers, as behind a softmax alone, the samples that the lesson writes out are drawn anew, of the same kind: the same
signs, as many decimals, about as large; and confidences stay confidences.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np

from lessons.blocks import DataSpec, Experiment, Fill, Predict, Question, Setting, Table
from lessons.errors import NamingError
from lessons.evidence import Evidence
from lessons.grading import answer_text
from lessons.questions.soundness import check_expressions, check_question
from lessons.reading.inline import find_numbers
from netcore.arrays import Array

Asked = TypeVar("Asked", bound=Predict | Fill)

FARTHEST = 500
"""Questions about later updates are taken as they come: it would take too long to look at their numbers first."""

TRIES = 12
"""So many variants are looked at, one after the other, for one that makes a sound question."""

_STRIDE = 101
"""Seeds are drawn this far apart, so that the fresh numbers of one lesson are not the first numbers of another."""

_KEPT = (0.0, 1.0, -1.0)
"""Numbers that a lesson gives for what they are, not for an example."""

_MOST_DECIMALS = 3
"""A number with more of them is no number to reckon with by hand."""


def fresh(task: Asked, variant: int) -> Asked:
    """Return the task with fresh numbers; each variant has its own, and variant 0 is the task itself."""
    experiment = task.setting.experiment
    if variant == 0 or experiment is None:
        return task
    return replace(task, setting=Setting(fresh_experiment(experiment, variant), task.setting.update))


def next_variant(task: Predict | Fill, first: int, evidence: Evidence) -> int:
    """Return the first variant from one on that is as sound a question as the author's; 0 where none is near.

    By chance a variant may have the numbers of the lesson itself: that is taken only where no other is near. Where one
    of a few things is to be said, such as a sign, the same answer may come back: it would be known if it never did.
    """
    sound = (at for at in range(first, first + TRIES) if is_sound(fresh(task, at), evidence))
    is_of_few = isinstance(task, Predict) and task.question is not Question.NUMBER
    if is_of_few or task.setting.update > FARTHEST:
        return next(sound, 0)
    own, same = _asked(task, evidence), 0
    for at in sound:
        if _asked(fresh(task, at), evidence) != own:
            return at
        same = same or at
    return same


def _asked(task: Predict | Fill, evidence: Evidence) -> tuple[str, ...]:
    """Return the numbers that a learner reads and writes of a question; nothing where they cannot be found."""
    try:
        read = tuple(evidence.text(number, task.setting) for number in find_numbers(task.ask))
        return *read, answer_text(task, evidence)
    except NamingError:
        return ()


def is_sound(task: Predict | Fill, evidence: Evidence) -> bool:
    """Return whether a question has an answer, whole texts, and mistakes that differ from the answer."""
    if task.setting.update > FARTHEST:
        return True
    try:
        return not any(check_expressions(task, evidence)) and not any(check_question(task, evidence))
    except NamingError:
        return False


def fresh_experiment(experiment: Experiment, variant: int) -> Experiment:
    """Return the experiment with other initial parameters; where it has none, with other samples."""
    seed = (experiment.seed + variant * _STRIDE) % 2**31
    rng = np.random.default_rng([seed, variant % 2**31])
    parameters = tuple((name, _like(rows, rng)) for name, rows in experiment.parameters)
    has_parameters = any(layer.name == "dense" for layer in experiment.layers)
    data = experiment.data if has_parameters else _fresh_data(experiment.data, rng)
    return replace(experiment, seed=seed, parameters=parameters, data=data)


def _like(rows: Table, rng: np.random.Generator) -> Table:
    """Return other numbers of the same spread, with two decimals so that they stay easy to reckon with."""
    numbers = np.array(rows)
    drawn = np.round(rng.normal(0.0, float(np.abs(numbers).max()) or 1.0, numbers.shape), 2)
    return tuple(tuple(float(number) for number in row) for row in np.where(numbers == 0, 0.0, drawn))


def _fresh_data(data: DataSpec, rng: np.random.Generator) -> DataSpec:
    """Return other samples for those that are written out; the same row twice stays the same row."""
    drawn = {row: _fresh_row(row, rng) for row in dict.fromkeys(data.inputs)}
    return replace(data, inputs=tuple(drawn[row] for row in data.inputs))


def _fresh_row(row: tuple[float, ...], rng: np.random.Generator) -> tuple[float, ...]:
    """Return another sample: logarithms of confidences stay such, any other number stays one of its kind."""
    confidences = np.exp(np.minimum(row, 1.0))
    if len(row) > 1 and abs(confidences.sum() - 1) < 1e-4:
        return tuple(float(number) for number in np.log(_confidences(confidences, rng)))
    return tuple(_number_like(number, rng) for number in row)


def _confidences(given: Array, rng: np.random.Generator) -> Array:
    """Return other confidences, as round as the given ones, that add up to 1."""
    parts = 10 ** max(1, *(min(_decimals(float(number), 1e-4), 2) for number in given))
    cuts = np.sort(rng.choice(np.arange(1, parts), len(given) - 1, replace=False))
    return np.asarray(np.diff(np.concatenate([[0], cuts, [parts]])) / parts)


def _number_like(number: float, rng: np.random.Generator) -> float:
    """Return a number of the same sign and as many decimals, about as large; one below 1 stays below 1."""
    if number in _KEPT:
        return number
    step = 10.0 ** -min(_decimals(abs(number), 1e-9), _MOST_DECIMALS)
    low, high = (step, 1 - step) if abs(number) < 1 else (max(abs(number) / 2, 1 + step), abs(number) * 1.5)
    drawn = round(round(float(rng.uniform(low, high)) / step) * step, _MOST_DECIMALS)
    return drawn if number > 0 else -drawn


def _decimals(number: float, within: float) -> int:
    """Return how many decimals a number is written with."""
    return next((places for places in range(9) if abs(round(number, places) - number) <= within), 9)

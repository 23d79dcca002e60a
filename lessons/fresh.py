"""The same question with other numbers: its experiment begun from another seed.

All that a question asks, expects and hints is computed, so a new seed is a new question.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np

from lessons.blocks import Experiment, Fill, Predict, Setting, Table

Asked = TypeVar("Asked", bound=Predict | Fill)

_STRIDE = 101
"""Seeds are drawn this far apart, so that the fresh numbers of one lesson are not the first numbers of another."""


def fresh(task: Asked, variant: int) -> Asked:
    """Return the task with fresh numbers; each variant has its own, and variant 0 is the task itself."""
    experiment = task.setting.experiment
    if variant == 0 or experiment is None:
        return task
    return replace(task, setting=Setting(fresh_experiment(experiment, variant), task.setting.update))


def fresh_experiment(experiment: Experiment, variant: int) -> Experiment:
    """Return the experiment with other initial parameters."""
    seed = (experiment.seed + variant * _STRIDE) % 2**31
    rng = np.random.default_rng([seed, variant % 2**31])
    parameters = tuple((name, _like(rows, rng)) for name, rows in experiment.parameters)
    return replace(experiment, seed=seed, parameters=parameters)


def _like(rows: Table, rng: np.random.Generator) -> Table:
    """Return other numbers of the same spread, with two decimals so that they stay easy to reckon with."""
    numbers = np.array(rows)
    drawn = np.round(rng.normal(0.0, float(np.abs(numbers).max()) or 1.0, numbers.shape), 2)
    return tuple(tuple(float(number) for number in row) for row in np.where(numbers == 0, 0.0, drawn))

"""The author's check of `try` blocks: what they ask for can be reached, and is not so already."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from lessons.blocks import Block, Experiment, Option, Try
from lessons.errors import NamingError
from lessons.experiment import with_knob
from lessons.lab import Lab, Place

MOST_UPDATES = 5_000
"""How long a run is given where the lesson sets no limit."""
MOST_SETTINGS = 64

Setting = tuple[tuple[str, Option], ...]


def check_try(block: Block) -> Iterator[NamingError]:
    """Yield what is wrong with a `try` block; other blocks have nothing wrong here."""
    if not isinstance(block, Try):
        return
    experiment = block.setting.experiment
    if experiment is None:
        raise NamingError("there is no experiment to try", "Put an experiment block above.")
    start = tuple((knob.path, knob.start) for knob in block.knobs)
    if _lab(experiment, start, block.setting.update).holds(block.until):
        yield NamingError(f"{block.until} is true before anything is done", "Ask for more.", block.until.text)
        return
    if block.knobs and _is_reached(block, experiment, start):
        what = f"{block.until} is reached without turning a knob"
        yield NamingError(what, "Start the knobs elsewhere.", block.until.text)
    others = [setting for setting in _settings(block) if setting != start]
    wanted = [_completed(block, block.solution)] if block.solution else others[:MOST_SETTINGS] or [start]
    if not any(_is_reached(block, experiment, setting) for setting in wanted):
        within = "" if block.within is None else f" within {block.within} updates"
        how = "by its solution" if block.solution else "by any setting of the knobs that was tried"
        what = f"{block.until} is not reached{within} {how}"
        yield NamingError(what, "Ask for less, or allow more updates.", block.until.text)


def _settings(block: Try) -> list[Setting]:
    """Return the settings of the knobs, every combination of their values."""
    values = [[(knob.path, value) for value in knob.values] for knob in block.knobs]
    return list(itertools.islice(itertools.product(*values), MOST_SETTINGS + 1)) if values else []


def _completed(block: Try, solution: Setting) -> Setting:
    return tuple((knob.path, dict(solution).get(knob.path, knob.start)) for knob in block.knobs)


def _is_reached(block: Try, experiment: Experiment, setting: Setting) -> bool:
    lab = _lab(experiment, setting, block.setting.update)
    most = (MOST_UPDATES if block.within is None else block.within) - lab.update
    lab.train(most, towards=block)
    return lab.outcome(block).is_reached


def _lab(experiment: Experiment, setting: Setting, update: int) -> Lab:
    for path, value in setting:
        experiment = with_knob(experiment, path, value)
    lab = Lab(experiment)
    lab.go(Place(update))
    return lab

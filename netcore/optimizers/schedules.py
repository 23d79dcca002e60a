"""How the learning rate changes while training goes on: large steps at first, small ones near the goal.

A schedule says which share of the learning rate is left once so many updates are finished: 1 at first, less later. It
can be named (``schedule="exponential"``, with the optimizer's ``decay``), or be any function from updates to a share.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from netcore.errors import SettingError

Schedule = Callable[[int], float]
"""From the number of finished updates to the share of the learning rate in force."""


@dataclass(frozen=True)
class InverseTimeDecay:
    """A share of 1 / (1 + decay · t), t = finished updates: it falls fast at first, and ever more slowly.

    Without decay it stays at one. Raises ``SettingError`` for a decay below zero. Source: "Neural Networks from
    Scratch", chapter 10.
    """

    name: ClassVar[str] = "inverse_time"
    decay: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.decay < math.inf:
            raise SettingError(f"a decay is zero or above, not {self.decay}")

    def __call__(self, updates: int) -> float:
        """Return the share once so many updates are finished."""
        return 1.0 / (1.0 + self.decay * updates)


@dataclass(frozen=True)
class ExponentialDecay:
    """A share of exp(−decay · t), t = finished updates: each update takes away the same part of what is left.

    Without decay it stays at one. Raises ``SettingError`` for a decay below zero.
    """

    name: ClassVar[str] = "exponential"
    decay: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.decay < math.inf:
            raise SettingError(f"a decay is zero or above, not {self.decay}")

    def __call__(self, updates: int) -> float:
        """Return the share once so many updates are finished."""
        return math.exp(-self.decay * updates)


@dataclass(frozen=True)
class StepDecay:
    """A share of (1 − decay)^⌊t / every⌋, t = finished updates: level for a while, then down a step.

    ``decay`` is the part that each step takes away: 0.5 halves the rate. Raises ``SettingError`` for a decay that is
    not from 0 up to 1, or steps of less than one update.
    """

    name: ClassVar[str] = "step"
    decay: float = 0.0
    every: int = 1000

    def __post_init__(self) -> None:
        if not 0 <= self.decay < 1:
            raise SettingError(f"the decay of a step is from 0 up to 1, not {self.decay}")
        if self.every < 1:
            raise SettingError(f"a step comes every 1 or more updates, not every {self.every}")

    def __call__(self, updates: int) -> float:
        """Return the share once so many updates are finished."""
        return float((1.0 - self.decay) ** (updates // self.every))


@dataclass(frozen=True)
class ConstantRate:
    """A share of one, always. Raises ``SettingError`` for a decay, which it has no use for."""

    name: ClassVar[str] = "constant"
    decay: float = 0.0

    def __post_init__(self) -> None:
        if self.decay != 0:
            raise SettingError(f"a constant learning rate has no decay, but {self.decay} is given; set it to 0")

    def __call__(self, updates: int) -> float:
        """Return one."""
        return 1.0


SCHEDULES: dict[str, Callable[[float], Schedule]] = {
    schedule.name: schedule for schedule in (InverseTimeDecay, ExponentialDecay, StepDecay, ConstantRate)
}


def schedule_for(schedule: str | Schedule, decay: float) -> Schedule:
    """Return the schedule of that name with that decay, or the given one; ``SettingError`` where they do not fit."""
    if not isinstance(schedule, str):
        if decay != 0:
            raise SettingError(f"a decay of {decay} stands beside a schedule that has its own; give it to the schedule")
        return schedule
    if schedule not in SCHEDULES:
        raise SettingError(f"no schedule {schedule!r}; there are {', '.join(SCHEDULES)}")
    return SCHEDULES[schedule](decay)

"""What can happen in a lesson: one frozen record for each thing that a learner, or the lab, has done.

`LessonSession.after` gives the session that an event leads to.
"""

from __future__ import annotations

from dataclasses import dataclass

from lessons.blocks import Option
from lessons.lab import Place


@dataclass(frozen=True, slots=True)
class PageTurned:
    """The learner went to a page."""

    page: int
    """Its number, from 1."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The learner answered a predict, choice or fill block.

    The answer is what was typed. Of a choice it is the numbers of the options, "2" or "1 3", counted from 1; of several
    blanks it is their answers with ";" between them.
    """

    block: str
    answer: str


@dataclass(frozen=True, slots=True)
class HintAsked:
    """The learner asked for the next hint."""

    block: str


@dataclass(frozen=True, slots=True)
class GivenUp:
    """The learner asked to be shown the answer."""

    block: str


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The learner asked for the same question with fresh numbers."""

    block: str


@dataclass(frozen=True, slots=True)
class KnobTurned:
    """The learner set a knob of a try block."""

    block: str
    path: str
    value: Option


@dataclass(frozen=True, slots=True)
class Tried:
    """The run of a try block stands somewhere: `Lab.outcome` says whether it has come to what is asked for."""

    block: str
    is_reached: bool
    update: int
    numbers: str


@dataclass(frozen=True, slots=True)
class PartPassed:
    """The learner's own part has passed its checks in the workshop."""

    block: str


@dataclass(frozen=True, slots=True)
class PartsChosen:
    """The learner chose which of the parts that they wrote stand in the place of ours, wherever they fit."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """The lab stands at another place."""

    place: Place


BlockEvent = Answered | HintAsked | GivenUp | Refreshed | KnobTurned | Tried | PartPassed
Event = PageTurned | Moved | PartsChosen | BlockEvent

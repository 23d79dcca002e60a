"""What can happen to a learner's progress: one frozen record per kind of event.

An event knows nothing of files. Ids of lessons and blocks are plain text, so an event outlives the lesson it tells of.
A new kind is a class here with its line in ``EVENTS``, its rules in ``rules.py``, and a higher ``entries.VERSION``.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

SettingValue = str | int | float | bool


class Verdict(StrEnum):
    """How an answer was judged."""

    CORRECT = "correct"
    INCORRECT = "incorrect"
    NOT_ATTEMPTED = "not attempted"


@dataclass(frozen=True)
class AnswerGiven:
    """The learner answered a block, rightly or wrongly: one attempt."""

    kind: ClassVar[str] = "answered"

    lesson: str
    page: int
    """The page's number, counted from 1."""
    block: str
    block_kind: str
    """The block's kind as the lesson writes it: "predict", "fill", "choice" ..."""
    answer: str
    """What the learner typed or chose, as text."""
    verdict: Verdict
    hints: int = 0
    """How many hints had been shown for this block."""


@dataclass(frozen=True)
class HintTaken:
    """The learner asked for a hint."""

    kind: ClassVar[str] = "hinted"

    lesson: str
    page: int
    block: str
    number: int
    """How many hints are now shown for this block."""


@dataclass(frozen=True)
class PageVisited:
    """The learner opened a page."""

    kind: ClassVar[str] = "visited"

    lesson: str
    page: int


@dataclass(frozen=True)
class PlaceReached:
    """The learner stands on a page and at a step of its experiment."""

    kind: ClassVar[str] = "place"

    lesson: str
    page: int
    update: int
    """How many updates the run has finished."""
    position: int
    """How many operations of the next update have run: the cursor's position."""
    parts: tuple[str, ...] = ()
    """Which of the learner's own parts stand in the place of ours."""
    knobs: tuple[str, ...] = ()
    """The knobs of the page's ``try`` block that were turned, as "path = value"."""


@dataclass(frozen=True)
class LessonFinished:
    """The learner reached the end of a lesson."""

    kind: ClassVar[str] = "finished"

    lesson: str


@dataclass(frozen=True)
class ReviewAnswered:
    """The learner answered a fresh question made from a block, days after the lesson."""

    kind: ClassVar[str] = "reviewed"

    lesson: str
    block: str
    seed: int
    """The seed that the question was made with."""
    answer: str
    verdict: Verdict


@dataclass(frozen=True)
class SettingChanged:
    """The learner chose a setting: a theme, a key, how characters are drawn."""

    kind: ClassVar[str] = "setting"

    name: str
    value: SettingValue


@dataclass(frozen=True)
class PageReset:
    """The learner began a page afresh: what its blocks hold from before no longer counts."""

    kind: ClassVar[str] = "page reset"

    lesson: str
    page: int
    blocks: tuple[str, ...]
    """The ids of the page's blocks on the day of the reset."""


@dataclass(frozen=True)
class LessonReset:
    """The learner began a lesson afresh."""

    kind: ClassVar[str] = "lesson reset"

    lesson: str


@dataclass(frozen=True)
class EverythingReset:
    """The learner began the whole course afresh; settings stay."""

    kind: ClassVar[str] = "everything reset"


Reset = PageReset | LessonReset | EverythingReset
LessonEvent = AnswerGiven | HintTaken | PageVisited | PlaceReached | LessonFinished | ReviewAnswered
Event = LessonEvent | SettingChanged | Reset

EVENTS: dict[str, type[Event]] = {
    event.kind: event
    for event in (
        AnswerGiven,
        HintTaken,
        PageVisited,
        PlaceReached,
        LessonFinished,
        ReviewAnswered,
        SettingChanged,
        PageReset,
        LessonReset,
        EverythingReset,
    )
}

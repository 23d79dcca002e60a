"""What the entries of one lesson add up to: its pages, its blocks with their answers, the place in its run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from operator import attrgetter

from lessons.progress.entries import Entry
from lessons.progress.events import (
    AnswerGiven,
    HintTaken,
    LessonFinished,
    PageVisited,
    PlaceReached,
    ReviewAnswered,
    Verdict,
)
from lessons.progress.rules import Resets


class LessonState(StrEnum):
    """How far a lesson has come."""

    NEW = "new"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True)
class Attempt:
    """One answer that was given."""

    id: str
    time: datetime
    answer: str
    verdict: Verdict
    hints: int
    """How many hints had been shown before it."""


@dataclass(frozen=True)
class ReviewAttempt:
    """One answer to a fresh question made from a block."""

    id: str
    time: datetime
    seed: int
    answer: str
    verdict: Verdict


@dataclass(frozen=True)
class BlockProgress:
    """What the learner did with one block."""

    block: str
    kind: str = ""
    """The block's kind as its answers name it; empty while there is no answer."""
    attempts: tuple[Attempt, ...] = ()
    """Oldest first."""
    reviews: tuple[ReviewAttempt, ...] = ()
    """Oldest first."""
    hints: int = 0
    """How many hints were shown."""

    @property
    def latest(self) -> Attempt | None:
        """The attempt that counts last."""
        return self.attempts[-1] if self.attempts else None

    @property
    def answers(self) -> tuple[Attempt, ...]:
        """The attempts that were answers, right or wrong; giving up is none."""
        return tuple(attempt for attempt in self.attempts if attempt.verdict is not Verdict.NOT_ATTEMPTED)

    @property
    def is_correct(self) -> bool:
        """True once one answer was right: a later slip does not undo it."""
        return any(attempt.verdict is Verdict.CORRECT for attempt in self.attempts)

    @property
    def is_shown(self) -> bool:
        """True where the learner asked to be shown the answer, and never found it."""
        latest = self.latest
        return latest is not None and latest.verdict is Verdict.NOT_ATTEMPTED and not self.is_correct


@dataclass(frozen=True)
class Visits:
    """When a page was opened."""

    first: datetime
    last: datetime


@dataclass(frozen=True)
class Place:
    """Where the learner stood last in a lesson."""

    page: int
    update: int
    position: int
    time: datetime
    parts: tuple[str, ...] = ()
    """The learner's own parts that were switched in."""
    knobs: tuple[str, ...] = ()
    """The knobs that were turned, as "path = value"."""


@dataclass(frozen=True)
class LessonProgress:
    """What the learner did in one lesson."""

    lesson: str
    blocks: Mapping[str, BlockProgress] = field(default_factory=dict)
    pages: Mapping[int, Visits] = field(default_factory=dict)
    """The pages that were opened, by number."""
    place: Place | None = None
    finished: datetime | None = None
    """When the end was reached last; None: not yet."""
    first_time: datetime | None = None
    """When a page was opened, or a question answered, for the first time ever; a reset does not change it."""
    last_time: datetime | None = None
    """When anything was done here last; None: nothing that counts."""

    @property
    def state(self) -> LessonState:
        """New, begun or done."""
        if self.finished is not None:
            return LessonState.DONE
        return LessonState.BEGUN if self.last_time is not None else LessonState.NEW

    @property
    def is_done(self) -> bool:
        """True once the end was reached."""
        return self.state is LessonState.DONE

    def block(self, block: str) -> BlockProgress:
        """Give what was done with a block; an empty record where nothing was."""
        return self.blocks.get(block, BlockProgress(block))


def lesson_progress(lesson: str, entries: Iterable[Entry], resets: Resets) -> LessonProgress:
    """Add up the entries of one lesson."""
    ordered = sorted(entries, key=attrgetter("key"))
    live = [entry for entry in ordered if resets.is_live(entry)]
    place: Place | None = None
    finished: datetime | None = None
    for entry in live:
        match entry.event:
            case PlaceReached(page=page, update=update, position=position, parts=parts, knobs=knobs):
                place = Place(page, update, position, entry.time, parts, knobs)
            case LessonFinished():
                finished = entry.time
    return LessonProgress(
        lesson,
        blocks=_blocks(live),
        pages=_pages(ordered, live),
        place=place,
        finished=finished,
        first_time=_first_time(ordered, live),
        last_time=live[-1].time if live else None,
    )


def _first_time(ordered: Iterable[Entry], live: Sequence[Entry]) -> datetime | None:
    """Give the time of the first visit, or of the first answer that counts if that came earlier."""
    visits = (entry for entry in ordered if isinstance(entry.event, PageVisited))
    answers = (entry for entry in live if isinstance(entry.event, AnswerGiven))
    first = min(chain(visits, answers), key=attrgetter("key"), default=None)
    return first.time if first and live else None


def _blocks(live: Iterable[Entry]) -> dict[str, BlockProgress]:
    """Sort attempts, reviews and hints by block."""
    kinds: dict[str, str] = {}
    attempts: dict[str, list[Attempt]] = {}
    reviews: dict[str, list[ReviewAttempt]] = {}
    hints: dict[str, int] = {}
    for entry in live:
        match entry.event:
            case AnswerGiven(block=block, block_kind=kind, answer=answer, verdict=verdict, hints=shown):
                attempts.setdefault(block, []).append(Attempt(entry.id, entry.time, answer, verdict, shown))
                kinds[block] = kind
            case HintTaken(block=block, number=number):
                hints[block] = number
            case ReviewAnswered(block=block, seed=seed, answer=answer, verdict=verdict):
                reviews.setdefault(block, []).append(ReviewAttempt(entry.id, entry.time, seed, answer, verdict))
    return {
        block: BlockProgress(
            block,
            kinds.get(block, ""),
            tuple(attempts.get(block, ())),
            tuple(reviews.get(block, ())),
            max(hints.get(block, 0), *(attempt.hints for attempt in attempts.get(block, ())), 0),
        )
        for block in sorted({*attempts, *reviews, *hints})
    }


def _pages(ordered: Iterable[Entry], live: Iterable[Entry]) -> dict[int, Visits]:
    """Give the pages that count as opened, each with its first visit ever and its latest."""
    first: dict[int, datetime] = {}
    for entry in ordered:
        if isinstance(entry.event, PageVisited):
            first.setdefault(entry.event.page, entry.time)
    latest = {entry.event.page: entry.time for entry in live if isinstance(entry.event, PageVisited)}
    return {page: Visits(first[page], latest[page]) for page in sorted(latest)}

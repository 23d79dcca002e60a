"""Spaced review: which blocks of lessons past are due to be recalled today.

A block that was answered rightly in its lesson is asked again after 1, 3, 7, 21 and 60 days, each time with fresh
numbers. A miss brings it back to the first of these steps; after the last it counts as learnt. All here are pure
functions of the learner's progress and the time; the fresh question itself is made by the lesson engine from the block
and a seed.
"""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter

from lessons.progress.events import Verdict
from lessons.progress.lesson_progress import Attempt, BlockProgress
from lessons.progress.state import ProgressState

INTERVALS = (1, 3, 7, 21, 60)
"""Days from one right answer to the next asking."""

MOST = 5
"""So many questions at most stand at the start of a session."""

ALL = 2**31
"""As ``most``: every question that is due."""

KINDS = frozenset({"predict", "fill"})
"""The kinds of blocks that can be made afresh."""

_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)

_NIGHT = timedelta(hours=4)
"""A day ends at four in the morning: who works past midnight is not asked twice in one sitting."""


@dataclass(frozen=True)
class ReviewItem:
    """A block that is to be asked again."""

    lesson: str
    block: str
    due: date
    """The first day on which it may be asked."""
    step: int
    """How many intervals are behind it: 0 before the first review."""
    seed: int
    """The seed to make the question with; the same until it is answered, another after that."""


def schedule(state: ProgressState, now: datetime) -> tuple[ReviewItem, ...]:
    """Give every block that is still to be recalled, whenever it is due, the longest due first.

    Days are those of the time zone of ``now``.
    """
    items = (
        _item(lesson.lesson, block, now)
        for lesson in state.lessons.values()
        for block in lesson.blocks.values()
        if block.kind in KINDS
    )
    return tuple(sorted((item for item in items if item), key=attrgetter("due", "step", "lesson", "block")))


def due(
    state: ProgressState,
    now: datetime,
    most: int = MOST,
    is_available: Callable[[str, str], bool] | None = None,
) -> tuple[ReviewItem, ...]:
    """Give the blocks to ask now, at most so many, mixed over the lessons.

    ``is_available(lesson, block)`` tells whether the course still has a block; it is asked no oftener than needed.
    """
    today = _day(now, now)
    chosen: list[ReviewItem] = []
    for item in _mixed(item for item in schedule(state, now) if item.due <= today):
        if len(chosen) == most:
            break
        if is_available is None or is_available(item.lesson, item.block):
            chosen.append(item)
    return tuple(chosen)


def _item(lesson: str, block: BlockProgress, now: datetime) -> ReviewItem | None:
    """Place a block on its way through the intervals; None: never answered rightly yet, or learnt for good."""
    learnt = next((attempt for attempt in block.attempts if attempt.verdict is Verdict.CORRECT), None)
    if learnt is None:
        return None
    step, last = _walk(learnt, block, now)
    if step == len(INTERVALS):
        return None
    seed = zlib.crc32(f"{lesson}\n{block.block}\n{len(block.reviews)}".encode("utf-8", "surrogatepass"))
    return ReviewItem(lesson, block.block, last + timedelta(days=INTERVALS[step]), step, seed)


def _walk(learnt: Attempt, block: BlockProgress, now: datetime) -> tuple[int, date]:
    """Follow a block's reviews: how many intervals are behind it, and the day from which the next one counts."""
    step, last = 0, _day(learnt.time, now)
    for review in block.reviews:
        if review.verdict is Verdict.NOT_ATTEMPTED:
            continue
        step = min(step + 1, len(INTERVALS)) if review.verdict is Verdict.CORRECT else 0
        last = _day(review.time, now)
    return step, last


def _day(time: datetime, now: datetime) -> date:
    """Give the learner's day of a time; a clock that was wrong counts as today, or as the first day of such clocks."""
    return (max(min(time, now), _EARLIEST).astimezone(now.tzinfo) - _NIGHT).date()


def _mixed(items: Iterable[ReviewItem]) -> list[ReviewItem]:
    """Take one item of each lesson in turn: mixing topics makes recall harder, and better."""
    turns: dict[str, int] = {}
    placed: list[tuple[int, int, ReviewItem]] = []
    for position, item in enumerate(items):
        turn = turns.get(item.lesson, 0)
        turns[item.lesson] = turn + 1
        placed.append((turn, position, item))
    return [item for _, _, item in sorted(placed, key=lambda entry: entry[:2])]

"""What can be begun afresh from where the learner is, and what would go with each."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from lessons.blocks import Page
from lessons.course import Entry
from lessons.progress import LessonProgress, ProgressState, ProgressStore, ResetDone, ResetRefused

Outcome = ResetDone | ResetRefused


class Reach(Enum):
    """How much is begun afresh."""

    PAGE = auto()
    LESSON = auto()
    COURSE = auto()


@dataclass(frozen=True, slots=True)
class Fresh:
    """One thing that can be begun afresh."""

    reach: Reach
    title: str
    """What it is: "page 2 of Adding layers"."""
    loss: str
    """What of the learner's would go: "3 answers and 2 hints"."""
    do: Callable[[ProgressStore], Outcome]
    """Does it; the store writes a backup first."""


def choices(state: ProgressState, entry: Entry | None, page: Page | None = None) -> tuple[Fresh, ...]:
    """Return what can be begun afresh, the smallest first: this page, this lesson, everything."""
    return tuple(_choices(state, entry, page))


def _choices(state: ProgressState, entry: Entry | None, page: Page | None) -> Iterator[Fresh]:
    if entry is not None and page is not None:
        blocks = [block.id for block in page.blocks]
        loss = _loss([state.lesson(entry.id)], blocks)
        title = f"page {page.number} of {entry.title}"
        yield Fresh(Reach.PAGE, title, loss, lambda store: store.reset_page(entry.id, page.number, blocks))
    if entry is not None:
        title = f"the lesson {entry.title}"
        yield Fresh(Reach.LESSON, title, _loss([state.lesson(entry.id)]), lambda store: store.reset_lesson(entry.id))
    yield Fresh(Reach.COURSE, "the whole course", _loss(state.lessons.values()), lambda store: store.reset_everything())


def _loss(lessons: Collection[LessonProgress], only: Collection[str] | None = None) -> str:
    """Say how much was done in some lessons, or in some blocks of them."""
    blocks = [block for lesson in lessons for block in lesson.blocks.values() if only is None or block.block in only]
    answers = sum(bool(block.attempts) for block in blocks)
    hints = sum(block.hints for block in blocks)
    if not answers and not hints:
        return "no answers yet"
    said = f"{answers} answer{'s' * (answers != 1)}"
    return f"{said} and {hints} hint{'s' * (hints != 1)}" if hints else said

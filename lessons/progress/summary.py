"""A learner's progress in one table, for the learner and for a teacher who collects it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain

from lessons.progress.events import Verdict
from lessons.progress.lesson_progress import LessonProgress, LessonState
from lessons.progress.state import ProgressState

_HEADINGS = ("lesson", "state", "page", "answered", "right", "at once", "hints", "reviews", "last")


@dataclass(frozen=True)
class LessonSummary:
    """One lesson's line."""

    lesson: str
    title: str
    state: LessonState
    page: int | None
    """The page where the learner stood last."""
    answered: int
    """How many blocks were answered."""
    right: int
    """How many of them were answered rightly at some time."""
    right_at_once: int
    """How many of them at the first attempt and without a hint."""
    attempts: int
    """How many answers were given in all."""
    hints: int
    """How many hints were shown in all."""
    reviews: int
    """How many review questions were answered."""
    first: datetime | None
    last: datetime | None

    def to_json(self) -> dict[str, object]:
        """Give the line as JSON values."""
        times = {name: time.isoformat(timespec="seconds") if time else None for name, time in self._times().items()}
        return asdict(self) | times

    def cells(self) -> tuple[str, ...]:
        """Give the line's texts, in the order of the table's headings."""
        page = "" if self.page is None else str(self.page)
        counts = (self.answered, self.right, self.right_at_once, self.hints, self.reviews)
        last = f"{self.last:%Y-%m-%d}" if self.last else ""
        return self.title, self.state.value, page, *map(str, counts), last

    def _times(self) -> dict[str, datetime | None]:
        return {"first": self.first, "last": self.last}


@dataclass(frozen=True)
class ProgressSummary:
    """The whole table."""

    lessons: tuple[LessonSummary, ...]

    @property
    def done(self) -> int:
        """How many lessons are done."""
        return sum(line.state is LessonState.DONE for line in self.lessons)

    def to_json(self) -> dict[str, object]:
        """Give the table as JSON values."""
        return {"done": self.done, "of": len(self.lessons), "lessons": [line.to_json() for line in self.lessons]}

    def to_lines(self, width: int = 80) -> tuple[str, ...]:
        """Draw the table, no wider than this; titles give way."""
        rows = [_HEADINGS, *(line.cells() for line in self.lessons)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        widths[0] = max(len(_HEADINGS[0]), min(widths[0], width - sum(widths[1:]) - len(widths) + 1))
        lines = [" ".join(_cell(*part) for part in zip(row, widths, range(len(row)), strict=True)) for row in rows]
        return (*(line.rstrip() for line in lines), f"{self.done} of {len(self.lessons)} lessons done")


def summarise(state: ProgressState, titles: Iterable[tuple[str, str]] = ()) -> ProgressSummary:
    """Sum up each lesson of a course, given as (id, title) in its order, and then those that it has no more."""
    named = dict(titles)
    others = ((lesson, lesson) for lesson in state.lessons if lesson not in named)
    return ProgressSummary(
        tuple(_summary(title, state.lesson(lesson)) for lesson, title in chain(named.items(), others))
    )


def _summary(title: str, progress: LessonProgress) -> LessonSummary:
    blocks = [block for block in progress.blocks.values() if block.answers]
    at_once = [block for block in blocks if block.answers[0].verdict is Verdict.CORRECT and not block.answers[0].hints]
    return LessonSummary(
        lesson=progress.lesson,
        title=title,
        state=progress.state,
        page=progress.place.page if progress.place else max(progress.pages, default=None),
        answered=len(blocks),
        right=sum(block.is_correct for block in blocks),
        right_at_once=len(at_once),
        attempts=sum(len(block.answers) for block in blocks),
        hints=sum(block.hints for block in progress.blocks.values()),
        reviews=sum(len(block.reviews) for block in progress.blocks.values()),
        first=progress.first_time,
        last=progress.last_time,
    )


def _cell(text: str, width: int, column: int) -> str:
    """Fit a text into its column: words to the left, numbers to the right, and a sign where something is cut off."""
    if len(text) > width:
        text = text[: width - 1] + "…"
    return text.ljust(width) if column in (0, 1) else text.rjust(width)

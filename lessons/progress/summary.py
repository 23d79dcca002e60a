"""A learner's progress in one table, for the learner and for a teacher who collects it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from textwrap import wrap
from typing import Final

from lessons.progress.events import Verdict
from lessons.progress.lesson_progress import BlockProgress, LessonProgress, LessonState
from lessons.progress.state import ProgressState

FORMAT: Final = 2
"""The form of the JSON; a greater one has other names."""

_HEADINGS = ("lesson", "state", "right", "at once", "hints", "recall", "last")
_GAP = "  "
_LEGEND = (
    "right: of the questions answered. at once: at the first try, without a hint.",
    "recall: answers to questions that came back days later.",
)


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
    finished: datetime | None
    """When the end was reached last."""
    is_here: bool
    """Whether the course has the lesson now; what was done in others is kept and shown, but they are not counted."""
    details: LessonProgress
    """All that the line sums up."""

    def to_json(self) -> dict[str, object]:
        """Give the line as JSON values, with every page that was opened and every answer that was given."""
        left_out = ("details", "is_here")
        counts = {field.name: getattr(self, field.name) for field in fields(self) if field.name not in left_out}
        times = {name: _time(counts[name]) for name in ("first", "last", "finished")}
        counts["in_course"] = self.is_here
        pages = [
            {"page": number, "first": _time(visits.first), "last": _time(visits.last)}
            for number, visits in self.details.pages.items()
        ]
        return counts | times | {"pages": pages, "blocks": [_block(block) for block in self.details.blocks.values()]}

    def cells(self) -> tuple[str, ...]:
        """Give the line's texts, in the order of the table's headings; what was never touched stays empty."""
        title = self.title if self.is_here else f"{self.title} (not here now)"
        if self.state is LessonState.NEW:
            return title, self.state.value, "", "", "", "", ""
        is_begun = self.state is LessonState.BEGUN and self.page is not None
        state = f"page {self.page}" if is_begun else self.state.value
        counts = (str(self.right_at_once), str(self.hints), str(self.reviews))
        last = f"{self.last:%Y-%m-%d}" if self.last else ""
        return title, state, f"{self.right}/{self.answered}", *counts, last


@dataclass(frozen=True)
class ProgressSummary:
    """The whole table."""

    lessons: tuple[LessonSummary, ...]

    @property
    def done(self) -> int:
        """How many lessons of the course are done."""
        return sum(line.is_here and line.state is LessonState.DONE for line in self.lessons)

    @property
    def of(self) -> int:
        """How many lessons the course has."""
        return sum(line.is_here for line in self.lessons)

    def to_json(self) -> dict[str, object]:
        """Give the table as JSON values."""
        lessons = [line.to_json() for line in self.lessons]
        return {"format": FORMAT, "done": self.done, "of": self.of, "lessons": lessons}

    def to_lines(self, width: int = 80) -> tuple[str, ...]:
        """Draw the table, no wider than this; a title that is too long goes on in the next line."""
        rows = [_HEADINGS, *(line.cells() for line in self.lessons)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        room = width - sum(widths[1:]) - len(_GAP) * (len(widths) - 1)
        widths[0] = max(len(_HEADINGS[0]), min(widths[0], room))
        lines = [line for row in rows for line in _row(row, widths)]
        done = f"{self.done} of {self.of} lessons done"
        return (lines[0], "", *lines[1:], "", done, *_LEGEND)


def summarise(state: ProgressState, titles: Iterable[tuple[str, str]] = ()) -> ProgressSummary:
    """Sum up each lesson of a course, given as (id, title) in its order, and then those that it has no more."""
    named = dict(titles)
    ours = [_summary(title, state.lesson(lesson), is_here=True) for lesson, title in named.items()]
    others = [_summary(lesson, state.lesson(lesson), is_here=False) for lesson in state.lessons if lesson not in named]
    return ProgressSummary((*ours, *others))


def _summary(title: str, progress: LessonProgress, is_here: bool) -> LessonSummary:
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
        finished=progress.finished,
        is_here=is_here,
        details=progress,
    )


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Draw a row: words to the left, numbers to the right; the rest of a long title stands below."""
    title, *more = wrap(cells[0], widths[0], subsequent_indent=_GAP) or [""]
    texts = (title, *cells[1:])
    fitted = [
        text.ljust(width) if column < 2 else text.rjust(width)
        for column, (text, width) in enumerate(zip(texts, widths, strict=True))
    ]
    return [_GAP.join(fitted).rstrip(), *more]


def _block(block: BlockProgress) -> dict[str, object]:
    """Give what was done with one block as JSON values."""
    attempts = [
        {"time": _time(one.time), "answer": one.answer, "verdict": one.verdict.value, "hints": one.hints}
        for one in block.attempts
    ]
    reviews = [{"time": _time(one.time), "answer": one.answer, "verdict": one.verdict.value} for one in block.reviews]
    about = {"block": block.block, "kind": block.kind, "right": block.is_correct, "hints": block.hints}
    return {**about, "attempts": attempts, "reviews": reviews}


def _time(time: datetime | None) -> str | None:
    """Give a time as JSON has it."""
    return time.isoformat(timespec="seconds") if time else None

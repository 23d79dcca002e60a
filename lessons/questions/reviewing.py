"""Questions asked again, days later: a little lesson of its own, one question a page, each with fresh numbers.

questions = Questions(course)
items = due(store.state, now, is_available=questions.has)
review = questions.review(items)                       # None: none of them is there (any more)
session = LessonSession.begin(review.lesson)           # shown, told and judged like any other lesson
reviewer = Reviewer(review, store.record, lambda: store.status)
reviewer.record(event)                                 # keeps of the lesson's events what a review keeps
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from lessons.blocks import Block, ExperimentBlock, Fill, Lesson, Page, Predict, Prose, Setting, Show, is_task
from lessons.course import Course
from lessons.document import read
from lessons.errors import NamingError
from lessons.evidence import Evidence
from lessons.progress.events import AnswerGiven, Event, ReviewAnswered, Verdict
from lessons.progress.lesson_progress import LessonProgress
from lessons.progress.status import SaveStatus
from lessons.questions.fresh import fresh, next_variant
from lessons.questions.review import ReviewItem
from lessons.reading.head import Head

REVIEW = "review"
"""The id of the little lesson; nothing is kept under it."""

_VARIANTS = 2**20


def can_be_reviewed(lesson: Lesson, block_id: str) -> bool:
    """Return whether the lesson has this question."""
    return _question(lesson, block_id) is not None


def reviewed_page(lesson: Lesson, block_id: str, seed: int, evidence: Evidence) -> Page | None:
    """Return a page with the question, the numbers that the seed gives it, and the words that lead to it.

    A question that its author keeps to its own numbers comes with them. None: the lesson has no such question (any
    more).
    """
    task = _question(lesson, block_id)
    if task is None:
        return None
    variant = next_variant(task, 1 + seed % _VARIANTS, evidence) if task.is_renewable else 0
    asked = replace(fresh(task, variant), id=f"{lesson.id}:{block_id}")
    blocks: list[Block] = [*_leading_to(lesson.page_of(block_id), task, asked), asked]
    if asked.setting.experiment is not None:
        blocks.insert(0, ExperimentBlock(f"{asked.id}:experiment", task.line, asked.setting.experiment))
    head = lesson.head
    title = f"From {head.number} · {head.title}" if head.number else f"From {head.title}"
    return Page(asked.id, 1, task.line, title, tuple(blocks))


@dataclass(frozen=True)
class Review:
    """Some questions that are due, as a lesson with a page for each."""

    lesson: Lesson
    items: tuple[ReviewItem, ...]
    """What each page asks again, in order."""

    def kept(self, event: Event, answered: frozenset[str]) -> ReviewAnswered | None:
        """Return what is to be kept of an event of the little lesson; None: nothing.

        The first answer counts: who needs two tries, or gives up, is asked again tomorrow. ``answered`` are the blocks
        that were answered before.
        """
        if not isinstance(event, AnswerGiven) or event.block in answered:
            return None
        item = self.items[event.page - 1]
        verdict = Verdict.CORRECT if event.verdict is Verdict.CORRECT else Verdict.INCORRECT
        return ReviewAnswered(item.lesson, item.block, item.seed, event.answer, verdict)


class Reviewer:
    """Keeps the answers of a review: stands where a lesson has its store."""

    def __init__(self, review: Review, record: Callable[[Event], SaveStatus], status: Callable[[], SaveStatus]) -> None:
        self.review = review
        self.progress = LessonProgress(REVIEW)
        self.verdicts: dict[str, Verdict] = {}
        """What the first answer to each question was, by the block."""
        self._record = record
        self._status = status

    def record(self, event: Event) -> SaveStatus:
        """Keep what is to be kept of an event of the little lesson."""
        kept = self.review.kept(event, frozenset(self.verdicts))
        if kept is None or not isinstance(event, AnswerGiven):
            return self._status()
        self.verdicts[event.block] = kept.verdict
        return self._record(kept)

    def asked(self, number: int) -> tuple[str, str]:
        """Return the lesson and the block of the question with this number, counted from 1."""
        item = self.review.items[number - 1]
        return item.lesson, item.block

    @property
    def recalled(self) -> int:
        """How many questions were answered rightly at the first try."""
        return sum(verdict is Verdict.CORRECT for verdict in self.verdicts.values())


class Questions:
    """The questions of a course that can come back.

    A lesson's file is read when it is first asked about, and numbers are drawn when a question is first asked for; both
    are remembered. Worth calling in a thread.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._lessons: dict[str, Lesson | None] = {}
        self._pages: dict[tuple[str, str, int], Page | None] = {}

    def has(self, lesson: str, block: str) -> bool:
        """Return whether a question can be asked again."""
        found = self._lesson(lesson)
        return found is not None and can_be_reviewed(found, block)

    def review(self, items: Iterable[ReviewItem]) -> Review | None:
        """Return the questions as a little lesson; None where none of them is there (any more)."""
        evidence = Evidence()
        pages, asked = list[Page](), list[ReviewItem]()
        for item in items:
            page = self._page(item, evidence)
            if page is not None:
                pages.append(replace(page, number=len(pages) + 1))
                asked.append(item)
        head = Head(REVIEW, "Review", part="", number=0, minutes=len(pages))
        return Review(Lesson(head, tuple(pages), REVIEW), tuple(asked)) if pages else None

    def _page(self, item: ReviewItem, evidence: Evidence) -> Page | None:
        key = item.lesson, item.block, item.seed
        if key not in self._pages:
            lesson = self._lesson(item.lesson)
            self._pages[key] = None if lesson is None else reviewed_page(lesson, item.block, item.seed, evidence)
        return self._pages[key]

    def _lesson(self, lesson: str) -> Lesson | None:
        if lesson not in self._lessons:
            self._lessons[lesson] = self._read(lesson)
        return self._lessons[lesson]

    def _read(self, lesson: str) -> Lesson | None:
        try:
            entry = self._course.find(lesson)
        except NamingError:
            return None
        return read(entry.path, entry.data).lesson if entry.id == lesson and not entry.is_broken else None


def _question(lesson: Lesson, block_id: str) -> Predict | Fill | None:
    """Return a question; None where there is none of this id."""
    task = next((task for task in lesson.tasks if task.id == block_id), None)
    return task if isinstance(task, Predict | Fill) else None


def _leading_to(page: Page, task: Predict | Fill, asked: Predict | Fill) -> Iterator[Block]:
    """Yield what stands between the question and the one before it, and the step that is shown with it, fresh too."""
    experiment = asked.setting.experiment
    before = page.blocks[: page.blocks.index(task)]
    places = [place for place, block in enumerate(before) if is_task(block)]
    start = places[-1] + 1 if places else 0
    shown = [block for block in before if isinstance(block, Show) and block.setting == task.setting]
    if shown and shown[-1] not in before[start:]:
        yield replace(shown[-1], id=f"{asked.id}:{shown[-1].id}", setting=asked.setting, says="")
    for block in before[start:]:
        if isinstance(block, Prose | Show):
            is_same = block.setting.experiment == task.setting.experiment
            setting = Setting(experiment, block.setting.update) if is_same else block.setting
            yield replace(block, id=f"{asked.id}:{block.id}", setting=setting)

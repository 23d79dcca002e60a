"""A learner in a lesson: pure state, moved by events. It knows nothing of screens.

    session = LessonSession.begin(lesson)
    session = session.after(Answered("p3-predict-1", "0.35"))
    session.verdict("p3-predict-1")          # Correct | Incorrect | NotAttempted | None

A screen shows what the session says: which blocks of the page are to be seen, which one is waiting for the learner,
whether the page is done, how far the lesson has come. It decides nothing itself. The texts, with the numbers of the run
in them, are in `lessons.telling`.

A page opens as far as its first open task. What stands below comes to be seen when the task is settled: answered
rightly, or given up. Turning the page is always possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from lessons.block_state import UNTOUCHED as UNTOUCHED
from lessons.block_state import BlockState as BlockState
from lessons.block_state import state_after
from lessons.blocks import (
    Block,
    Choice,
    Experiment,
    ExperimentBlock,
    Fill,
    Implement,
    Lesson,
    Option,
    Page,
    Predict,
    Question,
    Setting,
    Show,
    Task,
    Try,
    is_task,
)
from lessons.events import Event, Moved, PageTurned, PartsChosen, Refreshed
from lessons.evidence import Evidence
from lessons.experiment import with_knob
from lessons.grading import Verdict
from lessons.lab import Covered, Place
from lessons.questions.fresh import fresh
from lessons.references import Reference

START = Place()


@dataclass(frozen=True)
class LessonSession:
    """A learner in a lesson. `after` gives the session that an event leads to; nothing ever changes in place.

    What a screen asks many times about one session is worked out once.
    """

    lesson: Lesson
    evidence: Evidence = field(compare=False, repr=False)
    number: int = 1
    """The page that is open, counted from 1."""
    states: Mapping[str, BlockState] = field(default_factory=lambda: MappingProxyType({}))
    place: Place = START
    """Where the lab stood last."""
    own_parts: tuple[str, ...] = ()
    """Which of the learner's own parts stand in the place of ours, wherever they fit."""

    @classmethod
    def begin(cls, lesson: Lesson, evidence: Evidence | None = None) -> LessonSession:
        """Return the session of a learner who has done nothing yet."""
        return cls(lesson, evidence or Evidence())

    # Events

    def after(self, event: Event) -> LessonSession:
        """Return the session after an event. An event that means nothing here (any more) changes nothing."""
        match event:
            case PageTurned(page=page):
                return self._turned(page)
            case Moved(place=place):
                return replace(self, place=place)
            case PartsChosen(parts=parts):
                return replace(self, own_parts=parts)
        try:
            block = self.lesson.block(event.block)
        except KeyError:
            return self
        if not is_task(block):
            return self
        task = block if isinstance(event, Refreshed) else self.task(event.block)
        state = state_after(self.state(event.block), event, task, self.evidence)
        return replace(self, states=MappingProxyType({**self.states, event.block: state}))

    def _turned(self, number: int) -> LessonSession:
        number = min(max(number, 1), len(self.lesson.pages))
        if number == self.number:
            return self
        return replace(self, number=number, place=Place(self._page_update(number), 0))

    # The page

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self.lesson.pages[self.number - 1]

    @property
    def page_count(self) -> int:
        """How many pages the lesson has."""
        return len(self.lesson.pages)

    @cached_property
    def visible(self) -> tuple[Block, ...]:
        """The blocks of the page that are to be seen: all down to the first open task."""
        return tuple(self._visible())

    @cached_property
    def active(self) -> Task | None:
        """The task that waits for the learner: one they practise, or the first open one; None where there is none."""
        tasks = self.page.tasks
        practised = [task for task in tasks if self.state(task.id).was_settled and not self.state(task.id).is_settled]
        waiting = practised or [task for task in tasks if not self.state(task.id).is_done]
        return self.task(waiting[0].id) if waiting else None

    @property
    def is_page_done(self) -> bool:
        """Whether nothing is left to do on this page."""
        return all(self.state(task.id).is_done for task in self.page.tasks)

    @property
    def is_first(self) -> bool:
        """Whether this is the first page."""
        return self.number == 1

    @property
    def is_last(self) -> bool:
        """Whether this is the last page."""
        return self.number == self.page_count

    @property
    def is_finished(self) -> bool:
        """Whether the learner has come to the end: the last page is open, and nothing on it is left to do."""
        return self.is_last and self.is_page_done

    @property
    def progress(self) -> float:
        """How much of the lesson is done, from 0 to 1: the share of its tasks, or of its pages where it has none."""
        tasks = self.lesson.tasks
        if not tasks:
            return self.number / self.page_count
        return sum(self.state(task.id).is_done for task in tasks) / len(tasks)

    # The lab

    @cached_property
    def experiment(self) -> Experiment | None:
        """The experiment that the lab shows: with the knobs as set, or with the fresh numbers that are practised."""
        if self._practised is not None:
            return self._practised.setting.experiment
        experiment = self._declared
        task = self.knobbed
        if experiment is None or task is None:
            return experiment
        for path, value in self.knobs(task.id).items():
            experiment = with_knob(experiment, path, value)
        return experiment

    @property
    def setting(self) -> Setting:
        """The experiment and the update that the page speaks of, as far as it is open."""
        setting = Setting(self._declared, self._page_update(self.number))
        for block in self._visible():
            if isinstance(block, Show | ExperimentBlock):
                setting = block.setting if isinstance(block, Show) else Setting(block.experiment, 0)
        return setting

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Every setting that the page speaks of, for preparing its numbers beforehand."""
        return tuple(dict.fromkeys(b.setting for b in self.page.blocks if not isinstance(b, ExperimentBlock)))

    @property
    def show(self) -> Show | None:
        """What is put before the learner: the last `show` block of the page that is to be seen."""
        return next((block for block in reversed(self.visible) if isinstance(block, Show)), None)

    @property
    def trying(self) -> Try | None:
        """The `try` block that the run is to satisfy now; None where another task, or none, is waiting."""
        return self.active if isinstance(self.active, Try) else None

    @cached_property
    def covered(self) -> tuple[Covered, ...]:
        """The values that the waiting task asks for; the lab neither shows nor passes them until it is settled."""
        task = self.active
        if not isinstance(task, Predict | Fill):
            return ()
        return tuple(Covered(task.setting, reference) for reference in _asked_for(task))

    def is_covered(self, name: str, update: int, cell: tuple[int, ...] | None = None) -> bool:
        """Return whether a value of the lab's trace, or a cell of it, is to be hidden: "dense1.output", 0, (0, 1)."""
        for cover in self.covered:
            reference = cover.reference
            if cover.setting.update == update and reference.name == name:
                wanted = (None,) * len(cell or ()) if not reference.index else reference.index
                if cell is None or all(index in (None, place) for index, place in zip(wanted, cell, strict=False)):
                    return True
        return False

    # One block

    def state(self, block_id: str) -> BlockState:
        """Return what the learner has done with a block."""
        return self.states.get(block_id, UNTOUCHED)

    def verdict(self, block_id: str) -> Verdict | None:
        """Return what was said to the last answer; None where nothing was answered."""
        return self.state(block_id).verdict

    def task(self, block_id: str) -> Task:
        """Return a task as it is asked now: with fresh numbers where the learner wanted some."""
        block = self.lesson.block(block_id)
        if not isinstance(block, Predict | Choice | Fill | Try | Implement):
            raise KeyError(block_id)
        return self._varied(block)

    def knobs(self, block_id: str) -> dict[str, Option]:
        """Return how the knobs of a `try` block stand, by path."""
        task = self.task(block_id)
        knobs = task.knobs if isinstance(task, Try) else ()
        return {knob.path: knob.start for knob in knobs} | dict(self.state(block_id).knobs)

    def _varied(self, task: Task) -> Task:
        variant = self.state(task.id).variant
        return fresh(task, variant) if variant and isinstance(task, Predict | Fill) else task

    def _visible(self) -> Iterator[Block]:
        for block in self.page.blocks:
            yield block
            if is_task(block) and not self.state(block.id).is_done:
                return

    @property
    def _declared(self) -> Experiment | None:
        """The experiment that is in force on the page, as far as it is open."""
        visible = [block for block in self._visible() if isinstance(block, ExperimentBlock)]
        earlier = [block for page in self.lesson.pages[: self.number - 1] for block in page.blocks]
        before = [block for block in earlier if isinstance(block, ExperimentBlock)]
        return (before + visible)[-1].experiment if before or visible else None

    @property
    def _practised(self) -> Task | None:
        """The question that waits with fresh numbers; where nothing waits, the last one of the page that had some."""
        waiting = self.active
        tasks = (waiting,) if waiting is not None else tuple(self.task(task.id) for task in self.page.tasks)
        return next((task for task in reversed(tasks) if self.state(task.id).variant), None)

    @property
    def knobbed(self) -> Try | None:
        """The `try` block of the page whose knobs count: the last one to be seen, unless another experiment follows."""
        for block in reversed(self.visible):
            if isinstance(block, ExperimentBlock):
                return None
            if isinstance(block, Try) and block.knobs:
                return block
        return None

    def _page_update(self, number: int) -> int:
        """Return the update that a page begins at: that of the last `show` before it in the same experiment."""
        update = 0
        for page in self.lesson.pages[: number - 1]:
            for block in page.blocks:
                if isinstance(block, Show):
                    update = block.setting.update
                elif isinstance(block, ExperimentBlock):
                    update = 0
        return update


def _asked_for(task: Predict | Fill) -> Iterator[Reference]:
    """Yield the references whose numbers would give the answer away."""
    if isinstance(task, Fill):
        expressions = [task.cell] if "result" in task.blanks or "step" in task.blanks else []
    elif task.question is Question.SHAPE:
        expressions = []
    else:
        expressions = [item.value for item in task.items] or ([task.answer] if task.answer else [])
    for expression in expressions:
        if expression.reference is not None:
            yield expression.reference

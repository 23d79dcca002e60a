"""Between a session and the progress store: what of an event is to be kept, and how a session is taken up again.

after = before.after(event)
for record in records(before, event, after):
    store.record(record)

session = resumed(lesson, store.state.lesson(lesson.id))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from lessons.block_state import knob_texts, knobs_of, knobs_said
from lessons.blocks import Implement, Lesson, Task, Try
from lessons.events import (
    Answered,
    Event,
    GivenUp,
    HintAsked,
    KnobTurned,
    Moved,
    PageTurned,
    PartPassed,
    PartsChosen,
    Tried,
)
from lessons.evidence import Evidence
from lessons.grading import Correct, Incorrect
from lessons.lab import Place
from lessons.progress.events import AnswerGiven, HintTaken, LessonFinished, PageVisited, PlaceReached
from lessons.progress.events import Event as ProgressEvent
from lessons.progress.events import Verdict as Kept
from lessons.progress.lesson_progress import BlockProgress, LessonProgress
from lessons.session import BlockState, LessonSession


def records(before: LessonSession, event: Event, after: LessonSession) -> Iterator[ProgressEvent]:
    """Yield what is to be kept of an event, in order; nothing where it changed nothing."""
    lesson = after.lesson.id
    match event:
        case _ if before == after:
            return
        case PageTurned():
            yield PageVisited(lesson, after.number)
            yield _place(after)
        case Moved() | PartsChosen():
            yield _place(after)
        case KnobTurned(block=block):
            if after.knobbed is not None and after.knobbed.id == block:
                yield _place(after)
        case HintAsked(block=block):
            yield HintTaken(lesson, after.lesson.page_of(block).number, block, after.state(block).hints)
        case Answered(block=block) | GivenUp(block=block) | Tried(block=block) | PartPassed(block=block):
            yield from _answer(before, after, block)
    if after.is_finished and not before.is_finished:
        yield LessonFinished(lesson)


def opening(session: LessonSession) -> Iterator[ProgressEvent]:
    """Yield what is to be kept when a session is opened: that its page was visited."""
    yield PageVisited(session.lesson.id, session.number)


def resumed(lesson: Lesson, progress: LessonProgress, evidence: Evidence | None = None) -> LessonSession:
    """Return the session of a learner who comes back: what they answered, where they were.

    What is kept of blocks that the lesson no longer has stays in the store, and plays no part here.
    """
    session = LessonSession.begin(lesson, evidence)
    states = {task.id: state for task in lesson.tasks if (state := _state(task, progress.block(task.id)))}
    session = replace(session, states=MappingProxyType(states))
    place = progress.place
    if place is None:
        return session
    session = _with_knobs(session.after(PageTurned(place.page)), place.knobs)
    return session.after(Moved(Place(place.update, place.position))).after(PartsChosen(place.parts))


def _with_knobs(session: LessonSession, written: tuple[str, ...]) -> LessonSession:
    """Return the session with the knobs of its page as they were left; those of what was done stand as they did it."""
    task = session.knobbed
    if task is not None and not session.state(task.id).is_correct:
        for path, value in knobs_said(task, written):
            session = session.after(KnobTurned(task.id, path, value))
    return session


def kind_of(task: Task) -> str:
    """Return the kind of a block as the lesson writes it, such as "predict"."""
    return type(task).__name__.lower()


def _place(session: LessonSession) -> PlaceReached:
    place, task = session.place, session.knobbed
    knobs = knob_texts(session.state(task.id).knobs) if task is not None else ()
    return PlaceReached(session.lesson.id, session.number, place.update, place.position, session.own_parts, knobs)


def _answer(before: LessonSession, after: LessonSession, block: str) -> Iterator[ProgressEvent]:
    state, task = after.state(block), after.task(block)
    if state.variant:
        return  # practice: what was answered in the lesson stays what is kept
    if state.attempts == before.state(block).attempts and not state.is_given_up:
        return
    verdict = Kept.CORRECT if state.is_correct else Kept.INCORRECT
    if state.is_given_up:
        verdict = Kept.NOT_ATTEMPTED
    answer = "" if state.is_given_up else state.answer
    page = after.lesson.page_of(block).number
    yield AnswerGiven(after.lesson.id, page, block, kind_of(task), answer, verdict, state.hints)


def _state(task: Task, kept: BlockProgress) -> BlockState | None:
    """Return how a block stands after what is kept of it; None where nothing is, or where it was another kind then."""
    latest = kept.latest
    if (latest is None and not kept.hints) or kept.kind not in ("", kind_of(task)):
        return None
    attempts = sum(attempt.verdict is not Kept.NOT_ATTEMPTED for attempt in kept.attempts)
    state = BlockState(hints=kept.hints, attempts=attempts)
    if latest is None:
        return state
    if latest.verdict is Kept.NOT_ATTEMPTED and not kept.is_correct:
        return replace(state, is_given_up=True)
    if kept.is_correct:
        right = next(attempt for attempt in reversed(kept.attempts) if attempt.verdict is Kept.CORRECT)
        knobs = knobs_of(task, right.answer) if isinstance(task, Try) else ()
        return replace(state, answer=right.answer, verdict=Correct(_said(task)), knobs=knobs)
    return replace(state, answer=latest.answer, verdict=Incorrect(""))


def _said(task: Task) -> str:
    """Return what is said to what was done; of an answer `lessons.telling` finds the words again."""
    match task:
        case Implement():
            return "You wrote this part."
        case Try():
            return "You have done this."
    return ""

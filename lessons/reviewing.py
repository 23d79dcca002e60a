"""A question asked again, days later: the block of a lesson with fresh numbers, in a session of its own.

session = review_session(lesson, item.block, item.seed)       # None: the lesson has no such question (any more)
session = session.after(Answered(item.block, "0.35"))         # shown and told like any other session
store.record(review_record(session, item.block, item.seed))
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from lessons.blocks import Fill, Lesson, Predict
from lessons.evidence import Evidence
from lessons.progress.events import ReviewAnswered, Verdict
from lessons.session import BlockState, LessonSession

_VARIANTS = 2**20


def can_be_reviewed(lesson: Lesson, block_id: str) -> bool:
    """Return whether the lesson has this question, and lets it come back with fresh numbers."""
    task = next((task for task in lesson.tasks if task.id == block_id), None)
    return isinstance(task, Predict | Fill) and task.is_renewable


def review_session(lesson: Lesson, block_id: str, seed: int, evidence: Evidence | None = None) -> LessonSession | None:
    """Return a session in which the question waits, with the numbers that the seed gives it."""
    if not can_be_reviewed(lesson, block_id):
        return None
    session = LessonSession.begin(lesson, evidence)
    state = BlockState(variant=1 + seed % _VARIANTS, was_settled=True)
    states = MappingProxyType({block_id: state})
    return replace(session, number=lesson.page_of(block_id).number, states=states)


def review_record(session: LessonSession, block_id: str, seed: int) -> ReviewAnswered:
    """Return what is to be kept of a review: right only at the first try and without giving up."""
    state = session.state(block_id)
    verdict = Verdict.CORRECT if state.is_correct and state.attempts == 1 else Verdict.INCORRECT
    if not state.is_correct and not state.attempts and not state.is_given_up:
        verdict = Verdict.NOT_ATTEMPTED
    return ReviewAnswered(session.lesson.id, block_id, seed, state.answer, verdict)

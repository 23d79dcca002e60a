"""What a session says in words: texts with the numbers of the run in them, hints, replies, answers.

A screen shows these texts as they are. Numbers that the learner is still to find stay hidden.
"""

from __future__ import annotations

from lessons.blocks import (
    Choice,
    Fill,
    Inline,
    Note,
    Predict,
    Prose,
    Question,
    Recap,
    Setting,
    Show,
    Task,
    Try,
    hints_of,
)
from lessons.errors import NamingError
from lessons.grading import OPTION, Correct, Incorrect, NotAttempted, Verdict, answer_text, judge, options_right
from lessons.numbers import value_text
from lessons.questions.filling import SEPARATOR, Worksheet, line_derivation, worked_sheet, worksheet
from lessons.reading.inline import fill_numbers, find_numbers
from lessons.session import LessonSession

LONGEST_WHY = 60
"""A longer sum is looked at in the lab."""

HIDDEN = "?"
"""What stands in a text for a number that is still covered."""


def prose(session: LessonSession, block: Prose | Note) -> str:
    """Return a text with the numbers of the run filled in."""
    return fill_numbers(block.text, block.numbers, lambda number: _shown(session, number, block.setting))


def points(session: LessonSession, block: Recap) -> tuple[str, ...]:
    """Return the points of a recap with the numbers of the run filled in."""
    return tuple(
        fill_numbers(point, numbers, lambda number: _shown(session, number, block.setting))
        for point, numbers in zip(block.points, block.numbers, strict=True)
    )


def question(session: LessonSession, block_id: str) -> str:
    """Return what a task asks."""
    task = session.task(block_id)
    return _filled(session, task.ask, task.setting)


def page_text(session: LessonSession) -> str:
    """Return all that is to be read on the page, as far as it is open: its texts and its questions."""
    read = (block.text if isinstance(block, Prose | Note) else getattr(block, "ask", "") for block in session.visible)
    return "\n".join(read)


def replies(session: LessonSession, block_id: str) -> str:
    """Return what is said below a task: to the last answer, or the answer itself to someone who gave up."""
    state, task = session.state(block_id), session.task(block_id)
    after = (getattr(task, "after", "") or _why(session, task)) if state.is_settled else ""
    said = ""
    match _verdict(session, block_id):
        case _ if state.is_given_up:
            said = _given_up(session, block_id)
        case Correct(says=said) | Incorrect(reason=said) | NotAttempted(reason=said):
            pass
    return " ".join(_filled(session, text, task.setting) for text in (said, after) if text)


def options(session: LessonSession, block_id: str) -> tuple[str, ...]:
    """Return the texts of a choice's options with the numbers of the run filled in; none of another task."""
    task = session.task(block_id)
    if not isinstance(task, Choice):
        return ()
    return tuple(_filled(session, option.text, task.setting) for option in task.options)


def pointer(session: LessonSession, block: Show) -> str:
    """Return what a `show` block says, with the numbers of the run filled in."""
    return _filled(session, block.says, block.setting)


def missed_option(session: LessonSession, block_id: str) -> int | None:
    """Return which option the reply to a wrong choice speaks of, counted from 0; None where it speaks of none."""
    verdict = _verdict(session, block_id)
    if not isinstance(verdict, Incorrect) or not verdict.mistake.startswith(OPTION):
        return None
    return int(verdict.mistake.removeprefix(OPTION)) - 1


def wrong_blank(session: LessonSession, block_id: str) -> int | None:
    """Return which blank of a `fill` the reply speaks of, counted from 0; None where none was wrong."""
    verdict = _verdict(session, block_id)
    return verdict.marks.index(False) if isinstance(verdict, Incorrect) and False in verdict.marks else None


def answer(session: LessonSession, block_id: str) -> str:
    """Return the right answer of a task that is settled, as a learner would write it; empty while it is open."""
    task = session.task(block_id)
    if not session.state(block_id).is_settled or not isinstance(task, Predict | Choice | Fill):
        return ""
    try:
        return answer_text(task, session.evidence)
    except NamingError as error:
        return f"(broken: {error.what})"


def hints(session: LessonSession, block_id: str) -> tuple[str, ...]:
    """Return the hints that are shown, the first one first."""
    task = session.task(block_id)
    return tuple(_filled(session, hint, task.setting) for hint in hints_of(task)[: session.state(block_id).hints])


def has_more_hints(session: LessonSession, block_id: str) -> bool:
    """Return whether another hint can be asked for."""
    state = session.state(block_id)
    return not state.is_settled and state.hints < len(hints_of(session.task(block_id)))


def filled_worksheet(session: LessonSession, block_id: str, filled: tuple[str, ...] = ()) -> Worksheet:
    """Return the derivation of a `fill` block with its blanks: filled as given here, or as answered last.

    Once it is settled every number is the exact one: a rounded answer is right, but the sum on the screen has to be.
    """
    task, state = session.task(block_id), session.state(block_id)
    if not isinstance(task, Fill):
        raise KeyError(block_id)
    if state.is_settled:
        return worked_sheet(task, session.evidence)
    return worksheet(task, session.evidence, filled or _parts(state.answer))


def _given_up(session: LessonSession, block_id: str) -> str:
    """Return what is shown to someone who gave up."""
    task = session.task(block_id)
    match task:
        case Choice():
            rights = options_right(task, session.evidence)
            return " ".join(option.reply for option, is_right in zip(task.options, rights, strict=True) if is_right)
        case Predict():
            return f"It is {answer(session, block_id)}."
        case Try(solution=solution, knobs=knobs) if solution:
            labels = {knob.path: knob.label for knob in knobs}
            return "One way: " + ", ".join(f"{labels[path]} {value_text(value)}" for path, value in solution) + "."
        case Try(hints=hints) if hints:
            return hints[-1]
    return ""


def _why(session: LessonSession, task: Task) -> str:
    """Return the arithmetic behind a number whose author says nothing about it; empty where there is none to show."""
    if not isinstance(task, Predict) or task.question is not Question.NUMBER or task.answer is None:
        return ""
    try:
        derivation = line_derivation(task.answer, task.setting, session.evidence)
    except NamingError:
        return ""
    arithmetic = derivation.with_numbers().partition(" = ")[2]
    is_short = len(arithmetic) <= LONGEST_WHY
    return f"It comes from {arithmetic}." if is_short and derivation.operation.kind != "movement" else ""


def _filled(session: LessonSession, text: str, setting: Setting) -> str:
    return fill_numbers(text, find_numbers(text), lambda number: _shown(session, number, setting))


def _shown(session: LessonSession, number: Inline, setting: Setting) -> str:
    hidden = {cover.reference for cover in session.covered if cover.setting == setting}
    if hidden.intersection(number.expression.references):
        return HIDDEN
    try:
        return session.evidence.text(number, setting)
    except NamingError as error:
        return f"({error.what})"


def _verdict(session: LessonSession, block_id: str) -> Verdict | None:
    """Return the verdict, with its words: one that was kept from another day has none, and is given again."""
    state, task = session.state(block_id), session.task(block_id)
    if state.verdict not in (Correct(), Incorrect("")) or not isinstance(task, Predict | Choice | Fill):
        return state.verdict
    try:
        again = judge(task, state.answer, session.evidence)
    except NamingError:
        return state.verdict
    return again if type(again) is type(state.verdict) else state.verdict


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(SEPARATOR)) if text else ()

"""What a session says in words: texts with the numbers of the run in them, hints, replies, answers, the recap.

A screen shows these texts as they are. Numbers that the learner is still to find stay hidden.
"""

from __future__ import annotations

from lessons.blocks import Choice, Fill, Inline, Note, Predict, Prose, Recap, Setting, Try, hints_of
from lessons.errors import NamingError
from lessons.filling import SEPARATOR, Worksheet, worksheet
from lessons.grading import Correct, Incorrect, NotAttempted, Verdict, answer_text, judge, options_right
from lessons.inline import fill_numbers, find_numbers
from lessons.numbers import show_numbers
from lessons.session import LessonSession

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


def replies(session: LessonSession, block_id: str) -> str:
    """Return what is said below a task: to the last answer, or the answer itself to someone who gave up."""
    state, task = session.state(block_id), session.task(block_id)
    after = getattr(task, "after", "") if state.is_settled else ""
    said = ""
    match _verdict(session, block_id):
        case _ if state.is_given_up:
            said = _given_up(session, block_id)
        case Correct(says=said) | Incorrect(reason=said) | NotAttempted(reason=said):
            pass
    return " ".join(_filled(session, text, task.setting) for text in (said, after) if text)


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
    """Return the derivation of a `fill` block with its blanks: filled as given here, or as answered last."""
    task, state = session.task(block_id), session.state(block_id)
    if not isinstance(task, Fill):
        raise KeyError(block_id)
    if state.is_given_up:
        filled = _parts(answer(session, block_id))
    elif not filled:
        filled = _parts(state.answer)
    return worksheet(task, session.evidence, filled)


def recap_markdown(session: LessonSession) -> str:
    """Return the lesson's recap as Markdown, with the learner's own answers, for keeping."""
    lesson = session.lesson
    lines = [f"# {lesson.title}", ""]
    for page in lesson.pages:
        for block in page.blocks:
            if isinstance(block, Recap):
                lines += [*(f"- {point}" for point in points(session, block)), ""]
    told = [line for task in lesson.tasks if (line := _told(session, task.id))]
    return "\n".join([*lines, *(["## Your answers", "", *told, ""] if told else [])])


def _told(session: LessonSession, block_id: str) -> str:
    """Return a line on what the learner answered; empty where nothing was."""
    state = session.state(block_id)
    if not state.is_settled:
        return ""
    tries = "at the first try" if state.attempts == 1 else f"after {state.attempts} tries"
    said = "shown" if state.is_given_up else f"you: {state.answer}, {tries}"
    right = answer(session, block_id)
    return f"- {question(session, block_id)} *{said}{f'; it is {right}' if right else ''}*"


def _given_up(session: LessonSession, block_id: str) -> str:
    """Return what is shown to someone who gave up."""
    task = session.task(block_id)
    match task:
        case Choice():
            rights = options_right(task, session.evidence)
            return " ".join(option.reply for option, is_right in zip(task.options, rights, strict=True) if is_right)
        case Predict():
            return f"It is {answer(session, block_id)}."
        case Try(solution=solution) if solution:
            return "One way: " + ", ".join(f"{path} = {value}" for path, value in solution) + "."
    return ""


def _filled(session: LessonSession, text: str, setting: Setting) -> str:
    return fill_numbers(text, find_numbers(text), lambda number: _shown(session, number, setting))


def _shown(session: LessonSession, number: Inline, setting: Setting) -> str:
    hidden = {cover.reference for cover in session.covered if cover.setting == setting}
    if hidden.intersection(number.expression.references):
        return HIDDEN
    try:
        return show_numbers(session.evidence.find(number.expression, setting).numbers, number.form)
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

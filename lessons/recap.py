"""The lesson's recap as Markdown, with the learner's own answers in words, for keeping."""

from __future__ import annotations

from lessons.block_state import knobs_of
from lessons.blocks import Choice, Fill, Implement, Predict, Question, Recap, Task, Try
from lessons.grading import SIGN_NAMES, items_named, options_taken
from lessons.numbers import MINUS, count, value_text
from lessons.questions.filling import SEPARATOR
from lessons.session import LessonSession
from lessons.telling import answer, options, points, question


def recap_markdown(session: LessonSession) -> str:
    """Return the lesson's points, and under them each question with what the learner answered."""
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
    state, task = session.state(block_id), session.task(block_id)
    if not state.is_settled:
        return ""
    right = in_words(session, task, answer(session, block_id))
    if state.is_given_up:
        said = f"shown: {right}" if right else "shown"
    else:
        given = in_words(session, task, state.answer)
        how = "" if isinstance(task, Implement) else _with(0 if isinstance(task, Try) else state.attempts, state.hints)
        said = ", ".join(part for part in (f"you: {given}", how) if part)
        said += f"; it is {right}" if right and right != given else ""
    return f"- {question(session, block_id)} *{said}*"


def in_words(session: LessonSession, task: Task, answer: str) -> str:
    """Return an answer as a reader understands it later: options by their text, a sign by its name."""
    match task:
        case Choice():
            texts = options(session, task.id)
            return "; ".join(texts[number - 1] for number in options_taken(task, answer))
        case Predict(question=Question.SIGN):
            return {"+": SIGN_NAMES[1], "-": SIGN_NAMES[-1], "0": SIGN_NAMES[0]}.get(answer, answer)
        case Predict(question=Question.ORDER):
            return " < ".join(item.label for item in items_named(task, answer) or ()) or answer
        case Predict(question=Question.NUMBER) | Fill():
            return f"{SEPARATOR} ".join(part.strip() for part in answer.replace("-", MINUS).split(SEPARATOR))
        case Try():
            return _reached(task, answer) or answer
    return answer


def _reached(task: Try, answer: str) -> str:
    """Say with which knobs a run came to what was asked for, and after how many updates."""
    labels = {knob.path: knob.label for knob in task.knobs}
    said = [f"{labels[path]} {value_text(value)}" for path, value in knobs_of(task, answer)]
    number = answer.removeprefix("update ").split(maxsplit=1)[0] if answer else ""
    if number.isdecimal() and int(number):
        said.append(f"after {count(int(number), 'update')}")
    return ", ".join(said)


def _with(attempts: int, hints: int) -> str:
    """Say how it went: at the first try or later, where tries are counted, and with how many hints."""
    tries = {0: "", 1: "at the first try"}.get(attempts, f"after {attempts} tries")
    return " ".join(part for part in (tries, f"with {count(hints, 'hint')}" if hints else "") if part)

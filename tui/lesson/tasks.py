"""A page's blocks as the views draw them: the session's state in the words of `tui.render.task`."""

import re
from dataclasses import dataclass

from lessons import telling
from lessons.blocks import Choice, Fill, Implement, Predict, Question, Try, hints_of
from lessons.blocks import Task as TaskBlock
from lessons.grading import Incorrect, NotAttempted
from lessons.numbers import value_text
from lessons.session import LessonSession
from tui.clean import one_line
from tui.render.task import Knob, Standing, Task

_SIGNS = (("+", "positive"), ("-", "negative"), ("0", "zero"))
_LETTERS = ("a", "b", "c", "d", "e")
"""`f` is for a hint."""


@dataclass(frozen=True, slots=True)
class Answering:
    """How a task is answered with options: what each option hands in, and the keys that take it."""

    answers: tuple[str, ...]
    keys: tuple[str, ...] = ()


def answering_of(task: TaskBlock) -> Answering | None:
    """Return how a task is answered with options; None where the answer is typed, or comes from the run."""
    match task:
        case Predict(question=Question.SIGN):
            signs = tuple(sign for sign, _ in _SIGNS)
            return Answering(signs, signs)
        case Predict(question=Question.LARGER | Question.ORDER as question, items=items):
            labels = tuple(item.label for item in items)
            return Answering(_item_answers(labels), _item_keys(labels, question is Question.ORDER))
        case Choice(options=options):
            return Answering(tuple(str(number) for number in range(1, len(options) + 1)))
    return None


def _item_keys(labels: tuple[str, ...], is_ordered: bool) -> tuple[str, ...]:
    """Return a letter for each item where a number beside it would be taken for something else: a place, a class."""
    is_unclear = is_ordered or any(character.isdigit() for label in labels for character in label)
    return _LETTERS[: len(labels)] if is_unclear and len(labels) <= len(_LETTERS) else ()


def _item_answers(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands for each item in an answer: its label where that is one word, else its number."""
    if any(re.search(r"[\s,;<>]", label) for label in labels):
        return tuple(str(number) for number in range(1, len(labels) + 1))
    return labels


def task_view(session: LessonSession, block: str, is_saved: bool = True) -> Task:
    """Return a task as it stands."""
    task, state = session.task(block), session.state(block)
    return Task(
        ask=telling.question(session, block),
        standing=_standing(session, block),
        answer="" if state.is_given_up else _answer(task, state.answer),
        reply=telling.replies(session, block),
        hints=telling.hints(session, block),
        hint_count=len(hints_of(task)),
        is_saved=is_saved,
        how=_how(task),
        says="a shape, such as 2x3" if isinstance(task, Predict) and task.question is Question.SHAPE else "",
        sheet=_sheet(session, task),
        blanks=len(task.blanks) if isinstance(task, Fill) else 1,
        wrong_blank=telling.wrong_blank(session, block),
        knobs=_knobs(session, task),
        options=telling.options(session, block) or _items(task),
        keys=(answering_of(task) or Answering(())).keys,
        taken=_revealed(session, task) if state.is_given_up else _taken(task, state.answer),
        missed=telling.missed_option(session, block),
        takes_several=isinstance(task, Choice) and task.takes_several,
        is_ordered=isinstance(task, Predict) and task.question is Question.ORDER,
    )


def _standing(session: LessonSession, block: str) -> Standing:
    """Return how a task stands; an answer that could not be read counts as none."""
    state = session.state(block)
    if state.is_settled:
        return Standing.SHOWN if state.is_given_up else Standing.RIGHT
    match state.verdict:
        case Incorrect():
            return Standing.WRONG
        case NotAttempted(reason=reason) if reason:
            return Standing.UNDERWAY if isinstance(session.task(block), Try) else Standing.UNREAD
    return Standing.OPEN


def _answer(task: TaskBlock, answer: str) -> str:
    """Return the answer as it is shown beside its verdict; options and filled blanks show themselves."""
    if answering_of(task) is not None or isinstance(task, Fill | Try | Implement):
        return ""
    return one_line(answer).replace("-", "−")


def _how(task: TaskBlock) -> str:
    """Say how to answer, where the field is empty."""
    match task:
        case Predict(question=Question.NUMBER):
            return "a number"
        case Predict(question=Question.SHAPE):
            return "a shape, such as 2x3"
        case Fill(blanks=blanks):
            return "the missing number" if len(blanks) == 1 else "blank"
    return ""


def _sheet(session: LessonSession, task: TaskBlock) -> tuple[str, ...]:
    """Return what stands below the question: a worked derivation with its blanks, or the way to the workshop."""
    if isinstance(task, Implement) and not session.state(task.id).is_settled:
        return ("enter opens the workshop",)
    if not isinstance(task, Fill):
        return ()
    worksheet = telling.filled_worksheet(session, task.id)
    return worksheet.names, worksheet.numbers


def _knobs(session: LessonSession, task: TaskBlock) -> tuple[Knob, ...]:
    """Return the knobs as they stand."""
    if not isinstance(task, Try):
        return ()
    now = session.knobs(task.id)
    return tuple(
        Knob(
            one_line(knob.label), tuple(one_line(value_text(v)) for v in knob.values), knob.values.index(now[knob.path])
        )
        for knob in task.knobs
        if now[knob.path] in knob.values
    )


def _items(task: TaskBlock) -> tuple[str, ...]:
    """Return the texts of the options that a prediction is made with."""
    match task:
        case Predict(question=Question.SIGN):
            return tuple(name for _, name in _SIGNS)
        case Predict(question=Question.LARGER | Question.ORDER, items=items):
            return tuple(f"`{item.label}`" for item in items)
    return ()


def _revealed(session: LessonSession, task: TaskBlock) -> tuple[int, ...]:
    """Return which options are right, in order, for a learner who asked to be shown."""
    answer = telling.answer(session, task.id)
    match task:
        case Predict(question=Question.SIGN):
            names = [name for _, name in _SIGNS]
        case Predict(question=Question.LARGER | Question.ORDER, items=items):
            names = [item.label for item in items]
        case Choice(options=options):
            names, answer = [str(number) for number in range(1, len(options) + 1)], answer.replace(" ", " < ")
        case _:
            return ()
    return tuple(names.index(word) for word in answer.split(" < ") if word in names)


def _taken(task: TaskBlock, answer: str) -> tuple[int, ...]:
    """Return which options an answer takes."""
    answering = answering_of(task)
    if answering is None:
        return ()
    return tuple(answering.answers.index(word) for word in answer.split() if word in answering.answers)

"""Judges answers: right, wrong for a reason, or not an answer at all.

Every answer is compared with what the evidence computes. A wrong number is looked up first among the mistakes that the
lesson expects, then among those that `lessons.questions.mistakes` can work out from the way the number came about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from lessons.blocks import Choice, ChoiceOption, Fill, Item, Predict, Question, Setting, Task, Tolerance
from lessons.errors import NamingError
from lessons.evidence import Evidence
from lessons.numbers import parse_number, parse_shape, show_number, show_numbers
from lessons.questions.filling import SEPARATOR, Blank, blanks_of
from lessons.questions.mistakes import general_mistakes, mistakes_in_blank


@dataclass(frozen=True, slots=True)
class Correct:
    """The answer is right."""

    says: str = ""
    """What is said to it: the exact number, or the reply of the chosen option."""


@dataclass(frozen=True, slots=True)
class Incorrect:
    """The answer is wrong, and as much as can be said about why."""

    reason: str
    """A sentence about the answer."""
    mistake: str = ""
    """Which mistake was recognised, by its short name; empty where none was."""
    marks: tuple[bool, ...] = ()
    """Where an answer has several parts, which of them are right."""


@dataclass(frozen=True, slots=True)
class NotAttempted:
    """Nothing was answered, or nothing that can be read as an answer; it does not count as a try."""

    reason: str = ""


Verdict = Correct | Incorrect | NotAttempted

EXPECTED = "expected by the lesson"
"""The name of a mistake that the lesson itself lists."""

OPTION = "option "
"""What stands before its number, counted from 1, in the name of the mistake of taking a wrong option."""

_SIGN_WORDS = {
    1: ("+", "+1", "1", "positive", "pos", "plus", ">0", "up", "rises"),
    -1: ("-", "-1", "negative", "neg", "minus", "<0", "down", "falls"),
    0: ("0", "zero", "none", "neither"),
}
SIGN_NAMES = {1: "positive", -1: "negative", 0: "zero"}
"""What a sign is called in a reply."""
_ORDINALS = ("first", "second", "third", "fourth")


def judge(task: Task, answer: str, evidence: Evidence) -> Verdict:
    """Return what is to be said to an answer; raise `NamingError` where the lesson's own references are at fault."""
    if not answer.strip():
        return NotAttempted()
    match task:
        case Predict():
            return _judge_prediction(task, answer, evidence)
        case Choice():
            return _judge_choice(task, answer, evidence)
        case Fill():
            return _judge_fill(task, answer, evidence)
        case _:
            raise NamingError(f"{task.id} takes no written answer", "It is settled by what the learner does.")


def judge_number(text: str, answer: float, within: Tolerance) -> Verdict:
    """Return whether a text is this number, nearly enough."""
    given = parse_number(text)
    if given is None:
        return NotAttempted(f"“{text.strip()[:40]}” is not a number. Write it like −0.35, 1/3 or 2e-4.")
    if is_near(given, answer, within):
        return Correct(f"It is {show_number(answer)}.")
    return Incorrect(f"{show_number(given)} is not it.")


def is_near(given: float, answer: float, within: Tolerance) -> bool:
    """Return whether a number is within the tolerance of the answer, rounding of the last bit forgiven."""
    return abs(given - answer) <= within.around(answer) + 1e-9 * max(1e-3, abs(answer))


def options_right(task: Choice, evidence: Evidence) -> tuple[bool, ...]:
    """Return which options of a choice are right."""
    return tuple(_is_right(option, task.setting, evidence) for option in task.options)


def options_taken(task: Choice, text: str) -> tuple[int, ...]:
    """Return the numbers, counted from 1, of the options that an answer names."""
    named = {int(word) for word in re.findall(r"[0-9]+", text[:40])}
    return tuple(sorted(number for number in named if 1 <= number <= len(task.options)))


def items_named(task: Predict, text: str) -> tuple[Item, ...] | None:
    """Return the items, the smallest first as the text has them, or None unless each is named once.

    `a < b < c` and `a b c` name the smallest first, `a > b > c` names the largest first.
    """
    is_falling = ">" in text
    if is_falling and "<" in text:
        return None
    words = [word for word in re.split(r"\s*[<,;>]\s*|\s+", text.strip().strip("<>,;")) if word]
    if len(words) == 1 and len(words[0]) == len(task.items):
        words = list(words[0])
    items = [_item_named(task, word) for word in words]
    named = tuple(item for item in items if item is not None)
    is_complete = len(named) == len(words) and {item.label for item in named} == {item.label for item in task.items}
    if not is_complete or len(named) != len(task.items):
        return None
    return named[::-1] if is_falling else named


def ordered(task: Predict, evidence: Evidence) -> tuple[tuple[Item, float], ...]:
    """Return the items of a comparing question with their numbers, the smallest first."""
    numbers = [(item, evidence.number(item.value, task.setting)) for item in task.items]
    return tuple(sorted(numbers, key=lambda pair: pair[1]))


def answer_text(task: Predict | Choice | Fill, evidence: Evidence) -> str:
    """Return the right answer as a learner would write it: what is shown to someone who gives up."""
    match task:
        case Choice():
            rights = options_right(task, evidence)
            return " ".join(str(number) for number, is_right in enumerate(rights, 1) if is_right)
        case Fill():
            return f"{SEPARATOR} ".join(show_number(blank.number) for blank in blanks_of(task, evidence))
        case Predict(question=Question.ORDER):
            return " < ".join(item.label for item, _ in ordered(task, evidence))
        case Predict(question=Question.LARGER):
            return ordered(task, evidence)[-1][0].label
        case Predict(question=Question.SHAPE, answer=answer) if answer:
            return show_numbers(evidence.shape(answer, task.setting))
        case Predict(question=Question.SIGN, answer=answer) if answer:
            return SIGN_NAMES[int(np.sign(evidence.number(answer, task.setting)))]
        case Predict(answer=answer) if answer:
            return show_number(evidence.number(answer, task.setting))
    raise NamingError(f"{task.id} has no answer", "Give it one.")


def _judge_prediction(task: Predict, text: str, evidence: Evidence) -> Verdict:
    match task.question:
        case Question.NUMBER:
            return _judge_predicted_number(task, text, evidence)
        case Question.SIGN:
            return _judge_sign(task, text, evidence)
        case Question.SHAPE:
            return _judge_shape(task, text, evidence)
        case Question.LARGER:
            return _judge_larger(task, text, evidence)
        case Question.ORDER:
            return _judge_order(task, text, evidence)


def _judge_predicted_number(task: Predict, text: str, evidence: Evidence) -> Verdict:
    assert task.answer is not None  # noqa: S101  # the reader sees to it
    answer = evidence.number(task.answer, task.setting)
    verdict = judge_number(text, answer, task.within)
    given = parse_number(text)
    if given is None or not isinstance(verdict, Incorrect):
        return verdict
    for mistake in task.mistakes:
        if is_near(given, evidence.number(mistake.value, task.setting), task.within):
            return Incorrect(mistake.says, EXPECTED)
    for slip in general_mistakes(task, answer, evidence):
        if is_near(given, slip.number, task.within):
            return Incorrect(slip.says, slip.kind)
    return Incorrect(_compare(given, answer))


def _compare(given: float, answer: float) -> str:
    """Say on which side a wrong number lies, which gives nothing away but the direction."""
    shown = show_number(given)
    if given * answer < 0:
        return f"{shown} has the wrong sign."
    side = "high" if given > answer else "low"
    return f"{shown} is too {side}."


def _judge_sign(task: Predict, text: str, evidence: Evidence) -> Verdict:
    assert task.answer is not None  # noqa: S101  # the reader sees to it
    word = "".join(text.lower().replace("−", "-").split())
    given = next((sign for sign, words in _SIGN_WORDS.items() if word in words), None)
    if given is None:
        number = parse_number(text)
        if number is None:
            return NotAttempted("Write +, − or 0.")
        given = int(np.sign(number))
    number = evidence.number(task.answer, task.setting)
    if given == int(np.sign(number)):
        return Correct(f"It is {SIGN_NAMES[given]}.")
    return Incorrect(f"It is not {SIGN_NAMES[given]}.", "sign")


def _judge_shape(task: Predict, text: str, evidence: Evidence) -> Verdict:
    assert task.answer is not None  # noqa: S101  # the reader sees to it
    shape, given = evidence.shape(task.answer, task.setting), parse_shape(text)
    if given is None:
        return NotAttempted("Write a shape as rows × columns: 2x3.")
    if given == shape:
        return Correct(f"It is {show_numbers(shape)}.")
    if given == shape[::-1]:
        return Incorrect("These are the right numbers the wrong way round: rows come first.", "transposed")
    if len(given) != len(shape):
        return Incorrect(f"It has {len(shape)} dimension{'s' * (len(shape) != 1)}, not {len(given)}.", "dimensions")
    return Incorrect(f"{show_numbers(given)} is not it.{_partly_right(given, shape)}")


def _partly_right(given: tuple[int, ...], shape: tuple[int, ...]) -> str:
    """Say which numbers of a wrong shape are right; nothing where none is, or where they have no words."""
    places = list(zip(_ORDINALS, given, shape, strict=False))
    right = [f"the {ordinal} number, {one}," for ordinal, one, other in places if one == other]
    wrong = [f"the {ordinal}" for ordinal, one, other in places if one != other]
    if not right or len(shape) > len(_ORDINALS):
        return ""
    is_right, is_not = ("is" if len(right) == 1 else "are"), ("is" if len(wrong) == 1 else "are")
    said = f"{' and '.join(right)} {is_right} right; {' and '.join(wrong)} {is_not} not."
    return f" {said[0].upper()}{said[1:]}"


def _judge_larger(task: Predict, text: str, evidence: Evidence) -> Verdict:
    given = _item_named(task, text)
    if given is None:
        return NotAttempted(f"Write one of {', '.join(item.label for item in task.items)}.")
    smallest_first = ordered(task, evidence)
    numbers = {item.label: number for item, number in smallest_first}
    largest = smallest_first[-1][1]
    shown = ", ".join(f"“{item.label}” is {show_number(numbers[item.label])}" for item in task.items)
    if numbers[given.label] == largest:
        return Correct(f"{shown}.")
    is_by_size = abs(numbers[given.label]) == max(abs(number) for number in numbers.values())
    if is_by_size:
        return Incorrect(f"“{given.label}” is farthest from zero, but it is negative.", "size for value")
    other = "the other one" if len(task.items) == 2 else "another one"
    return Incorrect(f"“{given.label}” is {show_number(numbers[given.label])}; {other} is larger.")


def _judge_order(task: Predict, text: str, evidence: Evidence) -> Verdict:
    given = items_named(task, text)
    if given is None:
        labels = ", ".join(f"“{item.label}”" for item in task.items)
        return NotAttempted(f"Put all {len(task.items)} in order, the smallest first, each once: {labels}.")
    smallest_first = ordered(task, evidence)
    numbers = {item.label: number for item, number in smallest_first}
    sequence = [numbers[item.label] for item in given]
    if sequence == sorted(sequence):
        return Correct("; ".join(f"“{item.label}” is {show_number(number)}" for item, number in smallest_first) + ".")
    if sequence == sorted(sequence, reverse=True):
        return Incorrect("That is the order from the largest to the smallest.", "reversed")
    first = next(place for place in range(len(sequence) - 1) if sequence[place] > sequence[place + 1])
    one, other = given[first].label, given[first + 1].label
    return Incorrect(f"You put “{one}” before “{other}”, but “{one}” is the larger of the two.", "order")


def _item_named(task: Predict, text: str) -> Item | None:
    word = text.strip().lower()
    named = [item for item in task.items if item.label.lower() == word]
    if not named and word.isascii() and word.isdigit() and 1 <= int(word) <= len(task.items):
        return task.items[int(word) - 1]
    return named[0] if named else None


def _judge_choice(task: Choice, text: str, evidence: Evidence) -> Verdict:
    taken = options_taken(task, text)
    if not taken or (len(taken) > 1 and not task.takes_several):
        return NotAttempted(f"Choose {'one or more' if task.takes_several else 'one'} of 1 to {len(task.options)}.")
    rights = options_right(task, evidence)
    wrong = [number for number in taken if not rights[number - 1]]
    if wrong:
        return Incorrect(task.options[wrong[0] - 1].reply, f"{OPTION}{wrong[0]}")
    if task.takes_several and len(taken) < sum(rights):
        return Incorrect("What you took is right, but it is not all.", "incomplete")
    return Correct(" ".join(task.options[number - 1].reply for number in taken))


def _is_right(option: ChoiceOption, setting: Setting, evidence: Evidence) -> bool:
    return option.is_right if isinstance(option.is_right, bool) else evidence.holds(option.is_right, setting)


def _judge_fill(task: Fill, text: str, evidence: Evidence) -> Verdict:
    blanks = blanks_of(task, evidence)
    answers = [part.strip() for part in text.split(SEPARATOR)]
    answers += [""] * (len(blanks) - len(answers))
    verdicts = [_judge_blank(task, blank, answer, evidence) for blank, answer in zip(blanks, answers, strict=False)]
    unread = next((verdict for verdict in verdicts if isinstance(verdict, NotAttempted)), None)
    if unread is not None:
        return NotAttempted(unread.reason or "Fill in every blank.")
    marks = tuple(isinstance(verdict, Correct) for verdict in verdicts)
    first = next((verdict for verdict in verdicts if isinstance(verdict, Incorrect)), None)
    if first is None:
        return Correct("Every blank is right." if len(blanks) > 1 else f"It is {show_number(blanks[0].number)}.")
    return Incorrect(first.reason, first.mistake, marks)


def _judge_blank(task: Fill, blank: Blank, answer: str, evidence: Evidence) -> Verdict:
    if not answer:
        return NotAttempted()
    verdict = judge_number(answer, blank.number, task.within)
    given = parse_number(answer)
    if not isinstance(verdict, Incorrect) or given is None:
        return verdict
    if is_near(given, -blank.number, task.within):
        return Incorrect(f"{show_number(given)}: the size is right, the sign is not.", "sign flipped")
    for slip in mistakes_in_blank(task, blank, evidence):
        if is_near(given, slip.number, task.within):
            return Incorrect(f"Blank {blank.number_on_page}: {slip.says}", slip.kind)
    return Incorrect(f"Blank {blank.number_on_page}: {_compare(given, blank.number)}")

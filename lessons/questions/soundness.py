"""Whether a question is sound by itself: does it have an answer, do its texts resolve, can every mistake be told apart.

Authors are told of it before a learner sees the question, and numbers made afresh are taken only where they pass it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from lessons.blocks import Block, Choice, Fill, Note, Predict, Prose, Question, Recap, Setting, Show, Try
from lessons.errors import NamingError
from lessons.evidence import Evidence
from lessons.expressions import Expression
from lessons.grading import Correct, answer_text, is_near, judge, ordered
from lessons.numbers import show_number
from lessons.questions.filling import EMPTY, worksheet
from lessons.reading.inline import find_numbers

Speaking = Predict | Fill | Choice | Try | Show | Prose | Note | Recap
"""The blocks that speak of a run."""

MOST_TERMS = 8
"""Numbers that a person is asked to add up by hand."""


def check_question(block: Predict | Fill, evidence: Evidence) -> Iterator[NamingError]:
    """Yield what is wrong with a question; raise the error where nothing further can be looked at."""
    match block:
        case Predict():
            yield from _check_predict(block, evidence)
        case Fill():
            yield from _check_fill(block, evidence)


def check_expressions(block: Speaking, evidence: Evidence) -> Iterator[NamingError]:
    """Yield the first number of a block, in its fields or its texts, that the run does not have."""
    for expression in _expressions(block):
        try:
            evidence.find(expression, block.setting)
        except NamingError as error:
            yield NamingError(error.what, error.mend, expression.text)
            return


def _check_predict(block: Predict, evidence: Evidence) -> Iterator[NamingError]:
    found = list(_check_numbers(block, evidence))
    yield from found or _check_own_answer(block, evidence)


def _check_numbers(block: Predict, evidence: Evidence) -> Iterator[NamingError]:
    if block.question in (Question.ORDER, Question.LARGER):
        yield from _check_items(block, evidence)
    elif block.question is Question.NUMBER and block.answer is not None:
        yield from _check_mistakes(block, evidence.number(block.answer, block.setting), evidence)
    elif block.question is Question.SIGN and block.answer is not None:
        number = evidence.number(block.answer, block.setting)
        if 0 < abs(number) < 1e-12:
            what = f"{block.answer} is {number:.1e}, whose sign is chance"
            yield NamingError(what, "Ask for another number.", block.answer.text)


def _check_mistakes(block: Predict, answer: float, evidence: Evidence) -> Iterator[NamingError]:
    if not np.isfinite(answer):
        yield NamingError(f"the answer of {block.id} is {answer}", "Ask for a number that is finite.")
        return
    seen: list[tuple[float, str]] = []
    for mistake in block.mistakes:
        number = evidence.number(mistake.value, block.setting)
        if is_near(number, answer, block.within):
            what = f"the mistake {mistake.value} gives {show_number(number)}, which counts as right"
            mend = "Leave it out, choose another cell, or make `within` smaller."
            yield NamingError(what, mend, f'value = "{mistake.value}"')
        for other, text in seen:
            if is_near(number, other, block.within):
                what = f"the mistakes {text} and {mistake.value} give the same number"
                yield NamingError(what, "Keep one of them.", f'value = "{mistake.value}"')
        seen.append((number, str(mistake.value)))


def _check_items(block: Predict, evidence: Evidence) -> Iterator[NamingError]:
    for (one, first), (other, second) in itertools.pairwise(ordered(block, evidence)):
        is_asked = block.question is Question.ORDER or other is ordered(block, evidence)[-1][0]
        if is_asked and is_near(first, second, block.within):
            what = f"{one.label} and {other.label} are too close: {show_number(first)} and {show_number(second)}"
            mend = "Compare numbers that differ, or give a smaller `within`."
            yield NamingError(what, mend, f'label = "{one.label}"')
    if len({item.label.lower() for item in block.items}) < len(block.items):
        yield NamingError(f"two items of {block.id} have the same label", "Give each its own.")


def _check_fill(block: Fill, evidence: Evidence) -> Iterator[NamingError]:
    sheet = worksheet(block, evidence)
    if sheet.numbers.count(EMPTY) != len(sheet.blanks):
        yield NamingError(f"a blank of {block.id} stands inside another", "Name each piece of the sum once.")
    if len(sheet.numbers.split(" + ")) > MOST_TERMS:
        yield NamingError(f"the sum of {block.id} has more than {MOST_TERMS} terms", "Choose a smaller network.")
    yield from _check_own_answer(block, evidence)


def _check_own_answer(block: Predict | Fill, evidence: Evidence) -> Iterator[NamingError]:
    """Answer the question with what is shown to someone who gives up: it has to count as right."""
    answer = answer_text(block, evidence)
    if not isinstance(judge(block, answer, evidence), Correct):
        what = f"the answer of {block.id}, as it is shown ({answer}), does not count as right"
        yield NamingError(what, "Make `within` larger: people answer with few digits.")


def _expressions(block: Block) -> Iterator[Expression]:
    """Yield every expression that stands in a block, in its fields and in its texts."""
    for item in _parts(block):
        if isinstance(item, Expression):
            yield item
        elif isinstance(item, str):
            yield from (number.expression for number in find_numbers(item))


def _parts(record: Any) -> Iterator[object]:
    """Yield the texts and expressions of a record, and of the records in it."""
    match record:
        case Setting():
            return
        case Expression() | str():
            yield record
        case tuple():
            for item in record:
                yield from _parts(item)
        case _ if is_dataclass(record):
            for entry in fields(record):
                yield from _parts(getattr(record, entry.name))

"""The author's check of single blocks: do references resolve, are answers sound, can every mistake be told apart."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from lessons.blocks import Block, Choice, ExperimentBlock, Fill, Implement, Predict, Question, Setting, Show, View
from lessons.charts.studies import study_of
from lessons.errors import NamingError
from lessons.evidence import Evidence
from lessons.expressions import Expression, parse_expression
from lessons.filling import EMPTY, worksheet
from lessons.fresh import fresh
from lessons.grading import Correct, answer_text, is_near, judge, options_right, ordered
from lessons.inline import find_numbers
from lessons.lab import Lab
from lessons.numbers import show_number
from netcore.errors import NetcoreError

VARIANTS = (1, 2)
FARTHEST_AGAIN = 500
"""Questions about later updates are not asked again here: it would take too long."""

MOST_TERMS = 8
"""Numbers that a person is asked to add up by hand."""


def check_block(block: Block, evidence: Evidence) -> Iterator[NamingError]:
    """Yield what is wrong with a block; raise the error where nothing further can be looked at."""
    if isinstance(block, ExperimentBlock | Implement):
        return
    for expression in _expressions(block):
        try:
            evidence.find(expression, block.setting)
        except NamingError as error:
            yield NamingError(error.what, error.mend, expression.text)
            return
    match block:
        case Predict():
            yield from _check_predict(block, evidence)
        case Choice():
            yield from _check_choice(block, evidence)
        case Fill():
            yield from _check_fill(block, evidence)
        case Show():
            yield from _check_show(block)


def _check_predict(block: Predict, evidence: Evidence) -> Iterator[NamingError]:
    if block.question in (Question.ORDER, Question.LARGER):
        yield from _check_items(block, evidence)
    elif block.question is Question.NUMBER and block.answer is not None:
        yield from _check_mistakes(block, evidence.number(block.answer, block.setting), evidence)
    elif block.question is Question.SIGN and block.answer is not None:
        number = evidence.number(block.answer, block.setting)
        if 0 < abs(number) < 1e-12:
            yield NamingError(f"{block.answer} is {number:.1e}, whose sign is chance", "Ask for another number.")
    yield from _check_own_answer(block, evidence)


def _check_mistakes(block: Predict, answer: float, evidence: Evidence) -> Iterator[NamingError]:
    if not np.isfinite(answer):
        yield NamingError(f"the answer of {block.id} is {answer}", "Ask for a number that is finite.")
        return
    seen: list[tuple[float, str]] = []
    for mistake in block.mistakes:
        number = evidence.number(mistake.value, block.setting)
        if is_near(number, answer, block.within):
            what = f"the mistake {mistake.value} gives {show_number(number)}, which counts as right"
            yield NamingError(what, "Leave it out, choose another cell, or make `within` smaller.")
        for other, text in seen:
            if is_near(number, other, block.within):
                yield NamingError(f"the mistakes {text} and {mistake.value} give the same number", "Keep one of them.")
        seen.append((number, str(mistake.value)))


def _check_items(block: Predict, evidence: Evidence) -> Iterator[NamingError]:
    for (one, first), (other, second) in itertools.pairwise(ordered(block, evidence)):
        is_asked = block.question is Question.ORDER or other is ordered(block, evidence)[-1][0]
        if is_asked and is_near(first, second, block.within):
            what = f"{one.label} and {other.label} are too close: {show_number(first)} and {show_number(second)}"
            yield NamingError(what, "Compare numbers that differ, or give a smaller `within`.")
    if len({item.label.lower() for item in block.items}) < len(block.items):
        yield NamingError(f"two items of {block.id} have the same label", "Give each its own.")


def _check_choice(block: Choice, evidence: Evidence) -> Iterator[NamingError]:
    rights = options_right(block, evidence)
    if not any(rights):
        yield NamingError(f"no option of {block.id} is right here", "Look at the conditions of its options.")
    if all(rights):
        yield NamingError(f"every option of {block.id} is right", "Make one wrong, or leave the question out.")
    if sum(rights) > 1 and not block.takes_several:
        yield NamingError(f"{sum(rights)} options of {block.id} are right", "Add several = true, or change them.")
    texts = [option.text.lower() for option in block.options]
    if len(set(texts)) < len(texts):
        yield NamingError(f"two options of {block.id} are the same", "Change one.")


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
        return
    if block.is_renewable and block.setting.update <= FARTHEST_AGAIN:
        yield from _check_again(block, evidence)


def _check_again(block: Predict | Fill, evidence: Evidence) -> Iterator[NamingError]:
    """Ask the question with other numbers, as it will be asked days later."""
    mend = "Ask so that it holds for any numbers, or say fresh = false."
    for variant in VARIANTS:
        again = fresh(block, variant)
        try:
            for expression in _expressions(again):
                evidence.find(expression, again.setting)
            is_right = isinstance(judge(again, answer_text(again, evidence), evidence), Correct)
        except NamingError as error:
            yield NamingError(f"{block.id}, asked again with other numbers: {error.what}", mend)
            return
        if not is_right:
            yield NamingError(f"{block.id}, asked again with other numbers, has no answer that counts as right", mend)
            return


def _check_show(block: Show) -> Iterator[NamingError]:
    if block.setting.experiment is None:
        raise NamingError("there is no experiment to show anything of", "Put an experiment block above.")
    for view in (View.TABLE, View.CELL):
        target = block.target(view)
        if target is not None and parse_expression(target).reference is None:
            yield NamingError(f"{target!r} is no value to show", "Name one, like dense1.output.")
    lab = Lab(block.setting.experiment)
    lab.show(block)
    chart = block.target(View.CHART)
    if chart is not None:
        yield from _check_chart(block, chart, lab)


def _check_chart(block: Show, chart: str, lab: Lab) -> Iterator[NamingError]:
    """Compute what the chart is drawn from, as the app will."""
    try:
        study_of(lab, chart, block.of)
    except NamingError as error:
        yield NamingError(error.what, error.mend, chart)
    except NetcoreError as error:
        yield NamingError(f"the chart {chart!r} cannot be drawn here: {error}", "Change what it is of.", chart)


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

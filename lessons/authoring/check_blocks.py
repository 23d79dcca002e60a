"""The author's check of single blocks: do references resolve, are answers sound, can every mistake be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.blocks import Block, Choice, ExperimentBlock, Fill, Implement, Predict, Show, View
from lessons.charts.studies import study_of
from lessons.errors import NamingError
from lessons.evidence import Evidence
from lessons.expressions import parse_expression
from lessons.grading import Correct, answer_text, judge, options_right
from lessons.lab import Lab
from lessons.questions.fresh import FARTHEST, fresh, next_variant
from lessons.questions.soundness import check_expressions, check_question
from lessons.references import Reference
from netcore.errors import NetcoreError

VARIANTS = (1, 2)


def check_block(block: Block, evidence: Evidence) -> Iterator[NamingError]:
    """Yield what is wrong with a block; raise the error where nothing further can be looked at."""
    if isinstance(block, ExperimentBlock | Implement):
        return
    broken = list(check_expressions(block, evidence))
    if broken:
        yield from broken
        return
    match block:
        case Predict() | Fill():
            found = list(check_question(block, evidence))
            yield from found
            if not found and block.is_renewable and block.setting.update <= FARTHEST:
                yield from _check_again(block, evidence)
        case Choice():
            yield from _check_choice(block, evidence)
        case Show():
            yield from _check_show(block)


def _check_choice(block: Choice, evidence: Evidence) -> Iterator[NamingError]:
    rights = options_right(block, evidence)
    if not any(rights):
        yield NamingError(f"no option of {block.id} is right here", "Look at the conditions of its options.")
    if all(rights):
        yield NamingError(f"every option of {block.id} is right", "Make one wrong, or leave the question out.")
    elif sum(rights) > 1 and not block.takes_several:
        yield NamingError(f"{sum(rights)} options of {block.id} are right", "Add several = true, or change them.")
    texts = [option.text.lower() for option in block.options]
    if len(set(texts)) < len(texts):
        twice = next(text for place, text in enumerate(texts) if text in texts[:place])
        about = [option.text for option in block.options if option.text.lower() == twice][-1]
        yield NamingError(f"two options of {block.id} are the same: {about!r}", "Change one.", f'"{about}"')


def _check_again(block: Predict | Fill, evidence: Evidence) -> Iterator[NamingError]:
    """Ask the question with other numbers, as it will be asked days later."""
    mend = "Ask so that it holds for any numbers, or say fresh = false."
    for variant in VARIANTS:
        again = fresh(block, variant)
        try:
            for error in check_expressions(again, evidence):
                raise error
            is_right = isinstance(judge(again, answer_text(again, evidence), evidence), Correct)
        except NamingError as error:
            yield NamingError(f"{block.id}, asked again with other numbers: {error.what}", mend)
            return
        if not is_right:
            yield NamingError(f"{block.id}, asked again with other numbers, has no answer that counts as right", mend)
            return
    if next_variant(block, 1, evidence) == 0:
        what = f"{block.id}, asked again with other numbers, gives a mistake or an item the number of another each time"
        yield NamingError(what, mend)


def _check_show(block: Show) -> Iterator[NamingError]:
    if block.setting.experiment is None:
        raise NamingError("there is no experiment to show anything of", "Put an experiment block above.")
    for view in (View.TABLE, View.CELL):
        target = block.target(view)
        if target is not None and _reference(target) is None:
            yield NamingError(f"{target!r} is no value to show", "Name one, like dense1.output.", target)
    lab = Lab(block.setting.experiment)
    lab.show(block)
    chart = block.target(View.CHART)
    if chart is not None:
        yield from _check_chart(block, chart, lab)


def _reference(target: str) -> Reference | None:
    """Return the value that is to be shown; None where it is more than one value."""
    try:
        return parse_expression(target).reference
    except NamingError as error:
        raise NamingError(error.what, error.mend, target) from None


def _check_chart(block: Show, chart: str, lab: Lab) -> Iterator[NamingError]:
    """Compute what the chart is drawn from, as the app will."""
    try:
        study_of(lab, chart, block.of)
    except NamingError as error:
        yield NamingError(error.what, error.mend, chart)
    except NetcoreError as error:
        yield NamingError(f"the chart {chart!r} cannot be drawn here: {error}", "Change what it is of.", chart)

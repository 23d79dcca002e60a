"""The author's check of what is read before a question is answered: the number asked for must not stand there.

That is what stands above the question on its page, the question itself, and its hints but the last, which may be the
worked step. Above a question its number may be named, `{loss.mean}`: it is covered there until it is answered. The row
that holds it is not, and neither is a number that the author typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.blocks import Block, Choice, Fill, Note, Page, Predict, Prose, Question, Recap, Show, Try
from lessons.errors import NamingError
from lessons.evidence import Evidence
from lessons.expressions import Expression
from lessons.questions.soundness import Speaking
from lessons.reading.inline import find_numbers

TELLING_DIGITS = 3
"""A typed 2 may be a count of something; a typed 0.693 is the answer 0.693."""

_IN_BRACES = re.compile(r"\{[^{}\n]*\}")
_TYPED = re.compile(r"(?<![\w.])\d*\.?\d+(?!\.?\w)")
_MEND = "Take it out, say it below the question, or ask for another number."


def check_given_away(page: Page, evidence: Evidence) -> Iterator[tuple[Block, NamingError]]:
    """Yield each text of a page that says what is asked, with the block that it stands in."""
    for place, question in enumerate(page.blocks):
        asked = _asked(question)
        if asked is None or not isinstance(question, Predict | Fill):
            continue
        number = _number(question, asked, evidence)
        for block in page.blocks[: place + 1]:
            for text in _texts(block, question):
                found = _named(text, block, asked, question) or _typed(text, number)
                if found is not None:
                    what = f"{found.lstrip('{')} gives away the answer of {question.id} before it is given"
                    yield block, NamingError(what, _MEND, found)


def _asked(block: Block) -> Expression | None:
    """Return what a question asks for, where a text can give it away."""
    match block:
        case Predict(answer=answer):
            return answer
        case Fill(cell=cell, blanks=blanks) if "result" in blanks:
            return cell
    return None


def _number(question: Predict | Fill, asked: Expression, evidence: Evidence) -> float | None:
    """Return the number that is asked for; None where it is a sign, a shape, or no number, which is told elsewhere."""
    if isinstance(question, Predict) and question.question is not Question.NUMBER:
        return None
    try:
        return evidence.number(asked, question.setting)
    except NamingError:
        return None


def _texts(block: Block, question: Predict | Fill) -> tuple[str, ...]:
    """Return what is read of a block by someone who has come to the question."""
    if block is question:
        return (question.ask, *question.hints[:-1])
    match block:
        case Prose(text=text) | Note(text=text):
            return (text,)
        case Recap(points=points):
            return points
        case Choice(ask=ask, options=options):
            return (ask, *(text for option in options for text in (option.text, option.reply)))
        case Predict(ask=ask, after=after) | Fill(ask=ask, after=after) | Try(ask=ask, after=after):
            return (ask, after)
        case Show(says=says):
            return (says,)
    return ()


def _named(text: str, block: Block, asked: Expression, question: Predict | Fill) -> str | None:
    """Return the number in braces that is what is asked for, or the row or the table that holds it."""
    if not isinstance(block, Speaking) or block.setting != question.setting:
        return None
    holding = [found.expression for found in find_numbers(text) if _holds(found.expression, asked)]
    uncovered = [found for found in holding if block is question or found.root != asked.root]
    return f"{{{uncovered[0]}" if uncovered else None


def _holds(shown: Expression, asked: Expression) -> bool:
    one, other = shown.reference, asked.reference
    if one is None or other is None or one.is_shape or other.is_shape:
        return shown.root == asked.root
    if one.name != other.name or len(one.index) > len(other.index):
        return False
    return all(index in (None, cell) for index, cell in zip(one.index, other.index, strict=False))


def _typed(text: str, number: float | None) -> str | None:
    """Return the number in a text that was typed by the author and is the one that is asked for."""
    if number is None:
        return None
    found = _TYPED.findall(_IN_BRACES.sub("", text))
    return next((typed for typed in found if _is_telling(typed) and _reads_as(typed, number)), None)


def _is_telling(typed: str) -> bool:
    digits = typed.replace(".", "").lstrip("0")
    return len(digits if "." in typed else digits.rstrip("0")) >= TELLING_DIGITS


def _reads_as(typed: str, number: float) -> bool:
    """Return whether a number, rounded as the typed one is, is that one; whatever its sign."""
    places = len(typed.partition(".")[2])
    return abs(abs(number) - float(typed)) <= 0.5 * 10.0**-places

"""Blanks in a derivation: a worked sum of the trace with some of its numbers taken out.

An author says what to take out: "result", "leaf 2" (the second number of the arithmetic), "term 2" (the second product
of a sum), a leaf by its label ("self.weights[0,1]"), or "step", the step being taught: the largest term of a sum, or
else the result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from lessons.blocks import Fill, Setting
from lessons.errors import NamingError, unknown
from lessons.evidence import Evidence
from lessons.expressions import Expression as Written
from lessons.numbers import MINUS

if TYPE_CHECKING:
    from netcore.trace.derivation import Derivation
    from netcore.trace.expressions import Cell, Expression, Leaf
    from netcore.trace.record import Operation

Piece = TypeVar("Piece")

SEPARATOR = ";"
"""Stands between the answers to several blanks."""

EMPTY = "____"

_COUNTED = re.compile(r"(leaf|term) (\d{1,3})")


@dataclass(frozen=True, slots=True)
class Blank:
    """One number that was taken out of a derivation."""

    number_on_page: int
    """Counted from 1, in the order in which the author names them."""
    name: str
    """What the number is called in the source: "self.weights[0,1]"; "" where it has no name of its own."""
    number: float
    target: Expression | None
    """The piece of the arithmetic that is blank; None for the result."""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A derivation with blanks, ready to be shown."""

    names: str
    """The arithmetic with the source's names, complete."""
    numbers: str
    """The arithmetic with numbers, and `____` for each blank; a filled blank shows what was filled in.

    Of a blank term the numbers stay: `0.65·(−0.78) + (0.29·(−0.17) = ____) = −0.55`.
    """
    blanks: tuple[Blank, ...]


def worksheet(task: Fill, evidence: Evidence, filled: tuple[str, ...] = ()) -> Worksheet:
    """Return the derivation of a `fill` block, with what the learner has filled in so far."""
    derivation = derivation_of(task, evidence)
    blanks = _blanks(derivation, task)
    written = {
        blank.number_on_page: text.replace("-", MINUS) for blank, text in zip(blanks, filled, strict=False) if text
    }
    return Worksheet(derivation.with_names(), _numbers(derivation, blanks, written), blanks)


def worked_sheet(task: Fill, evidence: Evidence) -> Worksheet:
    """Return the derivation of a `fill` block with every blank filled, in the digits that the others have."""
    from netcore.trace.notation import shown

    derivation = derivation_of(task, evidence)
    blanks, digits = _blanks(derivation, task), derivation.digits()
    numbers = {blank.number_on_page: str(shown(blank.number, digits)) for blank in blanks}
    return Worksheet(derivation.with_names(), _numbers(derivation, blanks, numbers), blanks)


def blanks_of(task: Fill, evidence: Evidence) -> tuple[Blank, ...]:
    """Return the blanks of a `fill` block; raise `NamingError` where one names nothing."""
    return _blanks(derivation_of(task, evidence), task)


def derivation_of(task: Fill, evidence: Evidence) -> Derivation:
    """Return the derivation that a `fill` block is made from."""
    return line_derivation(task.cell, task.setting, evidence)


def line_derivation(cell: Written, setting: Setting, evidence: Evidence) -> Derivation:
    """Return all that a cell's line of source does for it; raise `NamingError` where it is not one computed cell."""
    found = evidence.find(cell, setting)
    if found.value is None or found.cell is None or found.value.operation is None:
        mend = "Name one that a step computes, with its index: dense1.output[0, 1]."
        raise NamingError(f"{cell} is not one computed cell", mend, cell.text)
    derivation: Derivation = found.value.operation.derive(found.cell)
    if derivation.expression is None:
        raise NamingError(f"{cell} has no arithmetic of its own", "Name a cell of another operation.", cell.text)
    return replace(derivation, expression=_unfolded(derivation.expression, derivation.operation))


def _unfolded(expression: Expression, operation: Operation) -> Expression:
    """Put the arithmetic of what the same line of source computed in the place of its result."""
    from netcore.trace import expressions

    match expression:
        case expressions.Cell(value=value, index=index) if value.operation and _is_same_line(
            value.operation, operation
        ):
            inner = value.operation.derive(index).expression
            return expression if inner is None else _unfolded(inner, value.operation)
        case expressions.Apply(arguments=arguments):
            return replace(expression, arguments=tuple(_unfolded(part, operation) for part in arguments))
        case expressions.Many(terms=terms):
            return replace(expression, terms=tuple(_unfolded(term, operation) for term in terms))
    return expression


def _is_same_line(inner: Operation, outer: Operation) -> bool:
    return inner.call is outer.call and inner.span.line == outer.span.line


def _blanks(derivation: Derivation, task: Fill) -> tuple[Blank, ...]:
    return tuple(_blank(derivation, name, number) for number, name in enumerate(task.blanks, 1))


def _blank(derivation: Derivation, name: str, number: int) -> Blank:
    from netcore.trace import expressions

    counted = _COUNTED.fullmatch(name)
    plain = name.replace(" ", "")
    terms, leaves = _terms(derivation), list(derivation.leaves)
    if name == "step" and terms:
        return _term_blank(number, max(terms, key=lambda term: abs(float(expressions.evaluate(term)))))
    if name in ("result", "step"):
        return Blank(number, derivation.label, float(derivation.value), None)
    if counted and counted[1] == "term":
        return _term_blank(number, _counted(terms, int(counted[2]), name, derivation))
    if counted:
        return _leaf_blank(number, _counted(leaves, int(counted[2]), name, derivation))
    for leaf in leaves:
        if leaf.label.replace(" ", "") == plain:
            return _leaf_blank(number, leaf)
    counted_ones = ("term 1", "leaf 1") if terms else ("leaf 1",)
    raise unknown("blank", name, ("result", "step", *counted_ones, *(leaf.label for leaf in leaves)))


def _term_blank(number: int, term: Expression) -> Blank:
    from netcore.trace import expressions

    return Blank(number, "", float(expressions.evaluate(term)), term)


def _leaf_blank(number: int, leaf: Cell) -> Blank:
    return Blank(number, leaf.label, float(leaf.number), leaf)


def _terms(derivation: Derivation) -> list[Expression]:
    """Return the terms that are added up, at the outermost sum."""
    from netcore.trace import expressions

    def terms_of(expression: Expression) -> list[Expression]:
        match expression:
            case expressions.Many(terms=terms) if expression.is_sum:
                return [term for each in terms for term in terms_of(each) or [each]]
            case expressions.Apply(name="add" | "subtract", arguments=arguments):
                return [term for each in arguments for term in terms_of(each) or [each]]
        return []

    return terms_of(derivation.expression) if derivation.expression is not None else []


def _counted(pieces: list[Piece], number: int, name: str, derivation: Derivation) -> Piece:
    if not 1 <= number <= len(pieces):
        kind = name.partition(" ")[0]
        there = f"It has {kind} 1 to {kind} {len(pieces)}." if pieces else f"There is no {kind} in it at all."
        raise NamingError(f"no {name!r} in {derivation.label}", there, name)
    return pieces[number - 1]


def _numbers(derivation: Derivation, blanks: tuple[Blank, ...], filled: Mapping[int, str]) -> str:
    """Return the arithmetic with numbers, the blank ones taken out or filled in."""
    from netcore.trace import expressions
    from netcore.trace.notation import shown

    digits = derivation.digits()

    def number(leaf: Leaf) -> str:
        return str(shown(leaf.number, digits))

    marks, texts = {}, {}
    for blank in blanks:
        if blank.target is not None:
            mark = marks[id(blank.target)] = expressions.Written(blank.number)
            text = filled.get(blank.number_on_page, EMPTY)
            is_term = not isinstance(blank.target, expressions.Cell)
            texts[id(mark)] = f"({expressions.text(blank.target, number)} = {text})" if is_term else text

    def with_marks(expression: Expression) -> Expression:
        if id(expression) in marks:
            return marks[id(expression)]
        match expression:
            case expressions.Apply(arguments=arguments):
                return replace(expression, arguments=tuple(map(with_marks, arguments)))
            case expressions.Many(terms=terms):
                return replace(expression, terms=tuple(map(with_marks, terms)))
            case expressions.Chosen(expression=chosen):
                return replace(expression, expression=with_marks(chosen))
        return expression

    assert derivation.expression is not None  # noqa: S101  # derivation_of sees to it
    arithmetic = expressions.text(with_marks(derivation.expression), lambda leaf: texts.get(id(leaf)) or number(leaf))
    result = next((filled.get(blank.number_on_page, EMPTY) for blank in blanks if blank.target is None), None)
    equals = "=" if derivation.is_exact else "≈"
    return f"{derivation.label} = {arithmetic} {equals} {result or shown(derivation.value, digits)}"

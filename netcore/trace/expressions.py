"""The arithmetic of one number, as a small expression whose leaves are cells of arrays.

An expression can be evaluated, printed with whatever text one likes for its leaves, and asked how large its terms are.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from netcore.trace.notation import FUNCTION, INFIX, LOOSEST, PREFIX, SUPERSCRIPT, TIGHTEST
from netcore.trace.record import Index, Value

Show = Callable[["Leaf"], str]
"""How a leaf is to be written."""


@dataclass(frozen=True, eq=False)
class Cell:
    """One number of an array that took part."""

    value: Value
    index: Index
    source: str
    """What the source calls the array."""

    @property
    def number(self) -> Any:
        """The number itself, as NumPy's scalar."""
        return self.value.array[self.index]

    @property
    def label(self) -> str:
        """The cell in the source's words: ``self.weights[0,1]``; a single number is called by its name alone."""
        if not self.index:
            return self.source
        name = self.source if is_one_piece(self.source) else f"({self.source})"
        return f"{name}[{','.join(map(str, self.index))}]"


@dataclass(frozen=True)
class Written:
    """A number that no array held: the zeros around a diagonal, say."""

    number: float

    @property
    def label(self) -> str:
        """The number."""
        return f"{self.number:g}"


@dataclass(frozen=True)
class Rest:
    """What is left out of a long sum: how many terms, and what they come to."""

    count: int
    number: float

    @property
    def label(self) -> str:
        """How many there are."""
        return f"… {self.count} more"


Leaf: TypeAlias = Cell | Written | Rest


@dataclass(frozen=True, eq=False)
class Apply:
    """A function of a few numbers: ``a + b``, ``a · b``, ``exp(a)``."""

    name: str
    function: Callable[..., Any]
    arguments: "tuple[Expression, ...]"


@dataclass(frozen=True, eq=False)
class Many:
    """A function of many numbers: their sum, mean or largest."""

    name: str
    function: Callable[[Any], Any]
    terms: "tuple[Expression, ...]"
    count: int
    """How many numbers there are, also where ``terms`` holds only the largest and the rest together."""
    added_as: "np.dtype[Any] | None" = None
    """The dtype in which NumPy added the terms one after the other, rounding each time; None where it halves them."""

    @property
    def is_sum(self) -> bool:
        """Whether it is written as terms with a plus between them."""
        return self.name in ("sum", "mean")


@dataclass(frozen=True, eq=False)
class Chosen:
    """A number that is there because of a condition: ``0 because self.inputs <= 0``."""

    condition: Leaf
    expression: "Expression"


Expression: TypeAlias = Cell | Written | Rest | Apply | Many | Chosen


def evaluate(expression: Expression, number: Callable[[Leaf], Any] | None = None) -> Any:
    """Return what an expression comes to, in double precision; ``number`` gives other numbers for its leaves.

    With the numbers themselves, a sum that NumPy adds one term after the other is added so too, with its roundings.
    """
    is_itself = number is None
    number = number or _exact
    match expression:
        case Cell() | Written() | Rest():
            return number(expression)
        case Apply(function=function, arguments=arguments):
            with np.errstate(all="ignore"):
                return function(*(evaluate(argument, number) for argument in arguments))
        case Many(terms=terms, added_as=np.dtype() as dtype) if is_itself and terms:
            total = np.add.accumulate(np.array([evaluate(term) for term in terms], dtype))[-1]
            return total / dtype.type(expression.count) if expression.name == "mean" else total
        case Many(name=name, function=function, terms=terms):
            return _evaluate_many(name, function, [evaluate(term, number) for term in terms], expression.count)
        case Chosen(expression=chosen):
            return evaluate(chosen, number)


def magnitude(expression: Expression) -> float:
    """Return Σ|terms|: how large the numbers are that were added up, which is what rounding is relative to."""
    match expression:
        case Many(name=name, terms=terms):
            total = sum(magnitude(term) for term in terms)
            if name in _ROUNDED_AT_EACH_TERM:
                return total + len(terms) * _size(evaluate(expression))
            return total / len(terms) if name == "mean" and terms else total
        case Apply(name="add" | "subtract", arguments=arguments):
            return sum(magnitude(argument) for argument in arguments)
        case Chosen(expression=chosen):
            return magnitude(chosen)
    return _size(evaluate(expression))


_ROUNDED_AT_EACH_TERM = ("prod", "var", "std")
"""Functions of many numbers whose every step rounds a number as large as the result."""


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Yield the leaves of an expression, from left to right."""
    match expression:
        case Cell() | Written() | Rest():
            yield expression
        case Apply(arguments=parts) | Many(terms=parts):
            for part in parts:
                yield from leaves(part)
        case Chosen(condition=condition, expression=chosen):
            yield from leaves(chosen)
            yield condition


def shortened(expression: Expression, most: int | None) -> Expression:
    """Return an expression with at most ``most`` terms of each long sum: the largest, in their order, and the rest."""
    match expression:
        case Many(terms=terms) if most is not None and len(terms) > most + 1:
            sizes = [magnitude(term) for term in terms]
            largest = set(sorted(range(len(terms)), key=lambda place: -sizes[place])[:most])
            kept = tuple(term for place, term in enumerate(terms) if place in largest)
            left_out = tuple(term for place, term in enumerate(terms) if place not in largest)
            rest = Rest(len(left_out), _rest_of(expression, left_out))
            return replace(expression, terms=(*kept, rest))
        case Apply(name=name, function=function, arguments=arguments):
            return Apply(name, function, tuple(shortened(argument, most) for argument in arguments))
        case Chosen(condition=condition, expression=chosen):
            return Chosen(condition, shortened(chosen, most))
    return expression


def text(expression: Expression, show: Show, around: int = LOOSEST) -> str:
    """Return an expression as people write it; ``around`` is how tightly its surroundings bind.

    What binds more loosely than its surroundings is put into parentheses, and so is a negative number inside a sum or
    a product.
    """
    match expression:
        case Rest():
            return show(expression)
        case Cell() | Written():
            shown = show(expression)
            return f"({shown})" if around > LOOSEST and not is_one_piece(shown) else shown
        case Apply():
            return _apply_text(expression, show, around)
        case Many():
            return _many_text(expression, show, around)
        case Chosen(condition=condition, expression=chosen):
            return f"{text(chosen, show)}  because {condition.label} is {bool(condition.number)}"


def is_one_piece(written: str) -> bool:
    """Say whether a text holds together by itself: a name, a number, a call or an index, but no sum or product."""
    if _POSITIVE_NUMBER.fullmatch(written):
        return True
    if written.startswith(("-", "−", "√", "~", "not ")):
        return False
    depth = 0
    for character in written:
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and character in " +-*/@%<>=&|^~·":
            return False
    return True


_POSITIVE_NUMBER = re.compile(r"\d+(\.\d+)?(·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")


def _apply_text(expression: Apply, show: Show, around: int) -> str:
    arguments = expression.arguments
    if expression.name in INFIX and len(arguments) == 2:
        symbol, tightness = INFIX[expression.name]
        left, right = (text(argument, show, tightness + side) for side, argument in enumerate(arguments))
        if expression.name == "power":
            return f"{left}{right.translate(SUPERSCRIPT) if right.isdecimal() else symbol + right}"
        written = f"{left}{symbol}{right}"
        if around == LOOSEST:
            return _opened(written)
        return f"({written})" if tightness < around else written
    if expression.name in PREFIX and len(arguments) == 1:
        written = PREFIX[expression.name] + text(arguments[0], show, TIGHTEST)
        return f"({written})" if around > LOOSEST else written
    name = FUNCTION.get(expression.name, expression.name)
    return f"{name}({', '.join(text(argument, show) for argument in arguments)})"


def _many_text(expression: Many, show: Show, around: int) -> str:
    if not expression.is_sum:
        listed = ", ".join(text(term, show) for term in expression.terms)
        return f"{FUNCTION.get(expression.name, expression.name)}({listed})"
    tightness = INFIX["add"].tightness
    written = _opened(" + ".join(text(term, show, tightness) for term in expression.terms) or "0")
    if expression.name == "mean":
        return f"({written}) / {expression.count}"
    return f"({written})" if tightness < around and len(expression.terms) > 1 else written


def _opened(written: str) -> str:
    """Return a text without the parentheses around a negative number that it begins with."""
    return re.sub(r"^\((−[^() ]+)\)", r"\1", written)


def _rest_of(expression: Many, left_out: "tuple[Expression, ...]") -> float:
    """Return what the terms that are left out come to: their sum in a sum, or else what the function gives."""
    numbers = [evaluate(term) for term in left_out]
    function = np.sum if expression.is_sum else expression.function
    return float(_evaluate_many("sum" if expression.is_sum else expression.name, function, numbers))


def _evaluate_many(name: str, function: Callable[[Any], Any], numbers: list[Any], count: int = 1) -> Any:
    if name in ("sum", "mean") and all(math.isfinite(number) for number in numbers):
        total = math.fsum(numbers)
        return total / count if name == "mean" else total
    with np.errstate(all="ignore"):
        return function(np.array(numbers))


def _size(number: Any) -> float:
    """Return how large a number is; 0 for one that is not finite."""
    size = abs(float(number))
    return size if math.isfinite(size) else 0.0


def _exact(leaf: Leaf) -> Any:
    """Return a leaf's number, floating ones in double precision and others as they are."""
    number = leaf.number
    return np.float64(number) if isinstance(number, np.floating) else number

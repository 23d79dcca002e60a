"""What a step and its numbers are as sentences, for the ear.

    dense1, forward, 1 of 2: inputs times weights. Row 0, column 1 is 0.41 times −1.20 plus 0.07 times 2.00, which is
    −0.35.

The arithmetic itself is the derivation's own; here its signs become words.
"""

import itertools
import re
from collections.abc import Mapping
from typing import Final

from lessons.questions.filling import EMPTY
from netcore.trace import Index, Kind, Operation
from tui.clean import one_line
from tui.render.array import COVERED
from tui.render.derivation import Form, Shown
from tui.render.steps import Step

LONGEST: Final = 160
"""Characters of the arithmetic that is spoken with a step; of more only the largest terms are."""
LONGEST_ASKED: Final = 600
"""The same where the learner asked for it."""

_OPERATIONS: Final[Mapping[str, str]] = {
    "matmul": "{0} times {1}",
    "add": "{0} plus {1}",
    "subtract": "{0} minus {1}",
    "multiply": "{0} times {1}, cell by cell",
    "divide": "{0} divided by {1}",
    "maximum": "the larger of {0} and {1}",
    "minimum": "the smaller of {0} and {1}",
    "exp": "e to the power of {0}",
    "log": "the natural logarithm of {0}",
    "sqrt": "the square root of {0}",
    "negative": "minus {0}",
    "tanh": "the hyperbolic tangent of {0}",
    "transpose": "{0} with rows and columns exchanged",
    "copy": "a copy of {0}",
    "greater": "where {0} is greater than {1}",
    "less": "where {0} is less than {1}",
    "greater_equal": "where {0} is at least {1}",
    "less_equal": "where {0} is at most {1}",
}
"""What NumPy's operations are in words."""

_REDUCTIONS: Final[Mapping[str, str]] = {
    "sum": "the sum",
    "mean": "the mean",
    "max": "the largest",
    "amax": "the largest",
    "min": "the smallest",
    "amin": "the smallest",
}
_AXES: Final[Mapping[object, str]] = {0: "of each column of {0}", 1: "of each row of {0}", -1: "of each row of {0}"}

_CODE: Final = (
    (r"\bself\.|\bnp\.", ""),
    (r"\.T\b", " transposed"),
    (r" @ ", " times "),
    (r" ?\*\* ?", " to the power "),
    (r" \* ", " times "),
    (r" \+ ", " plus "),
    (r" - ", " minus "),
    (r" / ", " divided by "),
    (r" > ", " greater than "),
    (r" < ", " less than "),
    (r"\+=", "increased by"),
    (r"\[(\d+),(\d+)\]", r" row \1, column \2"),
    (r"\[(\d+)\]", r" number \1"),
)
_SUPERSCRIPTS: Final = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")
_FUNCTIONS: Final[Mapping[str, str]] = {
    "ln": "the natural logarithm of",
    "exp": "e to the power",
    "max": "the largest of",
    "min": "the smallest of",
    "abs": "the size of",
}
_NEGATIVE: Final = r"(?<![a-z])\((−[\d.]+)\)"
"""A negative number needs no parentheses when it is heard."""
_ARITHMETIC: Final = (
    (r"−\((−[\d.]+)\)", r"minus \1"),
    (_NEGATIVE, r"\1"),
    (r"\[(\d+) more: ([^\]]+)\]", r"\1 more that come to \2"),
    (r"·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: f" times 10 to the power {found[1].translate(_SUPERSCRIPTS)}"),
    (r"·", " times "),
    (r" \+ ", " plus "),
    (r" − ", " minus "),
    (r"−(?=[(a-z√])", "minus "),
    (r" / ", " divided by "),
    (r"√", "the square root of "),
    (r"²", " squared"),
    (r"³", " cubed"),
    (r" ≤ ", " is at most "),
    (r" ≥ ", " is at least "),
    (r" < ", " is less than "),
    (r" > ", " is greater than "),
    (r"\b(ln|exp|max|min|abs)\(([^()]*)\)", lambda found: f"{_FUNCTIONS[found[1]]} {found[2]}"),
    (r"  because ", " because "),
)


def step_sentence(step: Step, method: str, operation: Operation) -> str:
    """Say which step ran: the part, the method, which of its operations, and what that does."""
    who = f"update of {one_line(step.part)}" if "." in step.part else f"{one_line(step.part)}, {method}"
    return f"{who}, {step.number} of {step.count}: {what(operation)}."


def what(operation: Operation) -> str:
    """Say what an operation does to what."""
    labels = [in_words(operand.label) for operand in operation.operands]
    reduced = _REDUCTIONS.get(operation.name)
    if operation.kind is Kind.REDUCTION and reduced is not None:
        axis = operation.keywords.get("axis")
        is_table = operation.operands[0].value.array.ndim == 2
        of = _AXES.get(axis, "of all numbers of {0}") if is_table else "of all numbers of {0}"
        return f"{reduced} {of.format(labels[0])}"
    words = _OPERATIONS.get(operation.name)
    if words is None or words.count("{") != len(labels):
        return in_words(operation.span.text)
    return words.format(*labels)


def in_words(code: str) -> str:
    """Return a piece of source with words for its signs."""
    for pattern, words in _CODE:
        code = re.sub(pattern, words, code)
    return one_line(code)


def cell_name(cell: Index) -> str:
    """Name a cell: "row 0, column 1"; empty for a single number."""
    match cell:
        case ():
            return ""
        case (place,):
            return f"number {place}"
        case (row, column):
            return f"row {row}, column {column}"
    return "place " + ", ".join(map(str, cell))


def equation(shown: Shown, cell: Index, longest: int = LONGEST) -> str:
    """Say a number's arithmetic and what it comes to."""
    name = (cell_name(cell) or "it").capitalize()
    if shown.note:
        return f"{in_words(shown.note)}."
    if not shown.forms:
        return f"{name} is hidden until you have answered."
    form = next((form for form in shown.forms if len(form.numbers) <= longest), shown.forms[-1])
    return f"{name} is {_right_side(form)}."


def arithmetic(numbers: str) -> str:
    """Return an arithmetic with words for its signs."""
    for pattern, words in _ARITHMETIC:
        numbers = re.sub(pattern, words, numbers)
    return numbers


def sheet_sentence(sheet: str) -> str:
    """Say a derivation with blanks as a sentence; each blank has its number."""
    count = itertools.count(1)
    name, *rest = re.sub(re.escape(EMPTY), lambda _: f"blank {next(count)}", sheet).split(" = ")
    numbers = re.sub(_NEGATIVE, r"\1", " = ".join(rest))
    said = arithmetic(in_words(re.sub(r"\(([^()=]*) = ([^()]*)\)", r"\1 (which is \2)", numbers)))
    return f"{in_words(name)} is {said.replace(' = ', ', which is ')}"


def shape_in_words(shape: str) -> str:
    """Say a shape: "5 by 3"."""
    return shape.replace("×", " by ")


def _right_side(form: Form) -> str:
    """Return the arithmetic and its result; of a number that is only taken from another place, from where."""
    if form.result == COVERED:
        return f"{arithmetic(form.numbers or in_words(form.names))}, and what that is you are asked for"
    if not form.numbers:
        is_written = form.names.replace("−", "-") == form.result.replace("−", "-")
        return form.result if is_written else f"{in_words(form.names)}, which is {form.result}"
    if not form.result:
        return arithmetic(form.numbers)
    return f"{arithmetic(form.numbers)}, which is {'' if form.is_exact else 'about '}{form.result}"

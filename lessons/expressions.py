"""The small language in which a lesson names numbers: references, arithmetic and comparisons.

    expression = comparison { "and" comparison }
    comparison = sum [ ("<" | "<=" | ">" | ">=" | "==" | "!=") sum ]
    sum        = product { ("+" | "-") product }
    product    = factor { ("*" | "/") factor }
    factor     = [ "-" | "+" ] power
    power      = atom [ "**" factor ]
    atom       = number | reference | function "(" expression { "," expression } ")" | "(" expression ")"

A reference is described in `lessons.references`. Nothing here is Python: a lesson file is data and is never executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lessons.errors import NamingError, unknown
from lessons.references import Reference, parse_reference

FUNCTIONS: dict[str, tuple[int, int]] = {
    "abs": (1, 1), "argmax": (1, 1), "exp": (1, 1), "log": (1, 1), "max": (1, 8), "mean": (1, 1), "min": (1, 8),
    "sign": (1, 1), "sqrt": (1, 1), "sum": (1, 1),
}  # fmt: skip
"""The functions of the language, and how few and how many arguments each takes."""

COMPARISONS = ("<=", ">=", "==", "!=", "<", ">")
LONGEST_TEXT = 500
DEEPEST_NESTING = 30

_SAME = str.maketrans({"−": "-", "·": "*", "×": "*", "÷": "/", "≤": "≤", "≥": "≥"})
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?:@\w+)?(?:\.[A-Za-z_]\w*)*(?P<index>\s*\[[^\]]*\])?)"
    r"|(?P<operator>\*\*|<=|>=|==|!=|[-+*/<>(),]))"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the author wrote."""

    value: float


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or a function with its arguments."""

    operator: str
    arguments: tuple[Node, ...]


Node = Number | Reference | Apply


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression, with the text as the author wrote it."""

    text: str
    root: Node

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references in it, from left to right."""
        return tuple(_references(self.root))

    @property
    def reference(self) -> Reference | None:
        """The reference that the whole expression is, or None where it is more, or less, than one."""
        return self.root if isinstance(self.root, Reference) else None

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false, not a number."""
        return isinstance(self.root, Apply) and self.root.operator in (*COMPARISONS, "and")

    def __str__(self) -> str:
        """Return the text as written."""
        return self.text


def parse_expression(text: str) -> Expression:
    """Return the parsed expression, or raise `NamingError` saying what could not be read and where."""
    if len(text) > LONGEST_TEXT:
        raise NamingError(f"an expression of {len(text)} characters", f"Keep it under {LONGEST_TEXT}.")
    parser = _Parser(text)
    root = parser.conjunction()
    parser.expect_end()
    return Expression(text.strip(), root)


def _references(node: Node) -> Iterator[Reference]:
    match node:
        case Reference():
            yield node
        case Apply(arguments=arguments):
            for argument in arguments:
                yield from _references(argument)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def _tokens(text: str) -> list[_Token]:
    text = text.translate(_SAME).replace("≤", "<=").replace("≥", ">=")
    tokens, position = [], 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if found is None:
            rest = text[position:].strip()
            raise NamingError(
                f"cannot read {rest[:20]!r} in {text.strip()[:80]!r}",
                "An expression has references like dense1.output[0, 1], numbers, + - * / ** ( ) and comparisons.",
            )
        kind = found.lastgroup if found.lastgroup != "index" else "name"
        kind = kind or "operator"
        tokens.append(_Token(kind, found.group(kind), found.start(kind)))
        position = found.end()
    return tokens


class _Parser:
    """Reads tokens from left to right, one method a rule of the grammar."""

    def __init__(self, text: str) -> None:
        self._text = text.strip()
        self._tokens = _tokens(text)
        self._next = 0
        self._depth = 0

    def conjunction(self) -> Node:
        """Read comparisons joined by `and`."""
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise NamingError(f"parentheses nested more than {DEEPEST_NESTING} deep", "Write it flatter.")
        terms = [self._comparison()]
        while self._take_name("and"):
            terms.append(self._comparison())
        self._depth -= 1
        return terms[0] if len(terms) == 1 else Apply("and", tuple(terms))

    def expect_end(self) -> None:
        """Refuse whatever stands after a complete expression."""
        if self._next < len(self._tokens):
            raise self._error(f"{self._tokens[self._next].text!r} does not belong there")

    def _comparison(self) -> Node:
        left = self._sum()
        operator = self._take(*COMPARISONS)
        return left if operator is None else Apply(operator, (left, self._sum()))

    def _sum(self) -> Node:
        node = self._product()
        while operator := self._take("+", "-"):
            node = Apply(operator, (node, self._product()))
        return node

    def _product(self) -> Node:
        node = self._factor()
        while operator := self._take("*", "/"):
            node = Apply(operator, (node, self._factor()))
        return node

    def _factor(self) -> Node:
        sign = 1
        while operator := self._take("-", "+"):
            sign = -sign if operator == "-" else sign
        node = self._power()
        return node if sign > 0 else Apply("negative", (node,))

    def _power(self) -> Node:
        base = self._atom()
        return Apply("**", (base, self._deeper_factor())) if self._take("**") else base

    def _deeper_factor(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise NamingError(f"powers nested more than {DEEPEST_NESTING} deep", "Write it flatter.")
        node = self._factor()
        self._depth -= 1
        return node

    def _atom(self) -> Node:
        if self._next >= len(self._tokens):
            raise self._error("it ends too early")
        token = self._tokens[self._next]
        self._next += 1
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "name":
            return self._call(token) if self._is_at("(") else parse_reference(token.text)
        if token.text == "(":
            node = self.conjunction()
            self._expect(")")
            return node
        raise self._error(f"{token.text!r} does not belong there")

    def _call(self, token: _Token) -> Apply:
        if token.text not in FUNCTIONS:
            raise unknown("function", token.text, FUNCTIONS)
        self._expect("(")
        arguments = [self.conjunction()]
        while self._take(","):
            arguments.append(self.conjunction())
        self._expect(")")
        fewest, most = FUNCTIONS[token.text]
        if not fewest <= len(arguments) <= most:
            raise NamingError(
                f"{token.text}() takes {f'{fewest} to {most} values' if most > fewest else 'one value'}, "
                f"not {len(arguments)}",
                "Write one function a value, or leave the others out.",
            )
        return Apply(token.text, tuple(arguments))

    def _is_at(self, text: str) -> bool:
        return self._next < len(self._tokens) and self._tokens[self._next].text == text

    def _take(self, *operators: str) -> str | None:
        for operator in operators:
            if self._is_at(operator) and self._tokens[self._next].kind == "operator":
                self._next += 1
                return operator
        return None

    def _take_name(self, name: str) -> bool:
        is_there = self._is_at(name)
        self._next += is_there
        return is_there

    def _expect(self, operator: str) -> None:
        if self._take(operator) is None:
            raise self._error(f"{operator!r} is missing")

    def _error(self, what: str) -> NamingError:
        return NamingError(f"cannot read {self._text!r}: {what}", "Check operators, commas and parentheses.")

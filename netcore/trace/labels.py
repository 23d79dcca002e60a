"""What an operation's operands and its result are called in the source.

``self.output = inputs @ self.weights + self.biases`` is two operations: the operands of the first are ``inputs`` and
``self.weights``, and its result has no name but its own text; the result of the second is ``self.output``.
"""

import ast
from collections.abc import Iterator

from netcore.trace.spans import Site

Labels = dict[tuple[int | str, ...], str]
"""From the place of an argument (position or keyword, then the place inside a list) to its text."""

PYTHONS_OWN = frozenset({"max", "min", "sum", "any", "all", "sorted"})
"""Python's functions that carry out operations of their own, in an order of their own, on what they are called with."""

TARGET, INDEX, WRITTEN = 0, 1, 2
"""The places of the three arguments of an assignment ``target[index] = written``."""


def operand_labels(site: Site, is_method: bool) -> Labels:
    """Return the text of each argument of the operation at a site, by the argument's place.

    For a method of an array (``x.sum(axis=0)``) the array itself is the first argument.
    """
    node, text = site.node, site.text_of
    match node:
        case ast.BinOp(left=left, right=right):
            return {(0,): text(left), (1,): text(right)}
        case ast.Compare(left=left, comparators=[right]):
            return {(0,): text(left), (1,): text(right)}
        case ast.UnaryOp(operand=operand):
            return {(0,): text(operand)}
        case ast.AugAssign(target=target, value=value):
            return {(0,): text(target), (1,): text(value)}
        case ast.Attribute(value=value):
            return {(0,): text(value)}
        case ast.For(iter=iterated) | ast.comprehension(iter=iterated) if not isinstance(iterated, ast.Call):
            return {(0,): text(iterated)}
        case ast.Subscript(value=value, slice=index):
            labels = dict(_with_items((INDEX,), index, site))
            return labels | {(TARGET,): text(value), (WRITTEN,): _written(node, site)}
        case ast.Call() if not _is_pythons_own(node):
            return dict(_call_labels(node, site, is_method))
    return {}


def result_label(site: Site) -> str:
    """Return what the source calls the result: the name it is given, or else the expression itself."""
    node = site.node
    if isinstance(node, ast.AugAssign | ast.For | ast.comprehension):
        return site.text_of(node.target)
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        return site.text_of(node.value)
    if node is None or _is_pythons_own(node):
        return site.span.text
    parent = site.file.parents.get(node)
    match parent:
        case ast.Assign(targets=[target], value=value) if value is node:
            return site.text_of(target)
        case ast.AnnAssign(target=target) | ast.NamedExpr(target=target):
            return site.text_of(target)
        case ast.Tuple(elts=values):
            return _unpacked(node, values, site.file.parents.get(parent), site) or site.span.text
    return site.span.text


def _is_pythons_own(node: ast.AST | None) -> bool:
    """Whether an operation stands inside one of these functions: ``max(0, x)`` asks ``x > 0``."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PYTHONS_OWN


def _unpacked(node: ast.AST, values: list[ast.expr], statement: ast.AST | None, site: Site) -> str | None:
    """Return the name that a value of ``a, b = value, value`` is given."""
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets)]) if len(targets) == len(values):
            place = next(place for place, value in enumerate(values) if value is node)
            return site.text_of(targets[place])
    return None


def _call_labels(node: ast.Call, site: Site, is_method: bool) -> Iterator[tuple[tuple[int | str, ...], str]]:
    shift = 0
    if is_method and isinstance(node.func, ast.Attribute):
        yield (0,), site.text_of(node.func.value)
        shift = 1
    for place, argument in enumerate(node.args):
        if isinstance(argument, ast.Starred):
            return
        yield from _with_items((place + shift,), argument, site)
    for keyword in node.keywords:
        if keyword.arg is not None:
            yield from _with_items((keyword.arg,), keyword.value, site)


def _with_items(
    place: tuple[int | str, ...], node: ast.expr, site: Site
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Yield the text of an argument, and of each item where it is written as a list or tuple."""
    yield place, site.text_of(node)
    if isinstance(node, ast.List | ast.Tuple):
        for number, item in enumerate(node.elts):
            yield from _with_items((*place, number), item, site)


def _written(node: ast.Subscript, site: Site) -> str:
    """Return the text of what an assignment writes."""
    match site.file.parents.get(node):
        case ast.Assign(targets=[_], value=value) | ast.AnnAssign(value=ast.expr() as value):
            return site.text_of(value)
        case ast.AugAssign(target=target, op=operator, value=value):
            return f"{site.text_of(target)} {_SYMBOLS.get(type(operator), '?')} {site.text_of(value)}"
    return ""


_SYMBOLS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.Mod: "%",
    ast.FloorDiv: "//",
}

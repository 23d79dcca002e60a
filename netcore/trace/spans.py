"""Where a piece of source stands, and what it calls its operands.

Python 3.11 knows, for each instruction, the lines and columns it was compiled from (PEP 657). With the syntax tree of
the file that gives the exact sub-expression behind an operation, and the text of each operand as the author wrote it.
"""

import ast
import dis
import linecache
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import CodeType

_NEXT_ITEM = dis.opmap["FOR_ITER"]

Position = tuple[int, int, int, int]
"""First line, first column, last line, last column, in UTF-8 bytes: how Python's own tables count."""


@dataclass(frozen=True)
class Span:
    """A piece of source: lines count from 1, columns from 0 in characters, ``end_column`` is the first one after it."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    """The piece itself, on one line."""


@dataclass(frozen=True)
class Source:
    """The source of one function or method, as a code view shows it."""

    file: str
    name: str
    """Its qualified name, such as ``Dense.forward``."""
    first_line: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """One instruction's place in the source: its span, its function, and the syntax around it."""

    span: Span
    source: Source
    node: ast.AST | None
    """The smallest expression or statement at the span; None where the source cannot be read."""
    file: "SourceFile"

    def text_of(self, node: ast.AST) -> str:
        """Return the source text of a node of this file, on one line."""
        return self.file.text(_position(node))


class SourceFile:
    """One file of source: its lines, its syntax tree by position, and each node's parent."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.name = _shown_name(path)
        self.lines = [line.rstrip("\n") for line in linecache.getlines(path)]
        self.nodes: dict[Position, ast.AST] = {}
        self.parents: dict[ast.AST, ast.AST] = {}
        self.functions: dict[int, ast.AST] = {}
        tree = _parsed("\n".join(self.lines))
        if tree is not None:
            self._index(tree)

    def _index(self, tree: ast.AST) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                decorators = getattr(node, "decorator_list", [])
                self.functions.setdefault(decorators[0].lineno if decorators else node.lineno, node)
            if hasattr(node, "end_lineno") and not isinstance(node, ast.Expr):
                self.nodes.setdefault(_position(node), node)
                self._index_link(node)
            for child in ast.iter_child_nodes(node):
                self.parents[child] = node

    def _index_link(self, node: ast.AST) -> None:
        """Note where Python's tables put a link of a chain that goes over several lines: at the name behind the dot."""
        link = node.func if isinstance(node, ast.Call) else node
        if isinstance(link, ast.Attribute) and link.lineno != link.end_lineno:
            _, _, line, end = _position(link)
            self.nodes.setdefault((line, end - len(link.attr.encode()), *_position(node)[2:]), node)

    def text(self, position: Position) -> str:
        """Return the text at a position; what stands on several lines, on one line and without comments."""
        line, column, end_line, end_column = position
        if not 0 < line <= end_line <= len(self.lines):
            return ""
        if line < end_line and position in self.nodes:
            return ast.unparse(self.nodes[position])
        rows = [row.encode() for row in self.lines[line - 1 : end_line]]
        rows[-1] = rows[-1][:end_column]
        rows[0] = rows[0][column:]
        return " ".join(row.decode().strip() for row in rows)

    def column(self, line: int, byte: int) -> int:
        """Return the character column of a byte column."""
        row = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return len(row.encode()[:byte].decode(errors="ignore"))

    def span(self, position: Position) -> Span:
        """Return the span of a position."""
        line, column, end_line, end_column = position
        return Span(
            self.name,
            line,
            self.column(line, column),
            end_line,
            self.column(end_line, end_column),
            self.text(position),
        )

    def source(self, code: CodeType) -> Source:
        """Return the source of the function that a code object was compiled from."""
        node = self.functions.get(code.co_firstlineno)
        last = getattr(node, "end_lineno", None) or max(_lines_of(code), default=code.co_firstlineno)
        lines = self.lines[code.co_firstlineno - 1 : last]
        return Source(self.name, code.co_qualname, code.co_firstlineno, tuple(lines))


@lru_cache(maxsize=4096)
def site_of(code: CodeType, instruction: int) -> Site:
    """Return the place in the source of one instruction (``frame.f_lasti``) of a code object."""
    file = source_file(code.co_filename)
    found = next(islice(code.co_positions(), instruction // 2, None), (None, None, None, None))
    line, end_line, column, end_column = found
    is_nothing = (line, column) == (end_line, end_column)
    if line is None or end_line is None or column is None or end_column is None or is_nothing:
        line = line or code.co_firstlineno
        position = (line, 0, line, 10_000)
    else:
        position = (line, column, end_line, end_column)
    node = file.nodes.get(position)
    if node is not None:
        position = _position(node)
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        position = _position(_statement(node, file))
    if node is not None and code.co_code[instruction] == _NEXT_ITEM:
        node = _loop(node, file)
        position = _position(getattr(node, "iter", node))
    return Site(file.span(position), file.source(code), node, file)


@lru_cache(maxsize=256)
def source_file(path: str) -> SourceFile:
    """Return a source file, read once."""
    return SourceFile(path)


def _statement(node: ast.AST, file: SourceFile) -> ast.AST:
    while not isinstance(node, ast.stmt):
        node = file.parents[node]
    return node


def _loop(node: ast.AST, file: SourceFile) -> ast.AST:
    """Return the loop, or the ``for`` of a comprehension, that asks for its next item at a node, if it is clear which.

    Python 3.11 knows only the whole of the loop or the comprehension, later ones the expression behind the ``in``.
    """
    match node:
        case ast.ListComp(generators=[one]) | ast.SetComp(generators=[one]):
            return one
        case ast.DictComp(generators=[one]) | ast.GeneratorExp(generators=[one]):
            return one
    parent = file.parents.get(node)
    is_behind_in = isinstance(parent, ast.For | ast.comprehension) and parent.iter is node
    return parent if is_behind_in and parent is not None else node


def _position(node: ast.AST) -> Position:
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]


def _parsed(text: str) -> ast.AST | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


def _lines_of(code: CodeType) -> Iterator[int]:
    return (line for _, _, line in code.co_lines() if line is not None)


def _shown_name(path: str) -> str:
    """Return a file's name from its outermost package on: ``netcore/layers/dense.py``."""
    file = Path(path)
    parts = [file.name]
    for folder in file.parents:
        if not (folder / "__init__.py").is_file():
            break
        parts.insert(0, folder.name)
    return "/".join(parts)

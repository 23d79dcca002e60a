"""A lesson's Markdown as lines: paragraphs wrapped at the pane's width, code as written, lists with hanging indents.

A name in code type that the current step works on is lit, so that the eye finds the formula's letters in the tables.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len, set_cell_size

from tui.clean import MORE, clean
from tui.render.lines import Line, Piece, Tone, fitted, joined, width_of
from tui.render.wrapping import wrapped

BLANK: Line = ()


def prose(text: str, width: int, lit: frozenset[str] = frozenset()) -> list[Line]:
    """Return Markdown text as lines of at most so many columns."""
    flow = _Flow(max(width, 8), lit)
    flow.add(_parsed(clean(text)))
    lines = flow.lines
    while lines and lines[-1] == BLANK:
        lines.pop()
    return [line if width_of(line) <= width else fitted(line, width) for line in lines]


def inline(text: str, width: int, tone: Tone = Tone.PLAIN, lit: frozenset[str] = frozenset()) -> list[Line]:
    """Return one paragraph of Markdown, such as a question or a reply, in a tone of its own."""
    return wrapped(_pieces(_parsed_inline(clean(text)), lit, tone), width)


@lru_cache(512)
def _parsed_inline(text: str) -> tuple[Token, ...]:
    """Return one paragraph's tokens; the same questions and helps are drawn at every key."""
    return tuple(_parser().parseInline(text)[0].children or ())


@lru_cache(64)
def _parsed(text: str) -> tuple[Token, ...]:
    """Return Markdown's tokens; the pages of a lesson are few and drawn often."""
    return tuple(_parser().parse(text))


@cache
def _parser() -> MarkdownIt:
    """Return the parser; to make one takes as long as to parse a page."""
    return MarkdownIt("commonmark").enable("table")


class _Flow:
    """The blocks of a text on their way to lines, with the lists and quotes that are open."""

    def __init__(self, width: int, lit: frozenset[str]) -> None:
        self.lines: list[Line] = []
        self._width, self._lit = width, lit
        self._indents: list[str] = []
        self._marks: list[str] = []
        self._counts: list[int] = []
        self._tone = Tone.PLAIN

    def add(self, tokens: Sequence[Token]) -> None:
        """Add the lines of block tokens."""
        table: list[Token] | None = None
        for token in tokens:
            if token.type == "table_open":
                table = []
            elif token.type == "table_close" and table is not None:
                self._end(_table(table, self._width, self._lit))
                table = None
            elif table is not None:
                table.append(token)
            else:
                self._add(token)

    def _add(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._paragraph(token.children or [])
            case "paragraph_close" if not self._counts:
                self._end()
            case "heading_open" | "heading_close":
                self._heading(is_open=token.type == "heading_open")
            case "fence" | "code_block":
                self._end(_code(token.content, self._width, "".join(self._indents)))
            case "hr":
                self._end([(Piece("─" * self._width, Tone.RULE),)])
            case "blockquote_open":
                self._indents.append("│ ")
            case "blockquote_close":
                self._indents.pop()
            case _:
                self._list(token)

    def _list(self, token: Token) -> None:
        """Follow the lists: what an item begins with, and how far its further lines are set in."""
        match token.type:
            case "bullet_list_open":
                self._counts.append(0)
            case "ordered_list_open":
                self._counts.append(int(token.attrGet("start") or 1))
            case "list_item_open":
                mark = f"{self._counts[-1]}. " if self._counts[-1] else "• "
                self._counts[-1] += bool(self._counts[-1])
                self._marks.append(mark)
                self._indents.append(" " * len(mark))
            case "list_item_close":
                self._indents.pop()
                self._marks.pop()
            case "bullet_list_close" | "ordered_list_close":
                self._counts.pop()
                if not self._counts:
                    self._end()

    def _paragraph(self, children: Sequence[Token]) -> None:
        """Add a paragraph; the first one of an item stands behind the item's mark."""
        indent = first = "".join(self._indents)
        if self._marks and self._marks[-1]:
            first = "".join(self._indents[:-1]) + self._marks[-1]
            self._marks[-1] = ""
        self.lines += wrapped([Piece(first), *_pieces(children, self._lit, self._tone)], self._width, indent)

    def _heading(self, is_open: bool) -> None:
        self._tone = Tone.STRONG if is_open else Tone.PLAIN
        if not is_open:
            self._end()

    def _end(self, lines: Sequence[Line] = ()) -> None:
        """End a block: its lines, and a blank one."""
        self.lines += [*lines, BLANK]


def _code(text: str, width: int, indent: str) -> list[Line]:
    """Return code or a formula as it was written, set in by two columns."""
    lines: list[Line] = []
    for row in text.rstrip("\n").split("\n"):
        line = f"{indent}  {row}"
        lines.append((Piece(line if cell_len(line) <= width else set_cell_size(line, width - 1) + MORE, Tone.CODE),))
    return lines


def _table(tokens: Sequence[Token], width: int, lit: frozenset[str]) -> list[Line]:
    """Return a table: columns as wide as their widest cell, a rule under the head."""
    rows: list[list[Line]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(joined(_pieces(token.children or [], lit, Tone.PLAIN)))
    columns = max(map(len, rows))
    widths = [max(width_of(row[c]) if c < len(row) else 0 for row in rows) for c in range(columns)]
    lines: list[Line] = []
    for number, row in enumerate(rows):
        pieces: list[Piece] = []
        for column, cell in enumerate(row):
            pieces += [*cell, Piece(" " * (widths[column] - width_of(cell) + 2))]
        lines.append(joined(pieces))
        if number == 0:
            lines.append((Piece("─" * min(width, sum(widths) + 2 * (columns - 1)), Tone.RULE),))
    return lines


def _pieces(children: Sequence[Token], lit: frozenset[str], tone: Tone) -> list[Piece]:
    """Return the pieces of a paragraph."""
    pieces: list[Piece] = []
    tones = [tone]
    for child in children:
        match child.type:
            case "text":
                pieces.append(Piece(child.content, tones[-1]))
            case "code_inline":
                pieces.append(Piece(child.content, Tone.CODE, Tone.LIT if child.content in lit else None))
            case "softbreak":
                pieces.append(Piece(" ", tones[-1]))
            case "hardbreak":
                pieces.append(Piece("\n", tones[-1]))
            case "strong_open":
                tones.append(Tone.STRONG)
            case "em_open":
                tones.append(Tone.EMPHASIS)
            case "strong_close" | "em_close":
                tones.pop()
    return pieces

"""A lesson's Markdown as lines: paragraphs wrapped at the pane's width, code as written, lists with hanging indents.

A name in code type that the current step works on is lit, so that the eye finds the formula's letters in the tables.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len, set_cell_size

from tui.clean import MORE, clean
from tui.render.lines import Line, Piece, Tone, joined, width_of

BLANK: Line = ()


def prose(text: str, width: int, lit: frozenset[str] = frozenset()) -> list[Line]:
    """Return Markdown text as lines of at most so many columns."""
    lines: list[Line] = []
    _blocks(list(_parsed(clean(text))), max(width, 8), lit, lines)
    while lines and lines[-1] == BLANK:
        lines.pop()
    return lines


def inline(text: str, width: int, tone: Tone = Tone.PLAIN, lit: frozenset[str] = frozenset()) -> list[Line]:
    """Return one paragraph of Markdown, such as a question or a reply, in a tone of its own."""
    parsed = MarkdownIt("commonmark").parseInline(clean(text))
    return wrapped(_pieces(parsed[0].children or [], lit, tone), width)


def wrapped(pieces: Iterable[Piece], width: int, indent: str = "") -> list[Line]:
    """Break pieces into lines at blanks; every line but the first begins with the indent."""
    lines: list[list[Piece]] = [[]]
    column, is_start = 0, True
    for piece in pieces:
        for word in _words(piece):
            if word.text == "\n":
                lines.append([Piece(indent)])
                column, is_start = cell_len(indent), True
                continue
            length = cell_len(word.text)
            is_blank = word.text.isspace()
            if is_blank and is_start and len(lines) > 1:
                continue
            if column + length > width and not is_start:
                if is_blank:
                    continue
                _drop_blank(lines[-1])
                lines.append([Piece(indent)])
                column = cell_len(indent)
            if column + length > width:
                word = word._replace(text=set_cell_size(word.text, max(1, width - column - 1)) + MORE)
                length = cell_len(word.text)
            lines[-1].append(word)
            column, is_start = column + length, False
    _drop_blank(lines[-1])
    return [joined(line) for line in lines]


def _drop_blank(line: list[Piece]) -> None:
    """Take the blank off a line's end."""
    while len(line) > 1 and line[-1].text.isspace():
        line.pop()


def _words(piece: Piece) -> Iterable[Piece]:
    """Return the piece's words and the single blanks between them; code stays whole where it is short."""
    if piece.tone is Tone.CODE and len(piece.text) <= 24:
        yield piece
        return
    word = ""
    for character in piece.text:
        if character in " \n":
            if word:
                yield piece._replace(text=word)
            yield piece._replace(text=character)
            word = ""
        else:
            word += character
    if word:
        yield piece._replace(text=word)


@lru_cache(64)
def _parsed(text: str) -> tuple[Token, ...]:
    """Return Markdown's tokens; the pages of a lesson are few and drawn often."""
    return tuple(MarkdownIt("commonmark").enable("table").parse(text))


def _blocks(tokens: Sequence[Token], width: int, lit: frozenset[str], lines: list[Line]) -> None:
    """Append the lines of block tokens."""
    indents: list[str] = []
    marks: list[str] = []
    counts: list[int] = []
    tone = Tone.PLAIN
    at = 0
    while at < len(tokens):
        token = tokens[at]
        match token.type:
            case "heading_open":
                tone = Tone.STRONG
            case "heading_close":
                tone = Tone.PLAIN
                lines.append(BLANK)
            case "bullet_list_open":
                counts.append(0)
            case "ordered_list_open":
                counts.append(int(token.attrGet("start") or 1))
            case "list_item_open":
                mark = f"{counts[-1]}. " if counts[-1] else "• "
                counts[-1] += 1 if counts[-1] else 0
                marks.append(mark)
                indents.append(" " * len(mark))
            case "list_item_close":
                indents.pop()
                if marks:
                    marks.pop()
            case "bullet_list_close" | "ordered_list_close":
                counts.pop()
                if not counts:
                    lines.append(BLANK)
            case "blockquote_open":
                indents.append("│ ")
            case "blockquote_close":
                indents.pop()
            case "inline":
                first = "".join(indents[:-1]) + marks[-1] if marks and marks[-1] else "".join(indents)
                if marks:
                    marks[-1] = ""
                pieces = [Piece(first), *_pieces(token.children or [], lit, tone)]
                lines += wrapped(pieces, width, "".join(indents))
            case "paragraph_close" if not counts:
                lines.append(BLANK)
            case "fence" | "code_block":
                lines += _code(token.content, width, "".join(indents))
                lines.append(BLANK)
            case "table_open":
                end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
                lines += _table(tokens[at:end], width, lit)
                lines.append(BLANK)
                at = end
            case "hr":
                lines += [(Piece("─" * width, Tone.RULE),), BLANK]
        at += 1


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

"""The source of the method that is running: coloured, the running line marked, its exact sub-expression lit."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Literal, Name, Number, Operator, String, _TokenType

from tui.clean import MORE, clean, one_line
from tui.render.lines import Line, Piece, Tone, after, fitted, joined, text_of, width_of

MARK = "▶"
_TONES: dict[_TokenType, Tone] = {
    Comment: Tone.COMMENT,
    Keyword: Tone.KEYWORD,
    Operator.Word: Tone.KEYWORD,
    Name.Builtin.Pseudo: Tone.FAINT,
    Name.Function: Tone.FUNCTION,
    Name.Class: Tone.FUNCTION,
    Name.Decorator: Tone.FUNCTION,
    String.Doc: Tone.COMMENT,
    String: Tone.STRING,
    Number: Tone.NUMBER,
    Literal: Tone.STRING,
}


@dataclass(frozen=True)
class Lit:
    """The sub-expression that ran: lines counted from 1 as in the file, columns from 0 in characters."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Code:
    """A method's source, and what of it ran last."""

    file: str
    name: str
    """The method with its class: `Dense.forward`."""
    first_line: int
    lines: tuple[str, ...]
    span: Lit | None = None
    note: str = ""
    """What stands at the right of the title, such as `backward · 2/4`."""


def draw_code(code: Code, width: int, height: int) -> list[Line]:
    """Draw the title and as much of the method as there is room for, the running line always in it."""
    rows = shown_rows(code, height - 1)
    return [_title(code, width), *(_code_line(code, rows, at, width) for at in range(len(rows)))]


@lru_cache(maxsize=64)
def coloured(lines: tuple[str, ...]) -> tuple[Line, ...]:
    """Return the lines with each token in its tone and the indentation that all share taken away."""
    indent = shared_indent(lines)
    rows: list[list[Piece]] = [[]]
    text = "\n".join(clean(line) if line.strip() else "" for line in lines)
    for kind, token in PythonLexer(stripnl=False, ensurenl=False).get_tokens(text):
        for number, part in enumerate(token.split("\n")):
            if number:
                rows.append([])
            rows[-1].append(Piece(part, _tone(kind)))
    return tuple(_without_first(joined(row), indent) for row in rows)


def shared_indent(lines: Sequence[str]) -> int:
    """Return how many blanks every line begins with."""
    return min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)


def _title(code: Code, width: int) -> Line:
    """Draw the file, the method and the note at the right end; the method has room before the file and its folders."""
    name, file, note = one_line(code.name), one_line(code.file), one_line(code.note)
    right = f"  {note} " if note and len(note) + len(name) + 4 <= width else ""
    for place in (f" {file} · ", f" {file.rpartition('/')[2]} · ", " "):
        left: Line = (Piece(place, Tone.TITLE), Piece(name, Tone.STRONG))
        if width_of(left) + len(right) <= width:
            break
    return joined((*fitted(left, width - len(right)), Piece(right, Tone.TITLE)))


def shown_rows(code: Code, height: int) -> list[int]:
    """Choose the lines to show: the running one and what is around it, and the `def` line at the top."""
    count = len(code.lines)
    if count <= height:
        return list(range(count))
    if height < 1:
        return []
    running = min(max(code.span.line - code.first_line, 0), count - 1) if code.span else 0
    end = min(max(code.span.end_line - code.first_line, running), count - 1) if code.span else 0
    if running < height - 1 or height < 2:
        start = 0 if height > 1 else running
        return list(range(start, start + height))
    room = height - 1
    start = running - max(room - (end - running + 1), 0) // 2
    start = max(1, min(start, count - room))
    return [0, *range(start, start + room)]


def _code_line(code: Code, rows: list[int], at: int, width: int) -> Line:
    """Draw one line: the mark and the code; the sign for more where lines beside it are left out."""
    row = rows[at]
    number = code.first_line + row
    span = code.span
    is_running = span is not None and span.line <= number <= span.end_line
    is_after_gap = row != (rows[at - 1] + 1 if at else 0)
    is_before_gap = at == len(rows) - 1 and row < len(code.lines) - 1
    sign = Piece(MORE if is_after_gap or is_before_gap else " ", Tone.SIGN)
    head = (sign, Piece(f"{MARK} ", Tone.RUNNING) if is_running else Piece("  "))
    line = coloured(code.lines)[row]
    if span is None or not is_running:
        return fitted((*head, *line), width)
    indent = shared_indent(code.lines)
    start = max(span.column - indent, 0) if number == span.line else _indent_of(line)
    end = span.end_column - indent if number == span.end_line else len(text_of(line))
    room = width - width_of(head)
    line = _lit(line, start, end)
    if end > room - 1 and start > 4:  # bring the sub-expression in sight
        line = after(line, min(start - 2, max(end - room + 1, 0)))
    return fitted((*head, *line), width)


def _lit(line: Line, start: int, end: int) -> Line:
    """Return the line with some of its characters lit."""
    pieces: list[Piece] = []
    at = 0
    for piece in line:
        low, high = max(start - at, 0), max(end - at, 0)
        pieces.append(piece._replace(text=piece.text[:low]))
        pieces.append(Piece(piece.text[low:high], Tone.SPAN))
        pieces.append(piece._replace(text=piece.text[max(low, high) :]))
        at += len(piece.text)
    return joined(pieces)


def _indent_of(line: Line) -> int:
    text = text_of(line)
    return len(text) - len(text.lstrip())


def _tone(kind: _TokenType) -> Tone:
    """Return the tone of a kind of token, or of the kind it belongs to."""
    while kind.parent is not None:
        if kind in _TONES:
            return _TONES[kind]
        kind = kind.parent
    return Tone.PLAIN


def _without_first(line: Line, columns: int) -> Line:
    rest: list[Piece] = []
    for piece in line:
        rest.append(piece._replace(text=piece.text[columns:]))
        columns = max(0, columns - len(piece.text))
    return joined(rest)

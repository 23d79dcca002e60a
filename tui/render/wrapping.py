"""Breaks pieces of text into lines at blanks; no Markdown is needed for it."""

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size

from tui.clean import MORE
from tui.render.lines import Line, Piece, Tone, joined


def wrapped(pieces: Iterable[Piece], width: int, indent: str = "") -> list[Line]:
    """Break pieces into lines at blanks; every line but the first begins with the indent."""
    wrapping = _Wrapping(width, indent)
    for piece in pieces:
        for word in _words(piece):
            wrapping.add(word)
    wrapping.end_word()
    return wrapping.lines()


class _Wrapping:
    """Lines that are being filled with words."""

    def __init__(self, width: int, indent: str) -> None:
        self._width = width
        self._indent = indent
        self._lines: list[list[Piece]] = [[]]
        self._column = 0
        self._is_empty = True
        self._word: list[Piece] = []
        """What has come since the last blank: a word, and a comma of another tone behind it."""

    def add(self, word: Piece) -> None:
        """Add a word, a blank, or a line break."""
        if word.text.isspace():
            self.end_word()
        if word.text == "\n":
            self._break()
        elif not word.text.isspace():
            self._word.append(word)
        elif not self._is_empty or len(self._lines) == 1:
            self._put(word)

    def end_word(self) -> None:
        """Put what has come since the last blank onto a line, together where it fits on one."""
        length = sum(cell_len(piece.text) for piece in self._word)
        if self._column + length > self._width and not self._is_empty and length <= self._width:
            self._break()
        for piece in self._word:
            self._add_word(piece)
        self._word = []

    def lines(self) -> list[Line]:
        """Return the lines, without blanks at their ends."""
        return [joined(_without_last_blank(line)) for line in self._lines]

    def _add_word(self, word: Piece) -> None:
        if self._column + cell_len(word.text) > self._width and not self._is_empty:
            self._break()
        room = max(self._width - self._column, 2)
        head, dot, tail = word.text.partition("·")
        if cell_len(word.text) > room and tail and cell_len(head) < room:
            self._put(word._replace(text=head + dot))
            self._break()
            self._add_word(word._replace(text=tail))
            return
        if cell_len(word.text) > room:
            word = word._replace(text=set_cell_size(word.text, room - 1) + MORE)
        self._put(word)

    def _put(self, word: Piece) -> None:
        self._lines[-1].append(word)
        self._column += cell_len(word.text)
        self._is_empty = False

    def _break(self) -> None:
        self._lines.append([Piece(self._indent)])
        self._column, self._is_empty = cell_len(self._indent), True


def _without_last_blank(line: list[Piece]) -> list[Piece]:
    """Return the line without the blanks at its end."""
    end = len(line)
    while end > 1 and line[end - 1].text.isspace():
        end -= 1
    return line[:end]


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

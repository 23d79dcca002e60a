"""Fewer bytes to the terminal: what already stands on the screen is not sent again, nor a colour that is already set.

Textual repaints a changed line from its widget's left edge and resets the style behind every piece. Over a slow line
that is most of what a key costs. Here each frame is compared with what the terminal shows. That is trusted only from
the first frame on that painted every cell at the terminal's present size; what is no drawing (leaving for another
program and coming back, say) ends the trust.
"""

import os
import re
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len
from textual.driver import Driver

Cell = tuple[str, str] | None
"""A character and its style; None where nobody knows what the terminal shows."""

_MOVE, _STYLE = r"\x1b\[(\d+);(\d+)H", r"\x1b\[([\d;]*)m"
_MODE = r"\x1b\[\?(?:2026|25)[hl]|\x1b\][^\x07\x1b]*\x07|\x07"  # frames' ends, the cursor; title, clipboard; the bell
_TEXT = r"[^\x00-\x1f\x7f-\x9f]+"
_TOKEN = re.compile(f"{_MOVE}|{_STYLE}|({_MODE})|({_TEXT})|\n")
_FRAME = re.compile(rf"(?:{_MOVE}|{_STYLE}|{_MODE}|{_TEXT}|\n(?=(?:\x1b\[[\d;]*m)*(?:\x1b\[\d+;\d+H|$)))*+")
"""What Textual writes when it draws; a line break counts only where a move follows that makes it needless."""
_NEVER_SAME: Cell = ("", "")
"""What stands where columns cannot be counted by characters; it is sent each time."""
_SMALL_GAP = 5
"""So many unchanged characters cost no more than moving past them."""


class KnownScreen:
    """What a terminal of some size shows, as far as it is known from what was sent to it."""

    def __init__(self) -> None:
        self._width = self._height = 0
        self._rows: list[list[Cell]] = []
        self._place: tuple[int, int] | None = None
        self._style: str | None = None
        self._is_trusted = False

    def resize(self, width: int, height: int) -> None:
        """Take note of the terminal's size; after a change nothing is known."""
        if (width, height) != (self._width, self._height):
            self._width, self._height = width, height
            self.forget()

    def forget(self) -> None:
        """Assume nothing about what the terminal shows."""
        self._rows = [[None] * self._width for _ in range(self._height)]
        self._place = self._style = None
        self._is_trusted = False

    def shortened(self, data: str) -> str:
        """Return less that has the same effect; what is no drawing goes through as it is, and then nothing is known."""
        if not _FRAME.fullmatch(data):
            self.forget()
            return data
        if not self._is_trusted:
            self.forget()
        shortened = "".join(self._drawn(data))
        self._is_trusted = self._is_trusted or self._is_known()
        return shortened

    def _is_known(self) -> bool:
        """Whether every cell was painted."""
        return bool(self._rows) and not any(None in row for row in self._rows)

    def _drawn(self, data: str) -> Iterator[str]:
        row = column = 0
        style = ""
        has_place = False
        for found in _TOKEN.finditer(data):
            to_row, to_column, codes, mode, text = found.groups()
            if to_row:
                row, column, has_place = int(to_row) - 1, int(to_column) - 1, True
            elif codes is not None:
                style = _combined(style, codes)
            elif mode:
                yield mode
            elif text and has_place:
                yield from self._text(row, column, style, text)
                column += cell_len(text)
            elif text:  # drawn where the cursor happens to be
                self.forget()
                yield _change(None, style) + text
        if has_place:
            yield self._moved(row, column)

    def _text(self, row: int, column: int, style: str, text: str) -> Iterator[str]:
        """Send the parts of a text that differ from what stands there."""
        width = cell_len(text)
        if not (0 <= row < self._height and column + width <= self._width):  # not the size that we believe in
            self.forget()
            yield self._sent(row, column, style, text)
            return
        cells = self._rows[row]
        if width != len(text):  # wide or combining characters: columns cannot be counted by characters
            cells[column : column + width] = [_NEVER_SAME] * width
            yield self._sent(row, column, style, text)
            self._place = None
            return
        new: list[Cell] = [(character, style) for character in text]
        for start, end in _differing(cells[column : column + width], new):
            yield self._sent(row, column + start, style, text[start:end])
        cells[column : column + width] = new

    def _sent(self, row: int, column: int, style: str, text: str) -> str:
        move = self._moved(row, column)
        change = _change(self._style, style)
        self._style = style
        end = column + cell_len(text)
        self._place = (row, end) if end < self._width else None  # at the edge terminals differ
        return f"{move}{change}{text}"

    def _moved(self, row: int, column: int) -> str:
        """Return what brings the terminal's cursor to a place."""
        if self._place == (row, column):
            return ""
        before, self._place = self._place, (row, column)
        if before is not None and before[0] == row and before[1] < column:
            return f"\x1b[{column - before[1]}C"
        return f"\x1b[{row + 1};{column + 1}H"


class LeanOutput(Driver):
    """A mixin for a driver that writes to a terminal: it sends only what changes."""

    _known: KnownScreen | None = None

    def write(self, data: str) -> None:
        """Write what of the data the terminal does not show yet."""
        size = _terminal_size()
        if size is None:
            super().write(data)  # type: ignore[safe-super]
            return
        if self._known is None:
            self._known = KnownScreen()
        self._known.resize(*size)
        shortened = self._known.shortened(data)
        if shortened:
            super().write(shortened)  # type: ignore[safe-super]


def lean(driver: type[Driver]) -> type[Driver]:
    """Return a driver class like the given one that sends only what changes."""
    return type(f"Lean{driver.__name__}", (LeanOutput, driver), {})


def _terminal_size() -> tuple[int, int] | None:
    """Return the size of the terminal that Textual draws on, which is the one behind standard error."""
    for descriptor in (2, 0):
        try:
            width, height = os.get_terminal_size(descriptor)
        except OSError:
            continue
        if width and height:
            return width, height
    return None


def _differing(old: list[Cell], new: list[Cell]) -> list[tuple[int, int]]:
    """Return the stretches in which two lists of cells differ, small gaps between them closed."""
    stretches: list[tuple[int, int]] = []
    for at, (before, now) in enumerate(zip(old, new, strict=True)):
        if before == now:
            continue
        if stretches and at - stretches[-1][1] <= _SMALL_GAP:
            stretches[-1] = stretches[-1][0], at + 1
        else:
            stretches.append((at, at + 1))
    return stretches


@lru_cache(maxsize=1024)
def _combined(style: str, codes: str) -> str:
    """Return the style after more codes: a nought resets what went before."""
    last = f";{codes};".rpartition(";0;") if not _is_colour_zero(codes) else ("", "", f";{codes}")
    if codes in ("", "0"):
        return ""
    if last[1]:
        return last[2].strip(";")
    return f"{style};{codes}" if style else codes


def _is_colour_zero(codes: str) -> bool:
    """Whether the noughts among the codes may belong to a colour (`38;5;0`, `48;2;0;0;0`)."""
    return "38;" in codes or "48;" in codes


@lru_cache(maxsize=4096)
def _change(before: str | None, now: str) -> str:
    """Return the shortest codes that lead from one style to another; from an unknown one, by a reset."""
    if before == now:
        return ""
    whole = f"\x1b[0;{now}m" if now else "\x1b[0m"
    if before is None:
        return whole
    old, new = _parts(before), _parts(now)
    if not (old.keys() - {"38", "48"}) <= new.keys():
        return whole
    codes = [codes for part, codes in new.items() if old.get(part) != codes]
    codes += [str(int(part) + 1) for part in ("38", "48") if part in old and part not in new]
    step = f"\x1b[{';'.join(codes)}m"
    return min(step, whole, key=len)


def _parts(style: str) -> dict[str, str]:
    """Return a style's codes by what they set: 38 is the text's colour, 48 the background's, others themselves."""
    parts: dict[str, str] = {}
    codes = iter(style.split(";") if style else ())
    for code in codes:
        if code in ("38", "48"):
            kind = next(codes, "5")
            count = 1 if kind == "5" else 3
            parts[code] = ";".join((code, kind, *(next(codes, "0") for _ in range(count))))
        elif code.isdigit() and (30 <= int(code) <= 39 or 90 <= int(code) <= 97):
            parts["38"] = code
        elif code.isdigit() and (40 <= int(code) <= 49 or 100 <= int(code) <= 107):
            parts["48"] = code
        else:
            parts[code] = code
    return parts

"""The base of all views that answer a key: fixed size, and only what changed is drawn again.

A view says what it looks like (`draw`), as a pure function of its attributes and its size. Whenever an attribute
changes it calls `redraw`; the new lines are compared with those on the screen, and only the differing columns are
repainted.
"""

from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.render.lines import Line, Piece, Tone, filled, text_of


class LinesView(Widget):
    """A widget that shows lines of toned text and repaints as little as it can."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"tone--{tone}" for tone in Tone}
    DEFAULT_CSS = """
    LinesView {
        width: 1fr;
        height: 1fr;
        & .tone--strong { text-style: bold; }
        & .tone--faint { color: $quiet; }
        & .tone--title { color: $quiet; }
        & .tone--focused-title { color: $accent; text-style: bold; }
        & .tone--rule { color: $rule; }
        & .tone--sign { color: $warning; }
        & .tone--cursor { color: $cursor-background; text-style: bold reverse; }
        & .tone--resting-cursor { background: $lit-background; text-style: bold; }
        & .tone--lit { background: $lit-background; text-style: bold underline; }
        & .tone--path { text-style: underline; }
        & .tone--positive { color: $sign-positive; }
        & .tone--strong-positive { color: $sign-positive; text-style: bold; }
        & .tone--negative { color: $sign-negative; }
        & .tone--strong-negative { color: $sign-negative; text-style: bold; }
        & .tone--zero { color: $sign-zero; }
        & .tone--loud { color: $error; text-style: bold reverse; }
        & .tone--result { text-style: bold; }
        & .tone--forward { color: $phase-forward; text-style: bold; }
        & .tone--loss { color: $phase-loss; text-style: bold; }
        & .tone--backward { color: $phase-backward; text-style: bold; }
        & .tone--update { color: $phase-update; text-style: bold; }
        & .tone--code { color: $text-accent; }
        & .tone--key { color: $accent; text-style: bold; }
        & .tone--right { color: $success; text-style: bold; }
        & .tone--wrong { color: $error; text-style: bold; }
        & .tone--keyword { color: $phase-loss; }
        & .tone--string { color: $success; }
        & .tone--comment { color: $quiet; text-style: italic; }
        & .tone--number { color: $warning; }
        & .tone--function { color: $phase-forward; text-style: bold; }
        & .tone--running { color: $accent; text-style: bold; }
        & .tone--span { color: $cursor-background; text-style: bold reverse; }
        & .tone--ink-1 { color: $phase-forward; }
        & .tone--ink-2 { color: $phase-backward; }
        & .tone--ink-3 { color: $phase-update; }
        & .tone--ink-4 { color: $phase-loss; }
        & .tone--ink-5 { color: $accent; }
        & .tone--ink-6 { color: $foreground; }
    }
    """

    _drawn: tuple[Line, ...] = ()

    def draw(self, width: int, height: int) -> list[Line]:
        """Return the lines that the view shows in so many columns and rows; a view without any is blank."""
        return []

    def redraw(self) -> None:
        """Draw the lines again and repaint the columns in which they differ from those on the screen."""
        old, self._drawn = self._drawn, self._fresh_lines()
        regions = [
            Region(span[0], y, span[1] - span[0], 1)
            for y, (before, now) in enumerate(zip_longest(old, self._drawn, fillvalue=()))
            if (span := changed_columns(before, now))
        ]
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """Return one line in the theme's colours."""
        if len(self._drawn) != self.size.height:
            self._drawn = self._fresh_lines()
        if y >= len(self._drawn):
            return Strip.blank(self.size.width, self.rich_style)
        segments = [Segment(piece.text, self._style(piece)) for piece in self._drawn[y]]
        return Strip(segments, self.size.width)

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self._drawn = self._fresh_lines()
        self.refresh()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether the keys go here now."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def _fresh_lines(self) -> tuple[Line, ...]:
        width, height = self.size
        return tuple(filled(self.draw(width, height), width, height)) if width and height else ()

    def _style(self, piece: Piece) -> Style:
        style = self.get_component_rich_style(f"tone--{piece.tone}")
        if piece.over is None:
            return style
        return style + self.get_component_rich_style(f"tone--{piece.over}", partial=True)


def changed_columns(before: Line, now: Line) -> tuple[int, int] | None:
    """Return the first and one past the last column in which two lines differ, None where they don't."""
    if before == now:
        return None
    width = max(cell_len(text_of(before)), cell_len(text_of(now)))
    if not (text_of(before) + text_of(now)).isascii() and not (_is_narrow(before) and _is_narrow(now)):
        return 0, width
    old, new = _columns(before), _columns(now)
    if len(old) != len(new):
        return 0, width
    differing = [column for column, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    return (differing[0], differing[-1] + 1) if differing else None


def _columns(line: Line) -> list[Piece]:
    """Return the line as one piece a character."""
    return [Piece(character, tone, over) for text, tone, over in line for character in text]


def _is_narrow(line: Line) -> bool:
    """Whether every character of the line takes one column, so that columns can be counted by characters."""
    text = text_of(line)
    return cell_len(text) == len(text)

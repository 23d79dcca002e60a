"""The base of all views that answer a key: fixed size, and only what changed is drawn again.

A view says what it looks like (`draw`), as a pure function of its attributes and its size. Whenever an attribute
changes it calls `redraw`; the new lines are compared with those on the screen, and only the differing columns are
repainted.
"""

from itertools import zip_longest

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.render.lines import Line, Piece, Tone, filled, text_of
from tui.tones import style_of


class LinesView(Widget):
    """A widget that shows lines of toned text and repaints as little as it can."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LinesView { width: 1fr; height: 1fr; }
    """

    _drawn: tuple[Line, ...] = ()

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._looks: dict[tuple[Tone, Tone | None], Style] = {}
        self._surroundings: tuple[str, Style] | None = None

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

    def notify_style_update(self) -> None:
        """Forget what the tones look like where theme or ground changed; Textual calls this at every little change."""
        super().notify_style_update()
        surroundings = (self.app.theme, self.rich_style)
        if surroundings != self._surroundings:
            self._surroundings = surroundings
            self._looks.clear()

    def _style(self, piece: Piece) -> Style:
        look = piece[1:]
        if look not in self._looks:
            tones = (piece.tone,) if piece.over is None else (piece.tone, piece.over)
            colors, ground = self.app.theme_variables, self.background_colors[1]
            self._looks[look] = sum((style_of(tone, colors, ground) for tone in tones), self.rich_style)
        return self._looks[look]


def changed_columns(before: Line, now: Line) -> tuple[int, int] | None:
    """Return the first and one past the last column in which two lines differ, None where they don't."""
    if before == now:
        return None
    old, new = text_of(before), text_of(now)
    width = max(cell_len(old), cell_len(new))
    if not len(old) == len(new) == width:  # columns cannot be counted by characters
        return 0, width
    start = _same_characters(before, now)
    return start, width - min(_same_characters(_reversed(before), _reversed(now)), width - start)


def _same_characters(before: Line, now: Line) -> int:
    """Return how many characters two lines have in common at their starts, tones included."""
    count = 0
    for old, new in zip(before, now, strict=False):
        if old[1:] != new[1:]:
            break
        if old.text != new.text:
            pairs = enumerate(zip(old.text, new.text, strict=False))
            shorter = min(len(old.text), len(new.text))
            return count + next((at for at, (a, b) in pairs if a != b), shorter)
        count += len(old.text)
    return count


def _reversed(line: Line) -> Line:
    return tuple(Piece(text[::-1], tone, over) for text, tone, over in reversed(line))

"""What stands there while the window is too small to work in; everything beneath it stays as it was."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tui.render.lines import Line, Piece, Tone
from tui.screens.closing import ClosesItself
from tui.terminal import FEWEST_COLUMNS, FEWEST_ROWS
from tui.widgets.lines_view import LinesView


class _Please(LinesView):
    """The request, in the middle of however little room there is."""

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the request, shorter where it is very narrow."""
        sizes = f"It is {width}×{height}, and {FEWEST_COLUMNS}×{FEWEST_ROWS} is needed."
        texts = ["Please enlarge the window.", sizes, "Nothing is lost."]
        if width < max(map(len, texts)):
            texts = ["enlarge", f"{width}×{height}"]
        above = max((height - len(texts)) // 2, 0)
        lines: list[Line] = [()] * above
        for number, text in enumerate(texts):
            lines.append((Piece(text.center(width), Tone.FAINT if number else Tone.STRONG),))
        return lines


class TooSmallScreen(ClosesItself, ModalScreen[None]):
    """Asks for a larger window. The app takes it away when there is room again."""

    DEFAULT_CSS: ClassVar[str] = """
    TooSmallScreen { background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.quit", "quit", show=False, id="small.quit")]

    def compose(self) -> ComposeResult:
        """Lay out the request."""
        yield _Please()

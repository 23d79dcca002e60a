"""What stands there while the window is too small to work in; everything beneath it stays as it was."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tui.render.lines import Line, Piece, Tone
from tui.screens.closing import ClosesItself
from tui.terminal import FEWEST_COLUMNS, FEWEST_ROWS
from tui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from tui.app import GlassnetApp


class _Please(LinesView):
    """The request, in the middle of however little room there is."""

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the request."""
        return draw_request(width, height)


def draw_request(width: int, height: int) -> list[Line]:
    """Draw the request in the middle, shorter where there is little room."""
    texts = _request(width, height)
    lines: list[Line] = [()] * max((height - len(texts)) // 2, 0)
    for number, text in enumerate(texts):
        lines.append((Piece(text.center(width), Tone.FAINT if number else Tone.STRONG),))
    return lines


def _request(width: int, height: int) -> list[str]:
    """Return the request in as many words as have room; both sizes are always in it."""
    now, needed = f"{width}×{height}", f"{FEWEST_COLUMNS}×{FEWEST_ROWS}"
    wordings = (
        ["Please enlarge the window.", f"It is {now}, and {needed} is needed.", "Nothing is lost."],
        ["Please enlarge.", f"{needed} is needed,", f"this is {now}."],
        [f"needs {needed}", f"is {now}"],
        [f"{now} < {needed}"],
    )
    fitting = (texts for texts in wordings if len(texts) <= height and max(map(len, texts)) <= width)
    return next(fitting, [needed])


class TooSmallScreen(ClosesItself, ModalScreen[None]):
    """Asks for a larger window. The app takes it away when there is room again."""

    DEFAULT_CSS: ClassVar[str] = """
    TooSmallScreen { background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.quit", "quit", show=False, id="small.quit")]

    def on_screen_suspend(self) -> None:
        """Let another one lie on top of what was opened in the meantime; this one goes when it is seen again."""
        self.dismiss()
        app = cast("GlassnetApp", self.app)
        app.call_later(lambda: app.ask_for_room(app.size))  # by then the window may have another size

    def compose(self) -> ComposeResult:
        """Lay out the request."""
        yield _Please()

"""While the learner's own code works something out: what is waited for, how long already, and the key that stops it."""

from collections.abc import Callable
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tui.render.lines import Line, Piece, Tone, fitted
from tui.screens.closing import ClosesItself
from tui.widgets.lines_view import LinesView

FRAMES = 4
"""How often a second the line is drawn."""


def draw_waiting(words: str, seconds: int, is_stopping: bool, width: int) -> Line:
    """Draw what is waited for, and for how long."""
    end = " stopping it …" if is_stopping else " esc stops it"
    since = f" · {seconds} s" if seconds else ""
    start = (Piece(" waiting for your code", Tone.STRONG), Piece(f": {words}{since} "))
    return (*fitted(start, max(width - len(end) - 1, 1)), Piece(end, Tone.KEY))


class _WaitingWords(LinesView):
    """The line."""

    DEFAULT_CSS: ClassVar[str] = """
    _WaitingWords { height: 1; background: $panel; }
    """

    words = ""
    seconds = 0
    is_stopping = False

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the line."""
        return [draw_waiting(self.words, self.seconds, self.is_stopping, width)]


class WaitingScreen(ClosesItself, ModalScreen[None]):
    """A line at the bottom over the lesson. Who has opened it closes it."""

    DEFAULT_CSS: ClassVar[str] = """
    WaitingScreen { align: left bottom; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "stop", "stop", id="waiting.stop"),
        Binding("f9", "app.next_theme", "colours", id="waiting.theme"),
    ]

    def __init__(self, words: str, stop: Callable[[], None]) -> None:
        super().__init__()
        self._line = _WaitingWords()
        self._line.words = words
        self._stop = stop
        self._began = monotonic()

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield self._line

    def on_mount(self) -> None:
        """Count the seconds."""
        self.set_interval(1 / FRAMES, self._poll)

    def action_stop(self) -> None:
        """End the wait."""
        self._line.is_stopping = True
        self._line.redraw()
        self._stop()

    def _poll(self) -> None:
        self._line.seconds = int(monotonic() - self._began)
        self._line.redraw()

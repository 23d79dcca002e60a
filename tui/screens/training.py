"""While updates run: how far they have come, and which key stops them."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.charts.chart import Chart
from tui.command import readable
from tui.lab.training import Training
from tui.numbers import plain
from tui.render.bars import bar
from tui.render.lines import Line, Piece, Tone, joined
from tui.screens.closing import ClosesItself
from tui.widgets.chart_view import ChartView
from tui.widgets.lines_view import LinesView

FRAMES = 4
"""How often a second the screen asks for the latest state."""


def draw_training(training: Training, width: int, end: str = "any key stops") -> Line:
    """Draw the bar, the count and the latest loss."""
    words = f" {training.done:,}/{training.total:,} updates"
    if training.words:
        words = f" {training.words}…"
    loss = f" · loss {plain(training.loss)}" if training.loss is not None else ""
    end = f"   {end}"
    room = max(min(width - len(words) - len(loss) - len(end) - 2, 40), 5)
    return joined(
        (
            Piece(" "),
            Piece(bar(training.done, training.total, room), Tone.KEY),
            Piece(words, Tone.STRONG),
            Piece(loss),
            Piece(end, Tone.FAINT),
        )
    )


class _Bar(LinesView):
    """The line with the bar."""

    DEFAULT_CSS: ClassVar[str] = """
    _Bar { dock: bottom; height: 1; background: $panel; }
    """

    training = Training(0, 1)
    end = "any key stops"

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the line."""
        return [draw_training(self.training, width, self.end)]


class TrainingScreen(ClosesItself, ModalScreen[None]):
    """A line at the bottom over the lesson, and over the lesson's chart one that follows the run."""

    DEFAULT_CSS: ClassVar[str] = """
    TrainingScreen { background: transparent; }
    TrainingScreen ChartView { position: absolute; display: none; background: $background; }
    """

    def __init__(self, latest: Callable[[], Training], stop: Callable[[], None], key: str = "") -> None:
        super().__init__()
        self._latest = latest
        self._stop = stop
        self._key = key
        """The one key that stops, where the learner did not begin the run and may be typing; empty: any."""

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        line = _Bar()
        if self._key:
            line.end = f"{readable(self._key)} stops"
        yield line
        yield ChartView()

    def on_mount(self) -> None:
        """Ask for the state a few times a second."""
        self.set_interval(1 / FRAMES, self._poll)
        self._poll()

    def show_chart(self, chart: Chart, under: ChartView) -> None:
        """Show a chart in the place of one in the lesson.

        Textual draws the whole screen anew at the least change under a modal one, which would cost the run its time.
        """
        over, region = self.query_one(ChartView), under.region
        over.display = bool(region)
        over.styles.offset = region.offset
        over.styles.width, over.styles.height = region.size
        over.marker = under.marker
        over.chart = chart

    def on_resize(self) -> None:
        """Take the chart away until its new place is known."""
        self.query_one(ChartView).display = False

    def on_key(self, event: events.Key) -> None:
        """Stop."""
        event.stop()
        event.prevent_default()
        if self._key in ("", event.key):
            self._stop()

    def _poll(self) -> None:
        bar_ = self.query_one(_Bar)
        bar_.training = self._latest()
        bar_.redraw()

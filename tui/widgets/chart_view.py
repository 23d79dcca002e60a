"""A chart on the screen: the one place that knows how plotext draws.

plotext's output is read back into toned lines, so that a chart's colours come from the theme (a figure's own theme can
be black on black), and only the lines that changed are repainted.
"""

import re
from dataclasses import replace
from functools import lru_cache

from textual.reactive import var
from textual_plotext import Plot, PlotextPlot

from tui.charts.chart import SMALLEST, Chart, Ink, Marker, Space
from tui.clean import one_line
from tui.numbers import MINUS
from tui.render.lines import Line, Piece, Tone, fitted, joined, width_of
from tui.widgets.lines_view import LinesView

_TONES = {
    Ink.FIRST: Tone.INK_1,
    Ink.SECOND: Tone.INK_2,
    Ink.THIRD: Tone.INK_3,
    Ink.FOURTH: Tone.INK_4,
    Ink.FIFTH: Tone.INK_5,
    Ink.SIXTH: Tone.INK_6,
    Ink.POSITIVE: Tone.POSITIVE,
    Ink.NEGATIVE: Tone.NEGATIVE,
    Ink.LOUD: Tone.LOUD,
    Ink.QUIET: Tone.FAINT,
    Ink.HERE: Tone.STRONG,
}
PARTS = " · "
"""What stands between the parts of a note, the most important first."""
_COLOUR = re.compile(r"\x1b\[([0-9;]*)m")
_NEGATIVE = re.compile(r"-(?=\d)")


class ChartView(LinesView, PlotextPlot):
    """One chart, drawn again only when it, the size or the marker changes."""

    chart: var[Chart | None] = var(None, always_update=True)
    """The data to draw."""
    words: var[str] = var("")
    """What is said where there is nothing to draw."""
    marker: var[Marker] = var(Marker.BRAILLE)
    """How finely lines may be drawn on this terminal."""

    _known: tuple[Chart | None, Space] | None = None
    _picture: tuple[Line, ...] = ()

    def on_mount(self) -> None:
        """Choose plotext's theme without colours: each mark's ink has its colour from the app's theme."""
        self.theme = "clear"

    def on_unmount(self) -> None:
        """Hear no more of the app's themes: their signal would keep every chart that was ever shown."""
        self.app.theme_changed_signal.unsubscribe(self)

    def watch_chart(self) -> None:
        """Draw another chart."""
        self.redraw()

    def watch_words(self) -> None:
        """Say something else."""
        self.redraw()

    def watch_marker(self) -> None:
        """Draw with another marker."""
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the chart, or say it in a line where there is no room."""
        space = Space(width, height, self.marker)
        if self.chart is None:
            return [(Piece(f" {one_line(self.words)}", Tone.FAINT),)]
        if self._known is None or self._known[0] is not self.chart or self._known[1] != space:
            self._known, self._picture = (self.chart, space), tuple(draw_chart(self.chart, self.plt, space))
        return list(self._picture)


def draw_chart(chart: Chart, figure: Plot, space: Space) -> list[Line]:
    """Return a chart as toned lines."""
    if space.width < SMALLEST[0] or space.height < SMALLEST[1]:
        return [(Piece(f" {one_line(chart.in_words())}", Tone.PLAIN),)]
    room = replace(space, height=space.height - 1)
    figure.clear_figure()
    figure.theme("clear")
    figure.plotsize(room.width, room.height)
    figure._set_size(room.width, room.height)  # plotsize alone clips to the size of the terminal at start
    figure.xaxes(lower=True, upper=False)
    figure.yaxes(left=True, right=False)
    note = chart.draw(figure, room)
    drawing = figure.build().split("\n")[: room.height]
    return [_title(chart.title, note, space.width), *(toned(line) for line in drawing)]


@lru_cache(maxsize=512)
def toned(text: str) -> Line:
    """Read a line of coloured text back: each ink's colour number becomes its tone, all else is quiet."""
    pieces: list[Piece] = []
    tone, at = Tone.FAINT, 0
    for found in _COLOUR.finditer(text):
        pieces.append(_quietly(text[at : found.start()], tone))
        tone, at = _tone(found.group(1), tone), found.end()
    pieces.append(_quietly(text[at:], tone))
    return joined(pieces)


def _quietly(text: str, tone: Tone) -> Piece:
    """Return a piece; the numbers at the axes get the minus that all other numbers have."""
    return Piece(_NEGATIVE.sub(MINUS, text) if tone is Tone.FAINT else text, tone)


def _title(title: str, note: str, width: int) -> Line:
    """Draw the rule above the chart with its title and what the chart adds to it, its last parts only if they fit."""
    parts = one_line(note).split(PARTS)
    for count in range(len(parts), -1, -1):
        more = PARTS.join(parts[:count])
        line: Line = (Piece("── ", Tone.RULE), Piece(f"{one_line(title)} ", Tone.STRONG))
        if more:
            line = (*line, Piece(f"{more} ", Tone.TITLE))
        if width_of(line) <= width:
            return joined((*line, Piece("─" * (width - width_of(line)), Tone.RULE)))
    return fitted(line, width)


def _tone(codes: str, before: Tone) -> Tone:
    if codes in ("", "0"):
        return Tone.FAINT
    if codes.startswith("38;5;"):
        return _TONES.get(Ink(int(codes[5:])), Tone.PLAIN)
    return before

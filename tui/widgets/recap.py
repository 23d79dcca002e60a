"""What a lesson showed, point by point."""

from collections.abc import Sequence

from tui.render.lines import Line, Piece, Tone, joined
from tui.render.prose import inline
from tui.widgets.page_block import PageBlock


def draw_points(points: Sequence[str], width: int) -> list[Line]:
    """Draw the points, each behind a mark."""
    lines: list[Line] = []
    for point in points:
        for number, line in enumerate(inline(point, width - 3)):
            lines.append(joined((Piece("   " if number else " ▪ ", Tone.KEY), *line)))
    return lines


class Recap(PageBlock):
    """The points of a recap."""

    def __init__(self, points: Sequence[str]) -> None:
        super().__init__()
        self._points = tuple(points)

    def lines(self, width: int) -> list[Line]:
        """Return the points' lines."""
        return draw_points(self._points, width)

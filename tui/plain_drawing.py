"""Drawing with plain ASCII, for terminals and locales that know nothing else.

One filter over the finished lines does it for the whole app, charts included, so no view needs two ways of drawing.
"""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.ascii_text import in_ascii


class AsciiFilter(LineFilter):
    """Replaces every character beyond ASCII in what is about to be drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in ASCII, styles untouched."""
        return [Segment(in_ascii(text), style, control) for text, style, control in segments]

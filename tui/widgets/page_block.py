"""The base of what stands on a lesson's page: a view as high as its lines, one below the other."""

from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size

from tui.render.lines import Line
from tui.widgets.lines_view import LinesView

SCROLL_KEYS: Final[list[BindingType]] = [
    Binding("j", "scroll_down", "scroll", show=False, id="page.scroll_down"),
    Binding("k", "scroll_up", "scroll", show=False, id="page.scroll_up"),
]
"""The letters that scroll a page of such blocks, besides the arrows."""


class PageBlock(LinesView):
    """A view that says how many lines it needs at a width, and asks for another layout only when that changes."""

    DEFAULT_CSS: ClassVar[str] = """
    PageBlock { height: auto; margin-bottom: 1; }
    """

    def lines(self, width: int) -> list[Line]:
        """Return all lines at this width; every block draws its own."""
        return []

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines there are."""
        return len(self.lines(width))

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the lines."""
        return self.lines(width)

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size; what was told while the page was turned over may need another height by now."""
        super().on_resize(event)
        self.show_again()

    def show_again(self) -> None:
        """Draw again, in another height if it needs one."""
        if self.is_mounted and self.size.width and len(self.lines(self.size.width)) != self.size.height:
            self.refresh(layout=True)
        else:
            self.redraw()

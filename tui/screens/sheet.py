"""A sheet to read: over the whole screen, or in its middle where the screen is wide."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from tui.render.lines import Piece, Tone
from tui.screens.closing import ClosesItself
from tui.widgets.bars import TitleBar
from tui.widgets.page_block import PageBlock


class SheetScreen(ClosesItself, ModalScreen[None]):
    """Shows a text under a title until a key closes it."""

    DEFAULT_CSS: ClassVar[str] = """
    SheetScreen { align: center middle; background: $background 70%; }
    SheetScreen #sheet { width: 100%; max-width: 92; height: auto; max-height: 100%; background: $surface; }
    SheetScreen VerticalScroll { height: auto; max-height: 100%; padding: 1 2; scrollbar-size-vertical: 1; }
    SheetScreen TitleBar { dock: top; background: $panel; }
    SheetScreen.-narrow #sheet { height: 100%; max-width: 100%; }
    SheetScreen.-narrow VerticalScroll { height: 1fr; }
    SheetScreen.-narrow { background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll('down')", "down", show=False, id="sheet.down"),
        Binding("k", "scroll('up')", "up", show=False, id="sheet.up"),
    ]

    def __init__(self, title: str, text: PageBlock) -> None:
        super().__init__()
        self._heading, self._text = title, text

    def compose(self) -> ComposeResult:
        """Lay out the scrolling sheet below the line that says how to close it."""
        bar = TitleBar()
        bar.left = (Piece(self._heading, Tone.STRONG),)
        closing = (Piece("esc", Tone.KEY), Piece(" closes", Tone.FAINT))
        scrolling = (Piece("↑/↓", Tone.KEY), Piece(" scroll", Tone.FAINT))
        bar.right = (closing, scrolling)
        with Vertical(id="sheet"):
            yield bar
            with VerticalScroll():
                yield self._text

    def action_scroll(self, way: str) -> None:
        """Scroll by a line."""
        sheet = self.query_one(VerticalScroll)
        sheet.scroll_relative(y=1 if way == "down" else -1, animate=False)

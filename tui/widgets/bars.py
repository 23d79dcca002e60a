"""The line at the top of a screen, and the line that speaks up when something must be known."""

from typing import ClassVar

from textual.reactive import var

from tui.clean import one_line, short_paths
from tui.render.bars import title_bar
from tui.render.lines import Line, Piece, Tone, fitted, joined
from tui.render.wrapping import wrapped
from tui.widgets.lines_view import LinesView
from tui.widgets.page_block import PageBlock


class TitleBar(LinesView):
    """The title at the left, the place at the right."""

    DEFAULT_CSS: ClassVar[str] = """
    TitleBar { height: 1; background: $surface; }
    """

    left: var[tuple[Piece, ...]] = var(())
    right: var[tuple[tuple[Piece, ...], ...]] = var(())
    """What stands at the right end; the last goes first where room is short."""

    def watch_left(self) -> None:
        """Show another title."""
        self.redraw()

    def watch_right(self) -> None:
        """Show another place."""
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the one line."""
        return [title_bar(self.left, self.right, width)]


class Banner(PageBlock):
    """Lines that stay as long as something is wrong: progress cannot be saved, say. Hidden while there is no text."""

    DEFAULT_CSS: ClassVar[str] = """
    Banner { height: auto; max-height: 3; margin: 0; background: $panel; display: none; }
    Banner.-shown { display: block; }
    """

    text: var[str] = var("")

    def watch_text(self, text: str) -> None:
        """Show or hide the lines."""
        self.set_class(bool(text), "-shown")
        self.show_again()

    def lines(self, width: int) -> list[Line]:
        """Return the text behind its mark."""
        wrapped_text = wrapped([Piece(one_line(short_paths(self.text)))], width - 4)
        marks = [Piece(" ! ", Tone.WRONG), *[Piece("   ")] * len(wrapped_text)]
        return [joined((mark, *line)) for mark, line in zip(marks, wrapped_text, strict=False)]


class SummaryLine(LinesView):
    """What the pane out of sight holds, in one line, with the key that brings it."""

    DEFAULT_CSS: ClassVar[str] = """
    SummaryLine { height: 1; background: $panel; }
    """

    pieces: var[tuple[Piece, ...]] = var(())
    key: var[str] = var("tab")
    """What brings the other pane; empty where no single key does."""

    def watch_pieces(self) -> None:
        """Show another line."""
        self.redraw()

    def watch_key(self) -> None:
        """Show another key."""
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the line, the key at its end; where there is no other pane, nothing."""
        if not self.pieces:
            return []
        key = f" {self.key} " if self.key else ""
        return [(Piece(" "), *fitted(self.pieces, width - len(key) - 1), Piece(key, Tone.KEY))]

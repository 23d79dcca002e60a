"""The line at the top of a screen, and the line that speaks up when something must be known."""

from typing import ClassVar

from textual.reactive import var

from tui.clean import one_line
from tui.render.bars import title_bar
from tui.render.lines import Line, Piece, Tone, fitted
from tui.widgets.lines_view import LinesView


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


class Banner(LinesView):
    """A line that stays as long as something is wrong: progress cannot be saved, say. Hidden while it has no text."""

    DEFAULT_CSS: ClassVar[str] = """
    Banner { height: 1; background: $panel; display: none; }
    Banner.-shown { display: block; }
    """

    text: var[str] = var("")

    def watch_text(self, text: str) -> None:
        """Show or hide the line."""
        self.set_class(bool(text), "-shown")
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the text behind its mark."""
        return [(Piece(" ! ", Tone.WRONG), Piece(one_line(self.text)))]


class SummaryLine(LinesView):
    """What the pane out of sight holds, in one line, with the key that brings it."""

    DEFAULT_CSS: ClassVar[str] = """
    SummaryLine { height: 1; background: $panel; }
    """

    pieces: var[tuple[Piece, ...]] = var(())

    def watch_pieces(self) -> None:
        """Show another line."""
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the line, the key at its end."""
        key: Line = (Piece(" tab ", Tone.KEY),)
        return [(Piece(" "), *fitted(self.pieces, width - 6), *key)]

"""The code that is running, with the exact sub-expression lit."""

from textual.reactive import var

from tui.render.code import Code, draw_code
from tui.render.lines import Line, Piece, Tone
from tui.widgets.lines_view import LinesView


class CodeView(LinesView):
    """The source of the method at hand; it follows what runs, so it needs no keys."""

    code: var[Code | None] = var(None)
    """The method and what of it ran last."""

    def watch_code(self) -> None:
        """Show another step."""
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the method around the running line."""
        if self.code is None:
            return [(Piece(" nothing has run yet", Tone.FAINT),)]
        return draw_code(self.code, width, height)

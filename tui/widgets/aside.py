"""What stands around the story on a page: its title, a note, a pointer to what the lab now shows."""

from tui.render.lines import Line, Piece, Tone, joined
from tui.render.prose import inline, prose
from tui.widgets.page_block import PageBlock


class Heading(PageBlock):
    """A page's title."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def lines(self, width: int) -> list[Line]:
        """Return the title."""
        return inline(self._title, width, Tone.KEY)


class Note(PageBlock):
    """A note behind a line at its left."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def lines(self, width: int) -> list[Line]:
        """Return the title and the text."""
        rule = Piece(" │ ", Tone.RULE)
        title: list[Line] = [(Piece(self._title, Tone.EMPHASIS),)] if self._title else []
        return [joined((rule, *line)) for line in (*title, *prose(self._text, width - 3))]


class Pointer(PageBlock):
    """Says what the lab shows now."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def lines(self, width: int) -> list[Line]:
        """Return the sentence behind an arrow."""
        lines = inline(self._text, width - 3, Tone.EMPHASIS)
        return [joined((Piece("   " if number else " ▸ ", Tone.KEY), *line)) for number, line in enumerate(lines)]

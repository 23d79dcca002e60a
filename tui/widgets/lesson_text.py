"""The prose of a lesson, formulas and tables included."""

from textual.reactive import var

from tui.render.lines import Line
from tui.render.prose import prose
from tui.widgets.page_block import PageBlock


class LessonText(PageBlock):
    """Markdown text; names in code type that the current step works on are lit."""

    lit: var[frozenset[str]] = var(frozenset())
    """The names to light."""

    text: var[str] = var("", init=False)
    """The Markdown; numbers in it come to be seen when they are not covered any more."""

    def __init__(self, block: str, text: str) -> None:
        super().__init__()
        self.block = block
        self.set_reactive(LessonText.text, text)

    def watch_text(self) -> None:
        """Show another text."""
        self.show_again()

    def watch_lit(self) -> None:
        """Light other names; the text keeps its lines."""
        self.redraw()

    def lines(self, width: int) -> list[Line]:
        """Return the text's lines."""
        return prose(self.text, width, self.lit)

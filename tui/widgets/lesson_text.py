"""The prose of a lesson, formulas and tables included."""

from textual.reactive import var

from tui.render.lines import Line
from tui.render.prose import prose
from tui.widgets.page_block import PageBlock


class LessonText(PageBlock):
    """Markdown text; names in code type that the current step works on are lit."""

    lit: var[frozenset[str]] = var(frozenset())
    """The names to light."""

    def __init__(self, text: str, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.text = text

    def watch_lit(self) -> None:
        """Light other names; the text keeps its lines."""
        self.redraw()

    def lines(self, width: int) -> list[Line]:
        """Return the text's lines."""
        return prose(self.text, width, self.lit)

"""A question that must be answered: a file was changed here and outside at once. Neither text gets lost."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.render.lines import Line, Piece, Tone
from tui.render.prose import BLANK
from tui.screens.closing import ClosesItself
from tui.widgets.lines_view import LinesView


class _ClashWords(LinesView):
    """What has happened, and the two ways on."""

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the question."""
        return [
            (Piece(" Your file was changed outside, and you have typed here meanwhile.", Tone.STRONG),),
            BLANK,
            (Piece(" m ", Tone.KEY), Piece(" go on with mine, the text in this editor")),
            (Piece(" o ", Tone.KEY), Piece(" go on with the one outside, the text in the file")),
            BLANK,
            (Piece(" Whichever you leave is kept as a dated copy beside the file.", Tone.FAINT),),
        ]


class ClashScreen(ClosesItself, ModalScreen[bool]):
    """Asks which text to go on with; gives back whether it is the one outside."""

    DEFAULT_CSS: ClassVar[str] = """
    ClashScreen { align: center middle; background: $background 70%; }
    ClashScreen Vertical { width: 72; height: 8; background: $panel; padding: 1 1; }
    ClashScreen LinesView { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "dismiss(False)", "mine", id="clash.mine"),
        Binding("o", "dismiss(True)", "the one outside", id="clash.outside"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Vertical():
            yield _ClashWords()

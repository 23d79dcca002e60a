"""A question in one line at the bottom of the screen: how many updates, which update, which words."""

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tui.render.lines import Line, Piece, Tone
from tui.screens.closing import ClosesItself
from tui.widgets.field import WHOLE, Field
from tui.widgets.lines_view import LinesView


class _QuestionWords(LinesView):
    """The question above the field."""

    DEFAULT_CSS: ClassVar[str] = """
    _QuestionWords { height: 1; }
    """

    def __init__(self, words: str, hint: str) -> None:
        super().__init__()
        self._words, self._hint = words, hint

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the question and how to answer."""
        return [(Piece(f" {self._words}  ", Tone.STRONG), Piece(self._hint, Tone.FAINT))]


class QuestionScreen(ClosesItself, ModalScreen[str | None]):
    """Asks for one line; gives it back, or None where the learner thought better of it."""

    DEFAULT_CSS: ClassVar[str] = """
    QuestionScreen { align: left bottom; background: transparent; }
    QuestionScreen Vertical { height: 4; background: $panel; padding: 1 1; }
    QuestionScreen Vertical LinesView { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "never mind", id="question.leave")]

    def __init__(self, words: str, hint: str = "", text: str = "", accepts: re.Pattern[str] = WHOLE) -> None:
        super().__init__()
        self._words = words
        self._hint = hint
        self._text = text
        self._accepts = accepts

    def compose(self) -> ComposeResult:
        """Lay out the question and the field."""
        with Vertical():
            yield _QuestionWords(self._words, self._hint)
            yield Field(self._accepts, text=self._text)

    def on_mount(self) -> None:
        """Begin in the field."""
        self.query_one(Field).focus()

    def on_field_submitted(self, event: Field.Submitted) -> None:
        """Give the answer back."""
        event.stop()
        self.dismiss(event.text)

"""Something that the learner must know before they can go on, in their own time."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tui.clean import clean
from tui.render.lines import Line, Piece, Tone
from tui.render.prose import BLANK, inline
from tui.screens.closing import ClosesItself
from tui.widgets.page_block import PageBlock


def draw_notice(title: str, paragraphs: Sequence[str], width: int) -> list[Line]:
    """Draw a title, some paragraphs and the key that closes them."""
    lines: list[Line] = [(Piece(title, Tone.STRONG),), BLANK]
    for paragraph in paragraphs:
        lines += [*inline(clean(paragraph), width), BLANK]
    return [*lines, (Piece("esc", Tone.KEY), Piece(" closes this", Tone.FAINT))]


class _Notice(PageBlock):
    """The lines of the notice."""

    DEFAULT_CSS: ClassVar[str] = """
    _Notice { width: 100%; max-width: 76; margin: 0; padding: 1 2; background: $surface; }
    """

    def __init__(self, title: str, paragraphs: Sequence[str]) -> None:
        super().__init__()
        self._title, self._paragraphs = title, paragraphs

    def lines(self, width: int) -> list[Line]:
        """Return the lines."""
        return draw_notice(self._title, self._paragraphs, width)


class NoticeScreen(ClosesItself, ModalScreen[None]):
    """Shows it until a key closes it."""

    DEFAULT_CSS: ClassVar[str] = """
    NoticeScreen { align: center middle; background: $background 70%; }
    NoticeScreen.-narrow _Notice { max-width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss(None)", "close", id="notice.close"),
    ]

    def __init__(self, title: str, paragraphs: Sequence[str]) -> None:
        super().__init__()
        self._notice = _Notice(title, paragraphs)

    def compose(self) -> ComposeResult:
        """Lay out the notice."""
        yield self._notice

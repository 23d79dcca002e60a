"""The words of the field: those of the page first, then all the others."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from lessons import telling
from lessons.errors import LessonError
from lessons.glossary import Glossary, Term
from lessons.session import LessonSession
from tui.clean import clean
from tui.render.lines import Line, Piece, Tone, joined
from tui.render.prose import BLANK, inline
from tui.screens.sheet import SheetScreen
from tui.widgets.page_block import PageBlock

if TYPE_CHECKING:
    from tui.app import GlassnetApp

_INDENT: Final = 2
_GAP: Final = 2


def draw_words(here: Sequence[Term], others: Sequence[Term], width: int) -> list[Line]:
    """Draw the terms that the page uses and the others, each with what it means beside it."""
    lines: list[Line] = []
    column = max((len(term.name) for term in (*here, *others)), default=0)
    for heading, terms in (("On this page", here), ("All others" if here else "All words", others)):
        if terms:
            lines += [(Piece(heading, Tone.STRONG),), *_table(terms, column, width), BLANK]
    return lines[:-1]


def _table(terms: Sequence[Term], column: int, width: int) -> list[Line]:
    lines: list[Line] = []
    for term in terms:
        head = Piece(" " * _INDENT + f"{clean(term.name):<{column + _GAP}}", Tone.KEY)
        blank = Piece(" " * len(head.text))
        meaning = inline(clean(term.means), width - len(head.text))
        lines += [joined((blank if number else head, *line)) for number, line in enumerate(meaning)]
    return lines


class _WordList(PageBlock):
    """The lines of the sheet."""

    def __init__(self, here: Sequence[Term], others: Sequence[Term]) -> None:
        super().__init__()
        self._here, self._others = here, others

    def lines(self, width: int) -> list[Line]:
        """Return the terms and what they mean."""
        return draw_words(self._here, self._others, width)


class WordsScreen(SheetScreen):
    """Says what the words mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,slash,enter,q", "dismiss", "close", show=False, id="words.close"),
    ]

    def __init__(self, glossary: Glossary, text: str) -> None:
        here = glossary.found_in(text)
        super().__init__("Words", _WordList(here, [term for term in glossary.in_order if term not in here]))


def open_words(app: "GlassnetApp", session: LessonSession) -> None:
    """Show what the words of a page mean, or say why it cannot be read."""
    try:
        glossary = app.course.find(session.lesson.id).glossary()
    except LessonError as error:
        app.tell(str(error))
        return
    app.push_screen(WordsScreen(glossary, telling.page_text(session)))

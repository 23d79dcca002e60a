"""Beginning a page, a lesson or the course afresh: what would go, where it is kept, and only then a yes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from lessons.blocks import Page
from lessons.course import Entry
from lessons.progress import ResetRefused
from lessons.session import LessonSession
from tui.clean import one_line, short_path
from tui.lesson.beginning_afresh import Fresh, Reach, choices
from tui.render.lines import Line, Piece, Tone, fitted
from tui.render.prose import BLANK, inline
from tui.screens.closing import ClosesItself
from tui.widgets.page_block import PageBlock

if TYPE_CHECKING:
    from tui.app import GlassnetApp

_STAYS = (
    "The place and the answers counted here go; what you wrote in the workshop and your settings stay. A backup is "
    "written first, into `{folder}`. `python -m tui --import FILE` brings it back."
)


def draw_choices(fresh: Sequence[Fresh], cursor: int, folder: Path, width: int) -> list[Line]:
    """Draw what can be begun afresh with what would go, the place of the backup, and the keys."""
    lines: list[Line] = [(Piece("Begin afresh", Tone.STRONG),), BLANK]
    for number, choice in enumerate(fresh):
        is_here = number == cursor
        pieces = (
            Piece(" › " if is_here else "   ", Tone.KEY),
            Piece(f"{number + 1}  ", Tone.KEY),
            Piece(one_line(choice.title), Tone.STRONG if is_here else Tone.PLAIN),
            Piece(f"  {choice.loss}", Tone.FAINT),
        )
        lines.append(fitted(pieces, width))
    lines += [BLANK, *inline(_STAYS.format(folder=short_path(folder)), width, Tone.PLAIN), BLANK]
    keys = (("↑/↓", "choose"), ("y", "yes, begin afresh"), ("esc", "leave all as it is"))
    lines.append(tuple(piece for key, word in keys for piece in (Piece(f" {key}", Tone.KEY), Piece(f" {word}  "))))
    return lines


class _Sheet(PageBlock):
    """The lines of the question."""

    def __init__(self, fresh: Sequence[Fresh], folder: Path) -> None:
        super().__init__()
        self._fresh, self._folder = fresh, folder
        self.cursor = 0

    def lines(self, width: int) -> list[Line]:
        """Return the lines."""
        return draw_choices(self._fresh, self.cursor, self._folder, width)


class AfreshScreen(ClosesItself, ModalScreen[Fresh | None]):
    """Asks what to begin afresh; gives it back once the learner has said yes, else None."""

    DEFAULT_CSS: ClassVar[str] = """
    AfreshScreen { align: center middle; background: $background 70%; }
    AfreshScreen.-narrow _Sheet { max-width: 100%; }
    AfreshScreen _Sheet { width: 100%; max-width: 76; margin: 0; padding: 1 2; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "agree", "begin afresh", id="afresh.agree"),
        Binding("up,k", "move(-1)", "up", show=False, id="afresh.up"),
        Binding("down,j", "move(1)", "down", show=False, id="afresh.down"),
        Binding("1", "put(0)", "first", show=False, id="afresh.first"),
        Binding("2", "put(1)", "second", show=False, id="afresh.second"),
        Binding("3", "put(2)", "third", show=False, id="afresh.third"),
        Binding("escape,n,q", "dismiss(None)", "never mind", id="afresh.leave"),
    ]

    def __init__(self, fresh: Sequence[Fresh], folder: Path) -> None:
        super().__init__()
        self._fresh = fresh
        self._sheet = _Sheet(fresh, folder)

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        yield self._sheet

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.action_put(self._sheet.cursor + step)

    def action_put(self, number: int) -> None:
        """Put the cursor on one of the choices."""
        self._sheet.cursor = max(0, min(number, len(self._fresh) - 1))
        self._sheet.show_again()

    def action_agree(self) -> None:
        """Give back what is under the cursor."""
        self.dismiss(self._fresh[self._sheet.cursor])


def begin_afresh(app: "GlassnetApp", entry: Entry | None, page: Page | None, then: Callable[[Fresh], None]) -> None:
    """Ask what to begin afresh, do it, say where the backup is, and tell what was done."""

    def asked(fresh: Fresh | None) -> None:
        if fresh is None:
            return
        outcome = fresh.do(app.store)
        if isinstance(outcome, ResetRefused):
            app.tell(outcome.reason)
            return
        app.tell(f"Begun afresh. What was there before is in {short_path(outcome.backup)}.")
        then(fresh)

    app.push_screen(AfreshScreen(choices(app.store.state, entry, page), app.store.home / "backups"), asked)


def begin_afresh_within(app: "GlassnetApp", session: LessonSession, leave: Callable[[], object]) -> None:
    """Ask it in a lesson, and open what is left: the page, the lesson from its start, or the course."""

    def begun(fresh: Fresh) -> None:
        leave()
        if fresh.reach is not Reach.COURSE:
            app.open_lesson(session.lesson.id, session.number if fresh.reach is Reach.PAGE else 1)

    begin_afresh(app, app.course.find(session.lesson.id), session.page, begun)

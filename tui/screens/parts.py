"""The workshop's door: all parts that a learner can write, and how they stand with each."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from lessons.workshop.studio import Standing
from tui.clean import path_within
from tui.command import Command, OffersCommands, bindings
from tui.commands import PARTS
from tui.render.lines import Line, Piece, Tone
from tui.render.workshop import draw_formula
from tui.screens.closing import ClosesItself
from tui.screens.workshop import open_workshop
from tui.widgets.bars import TitleBar
from tui.widgets.key_bar import KeyBar
from tui.widgets.lines_view import LinesView
from tui.widgets.part_list import PartList

if TYPE_CHECKING:
    from tui.app import GlassnetApp


class _AboutPart(LinesView):
    """What the part under the cursor is."""

    DEFAULT_CSS: ClassVar[str] = """
    _AboutPart { height: 5; border-top: solid $rule; padding: 0 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.formula = ""
        self.use = ""
        self.path = Path()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the formula, where the part can be used, and where it lies."""
        path = Piece(path_within(self.path, width - len(self.use)), Tone.FAINT)
        return [*draw_formula(self.formula, width), (Piece(self.use), path)][:height]


class PartsScreen(OffersCommands, ClosesItself, Screen[None]):
    """Lists the parts; enter opens one."""

    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = PARTS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(PARTS)]
    DEFAULT_CSS: ClassVar[str] = """
    PartsScreen PartList { margin-top: 1; }
    """

    def compose(self) -> ComposeResult:
        """Lay out the list between title and keys."""
        yield TitleBar()
        yield PartList()
        yield _AboutPart()
        yield KeyBar()

    @property
    def _app(self) -> "GlassnetApp":
        return cast("GlassnetApp", self.app)

    @property
    def _list(self) -> PartList:
        return self.query_one(PartList)

    def on_mount(self) -> None:
        """Put the cursor on the first part that has not passed."""
        self._show()
        open_parts = (n for n, entry in enumerate(self._list.entries) if not entry.has_passed)
        self._list.at = next(open_parts, 0)
        self._list.focus()
        self._prepare()

    def on_screen_resume(self) -> None:
        """Show what was done in the meantime; from a part that has passed now, go on to the next."""
        if not self.query(PartList):
            return
        before = self._list.entry
        self._show()
        after = self._list.entry
        if before and after and after.standing is Standing.PASSED and not before.has_passed:
            ahead = self._app.studio.ahead(after.part) or after.part
            self._list.at = [entry.part for entry in self._list.entries].index(ahead)

    def action_open(self) -> None:
        """Open the part under the cursor."""
        if self._list.entry is not None:
            open_workshop(self._app, self._list.entry.part.name)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._list.move(step)

    def action_leave(self) -> None:
        """Go back to the course."""
        self.dismiss()

    def on_part_list_moved(self) -> None:
        """Describe the part under the cursor."""
        self._describe()

    def on_part_list_chosen(self) -> None:
        """Open the part that was pressed."""
        self.action_open()

    @work(thread=True, group="prepare", exit_on_error=False)
    def _prepare(self) -> None:
        """Have a process ready: it takes a moment to start, and the learner is still choosing."""
        self._app.studio.prepare()

    def _show(self) -> None:
        studio = self._app.studio
        self._list.entries = studio.entries()
        bar = self.query_one(TitleBar)
        bar.left = (Piece("workshop", Tone.STRONG), Piece("  write each part yourself", Tone.FAINT))
        bar.right = ((Piece(studio.summary(), Tone.PLAIN),),)
        self._describe()

    def _describe(self) -> None:
        about, entry = self.query_one(_AboutPart), self._list.entry
        if entry is None:
            return
        about.formula = entry.part.formula
        about.path = self._app.studio.workspace.path(entry.part.name)
        if entry.is_usable:
            about.use = "In a lab, w puts it in the place of ours. "
        elif entry.part.replaces is not None:
            about.use = "It can train in labs once it passes. "
        else:
            about.use = "Your file: "
        about.redraw()

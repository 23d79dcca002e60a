"""The way in: all parts and lessons, how each stands, and the next thing to do under the cursor."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from tui.clean import one_line
from tui.command import Command, bindings
from tui.commands import COURSE
from tui.course_rows import course_rows, next_lesson
from tui.render.course import LessonRow, Mark, matching
from tui.render.lines import Line, Piece, Tone
from tui.render.prose import inline
from tui.widgets.bars import Banner, TitleBar
from tui.widgets.course_list import CourseList
from tui.widgets.field import ANY, Field
from tui.widgets.key_bar import KeyBar
from tui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from tui.app import GlassnetApp


class _About(LinesView):
    """What the lesson under the cursor teaches."""

    DEFAULT_CSS: ClassVar[str] = """
    _About { height: 4; border-top: solid $rule; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.row: LessonRow | None = None

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the goals, one a line, or what is wrong with the lesson's file."""
        if self.row is None:
            return []
        if self.row.mark is Mark.BROKEN:
            return inline("\n".join(self.row.about), width, Tone.WRONG)[:height]
        lines: list[Line] = [(Piece(f"  · {one_line(line)}", Tone.FAINT),) for line in self.row.about]
        return lines[:height]


class CourseScreen(Screen[None]):
    """Parts and lessons; enter goes on where the learner left."""

    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = COURSE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(COURSE)]
    DEFAULT_CSS: ClassVar[str] = """
    CourseScreen CourseList { margin-top: 1; }
    CourseScreen #search { display: none; padding: 0 2; background: $panel; height: 1; }
    CourseScreen #search.-open { display: block; }
    """

    def compose(self) -> ComposeResult:
        """Lay out the list between the title and the keys."""
        yield TitleBar()
        yield Banner()
        yield CourseList()
        yield _About()
        yield Field(ANY, hint="words of a title or a goal", id="search")
        yield KeyBar()

    @property
    def _app(self) -> "GlassnetApp":
        return cast("GlassnetApp", self.app)

    def on_mount(self) -> None:
        """Put the cursor on what comes next."""
        self._show()
        self.query_one(CourseList).current = next_lesson(self._app.course, self._app.store.state)
        self.query_one(CourseList).focus()

    def on_screen_resume(self) -> None:
        """Show what was done in the meantime."""
        if self.query(CourseList):
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what works now."""
        is_searching = self.query_one("#search").has_class("-open") if self.query("#search") else False
        if action == "leave_search":
            return is_searching
        return True

    def action_open(self) -> None:
        """Open the lesson under the cursor."""
        row = self.query_one(CourseList).row
        if row is None:
            return
        if row.mark is Mark.BROKEN:
            self._app.tell(" ".join(row.about))
            return
        self._app.open_lesson(row.id)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.query_one(CourseList).move(step)

    def action_next(self) -> None:
        """Go to the lesson to do next."""
        self.query_one(CourseList).current = next_lesson(self._app.course, self._app.store.state)

    def action_workshop(self) -> None:
        """List the parts that the learner can write."""
        from tui.screens.parts import PartsScreen

        self.app.push_screen(PartsScreen())

    def action_search(self) -> None:
        """Ask for words."""
        field = self.query_one("#search", Field)
        field.add_class("-open")
        field.focus()
        self.refresh_bindings()

    def action_leave_search(self) -> None:
        """Show all lessons again."""
        field = self.query_one("#search", Field)
        field.remove_class("-open")
        field.text = ""
        self._show()
        self.query_one(CourseList).focus()
        self.refresh_bindings()

    def on_field_changed(self, event: Field.Changed) -> None:
        """Keep the lessons with these words."""
        self._show()

    def on_field_submitted(self, event: Field.Submitted) -> None:
        """Go back to the list that is left."""
        self.query_one(CourseList).focus()

    def on_course_list_moved(self, event: CourseList.Moved) -> None:
        """Describe the lesson under the cursor."""
        about = self.query_one(_About)
        about.row = self.query_one(CourseList).row
        about.redraw()

    def on_course_list_chosen(self, event: CourseList.Chosen) -> None:
        """Open the lesson that was pressed."""
        self.action_open()

    def _show(self) -> None:
        """Show the course as it stands."""
        state, course = self._app.store.state, self._app.course
        rows = course_rows(course, state)
        self.query_one(CourseList).rows = matching(rows, self.query_one("#search", Field).text)
        lessons = [row for row in rows if isinstance(row, LessonRow)]
        done = sum(row.mark is Mark.DONE for row in lessons)
        bar = self.query_one(TitleBar)
        bar.left = (Piece("glassnet", Tone.KEY), Piece("  a neural network you can see through", Tone.FAINT))
        bar.right = ((Piece(f"{done} of {len(lessons)} lessons", Tone.PLAIN),),)
        self.query_one(Banner).text = self._app.store.status.text

"""The list of parts and lessons, with a cursor on one lesson."""

from typing import ClassVar

from textual import events
from textual.message import Message
from textual.reactive import var

from tui.render.course import LessonRow, Row, draw_row, lesson_rows
from tui.render.lines import Line, Piece, Tone
from tui.widgets.lines_view import LinesView


class CourseList(LinesView, can_focus=True):
    """Scrolls so that the cursor and its part's head stay in sight. Posts `Moved` and `Chosen`."""

    HELP: ClassVar[str] = """
    ### The course

    `✓` done · `◦` done, every answer shown · `●` done, and due to be recalled · `◐` begun · `○` not yet opened ·
    `!` its file cannot be read

    Arrows or `j` and `k` go up and down, `enter` opens the lesson where you left it, `n` goes to what comes next for
    you, `/` keeps the lessons with the words that you type.

    What you answered rightly comes back after 1, 3, 7, 21 and 60 days, with other numbers: `r` asks at most five such
    questions, `s` leaves them for another day.
    """

    rows: var[tuple[Row, ...]] = var(())
    current: var[str] = var("")
    """The id of the lesson under the cursor."""

    class Moved(Message):
        """The cursor stands on another lesson."""

        def __init__(self, lesson: str) -> None:
            super().__init__()
            self.lesson = lesson

    class Chosen(Moved):
        """The learner opened a lesson with the mouse."""

    def __init__(self) -> None:
        super().__init__()
        self._top = 0

    @property
    def row(self) -> LessonRow | None:
        """The lesson under the cursor."""
        return next((row for row in self.rows if isinstance(row, LessonRow) and row.id == self.current), None)

    def move(self, step: int) -> None:
        """Move the cursor by so many lessons, at most to the first or last."""
        lessons = [row.id for row in self.rows if isinstance(row, LessonRow)]
        if lessons:
            at = lessons.index(self.current) if self.current in lessons else 0
            self.current = lessons[max(0, min(at + step, len(lessons) - 1))]

    def watch_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other rows; the cursor stays on its lesson where it is still among them."""
        lessons = [rows[number] for number in lesson_rows(rows)]
        if lessons and self.row is None:
            first = lessons[0]
            self.current = first.id if isinstance(first, LessonRow) else ""
        self.redraw()

    def watch_current(self) -> None:
        """Show the cursor on another lesson."""
        self.redraw()
        self.post_message(self.Moved(self.current))

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the rows in sight, a sign where more are above or below."""
        if not self.rows:
            return [(), (Piece("   No lesson has these words. escape shows all.", Tone.FAINT),)]
        self._follow(height)
        lines: list[Line] = []
        for row in self.rows[self._top : self._top + height]:
            is_current = isinstance(row, LessonRow) and row.id == self.current
            lines.append(draw_row(row, width, is_current))
        if self._top > 0:
            lines[0] = _more(self._top, "above")
        hidden = len(self.rows) - self._top - height
        if hidden > 0:
            lines[-1] = _more(hidden + 1, "below")
        return lines

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a lesson; a second press opens it."""
        number = self._top + event.y
        if number < len(self.rows) and isinstance(row := self.rows[number], LessonRow):
            if row.id == self.current:
                self.post_message(self.Chosen(row.id))
            self.current = row.id

    def on_mouse_scroll_down(self) -> None:
        """Move down."""
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        """Move up."""
        self.move(-1)

    def _follow(self, height: int) -> None:
        """Scroll just as far as the cursor, one row around it, needs."""
        at = next((n for n, row in enumerate(self.rows) if isinstance(row, LessonRow) and row.id == self.current), 0)
        top = min(self._top, max(at - 2, 0))
        top = max(top, at + 2 - height)
        self._top = max(0, min(top, len(self.rows) - height))


def _more(count: int, where: str) -> Line:
    """Return the sign that more rows are there."""
    return (Piece(f"   … {count} more {where}", Tone.SIGN),)

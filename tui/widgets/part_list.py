"""The list of the parts that a learner can write, with a cursor on one of them."""

from typing import ClassVar

from textual import events
from textual.message import Message
from textual.reactive import var

from lessons.workshop.studio import Entry
from tui.render.lines import Line
from tui.render.parts import draw_parts
from tui.widgets.lines_view import LinesView


class PartList(LinesView, can_focus=True):
    """Scrolls so that the cursor stays in sight. Posts `Moved`, and `Chosen` where the mouse opens a part."""

    HELP: ClassVar[str] = """
    ### The workshop

    The parts of a network, to be written by you in plain NumPy. `✓` passed · `≈` changed since it passed · `◐` begun ·
    `○` untouched. `enter` opens a part. What has passed can be switched into the labs of the lessons, with `w` there.
    """

    entries: var[tuple[Entry, ...]] = var(())
    at: var[int] = var(0)

    class Moved(Message):
        """The cursor stands on another part."""

    class Chosen(Message):
        """The learner opened the part under the cursor with the mouse."""

    def __init__(self) -> None:
        super().__init__()
        self._top = 0

    @property
    def entry(self) -> Entry | None:
        """The part under the cursor."""
        return self.entries[self.at] if self.entries else None

    def move(self, step: int) -> None:
        """Move the cursor by so many parts, at most to the first or last."""
        self.at = max(0, min(self.at + step, len(self.entries) - 1))

    def watch_entries(self) -> None:
        """Show the parts as they stand."""
        self.redraw()

    def watch_at(self) -> None:
        """Show the cursor on another part."""
        self.redraw()
        self.post_message(self.Moved())

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the parts in sight."""
        top = max(min(self._top, self.at - 1), self.at + 2 - height)
        self._top = max(0, min(top, len(self.entries) - height))
        return draw_parts(self.entries, self.at, self._top, width, height)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a part; a second press opens it."""
        number = self._top + event.y
        if number == self.at:
            self.post_message(self.Chosen())
        elif number < len(self.entries):
            self.at = number

    def on_mouse_scroll_down(self) -> None:
        """Move down."""
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        """Move up."""
        self.move(-1)

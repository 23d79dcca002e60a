"""The lesson and its lab, of which only one is in sight where there is not room for both."""

from typing import TYPE_CHECKING, Final, cast

from textual.app import ComposeResult
from textual.containers import Container

from tui.charts.chart import Marker
from tui.terminal import Drawing
from tui.widgets.lab_pane import LabPane
from tui.widgets.lesson_pane import LessonPane

if TYPE_CHECKING:
    from tui.app import GlassnetApp

LAB: Final = "-lab"
"""The class of the screen while the lab is in sight and the lesson is not."""
_MARKERS: Final = {Drawing.FULL: Marker.BRAILLE, Drawing.BOXES: Marker.DOT, Drawing.ASCII: Marker.ASCII}
"""What charts are drawn with."""


class LessonPanes(Container):
    """Holds both panes, and knows which is in sight. The screen's layout follows from the screen's classes."""

    def compose(self) -> ComposeResult:
        """Put one beside the other, or above it."""
        yield LessonPane()
        yield LabPane(_MARKERS[cast("GlassnetApp", self.app).terminal.drawing])

    @property
    def lesson(self) -> LessonPane:
        """The lesson's text and tasks."""
        return self.query_one(LessonPane)

    @property
    def lab(self) -> LabPane:
        """What is stepped through."""
        return self.query_one(LabPane)

    @property
    def has_one_pane(self) -> bool:
        """Whether only one of the panes has room."""
        return self.screen.has_class("-narrow") and self.screen.has_class("-short")

    @property
    def is_lab_only(self) -> bool:
        """Whether the lab stands where the lesson would."""
        return self.screen.has_class(LAB)

    @property
    def is_lab_hidden(self) -> bool:
        """Whether the lab is out of sight."""
        return self.has_one_pane and not self.is_lab_only

    @property
    def is_in_lab(self) -> bool:
        """Whether the lab is what is looked at."""
        return self.is_lab_only if self.has_one_pane else self.lab.has_pseudo_class("focus-within")

    async def announce(self, title: str) -> None:
        """Show what is to come while the numbers of a page are worked out: its title, and no lab yet."""
        self.lab.visible = False
        await self.lesson.announce(title)

    def look_at_lab(self) -> bool:
        """Bring the lab into sight; the focus moves only where the lesson goes out of sight; return whether it does."""
        was_hidden = self.is_lab_hidden
        if was_hidden:
            self.screen.add_class(LAB)
            self.lab.take_focus()
        return was_hidden

    def look_at_lesson(self) -> None:
        """Bring the lesson into sight, the focus on what waits there."""
        self.screen.remove_class(LAB)
        self.lesson.take_focus()

    def read_on(self) -> bool:
        """Bring into sight what has not been seen of the page; return whether there was anything."""
        was_hidden = self.has_one_pane and self.is_lab_only
        self.look_at_lesson()
        return was_hidden or self.lesson.read_on()

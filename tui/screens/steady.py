"""What every screen of ours has: it fits the window from its first frame on, and a click meets only what is there."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.geometry import Offset
    from textual.screen import Screen
    from textual.widget import Widget

    _Base = Screen[Any]
else:
    _Base = object


class Steady(_Base):
    """A mixin for a screen."""

    def on_compose(self) -> None:
        """Take the classes for the window's size: Textual gives them only after it has laid the screen out once."""
        width, height = self.app.size
        for length, breakpoints in (
            (width, self.app.HORIZONTAL_BREAKPOINTS),
            (height, self.app.VERTICAL_BREAKPOINTS),
        ):
            self.add_class(max((least, name) for least, name in breakpoints or () if least <= length)[1])

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple["Widget | None", "Offset | None"]:
        """Name no widget without a parent: at a click Textual asks for the parent's region."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        return (None, None) if widget is not None and widget.parent is None else (widget, offset)

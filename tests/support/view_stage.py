"""A stage for one view: an app with the themes and nothing else, and ways to read what is drawn."""

from collections.abc import Iterable

from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from tui.render.lines import Line, text_of
from tui.theme import DEFAULT_VARIABLES, THEMES
from tui.widgets.lines_view import LinesView


class ViewStage(App[None]):
    """Shows one view over the whole screen and keeps the messages that it posts."""

    def __init__(self, view: LinesView) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.view = view
        self.heard: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(DEFAULT_VARIABLES)

    def compose(self) -> ComposeResult:
        yield self.view

    def on_cell_selected(self, message: Message) -> None:
        self.heard.append(message)

    on_cell_opened = on_leaf_selected = on_leaf_entered = on_went_back = on_cell_selected


def shown(view: LinesView) -> str:
    """Return what a mounted view shows, as text."""
    return "\n".join(view.render_line(y).text.rstrip() for y in range(view.size.height))


def text(lines: Iterable[Line]) -> str:
    """Return drawn lines as text, without the blanks at their ends."""
    return "\n".join(text_of(line).rstrip() for line in lines)


def watch_repaints(view: Widget) -> list[Region]:
    """Return a list that fills with the regions that the view asks to repaint; the whole view where it names none."""
    regions: list[Region] = []
    refresh = view.refresh

    def watched(*asked: Region, **options: bool) -> Widget:
        regions.extend(asked or [view.size.region])
        return refresh(*asked, **options)

    view.refresh = watched  # type: ignore[assignment,method-assign]
    return regions

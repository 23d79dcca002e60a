"""The network, with the part at work standing out."""

from textual.reactive import var

from tui.render.lines import Line
from tui.render.network import Network, draw_network
from tui.widgets.lines_view import LinesView


class NetworkView(LinesView):
    """One line, or boxes where the view is four lines high and wide enough."""

    DEFAULT_CSS = """
    NetworkView { height: 1; }
    """

    network: var[Network | None] = var(None)
    """The stations in order and the current one."""

    def watch_network(self) -> None:
        """Show another network or place in it."""
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw what fits."""
        return draw_network(self.network, width, height) if self.network is not None else []

"""The palette of commands: Textual's own, and a page turned too early does no harm in it."""

from contextlib import suppress
from typing import ClassVar

from textual.command import CommandPalette

from tui.screens.closing import ClosesItself


class Palette(ClosesItself, CommandPalette):
    """Finds a command by its name; without Textual's picture of a lens, which many terminals cannot show."""

    DEFAULT_CSS: ClassVar[str] = """
    Palette SearchIcon { display: none; }
    """

    def _action_command_list(self, action: str) -> None:
        """Move in the list of commands; one that is not laid out yet has no pages and would bring all down."""
        with suppress(KeyError, IndexError):
            super()._action_command_list(action)

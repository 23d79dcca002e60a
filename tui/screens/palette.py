"""The palette of commands: Textual's own, and what comes too early or too late does no harm in it."""

from contextlib import suppress
from inspect import unwrap
from typing import ClassVar

from textual import work
from textual.command import CommandPalette
from textual.css.query import NoMatches

from tui.screens.closing import ClosesItself


class Palette(ClosesItself, CommandPalette):
    """Finds a command by its name; without Textual's picture of a lens, which many terminals cannot show."""

    DEFAULT_CSS: ClassVar[str] = """
    Palette SearchIcon { display: none; }
    """

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        """Look for commands; where the palette was closed meanwhile there is no list for them, and no need."""
        with suppress(NoMatches):
            await unwrap(CommandPalette._gather_commands)(self, search_value)

    def _action_command_list(self, action: str) -> None:
        """Move in the list of commands; one that is not laid out yet has no pages and would bring all down."""
        with suppress(KeyError, IndexError):
            super()._action_command_list(action)

"""The footer: the keys that work now, most useful first."""

from typing import ClassVar

from textual.binding import Binding
from textual.screen import Screen

from tui.command import OffersCommands
from tui.commands import BY_ID
from tui.render.bars import KeyHint, key_bar
from tui.render.lines import Line
from tui.widgets.lines_view import LinesView

# A key of the focused view that is no command of the screen stands behind the first of those.
_RANK_OF_VIEWS = 1.5


class KeyBar(LinesView):
    """One line with the keys that the focus, the screen and the app answer to just now."""

    DEFAULT_CSS: ClassVar[str] = """
    KeyBar { height: 1; background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[KeyHint, ...] = ()

    def on_mount(self) -> None:
        """Follow the bindings as focus and state change."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the keys that have room."""
        return [key_bar(self._hints, width)]

    def _bindings_changed(self, screen: Screen[object]) -> None:
        """Collect the keys again."""
        found: dict[str, Binding] = {}
        for active in screen.active_bindings.values():
            if active.binding.show and active.enabled and active.binding.id:
                found.setdefault(active.binding.id, active.binding)
        first = self.screen.first_keys if isinstance(self.screen, OffersCommands) else ()
        ordered = sorted(found.values(), key=lambda binding: (binding.id not in first, _rank(binding)))
        self._hints = tuple(self._hint(binding) for binding in ordered)
        self.redraw()

    def _hint(self, binding: Binding) -> KeyHint:
        """Return the footer's form of a binding, its partner's key beside its own."""
        command = BY_ID.get(binding.id or "")
        keys = self.app.get_key_display(binding)
        if command is None:
            return KeyHint(keys, binding.description)
        if command.pair:
            keys = f"{keys}/{BY_ID[command.pair].key}"
        screen = self.screen if isinstance(self.screen, OffersCommands) else OffersCommands()
        label = screen.labels_now.get(command.id, command.label)
        return KeyHint(keys, label, command.is_kept or command.id in screen.KEPT_KEYS)


def _rank(binding: Binding) -> float:
    """Return the binding's place in the footer."""
    command = BY_ID.get(binding.id or "")
    return command.rank if command is not None else _RANK_OF_VIEWS

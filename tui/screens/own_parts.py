"""Which of the parts that the learner wrote are to work in a network."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from lessons.workshop import find_part
from tui.render.lines import Line
from tui.render.parts import draw_choice
from tui.screens.closing import ClosesItself
from tui.widgets.lines_view import LinesView


class _Choice(LinesView):
    """The parts, each with its box."""

    def __init__(self, parts: Sequence[str], chosen: set[str]) -> None:
        super().__init__()
        self.parts, self.chosen = tuple(parts), chosen
        self.at = 0

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the question, the parts and the keys."""
        rows = [(find_part(name).title, name in self.chosen) for name in self.parts]
        return draw_choice(rows, self.at, width)


class OwnPartsScreen(ClosesItself, ModalScreen[tuple[str, ...] | None]):
    """Asks which parts; gives their names, none for ours alone, or None where the learner thought better of it."""

    DEFAULT_CSS: ClassVar[str] = """
    OwnPartsScreen { align: left bottom; background: transparent; }
    OwnPartsScreen Vertical { background: $panel; padding: 1 1; }
    OwnPartsScreen LinesView { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", id="own_parts.up"),
        Binding("down,j", "move(1)", "down", id="own_parts.down"),
        Binding("space", "change", "choose", id="own_parts.toggle"),
        Binding("a", "take(True)", "all", id="own_parts.all"),
        Binding("n", "take(False)", "none", id="own_parts.none"),
        Binding("enter", "begin", "begin", id="own_parts.begin"),
        Binding("escape,w", "dismiss(None)", "never mind", id="own_parts.leave"),
    ]

    def __init__(self, parts: Sequence[str], chosen: Sequence[str]) -> None:
        super().__init__()
        self._choice = _Choice(parts, set(chosen) & set(parts))

    def compose(self) -> ComposeResult:
        """Lay out the list, as high as it must be."""
        with Vertical() as box:
            box.styles.height = len(draw_choice([("", False)] * len(self._choice.parts), 0, 80)) + 2
            yield self._choice

    def action_move(self, step: int) -> None:
        """Go to another part."""
        self._choice.at = (self._choice.at + step) % len(self._choice.parts)
        self._choice.redraw()

    def action_change(self) -> None:
        """Take the part, or leave it."""
        self._choice.chosen ^= {self._choice.parts[self._choice.at]}
        self._choice.redraw()

    def action_take(self, is_taken: bool) -> None:
        """Take all parts, or none."""
        self._choice.chosen = set(self._choice.parts) if is_taken else set()
        self._choice.redraw()

    def action_begin(self) -> None:
        """Give the choice back."""
        self.dismiss(tuple(name for name in self._choice.parts if name in self._choice.chosen))

"""The arithmetic behind one number, with a cursor over the numbers that it uses."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import var

from tui.render.derivation import Shown, draw_derivation
from tui.render.lines import Line, Piece, Tone
from tui.widgets.lines_view import LinesView
from tui.widgets.messages import LeafEntered, LeafSelected, MakingAsked, WentBack


class DerivationView(LinesView, can_focus=True):
    """One derivation. Posts `LeafSelected`, `LeafEntered`, `MakingAsked` and `WentBack`."""

    HELP = """
    ### Where a number comes from

    `left` and `right` choose one of the numbers that the arithmetic uses, `enter` asks where that one comes from,
    and `backspace` goes back. The line above shows the way that was taken.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "leaf(-1)", "previous number", show=False, id="leaf.previous"),
        Binding("right,l", "leaf(1)", "next number", show=False, id="leaf.next"),
        Binding("home", "first", "first number", show=False, id="leaf.first"),
        Binding("end", "last", "last number", show=False, id="leaf.last"),
        Binding("enter", "enter", "why?", id="leaf.enter"),
        Binding("backspace", "back", "back", id="leaf.back"),
    ]

    derivation: var[Shown | None] = var(None)
    """The arithmetic to show."""
    leaf: var[int] = var(0)
    """Which of its numbers the cursor is on."""

    def watch_derivation(self) -> None:
        """Show another number's arithmetic, the cursor on its first leaf."""
        self.set_reactive(DerivationView.leaf, 0)
        self.redraw()
        self._tell_keys()

    def validate_leaf(self, leaf: int) -> int:
        """Keep the cursor among the leaves."""
        count = len(self.derivation.leaves) if self.derivation is not None else 0
        return max(0, min(leaf, count - 1))

    def watch_leaf(self) -> None:
        """Show the cursor on another leaf."""
        self.redraw()
        self._tell_keys()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the derivation."""
        if self.derivation is None:
            return [(Piece(" enter on a number shows where it comes from", Tone.FAINT),)]
        return draw_derivation(self.derivation, self.leaf, width, height, self.has_focus)

    def action_leaf(self, step: int) -> None:
        """Move the cursor to a neighbouring leaf."""
        self._move(self.leaf + step)

    def action_first(self) -> None:
        """Move the cursor to the first leaf."""
        self._move(0)

    def action_last(self) -> None:
        """Move the cursor to the last leaf."""
        self._move(len(self.derivation.leaves) - 1 if self.derivation is not None else 0)

    def action_enter(self) -> None:
        """Ask where the leaf under the cursor comes from, or to be led to where this number was made."""
        shown = self.derivation
        if shown is not None and shown.leaves and shown.leaves[self.leaf].can_enter:
            self.post_message(LeafEntered(self, self.leaf))
        elif shown is not None and shown.way:
            self.post_message(MakingAsked(self))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep enter where a chain of numbers ends, so that who follows it down does not turn the page."""
        return key == "enter" and self.derivation is not None and not self.check_action("enter", ())

    def on_key(self, event: events.Key) -> None:
        """Keep what is kept here from the screen."""
        if self.check_consume_key(event.key, event.character):
            event.stop()
            event.prevent_default()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Promise an answer only where there is one."""
        shown = self.derivation
        if action != "enter":
            return True
        return shown is not None and (bool(shown.way) or any(leaf.can_enter for leaf in shown.leaves[self.leaf :][:1]))

    def action_back(self) -> None:
        """Ask for the derivation through which one came here."""
        self.post_message(WentBack(self))

    def _tell_keys(self) -> None:
        """Let the footer follow where it speaks of this view."""
        if self.has_focus:
            self.refresh_bindings()

    def _move(self, leaf: int) -> None:
        before, self.leaf = self.leaf, leaf
        if self.leaf != before:
            self.post_message(LeafSelected(self, self.leaf))

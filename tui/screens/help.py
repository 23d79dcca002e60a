"""The help: what has the focus, and every key that works there."""

from collections.abc import Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

from tui.command import Command
from tui.commands import APP
from tui.render.lines import Line, Piece, Tone, joined
from tui.render.prose import BLANK, inline, prose
from tui.screens.closing import ClosesItself
from tui.widgets.page_block import PageBlock


@dataclass(frozen=True, slots=True)
class Help:
    """What the help shows."""

    topics: tuple[str, ...]
    """Markdown about what has the focus, the nearest first."""
    commands: tuple[Command, ...]
    """The screen's commands."""
    home: str = ""
    """Where progress is kept."""


def help_on(screen: Screen[Any], home: str = "") -> Help:
    """Collect the help for what has the focus on a screen."""
    node: DOMNode | None = screen.focused or screen
    topics: list[str] = []
    while node is not None:
        text = type(node).__dict__.get("HELP")
        if isinstance(text, str) and cleandoc(text) not in topics:
            topics.append(cleandoc(text))
        node = node.parent
    return Help(tuple(topics), tuple(getattr(screen, "COMMANDS_HERE", ())), home)


def draw_help(help_: Help, width: int) -> list[Line]:
    """Draw the topics, then the keys with their sentences."""
    lines: list[Line] = []
    for topic in help_.topics:
        lines += [*prose(topic, width), BLANK]
    lines += [(Piece("Keys", Tone.STRONG),), BLANK]
    lines += _keys((*help_.commands, *APP), width)
    if help_.home:
        lines += [BLANK, *inline(f"Your place and your answers are kept in `{help_.home}`.", width, Tone.FAINT)]
    return lines


def _keys(commands: Sequence[Command], width: int) -> list[Line]:
    """Draw one command a line: key, what it is called, its sentence where there is room."""
    keys = max(len(command.key) for command in commands)
    lines: list[Line] = []
    for command in commands:
        head = Piece(f" {command.key:>{keys}}  ", Tone.KEY)
        blank = Piece(" " * len(head.text))
        text = inline(command.help, width - len(head.text))
        lines += [joined((blank if number else head, *line)) for number, line in enumerate(text)]
    return lines


class _HelpText(PageBlock):
    """The lines of the help."""

    def __init__(self, help_: Help) -> None:
        super().__init__()
        self._help = help_

    def lines(self, width: int) -> list[Line]:
        """Return the help's lines."""
        return draw_help(self._help, width)


class HelpScreen(ClosesItself, ModalScreen[None]):
    """The help over the whole screen, or as a sheet in its middle where the screen is wide."""

    DEFAULT_CSS: ClassVar[str] = """
    HelpScreen { align: center middle; background: $background 70%; }
    HelpScreen VerticalScroll {
        width: 100%; max-width: 88; height: auto; max-height: 100%;
        background: $surface; padding: 1 2; scrollbar-size-vertical: 1;
    }
    HelpScreen.-narrow VerticalScroll { height: 100%; max-width: 100%; }
    HelpScreen.-narrow { background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,enter,q", "dismiss", "close", show=False, id="help.close"),
        Binding("j", "scroll('down')", "down", show=False, id="help.down"),
        Binding("k", "scroll('up')", "up", show=False, id="help.up"),
    ]

    def __init__(self, help_: Help) -> None:
        super().__init__()
        self._help = help_

    def compose(self) -> ComposeResult:
        """Lay out the scrolling sheet."""
        with VerticalScroll():
            yield _HelpText(self._help)

    def action_scroll(self, way: str) -> None:
        """Scroll by a line."""
        sheet = self.query_one(VerticalScroll)
        sheet.scroll_relative(y=1 if way == "down" else -1, animate=False)

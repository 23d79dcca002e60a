"""The help: what has the focus, the keys that it answers to, and every other key that works on the screen."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from itertools import groupby
from typing import Any, ClassVar, Final

from textual.actions import parse
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from tui.command import Command, commands_of, readable
from tui.commands import APP
from tui.render.lines import Line, Piece, Tone, joined, width_of
from tui.render.prose import BLANK, inline, prose
from tui.screens.sheet import SheetScreen
from tui.widgets.page_block import PageBlock

_TOPICS: Final[Mapping[str, str]] = {
    "course": "The course",
    "lesson": "The lesson",
    "page": "The lesson",
    "review": "The review",
    "step": "Step by step",
    "update": "Updates",
    "lab": "What is looked at",
    "copy": "What is looked at",
    "work": "The workshop",
    "parts": "The parts",
    "app": "Everywhere",
}
"""The heading under which a command stands, by what it is about."""

_LAB_FIRST: Final = ("Step by step", "Updates", "What is looked at")


@dataclass(frozen=True, slots=True)
class Help:
    """What the help shows."""

    topics: tuple[str, ...]
    """Markdown about what has the focus, the nearest first."""
    commands: tuple[Command, ...]
    """The screen's commands."""
    home: str = ""
    """Where progress is kept."""
    here: tuple[tuple[str, str], ...] = ()
    """What only the focused view answers to: its keys and a word or two."""
    is_in_lab: bool = False
    """Whether the focus is on the arrays of a step, so that stepping comes first."""


def help_on(screen: Screen[Any], home: str = "") -> Help:
    """Collect the help for what has the focus on a screen."""
    node: DOMNode | None = screen.focused or screen
    topics: list[str] = []
    here: list[tuple[str, str]] = []
    is_in_lab = False
    while node is not None:
        text = type(node).__dict__.get("HELP")
        if isinstance(text, str) and cleandoc(text) not in topics:
            topics.append(cleandoc(text))
        if not isinstance(node, Screen) and node is not screen.app:
            here += _keys_of(node, {key for keys, _ in here for key in keys.split()})
        is_in_lab = is_in_lab or "StepPane" in node._css_type_names
        node = node.parent
    return Help(tuple(topics), commands_of(screen), home, tuple(here), is_in_lab)


def _keys_of(node: DOMNode, taken: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the keys that a view answers to, without those that a view in it takes; Textual's own have no id.

    Keys that do the same stand together, arrows before letters. Those of every text field go without saying.
    """
    found: dict[str, list[str]] = {}
    for key, binding in node._bindings:
        if binding.id and not binding.system and readable(key) not in taken and _works(node, binding):
            found.setdefault(binding.description, []).append(readable(key))
    for description, keys in found.items():
        yield " ".join(sorted(keys, key=str.isalpha)), description.replace("_", " ")


def _works(node: DOMNode, binding: Binding) -> bool:
    """Return whether a view does now what a key of its asks for."""
    _, action, parameters = parse(binding.action)
    return node.check_action(action, parameters) is not False


def draw_help(help_: Help, width: int) -> list[Line]:
    """Draw what has the focus with its own keys, then all other keys by what they are about."""
    lines: list[Line] = []
    for topic in help_.topics[:1]:
        lines += [*prose(topic, width), BLANK]
    if help_.here:
        lines += [*_flowing(help_.here, width), BLANK]
    lines += _groups((*help_.commands, *APP), width, _LAB_FIRST if help_.is_in_lab else ())
    for topic in help_.topics[1:]:
        lines += [*prose(topic, width), BLANK]
    if help_.home:
        lines += inline(f"Your place and your answers are kept in `{help_.home}`.", width, Tone.FAINT)
    return lines


def _flowing(keys: Iterable[tuple[str, str]], width: int) -> list[Line]:
    """Draw keys with a word each, as many on a line as fit."""
    lines: list[list[Piece]] = [[]]
    for key, word in keys:
        entry = [Piece(key, Tone.KEY), Piece(f" {word}", Tone.FAINT)]
        if lines[-1] and width_of(lines[-1]) + width_of(entry) + 3 > width:
            lines.append([])
        lines[-1] += [Piece("   "), *entry] if lines[-1] else entry
    return [joined(line) for line in lines]


def _groups(commands: Sequence[Command], width: int, first: Sequence[str]) -> list[Line]:
    """Draw the commands under their headings; some headings first, the others in the order of the commands."""
    headings = dict.fromkeys((*first, *(_heading(command) for command in commands)))
    places = {heading: place for place, heading in enumerate(headings)}
    ordered = sorted(commands, key=lambda command: places[_heading(command)])
    keys = max(len(command.all_keys) for command in commands)
    lines: list[Line] = []
    for heading, group in groupby(ordered, key=_heading):
        lines += [(Piece(heading, Tone.STRONG),), *_table(group, keys, width), BLANK]
    return lines


def _heading(command: Command) -> str:
    return _TOPICS.get(command.topic, "Keys")


def _table(commands: Iterable[Command], keys: int, width: int) -> list[Line]:
    """Draw one command a line: its keys and its sentence."""
    lines: list[Line] = []
    for command in commands:
        head = Piece(f" {command.all_keys:<{keys}}  ", Tone.KEY)
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


class HelpScreen(SheetScreen):
    """The help over the screen that it is about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,enter,q", "dismiss", "close", show=False, id="help.close"),
    ]

    def __init__(self, help_: Help) -> None:
        super().__init__("Help", _HelpText(help_))

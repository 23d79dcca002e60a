"""What a person can do: one record a command, and everything that shows it comes from the record.

The key binding, the word in the footer, the entry in the palette and the line in the help are all made here, so they
cannot disagree. A screen names its commands; the names of keys can be changed by id.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do on a screen."""

    id: str
    """Stable, for changing its key: "step.over"."""
    keys: str
    """The keys that do it, with commas between them."""
    action: str
    """The screen's action: "step('over')"."""
    label: str
    """One or two words, for the footer."""
    title: str
    """What the palette says."""
    help: str
    """A sentence for the help."""
    rank: float = 0
    """Its place in the footer, smallest first; 0 keeps it out."""
    shown: str = ""
    """How its keys are written; empty: as the first one is named."""
    pair: str = ""
    """The id of the command that stands behind this one in the footer, as in "n/p call"."""
    is_kept: bool = False
    """Stands in the footer however narrow the screen is."""
    is_first: bool = False
    """Answers before whatever has the focus."""

    @property
    def binding(self) -> Binding:
        """Return Textual's form of the command."""
        return Binding(
            self.keys,
            self.action,
            self.label,
            show=self.rank > 0,
            key_display=self.shown or None,
            id=self.id,
            priority=self.is_first,
        )

    @property
    def key(self) -> str:
        """Return the keys as a person reads them."""
        return self.shown or readable(self.keys.split(",")[0])

    @property
    def all_keys(self) -> str:
        """Return every key that does it, as a person reads them."""
        return readable_all(self.keys)

    @property
    def topic(self) -> str:
        """Return what it is about: the first word of its id."""
        return self.id.partition(".")[0]


class OffersCommands:
    """A mixin for a screen: what it offers, for the footer, the help and the palette."""

    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = ()
    KEPT_KEYS: ClassVar[tuple[str, ...]] = ()
    """The ids of commands that stand in this screen's footer however narrow it is."""
    first_keys: tuple[str, ...] = ()
    """The ids of those that what is asked just now cannot do without: they stand first in the footer."""
    labels_now: Mapping[str, str] = MappingProxyType({})
    """What the footer calls a command, by its id, where it does something more special just now."""


def commands_of(screen: object) -> tuple[Command, ...]:
    """Return the commands that a screen names."""
    return screen.COMMANDS_HERE if isinstance(screen, OffersCommands) else ()


_READABLE = {
    "question_mark": "?",
    "colon": ":",
    "slash": "/",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "escape": "esc",
    "backspace": "bksp",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "pgup",
    "pagedown": "pgdn",
}


def readable(key: str) -> str:
    """Return a key's name as it is written for people."""
    *held, name = key.split("+")
    name = name.upper() if name[:1] == "f" and name[1:].isdigit() else _READABLE.get(name, name)
    return "+".join((*held, name))


def readable_all(keys: str) -> str:
    """Return the names of several keys, as a binding has them with commas between."""
    return " ".join(map(readable, keys.split(",")))


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """Return the bindings of these commands."""
    return [command.binding for command in commands]

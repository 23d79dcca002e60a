"""What a chart is: frozen plain data that can draw itself on a plotext figure and say itself in one line.

A chart knows no colours and no widget. It draws with inks; `tui.widgets.chart_view` gives each ink its colour from the
theme.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from textual_plotext import Plot

SMALLEST = (20, 6)
"""Columns and lines below which a drawing tells nothing; the chart is written as one line of numbers there."""


class Ink(IntEnum):
    """What a mark on a chart stands for. The value is the colour number that travels through plotext."""

    FIRST = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4
    FIFTH = 5
    SIXTH = 6
    POSITIVE = 16
    NEGATIVE = 17
    LOUD = 18
    QUIET = 19
    HERE = 20
    """The place at which the learner is."""


SERIES_INKS = (Ink.FIRST, Ink.SECOND, Ink.THIRD, Ink.FOURTH, Ink.FIFTH, Ink.SIXTH)
"""The inks for the first, second … series or class."""


class Marker(StrEnum):
    """How finely lines are drawn: each for terminals and fonts that lack the one before it."""

    BRAILLE = "braille"
    """2×4 dots in a character."""
    DOT = "dot"
    """A round dot."""
    ASCII = "*"
    """A star."""


@dataclass(frozen=True)
class Space:
    """The room that a chart has, and how it may draw."""

    width: int
    height: int
    marker: Marker = Marker.BRAILLE


class Chart(Protocol):
    """Plain data that can be drawn."""

    @property
    def title(self) -> str:
        """What the chart shows, in a few words."""

    def draw(self, figure: "Plot", space: Space) -> str:
        """Draw on an empty figure of the given size; return what to add to the title (a key, what was left out)."""

    def in_words(self) -> str:
        """Say the same in one line, for where there is no room to draw."""

    @classmethod
    def example(cls) -> Self:
        """Return a chart of this kind with some data, for the tests that draw every kind."""

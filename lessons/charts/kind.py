"""What a lesson may say of a chart: its parameters, what each takes, and when the chart has to be drawn again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from lessons.blocks import Options
from lessons.errors import NamingError, unknown
from lessons.expressions import parse_expression

LARGEST = 10**6
"""The largest number that any parameter takes."""

Value = Options
"""What stands behind a parameter: a text, a number, or a list of them."""

Of = tuple[tuple[str, Value], ...]
"""What a `show` block gives to its chart, by name: (("function", "sigmoid"),)."""

Settings = Mapping[str, Value]
"""Every parameter of a chart with its value."""


class Takes(StrEnum):
    """What a parameter takes."""

    NUMBER = "a number"
    WHOLE = "a whole number"
    NAME = "a name"
    NAMES = "a list of names"
    WHOLES = "a list of whole numbers"
    CELL = "one number of the network, like dense1.weights[0, 1]"
    ARRAY = "an array of the network, like dense1.weights"


class Follows(Enum):
    """What a chart changes with."""

    NOTHING = auto()
    """It is computed from its parameters alone."""
    EXPERIMENT = auto()
    UPDATE = auto()
    STEP = auto()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that a lesson may say of a chart."""

    name: str
    takes: Takes
    default: Value | None = None
    """What it is where the lesson says nothing; None: it may be left out."""
    among: tuple[str, ...] = ()
    """The names that there are, where they do not depend on the network."""
    turns: tuple[Value, ...] = ()
    """The values through which the learner may turn it."""
    turns_with: tuple[str, tuple[Value, ...]] | None = None
    """The parameter on which it depends, and with which of its values it can be turned; None: always."""
    is_sample: bool = False
    """Whether it is the number of a sample: then it turns through those that there are."""
    most: int = LARGEST
    """The largest number that it takes: what is computed for a chart must not take minutes."""

    def read(self, value: Value) -> Value:
        """Return the value; raise `NamingError` where it is not what the parameter takes."""
        if not self._is_right(value):
            limit = f", at most {self.most:,}" if self.most < LARGEST else ""
            raise NamingError(f"{self.name!r} of the chart is {value!r}", f"It takes {self.takes}{limit}.")
        for name in value if isinstance(value, tuple) else (value,):
            if self.among and name not in self.among:
                raise unknown(self.name, str(name), self.among)
        return value

    def ways(self, samples: int) -> tuple[Value, ...]:
        """Return the values through which it turns where there are so many samples."""
        return self.turns[:samples] if self.is_sample else self.turns

    def turned(self, value: Value | None, by: int, samples: int) -> Value:
        """Return the next value, or the one before; it stays at the ends."""
        ways = self.ways(samples)
        if value in ways:
            at = ways.index(value) + by
        else:
            at = sum(way < value for way in ways) - (by < 0) if value is not None else 0  # type: ignore[operator]
        return ways[min(max(at, 0), len(ways) - 1)]

    def _is_right(self, value: Value) -> bool:
        match self.takes:
            case Takes.NUMBER:
                return _is_number(value, self.most)
            case Takes.WHOLE:
                return _is_whole(value, self.most)
            case Takes.NAME:
                return isinstance(value, str)
            case Takes.NAMES:
                return isinstance(value, tuple) and bool(value) and all(isinstance(item, str) for item in value)
            case Takes.WHOLES:
                return isinstance(value, tuple) and bool(value) and all(_is_whole(item, self.most) for item in value)
            case Takes.CELL | Takes.ARRAY:
                return isinstance(value, str) and _is_value(value, has_cell=self.takes is Takes.CELL)


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A chart by the name under which lessons ask for it."""

    name: str
    shows: str
    """What it shows, in a few words."""
    follows: Follows
    parameters: tuple[Parameter, ...] = ()

    def settings(self, of: Of = ()) -> dict[str, Value]:
        """Return every parameter with its value; raise `NamingError` for one that there is not, or takes another."""
        known = {parameter.name: parameter for parameter in self.parameters}
        settings = {name: parameter.default for name, parameter in known.items() if parameter.default is not None}
        for name, value in of:
            if name not in known:
                raise unknown("parameter", name, known, f"the chart {self.name!r}")
            settings[name] = known[name].read(value)
        return settings

    @property
    def turning(self) -> Parameter | None:
        """The parameter that the learner may turn; None where there is none."""
        return next((parameter for parameter in self.parameters if parameter.turns), None)

    def can_turn(self, of: Of, samples: int) -> bool:
        """Return whether turning changes what the chart shows of so many samples."""
        parameter = self.turning
        if parameter is None or len(parameter.ways(samples)) < 2:
            return False
        if parameter.turns_with is None:
            return True
        other, values = parameter.turns_with
        return self.settings(of).get(other) in values

    def turned(self, of: Of, by: int, samples: int) -> Of:
        """Return what the chart is of with its turning parameter one further, or one back."""
        parameter = self.turning
        if parameter is None or not self.can_turn(of, samples):
            return of
        now = self.settings(of).get(parameter.name)
        return (
            *(pair for pair in of if pair[0] != parameter.name),
            (parameter.name, parameter.turned(now, by, samples)),
        )


def _is_whole(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _is_number(value: object, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most


def _is_value(text: str, has_cell: bool) -> bool:
    """Return whether a text names a value of the network, with all of a cell's indices or with none."""
    try:
        reference = parse_expression(text).reference
    except NamingError:
        return False
    return reference is not None and bool(reference.index) == has_cell and None not in reference.index

"""An entry: an event with its id, its time and its place in the order of all events; and its form as a line of JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from lessons.progress.events import EVENTS, Event, SettingValue, Verdict

VERSION = 1
"""The version of everything that is written; a reader that meets a higher one writes nothing."""

LARGEST_ORDER = 253_402_300_799_000_000
"""The end of the year 9999: an order beyond it is damage, and must not drag ours along."""

_FIELDS = {kind: tuple((field.name, field.type) for field in fields(event)) for kind, event in EVENTS.items()}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


class UnreadableError(ValueError):
    """These bytes are no entry."""


class NewerVersionError(ValueError):
    """This entry was written by a later version of the program."""


@dataclass(frozen=True)
class Entry:
    """One event as it is kept."""

    id: str
    """Unique over all sessions: the same entry read twice counts once."""
    order: int
    """Microseconds since 1970, but above every order that the session knew of: a clock set back hides no news."""
    time: datetime
    """The wall clock's time, UTC; what people are shown and what review counts days from."""
    event: Event

    @property
    def key(self) -> tuple[int, str]:
        """Entries are compared by this: by order, and by id where two hosts met the same microsecond."""
        return self.order, self.id

    def to_json(self) -> dict[str, object]:
        """Give the entry as JSON values, one flat object."""
        event = {field.name: _plain(getattr(self.event, field.name)) for field in fields(self.event)}
        time = self.time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        head = {"v": VERSION, "id": self.id, "order": self.order, "time": time, "kind": self.event.kind}
        return head | event

    def to_line(self) -> bytes:
        """Give the entry as one line of ASCII, its end of line included."""
        return json.dumps(self.to_json(), allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"

    @classmethod
    def from_json(cls, values: object) -> "Entry":
        """Read what ``to_json`` gave; UnreadableError or NewerVersionError otherwise."""
        if not isinstance(values, dict):
            raise UnreadableError("an entry is a JSON object")
        check_version(values)
        match values:
            case {"id": str(id_), "order": int(order), "time": str(time)} if id_ and 0 <= order <= LARGEST_ORDER:
                return cls(id_, order, _time(time), _event(values))
        raise UnreadableError("an entry has an id, an order and a time")

    @classmethod
    def from_line(cls, line: bytes) -> "Entry":
        """Read what ``to_line`` gave; UnreadableError or NewerVersionError otherwise."""
        return cls.from_json(parse_json(line))


def parse_json(text: bytes) -> object:
    """Parse strict JSON; anything else, however strange, is an UnreadableError."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise UnreadableError("it is no text") from None
    except json.JSONDecodeError as error:
        raise UnreadableError(f"line {error.lineno}: {error.msg.rstrip(': ')}") from None
    except RecursionError:
        raise UnreadableError("it is nested too deep") from None
    except ValueError as error:
        raise UnreadableError(str(error)) from None


def check_version(values: Mapping[str, object]) -> None:
    """Let this version pass; raise NewerVersionError for a later one and UnreadableError for none."""
    version = values.get("v")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise UnreadableError("no version is given")
    if version > VERSION:
        raise NewerVersionError(f"version {version} is newer than {VERSION}")


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _plain(value: object) -> object:
    """Turn a field's value into what JSON can hold."""
    return list(value) if isinstance(value, tuple) else value


def _time(text: str) -> datetime:
    """Read a time that names its zone."""
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is None:
            raise UnreadableError(f"{text!r} names no time zone")
        return time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnreadableError(str(error)) from None


def _event(values: dict[str, object]) -> Event:
    """Make the event of an entry."""
    kind = values.get("kind")
    if not isinstance(kind, str) or kind not in EVENTS:
        raise UnreadableError(f"no kind of event is called {kind!r}")
    given = {name: _typed(values[name], wanted, name) for name, wanted in _FIELDS[kind] if name in values}
    try:
        return EVENTS[kind](**given)  # type: ignore[arg-type]  # each value was checked against its field
    except TypeError as error:
        raise UnreadableError(f"{kind!r} lacks a field: {error}") from None


def _typed(value: object, wanted: object, name: str) -> object:
    """Check a value that was read against the type of the field it is for."""
    match value:
        case str() if wanted is str or wanted == SettingValue:
            return value
        case str() if wanted is Verdict and value in _VERDICTS:
            return _VERDICTS[value]
        case bool() | float() if wanted == SettingValue:
            return value
        case int() if not isinstance(value, bool) and ((wanted is int and value >= 0) or wanted == SettingValue):
            return value
        case list() if wanted == tuple[str, ...] and all(isinstance(item, str) for item in value):
            return tuple(value)
    raise UnreadableError(f"{name} cannot be {value!r:.80}")

"""An archive: many entries in one readable JSON file. Snapshots, backups and exports are archives."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lessons.progress.entries import VERSION, Entry, NewerVersionError, UnreadableError, check_version, parse_json

KIND = "glassnet progress"


@dataclass(frozen=True)
class Archive:
    """The entries of an archive, and for a snapshot what they were gathered from."""

    entries: tuple[Entry, ...]
    based_on: tuple[str, ...] = ()
    """The names of the earlier snapshots that are in this one."""
    journals: Mapping[str, int] = field(default_factory=dict)
    """The names of the journals that are in this one, each with the byte up to which it is."""
    unreadable: int = 0
    """How many entries could not be read."""
    is_newer: bool = False
    """True when a later version of the program wrote some of it."""

    def to_bytes(self) -> bytes:
        """Give the archive as a JSON object, one entry a line."""
        head = {"v": VERSION, "kind": KIND, "based_on": self.based_on, "journals": self.journals}
        entries = ",\n".join(json.dumps(entry.to_json(), allow_nan=False) for entry in self.entries)
        return f'{json.dumps(head, indent=1)[:-2]},\n "entries": [\n{entries}\n]}}\n'.encode("ascii")

    @classmethod
    def from_bytes(cls, text: bytes) -> "Archive":
        """Read what ``to_bytes`` gave; UnreadableError or NewerVersionError where it is nothing of the kind."""
        values = parse_json(text)
        if not isinstance(values, dict) or values.get("kind") != KIND:
            raise UnreadableError(f"it is not marked as {KIND!r}")
        check_version(values)
        match values:
            case {"based_on": list(based_on), "journals": dict(journals), "entries": list(items)}:
                ends = {name: end for name, end in journals.items() if isinstance(end, int)}
                return cls._read(items, tuple(str(name) for name in based_on), ends)
        raise UnreadableError("it holds no entries")

    @classmethod
    def _read(cls, items: Iterable[object], based_on: tuple[str, ...], journals: Mapping[str, int]) -> "Archive":
        entries: list[Entry] = []
        unreadable, is_newer = 0, False
        for item in items:
            try:
                entries.append(Entry.from_json(item))
            except NewerVersionError:
                is_newer = True
            except UnreadableError:
                unreadable += 1
        return cls(tuple(entries), based_on, journals, unreadable, is_newer)

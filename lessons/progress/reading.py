"""Reading a home: its snapshots, its journals, and later only what is new in them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lessons.progress.archive import Archive
from lessons.progress.entries import Entry, NewerVersionError, UnreadableError
from lessons.progress.home import aside, set_aside, write_whole
from lessons.progress.journal import RETIRED, has_rested, journal_paths, read_journal
from lessons.progress.snapshot import snapshot_paths
from lessons.progress.status import reason


@dataclass(frozen=True)
class News:
    """What a reading found that the one before had not."""

    entries: tuple[Entry, ...]
    notices: tuple[str, ...]
    """What the learner should be told, once."""


class HomeReader:
    """Reads all of a home at first, and each time after that only what has come since.

    Reading changes nothing but one thing, and that not where ``is_tidying`` is off: what cannot be read is moved or
    copied to a dated name beside it.
    """

    def __init__(self, home: Path, is_tidying: bool) -> None:
        self._home = home
        self._is_tidying = is_tidying
        self.is_newer = False
        """True once something was met that a later version of the program wrote."""
        self.snapshots: set[str] = set()
        """The names of the snapshots whose entries are known: read whole, or part of one that was."""
        self.folded: set[str] = set()
        """The names of the journals of which a snapshot holds something."""
        self._seen: set[str] = set()
        self.ends: dict[str, int] = {}
        """Up to which byte each journal has been read, by name."""

    @property
    def journals(self) -> Path:
        """The folder of the journals."""
        return self._home / "journal"

    def read(self, now: datetime) -> News:
        """Read what is new."""
        entries: list[Entry] = []
        notices: list[str] = []
        while True:
            self._read_snapshots(now, entries, notices)
            self._read_journals(now, entries, notices)
            # Journals may have been folded into a snapshot, and deleted, between the two steps.
            if all(path.name in self._seen for path in snapshot_paths(self._home)):
                return News(tuple(entries), tuple(notices))

    def _read_snapshots(self, now: datetime, entries: list[Entry], notices: list[str]) -> None:
        for path in reversed(snapshot_paths(self._home)):
            if path.name in self._seen:
                continue
            self._seen.add(path.name)
            try:
                archive = Archive.from_bytes(path.read_bytes())
            except NewerVersionError:
                self.is_newer = True
            except UnreadableError:
                notices.append(self._set_aside(path, now))
            except FileNotFoundError:
                continue  # a newer snapshot has just taken its place
            except OSError as error:
                notices.append(f"{path} cannot be read: {reason(error)}.")
            else:
                entries += archive.entries
                self.is_newer = self.is_newer or archive.is_newer
                if archive.unreadable:
                    notices.append(self._set_aside(path, now))
                    continue
                self.snapshots.update((path.name, *archive.based_on))
                self._seen.update(archive.based_on)
                self.folded.update(archive.journals)
                for name, end in archive.journals.items():
                    self.ends[name] = max(end, self.ends.get(name, 0))

    def _read_journals(self, now: datetime, entries: list[Entry], notices: list[str]) -> None:
        for path in journal_paths(self.journals):
            name = path.name.removesuffix(RETIRED)
            try:
                size = path.stat().st_size
                start = self.ends.setdefault(name, 0)
                if size == start:
                    continue
                part = read_journal(path, start if start < size else 0, has_rested(path, now))
            except FileNotFoundError:
                continue
            except OSError as error:
                notices.append(f"{path} cannot be read: {reason(error)}.")
                continue
            self.ends[name] = part.end
            self.is_newer = self.is_newer or part.is_newer
            entries += part.entries
            notices += self._keep_unreadable(path, part.unreadable, now)

    def _set_aside(self, path: Path, now: datetime) -> str:
        left = f"A copy of your progress is damaged. The other copies are used. It is {path}."
        return set_aside(path, now) if self._is_tidying else left

    def _keep_unreadable(self, path: Path, lines: tuple[bytes, ...], now: datetime) -> list[str]:
        """Copy unreadable lines to a file of their own, once, and say so; the journal itself is its writer's."""
        if not lines:
            return []
        name = path.name.removesuffix(RETIRED)
        kept = {line for file in path.parent.glob(f"{name}.unreadable-*") for line in _lines(file)}
        lines = tuple(line for line in lines if line not in kept)
        if not lines:
            return []
        things = "1 damaged line" if len(lines) == 1 else f"{len(lines)} damaged lines"
        if not self._is_tidying:
            return [f"Your progress has {things}, left out here: {path}. All else is there."]
        copy = aside(path.with_name(name), now)
        try:
            write_whole(copy, b"\n".join(lines) + b"\n")
        except OSError as error:
            return [f"Your progress has {things}. All else is there. No copy of {path} could be kept: {reason(error)}."]
        return [f"Your progress had {things}. All else is there. What was damaged is kept in {copy}."]


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\n")
    except OSError:
        return []

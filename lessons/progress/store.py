"""The store: takes events, puts them on the disk, and says how that went."""

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from lessons.progress.archive import Archive
from lessons.progress.entries import LARGEST_ORDER, Entry
from lessons.progress.events import Event, EverythingReset, LessonReset, PageReset, PlaceReached, Reset
from lessons.progress.exchange import ExchangeRefused, Exported, Imported, entries_to_add, export_state, read_export
from lessons.progress.folding import fold_journals
from lessons.progress.home import find_home, make_folder, stamp, write_whole
from lessons.progress.journal import Journal
from lessons.progress.reading import HomeReader
from lessons.progress.rules import settle
from lessons.progress.state import ProgressState, fold
from lessons.progress.status import SaveKind, SaveStatus, newer, not_saved, only_looking, reason

PLACE_PAUSE = timedelta(seconds=1)
"""Changes of place are not written more often than this, but always with the next other event."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ResetDone:
    """A page, a lesson or everything was reset."""

    backup: Path
    """The file that holds what counted before; it can be imported."""
    status: SaveStatus
    """Whether the reset itself is saved."""


@dataclass(frozen=True)
class ResetRefused:
    """Nothing was reset."""

    reason: str


def _now() -> datetime:
    return datetime.now(UTC)


class ProgressStore:
    """A learner's progress, and the journal of this session. Threads and signal handlers may use it.

    Nothing here raises an OSError: a session goes on whatever the disk does, and ``status`` says what to tell the
    learner.
    """

    def __init__(self, home: Path, clock: Callable[[], datetime], is_read_only: bool) -> None:
        self._home = home
        self._clock = clock
        self._is_read_only = is_read_only
        self._reader = HomeReader(home, is_tidying=not is_read_only)
        self._journal = Journal(self._reader.journals)
        self._lock = threading.RLock()
        self._is_writing = False
        self._entries: dict[str, Entry] = {}
        self._state: ProgressState | None = None
        self._newest_order = 0
        self._waiting: list[bytes] = []
        self._places: dict[str, bytes] = {}
        self._last_writing = _EPOCH
        self._status = SaveStatus()
        self._notices: dict[str, bool] = {}
        """What is to be told to the learner, and whether it has been."""

    @classmethod
    def open(
        cls,
        home: str | os.PathLike[str] | None = None,
        *,
        clock: Callable[[], datetime] = _now,
        is_read_only: bool = False,
    ) -> "ProgressStore":
        """Read a home (see ``find_home``) and begin a session; ``is_read_only`` leaves every file as it is."""
        store = cls(find_home(home), clock, is_read_only)
        store.refresh()
        store._write()
        if store.status.kind is SaveKind.OK:
            store._notice(fold_journals(store._home, store._reader, clock()))
        return store

    @property
    def home(self) -> Path:
        """The folder in which all is kept."""
        return self._home

    @property
    def status(self) -> SaveStatus:
        """How saving goes."""
        return self._status

    @property
    def state(self) -> ProgressState:
        """All that is known now, whether saved or waiting."""
        with self._lock:
            if self._state is None:
                self._state = fold(self._entries.values())
                self._entries = dict(self._state.entries)
            return self._state

    def take_notices(self) -> tuple[str, ...]:
        """Give what the learner should be told once, such as what was damaged and where it is kept."""
        with self._lock:
            notices = tuple(notice for notice, is_told in self._notices.items() if not is_told)
            self._notices = dict.fromkeys(self._notices, True)
            return notices

    def record(self, event: Event) -> SaveStatus:
        """Keep an event; on the disk for good if the status says so.

        Only a change of place may stay in memory for a moment, until ``flush`` or the next other event.
        """
        with self._lock:
            entry = self._stamped(event)
            line = entry.to_line()
            self._learn((entry,))
            if isinstance(event, PlaceReached):
                self._places[event.lesson] = line
                if abs(entry.time - self._last_writing) < PLACE_PAUSE:
                    return self._status
            else:
                self._waiting += (*self._places.values(), line)
                self._places.clear()
            return self.flush()

    def flush(self) -> SaveStatus:
        """Write what waits: from a timer, or at any moment from a signal handler.

        A handler that interrupts a writing leaves it alone; it goes on when the handler returns.
        """
        with self._lock:
            self._waiting += self._places.values()
            self._places.clear()
            return self._write()

    def refresh(self) -> ProgressState:
        """Read what other sessions have written since."""
        with self._lock:
            news = self._reader.read(self._clock())
            self._learn(news.entries)
            self._notice(news.notices)
            if self._reader.is_newer:
                self._status = newer(self._home, len(self._waiting))
            return self.state

    def reset_page(self, lesson: str, page: int, blocks: Iterable[str]) -> ResetDone | ResetRefused:
        """Begin a page afresh, with the blocks that are on it today; a backup is written first."""
        return self._reset(PageReset(lesson, page, tuple(blocks)))

    def reset_lesson(self, lesson: str) -> ResetDone | ResetRefused:
        """Begin a lesson afresh; a backup is written first."""
        return self._reset(LessonReset(lesson))

    def reset_everything(self) -> ResetDone | ResetRefused:
        """Begin the whole course afresh, but keep the settings; a backup is written first."""
        return self._reset(EverythingReset())

    def export(self, path: str | os.PathLike[str]) -> Exported | ExchangeRefused:
        """Write all that counts into a new file."""
        return export_state(self.refresh(), Path(path))

    def import_from(self, path: str | os.PathLike[str]) -> Imported | ExchangeRefused:
        """Add what an export or a backup holds."""
        archive = read_export(Path(path))
        if isinstance(archive, ExchangeRefused):
            return archive
        with self._lock:
            entries = tuple(entries_to_add(archive, self.refresh()))
            self._learn(entries)
            self._waiting += (entry.to_line() for entry in entries)
            return Imported(len(entries), archive.unreadable, self.flush())

    def close(self) -> SaveStatus:
        """Write what waits and end the session's journal."""
        with self._lock:
            status = self.flush()
            self._journal.leave()
            return status

    def __enter__(self) -> "ProgressStore":
        """Use the store in a ``with``."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def _stamped(self, event: Event) -> Entry:
        """Give an event its id, its time and its place in the order."""
        time = self._clock().astimezone(UTC)
        order = max((time - _EPOCH) // timedelta(microseconds=1), self._newest_order + 1)
        return Entry(os.urandom(8).hex(), min(order, LARGEST_ORDER), time, event)

    def _learn(self, entries: Iterable[Entry]) -> None:
        """Take entries into what is known."""
        for entry in entries:
            known = self._entries.setdefault(entry.id, entry)
            if known != entry:
                self._entries |= settle((known, entry))
            self._newest_order = max(self._newest_order, entry.order)
            self._state = None

    def _notice(self, notices: Iterable[str]) -> None:
        for notice in notices:
            self._notices.setdefault(notice, False)

    def _write(self) -> SaveStatus:
        """Bring what waits to the disk, and note how that went."""
        if self._is_read_only or self._reader.is_newer:
            tell = only_looking if self._is_read_only else newer
            self._status = tell(self._home, len(self._waiting))
        elif not self._is_writing:
            self._is_writing = True
            try:
                self._append()
            finally:
                self._is_writing = False
        return self._status

    def _append(self) -> None:
        if not self._waiting and self._status.is_saved and self._journal.path is not None:
            return
        written = self._journal.append(tuple(self._waiting))
        del self._waiting[: written.lines]
        self._last_writing = self._clock()
        self._status = SaveStatus()
        if written.error is not None:
            self._status = not_saved(written.error, self._home, len(self._waiting))

    def _reset(self, event: Reset) -> ResetDone | ResetRefused:
        with self._lock:
            state = self.refresh()
            if not self.flush().is_saved:
                return ResetRefused(f"Nothing was reset. {self._status.text}")
            now = self._clock()
            backup = self._home / "backups" / f"progress-{stamp(now)}-{os.urandom(2).hex()}.json"
            try:
                make_folder(backup.parent)
                write_whole(backup, Archive(state.live).to_bytes())
            except OSError as error:
                return ResetRefused(f"Nothing was reset: no backup could be written, as {reason(error)}.")
            return ResetDone(backup, self.record(event))

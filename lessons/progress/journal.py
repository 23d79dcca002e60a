"""A journal: the file that one running app, and no other, appends its entries to."""

import errno
import os
import platform
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lessons.processes import is_running
from lessons.progress.entries import Entry, NewerVersionError, UnreadableError
from lessons.progress.home import create, discard, make_folder, stamp, sync_folder

RETIRED = ".retired"
"""The ending of a journal that is about to be deleted."""

_OLD = timedelta(days=7)
_LATELY = timedelta(minutes=1)
_NAME = re.compile(r"\d{8}T\d{6}Z-(?P<host>\w+)-(?P<pid>\d+)-[0-9a-f]{4}\.jsonl")
_HOST = re.sub(r"\W", "_", platform.node(), flags=re.ASCII)[:40] or "host"


@dataclass(frozen=True)
class Written:
    """How far an append came."""

    lines: int
    """So many of the lines are on the disk for good."""
    error: OSError | None = None
    """Why not all of them are."""


class Journal:
    """Appends lines to a file of its own, made when it is first needed.

    A failed append leaves no half line behind: the file is cut back to its last whole line. Where even that fails, or
    where the disk does not vouch for what was written, the file is left and a new one begun. A line may so be written
    twice, which the entries' ids make harmless.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path: Path | None = None
        self._descriptor = -1
        self._size = 0

    @property
    def path(self) -> Path | None:
        """The file that is now written to; None before there is one."""
        return self._path

    def open(self) -> None:
        """Make the file, unless it is there; OSError where that is impossible."""
        if self._path is not None:
            return
        make_folder(self._folder.parent)
        make_folder(self._folder)
        path = self._folder / _new_name()
        while path.exists():
            path = self._folder / _new_name()
        self._descriptor = create(path)
        self._path, self._size = path, 0
        sync_folder(self._folder)

    def append(self, lines: Sequence[bytes]) -> Written:
        """Append lines and give back how many of them no crash can take away any more."""
        try:
            self.open()
            written = self._append(lines)
            if not self._is_in_place():
                # Someone took this session for dead and folded its journal away: what was written now may be lost.
                self.leave()
                self.open()
                written = self._append(lines)
        except OSError as error:
            self.leave()
            return Written(0, error)
        return written

    def _append(self, lines: Sequence[bytes]) -> Written:
        data = b"".join(lines)
        taken, error = _write(self._descriptor, data)
        if error is not None:
            taken = data.rfind(b"\n", 0, taken) + 1
            os.ftruncate(self._descriptor, self._size + taken)
        os.fsync(self._descriptor)
        self._size += taken
        return Written(data.count(b"\n", 0, taken), error)

    def _is_in_place(self) -> bool:
        """Tell whether the path still leads to the file that is written to."""
        if self._path is None:
            return False
        try:
            return os.path.samestat(os.stat(self._path), os.fstat(self._descriptor))
        except OSError:
            return False

    def leave(self) -> None:
        """Stop using the file; the next append begins another. An empty one is deleted."""
        if self._path is None:
            return
        path, self._path = self._path, None
        with suppress(OSError):  # what was acknowledged is on the disk already
            os.close(self._descriptor)
        if self._size == 0:
            discard(path)


def _new_name() -> str:
    return f"{stamp(datetime.now(UTC))}-{_HOST}-{os.getpid()}-{os.urandom(2).hex()}.jsonl"


def _write(descriptor: int, data: bytes) -> tuple[int, OSError | None]:
    """Write in one call where the system lets it; give how many bytes were taken, and why not all."""
    taken = 0
    while taken < len(data):
        try:
            count = os.write(descriptor, data[taken:])
        except OSError as error:
            return taken, error
        if count == 0:
            return taken, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken += count
    return taken, None


@dataclass(frozen=True)
class JournalPart:
    """What was read from a journal."""

    entries: tuple[Entry, ...]
    unreadable: tuple[bytes, ...]
    """Whole lines that are no entries."""
    end: int
    """Where the next reading goes on."""
    is_newer: bool
    """True when a later version of the program wrote some of it."""


def journal_paths(folder: Path) -> list[Path]:
    """Give the journals of a folder, oldest name first; none where it cannot be looked into."""
    try:
        with os.scandir(folder) as found:
            names = [item.name for item in found if item.name.endswith((".jsonl", ".jsonl" + RETIRED))]
    except OSError:
        return []
    return [folder / name for name in sorted(names)]


def read_journal(path: Path, start: int, has_rested: bool) -> JournalPart:
    """Read a journal from a byte on, to its end or, while someone may be writing, to its last whole line."""
    with path.open("rb") as file:
        file.seek(start)
        data = file.read()
    if not has_rested:
        data = data[: data.rfind(b"\n") + 1]
    entries: list[Entry] = []
    unreadable: list[bytes] = []
    is_newer = False
    for line in data.split(b"\n"):
        if not line.strip():
            continue
        try:
            entries.append(Entry.from_line(line))
        except NewerVersionError:
            is_newer = True
        except UnreadableError:
            unreadable.append(line)
    return JournalPart(tuple(entries), tuple(unreadable), start + len(data), is_newer)


def is_ended(path: Path, now: datetime) -> bool:
    """Tell whether nobody writes to this journal any more: its process here is gone, or it has rested for a week."""
    if path.name.endswith(RETIRED):
        return True
    owner = _NAME.fullmatch(path.name)
    if owner and owner["host"] == _HOST and not is_running(int(owner["pid"])):
        return True
    return _age(path, now) > _OLD


def has_rested(path: Path, now: datetime) -> bool:
    """Tell whether a journal is ended and nothing was written to it lately: a half line in it will stay one.

    A process that seems gone may live on where process numbers mean something else, as in a container.
    """
    return is_ended(path, now) and _age(path, now) > _LATELY


def _age(path: Path, now: datetime) -> timedelta:
    """Give the time since something was written; none where that is unknown."""
    try:
        return now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return timedelta(0)

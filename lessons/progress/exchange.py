"""Taking progress to another machine and back: one readable JSON file, which adds and never takes away."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISREG

from lessons.progress.archive import Archive
from lessons.progress.entries import Entry, NewerVersionError, UnreadableError
from lessons.progress.home import write_whole
from lessons.progress.state import ProgressState, fold
from lessons.progress.status import SaveStatus, reason

_LARGEST_FILE = 64 * 2**20


@dataclass(frozen=True)
class Exported:
    """The export was written."""

    path: Path
    entries: int
    """How many events it holds."""


@dataclass(frozen=True)
class Imported:
    """A file was taken in."""

    entries: int
    """How many events were new."""
    unreadable: int
    """How many of the file's entries could not be read."""
    status: SaveStatus
    """Whether the new events are saved."""


@dataclass(frozen=True)
class ExchangeRefused:
    """Nothing was exported or imported."""

    reason: str


def export_state(state: ProgressState, path: Path) -> Exported | ExchangeRefused:
    """Write all events that count into a new file."""
    if path.exists():
        return ExchangeRefused(f"{path} exists already; choose another name.")
    try:
        write_whole(path, Archive(state.live).to_bytes())
    except OSError as error:
        return ExchangeRefused(f"{path} cannot be written: {reason(error)}.")
    return Exported(path, len(state.live))


def read_export(path: Path) -> Archive | ExchangeRefused:
    """Read an export or a backup."""
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):  # a device or a pipe may never end
            return ExchangeRefused(f"{path} is no file.")
        if status.st_size > _LARGEST_FILE:
            return ExchangeRefused(f"{path} is too large to be a file of progress.")
        archive = Archive.from_bytes(path.read_bytes())
    except OSError as error:
        return ExchangeRefused(f"{path} cannot be read: {reason(error)}.")
    except NewerVersionError:
        return ExchangeRefused(f"{path} was written by a newer glassnet; update this one.")
    except UnreadableError as error:
        return ExchangeRefused(f"{path} is no file of progress: {error}.")
    if archive.is_newer:
        return ExchangeRefused(f"{path} was written by a newer glassnet; update this one.")
    return archive


def entries_to_add(archive: Archive, state: ProgressState) -> Iterable[Entry]:
    """Give the entries of an archive that a state lacks.

    What was reset here since comes back as a new entry, after the reset but with its own time: who imports a backup
    wants what is in it. Importing it again adds nothing.
    """
    order = state.newest_order
    for given in fold(archive.entries).live:
        entry = given
        reset = state.resets.over(given)
        if reset is not None:
            order += 1
            entry = replace(given, id=f"{given.id.partition('~')[0]}~{reset[1]}", order=order)
        if entry.id not in state.entries:
            yield entry

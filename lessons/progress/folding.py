"""Folding: many small journals of sessions that are over become one snapshot."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from lessons.progress.archive import Archive
from lessons.progress.home import discard
from lessons.progress.journal import RETIRED, is_ended, journal_paths
from lessons.progress.lock import Lock, locked
from lessons.progress.reading import HomeReader
from lessons.progress.snapshot import prune, snapshot_folder, snapshot_paths, write_snapshot
from lessons.progress.state import fold

ENOUGH = 8
"""So many ended journals make a new snapshot worth its while."""

_ABANDONED_AFTER = timedelta(hours=1)


def fold_journals(home: Path, reader: HomeReader, now: datetime) -> tuple[str, ...]:
    """Fold a home's journals if enough of them have gathered, and give the notices of that.

    Where it cannot be done all is left as it is.
    """
    ended = [path for path in journal_paths(reader.journals) if is_ended(path, now)]
    waiting = [path for path in ended if path.name.removesuffix(RETIRED) not in reader.folded]
    if len(waiting) < ENOUGH:
        return ()
    with locked(home / "folding.lock") as lock:
        if lock is None:
            return ()
        try:
            return _fold(home, lock, now)
        except OSError:
            return ()  # the journals are all still there; another session will try again


def _fold(home: Path, lock: Lock, now: datetime) -> tuple[str, ...]:
    """Gather all that is on the disk now, in a snapshot, and delete what that makes superfluous."""
    reader = HomeReader(home, is_tidying=True)
    news = reader.read(now)
    if reader.is_newer:
        return news.notices
    state = fold(news.entries)
    present = {path.name.removesuffix(RETIRED) for path in journal_paths(reader.journals)}
    archive = Archive(
        entries=tuple(sorted(state.entries.values(), key=lambda entry: entry.key)),
        based_on=tuple(path.name for path in snapshot_paths(home) if path.name in reader.snapshots),
        journals={name: end for name, end in sorted(reader.ends.items()) if name in present},
    )
    if write_snapshot(home, archive, lock):
        prune(home, now)
        _discard_abandoned(snapshot_folder(home), now)
    return news.notices


def _discard_abandoned(folder: Path, now: datetime) -> None:
    """Delete the temporary files of sessions that were ended while writing one."""
    for path in folder.glob(".*.tmp"):
        if now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > _ABANDONED_AFTER:
            discard(path)

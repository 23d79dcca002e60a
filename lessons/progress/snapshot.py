"""Snapshots: journals of the past, folded into one file that is quick to read.

Each snapshot is a file of its own and is never changed. A journal is deleted only when every snapshot that is kept
holds all of it; so any one of them, with the journals that are left, is enough.
"""

import os
import re
from datetime import datetime
from pathlib import Path

from lessons.progress.archive import Archive
from lessons.progress.entries import NewerVersionError, UnreadableError
from lessons.progress.home import discard, make_folder, write_whole
from lessons.progress.journal import RETIRED, is_ended, journal_paths
from lessons.progress.lock import Lock

KEPT = 3
"""How many snapshots are kept."""

_NAME = re.compile(r"progress-(\d{6,})-[0-9a-f]{4}\.json")


def snapshot_folder(home: Path) -> Path:
    """Give the folder of the snapshots."""
    return home / "snapshots"


def snapshot_paths(home: Path) -> list[Path]:
    """Give a home's snapshots, oldest first; none where they cannot be looked at."""
    try:
        names = [name for name in os.listdir(snapshot_folder(home)) if _NAME.fullmatch(name)]
    except OSError:
        return []
    return [snapshot_folder(home) / name for name in sorted(names, key=_number)]


def _number(name: str) -> tuple[int, str]:
    found = _NAME.fullmatch(name)
    return (int(found[1]) if found else 0), name


def write_snapshot(home: Path, archive: Archive, lock: Lock) -> bool:
    """Put a snapshot in place, unless the lock was lost meanwhile; OSError where it cannot be written."""
    make_folder(snapshot_folder(home))
    paths = snapshot_paths(home)
    number = _number(paths[-1].name)[0] + 1 if paths else 1
    path = snapshot_folder(home) / f"progress-{number:06}-{os.urandom(2).hex()}.json"
    data = archive.to_bytes()
    if not lock.is_mine():
        return False
    write_whole(path, data)
    return True


def prune(home: Path, now: datetime) -> None:
    """Delete the snapshots beyond the last three, and the journals that all of those hold."""
    kept: dict[str, Archive] = {}
    for path in reversed(snapshot_paths(home)):
        try:
            archive = Archive.from_bytes(path.read_bytes())
        except (OSError, UnreadableError, NewerVersionError):
            continue  # it is not relied on
        if len(kept) < KEPT:
            kept[path.name] = archive
        elif all(path.name in other.based_on for other in kept.values()):
            discard(path)
    if len(kept) < KEPT:
        return
    for path in journal_paths(home / "journal"):
        end = min(archive.journals.get(path.name.removesuffix(RETIRED), -1) for archive in kept.values())
        if is_ended(path, now):
            _retire(path, end)


def _retire(path: Path, end: int) -> None:
    """Delete a journal of which nothing lies beyond a byte.

    It is renamed first. A writer that was thought gone looks for its file after each line: if it wrote before the
    renaming, the file has grown and comes back; if after, it misses the file and writes the line into a new one.
    """
    try:
        if path.stat().st_size != end:
            return
        retired = path.with_name(path.name.removesuffix(RETIRED) + RETIRED)
        os.replace(path, retired)
        if retired.stat().st_size == end:
            retired.unlink()
        else:
            os.replace(retired, path.with_name(path.name.removesuffix(RETIRED)))
    except OSError:
        return  # it stays for the next time

"""A lock that is a file: made by one session at a time, and broken by the next when it was forgotten.

It only spares sessions the work of folding the same journals twice. Nothing is lost if two hold it at once.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lessons.progress.home import create, discard, write_all

STALE = 60.0
"""After so many seconds a lock counts as forgotten."""


class Lock:
    """A lock that was taken."""

    def __init__(self, path: Path, token: bytes) -> None:
        self._path = path
        self._token = token

    def is_mine(self) -> bool:
        """Tell whether nobody has broken it since."""
        try:
            return self._path.read_bytes() == self._token
        except OSError:
            return False

    def release(self) -> None:
        """Give it back, unless it is someone else's by now."""
        if self.is_mine():
            discard(self._path)


@contextmanager
def locked(path: Path) -> Iterator[Lock | None]:
    """Hold the lock, or None where another session does or where it cannot be made."""
    lock = _take(path)
    if lock is None and _is_stale(path):
        # Renaming, not deleting: of two who break the same lock only one succeeds.
        broken = path.with_name(f"{path.name}.{os.urandom(4).hex()}.stale")
        try:
            os.rename(path, broken)
        except OSError:
            yield None
            return
        discard(broken)
        lock = _take(path)
    try:
        yield lock
    finally:
        if lock is not None:
            lock.release()


def _take(path: Path) -> Lock | None:
    token = os.urandom(16).hex().encode("ascii")
    try:
        descriptor = create(path)
    except OSError:
        return None
    try:
        write_all(descriptor, token)
    except OSError:
        discard(path)
        return None
    finally:
        os.close(descriptor)
    return Lock(path, token)


def _is_stale(path: Path) -> bool:
    """Compare the lock's age by the clock of the file system: on a network disk that is the server's, not ours."""
    probe = path.with_name(f"{path.name}.{os.urandom(4).hex()}.now")
    try:
        os.close(create(probe))
        return probe.stat().st_mtime - path.stat().st_mtime > STALE
    except OSError:
        return False
    finally:
        discard(probe)

"""Where progress is kept, and how files are put there so that no crash leaves half of one."""

import errno
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from lessons.progress.status import reason

_PRIVATE_FOLDER = 0o700
_PRIVATE_FILE = 0o600
_CLOSED_TO_CHILDREN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def find_home(home: str | os.PathLike[str] | None = None, environ: Mapping[str, str] | None = None) -> Path:
    """Give the folder of progress: the one asked for, else $GLASSNET_HOME, else the system's place for such things."""
    variables = os.environ if environ is None else environ
    chosen = os.fspath(home) if home is not None else variables.get("GLASSNET_HOME", "")
    if not chosen:
        from platformdirs import user_state_path  # here, because most starts of a test never need it

        return user_state_path("glassnet")
    return Path(os.path.abspath(os.path.expanduser(chosen)))


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can look into, where there is none yet."""
    if not folder.is_absolute():
        raise OSError(errno.ENOENT, "no home folder is known")
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)


def create(path: Path) -> int:
    """Create a private file for appending that did not exist, and give its descriptor."""
    flags = os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_WRONLY | _CLOSED_TO_CHILDREN
    return os.open(path, flags, _PRIVATE_FILE)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte or raise: a nearly full disk takes a part without an error."""
    while data:
        data = data[os.write(descriptor, data) :]


def write_whole(path: Path, data: bytes) -> None:
    """Put a whole file in place: after a crash there is the old one or the new one, never a part."""
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        descriptor = create(temporary)
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, path)
    except OSError:
        discard(temporary)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make new and renamed files of a folder last; systems that cannot do it need no such step."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _CLOSED_TO_CHILDREN)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        return
    finally:
        os.close(descriptor)


def discard(path: Path) -> None:
    """Delete a file; one that is gone or cannot be deleted does no harm."""
    try:
        path.unlink()
    except OSError:
        return


def stamp(time: datetime) -> str:
    """Give a UTC time as a part of a file name that sorts by time."""
    return time.strftime("%Y%m%dT%H%M%SZ")


def aside(path: Path, time: datetime) -> Path:
    """Give the dated name, not yet taken, under which what cannot be read is kept."""
    name = f"{path.name}.unreadable-{stamp(time)}"
    taken = 0
    while (free := path.with_name(f"{name}-{taken}" if taken else name)).exists():
        taken += 1
    return free


def set_aside(path: Path, time: datetime) -> str:
    """Give an unreadable file a dated name, so that it is kept but not read again; say what was done."""
    free = aside(path, time)
    try:
        os.replace(path, free)
    except OSError as error:
        return f"A copy of your progress is damaged, and could not be moved aside: {reason(error)}. It is {path}."
    return f"A copy of your progress was damaged. The other copies are used. It is kept as {free}."

"""Whether what the learner does is being saved, in words for the screen."""

import errno
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class SaveKind(StrEnum):
    """How saving goes."""

    OK = "ok"
    READ_ONLY = "read-only"
    """Nothing can be written here, or must not be: the session goes on unsaved."""
    FAILING = "failing"
    """Writing failed; what is unsaved waits in memory and is tried again."""


@dataclass(frozen=True)
class SaveStatus:
    """How saving goes, with the text for the banner."""

    kind: SaveKind = SaveKind.OK
    text: str = ""
    """What to tell the learner; empty when all is well."""
    waiting: int = 0
    """How many events wait in memory."""

    @property
    def is_saved(self) -> bool:
        """True when everything recorded is on the disk."""
        return self.kind is SaveKind.OK


_READ_ONLY_ERRORS = {
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EEXIST,
    errno.ELOOP,
}

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EFBIG: "the largest allowed file size is reached",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission is denied",
    errno.EPERM: "permission is denied",
    errno.ENOTDIR: "a file is where a folder should be",
    errno.EEXIST: "a file is where a folder should be",
    errno.EIO: "the disk reports an error",
}


def reason(error: OSError) -> str:
    """Say in a few words why a file could not be written or read."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def not_saved(error: OSError, home: Path, waiting: int) -> SaveStatus:
    """Give the status after an error: read-only where the place forbids writing, else failing."""
    if error.errno in _READ_ONLY_ERRORS:
        text = f"Nothing is being saved: {reason(error)} ({home}). Start with --home FOLDER to save elsewhere."
        return SaveStatus(SaveKind.READ_ONLY, text, waiting)
    things = "1 thing waits" if waiting == 1 else f"{waiting} things wait"
    text = f"Saving fails: {reason(error)} ({home}). You can go on; {things} in memory and will be saved when it works."
    return SaveStatus(SaveKind.FAILING, text, waiting)


def newer(home: Path, waiting: int) -> SaveStatus:
    """Give the status where a later version of the program has written."""
    text = (
        f"Nothing is being saved: a newer glassnet has written to {home}. "
        "Update this one, or start with --home FOLDER to save elsewhere."
    )
    return SaveStatus(SaveKind.READ_ONLY, text, waiting)


def only_looking(home: Path, waiting: int) -> SaveStatus:
    """Give the status of a store that was opened for reading."""
    return SaveStatus(SaveKind.READ_ONLY, f"Nothing is being saved: {home} was opened for reading.", waiting)

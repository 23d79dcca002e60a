"""A file that can be fetched: where it is, how to know it, and how far it has come. What fetches it is ``download``."""

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RemoteFile:
    """A file on the network, and how to know that it is the right one."""

    address: str
    sha256: str
    most_bytes: int
    """More than this is not fetched."""

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.address.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Progress:
    """How far a download has come."""

    name: str
    """The file that is being fetched."""
    done: int
    """How many of its bytes are here."""
    total: int | None
    """How many bytes it has, if the server says so."""


def tell_nobody(progress: Progress) -> None:
    """Let the progress go unseen."""


def never() -> bool:
    """Do not cancel."""
    return False


def is_here(file: RemoteFile, folder: Path) -> bool:
    """Say whether the folder has the file, whole and unchanged."""
    try:
        with (folder / file.name).open("rb") as found:
            return hashlib.file_digest(found, "sha256").hexdigest() == file.sha256
    except OSError:
        return False

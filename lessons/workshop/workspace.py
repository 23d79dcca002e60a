"""Where a learner's files lie: one for each part, theirs, and never overwritten.

They may be edited in the app, in any other editor, or in both at once. What the app has read is remembered by its time
and its content, so nobody's changes get lost: a file that was changed outside is not written over but handed back.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lessons.progress.home import create, discard, find_home, make_folder, stamp, write_all, write_whole
from lessons.progress.status import reason
from lessons.workshop.part import Part
from lessons.workshop.parts import PARTS

MOST_BYTES = 400_000
"""The largest file that is read."""

ASKS = 3
"""How often one must ask to be shown a solution before the part passes."""

_SETTLED_NS = 2_000_000_000
"""How old a change must be for the time of the file alone to tell that there was none since."""

_NOTES = ".workshop.json"
_PASSED = "passed"
KEPT = "kept"
"""The folder of what was put away."""


class WorkspaceError(RuntimeError):
    """A learner's file cannot be read or written; the message says which and why."""


@dataclass(frozen=True)
class LearnerFile:
    """A learner's file as it was when it was read."""

    part: str
    path: Path
    text: str
    modified: int
    """When it was changed last, in nanoseconds."""
    read: int
    """When it was read, in nanoseconds."""

    @property
    def digest(self) -> str:
        """A short sign of the content."""
        return digest_of(self.text)


class ChangedOutsideError(WorkspaceError):
    """The file was changed by someone else since it was read; ``now`` is what stands there."""

    def __init__(self, now: LearnerFile) -> None:
        super().__init__(f"{now.path} was changed outside since it was read here")
        self.now = now


class Workspace:
    """The folder of a learner's files."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.folder = folder
        self.now = now
        """What the date of a copy is taken from."""

    @classmethod
    def at(cls, chosen: str | os.PathLike[str] | None = None, home: str | os.PathLike[str] | None = None) -> Workspace:
        """Return the workspace in a chosen folder, or else in the home of all that is kept for the learner."""
        if chosen is not None:
            return cls(Path(os.path.abspath(os.path.expanduser(os.fspath(chosen)))))
        return cls(find_home(home) / "workshop")

    def path(self, part: str) -> Path:
        """Return where the learner's file for a part lies, or will lie."""
        return self.folder / f"{part}.py"

    def open(self, part: Part) -> LearnerFile:
        """Return the learner's file for a part; if there is none, put the starter there first."""
        try:
            self._make_folders()
            with suppress(FileExistsError):
                write_new(self.path(part.name), part.starter.encode())
        except OSError as error:
            raise _trouble("write", self.path(part.name), error) from error
        return self._read(part.name)

    def save(self, file: LearnerFile, text: str) -> LearnerFile:
        """Write what the learner has typed in the app; raise ``ChangedOutsideError`` if the file is another by now."""
        now = self.look(file)
        if now is not None and now.text != text:
            raise ChangedOutsideError(now)
        try:
            self._make_folders()
            self._keep_unreadable(file)
            write_whole(file.path.resolve(), text.encode())
        except OSError as error:
            raise _trouble("write", file.path, error) from error
        return self._read(file.part)

    def look(self, file: LearnerFile) -> LearnerFile | None:
        """Return the file as it is now if its content is another than when it was read, else None.

        A file that is not there counts as unchanged: many editors take it away for a moment while they save.
        """
        try:
            modified = file.path.stat().st_mtime_ns
        except OSError:
            return None
        if modified == file.modified and file.read - modified > _SETTLED_NS:
            return None
        try:
            now = self._read(file.part)
        except WorkspaceError:
            return None
        return None if now.digest == file.digest else now

    def reset(self, part: Part) -> Path | None:
        """Put the starter in the place of the learner's file; return where that is kept, if there was one."""
        path, kept = self.path(part.name), None
        try:
            self._make_folders()
            if path.exists():
                kept = self._free_name(part.name)
                os.replace(path, kept)
            write_new(path, part.starter.encode())
        except OSError as error:
            if kept is not None:
                with suppress(OSError):  # the learner's file is where it was
                    os.replace(kept, path)
            raise _trouble("reset", path, error) from error
        return kept

    def put_aside(self, part: str, text: str) -> Path:
        """Keep a dated copy of a text that is to make way for another; return where it is."""
        path = self._free_name(part)
        try:
            self._make_folders()
            write_new(path, text.encode())
        except OSError as error:
            raise _trouble("write", path, error) from error
        return path

    def keep_passed(self, part: str, text: str) -> None:
        """Keep a copy of a file that has passed; experiments use that, whatever becomes of the file."""
        path = self.folder / _PASSED / f"{part}.py"
        try:
            self._make_folders()
            write_whole(path, text.encode())
        except OSError as error:
            raise _trouble("write", path, error) from error

    def passed_source(self, part: str) -> str | None:
        """Return the copy that has passed, or None if there is none."""
        try:
            return (self.folder / _PASSED / f"{part}.py").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    @property
    def passed(self) -> tuple[str, ...]:
        """The parts that have passed, in the order of the course."""
        return tuple(name for name in PARTS if (self.folder / _PASSED / f"{name}.py").is_file())

    def ask_for_solution(self, part: str) -> int:
        """Note that the learner asked to be shown the solution; return how often they must still ask."""
        asked = self._asked()
        asked[part] = min(asked.get(part, 0) + 1, ASKS)
        try:
            self._make_folders()
            write_whole(self.folder / _NOTES, json.dumps({"asked": asked}).encode())
        except OSError as error:
            raise _trouble("write", self.folder / _NOTES, error) from error
        return ASKS - asked[part]

    def solution(self, part: Part) -> str | None:
        """Return the solution, if the part has passed or the learner has asked often enough; else None."""
        may_see = part.name in self.passed or self._asked().get(part.name, 0) >= ASKS
        return part.solution if may_see else None

    def _read(self, part: str) -> LearnerFile:
        path = self.path(part)
        try:
            with path.open("rb") as file:
                modified = os.fstat(file.fileno()).st_mtime_ns
                data = file.read(MOST_BYTES + 1)
            if len(data) > MOST_BYTES:
                raise OSError(errno.EFBIG, f"it has more than {MOST_BYTES:,} bytes")
            text = data.decode("utf-8").replace("\r\n", "\n")
        except OSError as error:
            raise _trouble("read", path, error) from error
        except UnicodeDecodeError as error:
            raise WorkspaceError(f"{path} is not a text in UTF-8; save it as one") from error
        return LearnerFile(part, path, text, modified, time.time_ns())

    def _asked(self) -> dict[str, int]:
        """Return how often solutions were asked for; what cannot be read counts as never."""
        try:
            asked = json.loads((self.folder / _NOTES).read_text(encoding="utf-8"))["asked"]
            return {str(name): int(count) for name, count in asked.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _free_name(self, part: str) -> Path:
        """Return a dated name, not yet taken, for a file that is put away."""
        name, taken = f"{part}-{stamp(self.now())}", 0
        while (free := self.folder / KEPT / f"{name}{f'-{taken}' if taken else ''}.py").exists():
            taken += 1
        return free

    def _keep_unreadable(self, file: LearnerFile) -> None:
        """Put away what stands in the place of a learner's file and is no text that the app can show."""
        try:
            self._read(file.part)
        except WorkspaceError:
            if file.path.exists():
                os.replace(file.path, self._free_name(file.part))

    def _make_folders(self) -> None:
        for folder in (self.folder, self.folder / _PASSED, self.folder / KEPT):
            make_folder(folder)


def digest_of(text: str) -> str:
    """Return a short sign of a text: two texts with the same sign are the same."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


def write_new(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet, whole or not at all; raise ``FileExistsError`` if it does."""
    descriptor = create(path)
    try:
        write_all(descriptor, data)
        os.fsync(descriptor)
    except OSError:
        discard(path)
        raise
    finally:
        os.close(descriptor)


def _trouble(doing: str, path: Path, error: OSError) -> WorkspaceError:
    return WorkspaceError(f"cannot {doing} {path}: {reason(error)}")

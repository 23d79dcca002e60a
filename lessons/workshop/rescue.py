"""Where a learner's text goes when its own file cannot be written: the next best place that takes it.

A folder can become read-only and a disk can fill up while somebody types. Their text is then put beside their files,
else into their home folder, else into the system's folder for passing things, and they are told where.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lessons.progress.home import discard, make_folder, stamp, write_whole
from lessons.workshop.workspace import KEPT, Workspace, WorkspaceError, write_new


def rescue(workspace: Workspace, part: str, text: str, last: Path | None = None) -> Path:
    """Keep a text where it can be kept, and return where; raise ``WorkspaceError`` if no place takes it.

    ``last`` is where the text before this one was put: this one takes its place there, if that can still be done.
    """
    data = text.encode(errors="replace")
    if last is not None:
        with suppress(OSError):
            write_whole(last, data)
            return last
    for path in _places(workspace, part):
        with suppress(OSError):
            make_folder(path.parent)
            write_new(path, data)
            return path
    raise WorkspaceError(f"no folder takes the text of {part}: not {workspace.folder}, your home, or {_passing()}")


def release(path: Path) -> None:
    """Take a rescued text away again, once it stands in its own file."""
    discard(path)


def _places(workspace: Workspace, part: str) -> Iterator[Path]:
    """Yield names that are not taken, the best place first."""
    name = f"{part}-{stamp(workspace.now())}"
    folders = [workspace.folder / KEPT]
    with suppress(RuntimeError):  # there need not be a home
        folders.append(Path.home())
    for number, folder in enumerate((*folders, _passing())):
        prefix = "glassnet-" if number else ""
        for more in ("", *(f"-{again}" for again in range(1, 100))):
            path = folder / f"{prefix}{name}{more}.py"
            if not path.exists():
                yield path
                break


def _passing() -> Path:
    return Path(tempfile.gettempdir())

"""What a learner's code is kept from doing by accident: starting processes, and writing outside its own folder.

Python tells a hook of all such attempts before they happen. The hook refuses them with an error that the learner sees,
and remembers the first, for the case that their code swallows the error. A limit on processes would not do: the system
counts all those of the same user, and it would hit the learner's other programs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

_STARTS = (
    "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "pty.spawn",
    "subprocess.Popen",
)  # fmt: skip
"""What Python says before a process is started."""

_SIGNALS = ("os.kill", "os.killpg")

_WRITES: Mapping[str, int] = {
    "os.chmod": 1, "os.chown": 1, "os.link": 2, "os.mkdir": 1, "os.remove": 1, "os.rename": 2, "os.rmdir": 1,
    "os.symlink": 2, "os.truncate": 1, "shutil.rmtree": 1,
}  # fmt: skip
"""What Python says before a file is changed, and how many paths it names."""

_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class RefusedError(PermissionError):
    """The workshop does not let a learner's code do this."""


class Guard:
    """Refuses, from ``stand`` on, what could do harm by accident; there is no way to take it off again."""

    def __init__(self, folder: Path) -> None:
        self.folder = os.path.realpath(folder)
        self.refused = ""
        """The first thing that was refused, in Python's words; empty if there was none."""

    def stand(self) -> None:
        """Begin to refuse."""
        with suppress(ImportError):
            import _posixsubprocess

            _posixsubprocess.fork_exec = self._no_process  # the one way past Python's hook, which multiprocessing takes
        sys.addaudithook(self._look)

    def _look(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _STARTS or event == "ctypes.dlopen":
            self._refuse(event, "a check may not start other programs")
        elif event in _SIGNALS and (event == "os.killpg" or arguments[0] != os.getpid()):
            self._refuse(event, "a check may not stop other programs")
        elif event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _TO_WRITE:
                self._check_path(event, path)
        elif event in _WRITES:
            for path in arguments[: _WRITES[event]]:
                self._check_path(event, path)

    def _check_path(self, event: str, path: Any) -> None:
        if isinstance(path, int) or path is None:  # a file that is open already
            return
        path = os.fsdecode(path)
        if path == os.devnull:
            return
        if os.path.commonpath((self.folder, os.path.realpath(path))) != self.folder:
            self._refuse(event, "a check may write files only into the folder that it runs in")

    def _no_process(self, *_: object) -> NoReturn:
        self._refuse("fork_exec", "a check may not start other programs")

    def _refuse(self, event: str, why: str) -> NoReturn:
        self.refused = self.refused or event
        raise RefusedError(f"{event}: {why}")

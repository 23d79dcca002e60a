"""The real program in a real pseudo terminal, and what a terminal would show of it."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

ROOT = Path(__file__).parents[2]


class TerminalStage:
    """A running `python -m tui`."""

    def __init__(self, home: Path, *words: str, columns: int = 80, rows: int = 24, **environment: str) -> None:
        strange = ("TEXTUAL", "NO_COLOR", "COLORTERM", "SSH", "TMUX", "STY", "COLUMNS", "LINES", "LC_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "tui", "--home", str(home), *words],
            cwd=str(ROOT),
            env={**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},
            dimensions=(rows, columns),
            timeout=30,
            preexec_fn=_with_usual_signals,
        )
        self.raw = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._text: str | None = None

    @property
    def text(self) -> str:
        """What the terminal shows."""
        self._read(0.05)
        if self._text is None:
            self._text = "\n".join(line.rstrip() for line in self._screen.display)
        return self._text

    def wait_for(self, *wanted: str, seconds: float = 30) -> str:
        """Read until the screen shows one of the texts; return it."""
        shown = self.wait_until(lambda shown: any(text in shown for text in wanted), str(wanted), seconds)
        return next(text for text in wanted if text in shown)

    def wait_until(self, is_right: Callable[[str], bool], what: str, seconds: float = 30) -> str:
        """Read until the screen is right, which `what` describes; return what it shows."""
        end = time.monotonic() + seconds
        while not is_right(shown := self.text):
            assert time.monotonic() < end, f"{what} did not come:\n{shown}"
        return shown

    def press(self, keys: str) -> None:
        """Send keys and give the answer a moment."""
        self.child.send(keys)
        self._read(0.15)

    def press_until(self, keys: str, wanted: str, seconds: float = 30) -> None:
        """Send keys again and again until the screen shows a text: a run that is just ending takes one for itself."""
        end = time.monotonic() + seconds
        while wanted not in self.text:
            assert time.monotonic() < end, f"{wanted!r} did not come:\n{self.text}"
            self.press(keys)
            self._read(0.5)

    def leave(self) -> int:
        """Quit, and return the exit code."""
        self.press("q")
        return self.ended()

    def ended(self, seconds: float = 30) -> int:
        """Wait for the program's end, and return its exit code (negative: the signal that ended it)."""
        end = time.monotonic() + seconds
        while self.child.isalive() and time.monotonic() < end:
            self._read(0.1)
        self._read(0.1)
        self.child.close()
        return -self.child.signalstatus if self.child.signalstatus else self.child.exitstatus or 0

    def kill(self) -> None:
        """End it without a warning."""
        self.child.kill(signal.SIGKILL)
        self.child.wait()

    def _read(self, seconds: float) -> None:
        """Take in what was drawn, until nothing more has come for so long."""
        while not self.child.closed:
            try:
                data = self.child.read_nonblocking(65536, timeout=seconds)
            except (pexpect.TIMEOUT, pexpect.EOF):
                return
            self.raw += data
            self._text = None
            self._stream.feed(data.replace(b"\x1b[>", b"\x1b[?").replace(b"\x1b[?25u", b""))


def _with_usual_signals() -> None:
    """Let the program meet signals as in a terminal, though the tests may run where some are ignored (`nohup`)."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)

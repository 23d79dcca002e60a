"""A program in a pseudo terminal, measured from outside: what it sends, how fast, how much memory and work it takes."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

QUIET = 0.25
"""Seconds without a byte after which an answer counts as complete."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a key, or at the start."""

    milliseconds: float
    """Until the last byte; 0 where none came."""
    count: int
    """How many bytes came."""


class PtyProgram:
    """A running program, the other end of its terminal in our hands."""

    def __init__(self, words: Sequence[str], columns: int, rows: int, environ: Mapping[str, str], folder: Path) -> None:
        self.began = time.perf_counter()
        self.latest = b""
        self.pid, self._terminal = pty.fork()
        if not self.pid:
            os.chdir(folder)
            fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(words[0], list(words), dict(environ))
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def start(self, wanted: bytes = b"", seconds: float = 20) -> Answer:
        """Wait for the first full screen, which has this text on it."""
        end = time.perf_counter() + seconds
        answer, shown = self._answer(self.began, seconds, 0.5), self.latest
        while wanted not in shown and time.perf_counter() < end:
            answer, shown = self._answer(self.began, seconds, 0.5), shown + self.latest
        return answer

    def press(self, keys: str, quiet: float = QUIET, patience: float | None = None) -> Answer:
        """Send keys, and take in the answer; its first byte may take as long as our patience, by default no longer."""
        began = time.perf_counter()
        os.write(self._terminal, keys.encode())
        return self._answer(began, quiet if patience is None else patience, quiet)

    def until(self, keys: str, *wanted: bytes, seconds: float = 20) -> float:
        """Send keys; return the milliseconds until one of these texts has come, or infinity if none does."""
        began, came = time.perf_counter(), b""
        os.write(self._terminal, keys.encode())
        while (left := began + seconds - time.perf_counter()) > 0:
            came += self.read(left)
            if any(each in came for each in wanted):
                return (time.perf_counter() - began) * 1000
        return float("inf")

    def rest(self, seconds: float) -> tuple[int, float]:
        """Leave it alone; return how many bytes came, and the share of a processor that it took."""
        before, count, end = self.work(), 0, time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            count += len(self.read(left))
        return count, (self.work() - before) / seconds

    @property
    def megabytes(self) -> float:
        """The memory that it holds."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1000
        return 0.0

    @property
    def proportional_megabytes(self) -> float:
        """The memory that it holds, each page that several processes share divided among them."""
        for line in Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
        return 0.0

    def work(self) -> float:
        """Return the seconds of processor time that its threads have taken."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    def read(self, seconds: float) -> bytes:
        """Return what comes next; nothing where nothing comes in time, or it has ended."""
        ready, _, _ = select.select([self._terminal], [], [], max(seconds, 0))
        try:
            return os.read(self._terminal, 1 << 16) if ready else b""
        except OSError:
            return b""

    def end(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def _answer(self, began: float, patience: float, quiet: float) -> Answer:
        """Take in what comes: the first byte within our patience, the others without a pause."""
        last = began
        wait = patience
        self.latest = b""
        while data := self.read(wait):
            self.latest += data
            last = time.perf_counter()
            wait = quiet
        return Answer((last - began) * 1000, len(self.latest))

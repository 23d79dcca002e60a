"""The app's side of a learner's process: start it, ask it, wait in slices, and end it with all that it started.

Nothing here trusts the other side. It may hang, flood, fall silent or send nonsense; every wait has an end, and each
of these endings has a name.
"""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Self

from lessons.processes import is_running
from lessons.workshop import child
from lessons.workshop.faults import Place, place_of
from lessons.workshop.harmless import harmless_bytes
from lessons.workshop.limits import CHECK, Limits
from lessons.workshop.wire import Message, Unpacker, WireError, pack

SLICE_SECONDS = 0.05
"""How long the app waits at most before it looks whether it should stop waiting."""

_GRACE_SECONDS = 0.2
"""How long a process that is late may take to say where it is."""


_OLD_SECONDS = 3600.0
"""How old the folder of an app that is gone must be to be removed by another."""


class End(Enum):
    """Why there is no answer."""

    LATE = "late"
    FLOODED = "flooded"
    GONE = "gone"
    GARBLED = "garbled"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Ending:
    """A process that gives no more answers, and why."""

    end: End
    code: int | None = None
    """For a process that is gone: what it returned, or the negative number of the signal that ended it."""
    place: Place | None = None
    """For one that is late: the learner's line that was running."""

    @property
    def is_memory(self) -> bool:
        """Whether it ended because the memory was used up."""
        return self.code == child.OUT_OF_MEMORY

    @property
    def is_time(self) -> bool:
        """Whether it ended because the time was used up."""
        return self.end is End.LATE or self.code == -int(getattr(signal, "SIGXCPU", 0) or 0) != 0


Answer = Message | Ending

IsCancelled = Callable[[], bool]


def never() -> bool:
    """Say that nobody wants to stop."""
    return False


class RunnerError(RuntimeError):
    """The process could not be started; the message says why."""


class Process:
    """A process for a learner's code, from its start to its end. Use it in a ``with`` block."""

    def __init__(self, limits: Limits = CHECK) -> None:
        self.limits = limits
        self._folder = _new_folder()
        self._printed = bytearray()
        self._to_send = bytearray()
        self._messages: deque[Message] = deque()
        self._unpacker = Unpacker()
        self._selector = selectors.DefaultSelector()
        self._is_open = True
        self._is_ready = False
        try:
            self._start()
        except (OSError, ValueError) as error:
            self.close()
            raise RunnerError(f"no process for your code could be started: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_running(self) -> bool:
        """Whether the process is still there."""
        return self._is_open and self._process.poll() is None

    @property
    def printed(self) -> str:
        """What the code has printed so far, made harmless."""
        return harmless_bytes(bytes(self._printed[: self.limits.output]))

    def take_printed(self) -> str:
        """Return what the code has printed since this was last asked, harmless; it may then print as much again."""
        if self.is_running:
            while len(self._printed) <= self.limits.output and self._read(self._output):
                pass
        printed = self.printed
        self._printed.clear()
        return printed

    def wait_until_ready(self, is_cancelled: IsCancelled = never) -> Ending | None:
        """Wait until the process can take requests; return how it ended if it did instead."""
        if not self._is_ready:
            answer = self.receive(time.monotonic() + self.limits.start_seconds, is_cancelled)
            if isinstance(answer, Ending):
                return answer
            self._is_ready = True
        return None

    def send(self, kind: str, values: Mapping[str, Any]) -> None:
        """Send a request; it goes out while answers are waited for."""
        self._to_send += pack(kind, values)

    def receive(self, until: float, is_cancelled: IsCancelled = never) -> Answer:
        """Return the next answer, or how the process ended without one; ``until`` is a time of the monotonic clock."""
        while not self._messages:
            ending = self._wait(until, is_cancelled)
            if ending is not None:
                return ending
        return self._messages.popleft()

    def where(self) -> Place | None:
        """Return the learner's line that is running, or None if the process does not say in time."""
        self.send("where", {})
        until = time.monotonic() + _GRACE_SECONDS
        while True:
            answer = self.receive(until)
            if isinstance(answer, Ending):
                return None
            if answer.kind == "here":
                place = answer.values.get("place")
                return None if place is None else place_of(*place)

    def close(self) -> None:
        """End the process and all that it started, and remove its folder."""
        if not self._is_open:
            return
        self._is_open = False
        process = getattr(self, "_process", None)
        if process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)
            process.stdout.close()
        self._selector.close()
        for descriptor in getattr(self, "_descriptors", ()):
            with suppress(OSError):
                os.close(descriptor)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        if os.name != "posix":
            raise OSError("the workshop needs Linux or macOS")
        theirs_in, self._requests = os.pipe()
        self._answers, theirs_out = os.pipe()
        self._descriptors = (self._requests, self._answers)
        arguments = [self.limits.as_text(), str(self._folder), str(theirs_in), str(theirs_out)]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", "-B", "-u", "-X", "utf8", child.__file__, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=(theirs_in, theirs_out),
                cwd=self._folder,
                env=_environment(self._folder),
                start_new_session=True,
            )
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        self._output = self._process.stdout.fileno() if self._process.stdout else -1
        for descriptor in (self._output, self._answers):
            os.set_blocking(descriptor, False)
            self._selector.register(descriptor, selectors.EVENT_READ)
        os.set_blocking(self._requests, False)

    def _wait(self, until: float, is_cancelled: IsCancelled) -> Ending | None:
        """Wait for a slice of time, and move what there is to move; return how it ended if it did."""
        if is_cancelled():
            return Ending(End.CANCELLED)
        rest = until - time.monotonic()
        if rest <= 0:
            return Ending(End.LATE)
        try:
            self._move(min(rest, SLICE_SECONDS))
        except WireError:
            return Ending(End.GARBLED)
        if len(self._printed) > self.limits.output:
            return Ending(End.FLOODED)
        code = self._process.poll()
        if code is None or self._messages:
            return None
        self._drain()
        return None if self._messages else Ending(End.GONE, code)

    def _move(self, seconds: float) -> None:
        if self._to_send:
            with suppress(KeyError, ValueError):
                self._selector.register(self._requests, selectors.EVENT_WRITE)
        for key, _ in self._selector.select(seconds):
            if key.fd == self._requests:
                self._write()
            else:
                self._read(key.fd)

    def _write(self) -> None:
        try:
            sent = os.write(self._requests, self._to_send[: 1 << 16])
        except BlockingIOError:
            return
        except OSError:  # nobody reads any more; that the process is gone is seen elsewhere
            sent = len(self._to_send)
        del self._to_send[:sent]
        if not self._to_send:
            self._selector.unregister(self._requests)

    def _read(self, descriptor: int) -> int:
        """Read what there is; return how much it was."""
        try:
            data = os.read(descriptor, 1 << 16)
        except BlockingIOError:
            return 0
        except OSError:
            data = b""
        if not data:
            with suppress(KeyError, ValueError):
                self._selector.unregister(descriptor)
        elif descriptor == self._output:
            self._printed += data
        else:
            self._messages.extend(self._unpacker.feed(data))
        return len(data)

    def _drain(self) -> None:
        """Read what a process that has ended left behind, as far as it is wanted."""
        with suppress(WireError):
            for descriptor in (self._output, self._answers):
                while len(self._printed) <= self.limits.output and self._read(descriptor):
                    pass


class Spare:
    """Keeps one process ready, so that a check does not wait for Python and NumPy to start.

    Its methods may be called from any thread.
    """

    def __init__(self, limits: Limits = CHECK) -> None:
        self._limits = limits
        self._waiting: Process | None = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Start a process, if none is ready; raise ``RunnerError`` if that cannot be done."""
        with self._lock:
            if self._waiting is None or not self._waiting.is_running:
                self._drop()
                self._waiting = Process(self._limits)

    def take(self) -> Process:
        """Return the process that is ready, or else a new one; it belongs to the caller now."""
        self.prepare()
        with self._lock:
            process, self._waiting = self._waiting, None
        return process or Process(self._limits)

    def close(self) -> None:
        """End the process that is ready."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._waiting is not None:
            self._waiting.close()
        self._waiting = None


def _new_folder() -> Path:
    """Return a new folder for a process to run in, named after this program.

    A process removes its folder when the app is gone, unless its time runs out before it can: what was left so is
    removed here.
    """
    _sweep(Path(tempfile.gettempdir()))
    try:
        return Path(tempfile.mkdtemp(prefix=f"glassnet-{os.getpid()}-"))
    except OSError as error:
        raise RunnerError(f"no folder to run your code in could be made: {error}") from error


def _sweep(place: Path) -> None:
    """Remove the folders of apps that are gone; young ones are left, for another machine may share the place."""
    with suppress(OSError):
        for folder in place.glob("glassnet-*-*"):
            number = folder.name.split("-")[1]
            is_old = time.time() - folder.lstat().st_mtime > _OLD_SECONDS
            if number.isdecimal() and is_old and folder.lstat().st_uid == os.getuid() and not is_running(int(number)):
                shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path) -> dict[str, str]:
    """Return the few variables that the process gets; one thread of arithmetic keeps its address space small."""
    threads = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    return {**kept, **dict.fromkeys(threads, "1"), "HOME": str(folder), "TMPDIR": str(folder)}

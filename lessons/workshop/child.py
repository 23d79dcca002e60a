"""The process in which a learner's code runs: ``python -I -B -u child.py LIMITS FOLDER READ WRITE``.

It is the only program that executes what a learner wrote. It sets its limits on itself, then answers requests that come
through one pipe, through another; the learner's prints go to neither. When the pipe of requests closes, because the app
is done or gone, it ends at once, whatever it is doing.
"""

from __future__ import annotations

import os
import queue
import select
import shutil
import sys
import threading
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lessons.workshop.limits import Limits, apply, used_memory

if TYPE_CHECKING:
    from lessons.workshop.wire import Message
    from lessons.workshop.workbench import Workbench

OUT_OF_MEMORY = 97
"""With this code the process ends when it cannot even report that the memory is used up."""

_LOOK_SECONDS = 0.1 if sys.platform == "darwin" else None
"""How often the process looks at its memory; only macOS does not hold the limit itself."""

_RESERVE = 4 * 2**20


def main(arguments: list[str]) -> None:
    """Answer requests until there are no more."""
    limits, folder = Limits.from_text(arguments[1]), Path(arguments[2])
    apply(limits)
    requests, answers = int(arguments[3]), int(arguments[4])
    os.chdir(folder)
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]

    from lessons.workshop.guard import Guard
    from lessons.workshop.workbench import Workbench

    guard = Guard(folder)
    workbench = Workbench(folder, guard)
    desk = _Desk(requests, answers, limits, workbench)
    guard.stand()
    desk.send("ready", {})
    import_module("netcore.trace.exchange")  # now, while nobody waits: to record needs it
    desk.work()


class _Desk:
    """Takes requests and gives answers.

    A thread reads the requests, so that the process notices a closed pipe, and can say where the code is, while the
    learner's code runs.
    """

    def __init__(self, requests: int, answers: int, limits: Limits, workbench: Workbench) -> None:
        self._requests, self._answers = requests, answers
        self._memory = limits.memory
        self._folder = Path.cwd()
        self._workbench = workbench
        self._waiting: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._main = threading.main_thread().ident
        self._lock = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()

    def work(self) -> None:
        """Answer one request after the other; this never ends by itself."""
        reserve = bytearray(_RESERVE)
        while True:
            request = self._waiting.get()
            try:
                self.send(*self._workbench.answer(request))
            except MemoryError as error:
                reserve.clear()  # gives the report room
                self._report_memory(error)

    def send(self, kind: str, values: dict[str, Any]) -> None:
        """Send an answer whole."""
        from lessons.workshop.wire import pack

        data = memoryview(pack(kind, values))
        with self._lock:
            while data:
                data = data[os.write(self._answers, data) :]

    def _report_memory(self, error: MemoryError) -> None:
        try:
            self.send("failed", {"fault": self._workbench.fault(error).as_values()})
        except MemoryError:
            os._exit(OUT_OF_MEMORY)

    def _read(self) -> None:
        from lessons.workshop.wire import Unpacker

        unpacker = Unpacker()
        try:
            while True:
                is_ready = select.select([self._requests], [], [], _LOOK_SECONDS)[0]
                if used_memory() > self._memory:  # where the system does not hold the limit itself
                    os._exit(OUT_OF_MEMORY)
                if not is_ready:
                    continue
                data = os.read(self._requests, 1 << 16)
                if not data:  # the app is gone, and cannot clear up any more
                    shutil.rmtree(self._folder, ignore_errors=True)
                    os._exit(0)
                for message in unpacker.feed(data):
                    if message.kind == "where":
                        self._say_where()
                    else:
                        self._waiting.put(message)
        finally:
            os._exit(1)

    def _say_where(self) -> None:
        frame: FrameType | None = sys._current_frames().get(self._main or 0)
        place = self._workbench.place_in(frame)
        self.send("here", {"place": None if place is None else [place.line, place.function, place.text]})


if __name__ == "__main__":
    main(sys.argv)

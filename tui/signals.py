"""Leaving cleanly when the connection drops or the system asks: terminal restored, nothing lost.

asyncio's own handlers never run while a stalled link blocks the event loop, so these are plain signal handlers. They
save first, then ask the app to leave, and set an alarm for the case that it cannot.
"""

import asyncio
import atexit
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

from textual.app import App

GRACE: Final = 10.0
"""Seconds that the app has for restoring the terminal: plenty, for a busy machine is slow and not stalled."""
STALLED: Final = 75
"""The exit code when the terminal no longer took our bytes."""


def leave_cleanly(app: App[Any], save: Callable[[], None]) -> None:
    """Make SIGTERM and SIGHUP save and leave; call it from the running event loop."""
    loop = asyncio.get_running_loop()

    def leave(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, _give_up)
            signal.setitimer(signal.ITIMER_REAL, GRACE)
            # Python gives signals back their defaults at its very end: an alarm then would look like a crash.
            atexit.register(signal.setitimer, signal.ITIMER_REAL, 0)
        save()
        loop.call_soon_threadsafe(lambda: app.exit(return_code=128 + number))

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)


def _give_up(number: int, frame: FrameType | None) -> None:
    """End at once: everything is saved, and the terminal is out of reach."""
    os._exit(STALLED)

"""The tests draw the same on every machine: what the developer's own terminal is like does not count."""

import os
import signal
from collections.abc import Iterator

import pytest

for name in [name for name in os.environ if name.startswith(("TEXTUAL", "NO_COLOR", "COLORTERM", "SSH"))]:
    del os.environ[name]
os.environ["TERM"] = "xterm-256color"


@pytest.fixture(autouse=True)
def _own_signal_handlers() -> Iterator[None]:
    """An app that ran inside the tests leaves no handler behind that would keep the test run from ending."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)

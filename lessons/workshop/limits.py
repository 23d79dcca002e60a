"""What a learner's code may use, so that a slip in it harms nobody: time, memory, files, output.

The process that runs the code sets these limits on itself before anything else. They guard against accidents. They are
no wall against someone who wants out: the code runs on the learner's own account, and may do what the learner may do.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass

MEBIBYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """The limits of one process."""

    seconds: float = 2.0
    """How long one check, or one answer of a worker, may take by the clock on the wall."""
    start_seconds: float = 15.0
    """How long the process may take to get ready; this is our own code, on a machine that may be busy."""
    cpu_seconds: int = 6
    """How long the processor may work in all; this ends the process even where the app itself is gone."""
    memory: int = 640 * MEBIBYTE
    """How much address space there is, in bytes; Python and NumPy take some 250 MB of it."""
    file_size: int = 16 * MEBIBYTE
    open_files: int = 64
    output: int = 64 * 1024
    """How many bytes the code may print."""

    def as_text(self) -> str:
        """Return the limits as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Limits:
        """Return the limits that ``as_text`` wrote."""
        return cls(**json.loads(text))


CHECK = Limits()
"""For a check."""

WORKER = Limits(seconds=20.0, cpu_seconds=4 * 3600, memory=2048 * MEBIBYTE)
"""For a part that has passed and trains; the seconds are those of one answer, such as a slice of training."""


def apply(limits: Limits) -> None:
    """Set the limits on this process; what the system does not know is left out."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        "RLIMIT_CPU": limits.cpu_seconds,
        "RLIMIT_AS": limits.memory,
        "RLIMIT_FSIZE": limits.file_size,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": limits.open_files,
    }
    for name, value in wanted.items():
        which = getattr(resource, name, None)
        if which is not None:
            with suppress(ValueError, OSError):  # macOS refuses some, and a lower limit may already stand
                hard = resource.getrlimit(which)[1]
                most = value if hard == resource.RLIM_INFINITY else min(value, hard)
                resource.setrlimit(which, (most, most))


def used_memory() -> int:
    """Return the most memory that this process has held at once, in bytes; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

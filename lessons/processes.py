"""Whether a process of this machine is there; what it left behind can be cleared away once it is gone."""

import os


def is_running(number: int) -> bool:
    """Return whether a process of this number runs; where asking would end it, say that it does."""
    if os.name != "posix":
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True

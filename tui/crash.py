"""What a learner is told when the app itself is at fault: one line, and where the details are for who mends it."""

import os
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from tui.clean import one_line

KEPT = "Your answers and your place are kept."


def crash_note(home: Path, error: BaseException) -> str:
    """Keep the details of a fault that ends the app; return what to tell the learner."""
    return _note("glassnet stopped because of a fault of its own", home, error)


def late_note(home: Path, error: BaseException) -> str:
    """Keep the details of a fault that came up after the learner had left; return what to tell them."""
    return _note("While glassnet was closing, a fault of its own came up", home, error)


def _note(said: str, home: Path, error: BaseException) -> str:
    """Write the details into a file, beside the progress if that can be written; return what to tell the learner."""
    what = one_line(f"{type(error).__name__}: {error}")
    details = "".join(traceback.format_exception(error))
    name = f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    for folder in (home, Path(tempfile.gettempdir())):
        try:
            (folder / name).write_text(details, encoding="utf-8")
        except OSError:
            continue
        return f"{said} ({what}). {KEPT} Details: {folder / name}"
    return f"{said} ({what}). {KEPT}\n{details}"

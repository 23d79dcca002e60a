"""The doctor: what there is to know about this terminal, this machine and the place of progress, and what to change.

It prints plain lines, one a finding, and nothing of Textual's screen is needed for that.
"""

import os
import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from lessons.progress.home import create, find_home, make_folder, write_all
from lessons.progress.status import reason
from tui.clean import one_line
from tui.command_line.arguments import Arguments
from tui.command_line.complaints import say
from tui.terminal import FEWEST_COLUMNS, FEWEST_ROWS, Colors, Drawing, Terminal, look, one_thread

NEEDED: Final = (("textual", (8, 2, 8), (9,)), ("plotext", (5, 3, 2), (6,)), ("textual-plotext", (1, 0, 1), (2,)),
                 ("numpy", (2, 3), (3,)), ("nnfs", (0, 5, 1), (1,)), ("markdown-it-py", (4,), (5,)),
                 ("platformdirs", (4, 3), (5,)))  # fmt: skip
"""What is used, the first version that will do and the first that may not."""

_DRAWINGS: Final = {
    Drawing.FULL: "everything up to Braille dots",
    Drawing.BOXES: "lines and blocks, no Braille",
    Drawing.ASCII: "plain ASCII",
}


class Mark(StrEnum):
    """How a finding is to be taken."""

    GOOD = "ok"
    NOTE = "note"
    """Works, and could be better."""
    CHANGE = "CHANGE"
    """Does not work as it should."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    found: str
    mark: Mark = Mark.GOOD
    advice: str = ""
    """What to change."""

    def __str__(self) -> str:
        """Return the finding on a line, what to change on the next."""
        line = f"{self.mark:<6}  {self.name}: {one_line(self.found)}"
        return f"{line}\n{' ' * 8}→ {one_line(self.advice, 400)}" if self.advice else line


def examine(arguments: Arguments, environ: Mapping[str, str]) -> list[Finding]:
    """Look at everything."""
    return [
        *terminal_findings(
            environ, arguments, has_input=_is_terminal(sys.stdin), has_output=_is_terminal(sys.stderr), size=_size()
        ),
        *version_findings(),
        *maths_findings(environ),
        home_finding(arguments.home),
    ]


def report_health(arguments: Arguments, environ: Mapping[str, str] = os.environ) -> int:
    """Print what was found; return 1 where something should be changed."""
    findings = examine(arguments, environ)
    encoding = sys.stdout.encoding or "ascii"
    for finding in findings:
        say(str(finding).encode(encoding, "replace").decode(encoding), hanging=10)
    to_change = sum(finding.mark is Mark.CHANGE for finding in findings)
    print(f"{to_change} to change." if to_change else "All is well.")
    return 1 if to_change else 0


def terminal_findings(
    environ: Mapping[str, str],
    arguments: Arguments,
    *,
    has_input: bool = True,
    has_output: bool = True,
    size: tuple[int, int] | None = None,
) -> Iterator[Finding]:
    """Look at the terminal: its kind, characters, colours, size, and what lies between it and us."""
    encoding = getattr(sys.__stderr__, "encoding", None) or "ascii"
    terminal = look(
        environ,
        encoding=encoding,
        has_input=has_input,
        has_output=has_output,
        is_utf8_mode=bool(sys.flags.utf8_mode),
        is_ascii=arguments.is_ascii,
        is_slow=arguments.is_slow,
        colors=arguments.colors,
    )
    problem = terminal.problem
    if problem:
        yield Finding("terminal", terminal.name, Mark.CHANGE, problem)
    else:
        yield Finding("terminal", f"TERM={terminal.name}")
    yield _size_finding(size)
    yield _colors(terminal, environ)
    yield _characters(terminal, encoding, environ)
    if "TMUX" in environ:
        advice = "To copy from the app to your own clipboard: tmux set -g set-clipboard on"
        yield Finding("multiplexer", "tmux", Mark.NOTE, advice)
    elif "STY" in environ:
        yield Finding("multiplexer", "GNU screen", Mark.NOTE, "Copying goes to a file here; screen keeps OSC 52 back.")
    if terminal.is_slow:
        yield Finding("connection", "over SSH, or slow: fewer frames, no animation")
    else:
        yield Finding("connection", "on this machine; --slow spares a slow one")


def version_findings() -> Iterator[Finding]:
    """Look at Python and the packages that are used, and whether another package has taken one of our names."""
    yield Finding("Python", f"{platform.python_version()}, {platform.system()} {platform.machine()}")
    for name, first, too_new in NEEDED:
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding(name, "not installed", Mark.CHANGE, f"Install it: pip install {name}")
            continue
        numbers = tuple(int(part) for part in found.split(".") if part.isdecimal())
        wanted = f"{'.'.join(map(str, first))} or later, before {'.'.join(map(str, too_new))}"
        is_right = first <= numbers < too_new
        advice = "" if is_right else f"It should be {wanted}."
        yield Finding(name, found, Mark.GOOD if is_right else Mark.CHANGE, advice)
    import lessons
    import netcore
    import tui

    here = Path(tui.__file__ or "").parent.parent
    for module in (lessons, netcore):
        folder = Path(module.__file__ or "").parent.parent
        if folder != here:
            advice = f"Install glassnet into an environment of its own; {module.__name__!r} is from elsewhere."
            yield Finding(module.__name__, str(folder), Mark.CHANGE, advice)


def maths_findings(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the library that multiplies matrices, and how many threads it may use."""
    import numpy as np

    found: dict[str, Any] = np.show_config(mode="dicts") or {}  # type: ignore[assignment]
    blas = found.get("Build Dependencies", {}).get("blas", {})
    yield Finding("matrix library", f"{blas.get('name', 'unknown')} {blas.get('version', '')}".strip())
    limits = {name: environ[name] for name in one_thread() if name in environ}
    several = [f"{name}={value}" for name, value in limits.items() if value != "1"]
    if several:
        advice = "One thread is faster for small networks, and fairer on a machine that many use."
        yield Finding("threads", ", ".join(several), Mark.NOTE, advice)
    else:
        yield Finding("threads", f"1 of {os.cpu_count() or 1} processors, which is best for small networks")


def home_finding(home: Path | None) -> Finding:
    """Try to keep something where progress is kept."""
    folder = find_home(home)
    probe = folder / f".doctor-{os.getpid()}.tmp"
    try:
        make_folder(folder)
        descriptor = create(probe)
        try:
            write_all(descriptor, b"x" * 4096)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
            probe.unlink()
    except OSError as error:
        advice = "Make that folder writable, or start with --home FOLDER, or set GLASSNET_HOME."
        return Finding("progress", f"{folder}: {reason(error)}", Mark.CHANGE, advice)
    if hasattr(os, "getuid") and folder.stat().st_mode & 0o077:
        return Finding("progress", f"{folder}, others may look into it", Mark.NOTE, f"chmod 700 {folder}")
    return Finding("progress", f"{folder}, can be written")


def _size_finding(size: tuple[int, int] | None) -> Finding:
    if size is None:
        return Finding("size", "unknown", Mark.NOTE, "Without a terminal there is no size.")
    columns, rows = size
    found = f"{columns} columns, {rows} rows"
    if columns < FEWEST_COLUMNS or rows < FEWEST_ROWS:
        advice = f"Enlarge the window: {FEWEST_COLUMNS} columns and {FEWEST_ROWS} rows are needed, 80 and 24 are good."
        return Finding("size", found, Mark.CHANGE, advice)
    if columns < 110 or rows < 36:
        return Finding("size", found, Mark.NOTE, "From 110 columns and 36 rows on, lesson and lab stand side by side.")
    return Finding("size", found)


def _colors(terminal: Terminal, environ: Mapping[str, str]) -> Finding:
    found = f"{terminal.colors}"
    if terminal.colors is Colors.NONE:
        return Finding("colours", f"{found}, as NO_COLOR or --colors asks")
    if terminal.colors is Colors.FEW:
        advice = "If your terminal has more, say so: TERM=xterm-256color, or --colors 256."
        return Finding("colours", found, Mark.NOTE, advice)
    if terminal.colors is Colors.MANY and "COLORTERM" not in environ:
        return Finding("colours", f"{found}; --colors truecolor if your terminal has them")
    return Finding("colours", found)


def _characters(terminal: Terminal, encoding: str, environ: Mapping[str, str]) -> Finding:
    names = [f"{name}={environ[name]}" for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)]
    found = f"{_DRAWINGS[terminal.drawing]} ({encoding}; {', '.join(names) or 'no locale set'})"
    if terminal.drawing is Drawing.ASCII:
        advice = "If your terminal shows UTF-8: export LC_ALL=C.UTF-8, and start GNU screen as screen -U."
        return Finding("characters", found, Mark.CHANGE, advice)
    return Finding("characters", found)


def _is_terminal(stream: Any) -> bool:
    return stream is not None and stream.isatty()


def _size() -> tuple[int, int] | None:
    """Return the size of the terminal that would be drawn on."""
    for descriptor in (2, 1, 0):
        try:
            return os.get_terminal_size(descriptor)[:2]
        except OSError:
            continue
    return None

"""Fetching a set of pictures once, with a bar on the terminal: `python -m tui --fetch fashion_mnist`."""

import sys
from pathlib import Path
from typing import TextIO

from netcore.datasets.image_sets import ImageSet, image_set_named
from netcore.datasets.remote_file import Progress
from netcore.errors import DownloadError
from tui.render.bars import bar

BAR_WIDTH = 30
MEGABYTE = 1_000_000
CANCELLED = 130
"""The exit code of a program that ctrl+c has ended."""


def progress_line(progress: Progress) -> str:
    """Return how far a file has come: a bar where its size is known, and the megabytes."""
    done = f"{progress.done / MEGABYTE:.1f}"
    if not progress.total:
        return f"{progress.name}  {done} MB"
    return (
        f"{progress.name:<27} {bar(progress.done, progress.total, BAR_WIDTH)} {done}/{progress.total / MEGABYTE:.1f} MB"
    )


class _Teller:
    """Writes the progress: over itself on a terminal, one line a file into a pipe."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._is_terminal = out.isatty()
        self._shown = ""

    def __call__(self, progress: Progress) -> None:
        """Show how far it has come, where that is news."""
        line = progress_line(progress)
        is_whole = progress.total is not None and progress.done == progress.total
        if line != self._shown and (self._is_terminal or is_whole):
            self._shown = line
            end = "\n" if is_whole else ""
            self._out.write(f"\r\x1b[K{line}{end}" if self._is_terminal else f"{line}\n")
            self._out.flush()

    def end_line(self) -> None:
        """Leave a line that was begun."""
        if self._is_terminal and self._shown:
            self._out.write("\n")


def fetch(name: str, folder: Path, out: TextIO | None = None) -> int:
    """Fetch what is missing of a set into a folder; return the exit code."""
    return fetch_set(image_set_named(name), folder, out or sys.stdout)


def fetch_set(image_set: ImageSet, folder: Path, out: TextIO) -> int:
    """Fetch what is missing of a set; every file is checked before it counts, and ctrl+c leaves no half of one."""
    place = folder / image_set.name
    if image_set.is_complete(folder):
        print(f"{image_set.title} is in {place} already.", file=out)
        return 0
    print(f"{image_set.title}, into {place}\n{image_set.credit}", file=out)
    tell = _Teller(out)
    try:
        image_set.fetch(folder, tell)
    except DownloadError as error:
        tell.end_line()
        print(f"{error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        tell.end_line()
        print("Stopped. Files that were complete are kept; the same command goes on from there.", file=sys.stderr)
        return CANCELLED
    print("All four files are here, and their checksums are right.", file=out)
    return 0

"""Text that is not ours, made safe to draw.

Lesson files, a learner's code and its output, file names and errors may hold anything, and Textual passes it on to the
terminal. Every such text goes through `clean` (many lines) or `one_line` before it reaches a widget.
"""

import os
import re
from pathlib import Path

MORE = "…"
"""The sign for "something was left out here", the same in every view."""

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1: they move the cursor, clear, retitle
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the writing's direction
    "\u2028\u2029\ufeff\ud800-\udfff]"  # line separators, byte order mark, lone surrogates
)


def clean(text: str, most_lines: int = 2000, most_characters: int = 2000) -> str:
    """Return the text without control characters, each line and the number of lines within bounds."""
    lines = _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    kept = [_cut(line.expandtabs(4), most_characters) for line in lines[:most_lines]]
    if len(lines) > most_lines:
        kept.append(f"{MORE} {len(lines) - most_lines:,} more lines")
    return "\n".join(kept)


def one_line(text: str, most_characters: int = 200) -> str:
    """Return the text cleaned and on one line, as for a label or a title."""
    return _cut(" ".join(clean(text, most_characters=most_characters).split()), most_characters)


def short_path(path: Path) -> str:
    """Return a path as a shell takes it, from ~ on where it lies at home: there is little room for paths."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def short_paths(text: str) -> str:
    """Return a text in which the paths that lie at home begin with ~."""
    return text.replace(f"{Path.home()}{os.sep}", "~/")


def path_within(path: Path, width: int) -> str:
    """Return the short path in so many characters: of a longer one its end, which tells the most."""
    text = short_path(path)
    return text if len(text) <= width else f"{MORE}{text[len(text) - max(width, 1) + 1 :]}"


def masked(text: str) -> str:
    """Return the text with a "?" for each control character, so that every other character keeps its column."""
    return _UNSAFE.sub("?", text)


def _cut(line: str, most: int) -> str:
    return line if len(line) <= most else line[: most - 1] + MORE

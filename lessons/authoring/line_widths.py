"""Lines that a screen cannot wrap, and cuts where they are too long: code and formulas, and the rows of tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

SET_IN = 2
"""Code stands so many columns in, and so many stand between the columns of a table."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"\s*([-*+]|\d+[.)])\s")


def unwrapped_lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield each line of a Markdown text that is shown as it is written, with the columns that it takes."""
    table: list[str] = []
    fence, before, is_list = "", "", False
    for line in [*text.split("\n"), ""]:
        mark = _FENCE.match(line)
        if table and not line.startswith("|"):
            yield from _rows(table)
            table = []
        if fence:
            if mark and mark[1].startswith(fence):
                fence = ""
            else:
                yield line, columns_of(line) + SET_IN
        elif mark:
            fence = mark[1]
        elif line.startswith("|"):
            table.append(line)
        elif line.startswith("    ") and not is_list and (not before.strip() or before.startswith("    ")):
            yield line.strip(), columns_of(line[4:]) + SET_IN
        if line.strip() and not line.startswith(" "):
            is_list = _ITEM.match(line) is not None
        before = line


def columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text.rstrip()) + wide


def _rows(table: list[str]) -> Iterator[tuple[str, int]]:
    """Yield a table's widest row: all of its columns are as wide as their widest cells."""
    rows = [[cell.strip().strip("`*") for cell in line.strip().strip("|").split("|")] for line in table]
    cells = [row for row in rows if any(cell.strip("-: ") for cell in row)]
    widths = [max(columns_of(row[at]) if at < len(row) else 0 for row in cells) for at in range(max(map(len, cells)))]
    yield table[0], sum(width + SET_IN for width in widths)

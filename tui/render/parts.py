"""The parts that a learner can write, as a list: a mark, the chapter, the title, and where it can be used."""

from collections.abc import Sequence
from typing import Final

from lessons.workshop.studio import Entry, Standing
from tui.render.lines import Line, Piece, Tone, fitted, joined

WIDEST: Final = 84
_MARKS: Final = {
    Standing.PASSED: ("✓", Tone.RIGHT),
    Standing.CHANGED: ("≈", Tone.SIGN),
    Standing.BEGUN: ("◐", Tone.KEY),
    Standing.UNTOUCHED: ("○", Tone.FAINT),
}
_WORDS: Final = {
    Standing.PASSED: "passed",
    Standing.CHANGED: "changed since it passed",
    Standing.BEGUN: "begun",
    Standing.UNTOUCHED: "",
}


def draw_parts(entries: Sequence[Entry], at: int, top: int, width: int, height: int) -> list[Line]:
    """Draw the parts in sight, the pointer on one of them, a sign where more are above or below."""
    room = min(width, WIDEST)
    lines = [_part(entry, room, number == at) for number, entry in enumerate(entries)][top : top + height]
    if top > 0:
        lines[0] = (Piece(f"   … {top + 1} more above", Tone.SIGN),)
    below = len(entries) - top - height
    if below > 0:
        lines[-1] = (Piece(f"   … {below + 1} more below", Tone.SIGN),)
    return lines


def _part(entry: Entry, width: int, is_current: bool) -> Line:
    mark, tone = _MARKS[entry.standing]
    start = joined(
        (
            Piece(" ▶ " if is_current else "   ", Tone.KEY),
            Piece(f"{mark} ", tone),
            Piece(f"{entry.part.chapter:>2}  ", Tone.FAINT),
            Piece(entry.part.title, Tone.STRONG if is_current else Tone.PLAIN),
        )
    )
    words = f"{_WORDS[entry.standing]} "
    return joined((*fitted(start, max(width - len(words), 1)), Piece(words, tone)))

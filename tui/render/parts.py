"""The parts that a learner can write, as a list: a mark, the chapter, the title, and where it can be used."""

from collections.abc import Sequence
from typing import Final

from lessons.workshop.part import Part
from lessons.workshop.parts import PARTS
from lessons.workshop.studio import Entry, Standing
from tui.render.lines import Line, Piece, Tone, fitted, joined
from tui.render.prose import BLANK, inline

WIDEST: Final = 84
_INDENT: Final = "   "
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


def draw_choice(rows: Sequence[tuple[str, bool]], at: int, width: int) -> list[Line]:
    """Draw titles of parts with a box before each, ticked where it is chosen, and what the keys do."""
    lines: list[Line] = [(Piece("Which of your parts work in this network? The rest stays ours.", Tone.STRONG),), BLANK]
    for number, (title, is_chosen) in enumerate(rows):
        pointer = Piece(" › " if number == at else "   ", Tone.KEY)
        box = Piece("[x] " if is_chosen else "[ ] ", Tone.KEY if is_chosen else Tone.FAINT)
        lines.append((pointer, box, Piece(title, Tone.STRONG if number == at else Tone.PLAIN)))
    begins = "with them" if any(is_chosen for _, is_chosen in rows) else "with ours alone"
    keys: list[Piece] = []
    for key, words in (
        ("space", "takes or leaves it"), ("a", "all"), ("n", "none"), ("esc", "never mind"),
    ):  # fmt: skip
        keys += [Piece(f"{key} ", Tone.KEY), Piece(f"{words}   ", Tone.FAINT)]
    enter = (Piece("enter ", Tone.KEY), Piece(f"begins again at update 0, {begins}"))
    return [fitted(line, width) for line in (*lines, BLANK, enter, tuple(keys))]


def draw_ahead(part: Part, ahead: Part | None, width: int) -> list[Line]:
    """Draw what there is to do once a part has passed: where it can work, and what is to be written next."""
    said = ["In a lesson's lab, `w` puts it in the place of ours."] if part.replaces is not None else []
    if ahead is not None:
        said.append(f"Next to write: {ahead.title}, of chapter {ahead.chapter}.")
    else:
        said = [
            f"All {len(PARTS)} parts are yours now. In a lesson's lab, `w` puts those to work that have a place there, "
            "and `x` holds their gradients against a slope that is measured."
        ]
    room = width - len(_INDENT)
    return [BLANK, *(joined((Piece(_INDENT), *line)) for each in said for line in inline(each, room))]


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

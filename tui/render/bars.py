"""The single lines at the screen's edges: the title with the place, and the keys that work now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tui.render.lines import Line, Piece, Tone, joined, width_of

FULL: Final = "▓"
EMPTY: Final = "░"
FEW_KEYS: Final = 6
"""So many keys stand in the footer of a narrow screen."""
WIDE: Final = 100
USUAL_CELLS: Final = 10
MOST_CELLS: Final = 20
"""So many pages have a cell of their own in the bar."""
GAP: Final = Piece(" ")
"""What stands behind it, at the right end of the title, can be done without."""


@dataclass(frozen=True, slots=True)
class KeyHint:
    """One key, or a pair of keys, and the word for what it does."""

    keys: str
    label: str
    is_kept: bool = False
    """Shown however narrow the screen is."""


def bar(done: float, total: float, width: int) -> str:
    """Return a bar of so many columns, filled as far as the work is done; a begun one never looks empty."""
    if total <= 0 or width <= 0:
        return EMPTY * max(width, 0)
    share = min(max(done / total, 0.0), 1.0)
    filled = round(share * width)
    if 0 < share < 1:
        filled = min(max(filled, 1), width - 1) if width > 1 else 0
    return FULL * filled + EMPTY * (width - filled)


def page_bar(page: int, pages: int) -> str:
    """Return the bar of the pages, about ten cells long: as many for each page, while there are not too many pages."""
    return bar(page, pages, min(pages * cells_of(pages), MOST_CELLS))


def cells_of(pages: int) -> int:
    """Return how many cells of a bar each page has, where there are not too many pages."""
    return max(USUAL_CELLS // max(pages, 1), 1)


def key_bar(hints: Sequence[KeyHint], width: int) -> Line:
    """Return the footer: as many keys as have room, in order, those that must be seen at the end."""
    most = FEW_KEYS if width < WIDE else len(hints)
    kept = [hint for hint in hints if hint.is_kept]
    shown: list[KeyHint] = []
    taken = 1 + sum(_length(hint) for hint in kept)
    for hint in hints:
        if hint.is_kept:
            continue
        if len(shown) + len(kept) >= most or taken + _length(hint) > width:
            break
        shown.append(hint)
        taken += _length(hint)
    pieces = [Piece(" ")]
    for hint in (*shown, *kept):
        pieces += [Piece(hint.keys, Tone.KEY), Piece(f" {hint.label}", Tone.FAINT), Piece("   ")]
    return joined(pieces[:-1])


def _length(hint: KeyHint) -> int:
    """Return the columns of a key with its word and the gap after it."""
    return len(hint.keys) + len(hint.label) + 4


def title_bar(left: Sequence[Piece], right: Sequence[Sequence[Piece]], width: int) -> Line:
    """Return the title with what stands at the right end; of that, the last goes first where room is short.

    Of a group with a gap in it, what stands behind the gap goes before the rest.
    """
    pieces = [Piece(" "), *left]
    groups = [tuple(group) for group in right]
    while groups and width_of(pieces) + sum(width_of(group) + 3 for group in groups) > width:
        last = groups.pop()
        if GAP in last:
            groups.append(last[: last.index(GAP)])
    end = [piece for group in groups for piece in (*group, Piece("   "))][:-1]
    gap = width - width_of(pieces) - width_of(end) - 1
    return joined([*pieces, Piece(" " * max(gap, 1)), *end])

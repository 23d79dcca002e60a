"""The arrays of one operation beside one another: operands, then the result.

```
── self.inputs.T 3×5 ────────────┬── dvalues 5×3 ─────────┬── = dweights 3×3 ────
```

Where the width does not do, the numbers get fewer digits, then the tables stand below one another if they fit so, and
at last each shows part of its columns with the sign for more.
"""

from tui.clean import MORE
from tui.render.arrangement import Arrangement, Pane
from tui.render.array import draw_table, title_pieces, window
from tui.render.grid import Cell, Place, Window
from tui.render.lines import Line, Piece, Tone, fitted, joined, width_of


def draw_operation(
    arrangement: Arrangement, sights: dict[int, Window], cursors: dict[int, Cell], active: int, has_focus: bool
) -> list[Line]:
    """Draw all panes; `sights` and `cursors` say for each pane, by its number, what is in sight and selected."""
    blocks: list[list[Line]] = []
    for number, pane in enumerate(arrangement.panes):
        is_active = number == active
        body = draw_table(
            pane.table,
            pane.form,
            sights[number],
            pane.width,
            pane.height - 1,
            cursors.get(number) if is_active else None,
            has_focus and is_active,
        )
        blocks.append([_title(pane, has_focus and is_active), *body])
    return _put_together(blocks, arrangement)


def sight_of(pane: Pane, wanted: Place, before: Window) -> Window:
    """Return what is in sight in a pane with the wanted place in it."""
    return window(pane.table, pane.form, pane.width, pane.height - 1, wanted, before)


def _title(pane: Pane, has_focus: bool) -> Line:
    """Draw the rule above a table with its name in it."""
    sign = "= " if pane.table.is_result else ""
    room = pane.width - 4 - len(sign)
    name = title_pieces(pane.table, max(room, 1), has_focus)
    rule = max(pane.width - 3 - len(sign) - width_of(name) - 1, 0)
    start = Piece("── ", Tone.RULE)
    return fitted((start, Piece(sign, Tone.RESULT), *name, Piece(" " + "─" * rule, Tone.RULE)), pane.width)


def _put_together(blocks: list[list[Line]], arrangement: Arrangement) -> list[Line]:
    """Put the panes where they stand, a rule at the left of each that does not begin the line."""
    panes = arrangement.panes
    bottom = max(pane.y + len(block) for pane, block in zip(panes, blocks, strict=True))
    lines = [_line(blocks, panes, y) for y in range(bottom)]
    if arrangement.hidden:
        more = f" {MORE} {arrangement.hidden} more "
        start = fitted(lines[0], max(arrangement.width - len(more), 0))
        lines[0] = fitted((*start, Piece(more, Tone.SIGN)), arrangement.width)
    return lines


def _line(blocks: list[list[Line]], panes: tuple[Pane, ...], y: int) -> Line:
    """Return one line of all panes that it runs through."""
    pieces: list[Piece] = []
    here = [(pane, block) for pane, block in zip(panes, blocks, strict=True) if pane.y <= y < pane.y + pane.height]
    for number, (pane, block) in enumerate(here):
        if number:
            pieces.append(Piece(_rule(here[number - 1][0], pane, y), Tone.RULE))
        pieces += fitted(block[y - pane.y] if y - pane.y < len(block) else (), pane.width)
    return joined(pieces)


def _rule(left: Pane, right: Pane, y: int) -> str:
    """Return the piece of rule between two panes: it hangs from the uppermost titles and meets those below."""
    match y == left.y, y == right.y:
        case True, True:
            return "┬" if not y or left.height == right.height else "┼"
        case True, False:
            return "┤"
        case False, True:
            return "├"
        case _:
            return "│"

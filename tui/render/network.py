"""The network as a line, or as a row of boxes where there is room; the part at work stands out.

```
X 5×2 → dense1 → relu1 →[dense2]→ softmax1 → loss 1.0986
```
"""

from dataclasses import dataclass
from functools import lru_cache

from tui.clean import MORE, one_line
from tui.render.lines import Line, Piece, Tone, fitted, joined, width_of
from tui.render.steps import PHASE_TONES

BOX_LINES = 4
"""Lines of the taller drawing."""
_ARROWS = {"forward": "→", "loss": "→", "backward": "←", "update": "·"}


@dataclass(frozen=True)
class Node:
    """One station of the network: the data, a part, or the loss."""

    name: str
    """As the model calls it: `X`, `dense1`, `loss`."""
    shape: str = ""
    """The shape of what comes out of it: `5×3`."""
    about: str = ""
    """What it holds: `weights 2×3`, or the loss."""
    title: str = ""
    """What stands in place of its name, where that says too little: `softmax + loss`."""

    @property
    def words(self) -> str:
        """What it is called in the drawing."""
        return one_line(self.title or self.name)


@dataclass(frozen=True)
class Network:
    """All stations in order, and where the update is."""

    nodes: tuple[Node, ...]
    current: str = ""
    """The name of the part at work."""
    phase: str = ""
    """Decides the arrows' direction and the colour."""


def draw_network(network: Network, width: int, height: int) -> list[Line]:
    """Draw boxes where they fit, else the one line."""
    if height >= BOX_LINES and (boxes := draw_boxes(network, width)):
        return boxes
    return [draw_chain(network, width)]


def draw_chain(network: Network, width: int) -> Line:
    """Draw the network on one line; where it is narrow, what is far from the current station gives way to signs."""
    current = _current_number(network)
    count = len(network.nodes)
    for reach in range(count, -1, -1):
        shown = [n for n in range(count) if n in (0, count - 1) or abs(n - current) <= reach]
        line = _chain(network, shown, current)
        if width_of(line) <= width:
            return line
    line = _chain(network, [current], current)
    return fitted(line, width)


def draw_boxes(network: Network, width: int) -> list[Line] | None:
    """Draw each station as a box with what it holds, shapes on the arrows; None where even close boxes are too wide.

    Boxes stand close where they must: first without blanks inside, then with shorter arrows.
    """
    for padding, shaft in ((1, 2), (0, 2), (0, 0)):
        lines = _row_of_boxes(network, padding, shaft)
        if width_of(lines[1]) + 1 <= width:
            return list(lines)
    return None


@lru_cache(maxsize=8)
def _row_of_boxes(network: Network, padding: int, shaft: int) -> tuple[Line, ...]:
    """Draw all boxes and arrows, with so many blanks inside a box, and arrows so much longer than their shapes."""
    current = _current_number(network)
    rows: list[list[Piece]] = [[Piece(" ")] for _ in range(BOX_LINES)]
    tone = PHASE_TONES.get(network.phase, Tone.PLAIN)
    for number, node in enumerate(network.nodes):
        is_current = number == current and bool(network.current)
        for row, piece in zip(rows, _box(node, padding, tone if is_current else None), strict=True):
            row.append(piece)
        if number < len(network.nodes) - 1:
            for row, piece in zip(rows, _arrow(network, node, shaft), strict=True):
                row.append(piece)
    return tuple(joined(row) for row in rows)


def _chain(network: Network, shown: list[int], current: int) -> Line:
    """Draw the chosen stations, one sign for each run of left out ones."""
    tone = PHASE_TONES.get(network.phase, Tone.PLAIN)
    arrow = _ARROWS.get(network.phase, "→")
    pieces: list[Piece] = []
    before = -1
    for number in shown:
        node, is_current = network.nodes[number], number == current and bool(network.current)
        left_out = number - before - 1
        if left_out:
            if pieces:
                pieces.append(Piece(f" {arrow}", Tone.FAINT))
            pieces.append(Piece(f" {MORE}", Tone.SIGN))
        if before >= 0 or left_out:
            pieces.append(Piece(f" {arrow}", Tone.FAINT))
        pieces += _station(node, number in (0, len(network.nodes) - 1), tone if is_current else None)
        before = number
    if before < len(network.nodes) - 1:
        pieces += [Piece(f" {arrow}", Tone.FAINT), Piece(f" {MORE}", Tone.SIGN)]
    return _tightened(pieces)


def _station(node: Node, is_end: bool, current: Tone | None) -> list[Piece]:
    name = node.words
    about = one_line(node.shape or node.about) if is_end else ""
    details = [Piece(f" {about}", Tone.FAINT)] if about else []
    if current is None:
        return [Piece(" "), Piece(name), *details]
    return [Piece("[", Tone.STRONG), Piece(name, current, Tone.STRONG), Piece("]", Tone.STRONG), *details]


def _tightened(pieces: list[Piece]) -> Line:
    """Let the bracket around the current station take the place of the blank after it."""
    tight: list[Piece] = []
    for piece in pieces:
        follows_bracket = bool(tight) and tight[-1].text == "]" and piece.text[1:2] in set(_ARROWS.values())
        tight.append(piece._replace(text=piece.text[1:]) if follows_bracket else piece)
    return joined(tight)


def _box(node: Node, padding: int, current: Tone | None) -> list[Piece]:
    """Draw a station's four lines; a double frame marks the current one."""
    name, about = node.words, one_line(node.about)
    inner = max(len(name), len(about)) + 2 * padding
    if current is None:
        return [
            Piece(f"┌{'─' * inner}┐", Tone.RULE),
            Piece(f"│{name:^{inner}}│", Tone.PLAIN),
            Piece(f"│{about:^{inner}}│", Tone.FAINT),
            Piece(f"└{'─' * inner}┘", Tone.RULE),
        ]
    return [
        Piece(f"╔{'═' * inner}╗", current),
        Piece(f"║{name:^{inner}}║", current, Tone.STRONG),
        Piece(f"║{about:^{inner}}║", current),
        Piece(f"╚{'═' * inner}╝", current),
    ]


def _arrow(network: Network, node: Node, longer: int) -> list[Piece]:
    """Draw the way to the next station with the shape of what flows along it."""
    shape = one_line(node.shape)
    length = max(len(shape), 2) + longer
    shaft = "─" * (length - 1)
    arrow = {"←": f"◂{shaft}", "→": f"{shaft}▸"}.get(_ARROWS.get(network.phase, "→"), "─" * length)
    blank = Piece(" " * length)
    return [blank, Piece(shape.center(length), Tone.FAINT), Piece(arrow, Tone.RULE), blank]


def _current_number(network: Network) -> int:
    return next((n for n, node in enumerate(network.nodes) if node.name == network.current), 0)

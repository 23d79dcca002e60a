"""How the lab's views share the lines that there are: what a trace needs of each, and what is left for the chart.

The shares follow from the network, the page and the size alone, so nothing moves from one step to the next.
"""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from math import prod

import numpy as np

from netcore.trace import Trace
from tui.render.arrangement import height_wanted
from tui.render.network import BOX_LINES
from tui.render.table import Table

Shapes = tuple[tuple[int, ...], ...]

LEAST_CHART = 8
"""Lines below which a chart beside the tables says too little; it is one line of words then."""
ROOMY = 30
"""From so many lines on, blank ones set the views apart."""
BOXES = 46
"""From so many lines on, the network is drawn as boxes."""


class Wish(Enum):
    """What the chart needs."""

    NOTHING = auto()
    """There is none."""
    A_LINE = auto()
    """There are only words in its place."""
    ROOM = auto()
    """It is drawn where there is room."""
    ALL = auto()
    """It takes the place of code, tables and derivation."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The lines in which the steps of a trace hide nothing."""

    code: int
    tables: int


@dataclass(frozen=True, slots=True)
class LabRoom:
    """The lines of each view."""

    network: int
    gap: int
    """Blank lines after the bar of the step."""
    code: int
    tables: int
    derivation: int
    chart: int


def lab_room(rows: int, wanted: Wanted, wish: Wish, has_boxes: bool) -> LabRoom:
    """Share so many lines out."""
    network = BOX_LINES if has_boxes and rows >= BOXES else 1
    gap = int(rows >= ROOMY)
    left = rows - network - 1 - gap
    if wish is Wish.ALL:
        return LabRoom(network, gap, 0, 0, 0, max(left, 1))
    code, derivation = 7, 4 + 2 * gap
    if wish is Wish.ROOM and left - code - derivation - 6 >= LEAST_CHART:
        spare = left - code - derivation - 6 - LEAST_CHART
        tables = 6 + min(max(wanted.tables + gap - 6, 0), spare, max(left // 3 - 6, 2))
        spare -= tables - 6
        code = min(max(wanted.code, 5), code + spare // 3)
        return LabRoom(network, gap, code, tables, derivation, left - code - tables - derivation)
    chart = int(wish is not Wish.NOTHING)
    if not gap:
        return LabRoom(network, gap, code, max(left - chart - code - derivation, 1), derivation, chart)
    spare = left - chart - code - derivation - 6
    tables = 6 + min(max(wanted.tables + 1 - 6, 0), spare)
    spare -= tables - 6
    more = min(max(wanted.code - code, 0), spare)
    return LabRoom(network, gap, code + more, tables, derivation + min(spare - more, 6), chart)


def wanted_by(trace: Trace, width: int, most: int) -> Wanted:
    """Return what the steps of a trace need in such a width; tables never more than the most."""
    code = max((len(operation.source.lines) + 1 for operation in trace.operations), default=1)
    steps = tuple(
        (*(operand.value.array.shape for operand in operation.operands), operation.result.array.shape)
        for operation in trace.operations
    )
    return Wanted(code, _tallest(frozenset(steps), width, most))


@lru_cache(maxsize=32)
def _tallest(steps: frozenset[Shapes], width: int, most: int) -> int:
    """Return the lines of the tallest step; where an array is longer than the most, all else does not matter."""
    if any(prod(shape[:-1]) > most for shapes in steps for shape in shapes):
        return most
    return min(max((_height(shapes, width, most) for shapes in steps), default=0), most)


def _height(shapes: Shapes, width: int, most: int) -> int:
    """Return the lines of arrays of such shapes, with numbers as wide as most are."""
    tables = tuple(Table("", np.broadcast_to(np.float64(-0.5), shape)) for shape in shapes)
    return height_wanted(tables, width) or most

"""The lab in words: the step that it stands at, a number of it and where that comes from, its arrays, its code."""

import re
from typing import Final

from netcore.trace import Index, Value
from tui.lab.from_trace import step_of
from tui.lab.sight import Sight
from tui.lesson.visit import Visit
from tui.plain.speech import LONGEST, LONGEST_ASKED, arithmetic, cell_name, equation, in_words, step_sentence
from tui.plain.tables import table_names, table_rows
from tui.render.table import Table

MOST_NUMBERS: Final = 12
"""So many of the numbers that one was computed from are read out."""


class LabVoice:
    """Speaks of one visit's lab. It remembers which number is looked at."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._sight: Sight | None = None

    @property
    def is_at_rest(self) -> bool:
        """Whether the lab stands where it was last spoken of."""
        lab = self._visit.lab
        return lab is not None and self._sight is not None and self._sight.cursor is lab.cursor

    def forget(self) -> None:
        """Look at no number any more: another page is open."""
        self._sight = None

    def say_step(self, cell: Index | None = None) -> list[str]:
        """Say the step that the lab stands at, and one number of it."""
        lab = self._visit.lab
        if lab is None:
            return []
        before, cursor = self._sight, lab.cursor
        if cell is None and before is not None and before.spot is not None and not before.trail:
            cell = before.spot.cell
        self._sight = sight = Sight(cursor, covers=self._visit.covers).at_result(cell)
        operation, call = cursor.operation, cursor.call
        if operation is None or call is None:
            losses = lab.run.history.loss
            loss = f" The loss of the update before was {losses[-1]:.4f}." if losses else ""
            return [f"Update {lab.update:,}, at its start.{loss}"]
        return [f"{step_sentence(step_of(cursor), call.method, operation)} {_number(sight)}".strip()]

    def why(self, rest: str) -> list[str]:
        """Say a number's arithmetic, and the numbers in it."""
        sight = self._looked_at()
        if sight is None or sight.operation is None:
            return ["Nothing has been computed yet: i makes the first step."]
        if rest:
            cell = tuple(int(word) for word in re.findall(r"\d+", rest))
            sight = sight.at_result(cell)
            if sight.spot is None or sight.spot.cell != cell:
                shape = sight.cursor.operation.result.shape if sight.cursor.operation else ()
                return [f"There is no such number; the result's shape is {shape}."]
            self._sight = sight
        return self._say_number(sight)

    def _say_number(self, sight: Sight) -> list[str]:
        shown = sight.shown()
        lines = [_number(sight, LONGEST_ASKED)]
        leaves = shown.leaves if shown is not None else ()
        for number, leaf in enumerate(leaves[:MOST_NUMBERS], 1):
            about = leaf.about or "computed"
            lines.append(f"{number}: {in_words(leaf.label)} is {arithmetic(leaf.number)}, {about}.")
        if len(leaves) > MOST_NUMBERS:
            lines.append(f"And {len(leaves) - MOST_NUMBERS} more.")
        return lines

    def enter(self, rest: str) -> list[str]:
        """Go on to one of the numbers that the present one was computed from."""
        sight = self._looked_at()
        if sight is None or not rest.isdecimal():
            return ["Type enter and the number of one of the numbers that why has named."]
        entered = sight.entered(int(rest) - 1)
        if entered is sight:
            return ["There is no such number here; why names them."]
        self._sight = entered
        return self._say_number(entered)

    def back(self) -> list[str]:
        """Return to the number before."""
        sight = self._looked_at()
        if sight is None or not sight.trail:
            return ["This is the number that you began with."]
        self._sight = sight.back()
        return self._say_number(self._sight)

    def table(self, rest: str) -> list[str]:
        """Read an array: one of the step's by its number, or any that is known by its name."""
        sight = self._looked_at()
        if sight is None:
            return ["This page has no arrays."]
        tables = sight.tables()
        name, _, row = rest.partition(" ")
        first = int(row) if row.strip().isdecimal() else 0
        if not name:
            return table_names(tables)
        if name.isdecimal() and 1 <= int(name) <= len(tables):
            return table_rows(tables[int(name) - 1], first)
        try:
            value = sight.cursor.trace.value(name)
        except KeyError:
            return [f"There is no array {name!r} here.", *table_names(tables)]
        if not _is_known(value, sight):
            return [f"{name} has not been computed yet."]
        return table_rows(Table(name, value.array, covered=self._visit.covers.get(value)), first)

    def code(self) -> list[str]:
        """Read the method that is at work, the lines at work marked."""
        sight = self._looked_at()
        if sight is None:
            return ["This page has no network."]
        code = sight.code()
        lines = [f"{code.file}, {code.name}."]
        for number, line in enumerate(code.lines, code.first_line):
            is_lit = code.span is not None and code.span.line <= number <= code.span.end_line
            lines.append(f"{'> ' if is_lit else '  '}{line}")
        return lines

    def _looked_at(self) -> Sight | None:
        """Return what is looked at, with what is hidden now."""
        if not self.is_at_rest:
            self.say_step()
        if self._sight is None:
            return None
        sight = self._sight
        return Sight(sight.cursor, sight.spot, sight.trail, self._visit.covers, sight.leaf)


def _number(sight: Sight, longest: int = LONGEST) -> str:
    """Say the number that is looked at."""
    shown, spot = sight.shown(), sight.spot
    if shown is None or spot is None:
        return ""
    said = equation(shown, spot.cell, longest)
    if sight.trail and not shown.note:
        place = cell_name(spot.cell)
        return f"{in_words(spot.label.partition('[')[0])}{', ' + place if place else ''}: {said}"
    return said


def _is_known(value: Value, sight: Sight) -> bool:
    """Whether a value has been computed by the step that the lab stands at."""
    return value.operation is None or value.operation.number < sight.cursor.position

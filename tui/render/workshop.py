"""What the workshop says in lines: what is to be written, how the check went, and what the code printed."""

import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from lessons.workshop.compare import Status
from lessons.workshop.part import Part
from lessons.workshop.verdicts import BadSyntax, Cancelled, NotChecked, NotWritten, Raised, Report
from netcore.arrays import Array
from netcore.trace import Index
from tui.clean import clean, one_line
from tui.numbers import shape_text
from tui.render.arrangement import SMALLEST_NUMBER, arrange
from tui.render.array import layout, natural_height, natural_width
from tui.render.code import coloured
from tui.render.grid import Window
from tui.render.lines import Line, Piece, Tone, joined
from tui.render.operation import draw_operation, sight_of
from tui.render.prose import BLANK, inline, prose
from tui.render.table import DIGITS, Table, telling_digits
from tui.render.wrapping import wrapped

HIGHEST: Final = 12
"""Lines of a table; where one has more rows, it says so."""
LONGEST_NAME: Final = 12
"""Letters that a result's name may have to stand over its two tables."""
MOST_PRINTED: Final = 200
"""Lines of the learner's prints that are shown."""
_NOTHING_YET: Final = "Nothing was checked yet. `F5` checks what you have written; it takes a second or less."
_INDENT: Final = "   "
_GAP: Final = re.compile(" {6,}")
"""What stands between two formulas in a line."""
_MARKS: Final = {Status.EXACT: ("✓", Tone.RIGHT), Status.CLOSE: ("≈", Tone.SIGN), Status.NOT_REACHED: ("·", Tone.FAINT)}


@dataclass(frozen=True, slots=True)
class Help:
    """What the learner was given on the way."""

    hints: tuple[str, ...] = ()
    solution: str | None = None


def draw_statement(part: Part, width: int, given: Help = Help()) -> list[Line]:
    """Draw what is asked, the formula, the shapes, an example in numbers, and the help so far."""
    lines = [*prose(part.statement, width), BLANK]
    lines += _formula(part.formula, width)
    lines += [BLANK, *_shapes(part.shapes, width)]
    lines += [BLANK, (Piece("For example, with", Tone.FAINT),), *draw_values(part.example, width)]
    lines += [(Piece("this should come out", Tone.FAINT),), *draw_values(_together(part.example_results), width)]
    for number, hint in enumerate(given.hints, 1):
        lines += [BLANK, *_behind(Piece(f"hint {number}  ", Tone.KEY), hint, width)]
    if given.solution is not None:
        lines += [BLANK, (Piece("A solution", Tone.STRONG),), *draw_source(given.solution, width)]
    return lines


def _together(results: Mapping[str, Any]) -> dict[str, Any]:
    """Draw once what is returned and kept on the object as well."""
    kept = {name for name in results if np.array_equal(results[name], results.get(f"self.{name}", np.nan))}
    return {
        f"{name}, self.{name}" if name in kept else name: value
        for name, value in results.items()
        if name.removeprefix("self.") not in kept or name in kept
    }


def _formula(formula: str, width: int) -> list[Line]:
    """Draw a formula behind its name."""
    head = Piece("formula  ", Tone.FAINT)
    return _hung(head, draw_formula(formula, width - len(head.text)))


def draw_formula(formula: str, width: int) -> list[Line]:
    """Draw each line of a formula as a line of its own; two formulas in a line part where it is short."""
    rows = [row for line in formula.splitlines() for row in ([line] if len(line) <= width else _GAP.split(line))]
    return [line for row in rows for line in inline(row, width, Tone.CODE)]


def draw_values(values: Mapping[str, Any], width: int) -> list[Line]:
    """Draw named values: arrays as tables, side by side where there is room, other things in a line each."""
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray) and value.dtype != object}
    tables = tuple(Table(name, array) for name, array in arrays.items() if array.ndim)
    lines: list[Line] = []
    plain = [
        f"{name} = {one_line(str(value), 60)}".replace("-", "−")
        for name, value in values.items()
        if name not in arrays or not arrays[name].ndim
    ]
    lines += _in_a_row(plain, width)
    for row in _rows_of(tables, width):
        arrangement = arrange(row, width, min(max(natural_height(table) for table in row), HIGHEST) + 1)
        sights = {number: sight_of(pane, (0, 0), Window()) for number, pane in enumerate(arrangement.panes)}
        lines += draw_operation(arrangement, sights, {}, -1, has_focus=False)
    return lines


def _in_a_row(texts: list[str], width: int) -> list[Line]:
    """Put texts behind one another, as many in a line as have room."""
    rows: list[str] = []
    for text in texts:
        if rows and len(rows[-1]) + len(text) + len(_INDENT) <= width:
            rows[-1] += f"{_INDENT}{text}"
        else:
            rows.append(f"{_INDENT}{text}")
    return [(Piece(row, Tone.CODE),) for row in rows]


def _rows_of(tables: tuple[Table, ...], width: int) -> list[tuple[Table, ...]]:
    """Put as many tables side by side as have room with their whole names, in order."""
    rows: list[tuple[Table, ...]] = []
    room = 0
    for table in tables:
        title = len(table.label) + len(shape_text(table.array.shape)) + 6
        needed = max(natural_width(table, layout(table)), title, SMALLEST_NUMBER) + 1
        if rows and needed <= room:
            rows[-1] = (*rows[-1], table)
        else:
            rows.append((table,))
            room = width + 1
        room -= needed
    return rows


def draw_source(source: str, width: int) -> list[Line]:
    """Draw code with its colours; a longer line goes on in the next one, set further in."""
    rows = tuple(source.rstrip().split("\n"))
    drawn = [joined((Piece(_INDENT), *line)) for line in coloured(rows)]
    return [part for row, line in zip(rows, drawn, strict=True) for part in wrapped(line, width, _further(row, width))]


def _further(row: str, width: int) -> str:
    """Return what goes before the rest of a long line of code: four columns more, where its longest word has room."""
    indent = len(_INDENT) + len(row) - len(row.lstrip()) + 4
    longest = max(map(len, row.split()), default=0)
    return " " * max(min(indent, width - longest), 0)


def draw_verdict(report: Report | None, is_checked: bool, width: int) -> list[Line]:
    """Draw the verdict: a sentence, the ladder, the code's own lines that led to an error."""
    if report is None:
        return _hung(Piece(" · ", Tone.FAINT), prose(_NOTHING_YET, width - 3))
    verdict = report.verdict
    is_open = isinstance(verdict, NotWritten | Cancelled | NotChecked)
    mark = Piece(" ✓ " if report.has_passed else " · " if is_open else " ✗ ", _tone_of(report, is_open))
    said = [Piece(clean(verdict.sentence), Tone.RIGHT if report.has_passed else Tone.STRONG)]
    lines = _hung(mark, wrapped(said, width - 3))
    if not is_checked:
        lines.append((Piece("   You have changed it since. F5 checks it again.", Tone.SIGN),))
    lines += _where(report, width - len(_INDENT))
    if report.note:
        lines += _hung(Piece(" ! ", Tone.WRONG), wrapped([Piece(clean(report.note))], width - 3))
    return [*lines, BLANK, *_ladder(report)] if report.ladder else lines


def _where(report: Report, width: int) -> list[Line]:
    """Draw the lines of their code that the verdict is about, as far as it names any."""
    verdict, change = report.verdict, report.change
    said: tuple[str, ...] = ()
    if isinstance(verdict, Raised):
        said = verdict.lines
    elif change is not None:
        said = (f"line {change.span.line}: {change.span.text}",)
    elif isinstance(verdict, BadSyntax) and verdict.fault.place is not None:
        head = f"line {verdict.fault.place.line}: "
        said = (f"{head}{verdict.fault.place.text}",)
        mark = Piece(" " * (len(_INDENT) + len(head) + verdict.fault.column - 1) + "^", Tone.WRONG)
        if max(len(said[0]), len(mark.text) - len(_INDENT)) <= width:
            return [(Piece(f"{_INDENT}{one_line(said[0])}", Tone.CODE),), (mark,)]
    return [line for each in said for line in _hung(Piece(_INDENT), wrapped([Piece(one_line(each), Tone.CODE)], width))]


def draw_case(report: Report | None, width: int) -> list[Line]:
    """Draw the inputs for which it went wrong."""
    if report is None or not report.case:
        return []
    return [BLANK, (Piece(f"{_INDENT}for these inputs", Tone.FAINT),), *draw_values(report.case, width)]


def compared_tables(result: str, expected: Array, theirs: Array, cell: Index | None) -> tuple[Table, Table]:
    """Return what should have come out and what did, the first wrong cell lit and in digits that tell it apart.

    A long name would leave no room for what sets the two apart, and stands in the verdict above.
    """
    name = result if len(result) <= LONGEST_NAME else "it"
    lit = frozenset() if cell is None else frozenset({cell})
    digits = DIGITS if cell is None else telling_digits(expected, theirs, cell)
    return (
        Table(f"{name} should be", expected, "expected", lit=lit, digits=digits),
        Table(f"{name} is", theirs, "theirs", lit=lit, digits=digits),
    )


def draw_printed(report: Report | None, width: int) -> list[Line]:
    """Draw what the code printed; a line that is too long goes on in the next."""
    text = clean(report.printed, MOST_PRINTED).rstrip("\n") if report is not None else ""
    if not text:
        return []
    lines = [line for printed in text.split("\n") for line in _broken(printed, width - len(_INDENT))]
    return [BLANK, (Piece(" Your code printed", Tone.FAINT),), *((Piece(_INDENT + line),) for line in lines)]


def _broken(printed: str, width: int) -> list[str]:
    """Break a printed line where it is too long; blanks within it stay, for they may align a table."""
    return textwrap.wrap(printed, max(width, 1), break_on_hyphens=False) or [""]


def draw_ours(part: Part, report: Report | None, width: int, theirs: tuple[str, ...] = ()) -> list[Line]:
    """Draw our version, once theirs has passed, below theirs where that stands nowhere else on the screen."""
    if report is None or not report.has_passed or not part.ours:
        return []
    lines: list[Line] = []
    for title, sources in (("Yours", theirs), ("Ours, as netcore has it", part.our_source)):
        for number, source in enumerate(sources):
            head = [BLANK] if number else [BLANK, (Piece(f" {title}", Tone.STRONG),)]
            lines += [*head, *draw_source(source, width)]
    return lines


def verdict_in_a_line(report: Report | None, is_checked: bool) -> tuple[Piece, ...]:
    """Return how the check went, for the line below the panes."""
    if report is None:
        return (Piece("check ▸ ", Tone.KEY), Piece("nothing was checked yet", Tone.FAINT))
    tone = _tone_of(report, isinstance(report.verdict, NotWritten | Cancelled | NotChecked))
    old = Piece("" if is_checked else "before your last change: ", Tone.SIGN)
    return (Piece("check ▸ ", Tone.KEY), old, Piece(one_line(report.verdict.sentence), tone))


def _tone_of(report: Report, is_open: bool) -> Tone:
    return Tone.RIGHT if report.has_passed else Tone.SIGN if is_open else Tone.WRONG


def _ladder(report: Report) -> Iterable[Line]:
    """Draw each result on a line: its mark, its name, its standing."""
    longest = max(len(rung.result) for rung in report.ladder)
    for rung in report.ladder:
        mark, tone = _MARKS.get(rung.status, ("✗", Tone.WRONG))
        name = Piece(f"{one_line(rung.result):<{longest}}  ", Tone.CODE)
        yield (Piece(f"   {mark} ", tone), name, Piece(rung.status, tone))


def _shapes(shapes: tuple[tuple[str, str], ...], width: int) -> list[Line]:
    longest = max((len(name) for name, _ in shapes), default=0)
    lines: list[Line] = []
    for name, shape in shapes:
        head = Piece(f"{_INDENT}{name:<{longest}}  ", Tone.CODE)
        lines += _hung(head, wrapped([Piece(shape)], width - len(head.text)))
    return lines


def _behind(head: Piece, text: str, width: int) -> list[Line]:
    return _hung(head, inline(text, width - len(head.text)))


def _hung(head: Piece, lines: Iterable[Line]) -> list[Line]:
    """Put lines behind a head, all but the first indented by its width."""
    blank = Piece(" " * len(head.text))
    return [joined((blank if number else head, *line)) for number, line in enumerate(lines)]

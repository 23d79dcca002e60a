"""The workshop in words: what is to be written, where the file lies, and how the check went."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lessons.workshop import find_part
from lessons.workshop.studio import Studio
from lessons.workshop.verdicts import Raised, Report
from lessons.workshop.workspace import WorkspaceError
from tui.clean import clean, one_line
from tui.numbers import shape_text
from tui.plain.speech import in_words
from tui.plain.tables import table_rows
from tui.render.lines import text_of
from tui.render.prose import inline, prose
from tui.render.table import Table
from tui.writing import Writing

MOST_PRINTED = 20
"""Lines of the learner's prints that are read out."""


class WorkVoice:
    """Speaks of one part that the learner writes, in an editor of their own."""

    def __init__(self, part: str, studio: Studio, width: int, is_stopped: Callable[[], bool]) -> None:
        self._writing = Writing(find_part(part), studio)
        self._width = width
        self._is_stopped = is_stopped

    def statement(self) -> list[str]:
        """Say what is to be written, an example, and how it is checked."""
        part = self._writing.part
        lines = [text_of(line).rstrip() for line in prose(part.statement, self._width)]
        lines += ["", f"Formula: {one_line(part.formula, 400)}."]
        lines += [f"Shape of {name}: {shape}." for name, shape in part.shapes]
        lines += ["", "For example, with:", *_values(part.example)]
        lines += ["this should come out:", *_values(part.example_results), ""]
        return [*lines, f"Your file: {self._writing.file.path}", *self.how()]

    def how(self) -> list[str]:
        """Say what can be done."""
        return ["Write it in any editor and save it. Then type check. f gives a hint, F shows a solution."]

    def check(self) -> tuple[list[str], bool]:
        """Check the file as it stands; return what there is to say, and whether it has passed."""
        writing = self._writing
        try:
            now = writing.look()
            if now is not None:
                writing.take(now)
        except WorkspaceError as error:
            return [f"{error}."], False
        report = writing.studio.check(writing.file, self._is_stopped)
        writing.checked(writing.file, report)
        writing.studio.prepare()
        return [line for line in self._report(report) if line], report.has_passed

    def hint(self) -> list[str]:
        """Give the next hint."""
        writing = self._writing
        if not writing.has_more_hints:
            return ["There is no further hint."]
        writing.hint()
        return self._paragraph(f"Hint {writing.hints}: {writing.part.hints[writing.hints - 1]}")

    def solution(self) -> list[str]:
        """Show the solution to those who have passed or ask for the third time."""
        try:
            left = self._writing.ask_for_solution()
        except WorkspaceError as error:
            return [f"{error}."]
        if left:
            first = "Try a hint first, with f. " if self._writing.has_more_hints else ""
            return [f"{first}Ask {'once' if left == 1 else 'twice'} more and it is shown."]
        return ["A solution:", *(self._writing.solution or "").rstrip().split("\n")]

    def _report(self, report: Report) -> list[str]:
        """Say a verdict: its sentence, the results one by one, and what the code printed."""
        verdict = report.verdict
        lines = self._paragraph(clean(verdict.sentence))
        if isinstance(verdict, Raised):
            lines += [f"  {one_line(line)}" for line in verdict.lines]
        lines += [f"{in_words(one_line(rung.result))}: {rung.status}." for rung in report.ladder]
        if report.case:
            given = ", ".join(f"{name} {_about(value)}" for name, value in report.case.items())
            lines.append(f"That was for {given}.")
        printed = clean(report.printed, MOST_PRINTED).rstrip("\n")
        lines += ["Your code printed:", *printed.split("\n")] if printed else []
        return [*lines, *(self._paragraph(clean(report.note)) if report.note else [])]

    def _paragraph(self, text: str) -> list[str]:
        return [text_of(line).rstrip() for line in inline(text, self._width)]


def _values(values: Mapping[str, Any]) -> list[str]:
    """Read named values, arrays row by row."""
    lines: list[str] = []
    for name, value in values.items():
        if isinstance(value, np.ndarray) and value.dtype != object:
            lines += table_rows(Table(name, value))
        else:
            lines.append(f"{name} is {one_line(str(value), 60)}.")
    return lines


def _about(value: Any) -> str:
    """Say what an input is: an array's shape, or a plain value itself."""
    return shape_text(value.shape) if isinstance(value, np.ndarray) and value.ndim else one_line(str(value), 30)

"""A learner at work on a part: their file and the text in the editor, what the last check said, and the step looked at.

Nothing here knows a widget; the workshop's screen tells it what the learner did and shows what it then holds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lessons.moves import Step, moved
from lessons.workshop.part import Part
from lessons.workshop.rescue import release, rescue
from lessons.workshop.studio import Studio
from lessons.workshop.verdicts import BadSyntax, Close, Raised, Report, TimedOut, TooMuchMemory, WrongShape, WrongValues
from lessons.workshop.workspace import ChangedOutsideError, LearnerFile, WorkspaceError
from netcore.trace import Cursor, Index, Value
from tui.clean import short_path


@dataclass(frozen=True, slots=True)
class Compared:
    """A result of theirs that is not ours, and where first."""

    verdict: WrongShape | WrongValues | Close

    @property
    def cell(self) -> Index | None:
        """The first cell that is wrong; None where the shapes differ."""
        return None if isinstance(self.verdict, WrongShape) else self.verdict.cell


class Writing:
    """What the workshop's screen works with. Raises ``WorkspaceError`` where the learner's file cannot be had."""

    def __init__(self, part: Part, studio: Studio, passed: Callable[[], None] = lambda: None) -> None:
        self.part = part
        self.studio = studio
        self.file = studio.workspace.open(part)
        self.text = self.file.text
        """What stands in the editor."""
        self.report: Report | None = None
        """What the last check said."""
        self._checked = ""
        """The text that it was of."""
        self.cursor: Cursor | None = None
        """The step of their code that is looked at; None where nothing was recorded."""
        self.hints = 0
        """How many hints were given."""
        self.solution: str | None = None
        """The solution, once the learner has asked for it and may see it."""
        self.trouble = ""
        """Why the text could not be saved; empty where it is."""
        self.aside: Path | None = None
        """Where the text lies that its own file did not take."""
        self._passed = passed
        self._passed_text = studio.workspace.passed_source(part.name)

    @property
    def has_passed(self) -> bool:
        """Whether some version of the part has passed."""
        return self.part.name in self.studio.workspace.passed

    @property
    def has_changed(self) -> bool:
        """Whether it has passed, and the text is another by now; experiments go on with what has passed."""
        return self._passed_text not in (None, self.text)

    @property
    def is_saved(self) -> bool:
        """Whether the file has what stands in the editor."""
        return self.text == self.file.text

    @property
    def warning(self) -> str:
        """What to say while the text is not in its file; empty where it is."""
        if not self.trouble:
            return ""
        if self.aside is None:
            return f"Your text stands only here, copy it: {self.trouble}."
        return f"Your text is kept in {short_path(self.aside)} for now: {self.trouble}."

    @property
    def is_checked(self) -> bool:
        """Whether the last check was of the text as it stands."""
        return self.report is not None and self._checked == self.text

    @property
    def written(self) -> tuple[str, ...]:
        """What of the text that was checked answers to our version."""
        return self.part.written_in(self._checked)

    @property
    def has_more_hints(self) -> bool:
        """Whether there is a hint that was not given yet."""
        return self.hints < len(self.part.hints)

    @property
    def ahead(self) -> Part | None:
        """What is to be written after this part; None once all parts have passed."""
        return self.studio.ahead(self.part)

    @property
    def compared(self) -> Compared | None:
        """The first result that is wrong, where there are numbers to hold against ours."""
        verdict = self.report.verdict if self.report is not None else None
        if isinstance(verdict, WrongShape | WrongValues | Close) and verdict.theirs is not None:
            return Compared(verdict)
        return None

    @property
    def faulty_line(self) -> int | None:
        """The line of the file at which the code came to grief, counted from 1."""
        verdict = self.report.verdict if self.report is not None else None
        if isinstance(verdict, Raised | BadSyntax):
            return verdict.fault.place.line if verdict.fault.place is not None else None
        if isinstance(verdict, TimedOut | TooMuchMemory):
            return verdict.place.line if verdict.place is not None else None
        change = self.report.change if self.report is not None else None
        return change.span.line if change is not None else None

    def save(self) -> bool:
        """Write what stands in the editor; return whether it is kept. Raises ``ChangedOutsideError`` on a clash.

        A text that its file does not take is put elsewhere at once, for the app may end at any moment.
        """
        if self.is_saved:
            self._release()
            return True
        try:
            self.file = self.studio.workspace.save(self.file, self.text)
        except ChangedOutsideError:
            self._rescue()
            raise
        except WorkspaceError as error:
            self._rescue()
            self.trouble = str(error)
            return False
        self._release()
        return True

    def save_in_haste(self) -> str:
        """Keep what stands in the editor somewhere, for the app is ending; return what the learner must be told.

        That is where the text lies if its file did not take it, and the text itself if nothing did.
        """
        try:
            if self.save():
                return ""
            why = self.trouble
        except ChangedOutsideError as error:
            why = str(error)
        if self.aside is not None:
            return f"What you typed for {self.part.title} is kept in {short_path(self.aside)} ({why})."
        return f"What you typed for {self.part.title} could not be kept in any file ({why}). Here it is:\n\n{self.text}"

    def look(self) -> LearnerFile | None:
        """Return the file as someone else has changed it, if someone has."""
        now = self.studio.workspace.look(self.file)
        if now is not None and now.text == self.text:
            self.file = now
            return None
        return now

    def take(self, now: LearnerFile) -> Path | None:
        """Go on with what stands in the file; return where that lies now which stood unsaved in the editor."""
        kept = None if self.is_saved else self.studio.workspace.put_aside(self.part.name, self.text)
        self.file, self.text = now, now.text
        self._release()
        return kept

    def keep(self, now: LearnerFile) -> Path:
        """Go on with what stands in the editor; return where that lies now which stood in the file."""
        kept = self.studio.workspace.put_aside(self.part.name, now.text)
        self.file = now
        self.save()
        return kept

    def checked(self, file: LearnerFile, report: Report) -> None:
        """Take a report over; their code is shown from its first operation, or from what it must not do."""
        self._checked = file.text
        self.report = report
        first = report.change.number if report.change is not None else 0
        self.cursor = Cursor(report.trace, first + 1) if report.trace is not None else None
        if report.has_passed:
            self._passed_text = file.text
            self._passed()

    def step(self, step: Step) -> None:
        """Move through their code; at its ends it stays."""
        if self.cursor is not None:
            self.cursor = moved(self.cursor, step)

    def go_to_wrong(self) -> bool:
        """Go to the operation that made the wrong result; return whether their code has one."""
        made = self._wrong_value
        if self.cursor is None or made is None or made.operation is None:
            return False
        self.cursor = Cursor(self.cursor.trace, made.operation.number + 1)
        return True

    def hint(self) -> None:
        """Give the next hint."""
        self.hints = min(self.hints + 1, len(self.part.hints))

    def ask_for_solution(self) -> int:
        """Note that the learner asks to be shown the solution; return how often they must still ask."""
        self.solution = self.studio.workspace.solution(self.part)
        if self.solution is not None:
            return 0
        left = self.studio.workspace.ask_for_solution(self.part.name)
        self.solution = self.studio.workspace.solution(self.part)
        return left

    def reset(self) -> str:
        """Begin again with the starter; return what to tell the learner."""
        if not self.save():
            raise WorkspaceError(f"{self.trouble}; your text stays as it is")
        kept = self.studio.workspace.reset(self.part)
        self.file = self.studio.workspace.open(self.part)
        self.text, self.report, self.cursor = self.file.text, None, None
        return (
            f"The starter is back. What you had is kept in {short_path(kept)}."
            if kept is not None
            else "The starter is back."
        )

    def _rescue(self) -> None:
        """Put the text where it can be put; where that is nowhere, it stays in the editor."""
        try:
            self.aside = rescue(self.studio.workspace, self.part.name, self.text, self.aside)
        except WorkspaceError:
            self.aside = None

    def _release(self) -> None:
        """Note that the text is in its file; a copy elsewhere has done its service."""
        self.trouble = ""
        if self.aside is not None:
            release(self.aside)
            self.aside = None

    @property
    def _wrong_value(self) -> Value | None:
        """Return the value in the trace of their code that is the wrong result."""
        theirs = self.compared.verdict.theirs if self.compared is not None else None
        if theirs is None or self.cursor is None:
            return None
        results = (operation.result for operation in reversed(self.cursor.trace.operations))
        return next((value for value in results if np.array_equal(value.array, theirs, equal_nan=True)), None)

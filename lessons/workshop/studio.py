"""All that a screen of the workshop asks for, in one place: the list of parts, a learner's file, its check, its use.

A check waits for another process, so it is called in a thread; it says no word to the screen but its report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from lessons.blocks import Experiment
from lessons.experiment import build
from lessons.workshop.checking import check, is_untouched
from lessons.workshop.limits import CHECK, Limits
from lessons.workshop.own_run import OwnRun, parts_for
from lessons.workshop.part import Part
from lessons.workshop.parts import PARTS
from lessons.workshop.runner import IsCancelled, RunnerError, Spare, never
from lessons.workshop.verdicts import NotChecked, Report
from lessons.workshop.workspace import LearnerFile, Workspace, WorkspaceError
from netcore import Run


class Standing(StrEnum):
    """How far the learner is with a part."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"
    PASSED = "passed"
    CHANGED = "changed"
    """It has passed, and was changed since; experiments go on with what has passed."""


@dataclass(frozen=True)
class Entry:
    """A part in the list of all."""

    part: Part
    standing: Standing

    @property
    def has_passed(self) -> bool:
        """Whether some version of it has passed."""
        return self.standing in (Standing.PASSED, Standing.CHANGED)

    @property
    def is_usable(self) -> bool:
        """Whether it can be switched into experiments."""
        return self.has_passed and self.part.replaces is not None


class Studio:
    """The workshop of one learner."""

    def __init__(self, workspace: Workspace, limits: Limits = CHECK) -> None:
        self.workspace = workspace
        self._limits = limits
        self._spare = Spare(limits)

    def entries(self) -> tuple[Entry, ...]:
        """Return all parts, in the order of the course, and how the learner stands with each."""
        passed = self.workspace.passed
        return tuple(Entry(part, self._standing(part, part.name in passed)) for part in PARTS.values())

    def summary(self) -> str:
        """Return how many parts have passed, in words."""
        return f"parts you wrote: {len(self.workspace.passed)} of {len(PARTS)}"

    def ahead(self, part: Part) -> Part | None:
        """Return what to write after a part: the next that has not passed, else the first of all; None if all have."""
        names, passed = list(PARTS), self.workspace.passed
        after = names.index(part.name) + 1
        return next((PARTS[name] for name in names[after:] + names[:after] if name not in passed), None)

    def prepare(self) -> None:
        """Have a process ready for the next check; worth calling in a thread, when the screen opens and after a check.

        A check itself does not call it: to start a process takes the processor from who shows the verdict.
        """
        with suppress(RunnerError):  # the check itself will say so
            self._spare.prepare()

    def check(self, file: LearnerFile, is_cancelled: IsCancelled = never) -> Report:
        """Return how a file does; a file that passes is kept as it is, for experiments. Call it in a thread."""
        try:
            process = self._spare.take()
        except RunnerError as error:
            return Report(NotChecked(str(error)))
        report = check(PARTS[file.part], file.text, is_cancelled=is_cancelled, process=process)
        return self._kept(report, file) if report.has_passed else report

    def usable_in(self, experiment: Experiment) -> tuple[str, ...]:
        """Return which of the learner's parts can be switched into an experiment."""
        return parts_for(experiment, self.workspace.passed)

    def begin(
        self, experiment: Experiment, chosen: Collection[str] | None = None, is_cancelled: IsCancelled = never
    ) -> Run:
        """Return a run of an experiment with those of the learner's parts that are chosen and fit; None chooses all.

        This is what a `Lab` takes as its ``begin``; it waits for a process, so call it in a thread. An ``OwnRun`` is to
        be closed when it is not needed any more. Where no part fits, the run is ours.
        """
        sources = {name: source for name, source in self._sources(experiment) if chosen is None or name in chosen}
        return OwnRun(experiment, sources, is_cancelled=is_cancelled) if sources else build(experiment)

    def close(self) -> None:
        """End the process that is ready."""
        self._spare.close()

    def _kept(self, report: Report, file: LearnerFile) -> Report:
        """Keep a copy of what has passed; return the report, with a note if that cannot be done."""
        try:
            self.workspace.keep_passed(file.part, file.text)
        except WorkspaceError as error:
            return replace(report, note=f"It passes, but {error}.")
        return report

    def _sources(self, experiment: Experiment) -> Iterator[tuple[str, str]]:
        for name in self.usable_in(experiment):
            source = self.workspace.passed_source(name)
            if source is not None:
                yield name, source

    def _standing(self, part: Part, has_passed: bool) -> Standing:
        text = self._text(part)
        if has_passed:
            return Standing.PASSED if text == self.workspace.passed_source(part.name) else Standing.CHANGED
        return Standing.UNTOUCHED if text is None or is_untouched(part, text) else Standing.BEGUN

    def _text(self, part: Part) -> str | None:
        """Return what stands in the learner's file, or None if there is none that can be read."""
        try:
            return self.workspace.open(part).text if self.workspace.path(part.name).exists() else None
        except WorkspaceError:
            return None

"""A check, from a learner's file to a report: one process, all cases in it, and our own results to compare with.

The learner's code runs in the process and nowhere else; ours runs here, so that nothing theirs does can touch it. A
case that goes wrong is made smaller before it is shown, and recorded operation by operation.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from lessons.workshop.compare import Status
from lessons.workshop.draw import Recipe, recipes, seed_of, smaller
from lessons.workshop.findings import Findings, Outcome, outcome_of
from lessons.workshop.judging import ended, judge, judge_load, not_started
from lessons.workshop.limits import CHECK, Limits
from lessons.workshop.part import Inputs, Part
from lessons.workshop.runner import Answer, End, Ending, IsCancelled, Process, RunnerError, never
from lessons.workshop.verdicts import Close, NotChecked, NotWritten, Passed, Report, Verdict, WrongValues
from lessons.workshop.wire import WireError
from lessons.workshop.wording import FICKLE
from netcore.trace import Trace
from netcore.trace.exchange import TraceError, from_bytes

_SHARE_FOR_CASES = 0.5
"""Of the time of a check: when so much is gone, no smaller case is searched for any more."""

MOST_TOGETHER = 32
"""How many cases are sent at most before the first of them is answered."""

TIMES_AGAIN = 16
"""How often a failing case is asked for again: a single number that is drawn may well come out the same a few times."""

MOST_SOURCE = 200_000
"""How many characters a learner's file may have."""


def check(
    part: Part,
    source: str,
    *,
    seed: int = 0,
    limits: Limits = CHECK,
    is_cancelled: IsCancelled = never,
    process: Process | None = None,
) -> Report:
    """Return how a learner's file does. It takes less than a second as a rule; what hangs for ``limits.seconds`` ends.

    ``is_cancelled`` is asked again and again while the check waits, so that another thread can stop it. ``process`` is
    one that was started before (see `runner.Spare`); it is used up.
    """
    if is_untouched(part, source):
        if process is not None:
            process.close()
        return Report(NotWritten(part.writes or part.defines))
    if len(source) > MOST_SOURCE:
        return Report(NotChecked(f"the file has more than {MOST_SOURCE:,} characters"))
    began = time.perf_counter()
    try:
        with process or Process(limits) as started:
            report = _Check(part, source, seed, started, is_cancelled).report()
    except RunnerError as error:
        return Report(NotChecked(str(error)))
    return replace(report, seconds=time.perf_counter() - began)


def is_untouched(part: Part, source: str) -> bool:
    """Return whether a file says the same as the starter, but for comments and blank lines."""
    return _gist(source) == _gist(part.starter)


def _is_memory(outcome: Outcome) -> bool:
    return outcome.is_memory


class _Check:
    """One check at work."""

    def __init__(self, part: Part, source: str, seed: int, process: Process, is_cancelled: IsCancelled) -> None:
        self.part, self.source, self.process = part, source, process
        self.seed = seed_of(part.name) + 100 * seed
        self.is_cancelled = is_cancelled
        self.limits = process.limits
        self.until = 0.0
        self.answered = 0.0
        """When the last answer came."""
        self.printed = ""

    def report(self) -> Report:
        """Load the file, try all cases, and tell what came of it."""
        ending = self.process.wait_until_ready(self.is_cancelled)
        if ending is not None:
            return Report(not_started(ending, self.limits), printed=self.process.printed)
        self.until = time.monotonic() + self.limits.seconds
        try:
            report = self._load() or self._try_all()
        except WireError:
            report = Report(ended(Ending(End.GARBLED), self.limits))
        return replace(report, printed=self.printed + (report.printed or self.process.printed))

    def _load(self) -> Report | None:
        """Have the file loaded; return a report if that is the end of it."""
        self.process.send("load", {"part": self.part.name, "source": self.source})
        answer = self._receive()
        if isinstance(answer, Ending):
            return self._broken(answer)
        self.printed = self.process.take_printed()
        verdict = judge_load(self.part, answer, self.limits)
        return None if verdict is None else Report(verdict)

    def _try_all(self) -> Report:
        outcomes, ending = self._try(recipes(self.seed))
        findings = Findings(self.part, outcomes)
        failing = findings.failing
        is_slow = ending is not None and ending.is_time and failing is not None
        if ending is not None and not is_slow:
            return replace(self._broken(ending), ladder=findings.ladder, case=self._case(len(outcomes)))
        if failing is None:
            trace = self._record(self.part.example)
            return Report(Passed(len(outcomes)), findings.ladder, trace=trace, printed=self.process.take_printed())
        is_over = failing.is_memory or is_slow  # what went wrong before the time was up tells more than that it was
        failing = failing if is_over else self._made_smaller(failing)
        verdict = self._judge(findings, failing)
        trace = None if is_over else self._record(failing.inputs)
        self.process.take_printed()
        return Report(verdict, findings.ladder, failing.inputs, trace, failing.printed)

    def _judge(self, findings: Findings, failing: Outcome) -> Verdict:
        """Return the verdict; numbers that nothing explains are asked for again, as they may be by chance."""
        verdict = judge(self.part, findings, failing, self.limits)
        if not isinstance(verdict, WrongValues | Close) or verdict.mistake:
            return verdict
        again, _ = self._try((failing.recipe,) * TIMES_AGAIN, failing.is_unlike)
        return replace(verdict, mistake=FICKLE) if any(map(failing.is_unlike, again)) else verdict

    def _try(
        self, chosen: tuple[Recipe, ...], is_enough: Callable[[Outcome], bool] = _is_memory
    ) -> tuple[list[Outcome], Ending | None]:
        """Return what came of each case; if the process ended meanwhile, of those before it, and how it ended.

        To wait for every answer costs the most where the machine is busy, so more and more cases go out together. Once
        something is printed they go one at a time, so that what is printed belongs to a case. No more are tried than
        ``is_enough`` asks for.
        """
        outcomes: list[Outcome] = []
        together = 1
        while len(outcomes) < len(chosen):
            some, ending = self._try_together(chosen[len(outcomes) :][:together])
            if ending is None and together > 1 and any(outcome.printed for outcome in some):
                together = 1
                continue
            together = 1 if some and some[-1].printed else min(2 * together, MOST_TOGETHER)
            outcomes += some
            if ending is not None or any(map(is_enough, some)):
                return outcomes, ending
        return outcomes, None

    def _try_together(self, chosen: tuple[Recipe, ...]) -> tuple[list[Outcome], Ending | None]:
        """Send all these cases, then take the answers as they come; ours is worked out while theirs still runs."""
        cases = [(recipe, self.part.case(recipe)) for recipe in chosen]
        for number, (_, inputs) in enumerate(cases):
            self.process.send("try", {**inputs, "case number": number})
        outcomes: list[Outcome] = []
        for recipe, inputs in cases:
            answer = self._receive()
            if isinstance(answer, Ending):
                return outcomes, answer
            outcomes.append(outcome_of(self.part, recipe, inputs, answer, self.process.take_printed()))
            if outcomes[-1].is_memory:  # to fill the memory takes time, and every further case would do it again
                break
        return outcomes, None

    def _made_smaller(self, failing: Outcome) -> Outcome:
        """Return a smaller case that goes wrong in the same way, if one is found in time."""
        candidates = () if failing.worst is Status.WRONG_SHAPE else smaller(failing.recipe)
        has_time = self.until - time.monotonic() > self.limits.seconds * _SHARE_FOR_CASES
        if not candidates or not has_time:
            return failing
        outcomes, _ = self._try(candidates, failing.fails_like)
        return next((each for each in outcomes if each.fails_like(failing)), failing)

    def _record(self, inputs: Inputs) -> Trace | None:
        """Return the trace of the learner's code on one case; None if there is none to be had."""
        self.process.send("record", inputs)
        answer = self._receive()
        if isinstance(answer, Ending) or answer.kind != "recorded":
            return None
        try:
            trace = from_bytes(answer.values["trace"].tobytes())
        except (TraceError, KeyError, AttributeError):
            return None
        return trace if trace.operations else None

    def _case(self, number: int) -> Inputs | None:
        """Return the inputs of the case at which the process ended."""
        chosen = recipes(self.seed)
        return self.part.case(chosen[number]) if number < len(chosen) else None

    def _receive(self) -> Answer:
        """Return the next answer. Where answers keep coming, on a busy machine, there is some more time for them."""
        seconds = self.limits.seconds
        until = max(self.until, min(self.answered + seconds / 2, self.until + seconds))
        answer = self.process.receive(until, self.is_cancelled)
        if not isinstance(answer, Ending):
            self.answered = time.monotonic()
        return answer

    def _broken(self, ending: Ending) -> Report:
        """Return the report on a process that ended; one that is late is first asked where it is."""
        if ending.end is End.LATE:
            ending = replace(ending, place=self.process.where())
        return Report(ended(ending, self.limits))


def _gist(source: str) -> list[str]:
    """Return what stands on each line of a file, without comments and blank lines."""
    lines = (line.partition("#")[0].rstrip() for line in source.splitlines())
    return [line for line in lines if line]

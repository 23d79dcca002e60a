"""From what was found to the verdict: which of all the things that are wrong is told first, and in which record."""

from __future__ import annotations

import signal

from lessons.workshop.compare import Status
from lessons.workshop.explain import explain
from lessons.workshop.faults import Fault
from lessons.workshop.findings import Findings, Outcome, Signs
from lessons.workshop.harmless import harmless
from lessons.workshop.limits import Limits
from lessons.workshop.part import Part
from lessons.workshop.runner import End, Ending
from lessons.workshop.verdicts import (
    BadSyntax,
    Cancelled,
    ChangedInputs,
    ChangedNumPy,
    Close,
    NoResult,
    NotChecked,
    NotNumbers,
    NotWritten,
    Raised,
    Refused,
    Stopped,
    TimedOut,
    TooMuchMemory,
    TooMuchOutput,
    Verdict,
    WrongShape,
    WrongValues,
)
from lessons.workshop.wire import Message, WireError

_SYNTAX = ("SyntaxError", "IndentationError", "TabError")


def judge_load(part: Part, answer: Message, limits: Limits) -> Verdict | None:
    """Return what is wrong with the file as a whole; None if it can be tried."""
    try:
        aside = _aside(Signs.of(answer.values))
        if aside is not None:
            return aside
        if answer.kind == "failed":
            return _raised(part, Fault.from_values(answer.values["fault"]), limits)
        missing = tuple(harmless(str(name), 80) for name in answer.values["missing"])
    except (KeyError, TypeError, ValueError) as error:
        raise WireError(f"the answer to a file tells something else: {error}") from error
    return NotWritten(missing) if missing else None


def judge(part: Part, findings: Findings, failing: Outcome, limits: Limits) -> Verdict:
    """Return the verdict on a case that went wrong, as one of all that were found."""
    aside = _aside(failing.signs)
    if aside is not None:
        return aside
    if failing.fault is not None:
        return _raised(part, failing.fault, limits, findings.mistake(None))
    found = failing.first_wrong
    assert found is not None  # noqa: S101 - the caller says that it fails, and all else is dealt with above
    name, status = found
    expected, theirs = failing.expected[name], failing.theirs.get(name)
    cell = failing.differences[name].cell or ()
    mistake = findings.mistake(name)
    if status is Status.NOTHING:
        return NoResult(name)
    if status is Status.NOT_NUMBERS:
        return NotNumbers(name, harmless(str(failing.odd[name].get("kind", "")), 80))
    if status is Status.WRONG_SHAPE:
        shape = theirs.shape if theirs is not None else tuple(int(side) for side in failing.odd[name]["shape"])
        return WrongShape(name, shape, expected, theirs, mistake)
    assert theirs is not None  # noqa: S101 - a result that was compared is there
    return (Close if status is Status.CLOSE else WrongValues)(name, expected, theirs, cell, mistake)


def ended(ending: Ending, limits: Limits) -> Verdict:
    """Return the verdict on a process that ended in the middle of the check."""
    if ending.end is End.CANCELLED:
        return Cancelled()
    if ending.end is End.FLOODED:
        return TooMuchOutput(limits.output)
    if ending.is_time:
        return TimedOut(limits.seconds, ending.place)
    if ending.is_memory:
        return TooMuchMemory(limits.memory)
    if ending.end is End.GARBLED:
        return Stopped("it wrote into a pipe that is not its own", "Write only to files that you have opened yourself.")
    return Stopped(*_exit(ending.code or 0))


def not_started(ending: Ending, limits: Limits) -> Verdict:
    """Return the verdict where the process ended before any code of the learner's ran."""
    if ending.end is End.CANCELLED:
        return Cancelled()
    how = (
        _exit(ending.code or 0)[0]
        if ending.end is End.GONE
        else f"nothing came of it in {limits.start_seconds:g} seconds"
    )
    return NotChecked(f"the process for it did not start ({how})")


def _raised(part: Part, fault: Fault, limits: Limits, mistake: str = "") -> Verdict:
    if fault.is_memory:
        return TooMuchMemory(limits.memory, fault.place)
    match fault.kind:
        case "SystemExit":
            return Stopped("sys.exit()", "A part returns its result and leaves the program running.")
        case "NotImplementedError":
            return NotWritten(part.writes or part.defines)
        case "RefusedError":
            return Refused(fault.message)
        case kind if kind in _SYNTAX and fault.column:
            return BadSyntax(fault, explain(fault))
    return Raised(fault, explain(fault), mistake)


def _aside(signs: Signs) -> Verdict | None:
    """Return the verdict on what the code did on the side, which is told before anything else."""
    if signs.refused:
        return Refused(signs.refused)
    if signs.patched:
        return ChangedNumPy(signs.patched)
    return ChangedInputs(signs.changed) if signs.changed else None


def _exit(code: int) -> tuple[str, str]:
    """Return how a process ended, and what that means."""
    if code >= 0:
        return f"exit code {code}", "A part returns its result and leaves the program running."
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    meaning = {
        "SIGSEGV": "Python itself broke down: most often a function calls itself without end.",
        "SIGKILL": "The system ended it: most often the machine's memory is used up.",
        "SIGABRT": "A library gave up: most often the memory is used up.",
    }
    return name, meaning.get(name, "")

"""What came of a check: one record for each way it can end, each with a sentence that a person would say.

A screen shows the sentence, and whatever else the record holds: their array beside ours, their own lines, a recognised
mistake. It needs no logic of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lessons.workshop.compare import Status
from lessons.workshop.faults import Fault, Place
from lessons.workshop.limits import MEBIBYTE
from lessons.workshop.wording import (
    cell,
    first_of,
    has_shape,
    listed,
    number,
    shape_story,
    should_have_shape,
    values_story,
)
from netcore.arrays import Array

if TYPE_CHECKING:
    from netcore.trace import Operation, Trace

_GUFUNC = r", with gufunc signature \S*"
"""What NumPy says of a product, and only those understand who wrote it."""


@dataclass(frozen=True)
class Passed:
    """Every result of every case is ours."""

    cases: int

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        return f"It passes: {self.cases} cases, and every number agrees."


@dataclass(frozen=True)
class NotWritten:
    """Something the part asks for is not there yet."""

    missing: tuple[str, ...]
    """The names that are to be written."""

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        return f"Still to be written: {listed(self.missing)}."


@dataclass(frozen=True, eq=False)
class NoResult:
    """A result is None, or was not left where it should be."""

    result: str

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        if self.result.startswith("self."):
            return f"{self.result} is not set. Keep the result there before you return it: later steps look for it."
        return f"Your code gives None where {self.result} should come. Is a line missing, or its return?"


@dataclass(frozen=True, eq=False)
class NotNumbers:
    """A result is no array of numbers."""

    result: str
    kind: str
    """What it is, by Python's name."""

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        return f"{self.result} should be numbers, but it is of the kind {self.kind}."


@dataclass(frozen=True, eq=False)
class WrongShape:
    """A result has another shape than ours."""

    result: str
    theirs_shape: tuple[int, ...]
    expected: Array
    theirs: Array | None
    """Their array; None where it is too large to be shown."""
    mistake: str = ""
    """What to say to the mistake that was recognised; empty if none was."""

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        says = self.mistake or shape_story(self.theirs_shape, self.expected.shape)
        wanted = should_have_shape(self.expected.shape, is_number=not self.theirs_shape)
        return f"{self.result} {has_shape(self.theirs_shape)}, but {wanted}. {says}".rstrip()


@dataclass(frozen=True, eq=False)
class WrongValues:
    """A result has the right shape and wrong numbers."""

    result: str
    expected: Array
    theirs: Array
    cell: tuple[int, ...]
    """The first cell that is wrong."""
    mistake: str = ""
    """What to say to the mistake that was recognised; empty if none was."""

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        if self.expected.dtype == bool:  # what is true of the result, such as "can be read without pickle"
            return f"{self.result}: it should be so, and is not. {self.mistake}".rstrip()
        theirs, expected = number(first_of(self.theirs, self.cell)), number(first_of(self.expected, self.cell))
        says = self.mistake or values_story(self.theirs, self.expected)
        return f"{cell(self.result, self.cell)} is {theirs}, but should be {expected}. {says}".rstrip()


@dataclass(frozen=True, eq=False)
class Close:
    """All is nearly right: the first digits agree, the last ones do not."""

    result: str
    expected: Array
    theirs: Array
    cell: tuple[int, ...]
    mistake: str = ""

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        gap = abs(first_of(self.theirs, self.cell) - first_of(self.expected, self.cell))
        says = self.mistake or "Look for a small constant: an epsilon, a clip, or float32 in place of float64."
        return f"{cell(self.result, self.cell)} is close, but off by {number(gap)}. {says}"


@dataclass(frozen=True, eq=False)
class ChangedInputs:
    """The code wrote into arrays that belong to its caller."""

    names: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        belong = "belongs" if len(self.names) == 1 else "belong"
        whose = f"Your code changes {listed(self.names)}, which {belong} to whoever calls it."
        return f"{whose} Operators such as += and index assignments write in place: work on a copy, or write x = x + y."


@dataclass(frozen=True, eq=False)
class ChangedNumPy:
    """The code replaced functions of NumPy itself."""

    names: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        named = listed([f"np.{name}" for name in self.names])
        return f"Your code replaces {named} for the whole program. Give your own function another name."


@dataclass(frozen=True, eq=False)
class Raised:
    """The code ended in an error."""

    fault: Fault
    explanation: str = ""
    """What the error means, where it is a frequent one."""
    mistake: str = ""

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        place = self.fault.place
        where = f"Line {place.line}: " if place else ""
        said = re.sub(_GUFUNC, "", self.fault.message).strip().removesuffix(".")
        return f"{where}{self.fault.kind}: {said}. {self.mistake or self.explanation}".rstrip()

    @property
    def lines(self) -> tuple[str, ...]:
        """The short traceback: their own lines on the way, the outermost first."""
        return tuple(f"line {place.line}, {place.function}: {place.text}" for place in self.fault.places)


@dataclass(frozen=True, eq=False)
class BadSyntax:
    """Python cannot read the file."""

    fault: Fault
    explanation: str = ""

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        line = self.fault.place.line if self.fault.place else 1
        return f"Line {line} is not Python yet: {self.fault.message}. {self.explanation}".rstrip()


@dataclass(frozen=True, eq=False)
class TimedOut:
    """The code did not come to an end in time."""

    seconds: float
    place: Place | None = None
    """The line that was running."""

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        where = f" It was at line {self.place.line}: {self.place.text}" if self.place else ""
        return f"Your code was still running after {number(self.seconds)} seconds. Does a loop never end?{where}"


@dataclass(frozen=True, eq=False)
class TooMuchMemory:
    """The code asked for more memory than there is for it."""

    limit: int
    place: Place | None = None

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        where = f"Line {self.place.line} asks" if self.place else "Your code asks"
        return f"{where} for more than {self.limit // MEBIBYTE} MB. Does a shape, or a list in a loop, grow too large?"


@dataclass(frozen=True, eq=False)
class TooMuchOutput:
    """The code printed more than can be shown."""

    limit: int

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        return f"Your code prints without end: after {self.limit // 1024} kB it was stopped. Print less, or nothing."


@dataclass(frozen=True, eq=False)
class Stopped:
    """The process ended by itself, in the middle of the check."""

    how: str
    """What ended it: "sys.exit(3)", "the exit code 0", "SIGSEGV"."""
    explanation: str = ""

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        return f"Your code ended the whole program ({self.how}). {self.explanation}".rstrip()


@dataclass(frozen=True, eq=False)
class Refused:
    """The code tried to start or stop a program, or to write where it may not."""

    what: str

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        return (
            f"Your code may not do this here: {self.what}. A check starts no programs, stops none, and writes files "
            "only into its own folder."
        )


@dataclass(frozen=True, eq=False)
class Cancelled:
    """The learner did not want to wait."""

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        return "The check was stopped."


@dataclass(frozen=True, eq=False)
class NotChecked:
    """The check itself could not be done; the code is not to blame."""

    why: str

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        return f"Your code was not checked: {self.why}."


Verdict = (
    Passed | NotWritten | NoResult | NotNumbers | WrongShape | WrongValues | Close | ChangedInputs | ChangedNumPy
    | Raised | BadSyntax | TimedOut | TooMuchMemory | TooMuchOutput | Stopped | Refused | Cancelled | NotChecked
)  # fmt: skip


@dataclass(frozen=True)
class Rung:
    """One result on the ladder, over all cases."""

    result: str
    status: Status


@dataclass(frozen=True, eq=False)
class Report:
    """All that there is to tell of a check."""

    verdict: Verdict
    ladder: tuple[Rung, ...] = ()
    """Each result in order, with its worst standing over all cases."""
    case: Mapping[str, Any] | None = None
    """The inputs for which it went wrong, made as small as could be; None where no case is to blame."""
    trace: Trace | None = None
    """Their code on that case (or on the part's example, once it passes), operation by operation, as far as it came."""
    printed: str = ""
    """What the code printed while it was loaded, and on the case that is shown; made harmless."""
    seconds: float = 0.0
    note: str = ""
    """What else is to be told: that a copy of what has passed could not be kept."""

    @property
    def change(self) -> Operation | None:
        """The operation of theirs that first writes into an input; None where none is known to."""
        if self.trace is None or not isinstance(self.verdict, ChangedInputs):
            return None
        given = self.trace.inputs.values()
        writing = (each for each in self.trace.operations if each.is_in_place and each.operands)
        return next((each for each in writing if each.operands[0].value in given), None)

    @property
    def has_passed(self) -> bool:
        """Whether the part is done."""
        return isinstance(self.verdict, Passed)

"""What came of each case, laid beside what should have come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from lessons.workshop.compare import Difference, Status, compare, is_same
from lessons.workshop.draw import Recipe
from lessons.workshop.faults import Fault
from lessons.workshop.harmless import harmless
from lessons.workshop.part import Inputs, Part
from lessons.workshop.verdicts import Rung
from lessons.workshop.wire import Message, WireError
from netcore.arrays import Array


@dataclass(frozen=True, eq=False)
class Signs:
    """What the code did on the side."""

    refused: str = ""
    """What it tried and may not do."""
    patched: tuple[str, ...] = ()
    """What of NumPy it replaced."""
    changed: tuple[str, ...] = ()
    """Which of the inputs it wrote into."""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Signs:
        """Return the signs that an answer tells of."""
        patched, changed = (
            tuple(harmless(str(name), 60) for name in values.get(key, ())) for key in ("patched", "changed")
        )
        return cls(harmless(str(values.get("refused", "")), 200), patched, changed)

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self.refused or self.patched or self.changed)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of one case."""

    recipe: Recipe
    inputs: Inputs
    expected: Mapping[str, Array]
    theirs: Mapping[str, Array] = field(default_factory=dict)
    odd: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Results that are no arrays of numbers, and what they are instead."""
    differences: Mapping[str, Difference] = field(default_factory=dict)
    """How each result compares; empty where the code ended in an error."""
    fault: Fault | None = None
    signs: Signs = Signs()
    printed: str = ""
    """What the code printed meanwhile, made harmless."""

    @property
    def is_right(self) -> bool:
        """Whether there is nothing to complain of."""
        return self.fault is None and not self.signs and self.worst is Status.EXACT

    def is_wrong_in(self, result: str | None) -> bool:
        """Return whether a result is wrong here; with None, whether anything is."""
        if result is None or result not in self.differences:
            return not self.is_right
        return self.differences[result].status is not Status.EXACT

    @property
    def is_finite(self) -> bool:
        """Whether the results are numbers that a computer can hold, where they are numbers at all."""
        return all(bool(np.all(np.isfinite(result))) for result in self.theirs.values())

    @property
    def is_memory(self) -> bool:
        """Whether the code ended because it asked for too much memory."""
        return self.fault is not None and self.fault.is_memory

    @property
    def worst(self) -> Status:
        """How the worst of the results stands."""
        return max(
            (each.status for each in self.differences.values()), key=lambda status: status.rank, default=Status.EXACT
        )

    @property
    def first_wrong(self) -> tuple[str, Status] | None:
        """The first result that is not exact, and how it stands."""
        wrong = ((name, each.status) for name, each in self.differences.items() if each.status is not Status.EXACT)
        return next(wrong, None)

    def is_unlike(self, other: Outcome) -> bool:
        """Return whether the same inputs came to other results; the shapes are for others to tell of."""
        return any(
            self.theirs[name].shape == result.shape and not is_same(self.theirs[name], result)
            for name, result in other.theirs.items()
            if name in self.theirs
        )

    def fails_like(self, other: Outcome) -> bool:
        """Return whether this case goes wrong in the same way as another one."""
        if self.fault is not None or other.fault is not None:
            return self.fault is not None and other.fault is not None and self.fault.kind == other.fault.kind
        if bool(self.signs) or bool(other.signs):
            return bool(self.signs) and bool(other.signs)
        return self.first_wrong is not None and self.first_wrong == other.first_wrong


def outcome_of(part: Part, recipe: Recipe, inputs: Inputs, answer: Message, printed: str = "") -> Outcome:
    """Return what an answer says of a case; raise ``WireError`` for one that says nothing."""
    expected = part.expected(inputs)
    values = answer.values
    try:
        signs = Signs.of(values)
        if answer.kind == "failed":
            fault = Fault.from_values(values["fault"])
            return Outcome(recipe, inputs, expected, fault=fault, signs=signs, printed=printed)
        theirs = {name: values[f"result {name}"] for name in expected if f"result {name}" in values}
        odd = {name: dict(values["odd"][name]) for name in expected if name in values["odd"]}
        differences = {
            name: compare(theirs[name], expected[name], part.tolerance)
            if name in theirs
            else Difference(_odd(odd[name]))
            for name in expected
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise WireError(f"an answer to a case tells something else: {error}") from error
    return Outcome(recipe, inputs, expected, theirs, odd, differences, signs=signs, printed=printed)


class Findings:
    """What came of all cases together."""

    def __init__(self, part: Part, outcomes: Sequence[Outcome]) -> None:
        self.part = part
        self.outcomes = tuple(outcomes)

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """Each result with its worst standing over all cases; later ones are not reached if every case ends early."""
        finished = [each for each in self.outcomes if each.fault is None]
        return tuple(
            Rung(name, max((each.differences[name].status for each in finished), key=_rank, default=Status.NOT_REACHED))
            for name in self.part.results
        )

    @property
    def failing(self) -> Outcome | None:
        """The case to show; None if all pass.

        An error is told before wrong numbers. Of those it is the first result that is ever wrong, and the first case
        in which that is at its worst: a wrong shape tells more than the numbers in it, and most where no two sides are
        equal.
        """
        wrong = [each for each in self.outcomes if not each.is_right]
        plain = next((each for each in wrong if each.signs), None) or next((each for each in wrong if each.fault), None)
        if plain is not None or not wrong:
            return plain
        rung = next(rung for rung in self.ladder if rung.status is not Status.EXACT)
        worst = [each for each in wrong if each.differences[rung.result].status is rung.status]
        telling = (each for each in worst if each.recipe.has_distinct_sides)
        return next(telling, worst[0]) if rung.status is Status.WRONG_SHAPE else worst[0]

    def mistake(self, result: str | None) -> str:
        """Return what to say to the mistake that gives the very same in every case; empty if none does.

        ``result`` is the one that went wrong; None where the code ends in an error. A mistake whose other results are
        the same, too, is the better guess. Where none fits, cases that overflow may differ: two mistakes are one too
        many to be recognised together, and an overflow is the second. What is right in all other cases tells of none.
        """
        plain = tuple(each for each in self.outcomes if each.is_finite)
        told = (self.outcomes, plain) if any(each.is_wrong_in(result) for each in plain) else (self.outcomes,)
        for outcomes, wanted in product(told, (None, result)):
            for mistake in self.part.mistakes:
                if all(self._agrees(outcome, mistake.wrong, wanted) for outcome in outcomes):
                    return mistake.says
        return ""

    def _agrees(self, outcome: Outcome, wrong: Any, result: str | None) -> bool:
        """Return whether a mistake would have given what the learner's code gave in one case."""
        try:
            others = self.part.results_of(wrong, outcome.inputs)
        except Exception as error:  # a mistake may well end in an error; then theirs must, too
            return outcome.fault is not None and outcome.fault.kind == type(error).__name__
        names = others if result is None else (result,)
        return outcome.fault is None and all(
            name in outcome.theirs and is_same(outcome.theirs[name], others[name]) for name in names
        )


def _rank(status: Status) -> int:
    return status.rank


def _odd(what: Mapping[str, Any]) -> Status:
    if what["is"] == "huge":
        return Status.WRONG_SHAPE
    return Status.NOTHING if what["is"] in ("nothing", "missing") else Status.NOT_NUMBERS

"""How one moves through a lab: steps, places, and what holds a step back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lessons.blocks import Setting
from lessons.references import Reference

if TYPE_CHECKING:
    from netcore.trace import Cursor


class Step(StrEnum):
    """A way to move through the lab."""

    INTO = "into"
    """The next operation."""
    OVER = "over"
    """To the end of the next call."""
    OUT = "out"
    """To the end of this call."""
    PHASE_END = "phase end"
    BACK_INTO = "back into"
    BACK_OVER = "back over"
    BACK_OUT = "back out"
    PHASE_START = "phase start"
    NEXT_UPDATE = "next update"
    PREVIOUS_UPDATE = "previous update"

    @property
    def is_back(self) -> bool:
        """Whether it leads towards the beginning."""
        return self in (Step.BACK_INTO, Step.BACK_OVER, Step.BACK_OUT, Step.PHASE_START, Step.PREVIOUS_UPDATE)


def moved(cursor: Cursor, step: Step) -> Cursor:
    """Return the cursor after a step within its trace; a step to another update leaves it where it is."""
    match step:
        case Step.INTO:
            return cursor.into()
        case Step.OVER:
            return cursor.over()
        case Step.OUT:
            return cursor.out()
        case Step.PHASE_END:
            return cursor.phase_end()
        case Step.BACK_INTO:
            return cursor.back_into()
        case Step.BACK_OVER:
            return cursor.back_over()
        case Step.BACK_OUT:
            return cursor.back_out()
        case Step.PHASE_START:
            return cursor.phase_start()
        case Step.NEXT_UPDATE | Step.PREVIOUS_UPDATE:
            return cursor


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a run: how many updates are finished, and how many operations of the next one have run."""

    update: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Covered:
    """A value that stays hidden until the learner has said what they expect."""

    setting: Setting
    reference: Reference

    def __str__(self) -> str:
        """Return the reference as the lesson writes it."""
        return self.reference.text


@dataclass(frozen=True, slots=True)
class Move:
    """What came of a step: where the lab stands now, and what held it back."""

    place: Place
    held_by: Covered | None = None
    """The covered value that the step would have shown; answer it, or give it up, to go on."""
    trouble: str = ""
    """Why the run cannot go on, where it cannot: a number that is not finite any more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far the run is from what a `try` block asks for."""

    is_reached: bool
    update: int
    numbers: str
    """How the run stands, in words: "loss 0.31, accuracy 93.0%"."""

"""What a learner has done with one block, and what an event makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lessons.blocks import Choice, Fill, Implement, Option, Predict, Task, Try, hints_of
from lessons.errors import NamingError
from lessons.events import Answered, BlockEvent, GivenUp, HintAsked, KnobTurned, PartPassed, Refreshed, Tried
from lessons.evidence import Evidence
from lessons.grading import Correct, NotAttempted, Verdict, judge
from lessons.numbers import count
from lessons.questions.fresh import next_variant


@dataclass(frozen=True, slots=True)
class BlockState:
    """What the learner has done with one block."""

    answer: str = ""
    """The last answer that was given, as typed; kept while the next one is thought of."""
    verdict: Verdict | None = None
    """What was said to it."""
    attempts: int = 0
    """How many answers have been judged."""
    hints: int = 0
    """How many hints are shown."""
    is_given_up: bool = False
    variant: int = 0
    """Which fresh numbers it is asked with: 0 for the lesson's own."""
    was_settled: bool = False
    """Whether it had been settled before fresh numbers were asked for: from then on it is practice."""
    knobs: tuple[tuple[str, Option], ...] = ()
    """The knobs that were turned, by path."""

    @property
    def is_correct(self) -> bool:
        """Whether the last answer was right."""
        return isinstance(self.verdict, Correct)

    @property
    def is_settled(self) -> bool:
        """Whether the question as it stands is answered rightly, or given up."""
        return self.is_correct or self.is_given_up

    @property
    def is_done(self) -> bool:
        """Whether nothing is left that the lesson waits for."""
        return self.is_settled or self.was_settled


UNTOUCHED = BlockState()


def state_after(state: BlockState, event: BlockEvent, task: Task, evidence: Evidence) -> BlockState:
    """Return how a block stands after an event; as before where the event means nothing to it."""
    match event:
        case Answered(answer=answer) if not state.is_settled and isinstance(task, Predict | Choice | Fill):
            return _judged(state, answer, _judge(task, answer, evidence))
        case HintAsked() if state.hints < len(hints_of(task)) and not state.is_settled:
            return replace(state, hints=state.hints + 1)
        case GivenUp() if not state.is_settled:
            return replace(state, is_given_up=True, verdict=None)
        case Refreshed() if isinstance(task, Predict | Fill) and task.is_renewable:
            variant = next_variant(task, state.variant + 1, evidence) or state.variant + 1
            return BlockState(variant=variant, was_settled=state.is_done)
        case KnobTurned(path=path, value=value) if isinstance(task, Try) and _is_value(task, path, value):
            return replace(state, knobs=(*(knob for knob in state.knobs if knob[0] != path), (path, value)))
        case Tried() if isinstance(task, Try) and not state.is_settled:
            return _tried(state, event, task.within)
        case PartPassed() if isinstance(task, Implement):
            return replace(state, answer="passed", verdict=Correct(), attempts=state.attempts + 1)
    return state


def _judge(task: Predict | Choice | Fill, answer: str, evidence: Evidence) -> Verdict:
    """Return the verdict; a question that its author got wrong lets the learner pass, and says so."""
    try:
        return judge(task, answer, evidence)
    except NamingError as error:
        return Correct(f"This question is broken, so any answer passes: {error.what}.")


def _judged(state: BlockState, answer: str, verdict: Verdict) -> BlockState:
    counts = not isinstance(verdict, NotAttempted)
    return replace(state, answer=answer, verdict=verdict, attempts=state.attempts + counts)


def _tried(state: BlockState, event: Tried, within: int | None) -> BlockState:
    when = _when(event.update, within)
    stands = f"{when}: {event.numbers}."
    if event.is_reached:
        answer = f"update {event.update}{_settings_text(state.knobs)}"
        after = f" {when[0].lower()}{when[1:]}" if event.update else ""
        verdict: Verdict = Correct(f"Reached{after}: {event.numbers}.")
        return replace(state, answer=answer, verdict=verdict, attempts=state.attempts + 1)
    if within and event.update >= within:
        stands += f" That was all of the {count(within, 'update')}: begin again with `:` 0, or with a knob."
    return replace(state, verdict=NotAttempted(stands))


def _when(update: int, within: int | None) -> str:
    """Say in words how far a run has come; where the knobs alone decide, there is nothing to say."""
    if update == 0:
        return "Now" if within == 0 else "Before the first update"
    return f"After {count(update, 'update')}"


def knobs_of(task: Try, answer: str) -> tuple[tuple[str, Option], ...]:
    """Return how the knobs stood when a `try` block was done, from the answer that was kept of it."""
    return knobs_said(task, answer.partition(_WITH)[2].split("; "))


def knobs_said(task: Try, written: Iterable[str]) -> tuple[tuple[str, Option], ...]:
    """Return the knobs and values that were written as "path = value", as far as the task still has them."""
    said = frozenset(written)
    pairs = ((knob.path, value) for knob in task.knobs for value in knob.values)
    return tuple(pair for pair in pairs if _setting_text(*pair) in said)


def knob_texts(knobs: tuple[tuple[str, Option], ...]) -> tuple[str, ...]:
    """Write each knob as "path = value"."""
    return tuple(_setting_text(path, value) for path, value in knobs)


_WITH = " with "


def _settings_text(knobs: tuple[tuple[str, Option], ...]) -> str:
    return _WITH + "; ".join(knob_texts(knobs)) if knobs else ""


def _setting_text(path: str, value: Option) -> str:
    return f"{path} = {value}"


def _is_value(task: Try, path: str, value: Option) -> bool:
    return any(knob.path == path and value in knob.values for knob in task.knobs)

"""Something to do on a page: the question, what was answered, what was said to it, and the hints so far."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lessons.numbers import count
from tui.render.lines import Line, Piece, Tone, fitted, joined
from tui.render.prose import BLANK, inline
from tui.render.wrapping import wrapped

INDENT: Final = 3

_NUMBER: Final = re.compile(r"−?\d+(\.\d+)?")


class Standing(StrEnum):
    """How a task stands; the mark of each is a shape of its own."""

    OPEN = "?"
    RIGHT = "✓"
    SHOWN = "◦"
    """The learner asked to be shown the answer."""
    WRONG = "✗"
    UNREAD = "!"
    """What was typed cannot be read as an answer; it does not count."""
    UNDERWAY = "·"
    """The run is on its way to what is asked for."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to answer."""
        return self in (Standing.RIGHT, Standing.SHOWN)


STANDING_TONES: Final = {
    Standing.OPEN: Tone.KEY,
    Standing.RIGHT: Tone.RIGHT,
    Standing.SHOWN: Tone.FAINT,
    Standing.WRONG: Tone.WRONG,
    Standing.UNREAD: Tone.SIGN,
    Standing.UNDERWAY: Tone.FAINT,
}

_WORDS: Final = {
    Standing.OPEN: "",
    Standing.RIGHT: "Right.",
    Standing.SHOWN: "",
    Standing.WRONG: "Not yet.",
    Standing.UNREAD: "That cannot be read as an answer.",
    Standing.UNDERWAY: "",
}


@dataclass(frozen=True, slots=True)
class Knob:
    """Something that the learner may turn."""

    label: str
    values: tuple[str, ...]
    at: int
    """Which of the values it stands on."""


@dataclass(frozen=True, slots=True)
class Task:
    """A predict, choice or similar block as it stands for this learner."""

    ask: str
    standing: Standing = Standing.OPEN
    answer: str = ""
    """What the learner answered last, as it is shown; empty: nothing yet."""
    reply: str = ""
    """What was said to the answer: the reason of a miss, the option's reply, what follows once it is solved."""
    hints: tuple[str, ...] = ()
    """The hints that were given."""
    hint_count: int = 0
    """How many hints there are, with those still to be given."""
    is_saved: bool = True
    """Whether the last answer is kept for good."""
    how: str = ""
    """How to answer, in a few quiet words."""
    says: str = ""
    """What is to be typed, for who types something else; empty: a number."""
    sheet: tuple[str, ...] = ()
    """A worked derivation with blanks, line by line."""
    blanks: int = 1
    """How many fields there are to fill."""
    wrong_blank: int | None = None
    """The first blank that was not right, counted from 0."""
    knobs: tuple[Knob, ...] = ()
    keys: tuple[str, ...] = ()
    """The key of each option; empty: its number."""
    options: tuple[str, ...] = ()
    taken: tuple[int, ...] = ()
    """The options that the answer takes, in the order in which they were taken."""
    missed: int | None = None
    """The option that the reply to a wrong answer speaks of."""
    takes_several: bool = False
    is_ordered: bool = False
    """Whether the order in which options are taken is the answer."""


def draw_ask(task: Task, width: int, lit: frozenset[str] = frozenset()) -> list[Line]:
    """Draw the question behind the mark of how it stands."""
    standing = task.standing if task.standing.is_settled else Standing.OPEN
    mark = Piece(f" {standing} ", STANDING_TONES[standing])
    lines = _behind(mark, inline(task.ask, width - INDENT, Tone.STRONG, lit))
    for text in task.sheet:
        lines += _behind(Piece(" " * INDENT), wrapped([Piece(text, Tone.CODE)], width - INDENT, "    "))
    return lines


def draw_reply(task: Task, width: int) -> list[Line]:
    """Draw what was said: the hints while they help, then the verdict with its reason and whether it is kept."""
    lines: list[Line] = []
    blank = Piece(" " * INDENT)
    for number, hint in enumerate(() if task.standing.is_settled else task.hints, 1):
        text = [Piece(f"hint {number} of {task.hint_count}  ", Tone.KEY), *_one_line(hint)]
        lines += _behind(blank, wrapped(text, width - INDENT))
    return lines if task.standing is Standing.OPEN else lines + _verdict(task, width)


def draw_options(task: Task, cursor: int, width: int, has_focus: bool) -> list[Line]:
    """Draw the options by number, the cursor on one of them, a mark on those that were taken."""
    is_open = not task.standing.is_settled
    lines: list[Line] = []
    for number, text in enumerate(task.options):
        is_here = has_focus and is_open and number == cursor
        pointer = Piece(" › " if is_here else "   ", Tone.KEY)
        mark, tone = _option_mark(task, number)
        key = task.keys[number] if task.keys else str(number + 1)
        label = Piece(f"{key} ".replace("-", "−"), Tone.KEY if is_open else Tone.FAINT)
        head = joined((pointer, label, Piece(mark, tone)))
        body = inline(text, width - 3 - len(label.text) - len(mark), Tone.STRONG if is_here else Tone.PLAIN)
        lines += _behind(head, body)
    if is_open and (task.takes_several or task.is_ordered):
        lines.append(fitted((Piece(" " * INDENT), Piece(_collected(task), Tone.FAINT)), width))
    return lines


def _collected(task: Task) -> str:
    """Say how far an answer of several options has come, and how it goes on."""
    taken = len(task.taken)
    if task.is_ordered:
        return (
            f"smallest first: {taken} of {len(task.options)} placed"
            if taken
            else "press the letters, the smallest first"
        )
    return f"{taken} ticked, enter hands in" if taken else "tick all that are right"


def draw_knobs(task: Task, cursor: int, width: int, has_focus: bool) -> list[Line]:
    """Draw each knob with the value that it stands on, and arrows where it can be turned further."""
    longest = max((len(knob.label) for knob in task.knobs), default=0)
    before_point = max((_before_point(value) for knob in task.knobs for value in knob.values), default=0)
    lines: list[Line] = []
    for number, knob in enumerate(task.knobs):
        is_here = has_focus and not task.standing.is_settled and number == cursor
        pointer = Piece(" › " if is_here else "   ", Tone.KEY)
        less = Piece("◂ " if is_here and knob.at > 0 else "  ", Tone.KEY)
        more = Piece(" ▸" if is_here and knob.at + 1 < len(knob.values) else "", Tone.KEY)
        text = knob.values[knob.at]
        indent = Piece(" " * (before_point - _before_point(text)) if _NUMBER.fullmatch(text) else "")
        value = Piece(text, Tone.STRONG if is_here else Tone.PLAIN)
        lines.append(fitted((pointer, Piece(f"{knob.label:<{longest}}  "), less, indent, value, more), width))
    return lines


def _before_point(value: str) -> int:
    """Return how much of a number stands before its point; words have none."""
    return len(value.partition(".")[0]) if _NUMBER.fullmatch(value) else 0


def _option_mark(task: Task, number: int) -> tuple[str, Tone]:
    """Return what stands before an option: its place in an order, a box, or the verdict on it."""
    is_taken, standing = number in task.taken, task.standing
    if task.is_ordered:
        return (f"({task.taken.index(number) + 1}) " if is_taken else "( ) "), Tone.KEY
    if not task.takes_several:
        has_verdict = is_taken and standing is not Standing.OPEN
        return (f"{standing} ", STANDING_TONES[standing]) if has_verdict else ("  ", Tone.PLAIN)
    if not is_taken:
        return "[ ] ", Tone.KEY
    if standing.is_settled or (standing is Standing.WRONG and number == task.missed):
        return f"[{standing}] ", STANDING_TONES[standing]
    return "[x] ", Tone.KEY


def _verdict(task: Task, width: int) -> list[Line]:
    """Draw the answer and what was said to it, with a word that says whether it is kept."""
    tone = STANDING_TONES[task.standing]
    said = task.reply or _WORDS[task.standing]
    pieces: list[Piece] = []
    if task.answer and said.startswith(f"{task.answer} "):  # a reply that begins with the answer names it once
        said = said.removeprefix(task.answer).lstrip()
        pieces += [Piece(task.answer, tone), Piece(" ")]
    elif task.answer:
        pieces += [Piece(task.answer, tone), Piece("  ")]
    pieces += _one_line(said)
    if task.standing in (Standing.RIGHT, Standing.SHOWN, Standing.WRONG):
        kept = "saved" if task.is_saved else "not saved"
        pieces.append(Piece(f"  {kept}{_how_it_went(task)}", Tone.FAINT if task.is_saved else Tone.WRONG))
    has_own_mark = bool(task.options) and not task.is_ordered and not (task.takes_several and task.missed is None)
    mark = Piece(" " * INDENT if has_own_mark else f" {task.standing} ", tone)  # an option may bear it itself
    return _behind(mark, wrapped(pieces, width - INDENT))


def _how_it_went(task: Task) -> str:
    """Say what helped with an answer that is settled."""
    if task.standing is Standing.SHOWN:
        return ", shown"
    if task.standing is Standing.RIGHT and task.hints:
        return f", with {count(len(task.hints), 'hint')}"
    return ""


def _one_line(text: str) -> Line:
    """Return a paragraph's pieces before they are wrapped."""
    return joined(piece for line in inline(text, 10_000) for piece in line)


def _behind(mark: Piece | Line, lines: Sequence[Line]) -> list[Line]:
    """Put lines behind a mark, all but the first indented by its width."""
    head: Line = (mark,) if isinstance(mark, Piece) else mark
    blank = (Piece(" " * sum(len(piece.text) for piece in head)),)
    return [joined((*(blank if number else head), *line)) for number, line in enumerate(lines or [BLANK])]

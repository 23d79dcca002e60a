"""Where in the run the learner is: in words, and as a thin bar of the update's phases."""

from dataclasses import dataclass

from tui.clean import one_line
from tui.render.lines import Line, Piece, Tone, fitted, joined, width_of

PHASE_TONES = {"forward": Tone.FORWARD, "loss": Tone.LOSS, "backward": Tone.BACKWARD, "update": Tone.UPDATE}
"""The tone of each phase, by the phase's name."""
SHORTEST_BAR = 12


@dataclass(frozen=True)
class Step:
    """A place in an update."""

    update: int
    phase: str = ""
    """`forward`, `loss`, `backward` or `update`; empty before the first operation."""
    part: str = ""
    """The part at work, such as `dense2`, or the parameter that is changed."""
    number: int = 0
    """Which of the call's operations ran last, counted from 1; 0 where none did."""
    count: int = 0
    """How many operations the call has."""
    lengths: tuple[tuple[str, int], ...] = ()
    """Each phase with the number of its operations, in order."""
    position: int = 0
    """How many operations of the update have run."""
    title: str = ""
    """What stands in place of the update's number, where the code runs outside of any."""


def draw_step(step: Step, width: int) -> Line:
    """Draw the words, and the bar in what is left of the width."""
    words = step_words(step, width)
    room = width - width_of(words) - 3
    if not step.lengths or room < SHORTEST_BAR:
        return fitted(words, width)
    return fitted((*words, Piece("  "), *_bar(step, min(room, 60))), width)


def step_words(step: Step, width: int = 1000) -> Line:
    """Return the place in words, `update 0 · backward · dense2 · 2/4`; where it is narrow the end goes first."""
    update = Piece(f" {one_line(step.title)}" if step.title else f" update {step.update:,}", Tone.STRONG)
    if not step.phase:
        return (update, Piece(" · at its start", Tone.FAINT))
    phase = Piece(step.phase, PHASE_TONES.get(step.phase, Tone.PLAIN))
    part = Piece(one_line(step.part) if step.part != step.phase else "", Tone.PLAIN)
    count = Piece(f"{step.number}/{step.count}", Tone.FAINT)
    line: Line = (update,)
    for chosen in ((phase, part, count), (phase, part), (phase,), ()):
        line = joined((update, *(p for piece in chosen if piece.text for p in (Piece(" · ", Tone.RULE), piece))))
        if width_of(line) <= width:
            return line
    return line


def _bar(step: Step, width: int) -> list[Piece]:
    """Draw the phases one after the other, what has run thick, a gap between phases."""
    total = sum(length for _, length in step.lengths)
    room = width - (len(step.lengths) - 1)
    pieces: list[Piece] = []
    begun = 0
    for number, (phase, length) in enumerate(step.lengths):
        first, last = round(begun * room / total), round((begun + length) * room / total)
        columns = max(last - first, 1)
        ran = min(max(step.position - begun, 0), length)
        thick = -(-ran * columns // length) if length else 0
        pieces.append(Piece(" " * bool(number)))
        pieces.append(Piece("━" * thick, PHASE_TONES.get(phase, Tone.PLAIN)))
        pieces.append(Piece("─" * (columns - thick), Tone.RULE))
        begun += length
    return pieces

"""The arithmetic of one number: with names, with numbers, its result, and the leaf that could be entered next.

```
── loss[0] ‹ softmax1.output[0, 1] ─────────────────────────────
 dweights[0, 1] = inputs.T[0, 0]·dvalues[0, 1] + inputs.T[0, 1]·dvalues[1, 1] + … 3 more
                = 0.00·0.07 + 0.31·(−0.13) + … 3 more = −0.0403
 2/10  dvalues[1, 1] = −0.13
```
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui.clean import MORE, clean, one_line
from tui.numbers import MINUS
from tui.render.lines import Line, Piece, Tone, fitted, joined, text_of, width_of

ASK = "enter: where it comes from"
_BREAKS = (" + ", f" {MINUS} ", " - ", " = ", " ≈ ", " · ", ", ")


@dataclass(frozen=True)
class Leaf:
    """A number that the arithmetic uses."""

    label: str
    """`dvalues[1, 1]`, `self.learning_rate`."""
    number: str
    can_enter: bool
    """Whether there is more to say of it than what it is."""
    about: str = ""
    """What it is where it was not computed: `data`, `parameter`, `constant`."""


@dataclass(frozen=True)
class Form:
    """The right side of the equation, in one length."""

    names: str
    numbers: str
    """Empty where there is no arithmetic to redo, as when a number is taken from another place."""
    result: str = ""
    """Empty where the numbers say it already."""
    is_exact: bool = True
    """Whether the digits shown give the result shown; else it is written with `≈`."""


@dataclass(frozen=True)
class Shown:
    """The derivation of one number, ready to be drawn."""

    label: str
    forms: tuple[Form, ...]
    """The same arithmetic from long to short; the longest that has room is drawn."""
    leaves: tuple[Leaf, ...] = ()
    trail: tuple[str, ...] = ()
    """The labels of the numbers through which one came here, the first one first."""
    note: str = ""
    """A sentence in place of arithmetic, where there is none."""
    title: str = ""
    """What it is called in the line above, where that is not the label: its name in the network."""
    way: str = ""
    """Where `enter` leads from here, such as `update 11`; empty: nowhere."""


def draw_derivation(shown: Shown, leaf: int, width: int, height: int, has_focus: bool) -> list[Line]:
    """Draw the trail, the equation and the leaf under the cursor, as much of each as the height allows."""
    has_title = height >= 3
    has_leaf = bool(shown.leaves) and (height >= 4 or (has_focus and height >= 2))
    room = height - has_title - has_leaf
    lines = [_title(shown, width, has_focus)] if has_title else []
    lines += _equation(shown, leaf if has_focus else None, width, room)
    if has_leaf:
        lines.append(_leaf_line(shown, leaf, width, has_focus))
    return lines


def wrapped_terms(pieces: Sequence[Piece], width: int, indent: int) -> list[Line]:
    """Break an equation's right side into lines before `+`, `−` and `=`; every line but the first is indented."""
    lines: list[list[Piece]] = [[]]
    column = 0
    for word in _words(pieces):
        length = width_of(word)
        if column + length > width and lines[-1]:
            first = word[0].text.lstrip()
            lines.append([word[0]._replace(text=first), *word[1:]])
            column = indent + length - len(word[0].text) + len(first)
        else:
            lines[-1] += word
            column += length
    blank = Piece(" " * indent)
    return [joined((blank, *line)) if number else joined(line) for number, line in enumerate(lines)]


def _title(shown: Shown, width: int, has_focus: bool) -> Line:
    """Draw the rule with the trail in it; where it is long, its beginning gives way to a sign."""
    label = Piece(one_line(shown.title or shown.label), Tone.FOCUSED_TITLE if has_focus else Tone.RESULT)
    for first in range(len(shown.trail) + 1):
        steps = [*([MORE] if first else []), *(one_line(step) for step in shown.trail[first:])]
        trail = [Piece(f"{step} ‹ ", Tone.TITLE) for step in steps]
        line: Line = (Piece("── ", Tone.RULE), *trail, label, Piece(" ", Tone.RULE))
        if width_of(line) <= width:
            return joined((*line, Piece("─" * (width - width_of(line)), Tone.RULE)))
    return fitted((Piece("── ", Tone.RULE), label), width)


def _equation(shown: Shown, leaf: int | None, width: int, height: int) -> list[Line]:
    """Draw the longest form that has room, with names and numbers; else with numbers alone, cut if it must be."""
    if shown.note:
        text = f" {one_line(shown.label)}: {clean(shown.note)}" if height < 2 else f" {clean(shown.note)}"
        way = [(Piece(f" enter: {shown.way}, where it was made", Tone.FAINT),)] if shown.way and height > 1 else []
        return [*wrapped_terms([Piece(text)], width, 1)[: height - len(way)], *way]
    for form in shown.forms:
        lines = _sides(shown, form, leaf, width, has_names=True)
        if len(lines) <= height:
            return lines
    for form in shown.forms:
        lines = _sides(shown, form, leaf, width, has_names=False)
        if len(lines) <= height:
            return lines
    return [_cut_before_result(shown, width)] if height > 0 else []


def _sides(shown: Shown, form: Form, leaf: int | None, width: int, has_names: bool) -> list[Line]:
    left = f" {one_line(shown.label)} "
    indent = len(left) if len(left) <= width // 3 else 4
    start = Piece(left, Tone.RESULT)
    names = Piece("= ", Tone.FAINT), *_names(shown, form.names, leaf)
    numbers = _numbers(form)
    if not has_names:
        return wrapped_terms((start, *numbers), width, indent)
    blank = Piece(" " * indent)
    second = [joined((blank, *line)) for line in wrapped_terms(numbers, width - indent, 2)]
    return wrapped_terms((start, *names), width, indent + 2) + second


def _numbers(form: Form) -> tuple[Piece, ...]:
    """Return the side with numbers, an equals sign before it and, where it says more, one before the result."""
    if not form.numbers:
        return _result(form, "= ")
    start = Piece("= ", Tone.FAINT), Piece(form.numbers)
    return (*start, *_result(form, " = ")) if form.result else start


def _result(form: Form, sign: str) -> tuple[Piece, ...]:
    tone = Tone.STRONG_NEGATIVE if form.result.startswith(MINUS) else Tone.STRONG_POSITIVE
    return Piece(sign if form.is_exact else sign.replace("=", "≈"), Tone.FAINT), Piece(form.result, tone)


def _cut_before_result(shown: Shown, width: int) -> Line:
    """Draw the shortest form on one line; the result stays in sight whatever else must go."""
    if not shown.forms:
        return ()
    form = shown.forms[-1]
    tail = _result(form, " = ") if form.numbers and form.result else ()
    start = _numbers(replace(form, result="") if form.numbers else form)
    head = (Piece(f" {one_line(shown.label)} ", Tone.RESULT), *start)
    room = width - width_of(tail)
    return joined((*(head if width_of(head) <= room else fitted(head, max(room, 0))), *tail))


def _names(shown: Shown, names: str, leaf: int | None) -> list[Piece]:
    """Return the names with the chosen leaf lit, if it stands among them."""
    place = _place_of(shown, names, leaf) if leaf is not None else None
    if place is None:
        return [Piece(names)]
    start, end = place
    return [Piece(names[:start]), Piece(names[start:end], Tone.SPAN), Piece(names[end:])]


def _place_of(shown: Shown, names: str, leaf: int) -> tuple[int, int] | None:
    """Find a leaf's label in the names: the third leaf of the same label is the label's third place."""
    if not 0 <= leaf < len(shown.leaves):
        return None
    label = shown.leaves[leaf].label
    skip = sum(other.label == label for other in shown.leaves[:leaf])
    start = names.find(label)
    while start >= 0:
        end = start + len(label)
        is_whole = not _is_name(names[start - 1 : start]) and not _is_name(names[end : end + 1])
        if is_whole and not skip:
            return start, end
        skip -= is_whole
        start = names.find(label, start + 1)
    return None


def _is_name(character: str) -> bool:
    return character.isalnum() or character in ("_", ".")


def _leaf_line(shown: Shown, leaf: int, width: int, has_focus: bool) -> Line:
    """Draw the leaf under the cursor with its number and what `enter` would do."""
    if not 0 <= leaf < len(shown.leaves):
        return ()
    chosen = shown.leaves[leaf]
    count = len(shown.leaves)
    head = Piece(f" {leaf + 1}/{count}  ", Tone.FAINT)
    name = Piece(one_line(chosen.label), Tone.PLAIN, Tone.CURSOR if has_focus else Tone.RESTING_CURSOR)
    number = Piece(f" = {chosen.number}" if chosen.number != chosen.label else "", Tone.PLAIN)
    about = chosen.about
    for says in (f"{about}   {ASK}" if about else ASK, ASK) if chosen.can_enter else (about,):
        line = (head, name, number, Piece(f"   {says}" if says else "", Tone.FAINT))
        if width_of(line) <= width:
            return joined(line)
    return fitted((head, name, number), width)


def _words(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Split pieces into what must stay together: a term with the sign before it, whatever tones it has."""
    text = text_of(pieces)
    cuts = sorted({at for sign in _BREAKS for at in _finds(text, sign)})
    words: list[list[Piece]] = [[]]
    at = 0
    for piece in pieces:
        rest = piece.text
        if at in cuts and words[-1]:
            words.append([])
        for cut in [c for c in cuts if at < c < at + len(rest)] if rest else []:
            words[-1].append(piece._replace(text=rest[: cut - at]))
            words.append([])
            rest, at = rest[cut - at :], cut
        words[-1].append(piece._replace(text=rest))
        at += len(rest)
    return [word for word in words if word]


def _finds(text: str, sign: str) -> list[int]:
    """Return where a term may be parted from the one before: in front of a sign that stands in no index."""
    places: list[int] = []
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "[") - (character == "]")
        if not depth and text.startswith(sign, at):
            places.append(at + (sign == ", "))
    return places

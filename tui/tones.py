"""What each tone looks like: its colours by their names in the theme, and its manner of writing.

The looks are worked out here and not in style sheets: there each tone would be a node of its own in every view, forty
to a view, made at the start and styled again with every change of focus.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from rich.style import Style
from textual.color import Color

from tui.render.lines import Tone


class Look(NamedTuple):
    """How a tone is written: the names of two colours of the theme, and words such as "bold reverse"."""

    color: str = ""
    """Empty: the view's own."""
    ground: str = ""
    """The colour behind the text; empty: the view's own."""
    manner: str = ""


LOOKS: Final[Mapping[Tone, Look]] = {
    Tone.PLAIN: Look(),
    Tone.STRONG: Look(manner="bold"),
    Tone.FAINT: Look("quiet"),
    Tone.EMPHASIS: Look(manner="italic"),
    Tone.CODE: Look("text-accent"),
    Tone.KEY: Look("accent", manner="bold"),
    Tone.RIGHT: Look("success", manner="bold"),
    Tone.WRONG: Look("error", manner="bold"),
    Tone.TITLE: Look("quiet"),
    Tone.FOCUSED_TITLE: Look("accent", manner="bold"),
    Tone.RULE: Look("rule"),
    Tone.SIGN: Look("warning"),
    Tone.CURSOR: Look("cursor-background", manner="bold reverse"),
    Tone.RESTING_CURSOR: Look(ground="lit-background", manner="bold"),
    Tone.LIT: Look(ground="lit-background", manner="bold underline"),
    Tone.PATH: Look(manner="underline"),
    Tone.POSITIVE: Look("sign-positive"),
    Tone.STRONG_POSITIVE: Look("sign-positive", manner="bold"),
    Tone.NEGATIVE: Look("sign-negative"),
    Tone.STRONG_NEGATIVE: Look("sign-negative", manner="bold"),
    Tone.ZERO: Look("sign-zero"),
    Tone.LOUD: Look("error", manner="bold reverse"),
    Tone.RESULT: Look(manner="bold"),
    Tone.FORWARD: Look("phase-forward", manner="bold"),
    Tone.LOSS: Look("phase-loss", manner="bold"),
    Tone.BACKWARD: Look("phase-backward", manner="bold"),
    Tone.UPDATE: Look("phase-update", manner="bold"),
    Tone.KEYWORD: Look("phase-loss"),
    Tone.STRING: Look("success"),
    Tone.COMMENT: Look("quiet", manner="italic"),
    Tone.NUMBER: Look("warning"),
    Tone.FUNCTION: Look("phase-forward", manner="bold"),
    Tone.RUNNING: Look("accent", manner="bold"),
    Tone.SPAN: Look("cursor-background", manner="bold reverse"),
    Tone.INK_1: Look("phase-forward"),
    Tone.INK_2: Look("phase-backward"),
    Tone.INK_3: Look("phase-update"),
    Tone.INK_4: Look("phase-loss"),
    Tone.INK_5: Look("accent"),
    Tone.INK_6: Look("foreground"),
}


def style_of(tone: Tone, colors: Mapping[str, str], ground: Color) -> Style:
    """Return what a tone sets by itself, in a theme's colours, on a view's ground."""
    look = LOOKS[tone]
    behind = ground + Color.parse(colors[look.ground]) if look.ground else ground
    return _manner(look.manner) + Style(
        color=(behind + Color.parse(colors[look.color])).rich_color if look.color else None,
        bgcolor=behind.rich_color if look.ground else None,
    )


@cache
def _manner(words: str) -> Style:
    return Style.parse(words)

"""The colours: four themes of our own, and the variables that every view draws with.

One accent shows where you are. All other colour carries meaning: a phase of the update, the sign of a number, right
or wrong. Most values lie on the 256-colour cube, so that a plain SSH terminal shows what was meant.
"""

from enum import StrEnum
from typing import Final

from textual.theme import Theme


class ThemeName(StrEnum):
    """The themes that glassnet brings."""

    DARK = "glassnet-dark"
    LIGHT = "glassnet-light"
    CLEAR = "glassnet-clear"
    ANSI = "glassnet-ansi"

    @property
    def label(self) -> str:
        """What the palette calls it."""
        return {"dark": "dark", "light": "light", "clear": "for colour-blind eyes", "ansi": "the terminal's own"}[
            self.removeprefix("glassnet-")
        ]

    @property
    def about(self) -> str:
        """What is special about it, in a sentence."""
        match self:
            case ThemeName.DARK:
                return "Light letters on a dark ground."
            case ThemeName.LIGHT:
                return "Dark letters on a light ground."
            case ThemeName.CLEAR:
                return "Blue and orange in place of green and red, more contrast."
            case ThemeName.ANSI:
                return "The sixteen colours that your terminal is set to."


DARK: Final = Theme(
    name=ThemeName.DARK,
    dark=True,
    primary="#5fafaf",
    secondary="#878787",
    accent="#5fd7d7",
    foreground="#d0d0d0",
    background="#121212",
    surface="#1c1c1c",
    panel="#262626",
    success="#87d787",
    warning="#ffd75f",
    error="#ff8787",
    variables={
        "phase-forward": "#5fafff",
        "phase-loss": "#d787ff",
        "phase-backward": "#ffaf5f",
        "phase-update": "#87d75f",
        "sign-positive": "#87d7ff",
        "sign-negative": "#ff8787",
        "sign-zero": "#949494",
        "quiet": "#949494",
        "rule": "#3a3a3a",
        "lit-background": "#3a3a3a",
        "cursor-foreground": "#121212",
        "cursor-background": "#5fd7d7",
    },
)

LIGHT: Final = Theme(
    name=ThemeName.LIGHT,
    dark=False,
    primary="#005f87",
    secondary="#6c6c6c",
    accent="#005f87",
    foreground="#262626",
    background="#f8f8f8",
    surface="#eeeeee",
    panel="#e4e4e4",
    success="#005f00",
    warning="#875f00",
    error="#af0000",
    variables={
        "phase-forward": "#005faf",
        "phase-loss": "#8700af",
        "phase-backward": "#8a4b00",
        "phase-update": "#005f00",
        "sign-positive": "#005f87",
        "sign-negative": "#af0000",
        "sign-zero": "#626262",
        "quiet": "#626262",
        "rule": "#c6c6c6",
        "lit-background": "#d0d0d0",
        "cursor-foreground": "#ffffff",
        "cursor-background": "#005f87",
    },
)

# Okabe and Ito's colours, which all common kinds of colour vision tell apart.
CLEAR: Final = Theme(
    name=ThemeName.CLEAR,
    dark=True,
    primary="#56b4e9",
    secondary="#949494",
    accent="#f0e442",
    foreground="#e4e4e4",
    background="#080808",
    surface="#121212",
    panel="#262626",
    success="#56b4e9",
    warning="#f0e442",
    error="#e69f00",
    variables={
        "phase-forward": "#56b4e9",
        "phase-loss": "#cc79a7",
        "phase-backward": "#e69f00",
        "phase-update": "#00af87",
        "sign-positive": "#56b4e9",
        "sign-negative": "#e69f00",
        "sign-zero": "#949494",
        "quiet": "#a8a8a8",
        "rule": "#4e4e4e",
        "lit-background": "#3a3a3a",
        "cursor-foreground": "#080808",
        "cursor-background": "#f0e442",
    },
)

ANSI: Final = Theme(
    name=ThemeName.ANSI,
    ansi=True,
    dark=True,
    primary="ansi_cyan",
    secondary="ansi_default",
    accent="ansi_cyan",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    variables={
        "phase-forward": "ansi_blue",
        "phase-loss": "ansi_magenta",
        "phase-backward": "ansi_yellow",
        "phase-update": "ansi_green",
        "sign-positive": "ansi_cyan",
        "sign-negative": "ansi_red",
        "sign-zero": "ansi_bright_black",
        "quiet": "ansi_bright_black",
        "rule": "ansi_bright_black",
        "lit-background": "ansi_default",
        "cursor-foreground": "ansi_black",
        "cursor-background": "ansi_cyan",
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "border": "ansi_cyan",
        "border-blurred": "ansi_bright_black",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_cyan",
        "footer-key-foreground": "ansi_cyan",
        "scrollbar": "ansi_bright_black",
        "scrollbar-background": "ansi_default",
    },
)

THEMES: Final = (DARK, LIGHT, CLEAR, ANSI)

# What a theme that is not ours draws with: our dark colours.
DEFAULT_VARIABLES: Final = dict(DARK.variables)

STYLES: Final = """
Toast { width: auto; max-width: 90%; padding: 0 1; margin: 0; background: $panel; }
Toast.-information { border-left: outer $accent; }
ToastRack { margin-bottom: 3; }
"""
"""How Textual's own notices look; what each tone looks like stands in `tui.tones`."""

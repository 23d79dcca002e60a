"""What this terminal can do: its characters, its colours, and whether it is a terminal at all.

Only the environment is read here, and nothing of Textual is imported, so that a wrong terminal is answered at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FEWEST_COLUMNS: Final = 60
FEWEST_ROWS: Final = 18

# The names of terminals that Textual itself takes for a 256-colour one have "256color" or these in them.
_KNOWN_256: Final = ("kitty", "alacritty", "ghostty", "wezterm")


class Drawing(StrEnum):
    """Which characters the terminal can show."""

    FULL = "full"
    """Everything up to Braille."""
    BOXES = "boxes"
    """Lines and blocks, but no Braille: the Linux console."""
    ASCII = "ascii"
    """Plain ASCII only."""


class Colors(StrEnum):
    """How many colours the terminal can show."""

    TRUE = "truecolor"
    MANY = "256"
    FEW = "16"
    NONE = "none"


@dataclass(frozen=True)
class Terminal:
    """What the environment says about the terminal that we draw on."""

    name: str = "xterm-256color"
    """The value of TERM."""
    drawing: Drawing = Drawing.FULL
    colors: Colors = Colors.MANY
    is_slow: bool = False
    """Every byte counts: the learner sits at the far end of an SSH connection, or says so."""
    has_input: bool = True
    has_output: bool = True

    @property
    def problem(self) -> str | None:
        """Say in one line why the app cannot run here and what to do, or nothing if it can."""
        if not (self.has_input and self.has_output):
            return (
                "glassnet needs a terminal to draw on, and its input or output goes to a pipe or a file. "
                "Run it in a terminal; --plain LESSON works here, and --list and --progress print plain text."
            )
        if self.name in ("dumb", "unknown"):
            return (
                f"glassnet cannot draw on a terminal of the kind TERM={self.name}. "
                "Try TERM=xterm-256color in front of the command, or --plain LESSON, which works anywhere."
            )
        return None

    def environment(self) -> dict[str, str]:
        """Give the settings that Textual and the maths library read when they are imported."""
        settings = {
            # An arrow key whose bytes come late over the network is not an escape followed by letters.
            "ESCDELAY": "400" if self.is_slow else "100",
            **one_thread(),
        }
        if self.is_slow:
            settings["TEXTUAL_FPS"] = "15"
        return settings

    @property
    def chart_frames(self) -> int:
        """How often a second a chart is drawn while updates run; a frame takes some 7 kB, and time from training."""
        return 1 if self.is_slow else 2

    @property
    def color_system(self) -> str:
        """Name the colours as Textual's TEXTUAL_COLOR_SYSTEM does."""
        match self.colors:
            case Colors.TRUE:
                return "truecolor"
            case Colors.MANY:
                return "256"
            case Colors.FEW | Colors.NONE:
                return "standard"


def one_thread() -> dict[str, str]:
    """Give the settings of the maths libraries; they count only before NumPy is imported.

    More threads than one slow small networks down, and forty learners may share this machine.
    """
    return {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def look(
    environ: Mapping[str, str],
    *,
    encoding: str = "utf-8",
    has_input: bool = True,
    has_output: bool = True,
    is_utf8_mode: bool = False,
    is_ascii: bool = False,
    is_slow: bool = False,
    colors: Colors | None = None,
) -> Terminal:
    """Find out what the terminal can do; `is_ascii`, `is_slow` and `colors` are what the learner asked for.

    `is_utf8_mode` says that Python met the C locale and went over to UTF-8 of its own accord (`sys.flags.utf8_mode`).
    """
    name = environ.get("TERM", "") or "unknown"
    locale = _locale(environ, is_utf8_mode=is_utf8_mode)
    return Terminal(
        name=name,
        drawing=Drawing.ASCII if is_ascii else _drawing(name, environ, encoding, locale),
        colors=colors or _colors(name, environ),
        is_slow=is_slow or "SSH_CONNECTION" in environ or "SSH_TTY" in environ,
        has_input=has_input,
        has_output=has_output,
    )


def _drawing(name: str, environ: Mapping[str, str], encoding: str, locale: str) -> Drawing:
    """Choose the characters: plain ASCII where the encoding or the locale asks for it."""
    if _folded(encoding) != "utf8" or locale in ("C", "POSIX"):
        return Drawing.ASCII
    # GNU screen itself says STY; tmux may call itself screen-256color and shows UTF-8 all the same.
    if name.startswith("screen") and "STY" in environ and "utf8" not in _folded(locale):
        return Drawing.ASCII
    return Drawing.BOXES if name == "linux" else Drawing.FULL


def _locale(environ: Mapping[str, str], *, is_utf8_mode: bool) -> str:
    """Name the locale that the learner asked for; empty: none, as on many a server that shows UTF-8 all the same."""
    kind = environ.get("LC_CTYPE", "")
    if is_utf8_mode and _folded(kind) in ("c.utf8", "utf8"):
        kind = ""  # Python has put that there itself
    return environ.get("LC_ALL") or kind or environ.get("LANG") or ""


def _folded(name: str) -> str:
    """Give an encoding's or a locale's name without what is written now so, now so."""
    return name.lower().replace("-", "").replace("_", "")


def _colors(name: str, environ: Mapping[str, str]) -> Colors:
    """Choose the colours; an empty NO_COLOR counts as not set, as no-color.org has it."""
    if environ.get("NO_COLOR"):
        return Colors.NONE
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return Colors.TRUE
    if "256color" in name or any(known in name for known in _KNOWN_256):
        return Colors.MANY
    return Colors.FEW

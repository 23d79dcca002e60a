"""Text in plain ASCII, each character in as many columns as before."""

from functools import lru_cache
from typing import Final

_PAIRS: Final = {
    "─┄┈╌╴╶‾⎯": "-",
    "━═": "=",
    "│┃┆┊╎║▏▎▍▕": "|",
    "┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛╔╗╚╝┣┫┳┻╋╞╡╪": "+",
    "█▉▊▋▌▐▓■▮▛▜▙▟": "#",
    "▁▂▃▄▅▆▇▖▗▘▝▞▚▔▀": "=",
    "░▒□▯": ".",
    "▶▸►❯›→⇒": ">",
    "◀◂◄‹←⇐": "<",
    "↑▲▴": "^",
    "↓▼▾": "v",
    "•∙·⋅": "*",
    "●◉": "@",
    "◆": "%",
    "△": "A",
    "≡": "#",
    "○◌◦": "o",
    "◐◑◒◓": "%",
    "✓✔": "+",
    "✗✘✕×": "x",
    "−–—": "-",
    "…": "~",
    "≈": "~",
    "≤": "<",
    "≥": ">",
    "“”„": '"',
    "‘’‚": "'",
    "\u00a0": " ",
}
_TABLE: Final = str.maketrans({character: plain for characters, plain in _PAIRS.items() for character in characters})
_BRAILLE: Final = range(0x2801, 0x2900)


@lru_cache(4096)
def in_ascii(text: str) -> str:
    """Give the text in ASCII, each character in as many columns as before."""
    if text.isascii():
        return text
    return "".join(map(_one, text.translate(_TABLE)))


def _one(character: str) -> str:
    """Give one character in ASCII: a star for Braille dots, a question mark for what has no likeness."""
    code = ord(character)
    if code < 128:
        return character
    if code == _BRAILLE.start - 1:
        return " "
    if code in _BRAILLE:
        return "*"
    return "?" * _width(character)


def _width(character: str) -> int:
    """Return how many columns the character takes."""
    from rich.cells import cell_len

    return cell_len(character)

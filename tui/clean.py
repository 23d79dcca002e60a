"""Text that is not ours, made safe to draw.

Textual hands control characters on to the terminal as they are, so a lesson file or an error message could clear
the screen or rename the window. Every text from a file, a learner or an exception goes through `clean` first.
"""

import re

MOST_CHARACTERS = 20_000
MOST_LINES = 2_000

# C0 without tab and line feed, DEL, C1, and the marks that reorder text from right to left.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def clean(text: str) -> str:
    """Give the text without control characters, cut (with a sign) where it is far too long."""
    safe = _UNSAFE.sub("", text.replace("\r\n", "\n")).expandtabs(4)
    cut = safe[:MOST_CHARACTERS]
    lines = cut.split("\n")
    if len(lines) > MOST_LINES:
        cut = "\n".join(lines[:MOST_LINES])
    return cut if len(cut) == len(safe) else f"{cut} …"


def clean_line(text: str) -> str:
    """Give the text cleaned, in one line."""
    return " ".join(clean(text).split())

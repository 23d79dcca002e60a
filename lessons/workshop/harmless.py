"""Text from a learner's program, made harmless: control characters become signs that can be seen.

A terminal obeys what stands after an escape character. Nothing that a program prints may reach it as it is.
"""

from __future__ import annotations

import re

_PICTURES = 0x2400
"""Where Unicode keeps a small picture for each of the first 32 control characters."""

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # all but tab and newline
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the writing's direction
    "\u2028\u2029\ufeff\ud800-\udfff]"  # line separators, byte order mark, halves of characters
)


def harmless(text: str, most: int = 70_000) -> str:
    """Return the text with a visible sign for each control character, and at most so long."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return _CONTROL.sub(_sign, cut.replace("\r\n", "\n"))


def harmless_bytes(data: bytes, most: int = 70_000) -> str:
    """Return what a program printed as harmless text."""
    return harmless(data.decode(errors="replace"), most)


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    return "\u2421" if code == 0x7F else "\ufffd"

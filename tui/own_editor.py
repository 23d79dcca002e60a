"""The learner's own editor: which one it is, and the call that opens a file in it."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

USUAL = ("nano", "vim", "vi", "emacs")
"""What is looked for where neither $VISUAL nor $EDITOR names an editor."""


def editor_words(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the words that start the learner's editor; none where there is no editor."""
    for name in ("VISUAL", "EDITOR"):
        words = _split(environment.get(name, ""))
        if words:
            return words
    return next(([found] for name in USUAL if (found := shutil.which(name))), [])


def edit(path: Path, words: list[str]) -> str:
    """Open a file in the editor and wait until it ends; return what went wrong, if something did."""
    try:
        code = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603 the learner's own choice
    except OSError as error:
        return f"{words[0]} could not be started: {error.strerror or error}."
    return f"{words[0]} ended with the code {code}." if code else ""


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return [text]

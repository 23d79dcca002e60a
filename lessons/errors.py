"""What is wrong in a lesson file, said so that its author can mend it.

Every message names the file and the line, says what is wrong, and what to do about it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class LessonError(Exception):
    """A fault in a lesson file: where it is, what is wrong, and how to mend it."""

    def __init__(self, file: str, line: int, what: str, mend: str) -> None:
        super().__init__(file, line, what, mend)
        self.file = file
        self.line = line
        self.what = what
        self.mend = mend

    def __str__(self) -> str:
        """Return the fault on one line, the way editors and compilers write it."""
        return f"{self.file}:{self.line}: {self.what}. {self.mend}"


class NamingError(Exception):
    """A name, an option or a reference that means nothing here: what is wrong and how to mend it.

    It does not know where it stands; the reader of the file turns it into a `LessonError`.
    """

    def __init__(self, what: str, mend: str, about: str = "") -> None:
        super().__init__(what, mend)
        self.what = what
        self.mend = mend
        self.about = about
        """The piece of the file that is at fault, where it is known."""

    def __str__(self) -> str:
        """Return what is wrong and how to mend it."""
        return f"{self.what}. {self.mend}"

    def at(self, file: str, line: int) -> LessonError:
        """Return the same fault with its place."""
        return LessonError(file, line, self.what, self.mend)


def listing(names: Iterable[str], most: int = 12) -> str:
    """Return names as "a, b, c", at most `most` of them and how many more there are."""
    names = list(names)
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def unknown(kind: str, name: str, known: Iterable[str], of: str = "") -> NamingError:
    """Return the error for a name that is not among the known ones, with the nearest that is.

    `of` says whose name it would be: "no option 'rate' of 'sgd'".
    """
    known = list(map(str, known))
    what = f"no {kind} {_shown(name)}" + (f" of {of}" if of else "")
    if not known:
        return NamingError(what, f"There is no {kind} here at all.", name)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    meant = f"Did you mean {near[0]!r}? " if near else ""
    there = f"There is only {known[0]}" if len(known) == 1 else f"There are {listing(known)}"
    return NamingError(what, f"{meant}{there}.", name)


def _shown(name: str, most: int = 60) -> str:
    """Return a name as it is quoted in a message, cut where it is absurdly long."""
    return repr(name if len(name) <= most else name[: most - 1] + "…")

"""Reads a TOML table of a lesson file field by field, and says precisely what is wrong with one.

A reader asks for the fields that it knows, by kind, and ends with `done()`, which refuses fields that nobody asked for.
"""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self, TypeVar

from lessons.errors import LessonError, NamingError, unknown

T = TypeVar("T")

LARGEST_WHOLE_NUMBER = 10**9
_TEXT = "a text"
_TEXTS = "a list of texts"
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


def parse_toml(text: str, file: str, first_line: int, what: str) -> dict[str, Any]:
    """Return the table that the text holds, or raise `LessonError` at the line of the fault."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else 1 + text.rstrip("\n").count("\n")
        match error:
            case tomllib.TOMLDecodeError():
                said = _TOML_PLACE.sub("", str(error)).rstrip(".")
            case RecursionError():
                said = "it is nested too deep"
            case _:
                said = "a number in it has too many digits"
        mend = 'Write it as TOML: name = value, a line each; text in "quotes".'
        raise LessonError(file, first_line + line - 1, f"cannot read the {what}: {said}", mend) from None


class Fields:
    """One table of a lesson file, with the place where it stands."""

    def __init__(
        self,
        table: Mapping[str, Any],
        file: str,
        source: str,
        first_line: int,
        what: str,
        places: tuple[str, ...] = (),
    ) -> None:
        self.table = table
        self.file = file
        self.source = source
        """The text in which the table stands, for finding lines."""
        self.first_line = first_line
        self.what = what
        """What the table is, for messages: "the predict block"."""
        self.places = places
        """The folders in which data files are looked for."""
        self._asked: list[str] = []

    def has(self, name: str) -> bool:
        """Return whether the author wrote this field."""
        self._ask(name)
        return name in self.table

    def done(self) -> None:
        """Refuse the fields that nobody asked for."""
        for name in self.table:
            if name not in self._asked:
                raise self.error_of(unknown("field", name, self._asked, self.what), name)

    def line(self, name: str | None = None) -> int:
        """Return the line on which a field stands, or where the table begins."""
        if name is not None:
            for number, text in enumerate(self.source.split("\n")):
                if re.search(rf"(^|[\s{{,])\"?{re.escape(name)}\"?\s*=", text):
                    return self.first_line + number
        return self.first_line

    def line_with(self, name: str, text: str) -> int:
        """Return the line, from a field's on, that has the text in it."""
        start = self.line(name)
        lines = self.source.split("\n")[start - self.first_line :]
        first = text.split("\n")[0] if text else ""
        return next((start + number for number, line in enumerate(lines) if first and first in line), start)

    def error(self, name: str | None, what: str, mend: str) -> LessonError:
        """Return an error at a field."""
        return LessonError(self.file, self.line(name), what, mend)

    def error_of(self, error: NamingError, name: str | None) -> LessonError:
        """Return the error with the place of a field."""
        return error.at(self.file, self.line(name))

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without a default the field must be there and not be empty."""
        value = self._get(name, default, _TEXT, lambda value: isinstance(value, str))
        if not value.strip() and default is None:
            raise self.error(name, f"{name!r} of {self.what} is empty", "Write something there.")
        return str(value).strip()

    def whole(self, name: str, default: int | None = None, least: int = 0, most: int = LARGEST_WHOLE_NUMBER) -> int:
        """Return a whole number within limits."""
        kind = f"a whole number of at least {least}" if most == LARGEST_WHOLE_NUMBER else f"from {least} to {most}"
        return int(self._get(name, default, kind, lambda value: is_whole(value, least) and value <= most))

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        return bool(self._get(name, default, "true or false", lambda value: isinstance(value, bool)))

    def texts(self, name: str, is_needed: bool = False) -> tuple[str, ...]:
        """Return a list of texts; none are there where it is missing."""
        default: list[str] | None = None if is_needed else []
        values = self._get(name, default, _TEXTS, lambda value: _is_list_of(value, str))
        if is_needed and not values:
            raise self.error(name, f"{name!r} of {self.what} is empty", "Write at least one.")
        return tuple(str(value).strip() for value in values)

    def tables(self, name: str) -> tuple[Self, ...]:
        """Return a list of tables; none are there where it is missing."""
        values = self._get(name, [], "a list of tables, [{ … }, { … }]", lambda value: _is_list_of(value, dict))
        return tuple(self._inner(value, name, number) for number, value in enumerate(values, 1))

    def value(self, name: str, kind: str, is_right: Callable[[Any], bool], default: Any = None) -> Any:
        """Return a value of any other kind; `kind` says in words what it must be."""
        return self._get(name, default, kind, is_right)

    def option(self, name: str, known: Mapping[str, T], default: T | None = None) -> T:
        """Return the one of the known things that the author names."""
        if default is not None and not self.has(name):
            return default
        word = self.text(name)
        if word not in known:
            raise self.error_of(unknown(name, word, known), name)
        return known[word]

    def rest(self, *without: str) -> tuple[tuple[str, Any], ...]:
        """Return all fields but some, in the author's order, as options for somebody else to check."""
        self._asked.extend(self.table)
        return tuple((name, self._plain(name, value)) for name, value in self.table.items() if name not in without)

    def _plain(self, name: str, value: Any) -> Any:
        if not is_option(value):
            raise self.error(name, f"{name!r} of {self.what} must be a number, a text or true/false", "Change it.")
        return value

    def _inner(self, table: Mapping[str, Any], name: str, number: int) -> Self:
        """Return a table inside this one; it begins where its first text is found."""
        first = next((value for value in table.values() if isinstance(value, str)), "")
        start = self.line_with(name, first)
        source = "\n".join(self.source.split("\n")[start - self.first_line :])
        return type(self)(table, self.file, source, start, f"entry {number} of {name!r} of {self.what}")

    def _get(self, name: str, default: Any, kind: str, is_right: Callable[[Any], bool]) -> Any:
        if not self.has(name):
            if default is None:
                raise self._missing(name, kind)
            return default
        value = self.table[name]
        if not is_right(value):
            shown = repr(value) if len(repr(value)) <= 60 else f"a {type(value).__name__}"
            raise self.error(name, f"{name!r} of {self.what} must be {kind}, not {shown}", _mend(kind, value))
        return value

    def _missing(self, name: str, kind: str) -> LessonError:
        """Return the error for a field that has to be there; it may be there with its name written wrongly."""
        near = difflib.get_close_matches(name, [other for other in self.table if other not in self._asked], n=1)
        if near:
            return self.error(near[0], f"{self.what} has no {name!r}, but it has {near[0]!r}", f"Write {name} = there.")
        return self.error(None, f"{self.what} has no {name!r}", f"Add {name} = {kind}.")

    def _ask(self, name: str) -> None:
        if name not in self._asked:
            self._asked.append(name)


def _mend(kind: str, value: object) -> str:
    """Return what to do about a value of another kind than the one that must be there."""
    match value:
        case str() if kind == _TEXTS:
            return f'Write it as ["{value[:30]}"].'
        case bool() | int() | float() if kind == _TEXT:
            return f'Write it in quotes: "{str(value)[:30]}".'
    return "Change it."


def is_whole(value: object, least: int = -LARGEST_WHOLE_NUMBER) -> bool:
    """Return whether the value is a whole number from `least` to a thousand million."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= LARGEST_WHOLE_NUMBER


def is_number(value: object) -> bool:
    """Return whether the value is a finite number."""
    return is_whole(value) or (isinstance(value, float) and math.isfinite(value))


def is_option(value: object) -> bool:
    """Return whether the value can be an option of a part: a text, a finite number, or true or false."""
    return isinstance(value, bool | str) or is_number(value)


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(item, kind) for item in value)

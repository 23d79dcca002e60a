"""The glossary: the words of the field, each in a sentence.

It is the file `glossary.toml` beside the lessons, one table a term. A lesson emphasises a term, `*loss*`, where it
explains it first.

    [loss]
    means = "How wrong the network is, as one number."
    also = ["losses"]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lessons.errors import LessonError
from lessons.reading.fields import Fields, parse_toml
from lessons.reading.head import load

FILE = "glossary.toml"

_EMPHASISED = re.compile(r"(?<![*\w])\*(?![*\s])([^*\n]+?)(?<![*\s])\*(?![*\w])")
_WORDS = re.compile(r"[A-Za-zé][A-Za-zé0-9-]*( [A-Za-zé0-9-]+){0,2}")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field."""

    name: str
    means: str
    also: tuple[str, ...] = ()
    """Other forms: the plural, an abbreviation."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """All terms, by every form of their name in small letters."""

    terms: Mapping[str, Term]

    def find(self, word: str) -> Term | None:
        """Return the term that a word stands for, or None."""
        return self.terms.get(word.strip().lower())

    @property
    def in_order(self) -> tuple[Term, ...]:
        """Each term once, in alphabetical order."""
        return tuple(sorted(set(self.terms.values()), key=lambda term: term.name.lower()))

    def found_in(self, text: str) -> tuple[Term, ...]:
        """Return the terms that a text uses, in any form, in the order in which they come up."""
        forms = "|".join(re.escape(form) for form in sorted(self.terms, key=len, reverse=True))
        found = re.finditer(rf"(?<![\w-])(?:{forms})(?![\w-])", text, re.IGNORECASE) if forms else ()
        return tuple(dict.fromkeys(self.terms[word[0].lower()] for word in found))

    def with_terms(self, other: Glossary) -> Glossary:
        """Return both glossaries in one; what stands here counts."""
        return Glossary({**other.terms, **self.terms})


def read_glossary(folder: Path) -> Glossary:
    """Return the glossary of a folder of lessons, empty where it has none; raise `LessonError` for a broken one."""
    path = folder / FILE
    if not path.is_file():
        return Glossary({})
    source = load(path)
    terms: dict[str, Term] = {}
    for name, table in parse_toml(source, FILE, 1, "glossary").items():
        term = _term(name, table, source)
        for form in (term.name, *term.also):
            terms[form.lower()] = term
    return Glossary(terms)


def emphasised_terms(text: str) -> Iterator[str]:
    """Yield the words that a text emphasises as terms; emphasised formulas are none."""
    for found in _EMPHASISED.finditer(text):
        if _WORDS.fullmatch(found[1]):
            yield found[1]


def _term(name: str, table: object, source: str) -> Term:
    line = next((n for n, text in enumerate(source.split("\n"), 1) if text.strip().strip('[]"') == name), 1)
    if not isinstance(table, dict):
        raise LessonError(FILE, line, f"{name!r} is no term", f'Write [{name}] and means = "…" below it.')
    fields = Fields(table, FILE, "\n".join(source.split("\n")[line - 1 :]), line, f"the term {name!r}")
    term = Term(name, fields.text("means"), fields.texts("also"))
    fields.done()
    return term

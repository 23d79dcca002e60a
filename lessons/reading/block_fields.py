"""Reads the fields of a lesson's blocks: those of every TOML table, and texts and conditions that speak of the run."""

from __future__ import annotations

from lessons.errors import LessonError, NamingError
from lessons.expressions import Expression, parse_expression
from lessons.reading.fields import Fields
from lessons.reading.inline import find_numbers


class BlockFields(Fields):
    """The table of a fenced block, or one inside it."""

    def prose(self, name: str, default: str | None = None) -> str:
        """Return a text in which {references} stand for numbers; raise for one that cannot be read."""
        text = self.text(name, default)
        self._check_numbers(name, text)
        return text

    def proses(self, name: str, is_needed: bool = False) -> tuple[str, ...]:
        """Return a list of such texts."""
        texts = self.texts(name, is_needed)
        for text in texts:
            self._check_numbers(name, text)
        return texts

    def expression(self, name: str) -> Expression:
        """Return a parsed expression."""
        text = self.text(name)
        try:
            return parse_expression(text)
        except NamingError as error:
            raise LessonError(self.file, self.line_with(name, text), error.what, error.mend) from None

    def _check_numbers(self, name: str, text: str) -> None:
        try:
            find_numbers(text)
        except NamingError as error:
            raise LessonError(self.file, self.line_with(name, text), error.what, error.mend) from None

"""Reads a lesson file: Markdown with TOML front matter and fenced blocks, into frozen records that know their lines.

    +++                          front matter: id, title, part, minutes, needs, goals
    title = "…"
    +++
    ## A page's title            prose, then blocks in fences: ```predict … ```
    ---                          the next page

A lesson is data. Nothing in it is executed, and whatever is wrong with it comes back as `LessonError`s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lessons.blocks import Block, ExperimentBlock, Lesson, Page, Prose, Setting, Show
from lessons.errors import LessonError, NamingError, unknown
from lessons.reading.block_fields import BlockFields
from lessons.reading.fields import parse_toml
from lessons.reading.head import Head, load, parse_head, split_head
from lessons.reading.inline import find_numbers
from lessons.reading.readers import READERS, read_block

CODE_FENCES = ("", "python", "text", "console", "toml", "markdown")
"""What a fence may be called that is shown as it stands."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a lesson file: the lesson where there is no fault, and all faults that were found."""

    lesson: Lesson | None
    errors: tuple[LessonError, ...]


def parse(path: Path, data: Sequence[Path] = ()) -> Lesson:
    """Return the lesson in a file, or raise `LessonError` for its first fault; its data is looked for in `data` too."""
    return _lesson_of(read(path, data))


def parse_text(text: str, file: str = "lesson.md") -> Lesson:
    """Return the lesson in a text, or raise `LessonError` for its first fault."""
    return _lesson_of(read_text(text, file))


def read(path: Path, data: Sequence[Path] = ()) -> Reading:
    """Return the lesson in a file, with all its faults; files of data lie in the folders `data` or beside it."""
    try:
        return read_text(load(path), path.name, (*data, path.parent))
    except LessonError as error:
        return Reading(None, (error,))


def read_text(text: str, file: str, data: Sequence[Path] = ()) -> Reading:
    """Return the lesson in a text, with all its faults."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    errors: list[LessonError] = []
    head: Head | None = None
    try:
        head = parse_head(text, file)
    except LessonError as error:
        errors.append(error)
    pages = _Pages(text, file, errors, tuple(map(str, data))).read()
    if not pages and not errors:
        errors.append(LessonError(file, 1, "the lesson has no page", "Write something below the front matter."))
    errors.sort(key=lambda error: error.line)
    lesson = Lesson(head, pages, file, text) if head and not errors else None
    return Reading(lesson, tuple(errors))


def _lesson_of(reading: Reading) -> Lesson:
    if reading.lesson is None:
        raise reading.errors[0]
    return reading.lesson


class _Pages:
    """Reads the pages, from top to bottom, remembering the experiment and the update that the blocks speak of."""

    def __init__(self, text: str, file: str, errors: list[LessonError], places: tuple[str, ...] = ()) -> None:
        try:
            self._text = split_head(text, file)[1]
        except LessonError:
            self._text = text
        self._lines = self._text.split("\n")
        self._file = file
        self._errors = errors
        self._places = places
        self._setting = Setting()
        self._ids: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._blocks: list[Block] = []
        self._pages: list[Page] = []
        self._title = ""
        self._first_line = 0

    def read(self) -> tuple[Page, ...]:
        """Return all pages; faults go to the list of errors."""
        start = 0
        for token in MarkdownIt("commonmark").disable("inline").parse(self._text):
            if token.level or token.map is None:
                self._check_nested(token)
                continue
            first, end = token.map
            if token.type == "heading_open" and token.markup == "-":
                self._fault(end, "a line of --- right under text makes it a heading", "Put an empty line above it.")
            elif token.type == "heading_open" and not self._blocks and not self._title:
                self._prose(start, first)
                self._title, start = self._lines[first].lstrip("# ").rstrip("# "), end
                self._first_line = first + 1
            elif token.type == "hr":
                self._prose(start, first)
                self._end_page()
                start = end
            elif token.type == "fence" and self._is_closed(token, first, end) and self._is_block(token):
                self._prose(start, first)
                self._block(token.info.strip(), token.content, first + 1)
                start = end
        self._prose(start, len(self._lines))
        self._end_page()
        return tuple(self._pages)

    def _check_nested(self, token: Token) -> None:
        """Refuse a block that Markdown takes for a piece of a list or of a quotation: it would be shown as text."""
        kind = token.info.strip()
        if token.type == "fence" and token.map is not None and kind in READERS:
            what = f"the {kind} block stands inside a list or a quotation, where it is not read"
            self._fault(token.map[0] + 1, what, "Begin its fence at the left margin.")

    def _is_closed(self, token: Token, first: int, end: int) -> bool:
        """Return whether a fence ends where it should; one that is never closed swallows what stands below it."""
        inner = self._lines[first + 1 : end - 1]
        next_fence = next((line for line in inner if line.startswith(token.markup)), None)
        last = self._lines[end - 1].strip()
        if next_fence is None and end - 1 > first and last and not last.strip(token.markup[0]):
            return True
        kind = token.info.strip()
        name, otherwise = (f"the fence of {kind!r}", "") if kind else ("a fence", ", or take it out")
        before = f" before {next_fence.strip()[:40]!r}" if next_fence else ""
        self._fault(first + 1, f"{name} is not closed{before}", f"End it with a line of {token.markup}{otherwise}.")
        return False

    def _is_block(self, token: Token) -> bool:
        kind = token.info.strip()
        if kind in READERS:
            return True
        if kind.partition(" ")[0] not in CODE_FENCES:
            error = unknown("kind of block", kind, (*READERS, *CODE_FENCES[1:]))
            self._fault((token.map or [0])[0] + 1, error.what, error.mend)
        return False

    def _prose(self, start: int, end: int) -> None:
        """Take the lines from start to end as prose."""
        lines = self._lines[start:end]
        text = "\n".join(lines).strip("\n")
        if not text.strip():
            return
        line = start + 1 + next(number for number, line in enumerate(lines) if line.strip())
        try:
            self._add(Prose(self._new_id("prose"), line, text, find_numbers(text), self._setting))
        except NamingError as error:
            self._fault(line, error.what, error.mend)

    def _block(self, kind: str, source: str, line: int) -> None:
        """Read one fenced block; the line is that of its fence."""
        try:
            table = parse_toml(source, self._file, line + 1, f"{kind} block")
            fields = BlockFields(table, self._file, source, line + 1, f"the {kind} block", self._places)
            self._add(read_block(kind, fields, self._new_id(kind), line, self._setting))
        except LessonError as error:
            self._errors.append(error)

    def _add(self, block: Block) -> None:
        if block.id in self._ids:
            self._fault(
                block.line, f"the id {block.id!r} is taken on line {self._ids[block.id]}", "Give each block its own id."
            )
        self._ids[block.id] = block.line
        self._blocks.append(block)
        match block:
            case ExperimentBlock(experiment=experiment):
                self._setting = Setting(experiment, 0)
            case Show(setting=setting):
                self._setting = setting

    def _new_id(self, kind: str) -> str:
        """Return an id from the page and the block's kind, for blocks whose author gives none."""
        key = f"p{len(self._pages) + 1}-{kind}"
        self._counts[key] = self._counts.get(key, 0) + 1
        return f"{key}-{self._counts[key]}"

    def _end_page(self) -> None:
        if self._blocks or self._title:
            number = len(self._pages) + 1
            blocks = tuple(_with_first_experiment(self._blocks))
            line = self._first_line or blocks[0].line
            self._pages.append(Page(f"p{number}", number, line, self._title, blocks))
        self._blocks, self._title, self._first_line = [], "", 0

    def _fault(self, line: int, what: str, mend: str) -> None:
        self._errors.append(LessonError(self._file, line, what, mend))


def _with_first_experiment(blocks: Sequence[Block]) -> Iterator[Block]:
    """Let what stands above the lesson's first experiment, on its page, speak of it too."""
    first = next((block.experiment for block in blocks if isinstance(block, ExperimentBlock)), None)
    for block in blocks:
        if first is None or isinstance(block, ExperimentBlock) or block.setting.experiment is not None:
            yield block
        else:
            yield replace(block, setting=Setting(first, block.setting.update))

"""Plain mode from its start to its end: lines from standard input, wrapped lines to standard output."""

import shutil
import signal
import sys
import textwrap
from collections.abc import Iterable, Iterator
from functools import cache
from types import FrameType
from typing import Final, TextIO

from lessons.course import Course
from lessons.errors import LessonError
from lessons.progress import ProgressStore
from lessons.workshop.studio import Studio
from lessons.workshop.workspace import Workspace
from tui.ascii_text import in_ascii
from tui.clean import clean
from tui.command_line.arguments import Arguments
from tui.command_line.complaints import complain, named_lesson
from tui.command_line.places import data_folders
from tui.command_line.reports import listing
from tui.course_rows import locked_by, locked_words
from tui.lesson.visit import Visit
from tui.plain.reader import PlainLesson

LONGEST_LINE: Final = 4096
USUAL_WIDTH: Final = 80
FEWEST_COLUMNS: Final = 20
PROMPT: Final = "> "


class _LeavingError(Exception):
    """The system asks to leave: the connection dropped, or the machine goes down."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Interruption:
    """Ctrl+C: it stops a run, and leaves where none goes on."""

    def __init__(self) -> None:
        self.is_running = False
        self.is_stopped = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Answer the signal."""
        if not self.is_running:
            raise KeyboardInterrupt
        self.is_stopped = True


def converse(arguments: Arguments) -> int:
    """Lead through a lesson until its reader leaves or the input ends; return the exit code."""
    write = _writer(arguments)
    course = Course.discover(arguments.lessons, data=data_folders(arguments.data))
    if arguments.lesson is None:
        write([*listing(course), "", "Choose one: python -m tui --plain LESSON"])
        return 0
    entry = named_lesson(course, arguments.lesson)
    if entry is None:
        return 2
    try:
        lesson = entry.open()
    except LessonError as error:
        complain(str(error))
        return 2
    interruption = Interruption()
    with ProgressStore.open(arguments.home) as store:
        if first := locked_by(course, entry, store.state):
            complain(locked_words(entry.title, first))
            return 2
        visit = Visit(lesson, store.state.lesson(lesson.id), store.record)
        studio = cache(lambda: Studio(Workspace.at(arguments.workspace, store.home)))
        reader = PlainLesson(visit, write.width, store.home, lambda: interruption.is_stopped, studio, entry.glossary)
        code = 0
        try:
            _listen(interruption)
            interruption.is_running = True
            write([*store.take_notices(), *reader.opening(arguments.page)])
            store.flush()
            for line in _lines(interruption):
                write(reader.answered(line))
                store.flush()
                if reader.is_over:
                    break
        except KeyboardInterrupt:
            code = 130
        except _LeavingError as leaving:
            code = leaving.code
        finally:
            if studio.cache_info().currsize:
                studio().close()
    return code


class Writer:
    """Writes lines that fit the width and hold only what the reader's end can show."""

    def __init__(self, stream: TextIO, width: int, is_ascii: bool) -> None:
        self.width = width
        self._stream = stream
        self._is_ascii = is_ascii

    def __call__(self, lines: Iterable[str]) -> None:
        """Write the lines at once."""
        text = "".join(f"{wrapped}\n" for line in lines for wrapped in self._wrapped(clean(line)))
        self._stream.write(in_ascii_lines(text) if self._is_ascii else text)
        self._stream.flush()

    def _wrapped(self, text: str) -> Iterator[str]:
        for line in text.split("\n"):
            if len(line) <= self.width:
                yield line
            else:
                indent = " " * (len(line) - len(line.lstrip()))
                yield from self._words(line, indent)

    def _words(self, line: str, indent: str) -> list[str]:
        """Break a line between words only: a path stays whole, so that it can be copied."""
        wrap = textwrap.TextWrapper(self.width, break_long_words=False, break_on_hyphens=False)
        wrap.subsequent_indent = indent
        return wrap.wrap(line) or [""]


def in_ascii_lines(text: str) -> str:
    """Return text in ASCII, line by line."""
    return "\n".join(map(in_ascii, text.split("\n")))


def _writer(arguments: Arguments) -> Writer:
    """Return what writes to standard output, in its encoding and width."""
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "").replace("_", "")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    width = shutil.get_terminal_size((USUAL_WIDTH, 24)).columns
    return Writer(sys.stdout, max(width, FEWEST_COLUMNS), arguments.is_ascii or encoding != "utf8")


def _lines(interruption: Interruption) -> Iterator[str]:
    """Yield what is typed, line by line, until the input ends; a prompt is written only for people."""
    has_prompt = sys.stdin.isatty() and sys.stdout.isatty()
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    while True:
        if has_prompt:
            sys.stdout.write(PROMPT)
            sys.stdout.flush()
        interruption.is_running = interruption.is_stopped = False
        line = sys.stdin.readline(LONGEST_LINE)
        interruption.is_running = True
        if not line:
            return
        yield line.rstrip("\n")


def _listen(interruption: Interruption) -> None:
    """Let Ctrl+C stop a run, and let the system's wish to end come out as leaving; what is saved is saved already."""
    signal.signal(signal.SIGINT, interruption)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave)


def _leave(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise _LeavingError(128 + number)

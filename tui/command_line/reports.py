"""What the command line prints and ends with: the lessons, the progress, where things are; and beginning afresh."""

import json
from collections.abc import Callable
from pathlib import Path

from lessons.course import Course, Entry
from lessons.errors import LessonError
from lessons.progress import ExchangeRefused, ProgressStore, ResetDone, ResetRefused
from lessons.progress.summary import summarise
from tui.clean import one_line
from tui.command_line.arguments import EVERYTHING, Arguments
from tui.command_line.complaints import complain, named_lesson, say, wide
from tui.command_line.places import data_folders


def report(arguments: Arguments) -> int:
    """Print what was asked for; return the exit code."""
    if arguments.is_doctor:
        from tui.command_line.doctor import report_health

        return report_health(arguments)
    if arguments.fetch is not None:
        from tui.command_line.fetching import fetch

        return fetch(arguments.fetch, data_folders(arguments.data)[0])
    if arguments.export is not None:
        return _export(arguments, arguments.export)
    if arguments.import_ is not None:
        return _import(arguments, arguments.import_)
    if arguments.reset is not None:
        return _reset(arguments)
    store = ProgressStore.open(arguments.home, is_read_only=True)
    if arguments.is_where:
        from lessons.workshop.workspace import Workspace

        data = ", ".join(map(str, data_folders(arguments.data)))
        parts = Workspace.at(arguments.workspace, store.home).folder
        lessons = _folders(arguments)
        say(f"progress  {store.home}\nworkshop  {parts}\nlessons   {lessons}\ndata      {data}", hanging=10)
        return 0
    course = Course.discover(arguments.lessons, data=data_folders(arguments.data))
    if arguments.is_list:
        say("\n".join(listing(course.read_packs())), hanging=4)
        return 0
    titles = [(entry.id, one_line(entry.title)) for entry in course.entries if not entry.is_broken]
    summary = summarise(store.state, titles)
    print(json.dumps(summary.to_json(), indent=2) if arguments.is_json else "\n".join(summary.to_lines(wide())))
    return 0


def listing(course: Course) -> list[str]:
    """Return the lessons by part, one a line: id, title and minutes."""
    width = max((len(entry.id) for entry in course.entries), default=0)
    lines: list[str] = []
    for part in course.parts:
        lines += ["", one_line(part.title)] if lines else [one_line(part.title)]
        lines += [_listed(entry, width) for entry in part.entries]
    return lines or ["There are no lessons here."]


def _listed(entry: Entry, width: int) -> str:
    """Return a lesson's line."""
    if entry.is_broken or entry.head is None:
        return f"  {entry.id:<{width}}  cannot be read: {one_line(str(entry.error))}"
    return f"  {entry.id:<{width}}  {one_line(entry.title)} ({entry.head.minutes} min)"


def _folders(arguments: Arguments) -> str:
    """Return where lessons come from."""
    return ", ".join(["with the program", *map(str, arguments.lessons)])


def _export(arguments: Arguments, path: Path) -> int:
    """Write all progress into a new file."""
    outcome = ProgressStore.open(arguments.home, is_read_only=True).export(path)
    if isinstance(outcome, ExchangeRefused):
        complain(outcome.reason)
        return 1
    say(f"{outcome.path} holds all your progress, {_events(outcome.entries)}. --import takes it in elsewhere.")
    return 0


def _import(arguments: Arguments, path: Path) -> int:
    """Take in what an export or a backup holds."""
    with ProgressStore.open(arguments.home) as store:
        outcome = store.import_from(path)
    if isinstance(outcome, ExchangeRefused):
        complain(outcome.reason)
        return 1
    if not outcome.status.is_saved:
        complain(outcome.status.text)
        return 1
    left = f" {_events(outcome.unreadable)} in it could not be read." if outcome.unreadable else ""
    say(f"Added {_events(outcome.entries)}; what was here already stays.{left}")
    return 0


def _events(count: int) -> str:
    return f"{count:,} event{'s' * (count != 1)}"


def _reset(arguments: Arguments) -> int:
    """Begin a page, a lesson or everything afresh, once the learner has said yes."""
    name, colon, page = (arguments.reset or "").partition(":")
    if name == EVERYTHING and not colon:
        return _begun_afresh(arguments, "everything", ProgressStore.reset_everything)
    entry = named_lesson(Course.discover(arguments.lessons, data=data_folders(arguments.data)), name)
    if entry is None:
        return 2
    if not colon:
        return _begun_afresh(arguments, f"the lesson {entry.title!r}", lambda store: store.reset_lesson(entry.id))
    try:
        pages = entry.open().pages
    except LessonError as error:
        complain(str(error))
        return 2
    if not page.isdecimal() or not 1 <= int(page) <= len(pages):
        complain(f"The lesson has pages 1 to {len(pages)}, not {page!r}.")
        return 1
    blocks = [block.id for block in pages[int(page) - 1].blocks]
    what = f"page {page} of {entry.title!r}"
    return _begun_afresh(arguments, what, lambda store: store.reset_page(entry.id, int(page), blocks))


def _begun_afresh(arguments: Arguments, what: str, reset: Callable[[ProgressStore], ResetDone | ResetRefused]) -> int:
    """Ask whether it is meant, do it, and say where the backup is."""
    if not arguments.is_sure and not _is_sure(f"Begin {one_line(what)} afresh? A backup is kept. [y/N] "):
        say("Nothing was reset.")
        return 1
    with ProgressStore.open(arguments.home) as store:
        outcome = reset(store)
    if isinstance(outcome, ResetRefused):
        complain(outcome.reason)
        return 1
    say(f"Done. What was there before is kept in {outcome.backup}.")
    return 0


def _is_sure(question: str) -> bool:
    """Ask; no terminal or no answer means no."""
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:
        return False

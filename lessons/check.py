"""The author's check: everything about lessons that a machine can find out before a learner does.

    for fault in check_folder(Path("my-lessons")):
        print(fault)                     # my-lesson.md:41: no layer 'dense3'. There are dense1, dense2.

Every fault has a file, a line, what is wrong, and how to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lessons.authoring.check_blocks import check_block
from lessons.authoring.check_given_away import check_given_away
from lessons.authoring.check_loss import check_loss
from lessons.authoring.check_try import check_try
from lessons.authoring.fitting import PANES, page_rows
from lessons.authoring.line_widths import unwrapped_lines
from lessons.blocks import (
    Block,
    Fill,
    Implement,
    Lesson,
    Note,
    Page,
    Predict,
    Prose,
    Task,
    Try,
    hints_of,
    is_task,
)
from lessons.course import CONTENT, Course, Entry
from lessons.data_files import AbsentDataError
from lessons.document import read
from lessons.errors import LessonError, NamingError, unknown
from lessons.evidence import Evidence
from lessons.experiment import check_experiments
from lessons.glossary import Glossary, emphasised_terms, read_glossary
from lessons.reading.inline import fill_numbers, without_code
from lessons.workshop import find_part

MOST_QUOTED = 40
"""So many characters of a line that is too long are quoted."""

_GIVEN_ID = re.compile(r"p\d+-[a-z]+-\d+")
_BANNED = re.compile(r"\b(obviously|simply|just|of course|trivial|trivially|easy|easily)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found."""

    lessons: int
    faults: tuple[LessonError, ...]
    absent: tuple[AbsentDataError, ...] = ()
    """The lessons whose data is not on this machine: they were read, but their numbers could not be checked."""


def check_folder(folder: Path = CONTENT, data: Sequence[Path] = ()) -> Report:
    """Check all lessons in a folder; files of data are looked for beside them and in the folders ``data``."""
    is_own = folder.resolve() == CONTENT.resolve()
    course = Course.discover([] if is_own else [folder], data=data)
    entries = [entry for entry in course.entries if entry.path.parent.resolve() == folder.resolve()]
    faults: list[LessonError] = []
    glossary: Glossary | None = None  # terms are not looked at where the glossary cannot be read
    try:
        glossary = read_glossary(folder).with_terms(read_glossary(CONTENT))
    except LessonError as error:
        faults.append(error)
    if not entries:
        faults.append(LessonError(folder.name, 1, "there are no lessons here", "A lesson is a file that ends in .md."))
    for entry in sorted(entries, key=lambda entry: entry.path.name):
        faults += sorted(_check_entry(course, entry, glossary), key=lambda fault: fault.line)
    absent = tuple(fault for fault in faults if isinstance(fault, AbsentDataError))
    return Report(len(entries), tuple(fault for fault in faults if fault not in absent), absent)


def check_lesson(lesson: Lesson, glossary: Glossary | None = None) -> Iterator[LessonError]:
    """Yield the faults of one lesson that was read."""
    broken = list(check_experiments(lesson))
    if broken:
        yield from broken
        return
    for experiment in lesson.experiments:
        for error in check_loss(experiment):
            yield error.at(lesson.file, experiment.lines.get("loss", experiment.line))
    evidence = Evidence()
    if not lesson.tasks:
        yield LessonError(lesson.file, 1, "the lesson gives nothing to do", "Add a predict, a choice or a try.")
    for page in lesson.pages:
        yield from _check_page(lesson, page)
        for block, error in check_given_away(page, evidence):
            yield error.at(lesson.file, lesson.line_of(error.about, block.line))
        for block in page.blocks:
            yield from _check_words(lesson, block, glossary)
            for error in (*_check_content(block, evidence), *_check_lines(block, evidence), *_check_braces(block)):
                yield error.at(lesson.file, lesson.line_of(error.about, block.line))


def _check_entry(course: Course, entry: Entry, glossary: Glossary | None) -> Iterator[LessonError]:
    reading = read(entry.path, entry.data)
    yield from reading.errors
    if entry.error is not None and str(entry.error) not in map(str, reading.errors):
        yield entry.error
    if reading.lesson is None:
        return
    yield from _check_needs(course, entry)
    yield from check_lesson(reading.lesson, glossary)


def _check_needs(course: Course, entry: Entry) -> Iterator[LessonError]:
    """Refuse needs that no lesson has, or that come later."""
    if entry.head is None:
        return
    order = [other.id for other in course.entries]
    is_any_unread = any(other.head is None and other.pack == entry.pack for other in course.entries)
    for need in entry.head.needs:
        line = entry.head.lines.get("needs", 1)
        if need not in order and is_any_unread:
            continue  # it may be the id of a lesson whose front matter cannot be read, which is told already
        if need not in order:
            others = sorted(course.entries, key=lambda other: other.pack != entry.pack)
            known = dict.fromkeys(other.id for other in others if other.id != entry.id)
            yield unknown("lesson", need, known).at(entry.path.name, line)
        elif order.index(need) >= order.index(entry.id):
            mend = "Change the numbers of the files, or leave the need out."
            yield LessonError(entry.path.name, line, f"the needed lesson {need!r} does not come earlier", mend)


def _check_page(lesson: Lesson, page: Page) -> Iterator[LessonError]:
    if lesson.tasks and not page.tasks:
        mend = "End it with a predict, a choice, a fill or a try, or join it with another page."
        yield LessonError(lesson.file, page.line, f"page {page.number} gives nothing to do", mend)
    if "{" in page.title:
        what = f"braces in the title of page {page.number} are not filled in"
        yield LessonError(lesson.file, page.line, what, "Say it in words, or in the text.")
    if not page.title:
        yield LessonError(lesson.file, page.line, f"page {page.number} has no title", "Begin it with ## and a title.")
    for pane in PANES:
        rows = page_rows(page, pane.columns)
        if rows > pane.rows:
            what = f"page {page.number} takes {rows} rows at {pane.name}, where there is room for {pane.rows}"
            yield LessonError(lesson.file, page.line, what, "Shorten it, or make two pages of it with a line of ---.")


def _check_words(lesson: Lesson, block: Block, glossary: Glossary | None) -> Iterator[LessonError]:
    if not isinstance(block, Prose):
        return
    text = without_code(block.text)
    for found in _BANNED.finditer(text):
        what = f"{found[0]!r} tells a learner who is stuck that they should not be"
        yield LessonError(lesson.file, _line_of(block, found[0]), what, "Leave the word out.")
    for term in emphasised_terms(text):
        if glossary is not None and glossary.find(term) is None:
            mend = f'Add [{term.lower()}] with means = "…" to glossary.toml, or stress the word with **two stars**.'
            yield LessonError(lesson.file, _line_of(block, term), f"the term {term!r} is not in the glossary", mend)


def _check_content(block: Block, evidence: Evidence) -> Iterator[NamingError]:
    """Yield what is wrong with what a block says."""
    if is_task(block):
        yield from _check_task(block)
    try:
        yield from check_block(block, evidence)
        yield from check_try(block)
        if isinstance(block, Implement):
            yield from _check_part(block)
    except NamingError as error:
        yield error


def _check_lines(block: Block, evidence: Evidence) -> Iterator[NamingError]:
    """Refuse lines of code, formulas and tables that the narrowest pane would cut."""
    if not isinstance(block, Prose | Note):
        return
    pane = min(PANES, key=lambda pane: pane.columns)
    try:
        text = fill_numbers(block.text, block.numbers, lambda number: evidence.text(number, block.setting))
    except NamingError:
        return  # told already, with the number at fault
    for line, columns in unwrapped_lines(text):
        if columns > pane.columns:
            shown = line.strip() if len(line.strip()) <= MOST_QUOTED else f"{line.strip()[:MOST_QUOTED]}…"
            what = f"“{shown}” takes {columns} columns at {pane.name}, where there is room for {pane.columns}"
            mend = "Code, formulas and tables are not wrapped: write it on two lines."
            yield NamingError(what, mend, line.split("  ")[0])


def _check_braces(block: Block) -> Iterator[NamingError]:
    """Refuse numbers of the run where a text is shown as it is written."""
    match block:
        case Note(title=title):
            plain = [title]
        case Try(knobs=knobs):
            plain = [knob.label for knob in knobs]
        case Predict(items=items):
            plain = [item.label for item in items]
        case _:
            return
    for text in plain:
        if "{" in text:
            yield NamingError(f"braces in {text!r} are not filled in", "Say it in words, or in the text.", text)


def _check_task(task: Task) -> Iterator[NamingError]:
    if _GIVEN_ID.fullmatch(task.id):
        what = f"the {type(task).__name__.lower()} has no id of its own"
        yield NamingError(what, 'Add id = "…": answers are kept by it, and it must not change when pages do.')
    if isinstance(task, Predict | Fill) and not hints_of(task):
        yield NamingError(f"{task.id} has no hints", "Add hints: a nudge, the formula, the first number.")


def _check_part(block: Implement) -> Iterator[NamingError]:
    part = find_part(block.part)
    if part.starter_passes():
        yield NamingError(f"the starter of {block.part!r} passes already", "Take the solution out of it.")
    if not part.reference_passes():
        yield NamingError(f"our own version of {block.part!r} does not pass", "Mend the part or its checks.")


def _line_of(block: Prose, word: str) -> int:
    lines = block.text.split("\n")
    return block.line + next((number for number, line in enumerate(lines) if word in line), 0)

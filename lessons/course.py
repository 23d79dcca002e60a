"""The course: all lessons, in parts and in order, found in the package and in folders of others.

    course = Course.discover([Path("~/my-lessons").expanduser()])
    entry = course.find("loss")
    lesson = entry.open()            # reads the whole file; LessonError where it is broken

Only the front matter is read at first, so that the list is quick. `read_packs` reads the lessons of others whole, to be
called where time is to spare; from then on a broken one is an entry with its error. Folders of others hold data only:
nothing in them is executed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.errors import LessonError, NamingError, listing
from lessons.reading.head import Head, load, parse_head

if TYPE_CHECKING:
    from lessons.blocks import Lesson
    from lessons.glossary import Glossary

CONTENT = Path(__file__).parent / "content"
BROKEN_PART = "Broken lessons"
MOST_FILES = 500
"""Lesson files that one folder may hold; the rest is left alone."""
MOST_NEAR = 3
"""So many names are offered in place of one that no lesson has."""
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One lesson in the list, or one file that ought to be a lesson and is broken."""

    path: Path
    head: Head | None
    error: LessonError | None = None
    pack: str = ""
    """The folder's name for a lesson of others; empty for our own."""
    data: tuple[Path, ...] = ()
    """Folders in which the lesson's data is looked for, before the lesson's own."""

    @property
    def id(self) -> str:
        """The lesson's id; a broken file is called by its own name."""
        return self.head.id if self.head else self.path.stem

    @property
    def title(self) -> str:
        """The title to show."""
        return self.head.title if self.head else self.path.name

    @property
    def is_broken(self) -> bool:
        """Whether the lesson cannot be taken."""
        return self.error is not None

    def open(self) -> Lesson:
        """Return the lesson, read and with its experiments checked; raise `LessonError` where it is broken."""
        from lessons.document import parse  # here and below: the list of lessons needs none of what reads one
        from lessons.experiment import check_experiments

        if self.error is not None:
            raise self.error
        lesson = parse(self.path, self.data)
        for error in check_experiments(lesson):
            raise error
        return lesson

    def glossary(self) -> Glossary:
        """Return the words of the lesson's folder and of our own; raise `LessonError` where one cannot be read."""
        from lessons.glossary import read_glossary

        return read_glossary(self.path.parent).with_terms(read_glossary(CONTENT))


@dataclass(frozen=True, slots=True)
class Part:
    """Lessons that belong together."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """All lessons, in order."""

    parts: tuple[Part, ...]

    @classmethod
    def discover(cls, folders: Iterable[Path] = (), content: Path = CONTENT, data: Sequence[Path] = ()) -> Course:
        """Return the course from our own lessons and those in other folders; a folder that cannot be read is empty.

        Data that lessons name as files is looked for in the folders ``data``, and beside the lesson. A folder that is
        named twice counts once.
        """
        entries = _entries(content, "")
        for folder in dict.fromkeys(folder.resolve() for folder in folders):
            if folder != content.resolve():
                entries += _entries(folder, folder.name)
        entries = [replace(entry, data=tuple(data)) for entry in entries]
        return cls(_parts(_without_doubles(entries)))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in order."""
        return tuple(entry for part in self.parts for entry in part.entries)

    def find(self, name: str) -> Entry:
        """Return a lesson by its id, its number, or the beginning of its id; `NamingError` names the nearest ones."""
        wanted = name.strip().lower()
        for entry in self.entries:
            if entry.id == wanted or entry.path.stem.lower() == wanted:
                return entry
        if wanted.isascii() and wanted.isdigit():
            for entry in self.entries:
                if entry.head and entry.head.number == int(wanted[:9]):
                    return entry
        begun = [entry for entry in self.entries if wanted and entry.id.startswith(wanted)]
        if len(begun) == 1:
            return begun[0]
        raise _unknown(name, self.entries, begun)

    def read_packs(self) -> Course:
        """Return the course with the lessons of others read whole: what is broken further down has its error then."""
        return Course(tuple(replace(part, entries=tuple(map(_read, part.entries))) for part in self.parts))

    def missing(self, entry: Entry, done: Collection[str]) -> tuple[Entry, ...]:
        """Return the lessons that an entry builds on and that are still to be done, in order; no broken one can be."""
        needs = entry.head.needs if entry.head else ()
        waiting = (other for other in self.entries if other.id in needs and other.id not in done)
        return tuple(other for other in waiting if not other.is_broken)

    def is_locked(self, entry: Entry, done: Collection[str]) -> bool:
        """Return whether the entry cannot be taken yet. Only a lesson that asks for it is ever locked."""
        return entry.head is not None and entry.head.is_locked and bool(self.missing(entry, done))

    def following(self, entry: Entry) -> Entry | None:
        """Return the lesson after an entry, or None where it is the last."""
        sound = [other for other in self.entries if not other.is_broken or other is entry]
        place = sound.index(entry)
        return sound[place + 1] if place + 1 < len(sound) else None

    def next_up(self, done: Collection[str]) -> Entry | None:
        """Return the first lesson that is not done and not locked; None where all are done."""
        sound = (entry for entry in self.entries if not entry.is_broken)
        return next((entry for entry in sound if entry.id not in done and not self.is_locked(entry, done)), None)


def _unknown(name: str, entries: Sequence[Entry], begun: Sequence[Entry]) -> NamingError:
    """Return the answer to a name that no lesson has, with the nearest ones: those that begin so, or look like it."""
    words = {word: entry for entry in reversed(entries) for word in (*entry.title.lower().split(), entry.id)}
    near = get_close_matches(name.strip().lower(), words, n=MOST_NEAR, cutoff=0.6)
    nearest = list(dict.fromkeys(entry.id for entry in (*begun[:MOST_NEAR], *(words[word] for word in near))))
    said = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
    what = f"There is no lesson {said!r}"
    if nearest:
        return NamingError(what, f"Did you mean {' or '.join(nearest)}?")
    return NamingError(what, f"There are {listing(entry.id for entry in entries)}." if entries else "There are none.")


def _entries(folder: Path, pack: str) -> list[Entry]:
    try:
        paths = sorted(path for path in folder.glob("*.md") if path.name.lower() != "readme.md" and path.is_file())
    except OSError:
        return []
    return [_entry(path, pack) for path in paths[:MOST_FILES]]


def _entry(path: Path, pack: str) -> Entry:
    try:
        return Entry(path, parse_head(load(path), path.name), None, pack)
    except LessonError as error:
        return Entry(path, None, error, pack)


def _read(entry: Entry) -> Entry:
    if entry.error is not None or not entry.pack:
        return entry
    from lessons.document import read

    errors = read(entry.path, entry.data).errors
    return replace(entry, error=errors[0]) if errors else entry


def _without_doubles(entries: Sequence[Entry]) -> list[Entry]:
    """Mark a lesson whose id another one has already: progress is kept by id, so both cannot be taken."""
    seen: dict[str, Entry] = {}
    kept = []
    for entry in entries:
        other = seen.setdefault(entry.id, entry) if entry.head else entry
        if other is not entry and entry.head is not None:
            what = f"the id {entry.id!r} is that of {other.path.name} too"
            error = NamingError(what, "Give each lesson an id of its own.").at(entry.path.name, entry.head.lines["id"])
            kept.append(replace(entry, error=error))
        else:
            kept.append(entry)
    return kept


def _parts(entries: Sequence[Entry]) -> tuple[Part, ...]:
    """Put lessons into parts: a part comes where its first lesson does, and lessons in it by number."""
    sound = [entry for entry in entries if entry.head is not None]
    sound.sort(key=_order)
    titles = dict.fromkeys(_part_title(entry) for entry in sound)
    parts = [Part(title, tuple(entry for entry in sound if _part_title(entry) == title)) for title in titles]
    broken = tuple(entry for entry in entries if entry.head is None)
    return (*parts, Part(BROKEN_PART, broken)) if broken else tuple(parts)


def _order(entry: Entry) -> tuple[str, int, str]:
    return entry.pack, entry.head.number if entry.head else 0, entry.path.name


def _part_title(entry: Entry) -> str:
    title = entry.head.part if entry.head else BROKEN_PART
    return f"{title} ({entry.pack})" if entry.pack else title

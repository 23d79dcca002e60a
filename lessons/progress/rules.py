"""How events of many sessions are merged: which of them are kept, and which of those still count.

Of the entries that share a slot only the first and the latest are kept; entries without a slot, such as answers, are
all kept. A reset takes back what is older than itself and lies in its scope: that is kept, but counts no more. The
rules look at nothing but the entries' keys, so it does not matter in which order, how often, or in how many steps
entries are brought together.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from lessons.progress.entries import Entry
from lessons.progress.events import (
    AnswerGiven,
    Event,
    EverythingReset,
    HintTaken,
    LessonFinished,
    LessonReset,
    PageReset,
    PageVisited,
    PlaceReached,
    ReviewAnswered,
    SettingChanged,
)

Key = tuple[int, str]
Scope = tuple[str, ...] | tuple[str, int]

_EVERYTHING: Scope = ()


def slot(event: Event) -> Hashable | None:
    """Give what an event shares with those of which only the first and the latest matter; None: every one is kept."""
    match event:
        case AnswerGiven() | ReviewAnswered():
            return None
        case HintTaken(lesson=lesson, block=block):
            return event.kind, lesson, block
        case PageVisited(lesson=lesson, page=page):
            return event.kind, lesson, page
        case PlaceReached(lesson=lesson) | LessonFinished(lesson=lesson) | LessonReset(lesson=lesson):
            return event.kind, lesson
        case SettingChanged(name=name):
            return event.kind, name
        case PageReset() | EverythingReset():
            return event


def _scopes(event: Event) -> tuple[Scope, ...]:
    """Give all that a reset could name to take this event back; nothing for settings and for resets themselves."""
    match event:
        case AnswerGiven(lesson=lesson, block=block) | HintTaken(lesson=lesson, block=block):
            return _EVERYTHING, (lesson,), (lesson, block)
        case ReviewAnswered(lesson=lesson, block=block):
            return _EVERYTHING, (lesson,), (lesson, block)
        case PageVisited(lesson=lesson, page=page):
            return _EVERYTHING, (lesson,), (lesson, page)
        case PlaceReached(lesson=lesson) | LessonFinished(lesson=lesson):
            return _EVERYTHING, (lesson,)
        case SettingChanged() | PageReset() | LessonReset() | EverythingReset():
            return ()


def _reach(event: Event) -> tuple[Scope, ...]:
    """Give the scopes that a reset takes back; nothing for any other event."""
    match event:
        case EverythingReset():
            return (_EVERYTHING,)
        case LessonReset(lesson=lesson):
            return ((lesson,),)
        case PageReset(lesson=lesson, page=page, blocks=blocks):
            return (lesson, page), *((lesson, block) for block in blocks)
        case _:
            return ()


@dataclass(frozen=True)
class Resets:
    """The latest reset of each scope."""

    latest: Mapping[Scope, Key]

    @classmethod
    def among(cls, entries: Iterable[Entry]) -> "Resets":
        """Collect the resets among some entries."""
        latest: dict[Scope, Key] = {}
        for entry in entries:
            for scope in _reach(entry.event):
                latest[scope] = max(entry.key, latest.get(scope, entry.key))
        return cls(latest)

    def over(self, entry: Entry) -> Key | None:
        """Give the latest reset that has taken an entry back; None: it counts."""
        found = [self.latest[scope] for scope in _scopes(entry.event) if scope in self.latest]
        return max((key for key in found if key > entry.key), default=None)

    def is_live(self, entry: Entry) -> bool:
        """Tell whether no reset has taken an entry back."""
        return self.over(entry) is None


def settle(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Keep of some entries, by id, what can still matter after any further merge."""
    unique: dict[str, Entry] = {}
    for entry in entries:
        other = unique.setdefault(entry.id, entry)
        if other != entry:
            unique[entry.id] = max(entry, other, key=Entry.to_line)
    kept: list[Entry] = []
    first: dict[Hashable, Entry] = {}
    latest: dict[Hashable, Entry] = {}
    for entry in unique.values():
        name = slot(entry.event)
        if name is None:
            kept.append(entry)
        else:
            first[name] = min(entry, first.get(name, entry), key=_key)
            latest[name] = max(entry, latest.get(name, entry), key=_key)
    return {entry.id: entry for entry in chain(kept, first.values(), latest.values())}


def _key(entry: Entry) -> Key:
    return entry.key

"""The learner's progress as a value: a fold over entries, whatever files and sessions they come from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter

from lessons.progress.entries import Entry
from lessons.progress.events import LessonEvent, SettingChanged, SettingValue
from lessons.progress.lesson_progress import LessonProgress, lesson_progress
from lessons.progress.rules import Resets, settle


@dataclass(frozen=True)
class ProgressState:
    """All that is known of a learner at one moment; made by ``fold`` and ``merge`` only."""

    entries: Mapping[str, Entry]
    """The entries that still matter, by id."""

    @cached_property
    def resets(self) -> Resets:
        """The latest reset of each scope."""
        return Resets.among(self.entries.values())

    @cached_property
    def _by_lesson(self) -> dict[str, list[Entry]]:
        grouped: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            if isinstance(entry.event, LessonEvent):
                grouped.setdefault(entry.event.lesson, []).append(entry)
        return grouped

    @cached_property
    def lessons(self) -> Mapping[str, LessonProgress]:
        """Every lesson in which something was done, by id; also those that no course has any more."""
        made = (lesson_progress(lesson, entries, self.resets) for lesson, entries in sorted(self._by_lesson.items()))
        return {progress.lesson: progress for progress in made if progress.last_time is not None}

    def lesson(self, lesson: str) -> LessonProgress:
        """Give what was done in a lesson; an empty record where nothing was."""
        return lesson_progress(lesson, self._by_lesson.get(lesson, ()), self.resets)

    @cached_property
    def settings(self) -> Mapping[str, SettingValue]:
        """Every setting that was chosen, by name, with its latest value."""
        return {
            entry.event.name: entry.event.value
            for entry in sorted(self.entries.values(), key=attrgetter("key"))
            if isinstance(entry.event, SettingChanged)
        }

    @cached_property
    def live(self) -> tuple[Entry, ...]:
        """The events that count, in order: without resets and without what they took back."""
        ordered = sorted(self.entries.values(), key=attrgetter("key"))
        kept = (entry for entry in ordered if isinstance(entry.event, LessonEvent | SettingChanged))
        return tuple(entry for entry in kept if self.resets.is_live(entry))

    @cached_property
    def newest_order(self) -> int:
        """The highest order of all entries; 0 where there are none."""
        return max((entry.order for entry in self.entries.values()), default=0)


def fold(entries: Iterable[Entry]) -> ProgressState:
    """Make the state that some entries add up to, in whatever order and however often each is met."""
    return ProgressState(settle(entries))


def merge(*states: ProgressState) -> ProgressState:
    """Bring states together: commutative, associative, and a state merged with itself is itself."""
    return fold(chain.from_iterable(state.entries.values() for state in states))

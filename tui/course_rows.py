"""The course and the learner's progress, as the rows of the list."""

from collections.abc import Mapping

from lessons.course import Course, Entry
from lessons.progress import LessonProgress, LessonState, ProgressState
from tui.clean import one_line
from tui.render.course import LessonRow, Mark, PartRow, Row

_NOTHING_DUE: Mapping[str, int] = {}
_MARKS = {LessonState.DONE: Mark.DONE, LessonState.BEGUN: Mark.BEGUN, LessonState.NEW: Mark.NEW}


def course_rows(course: Course, state: ProgressState, due: Mapping[str, int] = _NOTHING_DUE) -> tuple[Row, ...]:
    """Return the rows: each part's head, then its lessons; ``due`` counts the questions to recall, by lesson."""
    done = done_lessons(state)
    rows: list[Row] = []
    for part in course.parts:
        lessons = [_lesson_row(course, entry, state, done, due.get(entry.id, 0)) for entry in part.entries]
        rows.append(PartRow(part.title, sum(is_done(row) for row in lessons), len(lessons)))
        rows += lessons
    return tuple(rows)


def is_done(row: LessonRow) -> bool:
    """Return whether the row's lesson is done; some of it may be due all the same."""
    return row.mark in (Mark.DONE, Mark.DUE, Mark.SHOWN)


def next_lesson(course: Course, state: ProgressState) -> str:
    """Return the lesson to put under the cursor: the one last worked on if it is not done, else the next one."""
    begun = [progress for progress in state.lessons.values() if not progress.is_done and _is_there(course, progress)]
    if begun:
        return max(begun, key=lambda progress: progress.last_time or progress.lesson).lesson
    entry = course.next_up(done_lessons(state))
    return entry.id if entry is not None else next((entry.id for entry in course.entries), "")


def lesson_after(course: Course, state: ProgressState, lesson: str) -> str:
    """Return the lesson that follows one that is finished; where that is done too, what is to be done next."""
    entry = next((entry for entry in course.entries if entry.id == lesson), None)
    following = course.following(entry) if entry is not None else None
    return (
        following.id
        if following is not None and following.id not in done_lessons(state)
        else next_lesson(course, state)
    )


def locked_by(course: Course, entry: Entry, state: ProgressState) -> tuple[str, ...]:
    """Return the titles of the lessons that have to be done before this one opens; none for one that was begun."""
    done = done_lessons(state)
    if state.lesson(entry.id).state is not LessonState.NEW or not course.is_locked(entry, done):
        return ()
    return tuple(other.title for other in course.missing(entry, done))


def locked_words(title: str, first: tuple[str, ...]) -> str:
    """Say what opens a locked lesson."""
    return one_line(f"“{title}” is locked: its author wants “{'” and “'.join(first)}” done first.")


def done_lessons(state: ProgressState) -> frozenset[str]:
    """Return the lessons that are done."""
    return frozenset(lesson for lesson, progress in state.lessons.items() if progress.is_done)


def _is_there(course: Course, progress: LessonProgress) -> bool:
    """Whether the course still has the lesson."""
    return any(entry.id == progress.lesson and not entry.is_broken for entry in course.entries)


def _lesson_row(course: Course, entry: Entry, state: ProgressState, done: frozenset[str], due: int) -> LessonRow:
    """Return a lesson's row."""
    head, progress = entry.head, state.lesson(entry.id)
    if entry.is_broken or head is None:
        number = head.number if head else 0
        return LessonRow(entry.id, number, entry.title, Mark.BROKEN, about=(str(entry.error),))
    missing = ", ".join(other.title for other in course.missing(entry, done))
    is_locked = bool(locked_by(course, entry, state))
    builds_on = (f"{'opens after' if is_locked else 'builds on'} {missing}",) if missing else ()
    place = ""
    if progress.place is not None and not progress.is_done:
        place = f"page {progress.place.page} · update {progress.place.update:,}"
    if due:
        place = f"{place} · {due} due" if place else f"{due} due for review"
    shown = sum(block.is_shown for block in progress.blocks.values())
    if shown:
        place = f"{place} · {shown} shown" if place else f"{shown} shown"
    about = (*builds_on, *answered_words(progress), *head.goals)
    is_all_shown = shown > 0 and not any(block.is_correct for block in progress.blocks.values())
    mark = Mark.SHOWN if progress.is_done and is_all_shown else _MARKS[progress.state]
    mark = Mark.DUE if due and progress.is_done else mark
    return LessonRow(entry.id, head.number, head.title, mark, head.minutes, place, about, is_locked)


def answered_words(progress: LessonProgress) -> tuple[str, ...]:
    """Say how the questions of a lesson went: "11 right, 3 right after hints, 2 shown"; nothing where none was done."""
    blocks = progress.blocks.values()
    helped = sum(block.is_correct and block.hints > 0 for block in blocks)
    counts = (
        (sum(block.is_correct for block in blocks) - helped, "right"),
        (helped, "right after hints"),
        (sum(block.is_shown for block in blocks), "shown"),
    )
    said = ", ".join(f"{number} {words}" for number, words in counts if number)
    return (said,) if said else ()

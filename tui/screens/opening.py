"""Opening a lesson: where it was left, or what keeps it from being opened."""

from typing import TYPE_CHECKING

from lessons.blocks import Lesson
from lessons.data_files import AbsentDataError
from lessons.errors import LessonError
from tui.course_rows import locked_by, locked_words
from tui.lesson.frame import beyond
from tui.lesson.visit import Visit
from tui.screens.lesson import LessonScreen
from tui.screens.notice import NoticeScreen

if TYPE_CHECKING:
    from tui.app import GlassnetApp


def open_lesson(app: "GlassnetApp", lesson_id: str, page: int | None = None) -> None:
    """Open a lesson where it was left, or on one of its pages; say what is wrong where it cannot be read."""
    entry = app.course.find(lesson_id)
    if first := locked_by(app.course, entry, app.store.refresh()):
        app.tell(locked_words(entry.title, first))
        return
    try:
        lesson: Lesson = entry.open()
    except AbsentDataError as error:
        app.push_screen(NoticeScreen("This lesson needs data that is not here yet", (f"{error.what}.", error.mend)))
        return
    except LessonError as error:
        where = f"{error.file}, line {error.line}"
        what = f"{error.what[:1].upper()}{error.what[1:]}."
        app.push_screen(NoticeScreen("This lesson cannot be read", (where, what, error.mend)))
        return
    if told := beyond(lesson, page):
        app.tell(told)
    visit = Visit(lesson, app.store.state.lesson(lesson.id), app.record)
    app.opened_lesson = lesson.id
    app.push_screen(LessonScreen(visit, page))

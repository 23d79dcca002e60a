"""Keeping what a lesson came to: the recap with the learner's own answers, as a Markdown file."""

from pathlib import Path

from lessons.progress.home import make_folder, write_whole
from lessons.progress.status import reason
from lessons.recap import recap_markdown
from lessons.session import LessonSession
from tui.clean import clean, short_path


def keep_recap(session: LessonSession, home: Path) -> str:
    """Write the recap beside the progress, for its owner alone; return what to tell the learner."""
    path = home / "recaps" / f"{session.lesson.id}.md"
    try:
        make_folder(home)
        make_folder(path.parent)
        write_whole(path, clean(recap_markdown(session)).encode())
    except OSError as error:
        return f"The recap could not be written: {reason(error)} ({short_path(path)})."
    return f"The recap is in {short_path(path)}."

"""Keeping what a lesson came to: the recap with the learner's own answers, as a Markdown file."""

from pathlib import Path

from lessons.recap import recap_markdown
from lessons.session import LessonSession
from tui.clean import clean, short_path


def keep_recap(session: LessonSession, home: Path) -> str:
    """Write the recap beside the progress; return what to tell the learner."""
    path = home / "recaps" / f"{session.lesson.id}.md"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(clean(recap_markdown(session)), encoding="utf-8")
    except OSError as error:
        return f"The recap could not be written: {error.strerror or error} ({short_path(path)})."
    return f"The recap is in {short_path(path)}."

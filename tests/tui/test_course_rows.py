"""A lesson's row: what was found, what was found with help, and what was shown are told apart."""

import pytest
from app_stage import small_course

from lessons.progress import AnswerGiven, HintTaken, LessonFinished, ProgressStore, Verdict
from tui.course_rows import course_rows
from tui.render.course import Mark

RIGHT = AnswerGiven("small", 1, "sum", "predict", "1.1", Verdict.CORRECT, 0)
HELPED = AnswerGiven("small", 2, "gaps", "fill", "1;2", Verdict.CORRECT, 1)
SHOWN = AnswerGiven("small", 2, "pick", "choice", "", Verdict.NOT_ATTEMPTED, 0)


@pytest.mark.parametrize(
    ("events", "mark", "place", "said"),
    [
        ((RIGHT,), Mark.DONE, "", "1 right"),
        ((RIGHT, HintTaken("small", 2, "gaps", 1), HELPED), Mark.DONE, "", "1 right, 1 right after hints"),
        ((RIGHT, SHOWN), Mark.DONE, "1 shown", "1 right, 1 shown"),
        ((SHOWN,), Mark.SHOWN, "1 shown", "1 shown"),
    ],
)
def test_a_done_lesson_says_how_it_went(tmp_path, events, mark, place, said):
    with ProgressStore.open(tmp_path / "home") as store:
        for event in (*events, LessonFinished("small")):
            store.record(event)
        _, row = course_rows(small_course(tmp_path / "content"), store.state)
    assert (row.mark, row.place, row.about[0]) == (mark, place, said)

"""The course's list."""

import pytest
from view_stage import text

from tui.render.course import LessonRow, Mark, PartRow, draw_row, lesson_rows, matching
from tui.render.lines import text_of, width_of

ROWS = (
    PartRow("Neurons and layers", 1, 2),
    LessonRow("intro", 1, "Introducing networks", Mark.DONE, 12, about=("say what a neuron is",)),
    LessonRow("layers", 2, "Adding layers", Mark.BEGUN, 15, "page 4 · update 120"),
    PartRow("Learning", 0, 1),
    LessonRow("broken", 3, "03-broken.md", Mark.BROKEN, about=("03-broken.md:4: no title.",)),
)


def test_the_list_reads_as_it_stands():
    assert text(draw_row(row, 72, is_current=row is ROWS[2]) for row in ROWS) == (
        " Neurons and layers                                          ▓▓▓▓▓░░░░░\n"
        "   ✓  1  Introducing networks                                    12 min\n"
        " ▶ ◐  2  Adding layers                    page 4 · update 120    15 min\n"
        " Learning                                                    ░░░░░░░░░░\n"
        "   !  3  03-broken.md                                    cannot be read"
    )


@pytest.mark.parametrize("width", [30, 40, 60, 80, 120, 200])
@pytest.mark.parametrize("row", ROWS)
def test_every_row_fits_its_width(width, row):
    assert width_of(draw_row(row, width, is_current=True)) <= width


def test_where_it_is_narrow_the_place_goes_first():
    line = text_of(draw_row(ROWS[2], 40, is_current=False))
    assert "update" not in line
    assert "15 min" in line


def test_lessons_among_the_rows():
    assert lesson_rows(ROWS) == [1, 2, 4]


@pytest.mark.parametrize(
    ("words", "ids"),
    [("", ["intro", "layers", "broken"]), ("LAYERS", ["intro", "layers"]), ("neuron say", ["intro"]), ("zebra", [])],
)
def test_a_search_looks_at_titles_parts_and_goals(words, ids):
    assert [row.id for row in matching(ROWS, words) if isinstance(row, LessonRow)] == ids

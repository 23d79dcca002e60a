"""Title, footer and bars in little room and in much."""

import pytest

from tui.lab.training import Training
from tui.render.bars import GAP, MOST_CELLS, KeyHint, bar, key_bar, page_bar, title_bar
from tui.render.lines import Piece, text_of, width_of
from tui.screens.too_small import draw_request
from tui.screens.training import draw_training
from tui.widgets.bars import SummaryLine

HINTS = [KeyHint(key, f"thing {key}") for key in "abcdefgh"] + [KeyHint("?", "help", is_kept=True)]


@pytest.mark.parametrize(
    ("done", "total", "drawn"),
    [(0, 4, "░░░░░"), (4, 4, "▓▓▓▓▓"), (1, 1000, "▓░░░░"), (999, 1000, "▓▓▓▓░"), (0, 0, "░░░░░"), (9, 4, "▓▓▓▓▓")],
)
def test_a_begun_bar_never_looks_empty_and_an_unfinished_one_never_full(done, total, drawn):
    assert bar(done, total, 5) == drawn


def test_a_narrow_footer_has_six_keys_and_always_the_help():
    line = text_of(key_bar(HINTS, 80))
    assert line.count("thing") == 5
    assert line.endswith("? help")


def test_a_line_for_the_other_pane_names_its_key_only_where_there_is_one():
    line = SummaryLine()
    assert line.draw(80, 1) == []
    line.set_reactive(SummaryLine.pieces, (Piece("lab"),))
    assert text_of(line.draw(80, 1)[0]).endswith(" tab ")
    line.set_reactive(SummaryLine.key, "")
    assert text_of(line.draw(80, 1)[0]).strip() == "lab"


@pytest.mark.parametrize("width", range(10, 130, 7))
def test_no_key_is_cut_in_two(width):
    line = key_bar(HINTS, width)
    assert width_of(line) <= width
    words = text_of(line).split("   ")
    assert all(word.strip().startswith("?") or "thing" in word for word in words if word.strip())


def test_a_title_gives_up_its_end_before_its_beginning():
    left = (Piece("A lesson with a title"),)
    right = ((Piece("page 1/9"),), (Piece("and more about it"),))
    assert text_of(title_bar(left, right, 60)).endswith("page 1/9   and more about it")
    assert text_of(title_bar(left, right, 40)).endswith("page 1/9")
    assert text_of(title_bar(left, right, 25)).strip() == "A lesson with a title"


def test_a_group_gives_up_what_stands_behind_its_gap():
    left, right = (Piece("A lesson with a title"),), ((Piece("page 1/9"), GAP, Piece("▓░░░░░░░░")),)
    assert text_of(title_bar(left, right, 50)).endswith("page 1/9 ▓░░░░░░░░")
    assert text_of(title_bar(left, right, 38)).endswith("page 1/9")


@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_run_says_how_far_it_is_and_how_to_stop_it(width):
    line = draw_training(Training(250, 1000, 0.25), width)
    assert width_of(line) <= width
    assert "250/1,000" in text_of(line)
    assert text_of(line).endswith("any key stops")


def test_a_bar_of_pages_has_as_many_cells_for_each_page():
    assert page_bar(1, 3) == "▓▓▓░░░░░░"
    assert page_bar(2, 5) == "▓▓▓▓░░░░░░"
    assert page_bar(3, 11) == "▓▓▓░░░░░░░░"
    assert page_bar(11, 11) == "▓" * 11
    assert len(page_bar(1, 300)) == MOST_CELLS


@pytest.mark.parametrize("size", [(59, 40), (40, 24), (20, 5), (14, 2), (80, 17), (12, 1)])
def test_a_window_that_is_too_small_is_told_its_size_and_the_one_needed(size):
    width, height = size
    lines = [text_of(line) for line in draw_request(width, height)]
    text = " ".join(lines)
    assert len(lines) <= height
    assert max(map(len, lines)) <= width
    assert f"{width}×{height}" in text
    assert "60×18" in text

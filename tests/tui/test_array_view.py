"""One array as a table, and the cursor on it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from view_stage import ViewStage, shown, text, watch_repaints

from tui.render.arrangement import arrange
from tui.render.array import draw_table, layout, natural_height, natural_width, number_tone, window
from tui.render.grid import Grid, Motion, Window
from tui.render.lines import Tone, width_of
from tui.render.operation import draw_operation, sight_of
from tui.render.table import Table
from tui.widgets.array_view import ArrayView
from tui.widgets.messages import CellOpened, CellSelected

WEIGHTS = np.array([[0.31, -0.127, 0.0], [1.5, 0.25, -0.5]])


def drawn(array, width=40, height=10, cell=None, **about):
    """Draw a table as the view does, with the title line."""
    table = Table(about.pop("label", "w"), array, **about)
    arrangement = arrange((table,), width, height)
    pane = arrangement.panes[0]
    place = table.grid.place(cell) if cell else (0, 0)
    sight = sight_of(pane, place, Window())
    return draw_operation(arrangement, {0: sight}, {0: cell} if cell is not None else {}, 0, True)


def test_a_small_array_is_shown_whole():
    assert text(drawn(WEIGHTS, label="dweights", cell=(0, 1))) == (
        "── dweights 2×3 float64 ────────────────\n"
        "          0       1       2\n"
        " 0   +0.310 [−0.127]  0\n"
        " 1   +1.500  +0.250  −0.500"
    )


def test_hidden_rows_and_columns_have_signs():
    assert text(drawn(np.arange(600.0).reshape(20, 30), width=30, height=7, cell=(9, 5))) == (
        "── w 20×30 float64 ───────────\n"
        "          3      4      5\n"
        " 6 … +183.0 +184.0 +185.0 …\n"
        " 7 … +213.0 +214.0 +215.0 …\n"
        " 8 … +243.0 +244.0 +245.0 …\n"
        " 9 … +273.0 +274.0[+275.0]…\n"
        "… 6 above, 10 below"
    )


def test_a_number_alone_has_no_heads():
    assert text(drawn(np.array(1.0986), label="loss", cell=())) == (
        "── loss one number ─────────────────────\n [+1.099]"
    )


def test_a_vector_is_a_row():
    assert text(drawn(np.array([2, 0, 1]), label="y")).splitlines() == [
        "── y 3 int64 ───────────────────────────",
        "  0  1  2",
        "  2  0  1",
    ]


def test_matrices_of_a_stack_stand_below_one_another():
    lines = text(drawn(np.zeros((2, 2, 1)))).splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["0,0", "0,1", "1,0", "1,1"]


def test_an_empty_array_says_so():
    assert text(drawn(np.zeros((0, 3)))).splitlines()[1] == " no numbers"


def test_what_is_not_finite_is_loud_and_counted():
    array = np.array([[np.nan, 1.0], [np.inf, -np.inf]])
    assert "3 not finite" in text(drawn(array))
    assert {number_tone(Table("w", array), number) for number in (np.nan, np.inf, -np.inf)} == {Tone.LOUD}


def test_sign_and_size_have_tones():
    tones = [number_tone(Table("w", WEIGHTS), number.item()) for number in WEIGHTS.flat]
    assert tones == [
        Tone.POSITIVE, Tone.NEGATIVE, Tone.ZERO, Tone.STRONG_POSITIVE, Tone.POSITIVE, Tone.NEGATIVE,
    ]  # fmt: skip


def test_lit_cells_keep_the_tone_of_their_sign():
    line = drawn(WEIGHTS, lit=frozenset({(0, 1)}))[2]
    assert ("−0.127", Tone.NEGATIVE, Tone.LIT) in line


def test_cells_on_the_path_are_marked():
    line = drawn(WEIGHTS, path=np.array([[True, False, False], [False, False, False]]))[2]
    assert ("+0.310", Tone.POSITIVE, Tone.PATH) in line


@settings(max_examples=60)
@given(
    hnp.arrays(
        st.sampled_from([np.float64, np.int64, np.bool_]),
        hnp.array_shapes(min_dims=0, max_dims=3, max_side=30),
    ),
    st.integers(1, 90),
    st.integers(2, 20),
    st.data(),
)
def test_lines_are_as_wide_as_asked_and_the_cursor_is_in_sight(array, width, height, data):
    cell = tuple(data.draw(st.integers(0, length - 1)) for length in array.shape)
    lines = drawn(array, width, height, cell)
    assert len(lines) <= height
    assert {width_of(line) for line in lines} == {width}
    table = Table("w", array)
    if width >= natural_width(table, layout(table, 0, 1)) and height > 3:
        assert any(piece.over is Tone.CURSOR for line in lines for piece in line)


def test_only_what_is_in_sight_is_looked_at():
    class Counting(Table):
        looked = 0

        def numbers(self, row, columns):
            Counting.looked += len(columns)
            return super().numbers(row, columns)

    table = Counting("X", np.broadcast_to(np.float64(0.5), (60_000, 784)))
    form = layout(table)
    sight = window(table, form, 80, 20, (59_999, 783), Window())
    lines = draw_table(table, form, sight, 80, 20, (59_999, 783), True)
    assert Counting.looked < 20 * 80
    assert text(lines).splitlines()[-2].startswith(" 59999")


def test_heights_and_widths_are_what_is_drawn():
    table = Table("w", WEIGHTS)
    form = layout(table)
    lines = draw_table(table, form, Window(0, 0, 2, 3), 99, 9, None, False)
    assert len(lines) == natural_height(table)
    assert max(len(line) for line in text(lines).splitlines()) <= natural_width(table, form)


@pytest.mark.parametrize(
    ("motion", "place"),
    [
        (Motion.LEFT, (2, 0)), (Motion.RIGHT, (2, 2)), (Motion.UP, (1, 1)), (Motion.DOWN, (3, 1)),
        (Motion.ROW_START, (2, 0)), (Motion.ROW_END, (2, 3)), (Motion.PAGE_UP, (0, 1)), (Motion.PAGE_DOWN, (5, 1)),
        (Motion.FIRST, (0, 0)), (Motion.LAST, (5, 3)),
    ],
)  # fmt: skip
def test_motions_stay_on_the_grid(motion, place):
    assert Grid((6, 4)).moved((2, 1), motion, page=4) == place


@given(hnp.array_shapes(min_dims=0, max_dims=4), st.data())
def test_every_cell_has_its_place(shape, data):
    grid = Grid(shape)
    cell = tuple(data.draw(st.integers(0, length - 1)) for length in shape)
    row, column = grid.place(cell)
    assert 0 <= row < grid.rows
    assert 0 <= column < grid.columns
    assert grid.cell((row, column)) == cell


async def test_keys_move_the_cursor_and_say_so():
    view = ArrayView()
    view.shown = Table("w", WEIGHTS, key="7")
    stage = ViewStage(view)
    async with stage.run_test(size=(60, 10)) as pilot:
        view.focus()
        await pilot.press("right", "j", "left", "end", "enter")
        await pilot.pause()
    assert [(type(m), m.key, m.cell) for m in stage.heard] == [
        (CellSelected, "7", (0, 1)),
        (CellSelected, "7", (1, 1)),
        (CellSelected, "7", (1, 0)),
        (CellSelected, "7", (1, 2)),
        (CellOpened, "7", (1, 2)),
    ]


async def test_a_move_repaints_the_two_cells():
    view = ArrayView()
    view.shown = Table("w", np.zeros((30, 8)) + 0.5)
    async with ViewStage(view).run_test(size=(80, 24)) as pilot:
        view.focus()
        await pilot.pause()
        regions = watch_repaints(view)
        await pilot.press("down")
        await pilot.pause()
        assert len(regions) == 2
        assert all(region.height == 1 and region.width <= 10 for region in regions)


async def test_scrolling_follows_the_cursor():
    view = ArrayView()
    view.shown = Table("X", np.arange(5000.0).reshape(500, 10))
    async with ViewStage(view).run_test(size=(80, 24)) as pilot:
        view.focus()
        await pilot.press("ctrl+end")
        await pilot.pause()
        assert "[+4999.0]" in shown(view)
        assert "above" in shown(view).splitlines()[-1]
        await pilot.press("ctrl+home")
        await pilot.pause()
        assert "490 below" not in shown(view).splitlines()[1]
        assert view.cell == (0, 0)


async def test_the_mouse_selects_and_opens():
    view = ArrayView()
    view.shown = Table("w", WEIGHTS)
    stage = ViewStage(view)
    async with stage.run_test(size=(60, 10)) as pilot:
        await pilot.click(ArrayView, offset=(14, 3))
        await pilot.click(ArrayView, offset=(14, 3))
        await pilot.pause()
    assert [(type(m), m.cell) for m in stage.heard] == [(CellSelected, (1, 1)), (CellOpened, (1, 1))]


async def test_without_an_array_nothing_breaks():
    view = ArrayView()
    async with ViewStage(view).run_test(size=(60, 10)) as pilot:
        view.focus()
        await pilot.press("right", "enter", "pagedown", "right_square_bracket")
        assert shown(view).strip() == "no arrays here yet"

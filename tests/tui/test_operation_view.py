"""The arrays of an operation side by side."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from view_stage import ViewStage, shown, text

from tui.render.arrangement import arrange
from tui.render.grid import Window
from tui.render.lines import width_of
from tui.render.operation import draw_operation, sight_of
from tui.render.table import Table
from tui.widgets.messages import CellSelected
from tui.widgets.operation_view import OperationView

INPUTS = np.array([[0.0, 0.31, 0.0, 0.12], [0.5, 0.0, 0.25, 0.0]])
DVALUES = np.array([[-0.13, 0.07], [0.07, -0.13], [0.07, 0.07], [0.25, -0.5]])


def tables(result="dweights"):
    return (
        Table("self.inputs.T", INPUTS),
        Table("dvalues", DVALUES),
        Table(result, INPUTS @ DVALUES, is_result=True),
    )


def drawn(tables, width, height):
    arrangement = arrange(tables, width, height)
    sights = {number: sight_of(pane, (0, 0), Window()) for number, pane in enumerate(arrangement.panes)}
    return draw_operation(arrangement, sights, {}, 0, False)


def test_operands_and_result_stand_side_by_side():
    assert text(drawn(tables(), 80, 6)) == (
        "── self.inputs.T 2×4 float64 ───────┬── dvalues 4×2 ─────┬── = dweights 2×2 ────\n"
        "          0       1       2       3 │          0       1 │          0       1\n"
        " 0    0      +0.310   0      +0.120 │ 0   −0.130  +0.070 │ 0   +0.052  −0.100\n"
        " 1   +0.500   0      +0.250   0     │ 1   +0.070  −0.130 │ 1   −0.048  +0.053\n"
        "                                    │ 2   +0.070  +0.070 │\n"
        "                                    │ 3   +0.250  −0.500 │"
    )


def test_where_it_is_narrow_numbers_stand_closer_and_get_fewer_digits():
    assert text(drawn(tables(), 64, 6)).splitlines()[2:4] == [
        "0   0    +0.31  0    +0.12 │0  −0.13 +0.07 │0  +0.05 −0.10",
        "1  +0.50  0    +0.25  0    │1  +0.07 −0.13 │1  −0.05 +0.05",
    ]


def test_where_it_is_too_narrow_the_tables_stand_below_one_another():
    lines = text(drawn(tables(), 22, 20)).splitlines()
    assert [line for line in lines if line.startswith("──")] == [
        "── self.inputs.T 2×4 ─",
        "── dvalues 4×2 ───────",
        "── = dweights 2×2 ────",
    ]


def test_tables_that_have_room_beside_one_another_stand_in_one_row_of_several():
    lines = text(drawn(tables(), 34, 20)).splitlines()
    assert [line for line in lines if line.startswith("──")] == [
        "── self.inputs.T 2×4 float64 ─────",
        "── dvalues 4×2 ┬── = dweights 2×2",
    ]


def test_short_tables_stand_in_a_column_between_tall_ones():
    tall, flat = np.zeros((5, 3)), np.arange(5)
    chosen = -np.arange(1.0, 6.0)
    five = (Table("d", tall), Table("i", flat), Table("j", flat), Table("q", chosen), Table("d", tall, is_result=True))
    assert text(drawn(five, 78, 10)).splitlines()[2:8] == [
        "0   0     0     0     │ 0 1 2 3 4                      │0   0     0     0",
        "1   0     0     0     ├── j 5 int64 ───────────────────┤1   0     0     0",
        "2   0     0     0     │ 0 1 2 3 4                      │2   0     0     0",
        "3   0     0     0     │ 0 1 2 3 4                      │3   0     0     0",
        "4   0     0     0     ├── q 5 float64 ─────────────────┤4   0     0     0",
        "                      │     0     1     2     3     4  │",
    ]


def test_no_column_is_hidden_while_rows_are_free():
    wide = Table("weights", np.ones((2, 20)))
    first, result = Table("inputs", np.ones((5, 2))), Table("outputs", np.ones((5, 20)), is_result=True)
    assert "…" in text(drawn((first, wide, result), 150, 8))
    assert "…" not in text(drawn((first, wide, result), 150, 18))


def test_tables_that_hide_rows_anyway_stay_beside_one_another():
    tall = np.ones((300, 2)), np.ones((2, 64)), np.ones((300, 64))
    lines = text(drawn(tuple(Table("name", array) for array in tall), 80, 20)).splitlines()
    assert sum(line.startswith("──") for line in lines) == 1


def test_where_there_is_no_height_either_each_shows_a_part():
    lines = text(drawn(tables(), 48, 6)).splitlines()
    assert lines[2] == "0    0    …     │0  −0.13 +0.07 │0  +0.05 −0.10"


def test_tables_without_room_are_counted():
    assert "… 1 more" in text(drawn(tables(), 30, 6)).splitlines()[0]


def test_a_long_name_gives_way_to_numbers_and_keeps_its_shape():
    line = text(drawn(tables("inputs - np.max(inputs, axis=1, keepdims=True)"), 80, 6)).splitlines()[0]
    assert "… 2×2" in line


arrays = hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=3, max_side=12), elements=st.floats(-9, 9))


@settings(max_examples=60)
@given(st.lists(arrays, min_size=1, max_size=4), st.integers(1, 140), st.integers(1, 25))
def test_every_line_has_the_width_of_the_view(arrays, width, height):
    lines = drawn(tuple(Table("name", array) for array in arrays), width, height)
    assert {width_of(line) for line in lines} <= {width}
    assert len(lines) <= height


async def test_the_cursor_walks_from_one_array_into_the_next():
    view = OperationView(tables())
    stage = ViewStage(view)
    async with stage.run_test(size=(100, 8)) as pilot:
        view.focus()
        view.select(0, (1, 3))
        await pilot.press("right", "down", "left", "left_square_bracket", "right_square_bracket")
        await pilot.pause()
    assert [(m.key, m.cell) for m in stage.heard if isinstance(m, CellSelected)] == [
        ("dvalues", (1, 0)),
        ("dvalues", (2, 0)),
        ("self.inputs.T", (1, 3)),
        ("dweights", (0, 0)),
        ("self.inputs.T", (1, 3)),
    ]


async def test_lit_cells_of_other_arrays_come_in_sight():
    tall = np.arange(400.0).reshape(100, 4)
    view = OperationView((Table("X", tall, lit=frozenset({(70, 1)})), Table("y", tall[:1], is_result=True)))
    async with ViewStage(view).run_test(size=(100, 10)) as pilot:
        view.select(1, (0, 0))
        await pilot.pause()
        assert "+281.0" in shown(view)


async def test_tables_of_the_same_shapes_keep_the_cursor():
    view = OperationView(tables())
    async with ViewStage(view).run_test(size=(100, 8)) as pilot:
        view.select(1, (2, 1))
        view.tables = tables("other")
        await pilot.pause()
        assert (view.active, view.cell) == (1, (2, 1))
        view.tables = (Table("x", INPUTS), Table("y", INPUTS, is_result=True))
        assert (view.active, view.cell) == (1, (0, 0))

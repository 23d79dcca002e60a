"""How the lab's views share the lines that there are."""

import pytest
import small_lesson
from app_stage import frame, press, running, settled

from lessons.document import parse_text
from lessons.lab import Lab
from tui.lab.room import LEAST_CHART, LabRoom, Wanted, Wish, lab_room, wanted_by
from tui.widgets.chart_view import ChartView
from tui.widgets.lab_pane import LabPane
from tui.widgets.operation_view import OperationView

SMALL, LARGE = Wanted(6, 7), Wanted(30, 300)


def lines(room: LabRoom) -> int:
    return room.network + 1 + room.gap + room.code + room.tables + room.derivation + room.chart


@pytest.mark.parametrize("wish", Wish)
@pytest.mark.parametrize("wanted", [SMALL, LARGE])
@pytest.mark.parametrize("rows", range(20, 100))
def test_no_line_is_given_out_twice(rows: int, wanted: Wanted, wish: Wish) -> None:
    room = lab_room(rows, wanted, wish, has_boxes=True)
    assert lines(room) <= rows
    if wish in (Wish.ROOM, Wish.ALL) or wanted is LARGE:
        assert lines(room) == rows


def test_a_chart_has_room_as_soon_as_the_tables_have_lines_to_spare() -> None:
    assert lab_room(22, SMALL, Wish.ROOM, has_boxes=False).chart == 1
    assert lab_room(32, SMALL, Wish.ROOM, has_boxes=False).chart >= LEAST_CHART


def test_without_a_chart_its_lines_go_to_tables_code_and_derivation() -> None:
    with_chart, without = (lab_room(38, LARGE, wish, has_boxes=False) for wish in (Wish.ROOM, Wish.NOTHING))
    assert without.chart == 0
    assert without.tables > with_chart.tables
    less = lab_room(38, SMALL, Wish.NOTHING, has_boxes=False)
    assert less.derivation > with_chart.derivation


def test_small_steps_want_their_own_lines_and_long_ones_all_that_there_are() -> None:
    trace = Lab(parse_text(small_lesson.HEAD + small_lesson.PAGES).experiments[0].experiment).trace
    assert 4 <= wanted_by(trace, 74, 40).tables <= 20
    assert wanted_by(trace, 74, 1).tables == 1


CHARTED = (
    small_lesson.HEAD.replace('"small"', '"charted"')
    + "\n## One\n\nFirst.\n"
    + small_lesson.EXPERIMENT
    + '\n```show\nstep = "dense1.forward"\n```\n\n---\n\n## Two\n\nSecond.\n\n'
    + '```show\nupdate = 1\nstep = "start"\nchart = "decision_boundary"\n```\n'
)


@pytest.mark.parametrize("first", [1, 2])
async def test_a_page_about_a_chart_has_it_large_however_one_comes_there(tmp_path, first) -> None:
    async with running(tmp_path, lesson="charted", page=first, size=(120, 40), charted=CHARTED) as (app, pilot):
        if first == 1:
            await press(pilot, "greater_than_sign")
        assert app.screen.query_one("#chart", ChartView).size.height > 30
        await press(pilot, "n")
        assert app.screen.query_one("#chart", ChartView).size.height < 20
        assert app.screen.query_one(OperationView).size.height > 5


async def test_without_anything_to_draw_there_is_no_empty_chart(tmp_path) -> None:
    async with running(tmp_path, page=3, size=(120, 40)) as (app, pilot):
        assert "no chart yet" not in frame(app)
        pane = app.screen.query_one(LabPane)
        pane.show_chart(None)
        await settled(pilot)
        assert not pane.query_one("#charts").display
        pane.show_chart(None, "the chart comes later")
        await settled(pilot)
        assert "the chart comes later" in frame(app)

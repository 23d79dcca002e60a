"""Which chart is looked at, and how the page's own chart is turned."""

import pytest
import small_lesson
from app_stage import frame, press, running

from lessons.blocks import Show, View
from lessons.document import parse_text
from lessons.lab import Lab, Place, Step
from tui.charts import ActivationChart, LossCurve
from tui.lab.chart_data import charts_for
from tui.lab.chart_shelf import ChartShelf, leads
from tui.widgets.course_list import CourseList

PAGE = f"""
## Charts
{small_lesson.EXPERIMENT}
```show
step = "start"
chart = "activation"
of = {{ function = "sigmoid", at = 1.0 }}
```

```choice
id = "steep"
ask = "Is it steep?"
options = [{{ text = "yes", right = true, reply = "Yes." }}, {{ text = "no", reply = "No." }}]
```
"""
CHARTED = small_lesson.HEAD.replace('"small"', '"charted"') + PAGE


@pytest.fixture(scope="module")
def lab() -> Lab:
    """Return a lab of the small experiment."""
    return Lab(parse_text(CHARTED).experiments[0].experiment)


def block(*views: tuple[View, str], **of: float) -> Show:
    return Show("show", 1, views, of=tuple(of.items()))


def test_a_network_without_parameters_has_no_chart_of_their_gradients(lab: Lab) -> None:
    bare = CHARTED.replace('["dense 2 2", "relu", "dense 2 2", "softmax"]', '["softmax"]')
    bare = "\n".join(line for line in bare.splitlines() if not line.startswith("parameters."))
    assert "gradient_flow" not in charts_for(Lab(parse_text(bare).experiments[0].experiment))
    assert "gradient_flow" in charts_for(lab)


def test_the_pages_chart_stands_first_and_keeps_what_it_is_of(lab: Lab) -> None:
    shelf = ChartShelf().for_block(block((View.CHART, "activation"), at=1.0))
    assert shelf.names(lab)[:2] == ("activation", "decision_boundary")
    chart = shelf.drawn(lab, "activation", is_covered=False)
    assert isinstance(chart, ActivationChart)
    assert chart.point is not None
    assert chart.point.x == 1.0
    assert shelf.moved(lab, 1).chart == shelf.second(lab, is_covered=False) == "decision_boundary"
    assert shelf.moved(lab, -1).chart == "firing"
    assert shelf.for_block(block((View.STEP, "start"))) == shelf


def test_another_page_does_not_keep_the_chart_that_a_page_asked_for(lab: Lab) -> None:
    shelf = ChartShelf().for_block(block((View.CHART, "activation"), at=1.0))
    another = shelf.for_page().for_block(block((View.STEP, "start")))
    assert not another.is_wanted
    assert another.shown(lab) == "decision_boundary"
    assert shelf.moved(lab, 2).for_page().chart == "loss"  # what the learner took down stays


def test_only_the_pages_own_chart_can_be_turned(lab: Lab) -> None:
    shelf = ChartShelf().for_block(block((View.CHART, "activation"), at=1.0))
    assert shelf.can_turn(lab)
    assert shelf.turned(lab, 1).of == (("at", 1.5),)
    assert shelf.turned(lab, 1).moment(lab, "activation") != shelf.moment(lab, "activation")
    away = shelf.moved(lab, 1)
    assert not away.can_turn(lab)
    assert away.turned(lab, 1) == away
    assert not ChartShelf().for_block(block((View.CHART, "loss"))).can_turn(lab)


def test_a_chain_turns_through_the_samples_that_there_are(lab: Lab) -> None:
    shelf = ChartShelf().for_block(block((View.CHART, "chain")))
    for _ in range(9):
        shelf = shelf.turned(lab, 1)
    assert shelf.of == (("sample", len(lab.run.X) - 1),)
    assert not shelf.can_turn(lab, is_covered=True)
    one = CHARTED.replace("[[1.0, 2.0], [-1.0, 0.5], [0.5, -2.0]], y = [0, 1, 1]", "[[1.0, 2.0]], y = [0]")
    alone = Lab(parse_text(one).experiments[0].experiment)
    assert len(alone.run.X) == 1
    assert not shelf.can_turn(alone)


def test_charts_that_write_numbers_out_wait_for_the_answer(lab: Lab) -> None:
    shelf = ChartShelf().for_block(block((View.CHART, "chain")))
    assert shelf.drawn(lab, "chain", is_covered=True) is None
    assert shelf.drawn(lab, "chain", is_covered=False) is not None
    lab.go(Place(1))
    assert isinstance(shelf.drawn(lab, "loss", is_covered=True), LossCurve)


def test_an_unknown_chart_is_none_and_breaks_nothing(lab: Lab) -> None:
    shelf = ChartShelf().for_block(block((View.CHART, "lose")))
    assert shelf.drawn(lab, "lose", is_covered=False) is None
    assert shelf.names(lab)[0] == "decision_boundary"
    assert not shelf.can_turn(lab)
    assert shelf.moment(lab, "lose") == ("lose",)


def test_a_block_is_about_its_chart_unless_it_names_what_to_look_into() -> None:
    chart = (View.CHART, "loss")
    assert leads(block(chart))
    assert leads(block(chart, (View.STEP, "start")))
    assert not leads(block(chart, (View.STEP, "dense1.forward")))
    assert not leads(block(chart, (View.TABLE, "dense1.output")))
    assert not leads(block((View.STEP, "start")))
    assert not leads(None)


def test_a_chart_gives_way_to_the_tables_where_a_step_does_not_change_it() -> None:
    slope = ChartShelf().for_block(block((View.CHART, "slope")))
    assert not slope.stays(Step.INTO)
    assert not slope.stays(Step.NEXT_UPDATE)
    loss = ChartShelf().for_block(block((View.CHART, "loss")))
    assert not loss.stays(Step.OVER)
    assert loss.stays(Step.NEXT_UPDATE)
    assert ChartShelf().for_block(block((View.CHART, "heatmap"))).stays(Step.INTO)


def test_what_a_chart_waits_for_is_said(lab: Lab) -> None:
    shelf = ChartShelf().for_block(block((View.CHART, "loss")))
    lab.go(Place(0))
    assert shelf.missing(lab, "loss", is_covered=False) == "the curve begins with the first update: u runs one"
    assert "first step" in shelf.missing(lab, "heatmap", is_covered=False)
    assert "your answer" in shelf.missing(lab, "chain", is_covered=True)
    assert not shelf.missing(lab, "chain", is_covered=False)
    lab.go(Place(1))
    assert not shelf.missing(lab, "loss", is_covered=False)


def test_beside_a_chart_stands_one_that_has_a_drawing(lab: Lab) -> None:
    lab.go(Place(0))
    shelf = ChartShelf().for_block(block((View.CHART, "decision_boundary")))
    assert shelf.moved(lab, 1).chart == "loss"
    assert shelf.second(lab, is_covered=False) == "gradient_flow"
    lab.go(Place(1))
    assert shelf.second(lab, is_covered=False) == "loss"


async def test_a_page_about_a_chart_shows_it_turns_it_and_leaves_it(tmp_path) -> None:
    async with running(tmp_path, lesson="charted", charted=CHARTED) as (app, pilot):
        await press(pilot, "tab")
        assert "at 1: output 0.731" in frame(app)
        assert "+/- turn" in frame(app)
        await press(pilot, "plus", "plus")
        assert "at 2: output 0.881" in frame(app)
        await press(pilot, "minus")
        assert "at 1.5: output 0.818" in frame(app)
        assert "def forward" not in frame(app)
        await press(pilot, "escape")
        assert "def forward" in frame(app)
        assert "+/- turn" not in frame(app)


async def test_escape_leaves_a_lesson_whose_chart_is_out_of_sight(tmp_path) -> None:
    async with running(tmp_path, lesson="charted", charted=CHARTED) as (app, pilot):
        await press(pilot, "escape")
        assert app.screen.query(CourseList)


@pytest.mark.parametrize("key", ["c", "u"])
async def test_the_keys_stay_in_the_lab_when_the_chart_gives_way_to_words_and_comes_back(tmp_path, key) -> None:
    async with running(tmp_path, lesson="charted", charted=CHARTED) as (app, pilot):
        await press(pilot, "tab")
        for _ in charts_for(Lab(parse_text(CHARTED).experiments[0].experiment)):
            await press(pilot, "c")
            if "the curve begins with the first update" in frame(app):
                break
        assert app.screen.focused is not None
        assert app.screen.focused.id == "tables"
        await press(pilot, key)
        assert app.screen.focused is not None
        assert app.screen.focused.id == "chart"
        await press(pilot, "tab")
        assert "Is it steep?" in frame(app)


async def test_stepping_brings_the_tables_back(tmp_path) -> None:
    async with running(tmp_path, lesson="charted", charted=CHARTED) as (app, pilot):
        await press(pilot, "tab", "n")
        assert "def forward" in frame(app)
        assert app.screen.focused is not None
        assert app.screen.focused.id == "tables"

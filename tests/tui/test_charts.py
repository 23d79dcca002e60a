"""Every chart draws itself in every size; `CHARTS` brings a new one here by itself."""

import re

import numpy as np
import pytest
from textual_plotext import Plot
from view_stage import ViewStage, shown, text, watch_repaints

from tui.charts import CHARTS, ArrayHeatmap, DecisionBoundary, GradientFlow, LossCurve, Marker, Series, Space
from tui.charts.points import finite, thinned, whole_ticks
from tui.render.lines import Tone, width_of
from tui.widgets.chart_view import ChartView, draw_chart

SIZES = [(24, 7), (80, 14), (160, 40)]


def drawn(chart, width=80, height=14, marker=Marker.BRAILLE):
    return draw_chart(chart, Plot(), Space(width, height, marker))


@pytest.mark.parametrize("kind", CHARTS.values(), ids=CHARTS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("marker", Marker)
def test_every_chart_draws_its_example(kind, size, marker):
    width, height = size
    lines = drawn(kind.example(), width, height, marker)
    assert len(lines) <= height
    assert all(width_of(line) <= width for line in lines)
    assert any(piece.tone not in (Tone.FAINT, Tone.RULE, Tone.STRONG, Tone.TITLE) for line in lines for piece in line)


@pytest.mark.parametrize("kind", CHARTS.values(), ids=CHARTS)
def test_every_chart_has_its_title_and_says_itself_in_a_line_where_it_has_no_room(kind):
    chart = kind.example()
    assert text(drawn(chart)).splitlines()[0].startswith(f"── {chart.title} ")
    (line,) = drawn(chart, 60, 3)
    assert chart.title in text([line])


@pytest.mark.parametrize("kind", CHARTS.values(), ids=CHARTS)
def test_no_colour_code_is_left_in_the_text(kind):
    assert "\x1b" not in text(drawn(kind.example()))


@pytest.mark.parametrize("marker", [Marker.DOT, Marker.ASCII])
def test_coarse_markers_use_no_braille(marker):
    drawing = text(drawn(LossCurve.example(), marker=marker))
    assert not any(0x2800 <= ord(character) < 0x2900 for character in drawing)


def test_what_is_not_finite_is_left_out_and_said():
    values = np.array([3.0, np.inf, 2.0, np.nan, 1.0])
    assert "2 not finite, left out" in text(drawn(LossCurve((Series("loss", values),))))


@pytest.mark.parametrize("values", [[], [1.5], [2.0, 2.0], [np.nan, np.nan]])
def test_a_loss_with_nothing_to_draw_breaks_nothing(values):
    assert drawn(LossCurve((Series("loss", np.array(values)),)))


def test_updates_are_whole_numbers_on_the_axis():
    chart = LossCurve((Series("loss", np.linspace(1, 0, 500)),), first_update=1000)
    assert text(drawn(chart)).splitlines()[-1].split() == ["1,000", "1,100", "1,200", "1,300", "1,400"]


def test_gradients_of_very_different_size_stand_at_their_powers_of_ten_and_have_no_bars():
    lines = text(drawn(GradientFlow.example())).splitlines()
    assert "a scale of powers of ten" in lines[0]
    assert lines[-1].split()[0] == "1e−6"
    assert not any("█" in line for line in lines)
    places = [line.index("■") for line in lines if "■" in line]
    assert places == sorted(places)
    assert len(places) == 5


def test_gradients_of_similar_size_stand_on_a_plain_scale():
    assert "ten times" not in text(drawn(GradientFlow((("dense1.weights", 0.5), ("dense2.weights", 0.25)))))


def test_longer_gradients_have_longer_bars():
    lines = text(drawn(GradientFlow((("a", 0.5), ("b", 0.25), ("c", 0.0))))).splitlines()
    bars = {name: next(line for line in lines if line.strip().startswith(name)).count("█") for name in "abc"}
    assert bars["a"] > bars["b"] > bars["c"] == 0


@pytest.mark.parametrize("norms", [(), (("a", 0.0),), (("a", float("nan")), ("b", float("inf")))])
def test_gradients_without_a_size_break_nothing(norms):
    assert drawn(GradientFlow(norms))
    assert drawn(GradientFlow(norms), 60, 2)


def test_the_first_and_the_last_layer_are_always_there():
    norms = tuple((f"dense{number}.weights", 1.0) for number in range(30))
    drawing = text(drawn(GradientFlow(norms), 80, 12))
    assert "24 between left out" in drawing.splitlines()[0]
    assert "dense0.weights" in drawing
    assert "dense29.weights" in drawing


@pytest.mark.parametrize("kind", CHARTS.values(), ids=CHARTS)
@pytest.mark.parametrize("size", [(60, 12), (80, 22), (130, 40)])
def test_no_axis_shows_a_zero_with_a_sign_or_a_power_with_a_plus(kind, size):
    drawing = text(drawn(kind.example(), *size))
    assert not re.search(r"−0(\.0*)?(?![.\d])|e\+", drawing)


def test_the_first_updates_of_a_loss_are_marked_from_zero_up():
    drawing = text(drawn(LossCurve((Series("loss", np.array([1.2])),))))
    assert "◆" in drawing
    assert drawing.splitlines()[-3].lstrip().startswith("0┤")


def test_a_note_loses_whole_parts_before_it_is_cut():
    chart = LossCurve((Series("loss", np.array([3.0, np.inf, 2.0])),))
    assert text(drawn(chart, 50)).splitlines()[0].startswith("── loss by update · 1 not")
    assert text(drawn(chart, 30)).splitlines()[0].startswith("── loss by update ──")


def test_classes_differ_in_their_marks_as_well_as_in_colour():
    drawing = text(drawn(DecisionBoundary.example()))
    assert all(mark in drawing for mark in "●▲■·':")


def test_a_heatmap_tells_signs_apart_without_colour():
    drawing = text(drawn(ArrayHeatmap("w", np.array([[1.0, -1.0]])))).splitlines()
    assert "█" in drawing[2]
    assert "≡" in drawing[2]
    assert drawing[2].index("█") < drawing[2].index("≡")


def test_a_large_array_shows_the_largest_of_each_patch():
    array = np.zeros((500, 2000))
    array[250, 1000] = -3.0
    drawing = text(drawn(ArrayHeatmap("w", array), 100))
    assert "largest of 56×23" in drawing
    assert "≡" in drawing.split("\n", 1)[1]


@pytest.mark.parametrize(
    "array", [np.zeros((0, 3)), np.zeros(()), np.zeros((2, 3)), np.full((2, 2), np.nan), np.array([True, False])]
)
def test_a_heatmap_of_any_array_breaks_nothing(array):
    assert drawn(ArrayHeatmap("w", array))
    assert drawn(ArrayHeatmap("w", array), 60, 2)


def test_thinning_keeps_the_ends_of_every_column():
    ys = np.sin(np.arange(10_000) / 50)
    ys[4321] = 9.0
    xs, kept = thinned(np.arange(10_000.0), ys, 80)
    assert len(kept) <= 160
    assert 9.0 in kept
    assert (np.diff(xs) > 0).all()


def test_only_finite_points_are_drawn():
    xs, ys, skipped = finite(np.arange(4), np.array([1.0, np.nan, np.inf, 2.0]))
    assert (xs.tolist(), ys.tolist(), skipped) == ([0.0, 3.0], [1.0, 2.0], 2)


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [(0, 299, 4, [0, 100, 200]), (0, 4, 5, [0, 1, 2, 3, 4]), (7, 7, 4, [7]), (3, 25, 4, [10, 20])],
)
def test_ticks_are_round(low, high, most, ticks):
    assert whole_ticks(low, high, most) == ticks


async def test_a_chart_is_drawn_again_only_when_it_changed():
    built = []

    class Counted(LossCurve):
        def draw(self, figure, space):
            built.append(space)
            return super().draw(figure, space)

    view = ChartView()
    async with ViewStage(view).run_test(size=(80, 24)) as pilot:
        chart = Counted((Series("loss", np.linspace(2, 1, 50)),))
        view.chart = chart
        await pilot.pause()
        view.chart = chart
        view.redraw()
        await pilot.pause()
        assert len(built) == 1
        assert "loss by update" in shown(view)


async def test_a_longer_curve_repaints_only_lines_that_differ():
    values = np.concatenate([np.linspace(2, 1, 200), np.full(100, 1.0)])
    view = ChartView()
    async with ViewStage(view).run_test(size=(80, 24)) as pilot:
        view.chart = LossCurve((Series("loss", values[:299]),))
        await pilot.pause()
        regions = watch_repaints(view)
        view.chart = LossCurve((Series("loss", values),))
        await pilot.pause()
        assert sum(region.area for region in regions) < 80 * 24 / 2

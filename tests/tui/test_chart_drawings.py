"""What the charts of functions, gradients and tries say without colour, drawn from real studies."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from textual_plotext import Plot
from view_stage import text

from lessons.charts import CHARTS as KINDS
from netcore.studies.activation_curve import activation_at, activation_curve
from netcore.studies.deep_gradients import DeepGradients, DepthLine
from netcore.studies.difference_error import difference_error
from netcore.studies.firing_map import FiringMap
from netcore.studies.gradient_field import gradient_field
from netcore.studies.logit_surface import logit_surface
from netcore.studies.loss_plane import LossPlane
from netcore.studies.random_tries import Tries
from netcore.studies.run_views import LearningCurve, Samples
from netcore.studies.tangent import tangent
from tui.ascii_text import in_ascii
from tui.charts import (
    CHARTS,
    ActivationChart,
    ChainChart,
    CrossEntropyChart,
    DecisionBoundary,
    DecisionMapsChart,
    DeepGradientsChart,
    FiringChart,
    GradientArrowsChart,
    GradientFlow,
    LayerSpacesChart,
    LearningChart,
    LogitSurfaceChart,
    LossCurve,
    LossPlaneChart,
    Marker,
    SamplesChart,
    Series,
    SlopeErrorChart,
    Space,
    TangentChart,
    TriesChart,
)
from tui.charts.contour_map import draw_contours
from tui.charts.marking import brief, padded, told_apart
from tui.charts.points import round_numbers
from tui.render.lines import width_of
from tui.widgets.chart_view import draw_chart

SIZES = [(78, 10), (72, 16), (150, 40)]


def drawn(chart, width=78, height=14, marker=Marker.BRAILLE):
    return text(draw_chart(chart, Plot(), Space(width, height, marker)))


def test_what_lessons_may_ask_for_can_be_drawn():
    assert list(CHARTS) == list(KINDS)


@pytest.mark.parametrize("kind", CHARTS.values(), ids=CHARTS)
@pytest.mark.parametrize("size", SIZES)
def test_titles_and_notes_have_room(kind, size):
    lines = draw_chart(kind.example(), Plot(), Space(*size))
    assert all(width_of(line) <= size[0] for line in lines)
    assert not text(lines[:1]).endswith("…")
    assert size[1] // 3 < len(lines) <= size[1]


@pytest.mark.parametrize("kind", CHARTS.values(), ids=CHARTS)
def test_in_ascii_nothing_is_without_a_likeness(kind):
    drawing = in_ascii(drawn(kind.example(), marker=Marker.ASCII))
    assert drawing.isascii()
    assert drawing.count("?") <= drawing.splitlines()[0].count("?") + 8


@pytest.mark.parametrize("name", ["step", "relu", "sigmoid", "tanh", "softmax", "identity"])
def test_both_lines_of_an_activation_have_their_names(name):
    drawing = drawn(ActivationChart(activation_curve(name)))
    assert "output" in drawing
    assert "slope" in drawing.split("\n", 1)[1]


def test_the_dead_are_named_and_crossed_out_on_their_own_lines():
    outputs = np.ones((4, 30))
    outputs[2] = 0
    chart = FiringChart(FiringMap("relu1", outputs, np.zeros(0, int), np.all(outputs == 0, axis=1)))
    lines = drawn(chart, height=12).splitlines()
    assert "1 of 4 dead" in lines[0]
    crossed = [line for line in lines if "x   x" in line]
    assert len(crossed) == 1
    assert crossed[0].startswith("2 dead")
    assert "█" not in crossed[0]


def test_a_map_of_neurons_that_leak_says_which_marks_are_below_zero():
    outputs = np.array([[1.0, -0.1], [1.0, 2.0]])
    assert "░▒█ below 0 -=≡ ·" in drawn(FiringChart(FiringMap("leaky1", outputs, np.zeros(0, int), np.zeros(2, bool))))
    assert "below 0" not in drawn(FiringChart.example())


def test_a_run_that_has_not_begun_says_so():
    assert "no update yet" in drawn(LearningChart(LearningCurve(np.array([]), np.array([]))))
    assert "no finite number" in drawn(LearningChart(LearningCurve(np.array([np.nan]), np.array([0.5]))))
    assert "no update yet" in drawn(LearningChart(LearningCurve(np.array([]), np.array([]))), 60, 3)


def test_loss_and_accuracy_have_a_scale_each():
    lines = drawn(LearningChart.example()).splitlines()
    assert any(line.endswith("100%") for line in lines)
    assert any(line.startswith("0.5") or line.lstrip().startswith("0.5") for line in lines)


def test_a_curve_says_of_which_update_its_last_figures_are():
    learning = LearningChart(LearningCurve(np.array([1.1, 0.9]), np.array([0.3, 0.5]), first_update=8))
    assert "loss 0.900 · dots: accuracy 50% · at update 9" in drawn(learning).splitlines()[0]
    assert learning.in_words() == "loss and accuracy: 0.900 and 50% at update 9"
    loss = LossCurve((Series("loss", np.array([1.1, 0.9])),), first_update=8)
    assert loss.in_words() == "loss 1.100 → 0.900 at update 9"


def test_a_single_loss_is_not_said_to_have_gone_anywhere():
    assert LossCurve((Series("loss", np.array([16.0])),)).in_words() == "loss 16.00 at update 0"


@pytest.mark.parametrize("count", [1, 2])
def test_the_first_losses_are_marked_one_by_one(count):
    picture = drawn(LearningChart(LearningCurve(np.array([1.1, 0.9])[:count], np.array([0.3, 0.5])[:count])))
    assert picture.count("◆") == count
    assert "4" in picture.splitlines()[-1]  # there is room for what comes next


def test_numbers_without_classes_are_samples_too():
    samples = Samples(np.array([0.0, 1.0]), np.array([2.0, 3.0]), ("X", "y"), None)
    assert "y over X" in drawn(SamplesChart(samples))
    assert "2 samples" in drawn(SamplesChart(samples), 60, 3)


def test_maps_and_layers_stand_side_by_side_with_titles():
    maps = drawn(DecisionMapsChart.example()).splitlines()
    assert re.search(r"update 0: 67%.*update 100: 50%.*update 1,000: 100%", maps[1])
    layers = drawn(LayerSpacesChart.example()).splitlines()
    assert re.search(r"inputs 2-D.*dense1 3-D.*dense2 2-D", layers[1])


def test_the_clipping_is_shown_on_the_scale_of_tens():
    from netcore.studies.cross_entropy_curve import cross_entropy_curve

    drawing = drawn(CrossEntropyChart(cross_entropy_curve(0.01, is_logarithmic=True)))
    assert "clipped here" in drawing
    assert "−ln 0.01 = 4.605" in drawing


def test_heights_stand_on_their_lines():
    side = np.linspace(-2, 2, 41)
    heights = np.add.outer(side**2, side**2)
    figure = Plot()
    levels = [contour.level for contour in draw_contours(figure, side, side, heights, Space(78, 20))]
    assert levels == sorted(levels)
    assert len(levels) == 9
    flat = draw_contours(figure, side, side, np.ones((41, 41)), Space(78, 20))
    assert flat == ()


def test_tries_and_ways_are_told_apart_by_their_marks():
    chart = LossPlaneChart.example()
    tries = drawn(chart)
    assert "7 tries: ● better x not" in tries
    assert "x" in tries.split("\n", 1)[1]
    way = drawn(LossPlaneChart(replace(chart.plane, is_tries=False, kept=None)))
    assert "● the way" in way
    assert "start" in way
    names = ("dense1.weights[0, 0]", "dense2.biases[0, 1]")
    alone = drawn(
        LossPlaneChart(replace(chart.plane, names=names, path=np.zeros((0, 2)), is_tries=False, samples=1000)), 110
    )
    assert "of 1,000 samples" in alone.splitlines()[0]
    assert alone.splitlines()[-1].strip() == "dense1.weights[0, 0] → dense2.biases[0, 1] ↑"


@pytest.mark.parametrize("marker", [Marker.BRAILLE, Marker.ASCII])
def test_the_key_of_a_way_and_of_classes_names_the_marks_that_are_drawn(marker):
    way = drawn(LossPlaneChart(replace(LossPlaneChart.example().plane, is_tries=False)), marker=marker)
    note, _, picture = way.partition("\n")
    assert re.search(r", (\S) the way", note)[1] in picture
    charts = (DecisionBoundary, DecisionMapsChart, SamplesChart, LayerSpacesChart)
    keys = [drawn(kind.example(), marker=marker).splitlines()[0] for kind in charts]
    assert len({re.search(r"class (\S)", key)[1] for key in keys}) == 1
    grounds = {re.search(r"class \S(\S) 0 ", key)[1] for key in keys[:2]}
    assert grounds == {"." if marker is Marker.ASCII else "·"}


def test_the_heights_of_a_nearly_flat_map_are_told_apart():
    x = np.linspace(-1, 1, 33)
    heights = 1.0986 + 1e-4 * np.add.outer(x**2, x**2)
    figure, space = Plot(), Space(100, 30)
    contours = draw_contours(figure, x, x, heights, space)
    written = told_apart([contour.level for contour in contours], 2)
    assert len(set(written)) == len(written) > 3


def test_a_regression_has_the_answers_over_its_data():
    places = np.linspace(0, 1, 50)
    samples = Samples(places, places**2, ("X", "y"), None, (places, places))
    assert "●" in drawn(SamplesChart(samples))
    assert "line: the network's answers" in drawn(SamplesChart(samples))
    assert "answers" not in drawn(SamplesChart(replace(samples, answers=None)))


def test_few_samples_stand_on_the_line_of_answers_and_many_do_not_cover_it():
    def dots(count, has_answers):
        places = np.linspace(0, 1, count)
        answers = (places, places) if has_answers else None
        return drawn(SamplesChart(Samples(places, places, ("X", "y"), None, answers))).split("\n", 1)[1].count("●")

    assert dots(3, True) == dots(3, False) == 3
    assert dots(200, True) < dots(200, False) / 2


@pytest.mark.parametrize("losses", [np.full((25, 33), np.nan), np.ones((25, 33))])
def test_a_plane_without_heights_breaks_nothing(losses):
    names, axes = ("a", "b"), (np.linspace(0, 1, 33), np.linspace(0, 1, 25))
    chart = LossPlaneChart(LossPlane(names, *axes, losses, (0.5, 0.5), np.zeros((0, 2))))
    assert drawn(chart)
    assert drawn(chart, 60, 3)


def test_tries_far_above_are_counted_and_all_infinite_ones_break_nothing():
    losses = np.concatenate([np.linspace(1.0, 1.2, 99), [500.0]])
    best = np.minimum.accumulate(losses)
    chart = TriesChart(Tries("walk", 1.1, losses, best, losses < 1.0, np.zeros((100, 0))))
    assert "1 far above" in drawn(chart)
    nothing = np.full(5, np.inf)
    assert drawn(TriesChart(Tries("walk", 1.1, nothing, np.full(5, 1.1), nothing < 0, np.zeros((5, 0)))))


@pytest.mark.parametrize("function", ["square", "cube", "sine", "exp", "log", "abs", "line"])
def test_tangent_and_secant_have_names_within_the_picture(function):
    drawing = drawn(TangentChart(tangent(function, 1.0, 0.75))).split("\n", 1)[1]
    assert "tangent" in drawing
    assert "secant" in drawing


def test_letters_tell_the_ways_to_measure_apart():
    study = difference_error("sine", 1.0, ("float64", "float32"), ("central", "forward"))
    lines = drawn(SlopeErrorChart(study)).splitlines()
    assert "c central f forward · capitals float32" in lines[0]
    assert all(letter in "".join(lines[1:]) for letter in "fcFC")


def test_arrows_turn_round_for_downhill():
    field = gradient_field("sum")
    assert "↗" in drawn(GradientArrowsChart(field))
    down = drawn(GradientArrowsChart(field, is_downhill=True)).split("\n", 1)[1]
    assert "↙" in down
    assert "↗" not in down


def test_a_chain_of_a_single_sample_speaks_of_no_shares():
    chain = replace(ChainChart.example().chain, samples=1)
    assert "the only one" in drawn(ChainChart(chain))
    assert "shares" not in drawn(ChainChart(chain))


def test_the_chain_is_written_out_with_its_product():
    drawing = drawn(ChainChart.example())
    assert all(said in drawing for said in ("∂L/∂y −0.62", "· ∂y/∂z +1", "· ∂z/∂w +0.5", "= ∂L/∂w −0.31"))
    (line,) = drawn(ChainChart.example(), 70, 3).splitlines()
    assert "−0.62 · +1 · +0.5 = −0.31" in line


def test_every_network_of_the_deep_ones_has_its_letter():
    drawing = drawn(DeepGradientsChart.example())
    assert re.search(r"scaled_normal.*he_normal.*unit_normal", drawing.splitlines()[1])
    assert all(letter in drawing.split("\n", 2)[2] for letter in "str")


def test_networks_that_run_together_can_both_be_read():
    lines = tuple(DepthLine(activation, "he_normal", np.full(10, 0.5)) for activation in ("sigmoid", "tanh", "relu"))
    drawing = drawn(DeepGradientsChart(DeepGradients(10, lines)))
    assert any(set("str") <= set(line.replace("he_normal", "")) for line in drawing.splitlines()[1:])


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1.5, "1.5"),
        (-0.25, "−0.25"),
        (1e-7, "1e−7"),
        (0.0, "0"),
        (123456.0, "123,000"),
        (1e8, "1e8"),
        (-0.0, "0"),
        (12000, "12,000"),
    ],
)
def test_numbers_for_axes_are_brief(number, written):
    assert brief(number) == written


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        ([0.0, 0.5, 1.0], ["0", "0.5", "1"]),
        ([1.096, 1.098, 1.1], ["1.096", "1.098", "1.1"]),
        ([1.0955, 1.096, 1.0965], ["1.0955", "1.096", "1.0965"]),
        ([3.0], ["3"]),
    ],
)
def test_neighbours_on_an_axis_are_told_apart(numbers, written):
    assert told_apart(numbers) == written


@pytest.mark.parametrize(
    ("low", "high", "most", "numbers"),
    [(0, 1, 2, [0, 0.5, 1]), (-5, 5, 5, [-4, -2, 0, 2, 4]), (0.07, 0.33, 3, [0.1, 0.2, 0.3]), (2, 2, 4, [2])],
)
def test_numbers_on_an_axis_are_round(low, high, most, numbers):
    assert round_numbers(low, high, most) == numbers


def test_limits_have_room_and_leave_out_what_is_not_finite():
    assert padded(np.array([0.0, 1.0, np.nan, np.inf]), 0.1) == (-0.1, 1.1)
    assert padded(np.array([np.nan])) == padded(np.array([0.0, 1.0]))
    assert padded(np.array([3.0])) == (2.5, 3.5)


@pytest.mark.parametrize("size", [(78, 20), (120, 60), (300, 90)])
def test_the_ground_of_a_decision_map_has_no_gaps(size):
    rows = drawn(DecisionMapsChart.example(), *size).splitlines()[4:-4]
    assert all(len(row.replace(" ", "")) > 0.85 * size[0] for row in rows)


@pytest.mark.parametrize("width", range(58, 70))
def test_maps_that_stand_close_are_parted_by_a_line_all_the_way_down(width):
    rows = drawn(DecisionMapsChart.example(), width, 30).splitlines()[3:-3]
    assert all(row.count("│") == 3 for row in rows)


def test_without_parameters_there_are_no_gradients_and_that_is_said():
    assert "there are no parameters" in drawn(GradientFlow(()))
    assert GradientFlow(()).in_words() == "size of the gradients: there are no parameters"


def test_few_bars_stand_together_however_high_the_chart_is():
    flow = GradientFlow((("dense1.weights", 0.5), ("dense2.weights", 0.25)))
    for chart in (flow, ChainChart.example()):
        rows = [y for y, line in enumerate(drawn(chart, 78, 40).splitlines()) if "█" in line or "▒" in line]
        assert max(after - before for before, after in pairwise(rows)) <= 3


@pytest.mark.parametrize("limits", [(-0.43, 0.34), (0.9, 1.1), (3.0, 4.9)])
def test_a_low_chart_has_two_numbers_at_its_side_all_the_same(limits):
    samples = Samples(np.array([0.0, 1.0]), np.array(limits), ("X", "y"), None)
    assert drawn(SamplesChart(samples), 78, 9).count("┤") >= 2


@pytest.mark.parametrize("height", [10, 14, 21, 36])
def test_a_line_stands_level_with_its_mark_and_with_the_number_at_the_axis(height):
    chart = ActivationChart(activation_curve("step"), activation_at("step", 2.0))
    rows = drawn(chart, height=height).split("\n")
    (at_one,) = [row for row in rows if row.lstrip().startswith("1┤")]
    (at_zero,) = [row for row in rows if row.lstrip().startswith("0├")]
    before, _, after = at_one.partition("◆")
    assert _is_braille(before[-1]), rows
    assert _is_braille(after[0])
    assert any(map(_is_braille, at_zero.split("◆")[0]))


@pytest.mark.parametrize("height", [10, 14, 21, 36])
def test_a_loss_of_one_stands_level_with_the_one_at_the_axis(height):
    rows = drawn(LossCurve((Series("loss", np.ones(50)),)), height=height).split("\n")
    (at_one,) = [row for row in rows if row.lstrip().startswith("1┤")]
    assert [row for row in rows if any(map(_is_braille, row))] == [at_one]


@pytest.mark.parametrize("width", [44, 75, 78, 131])
def test_the_dots_of_a_slope_stand_in_every_other_column(width):
    rows = drawn(ActivationChart(activation_curve("relu")), width=width, height=20).split("\n")
    (at_one,) = [row for row in rows if row.lstrip().startswith("1┤")]
    columns = [column for column, mark in enumerate(at_one) if mark == "·"]
    assert len(columns) > width // 5
    assert {column % 2 for column in columns} == {columns[0] % 2}


@pytest.mark.parametrize("size", [(36, 8), (40, 20), (60, 20), (75, 35), (150, 50)])
@pytest.mark.parametrize("correct", [0, 1])
def test_the_words_at_the_ends_of_a_surface_stand_clear_of_its_numbers(size, correct):
    picture = drawn(LogitSurfaceChart(logit_surface(correct=correct)), *size).split("\n", 1)[1]
    for word in ("low", "high"):
        assert re.search(rf"[^\d]{word}(?!\d)", picture), picture


@pytest.mark.parametrize("width", [44, 75, 78, 131])
@pytest.mark.parametrize("dead", [[], [0, 11]])
def test_a_neuron_that_fires_for_all_samples_leaves_no_gap_and_the_dead_are_crossed_out_evenly(width, dead):
    outputs = np.ones((12, 300))
    outputs[dead] = 0
    chart = FiringChart(FiringMap("relu1", outputs, np.repeat([0, 1, 2], 100), np.all(outputs == 0, axis=1)))
    rows = drawn(chart, width=width, height=15).split("\n")[1:13]
    for number, row in enumerate(rows):
        marks = row.split("┤")[1]
        if number in dead:
            assert set(marks.strip().split("   ")) == {"x"}
        else:
            assert len(row) == width
            assert set(marks) == {"█"}


def _is_braille(mark):
    return "\u2800" < mark <= "\u28ff"

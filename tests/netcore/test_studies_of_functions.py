"""Studies of functions: each against the formula, written out anew."""

import math

import numpy as np
import pytest

from netcore.errors import SettingError
from netcore.studies.activation_curve import activation_at, activation_curve, activation_names, is_elementwise
from netcore.studies.contours import contour_levels, contour_points, finer
from netcore.studies.cross_entropy_curve import cross_entropy_curve
from netcore.studies.deep_gradients import deep_gradients
from netcore.studies.difference_error import difference_error
from netcore.studies.functions import FUNCTIONS, RELIEFS
from netcore.studies.gradient_field import gradient_field
from netcore.studies.logit_surface import logit_surface
from netcore.studies.tangent import tangent

NUDGE = 1e-6

FORMULAS = {
    "step": lambda x: 1.0 if x > 0 else 0.0,
    "identity": lambda x: x,
    "relu": lambda x: max(0.0, x),
    "leaky_relu": lambda x: x if x > 0 else 0.01 * x,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "tanh": math.tanh,
    "softmax": lambda x: math.exp(x) / (math.exp(x) + 2),
    "softmax_by_jacobian": lambda x: math.exp(x) / (math.exp(x) + 2),
}


def test_every_activation_has_its_formula_here():
    assert set(activation_names()) == set(FORMULAS)


@pytest.mark.parametrize("name", activation_names())
def test_an_activation_and_its_slope(name):
    curve, formula = activation_curve(name, -4, 4, 161), FORMULAS[name]
    np.testing.assert_allclose(curve.outputs, [formula(x) for x in curve.inputs.tolist()], atol=1e-12)
    smooth = [not any(abs(x - kink) < 0.01 for kink in curve.kinks) for x in curve.inputs.tolist()]
    nudged = [(formula(x + NUDGE) - formula(x - NUDGE)) / (2 * NUDGE) for x in curve.inputs.tolist()]
    np.testing.assert_allclose(curve.slopes[smooth], np.array(nudged)[smooth], atol=1e-8)


def test_one_place_of_an_activation():
    point = activation_at("sigmoid", 0.0)
    assert (point.x, point.y, point.slope) == (0.0, 0.5, 0.25)
    assert activation_at("step", 0.5).y == 1.0


def test_only_softmax_looks_at_the_row():
    assert [name for name in FORMULAS if activation_curve(name).is_of_row] == ["softmax", "softmax_by_jacobian"]
    from netcore import ReLU, Softmax

    assert is_elementwise(ReLU())
    assert not is_elementwise(Softmax())


def test_an_unknown_activation_is_refused_with_those_there_are():
    with pytest.raises(SettingError, match="no activation 'rely'; there are step"):
        activation_curve("rely")


def test_cross_entropy_is_minus_the_logarithm_down_to_the_clipping():
    curve = cross_entropy_curve(0.25)
    inner = curve.confidences < 0.9999
    np.testing.assert_allclose(curve.losses[inner], [-math.log(p) for p in curve.confidences[inner].tolist()])
    assert curve.loss == pytest.approx(math.log(4))
    low = cross_entropy_curve(is_logarithmic=True)
    assert low.losses[0] == pytest.approx(-math.log(1e-7))
    assert (low.losses[low.confidences < 1e-7] == low.losses[0]).all()
    with pytest.raises(SettingError, match="from 0 to 1"):
        cross_entropy_curve(1.5)


@pytest.mark.parametrize("correct", [0, 1])
def test_the_loss_over_two_logits(correct):
    surface = logit_surface(correct, points=9)
    for row, second in enumerate(surface.logits.tolist()):
        for column, first in enumerate(surface.logits.tolist()):
            right = (first, second)[correct]
            wanted = -math.log(math.exp(right) / (math.exp(first) + math.exp(second)))
            assert surface.losses[row, column] == pytest.approx(wanted)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_rules_give_the_slope_of_every_function(name):
    function = FUNCTIONS[name]
    x = np.linspace(*function.span, 50)
    x = x[(np.abs(x) > 0.01)]
    nudged = (function.value(x + NUDGE) - function.value(x - NUDGE)) / (2 * NUDGE)
    np.testing.assert_allclose(function.slope(x), nudged, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", RELIEFS)
def test_the_rules_give_the_gradient_of_every_relief(name):
    relief = RELIEFS[name]
    x, y = np.random.default_rng(0).uniform(*relief.span, (2, 60))
    along = (relief.value(x + NUDGE, y) - relief.value(x - NUDGE, y)) / (2 * NUDGE)
    up = (relief.value(x, y + NUDGE) - relief.value(x, y - NUDGE)) / (2 * NUDGE)
    np.testing.assert_allclose(np.array(relief.gradient(x, y)), np.array([along, up]), rtol=1e-6, atol=1e-6)


def test_the_secant_of_a_square_is_steeper_by_its_step():
    found = tangent("square", at=1.5, step=0.5)
    assert found.secant == pytest.approx(2 * 1.5 + 0.5)
    assert found.slope == 3.0
    assert found.on_tangent(np.array([2.5])).item() == pytest.approx(1.5**2 + 3.0)
    assert found.on_secant(np.array([2.0])).item() == pytest.approx(4.0)


def test_a_secant_needs_two_points_where_the_function_is():
    with pytest.raises(SettingError, match="other than 0"):
        tangent(step=0)
    with pytest.raises(SettingError, match="no value"):
        tangent("log", at=0.5, step=-1.0)
    with pytest.raises(SettingError, match="no function 'squire'"):
        tangent("squire")


def test_a_forward_difference_of_a_cube_misses_by_the_step_and_a_central_one_by_its_square():
    study = difference_error("cube", at=1.0)
    forward, central = study.lines
    at = int(np.argmin(np.abs(study.steps - 1e-3)))
    step = float(study.steps[at])
    assert forward.errors[at] == pytest.approx(3 * step + step**2, rel=1e-6)
    assert central.errors[at] == pytest.approx(step**2, rel=1e-4)


def test_steps_that_are_too_small_drown_in_rounding_sooner_in_float32():
    study = difference_error("sine", at=1.0, dtypes=("float64", "float32"), methods=("forward",))
    wide, narrow = study.lines
    assert wide.errors[0] > 100 * wide.errors.min()
    assert 1e-9 < study.best(wide) < 1e-7
    assert 1e-5 < study.best(narrow) < 1e-2
    with pytest.raises(SettingError, match="no method 'backward'"):
        difference_error(methods=("backward",))
    with pytest.raises(SettingError, match="no dtype"):
        difference_error(dtypes=("float16",))


def test_contour_lines_of_a_bowl_are_circles():
    side = np.linspace(-2, 2, 41)
    heights = np.add.outer(side**2, side**2)
    points = contour_points(*finer(side, side, heights, 4), 1.0)
    np.testing.assert_allclose(np.hypot(*points.T), 1.0, atol=0.01)
    angles = np.sort(np.arctan2(points[:, 1], points[:, 0]))
    assert np.max(np.diff(angles)) < 0.1


def test_contours_know_columns_from_rows_and_leave_holes_out():
    x, y = np.linspace(0, 4, 5), np.linspace(0, 1, 3)
    heights = np.tile(x, (3, 1))
    np.testing.assert_allclose(contour_points(x, y, heights, 2.5)[:, 0], 2.5)
    heights[:, 3] = np.inf
    assert not len(contour_points(x, y, heights, 2.5))


def test_a_finer_grid_has_the_same_heights_at_the_old_places():
    x, y = np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0])
    heights = np.array([[0.0, 4.0, 0.0], [8.0, 4.0, 2.0]])
    fine_x, fine_y, fine = finer(x, y, heights, 2)
    assert fine_x.tolist() == [0.0, 0.5, 1.0, 2.0, 3.0]
    assert fine_y.tolist() == [0.0, 1.0, 2.0]
    np.testing.assert_allclose(fine[::2, ::2], heights)
    assert fine[1, 1] == 4.0


def test_contour_levels_lie_within_and_have_few_digits():
    levels = contour_levels(np.linspace(0.123456, 9.87654, 500), 5)
    assert levels == (1.1, 3.0, 5.0, 7.0, 8.9)
    assert contour_levels(np.full((3, 3), 2.0)) == ()
    assert len(contour_levels(np.linspace(1.0986, 1.0987, 100), 4)) == 4


def test_gradients_stand_at_places_within_the_relief():
    field = gradient_field("product", points=21)
    assert field.heights[0, -1] == field.x[-1] * field.y[0] == -4.0
    np.testing.assert_allclose(field.gradients, field.places[:, ::-1])
    assert np.abs(field.places).max() < 2


def test_gradients_vanish_and_explode_as_theory_says():
    study = deep_gradients(12)
    ratio = {(line.activation, line.initializer): float(line.norms[0] / line.norms[-1]) for line in study.lines}
    assert ratio["sigmoid", "he_normal"] < 1e-4
    assert 0.05 < ratio["relu", "he_normal"] < 20
    assert ratio["relu", "unit_normal"] > 1e5
    assert ratio["tanh", "scaled_normal"] < 1e-10
    assert all(len(line.norms) == 12 for line in study.lines)
    with pytest.raises(SettingError, match="2 to 20 layers, not 21"):
        deep_gradients(21)
    with pytest.raises(SettingError, match="no activation"):
        deep_gradients(2, activations=("sigmod",))

"""What a lesson may ask of a chart, and what the chart is then drawn from."""

from collections.abc import Callable

import numpy as np
import pytest

from lessons.blocks import Lesson, Show
from lessons.charts import CHARTS, Takes
from lessons.charts.studies import SLOW, STUDIES, moment_of, study_of
from lessons.check import check_lesson
from lessons.errors import LessonError, NamingError
from lessons.lab import Lab, Place, Step


@pytest.fixture
def lab(lesson: Lesson) -> Lab:
    """Return a lab three updates on."""
    lab = Lab(lesson.experiments[0].experiment)
    lab.go(Place(3, 2))
    return lab


def test_every_chart_has_its_study() -> None:
    assert set(CHARTS) == STUDIES.keys() | SLOW.keys()
    assert not STUDIES.keys() & SLOW.keys()


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_drawn_from_something_with_nothing_said_of_it(lab: Lab, name: str) -> None:
    before = lab.run.model.vector.copy()
    assert study_of(lab, name) is not None
    assert lab.place == Place(3, 2)
    assert np.array_equal(lab.run.model.vector, before)


OF = {
    "data": {"features": (1, 0)},
    "decision_boundaries": {"updates": (2, 5)},
    "layers": {"layers": ("relu1", "softmax1")},
    "firing": {"layer": "softmax1"},
    "chain": {"weight": "dense2.biases[0, 1]", "sample": 2},
    "heatmap": {"value": "dense1.dweights"},
    "loss_surface": {"x": "dense2.weights[0, 0]", "y": "dense2.biases[0, 1]", "path": "walk", "tries": 7, "span": 0.5},
    "tries": {"method": "walk", "tries": 9, "step": 0.2, "seed": 3},
    "activation": {"function": "step", "at": 0.5},
    "cross_entropy": {"at": 0.9, "scale": "log"},
    "loss_over_logits": {"correct": 1},
    "slope": {"function": "cube", "at": 2, "step": 0.1},
    "slope_error": {"function": "sine", "at": 1.0, "dtypes": ("float32",), "methods": ("central",)},
    "gradient_arrows": {"function": "wave", "direction": "downhill"},
    "vanishing_gradients": {"layers": 5, "initializers": ("he_normal",)},
}


def test_all_that_can_be_said_is_said_here() -> None:
    assert set(OF) == {name for name, kind in CHARTS.items() if kind.parameters}


@pytest.mark.parametrize("name", OF)
def test_what_is_said_of_a_chart_counts(lab: Lab, name: str) -> None:
    study = study_of(lab, name, tuple(OF[name].items()))
    match name:
        case "decision_boundaries":
            assert [found.update for found in study] == [2, 5]
        case "layers":
            assert [space.layer for space in study.spaces] == ["relu1", "softmax1"]
        case "chain":
            assert (study.weight, study.sample) == ("dense2.biases[0, 1]", 2)
        case "heatmap":
            np.testing.assert_array_equal(study.array, lab.trace.value("dense1.dweights").array)
        case "loss_surface":
            assert study.names == ("dense2.weights[0, 0]", "dense2.biases[0, 1]")
            assert len(study.path) == 7
        case "tries":
            assert (study.method, len(study.losses)) == ("walk", 9)
        case "activation":
            assert (study.curve.name, study.point.y) == ("step", 1.0)
        case "vanishing_gradients":
            assert (study.layers, len(study.lines)) == (5, 3)


def test_the_way_of_the_training_is_the_runs_own(lab: Lab) -> None:
    study = study_of(lab, "loss_surface", (("path", "training"),))
    assert len(study.path) == 4
    assert tuple(study.path[-1]) == pytest.approx(study.here)
    assert study.path[0, 0] == 0.5


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ((("fuction", "relu"),), "no parameter 'fuction' of the chart 'activation'. Did you mean 'function'?"),
        ((("function", 3),), "'function' of the chart is 3. It takes a name"),
        ((("at", "here"),), "It takes a number."),
        ((("at", True),), "It takes a number"),
    ],
)
def test_what_cannot_be_said_of_a_chart_is_refused(of: tuple[tuple[str, str | int], ...], said: str) -> None:
    with pytest.raises(NamingError) as error:
        CHARTS["activation"].settings(of)
    assert said in str(error.value)


@pytest.mark.parametrize("value", ["dense1.weights", "dense1.weights[0, :]", "3 + 4", "((", 7])
def test_a_cell_is_one_number_of_the_network(value: str | int) -> None:
    with pytest.raises(NamingError, match="one number of the network"):
        CHARTS["chain"].settings((("weight", value),))


@pytest.mark.parametrize("name", CHARTS)
def test_what_a_chart_is_by_itself_is_what_its_parameters_take(name: str) -> None:
    for parameter in CHARTS[name].parameters:
        for value in ((parameter.default,) if parameter.default is not None else ()) + parameter.turns:
            assert parameter.read(value) == value
        assert not parameter.turns or parameter.takes in (Takes.NUMBER, Takes.WHOLE)
        assert list(parameter.turns) == sorted(parameter.turns)


def test_a_chart_is_turned_from_where_it_is_and_stays_at_the_ends() -> None:
    slope = CHARTS["slope"]
    assert slope.turned((), 1, samples=5) == (("step", 1.5),)
    assert slope.turned((("step", 0.3), ("at", 2.0)), -1, samples=5) == (("at", 2.0), ("step", 0.25))
    assert slope.turned((("step", 0.3),), 1, samples=5) == (("step", 0.5),)
    assert slope.turned((("step", 2.0),), 1, samples=5) == (("step", 2.0),)
    assert slope.turned((("step", 0.001),), -1, samples=5) == (("step", 0.001),)
    assert CHARTS["activation"].turned((), 1, samples=5) == (("at", -4.5),)
    assert CHARTS["loss"].turned((), 1, samples=5) == ()


def test_the_tries_of_a_loss_surface_are_turned_where_it_has_tries() -> None:
    surface = CHARTS["loss_surface"]
    walk = (("path", "walk"),)
    assert surface.can_turn(walk, samples=5)
    assert surface.turned(walk, 1, samples=5) == (*walk, ("tries", 200))
    assert not surface.can_turn((("path", "training"),), samples=5)
    assert surface.turned((), 1, samples=5) == ()


def test_a_chart_changes_with_what_it_follows(lab: Lab) -> None:
    names = ("slope", "decision_boundaries", "loss", "heatmap")
    before = [moment_of(lab, name) for name in names]
    lab.move(Step.INTO)
    stepped = [moment_of(lab, name) for name in names]
    lab.move(Step.NEXT_UPDATE)
    updated = [moment_of(lab, name) for name in names]
    assert [one == other for one, other in zip(before, stepped, strict=True)] == [True, True, True, False]
    assert [one == other for one, other in zip(stepped, updated, strict=True)] == [True, True, False, False]
    assert moment_of(lab, "slope", (("at", 2.0),)) != moment_of(lab, "slope")


def test_a_show_block_says_what_its_chart_is_of(lesson_with: Callable[[str], Lesson]) -> None:
    lesson = lesson_with('```show\nchart = "vanishing_gradients"\nof = { layers = 4, initializers = ["zeros"] }\n```')
    (block,) = (block for block in lesson.pages[0].blocks if isinstance(block, Show))
    assert block.of == (("layers", 4), ("initializers", ("zeros",)))


@pytest.mark.parametrize(
    ("show", "said"),
    [
        ('of = { at = 1 }\nstep = "start"', "shows none"),
        ('chart = "slopes"\nof = { at = 1 }', "Did you mean 'slope'?"),
        ('chart = "slope"\nof = { point = 1 }', "no parameter 'point' of the chart 'slope'"),
        ('chart = "slope"\nof = 3', "must be a table"),
        ('chart = "tries"\nof = { tries = 100000 }', "It takes a whole number, at most 20,000."),
        ('chart = "decision_boundaries"\nof = { updates = [0, 50000] }', "a list of whole numbers, at most 20,000."),
    ],
)
def test_a_wrong_of_is_refused_at_its_line(lesson_with: Callable[[str], Lesson], show: str, said: str) -> None:
    with pytest.raises(LessonError) as error:
        lesson_with(f"```show\n{show}\n```")
    assert said in str(error.value)
    assert error.value.line in (21, 22)


@pytest.mark.parametrize(
    ("show", "said"),
    [
        ('chart = "lose"', "no chart 'lose'"),
        ('chart = "activation"\nof = { function = "rely" }', "no activation 'rely'"),
        ('chart = "firing"\nof = { layer = "relu7" }', "no layer 'relu7'"),
        ('chart = "heatmap"\nof = { value = "dense7.weights" }', "no layer 'dense7'"),
        ('chart = "loss_surface"\nof = { x = "dense1.weights[5, 5]" }', "has no cell [5, 5]"),
        ('chart = "data"\nof = { features = [0] }', "1 features"),
    ],
)
def test_the_check_draws_every_chart_up(lesson_with: Callable[[str], Lesson], show: str, said: str) -> None:
    found = [fault.what for fault in check_lesson(lesson_with(f"```show\n{show}\n```"))]
    assert any(said in what for what in found), found

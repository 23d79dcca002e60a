"""Declared experiments: the run they become, and what is said of those that cannot be run."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from small_lesson import HEAD

from lessons.blocks import DataSpec, Experiment, Lesson, PartSpec
from lessons.document import parse_text
from lessons.errors import LessonError, NamingError
from lessons.experiment import ExperimentError, build, check_experiments, load_data, with_knob
from lessons.questions.fresh import fresh_experiment
from netcore.datasets import DATASETS

SPIRAL = Experiment(
    DataSpec("spiral", (("samples", 20), ("classes", 3), ("seed", 0))),
    (
        PartSpec("dense", (2, 4), (("initializer", "he_normal"),)),
        PartSpec("relu"),
        PartSpec("dense", (4, 3)),
        PartSpec("softmax"),
    ),
    PartSpec("categorical_cross_entropy"),
    PartSpec("sgd", (), (("learning_rate", 1.0), ("decay", 0.001))),
    seed=5,
)


def test_the_same_declaration_gives_the_same_run() -> None:
    first, second = build(SPIRAL), build(SPIRAL)
    first.step(20)
    second.step(20)
    assert np.array_equal(first.model.vector, second.model.vector)
    other = build(SPIRAL.with_seed(6))
    assert not np.array_equal(other.model.vector, build(SPIRAL).model.vector)


def test_rows_are_cut_out_of_a_data_set() -> None:
    X, _ = DATASETS["spiral"](samples=20, classes=3, seed=0)
    cut, targets = load_data(replace(SPIRAL.data, rows=(0, 25, 59)))
    assert np.array_equal(cut, X[[0, 25, 59]])
    assert targets.tolist() == [0, 1, 2]
    assert load_data(replace(SPIRAL.data, take=6))[1].tolist() == [0, 0, 1, 1, 2, 2]


def test_own_data_and_parameters_are_used_as_written(lesson: Lesson) -> None:
    run = build(lesson.experiments[0].experiment)
    assert run.X.tolist() == [[1.0, 2.0], [-1.0, 0.5], [0.5, -2.0]]
    assert run.y.tolist() == [0, 1, 1]
    assert run.model.layers[0].weights.tolist() == [[0.5, -0.3], [0.25, 0.8]]
    run.step(3)
    run.seek(0)
    assert run.model.layers[0].weights.tolist() == [[0.5, -0.3], [0.25, 0.8]]


def test_dtype_and_batch_size_reach_the_run() -> None:
    run = build(replace(SPIRAL, dtype="float32", batch_size=10))
    assert run.model.dtype == np.float32
    assert len(run.batch()[0]) == 10


WRONG = {
    "data": (replace(SPIRAL, data=DataSpec("spirals")), "no data set 'spirals'. Did you mean 'spiral'?"),
    "data option": (
        replace(SPIRAL, data=DataSpec("spiral", (("sample", 3),))),
        "no option 'sample' of 'spiral'. Did you mean 'samples'?",
    ),
    "data value": (replace(SPIRAL, data=DataSpec("spiral", (("samples", 0),))), "at least one sample"),
    "row": (replace(SPIRAL, data=replace(SPIRAL.data, rows=(0, 60))), "no row 60 in the data set 'spiral'"),
    "layer": (replace(SPIRAL, layers=(PartSpec("dens", (2, 3)),)), "Did you mean 'dense'?"),
    "layer size": (replace(SPIRAL, layers=(PartSpec("dense", (2,)),)), 'Write it as "dense n_inputs n_neurons"'),
    "a layer beyond all measure": (
        replace(SPIRAL, layers=(PartSpec("dense", (2, 10**9)),)),
        "'dense' would have 2000000000 numbers",
    ),
    "data beyond all measure": (
        replace(SPIRAL, data=DataSpec("spiral", (("samples", 10**9),))),
        "'spiral' would have 1000000000 numbers",
    ),
    "layer word": (
        replace(SPIRAL, layers=(PartSpec("dense", (2, "three")),)),
        "'dense' cannot be built from n_inputs = 2, n_neurons = 'three'",
    ),
    "no layer size at all": (
        replace(SPIRAL, layers=(PartSpec("dense"),)),
        'lacks n_inputs and n_neurons. Write it as "dense n_inputs n_neurons"',
    ),
    "data word": (replace(SPIRAL, data=DataSpec("spiral", (("samples", "all"),))), "built from samples = 'all'"),
    "a table without its file": (
        replace(SPIRAL, data=DataSpec("csv")),
        "'csv' lacks file. Write it as { name = \"csv\"",
    ),
    "a number for a file": (replace(SPIRAL, data=DataSpec("csv", (("file", 3),))), "built from file = 3"),
    "too many": (replace(SPIRAL, layers=(PartSpec("relu", (2,)),)), "'relu' takes at most 0 values, not 1"),
    "layers that do not fit": (
        replace(SPIRAL, layers=(PartSpec("dense", (2, 4)), PartSpec("dense", (5, 3)))),
        "takes 5 inputs",
    ),
    "initializer": (
        replace(SPIRAL, layers=(PartSpec("dense", (2, 3), (("initializer", "he"),)),)),
        "no initializer 'he'",
    ),
    "loss": (replace(SPIRAL, loss=PartSpec("cross_entropy")), "no loss 'cross_entropy'"),
    "optimizer": (replace(SPIRAL, optimizer=PartSpec("sdg")), "no optimizer 'sdg'. Did you mean 'sgd'?"),
    "optimizer option": (
        replace(SPIRAL, optimizer=PartSpec("sgd", (), (("rate", 1.0),))),
        "no option 'rate' of 'sgd'",
    ),
    "data that does not fit": (
        replace(SPIRAL, layers=(PartSpec("dense", (3, 3)), PartSpec("softmax"))),
        "(samples, 3)",
    ),
    "parameter": (replace(SPIRAL, parameters=(("dense3.weights", ((1.0,),)),)), "no parameter 'dense3.weights'"),
    "parameter cell": (
        replace(SPIRAL, parameters=(("dense1.weights[2, 0]", ((1.0,),)),)),
        "dense1.weights[2, 0] is no cell of a parameter. dense1.weights has the shape (2, 4)",
    ),
    "half a parameter cell": (replace(SPIRAL, parameters=(("dense1.weights[0]", ((1.0,),)),)), "is no cell"),
    "a row": (replace(SPIRAL, parameters=(("dense1.weights[0, :]", ((1.0,),)),)), "is no cell"),
    "a seed for published data": (replace(SPIRAL, numerics="book"), "no option 'seed' of 'spiral'"),
    "an unpublished data set": (
        replace(SPIRAL, numerics="book", data=DataSpec("iris")),
        "There are spiral, vertical, sine",
    ),
    "parameter shape": (
        replace(SPIRAL, parameters=(("dense1.weights", ((1.0,),)),)),
        "dense1.weights has the shape (2, 4), but (1, 1) is given",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_run_is_said_with_what_there_is(name: str) -> None:
    experiment, said = WRONG[name]
    with pytest.raises(ExperimentError) as error:
        build(experiment)
    assert said in str(error.value)


def test_a_fault_in_an_experiment_is_found_at_its_line() -> None:
    keys = 'data = "spiral"\nlayers = ["dense 2 3"]\nloss = "categorical_cross_entropy"\noptimizer = "adm"'
    (error,) = check_experiments(parse_text(f"{HEAD}\n```experiment\n{keys}\n```\n"))
    assert error.line == 12
    assert "no optimizer 'adm'" in error.what


def test_knobs_set_one_thing() -> None:
    assert with_knob(SPIRAL, "seed", 9).seed == 9
    assert with_knob(SPIRAL, "optimizer.learning_rate", 0.1).optimizer.options == (
        ("decay", 0.001),
        ("learning_rate", 0.1),
    )
    assert with_knob(SPIRAL, "data.samples", 7).data.options[-1] == ("samples", 7)
    assert with_knob(SPIRAL, "layers.1.initializer", "zeros").layers[0].options == (("initializer", "zeros"),)
    assert with_knob(SPIRAL, "layers.2", "identity").layers[1] == PartSpec("identity")
    assert with_knob(SPIRAL, "loss", "softmax_cross_entropy").loss == PartSpec("softmax_cross_entropy")


def test_a_knob_sets_one_weight_by_hand() -> None:
    start = with_knob(SPIRAL, "layers.1.initializer", "zeros")
    turned = with_knob(with_knob(start, "dense1.weights[1, 2]", 0.5), "dense1.weights[1, 2]", -2)
    weights = build(turned).model.layers[0].weights
    assert weights[1, 2] == -2.0
    assert np.count_nonzero(weights) == 1
    assert turned.parameters == (("dense1.weights[1, 2]", ((-2.0,),)),)
    with pytest.raises(NamingError, match="A weight or a bias is a number"):
        with_knob(start, "dense1.weights[1, 2]", "zero")


def test_single_cells_are_set_after_whole_parameters(lesson_with: Callable[[str], Lesson]) -> None:
    given = '{ "dense1.weights[0, 1]" = 9, "dense1.weights" = [[1, 2], [3, 4]], "dense1.biases[0, -1]" = 0.5 }'
    lesson = lesson_with(f"```experiment\nagain = true\nparameters = {given}\n```")
    dense = build(lesson.experiments[1].experiment).model.layers[0]
    assert dense.weights.tolist() == [[1, 9], [3, 4]]
    assert dense.biases.tolist() == [[0, 0.5]]


@pytest.mark.parametrize(
    ("given", "said"),
    [('"dense1.weights" = 1.0', "'dense1.weights' is given one number"), ('"dense1.weights[0, 0]" = [[1]]', "rows")],
)
def test_a_cell_is_given_a_number_and_a_parameter_rows(
    given: str, said: str, lesson_with: Callable[[str], Lesson]
) -> None:
    with pytest.raises(LessonError, match="for one number") as error:
        lesson_with(f"```experiment\nagain = true\nparameters = {{ {given} }}\n```")
    assert said in error.value.what


def test_the_published_settings_give_the_figures_that_readers_know() -> None:
    published = Experiment(
        DataSpec("spiral", (("samples", 100), ("classes", 3))),
        (PartSpec("dense", (2, 64)), PartSpec("relu"), PartSpec("dense", (64, 3))),
        PartSpec("softmax_cross_entropy"),
        PartSpec("sgd", (), (("learning_rate", 1.0), ("decay", 0.001), ("momentum", 0.9))),
        numerics="book_portable",
    )
    run = build(published)
    run.step(201)
    figures = [(f"{run.history.accuracy[n]:.3f}", f"{run.history.loss[n]:.3f}") for n in (0, 100, 200)]
    assert figures == [("0.360", "1.099"), ("0.443", "1.053"), ("0.497", "0.999")]
    run.seek(50)
    again = build(published)
    again.step(50)
    assert np.array_equal(run.model.vector, again.model.vector)


@pytest.mark.parametrize("path", ["speed", "data", "layers.9", "layers.x", "layers", ""])
def test_unknown_knobs_are_refused(path: str) -> None:
    with pytest.raises(NamingError):
        with_knob(SPIRAL, path, 1)


def test_fresh_numbers_are_other_numbers_and_always_the_same(lesson: Lesson) -> None:
    small = lesson.experiments[0].experiment
    one, again, other = fresh_experiment(small, 1), fresh_experiment(small, 1), fresh_experiment(small, 2)
    assert one == again
    assert len({small.parameters, one.parameters, other.parameters}) == 3
    assert build(one).model.layers[0].weights.shape == (2, 2)


def test_layers_may_be_tables(lesson_with: Callable[[str], Lesson]) -> None:
    layers = '[{ name = "dense", n_inputs = 2, n_neurons = 2 }, "softmax"]'
    lesson = lesson_with(f"```experiment\nagain = true\nlayers = {layers}\nparameters = {{}}\n```")
    assert build(lesson.experiments[1].experiment).model.names == ("dense1", "softmax1")


def test_unknown_numerics_are_refused() -> None:
    with pytest.raises(ExperimentError, match="no numerics 'bok'") as error:
        build(replace(SPIRAL, numerics="bok"))
    assert error.value.key == "numerics"

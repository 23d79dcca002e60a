"""Saving and loading: every part comes back as it was, training goes on to the same bits, and errors say what to do."""

import copy

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore import (
    SGD,
    Adam,
    CategoricalCrossEntropy,
    Dense,
    Dropout,
    MeanSquaredError,
    ReLU,
    Run,
    Sequential,
    Softmax,
    SoftmaxCrossEntropy,
)
from netcore.activations import ACTIVATIONS
from netcore.datasets import blobs, spiral
from netcore.datasets.scaling import SCALERS, Preparation, StandardScaler
from netcore.errors import SettingError, StorageError
from netcore.layers import LAYERS
from netcore.layers.base import Layer
from netcore.losses import LOSSES
from netcore.optimizers import OPTIMIZERS
from netcore.optimizers.schedules import StepDecay
from netcore.settings import build, settings_of
from netcore.storage import SavedModel, load_model, load_parameters, save_model, save_parameters

X, Y = spiral(samples=20, classes=3, seed=1)
PARTS = LAYERS | ACTIVATIONS


def small(**settings):
    return Sequential(
        [Dense(2, 3, rng=0, **settings), ReLU(), Dense(3, 3, rng=1), Softmax()], CategoricalCrossEntropy()
    )


def same(first, second):
    """Say whether two models have the same parts, settings and parameters, to the bit."""
    return (
        first.names == second.names
        and [settings_of(part) for part in (*first.layers, first.loss)]
        == [settings_of(part) for part in (*second.layers, second.loss)]
        and first.numerics == second.numerics
        and first.vector.dtype == second.vector.dtype
        and first.vector.tobytes() == second.vector.tobytes()
    )


@pytest.mark.parametrize("name", PARTS)
def test_every_layer_comes_back(tmp_path, name):
    layer, inputs = PARTS[name].example(np.random.default_rng(0))
    model = Sequential([layer, Dense(layer.forward(inputs).shape[1], 2, rng=1)], MeanSquaredError())
    save_model(tmp_path / "model.npz", SavedModel(model))
    loaded = load_model(tmp_path / "model.npz").model

    assert same(loaded, model)
    np.testing.assert_array_equal(loaded.predict(inputs), model.predict(inputs))


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_comes_back(tmp_path, name):
    loss, outputs, targets = LOSSES[name].example(np.random.default_rng(0))
    save_model(tmp_path / "model.npz", SavedModel(Sequential([Dense(2, 3, rng=0)], loss)))
    loaded = load_model(tmp_path / "model.npz").model.loss

    assert settings_of(loaded) == settings_of(loss)
    np.testing.assert_array_equal(loaded.forward(outputs, targets), loss.forward(outputs, targets))


@pytest.mark.parametrize(
    "optimizer", [each for kind in OPTIMIZERS.values() for each in kind.examples()], ids=lambda each: each.name
)
def test_every_optimizer_goes_on_to_the_same_bits(tmp_path, optimizer):
    run = Run(small(), optimizer, X, Y, batch_size=16, seed=2)
    run.step(7)
    save_model(tmp_path / "model.npz", SavedModel.of(run))
    resumed = load_model(tmp_path / "model.npz").resume(X, Y)
    run.step(9)
    resumed.step(9)

    assert settings_of(resumed.optimizer) == settings_of(optimizer)
    assert resumed.model.vector.tobytes() == run.model.vector.tobytes()
    assert resumed.history == run.history


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_training_goes_on_with_all_that_is_random(tmp_path, dtype):
    layers = [Dense(2, 8, weight_l2=1e-3, rng=0, dtype=dtype), ReLU(), Dropout(0.3), Dense(8, 3, rng=1, dtype=dtype)]
    run = Run(Sequential(layers, SoftmaxCrossEntropy()), Adam(0.02, decay=1e-2), X, Y, batch_size=7, seed=5)
    run.step(20)
    save_model(tmp_path / "model.npz", SavedModel.of(run))
    before = run.model.vector.copy()
    resumed = load_model(tmp_path / "model.npz").resume(X, Y)
    resumed.step(30)
    run.step(30)

    assert resumed.model.vector.tobytes() == run.model.vector.tobytes()
    assert resumed.model.vector.dtype == dtype
    resumed.seek(20)
    assert resumed.model.vector.tobytes() == before.tobytes()
    with pytest.raises(SettingError, match="begins at update 20"):
        resumed.seek(19)


def test_saving_an_earlier_update_forgets_what_came_later(tmp_path):
    run = Run(small(), Adam(0.02), X, Y)
    run.step(10)
    run.seek(4)
    save_model(tmp_path / "model.npz", SavedModel.of(run))
    saved = load_model(tmp_path / "model.npz")

    assert saved.update == 4
    assert saved.training.history.loss == run.history.loss[:4]


def test_a_model_without_training_cannot_be_resumed(tmp_path):
    save_model(tmp_path / "model.npz", SavedModel(small(), Adam()))
    saved = load_model(tmp_path / "model.npz")

    assert saved.optimizer.name == "adam"
    assert saved.slots == {}
    with pytest.raises(StorageError, match="only the model was saved"):
        saved.resume(X, Y)


def test_a_run_that_draws_from_a_stream_is_saved_without_its_training(tmp_path):
    run = Run(small(), SGD(), X, Y, stream=np.random.RandomState(0))
    run.step(2)
    save_model(tmp_path / "model.npz", SavedModel.of(run))

    assert load_model(tmp_path / "model.npz").training is None


@pytest.mark.parametrize("numerics", ["book", "book_portable"])
def test_the_numerics_come_back(tmp_path, numerics):
    model = Sequential([Dense(2, 3, rng=0, dtype="float32")], MeanSquaredError(), numerics)
    save_model(tmp_path / "model.npz", SavedModel(model))
    loaded = load_model(tmp_path / "model.npz").model

    assert same(loaded, model)
    assert type(loaded.vector) is type(model.vector)


def test_a_schedule_with_settings_of_its_own_comes_back(tmp_path):
    optimizer = SGD(0.5, schedule=StepDecay(0.25, every=7))
    save_model(tmp_path / "model.npz", SavedModel(small(), optimizer))

    assert load_model(tmp_path / "model.npz").optimizer.schedule == StepDecay(0.25, every=7)


@pytest.mark.parametrize("name", SCALERS)
def test_the_preparation_comes_back(tmp_path, name):
    scaler = SCALERS[name].fit(X)
    save_model(
        tmp_path / "model.npz", SavedModel(small(), preparation=Preparation(scaler, ("a", "ß"), ("x", "y", "z")))
    )
    found = load_model(tmp_path / "model.npz").preparation

    assert (found.feature_names, found.class_names) == (("a", "ß"), ("x", "y", "z"))
    np.testing.assert_array_equal(found.inputs(X), scaler.transform(X))


@given(data=st.data())
def test_any_stack_of_layers_comes_back(tmp_path_factory, data):
    width, layers = 2, []
    for _ in range(data.draw(st.integers(1, 4))):
        if data.draw(st.booleans()):
            rate = data.draw(st.floats(0, 0.9))
            layers.append(data.draw(st.sampled_from([ReLU(), Dropout(rate), Softmax()])))
        else:
            neurons, l1 = data.draw(st.integers(1, 4)), data.draw(st.floats(0, 10))
            layers.append(Dense(width, neurons, "he_normal", weight_l1=l1, rng=data.draw(st.integers(0, 9))))
            width = neurons
    model = Sequential(layers, MeanSquaredError())
    path = tmp_path_factory.getbasetemp() / "stack.npz"
    save_model(path, SavedModel(model, update=data.draw(st.integers(0, 10**12))))

    assert same(load_model(path).model, model)


def test_the_file_can_be_opened_by_anybody_and_is_the_same_each_time(tmp_path):
    model = small()
    for name in ("one.npz", "two.npz"):
        save_model(tmp_path / name, SavedModel(model))

    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    with np.load(tmp_path / "one.npz", allow_pickle=False) as archive:
        np.testing.assert_array_equal(archive["dense1.weights"], model.layers[0].weights)
        assert b'"glassnet model"' in archive["model.json"]


def test_saving_replaces_the_old_file_whole_and_leaves_nothing_behind(tmp_path):
    path = tmp_path / "model.npz"
    save_model(path, SavedModel(small()))
    first = path.read_bytes()
    broken = small()
    broken.vector[0] = np.nan
    with pytest.raises(StorageError, match=r"dense1\.weights holds numbers that are not finite"):
        save_model(path, SavedModel(broken))

    assert path.read_bytes() == first
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing_behind(tmp_path, monkeypatch):
    with pytest.raises(StorageError, match="cannot write"):
        save_model(tmp_path / "none" / "model.npz", SavedModel(small()))

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageError, match="No space left on device"):
        save_model(tmp_path / "model.npz", SavedModel(small()))
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_is_too_large_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr("netcore.storage.archive.MOST_BYTES", 1000)
    with pytest.raises(StorageError, match="too large to be kept in one file"):
        save_model(tmp_path / "model.npz", SavedModel(small()))
    assert list(tmp_path.iterdir()) == []


def test_parameters_alone(tmp_path):
    model, other = small(), small()
    other.vector[:] = 7
    save_parameters(tmp_path / "parameters.npz", model)
    load_parameters(tmp_path / "parameters.npz", other)

    assert same(model, other)
    with pytest.raises(StorageError, match="it is 'glassnet parameters', not 'glassnet model'"):
        load_model(tmp_path / "parameters.npz")


def test_parameters_are_taken_from_a_whole_model_too(tmp_path):
    model, other = small(), small()
    other.vector[:] = 7
    save_model(tmp_path / "model.npz", SavedModel(model))
    load_parameters(tmp_path / "model.npz", other)

    assert same(model, other)


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        (
            [Dense(2, 4, rng=0), ReLU(), Dense(4, 3, rng=0)],
            r"dense1.weights is float64 of shape \(2, 3\), but .* \(2, 4\)",
        ),
        ([Dense(2, 3, rng=0, dtype="float32"), ReLU(), Dense(3, 3, rng=0, dtype="float32")], "the model's is float32"),
        ([Dense(2, 3, rng=0), Dense(3, 3, rng=0), Dense(3, 3, rng=0)], "it lacks 'dense3.weights'; it has dense1"),
    ],
)
def test_parameters_that_do_not_fit_change_nothing(tmp_path, layers, says):
    save_parameters(tmp_path / "parameters.npz", small())
    other = Sequential(layers, MeanSquaredError())
    before = other.vector.copy()
    with pytest.raises(StorageError, match=says):
        load_parameters(tmp_path / "parameters.npz", other)

    np.testing.assert_array_equal(other.vector, before)


class Scale(Layer):
    """A learner's own layer: each input times a weight of its own."""

    name = "scale"
    parameters = ("weights",)

    def __init__(self, n_inputs: int, start: float = 2.0):
        self.n_inputs = n_inputs
        self.start = start
        self.weights = np.full((n_inputs, n_inputs), start)

    def forward(self, inputs, training=False):
        self.output = inputs @ self.weights
        return self.output


class Forgetful(Layer):
    """A learner's own layer that keeps no setting."""

    name = "forgetful"

    def __init__(self, strength):
        pass


def test_a_part_of_ones_own_is_saved_and_loaded_when_it_is_handed_over(tmp_path):
    model = Sequential([Scale(2, start=3.0)], MeanSquaredError())
    path = tmp_path / "model.npz"
    with pytest.raises(StorageError, match="Scale is a part of your own"):
        save_model(path, SavedModel(model))
    save_model(path, SavedModel(model), parts=(Scale,))
    with pytest.raises(StorageError, match="there is no part 'scale'"):
        load_model(path)

    assert load_model(path, parts=(Scale,)).model.layers[0].start == 3.0


def test_a_part_that_keeps_no_setting_is_told_how_to(tmp_path):
    with pytest.raises(StorageError, match=r"takes 'strength' but keeps nothing of that name; write self\.strength ="):
        save_model(tmp_path / "model.npz", SavedModel(Sequential([Forgetful(1)], MeanSquaredError())), (Forgetful,))


def test_a_schedule_that_is_a_function_cannot_be_written_down(tmp_path):
    with pytest.raises(StorageError, match=r"SGD\.schedule is <function"):
        save_model(tmp_path / "model.npz", SavedModel(small(), SGD(schedule=lambda updates: 1.0)))


def test_memory_of_another_optimizer_is_not_saved(tmp_path):
    run = Run(small(), Adam(), X, Y)
    with pytest.raises(StorageError, match="what is remembered is momentum, cache"):
        save_model(tmp_path / "model.npz", SavedModel(run.model, SGD(), slots=run.moment().slots))


@pytest.mark.parametrize("part", [*(kind.example(np.random.default_rng(0))[0] for kind in (PARTS | LOSSES).values())])
def test_settings_build_the_part_again(part):
    settings = settings_of(part)
    again = build(type(part), settings, np.dtype(np.float64))

    assert settings_of(again) == settings


def test_settings_that_a_part_does_not_know_are_refused():
    with pytest.raises(SettingError, match="Dropout has no setting 'share'; it has rate"):
        build(Dropout, {"share": 0.1}, np.dtype(np.float64))
    with pytest.raises(SettingError, match=r"Dropout cannot be built from .*from 0 up to 1, not 3"):
        build(Dropout, {"rate": 3}, np.dtype(np.float64))
    with pytest.raises(SettingError, match="cannot have the dtype 'O'"):
        build(Dropout, {"rate": 0.1, "dtype": "O"}, np.dtype(np.float64))
    with pytest.raises(SettingError, match="no schedule 'wild'; there are"):
        build(SGD, {"schedule": {"kind": "wild", "settings": {}}}, np.dtype(np.float64))


def test_loading_draws_nothing_from_numpys_global_stream(tmp_path):
    save_model(tmp_path / "model.npz", SavedModel(small()))
    before = copy.deepcopy(np.random.get_state())
    load_model(tmp_path / "model.npz")

    np.testing.assert_array_equal(np.random.get_state()[1], before[1])
    assert np.random.get_state()[2:] == before[2:]


def test_a_trained_classifier_says_the_same_after_loading(tmp_path):
    points, classes = blobs(samples=30, seed=3)
    scaler = StandardScaler.fit(points)
    run = Run(small(), Adam(0.05), scaler.transform(points), classes)
    run.step(100)
    save_model(tmp_path / "model.npz", SavedModel.of(run, Preparation(scaler)))
    saved = load_model(tmp_path / "model.npz")

    said = saved.model.predict(saved.preparation.inputs(points))
    np.testing.assert_array_equal(said, run.model.predict(scaler.transform(points)))
    assert np.mean(said == classes) > 0.9

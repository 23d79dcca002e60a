"""The data sets by name: shapes, seeds, what each is good for, and that NumPy's own state is left alone."""

import numpy as np
import pytest

from netcore.arrays import as_rng
from netcore.datasets import DATASETS, blobs, circles, digits, iris, moons, noisy_line, sine, spiral, vertical, xor
from netcore.datasets.iris import iris_table
from netcore.errors import SettingError

MADE = {"spiral", "vertical", "sine", "circles", "moons", "xor", "blobs", "noisy_line"}


def test_the_registry_holds_the_sets_by_name_and_nothing_else():
    assert set(DATASETS) >= MADE | {"digits", "iris"}
    assert DATASETS["spiral"] is spiral
    assert all(function.__name__ == name for name, function in DATASETS.items())


@pytest.mark.parametrize("name", DATASETS)
def test_a_set_is_rows_of_finite_numbers_with_a_target_each(name):
    X, y = DATASETS[name]()

    assert X.ndim == 2
    assert X.dtype == np.float64
    assert len(X) == len(y)
    assert np.all(np.isfinite(X))
    assert y.dtype == np.int64 if y.ndim == 1 else y.shape == (len(X), 1)
    if y.ndim == 1:
        assert sorted(set(y.tolist())) == list(range(y.max() + 1))


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_same_seed_gives_the_same_numbers_and_another_seed_others(name):
    first, again, other = (DATASETS[name](samples=7, seed=seed)[0] for seed in (3, 3, 4))

    np.testing.assert_array_equal(first, again)
    if name not in ("sine", "noisy_line"):
        assert not np.array_equal(first, other)


@pytest.mark.parametrize("name", DATASETS)
def test_numpys_global_stream_is_left_as_it_was(name):
    before = np.random.get_state()
    DATASETS[name]()
    after = np.random.get_state()

    assert before[0] == after[0]
    np.testing.assert_array_equal(before[1], after[1])
    assert before[2:] == after[2:]


def test_numpys_functions_are_still_numpys():
    kept = (np.dot, np.zeros, np.eye, np.random.randn)
    for function in DATASETS.values():
        function()

    assert (np.dot, np.zeros, np.eye, np.random.randn) == kept


def test_the_spiral_is_that_of_its_formula():
    stream = np.random.RandomState(5)
    X, y = spiral(samples=4, classes=2, seed=5)

    for number in range(2):
        radius = np.linspace(0, 1, 4)
        turn = np.linspace(4 * number, 4 * (number + 1), 4) + 0.2 * stream.randn(4)
        np.testing.assert_allclose(X[y == number], np.c_[radius * np.sin(2.5 * turn), radius * np.cos(2.5 * turn)])


def test_the_vertical_set_is_that_of_its_formula():
    stream = np.random.RandomState(5)
    X, y = vertical(samples=4, classes=2, seed=5)

    for number in range(2):
        x, height = stream.randn(4) * 0.1 + number / 3, stream.randn(4) * 0.1 + 0.5
        np.testing.assert_allclose(X[y == number], np.c_[x, height])


def test_the_sine_is_a_sine():
    X, y = sine(samples=8)

    np.testing.assert_allclose(X[:, 0], np.arange(8) / 8)
    np.testing.assert_allclose(y, np.sin(2 * np.pi * X))


def test_a_legacy_stream_is_drawn_from_where_it_stands():
    stream, same = np.random.RandomState(9), np.random.RandomState(9)
    stream.randn(3)
    same.randn(3)

    first, _ = spiral(samples=2, classes=1, seed=stream)
    turn = np.linspace(0, 4, 2) + 0.2 * same.randn(2)

    np.testing.assert_allclose(first[1], [np.sin(2.5 * turn[1]), np.cos(2.5 * turn[1])])
    assert stream.randn() == same.randn()


def test_the_global_stream_is_put_back_after_an_error_too(monkeypatch):
    def broken(samples, classes):
        np.random.randn()
        raise ZeroDivisionError

    monkeypatch.setattr("nnfs.datasets.spiral_data", broken)
    before = np.random.get_state()[1].copy(), np.random.get_state()[2:]
    with pytest.raises(ZeroDivisionError):
        spiral()

    np.testing.assert_array_equal(np.random.get_state()[1], before[0])
    assert np.random.get_state()[2:] == before[1]


def test_circles_lie_at_their_distances():
    X, y = circles(samples=50, classes=3, noise=0)

    np.testing.assert_allclose(np.hypot(*X.T), (y + 1) / 3)


def test_moons_are_two_halves_of_circles():
    X, y = moons(samples=50, noise=0)

    np.testing.assert_allclose(np.hypot(*X[y == 0].T), 1)
    np.testing.assert_allclose(np.hypot(*(X[y == 1] - [1, 0.5]).T), 1)
    assert np.all(X[y == 0][:, 1] >= 0)
    assert np.all(X[y == 1][:, 1] <= 0.5)


def test_xor_is_one_where_exactly_one_input_is_high():
    X, y = xor(samples=10, noise=0.05, seed=2)
    high = X > 0.5

    np.testing.assert_array_equal(y, high[:, 0] ^ high[:, 1])
    assert len(np.unique(high, axis=0)) == 4


def test_blobs_have_the_features_and_the_spread_that_are_asked_for():
    X, y = blobs(samples=2000, classes=2, features=3, spread=0.3, seed=1)

    assert X.shape == (4000, 3)
    assert np.std(X[y == 1], axis=0) == pytest.approx([0.3] * 3, rel=0.1)
    assert np.all(np.abs(np.mean(X[y == 0], axis=0)) <= 1.05)


def test_the_noisy_line_is_a_line_with_noise():
    X, y = noisy_line(samples=2000, slope=3, intercept=1, noise=0.2, seed=1)

    slope, intercept = np.polyfit(X[:, 0], y[:, 0], 1)
    assert slope == pytest.approx(3, abs=0.05)
    assert intercept == pytest.approx(1, abs=0.05)
    assert np.std(y - 3 * X - 1) == pytest.approx(0.2, rel=0.1)


def test_the_digits_are_all_there():
    X, y = digits()

    assert X.shape == (1797, 64)
    assert (X.min(), X.max(), X.sum()) == (0, 16, 561718)
    assert np.bincount(y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert X[0, :8].tolist() == [0, 0, 5, 13, 9, 1, 0, 0]
    assert y[:10].tolist() == list(range(10))


def test_the_first_digits_can_be_had_alone():
    X, y = digits(samples=5)

    assert X.shape == (5, 64)
    assert y.tolist() == [0, 1, 2, 3, 4]


def test_iris_has_its_species_and_measures_by_name():
    X, y = iris()
    table = iris_table()

    assert table.class_names == ("setosa", "versicolor", "virginica")
    assert table.feature_names[2] == "petal length (cm)"
    np.testing.assert_allclose(X.mean(axis=0), [5.843333, 3.057333, 3.758, 1.199333], rtol=1e-6)
    assert np.bincount(y).tolist() == [50, 50, 50]


@pytest.mark.parametrize(
    ("name", "settings", "says"),
    [
        ("spiral", {"samples": 0}, "not 0 and 3"),
        ("vertical", {"classes": 0}, "not 100 and 0"),
        ("sine", {"samples": -1}, "not -1 and 1"),
        ("spiral", {"seed": -1}, "the seed is -1"),
        ("spiral", {"seed": np.random.default_rng(0)}, "or a RandomState"),
        ("circles", {"classes": 0}, "not 100 and 0"),
        ("moons", {"noise": -0.1}, "not -0.1"),
        ("xor", {"noise": np.nan}, "not nan"),
        ("blobs", {"features": 0}, "not 0"),
        ("blobs", {"spread": np.inf}, "not inf"),
        ("noisy_line", {"samples": 0}, "not 0 and 1"),
        ("moons", {"seed": -4}, "not -4"),
        ("digits", {"samples": 1798}, "1798 cannot be taken"),
    ],
)
def test_what_cannot_be_made_is_named(name, settings, says):
    with pytest.raises(SettingError, match=says):
        DATASETS[name](**settings)


def test_a_seed_is_a_number_or_a_source():
    source = np.random.default_rng(1)

    assert as_rng(source) is source
    assert as_rng(4).standard_normal() == np.random.default_rng(4).standard_normal()
    with pytest.raises(SettingError, match="'four'"):
        as_rng("four")

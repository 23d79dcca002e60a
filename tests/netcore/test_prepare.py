"""Making data ready: parts that share nothing, scalers that have seen the training part alone, one-hot rows, folds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from netcore.datasets.prepare import k_folds, one_hot, split
from netcore.datasets.scaling import SCALERS, MinMaxScaler, Preparation, StandardScaler
from netcore.errors import NotFiniteError, SettingError, ShapeError, TargetError


def numbered(samples, classes=3):
    """Return samples that can be told apart, and their classes."""
    return np.arange(samples).reshape(-1, 1), np.arange(samples) % classes


@given(
    samples=st.integers(10, 80),
    validation=st.floats(0, 0.4),
    test=st.floats(0.1, 0.4),
    seed=st.integers(0, 99),
    stratify=st.booleans(),
)
def test_the_parts_hold_every_sample_once_with_its_target(samples, validation, test, seed, stratify):
    X, y = numbered(samples)
    try:
        parts = split(X, y, validation, test, seed, stratify)
    except SettingError as error:
        assert "would be empty" in str(error)  # noqa: PT017  small sets cannot always be split
        return
    whole = [parts.train, parts.validation, parts.test]

    assert sorted(np.concatenate([part.X[:, 0] for part in whole]).tolist()) == list(range(samples))
    for part in whole:
        np.testing.assert_array_equal(part.y, part.X[:, 0] % 3)
    if not stratify:
        assert len(parts.test) == round(test * samples)
        assert len(parts.test) + len(parts.validation) == round((test + validation) * samples)


def test_the_seed_decides_the_order():
    X, y = numbered(30)

    np.testing.assert_array_equal(split(X, y, seed=4).train.X, split(X, y, seed=4).train.X)
    assert not np.array_equal(split(X, y, seed=4).train.X, split(X, y, seed=5).train.X)
    assert not np.array_equal(split(X, y, test=0).train.X, X)


def test_each_class_keeps_its_share_if_that_is_asked_for():
    y = np.repeat([0, 1], [90, 10])
    parts = split(np.arange(100), y, validation=0.3, test=0.2, stratify=True)

    assert np.bincount(parts.test.y).tolist() == [18, 2]
    assert np.bincount(parts.validation.y).tolist() == [27, 3]
    assert np.bincount(parts.train.y).tolist() == [45, 5]
    assert len(np.unique(np.diff(parts.train.y))) > 1


@pytest.mark.parametrize(
    ("X", "y", "settings", "error", "says"),
    [
        (np.zeros((3, 1)), np.zeros(2), {}, ShapeError, r"\(3, 1\) and y \(2,\)"),
        (np.zeros((0, 1)), np.zeros(0), {}, ShapeError, r"\(0, 1\)"),
        (np.zeros((9, 1)), np.zeros(9), {"test": 1.0}, SettingError, "test 1.0"),
        (np.zeros((9, 1)), np.zeros(9), {"test": -0.1}, SettingError, "test -0.1"),
        (np.zeros((9, 1)), np.zeros(9), {"validation": 0.5, "test": 0.5}, SettingError, "less than 1"),
        (np.zeros((9, 1)), np.zeros(9), {"validation": np.nan}, SettingError, "validation is nan"),
        (np.zeros((2, 1)), np.zeros(2), {"test": 0.1}, SettingError, "the test part would be empty: 0.1 of 2"),
        (np.zeros((9, 1)), np.zeros((9, 2)), {"stratify": True}, TargetError, r"not \(9, 2\)"),
    ],
)
def test_what_cannot_be_split_is_said(X, y, settings, error, says):
    with pytest.raises(error, match=says):
        split(X, y, **settings)


@given(samples=st.integers(2, 40), data=st.data())
def test_every_row_is_judged_once_over_all_folds(samples, data):
    folds = data.draw(st.integers(2, samples))
    pairs = list(k_folds(samples, folds, seed=1))

    assert len(pairs) == folds
    assert sorted(np.concatenate([judged for _, judged in pairs]).tolist()) == list(range(samples))
    for learned, judged in pairs:
        assert sorted([*learned.tolist(), *judged.tolist()]) == list(range(samples))
        assert len(judged) in (samples // folds, -(-samples // folds))


@pytest.mark.parametrize("folds", [1, 6, -2])
def test_folds_that_cannot_be_are_refused(folds):
    with pytest.raises(SettingError, match=f"5 samples cannot make {folds} folds"):
        k_folds(5, folds)


def test_one_hot_rows():
    assert one_hot(np.array([0, 2, 1])).tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
    assert one_hot(np.array([0]), classes=3).tolist() == [[1, 0, 0]]


@pytest.mark.parametrize(
    ("y", "says"),
    [
        (np.array([0, 3]), "target 1 is class 3, but the classes go from 0 to 2"),
        (np.array([-1]), "target 0 is class -1"),
        (np.array([0.5]), "not float64"),
        (np.array([[1]]), r"\(1, 1\)"),
        (np.array([], int), r"\(0,\)"),
    ],
)
def test_what_is_no_class_number_is_said(y, says):
    with pytest.raises(TargetError, match=says):
        one_hot(y, 3)


NUMBERS = arrays(np.float64, st.tuples(st.integers(1, 8), st.integers(1, 4)), elements=st.floats(-1e6, 1e6))


@given(X=NUMBERS)
def test_the_standard_scaler_gives_mean_zero_and_deviation_one(X):
    scaled = StandardScaler.fit(X).transform(X)
    changes = np.min(X, axis=0) < np.max(X, axis=0)

    np.testing.assert_allclose(scaled[:, ~changes], 0, atol=1e-9)
    spread_enough = changes & (np.std(X, axis=0) > 1e-6 * np.max(np.abs(X), axis=0))
    np.testing.assert_allclose(np.mean(scaled[:, spread_enough], axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(np.std(scaled[:, spread_enough], axis=0), 1, rtol=1e-6)


@given(X=NUMBERS, low=st.floats(-5, 0), width=st.floats(0.1, 5))
def test_the_min_max_scaler_fills_the_range(X, low, width):
    scaled = MinMaxScaler.fit(X, low=low, high=low + width).transform(X)
    changes = np.min(X, axis=0) < np.max(X, axis=0)

    np.testing.assert_allclose(np.min(scaled, axis=0), low, atol=1e-9)
    np.testing.assert_allclose(np.max(scaled, axis=0)[changes], low + width, atol=1e-9)


@pytest.mark.parametrize("kind", SCALERS.values())
@given(X=NUMBERS)
def test_scaling_can_be_undone(kind, X):
    scaler = kind.fit(X)

    np.testing.assert_allclose(scaler.inverse(scaler.transform(X)), X, atol=1e-6, rtol=1e-9)


@pytest.mark.parametrize("kind", SCALERS.values())
def test_a_scaler_measures_only_what_it_is_given_and_changes_nothing(kind):
    train, test = np.array([[0.0, 1], [2, 1]]), np.array([[4.0, 3]])
    kept = train.copy(), test.copy()
    scaler = kind.fit(train)
    scaled = scaler.transform(test)

    assert scaled.tolist() == ([[3, 2]] if kind is StandardScaler else [[2, 2]])
    np.testing.assert_array_equal(train, kept[0])
    np.testing.assert_array_equal(test, kept[1])


@pytest.mark.parametrize("kind", SCALERS.values())
def test_the_dtype_is_kept_or_chosen(kind):
    pixels = np.array([[0, 7], [255, 7]], np.uint8)

    assert kind.fit(pixels).transform(pixels).dtype == np.float64
    assert kind.fit(pixels, dtype="float32").transform(pixels).dtype == np.float32
    assert kind.fit(pixels.astype(np.float32)).transform(pixels).dtype == np.float32


@pytest.mark.parametrize("kind", SCALERS.values())
def test_what_cannot_be_scaled_is_said(kind):
    with pytest.raises(ShapeError, match=r"\(3,\)"):
        kind.fit(np.zeros(3))
    with pytest.raises(ShapeError, match=r"\(0, 2\)"):
        kind.fit(np.zeros((0, 2)))
    with pytest.raises(NotFiniteError, match="nan in row 1, column 0"):
        kind.fit(np.array([[1.0], [np.nan]]))
    with pytest.raises(SettingError, match="cannot be scaled"):
        kind.fit(np.array([["a"]]))
    with pytest.raises(ShapeError, match=r"\(1, 3\); this scaler was measured on \(samples, 2\)"):
        kind.fit(np.zeros((1, 2))).transform(np.zeros((1, 3)))
    with pytest.raises(ShapeError):
        kind.fit(np.zeros((1, 2))).inverse(np.zeros((1, 3)))


def test_a_range_needs_a_width():
    with pytest.raises(SettingError, match="from 1 to 1"):
        MinMaxScaler.fit(np.zeros((1, 1)), low=1, high=1)


def test_a_preparation_scales_or_lets_be():
    X = np.array([[1.0], [3.0]])

    assert Preparation(StandardScaler.fit(X)).inputs(X).tolist() == [[-1], [1]]
    assert Preparation().inputs(X) is X


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", SCALERS.values())
def test_a_spread_too_small_for_a_number_divides_nothing(kind):
    X = np.array([[0.0], [5e-324]])

    assert np.all(np.isfinite(kind.fit(X).transform(X)))
    assert np.all(np.isfinite(kind.fit(X, dtype="float32").transform(X)))

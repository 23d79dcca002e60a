"""The metrics, counted one by one in plain Python."""

import math
import statistics
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore.errors import ShapeError, TargetError
from netcore.metrics import (
    binary_accuracy,
    categorical_accuracy,
    confusion_matrix,
    f1,
    macro,
    precision,
    r_squared,
    recall,
    regression_accuracy,
    regression_precision,
)

CLASSES = 4
PAIRS = st.lists(st.tuples(st.integers(0, CLASSES - 1), st.integers(0, CLASSES - 1)), min_size=1, max_size=30)
"""What was predicted and what is true, a pair for each sample."""


def one_hot(numbers):
    return np.array([[int(column == number) for column in range(CLASSES)] for number in numbers])


@given(PAIRS)
def test_the_confusion_matrix_counts(pairs):
    predictions, targets = (np.array(column) for column in zip(*pairs, strict=True))
    matrix = confusion_matrix(predictions, targets, CLASSES)
    counted = [[pairs.count((called, true)) for called in range(CLASSES)] for true in range(CLASSES)]
    np.testing.assert_array_equal(matrix, counted)
    np.testing.assert_array_equal(confusion_matrix(one_hot(predictions), one_hot(targets), CLASSES), counted)


@given(PAIRS)
def test_precision_recall_and_f1(pairs):
    predictions, targets = (np.array(column) for column in zip(*pairs, strict=True))
    matrix = confusion_matrix(predictions, targets, CLASSES)
    precisions, recalls, scores = [], [], []
    for number in range(CLASSES):
        hits = pairs.count((number, number))
        called = sum(p == number for p, _ in pairs)
        true = sum(t == number for _, t in pairs)
        p, r = Fraction(hits, called) if called else 0, Fraction(hits, true) if true else 0
        precisions.append(float(p))
        recalls.append(float(r))
        scores.append(float(2 * p * r / (p + r)) if p + r else 0.0)
    np.testing.assert_allclose(precision(matrix), precisions, rtol=1e-15)
    np.testing.assert_allclose(recall(matrix), recalls, rtol=1e-15)
    np.testing.assert_allclose(f1(matrix), scores, rtol=1e-14)
    assert macro(f1(matrix)) == pytest.approx(math.fsum(scores) / CLASSES)


def test_a_class_that_nobody_is_or_was_called_scores_nothing():
    matrix = confusion_matrix(np.array([0, 0]), np.array([0, 1]), 3)
    np.testing.assert_array_equal(precision(matrix), [0.5, 0, 0])
    np.testing.assert_array_equal(recall(matrix), [1, 0, 0])
    np.testing.assert_allclose(f1(matrix), [2 / 3, 0, 0])


@given(PAIRS)
def test_categorical_accuracy_counts_hits(pairs):
    predictions, targets = (np.array(column) for column in zip(*pairs, strict=True))
    outputs = 0.1 + 0.5 * one_hot(predictions)
    share = sum(p == t for p, t in pairs) / len(pairs)
    assert categorical_accuracy(outputs, targets) == pytest.approx(share)
    assert categorical_accuracy(outputs, one_hot(targets)) == pytest.approx(share)


def test_binary_accuracy_needs_more_than_the_threshold():
    outputs, targets = np.array([[0.5], [0.51], [0.9], [0.2]]), np.array([0, 1, 0, 1])
    assert binary_accuracy(outputs, targets) == 0.5
    assert binary_accuracy(outputs, targets, threshold=0.1) == 0.5
    assert binary_accuracy(outputs, targets, threshold=0.95) == 0.5
    assert binary_accuracy(outputs, targets, threshold=0.505) == 0.5
    assert binary_accuracy(outputs, np.array([1, 1, 1, 0]), threshold=0.5) == 0.75


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(-1, 1)), min_size=1, max_size=20))
def test_regression_accuracy_is_within_a_250th_of_the_spread(drawn):
    targets, outputs = [y for y, _ in drawn], [y + miss for y, miss in drawn]
    limit = statistics.pstdev(targets) / 250
    if any(abs(abs(p - y) - limit) < 1e-9 for p, y in zip(outputs, targets, strict=True)):
        return
    share = sum(abs(p - y) < limit for p, y in zip(outputs, targets, strict=True)) / len(drawn)
    columns = np.array(outputs)[:, np.newaxis], np.array(targets)[:, np.newaxis]
    assert regression_precision(columns[1]) == pytest.approx(limit, abs=1e-12)
    assert regression_accuracy(*columns) == pytest.approx(share)
    assert regression_accuracy(*columns, precision=1000.0) == 1.0


EIGHTHS = st.integers(-80, 80).map(lambda number: number / 8)


@given(st.lists(st.tuples(EIGHTHS, EIGHTHS), min_size=1, max_size=12))
def test_r_squared_in_exact_fractions(pairs):
    outputs, targets = ([Fraction(number) for number in column] for column in zip(*pairs, strict=True))
    missed = sum((t - o) ** 2 for o, t in zip(outputs, targets, strict=True))
    mean = sum(targets) / len(targets)
    spread = sum((t - mean) ** 2 for t in targets)
    expected = float(missed == 0) if spread == 0 else float(1 - missed / spread)
    columns = np.array(outputs, float)[:, np.newaxis], np.array(targets, float)[:, np.newaxis]
    assert r_squared(*columns) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_r_squared_is_the_mean_of_the_columns():
    targets = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 4.0]])
    outputs = targets.copy()
    outputs[:, 1] = 2.0
    assert r_squared(outputs, targets) == 0.5
    assert r_squared(np.array([[0.0], [1.0]]), np.array([0.0, 1.0])) == 1.0


def test_what_the_metrics_cannot_use():
    with pytest.raises(TargetError, match="target 1 is class 4, but the network has 4 outputs"):
        confusion_matrix(np.array([0, 4]), np.array([0, 1]), 4)
    with pytest.raises(TargetError, match=r"2 samples need 2 .* shape is \(3,\)"):
        confusion_matrix(np.array([0, 1]), np.array([0, 1, 1]), 4)
    with pytest.raises(TargetError, match=r"\(3,\), but that of the outputs is \(2, 1\)"):
        r_squared(np.zeros((2, 1)), np.zeros(3))
    for score in (precision, recall, f1):
        with pytest.raises(ShapeError, match=r"its shape is \(2, 3\)"):
            score(np.zeros((2, 3), int))

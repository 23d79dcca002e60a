"""What the losses take as targets, and what they say of others: always with the value and the shape."""

import numpy as np
import pytest

from netcore import (
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    MeanAbsoluteError,
    MeanSquaredError,
    SoftmaxCrossEntropy,
)
from netcore.errors import TargetError
from netcore.targets import one_hot

CLASSES = [CategoricalCrossEntropy(), SoftmaxCrossEntropy()]
NUMBERS = [MeanSquaredError(), MeanAbsoluteError()]


@pytest.mark.parametrize("loss", CLASSES)
@pytest.mark.parametrize(
    ("targets", "says"),
    [
        ([0, 1, 3], r"target 2 is class 3, but the network has 3 outputs: classes 0 to 2 .*\(3,\)"),
        ([0, -1, 2], r"target 1 is class -1"),
        ([0, 1], r"3 samples need 3 .* shape is \(2,\)"),
        (2, r"shape is \(\)"),
        ([[[0]], [[1]], [[2]]], r"shape is \(3, 1, 1\)"),
        ([0.0, 1.0, 2.0], r"float64 of the shape \(3,\); .*y.astype\(int\)"),
        ([0.0, np.nan, 2.0], r"float64"),
        ([True, False, True], r"bool"),
        (["cat", "dog", "cat"], r"targets are numbers, but these are <U3"),
        ([[0], [1], [2]], r"shape is \(3, 1\), .* one-hot rows of 3 columns, or class numbers of the shape \(3,\)"),
        ([[1, 0, 0], [0, 1, 1], [0, 0, 1]], r"target 1 is \[0, 1, 1\]; a one-hot row has a single 1"),
        ([[1, 0, 0], [0, 0, 0], [0, 0, 1]], r"target 1 is \[0, 0, 0\]"),
        ([[1, 0, 0], [0, 1, 0], [0, 0, np.nan]], r"target 2 is \[0.0, 0.0, nan\]"),
    ],
)
def test_targets_that_are_no_classes(loss, targets, says):
    with pytest.raises(TargetError, match=says):
        loss.check(targets, 3, 3)


@pytest.mark.parametrize(
    ("targets", "n_outputs", "says"),
    [
        ([0, 1, 2], 1, r"target 2 is 2 in column 0 \(the targets' shape is \(3, 1\)\); a yes is 1 and a no is 0"),
        ([0, 0.5, 1], 1, r"target 1 is 0.5"),
        ([0, np.nan, 1], 1, r"target 1 is nan"),
        ([0, 1], 1, r"need targets of the shape \(3, 1\), but the targets' shape is \(2,\)"),
        ([[0, 1], [1, 0], [1, -1]], 2, r"target 2 is -1 in column 1"),
        ([[0, 1], [1, 0], [1, 1]], 3, r"shape \(3, 3\), but the targets' shape is \(3, 2\)"),
        ([0, 1, 2], 2, r"target 2 is class 2, but the network has 2 outputs"),
    ],
)
def test_targets_that_are_neither_yes_nor_no(targets, n_outputs, says):
    with pytest.raises(TargetError, match=says):
        BinaryCrossEntropy().check(targets, 3, n_outputs)


@pytest.mark.parametrize("loss", NUMBERS)
@pytest.mark.parametrize(
    ("targets", "n_outputs", "says"),
    [
        ([0, np.nan, 1], 1, r"target 1 is nan in column 0 \(the targets' shape is \(3, 1\)\); make it a finite number"),
        ([[0, 1], [1, np.inf], [1, 1]], 2, r"target 1 is inf in column 1"),
        ([0, 1], 1, r"shape \(3, 1\), but the targets' shape is \(2,\)"),
        ([0, 1, 2], 2, r"shape \(3, 2\), but the targets' shape is \(3,\)"),
        ([1j, 0, 0], 1, r"complex128"),
        ([None, 0, 0], 1, r"object"),
    ],
)
def test_targets_that_are_no_numbers_to_come_close_to(loss, targets, n_outputs, says):
    with pytest.raises(TargetError, match=says):
        loss.check(targets, 3, n_outputs)


def test_what_the_checks_return():
    numbers = np.array([0, 2, 1])
    assert CLASSES[0].check(numbers, 3, 3) is numbers
    rows = BinaryCrossEntropy().check([True, False], 2, 1)
    assert (rows.tolist(), rows.dtype) == ([[1], [0]], np.int8)
    assert BinaryCrossEntropy().check(numbers, 3, 3).tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
    values = NUMBERS[0].check(numbers, 3, 1)
    assert (values.tolist(), values.dtype) == ([[0.0], [2.0], [1.0]], np.float64)
    assert NUMBERS[0].check(np.zeros((2, 2), np.float32), 2, 2).dtype == np.float32


def test_one_hot_rows_have_a_one_at_the_class():
    rows = one_hot(np.array([2, 0]), 3)
    np.testing.assert_array_equal(rows, [[0, 0, 1], [1, 0, 0]])
    np.testing.assert_array_equal(one_hot(rows, 3), rows)
    assert one_hot(np.array([1]), 2, np.float32).dtype == np.float32
    with pytest.raises(TargetError, match="target 0 is class 3"):
        one_hot(np.array([3]), 3)

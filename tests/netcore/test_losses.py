"""The losses, compared with the same formulas in plain Python, for every form of the targets."""

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore import (
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    MeanAbsoluteError,
    MeanSquaredError,
    Softmax,
    SoftmaxCrossEntropy,
)
from netcore.activations import SoftmaxByJacobian
from netcore.errors import TargetError
from netcore.losses import LOSSES

HAND = {
    entry["id"]: entry for entry in json.loads((Path(__file__).parent / "data/hand_values.json").read_text())["values"]
}

CONFIDENCES = st.floats(0.001, 0.999)
EIGHTHS = st.integers(-800, 800).map(lambda number: number / 8)
"""Numbers with few binary digits, so that a fraction of them is exact."""


def tables(cells):
    return st.integers(1, 4).flatmap(
        lambda w: st.lists(st.lists(cells, min_size=w, max_size=w), min_size=1, max_size=6)
    )


def with_targets(rows, cells):
    """Return a strategy for rows and a target for each of their cells."""
    width = len(rows[0])
    return st.tuples(
        st.just(rows), st.lists(st.lists(cells, min_size=width, max_size=width), min_size=len(rows), max_size=len(rows))
    )


@given(tables(CONFIDENCES).flatmap(lambda rows: with_targets(rows, st.integers(0, 1))))
def test_binary_cross_entropy_in_plain_python(drawn):
    rows, targets = drawn
    loss, k, n = BinaryCrossEntropy(), len(rows[0]), len(rows)
    outputs, y = np.array(rows), np.array(targets)
    losses = [
        math.fsum(-math.log(p) if t else -math.log1p(-p) for p, t in zip(row, target, strict=True)) / k
        for row, target in zip(rows, targets, strict=True)
    ]
    gradient = [
        [(-1 / p if t else 1 / (1 - p)) / k / n for p, t in zip(row, target, strict=True)]
        for row, target in zip(rows, targets, strict=True)
    ]
    np.testing.assert_allclose(loss.forward(outputs, y), losses, rtol=1e-11)
    np.testing.assert_allclose(loss.backward(outputs, y), gradient, rtol=1e-12)
    right = sum(
        (p > 0.5) == bool(t)
        for row, target in zip(rows, targets, strict=True)
        for p, t in zip(row, target, strict=True)
    )
    assert loss.accuracy(outputs, y) == pytest.approx(right / k / n)


@given(tables(EIGHTHS).flatmap(lambda rows: with_targets(rows, EIGHTHS)))
def test_the_regression_losses_in_exact_fractions(drawn):
    rows, targets = drawn
    k, n = len(rows[0]), len(rows)
    outputs, y = np.array(rows), np.array(targets)
    missed = [
        [Fraction(p) - Fraction(t) for p, t in zip(row, target, strict=True)]
        for row, target in zip(rows, targets, strict=True)
    ]
    squared, absolute = MeanSquaredError(), MeanAbsoluteError()
    np.testing.assert_allclose(
        squared.forward(outputs, y), [float(sum(m * m for m in row) / k) for row in missed], rtol=1e-14
    )
    np.testing.assert_allclose(
        squared.backward(outputs, y), [[float(2 * m / k / n) for m in row] for row in missed], rtol=1e-14
    )
    np.testing.assert_allclose(
        absolute.forward(outputs, y), [float(sum(abs(m) for m in row) / k) for row in missed], rtol=1e-14
    )
    signs = [[float(Fraction((m > 0) - (m < 0), k * n)) for m in row] for row in missed]
    np.testing.assert_allclose(absolute.backward(outputs, y), signs, rtol=1e-14)


def test_a_step_against_the_gradient_lowers_the_absolute_error():
    loss, outputs, targets = MeanAbsoluteError(), np.array([[3.0], [-2.0]]), np.array([[1.0], [1.0]])
    before = loss.average(loss.forward(outputs, targets))
    stepped = outputs - 0.1 * loss.backward(outputs, targets)
    assert loss.average(loss.forward(stepped, targets)) < before


@pytest.mark.parametrize("targets", [[0, 1, 1], [[1, 0, 0], [0, 1, 0], [0, 1, 0]]], ids=["class numbers", "one-hot"])
def test_the_hand_values_of_categorical_cross_entropy(targets):
    entry, loss, y = HAND["cce"], CategoricalCrossEntropy(), np.array(targets)
    outputs = np.array(entry["inputs"]["p"])
    np.testing.assert_allclose(loss.forward(outputs, y), entry["outputs"]["losses"], rtol=1e-14)
    assert loss.average(loss.output) == pytest.approx(entry["outputs"]["mean"], rel=1e-15)
    gradient = HAND["softmax_cce_gradient"]
    np.testing.assert_allclose(loss.backward(outputs, y), gradient["outputs"]["dp"], rtol=1e-14)
    accuracy = HAND["accuracy"]
    assert loss.accuracy(np.array(accuracy["inputs"]["p"]), y) == accuracy["outputs"]["accuracy"]


def test_a_confidence_of_zero_or_one_costs_what_the_clipping_says():
    loss, outputs = CategoricalCrossEntropy(), np.array([[0.0, 1.0], [0.0, 1.0]])
    expected = [HAND["cce"]["outputs"]["clipped_zero"], HAND["cce"]["outputs"]["clipped_one"]]
    np.testing.assert_allclose(loss.forward(outputs, np.array([0, 1])), expected, rtol=1e-9)
    binary = BinaryCrossEntropy()
    np.testing.assert_allclose(binary.forward(outputs[:, :1], np.array([1, 0])), expected, rtol=1e-9)
    np.testing.assert_allclose(binary.backward(outputs[:, :1], np.array([1, 0])), [[-5e6], [0.5]], rtol=1e-6)


@pytest.mark.parametrize("targets", [[0, 1, 1], [[1, 0, 0], [0, 1, 0], [0, 1, 0]]], ids=["class numbers", "one-hot"])
def test_the_short_gradient_of_softmax_and_cross_entropy_is_the_long_one(targets):
    entry, y = HAND["softmax_cce_gradient"], np.array(targets)
    logits = np.log(np.array(entry["inputs"]["p"]))
    short = SoftmaxCrossEntropy()
    losses = short.forward(logits, y)
    np.testing.assert_allclose(short.backward(logits, y), entry["outputs"]["dz"], rtol=1e-13)
    np.testing.assert_allclose(losses, HAND["cce"]["outputs"]["losses"], rtol=1e-14)
    for softmax in (Softmax(), SoftmaxByJacobian()):
        long = CategoricalCrossEntropy()
        confidences = softmax.forward(logits)
        long.forward(confidences, y)
        two_steps = softmax.backward(long.backward(confidences, y))
        np.testing.assert_allclose(two_steps, entry["outputs"]["dz_two_steps"], rtol=1e-12)


def test_the_gradient_of_categorical_cross_entropy_is_by_the_confidence_as_it_is():
    loss, outputs = CategoricalCrossEntropy(), np.array([[1e-9, 1 - 1e-9], [0.5, 0.5]])
    np.testing.assert_allclose(loss.backward(outputs, np.array([0, 0])), [[-5e8, 0], [-1, 0]])


def test_the_fused_loss_keeps_its_confidences_and_knows_whose_they_are():
    loss, logits, y = SoftmaxCrossEntropy(), np.array([[0.0, math.log(3)]]), np.array([0])
    loss.forward(logits, y)
    loss.backward(logits, y)
    np.testing.assert_allclose(loss.softmax.output, [[0.25, 0.75]])
    np.testing.assert_allclose(loss.probabilities(np.array([[math.log(4), 0.0]])), [[0.8, 0.2]])


@given(
    st.integers(2, 5).flatmap(lambda c: st.tuples(st.just(c), st.lists(st.integers(0, c - 1), min_size=1, max_size=8)))
)
def test_class_numbers_and_one_hot_rows_give_the_same_bits(drawn):
    classes, numbers = drawn
    rng = np.random.default_rng(classes)
    outputs = rng.uniform(0.01, 1, (len(numbers), classes))
    rows = [[int(column == number) for column in range(classes)] for number in numbers]
    for kind in (CategoricalCrossEntropy, SoftmaxCrossEntropy, BinaryCrossEntropy):
        by_number, by_row = kind(), kind()
        y = by_number.check(np.array(numbers), len(numbers), classes)
        hot = by_row.check(np.array(rows), len(numbers), classes)
        np.testing.assert_array_equal(by_number.forward(outputs, y), by_row.forward(outputs, hot))
        np.testing.assert_array_equal(by_number.backward(outputs, y), by_row.backward(outputs, hot))
        assert by_number.accuracy(outputs, y) == by_row.accuracy(outputs, hot)


@pytest.mark.parametrize("kind", [BinaryCrossEntropy, MeanSquaredError, MeanAbsoluteError])
def test_a_plain_row_of_targets_is_one_column_and_never_a_square(kind):
    outputs = np.array([[0.25], [0.5], [0.75]])
    flat, column = np.array([0, 1, 1]), np.array([[0], [1], [1]])
    one, other = kind(), kind()
    np.testing.assert_array_equal(one.forward(outputs, flat), other.forward(outputs, column))
    np.testing.assert_array_equal(one.backward(outputs, flat), other.backward(outputs, column))
    assert one.output.shape == (3,)
    assert one.doutputs.shape == (3, 1)
    assert one.accuracy(outputs, flat) == other.accuracy(outputs, column)
    with pytest.raises(TargetError, match=r"\(2,\), but that of the outputs is \(3, 1\)"):
        one.forward(outputs, flat[:2])
    with pytest.raises(TargetError, match=r"\(3, 2\), but that of the outputs is \(2, 3\)"):
        one.forward(np.full((2, 3), 0.5), np.zeros((3, 2)))


def test_predictions_have_the_form_of_the_targets():
    confidences = np.array([[0.2, 0.8], [0.9, 0.4]])
    np.testing.assert_array_equal(CategoricalCrossEntropy().predictions(confidences), [1, 0])
    np.testing.assert_array_equal(BinaryCrossEntropy().predictions(confidences), [[0, 1], [1, 0]])
    np.testing.assert_array_equal(BinaryCrossEntropy().predictions(confidences[:, :1]), [0, 1])
    np.testing.assert_array_equal(MeanSquaredError().predictions(confidences), confidences)


def test_logits_that_give_equal_confidences_count_as_equal_as_after_a_softmax_layer():
    logits = np.array([[0.0, 1e-8, 0.0]], np.float32)
    loss = SoftmaxCrossEntropy()
    confidences = loss.probabilities(logits)
    assert np.argmax(logits) == 1
    assert len(set(confidences[0].tolist())) == 1
    assert loss.accuracy(logits, np.array([0])) == CategoricalCrossEntropy().accuracy(confidences, np.array([0])) == 1
    assert loss.predictions(logits).tolist() == [0]


def test_a_regression_is_as_precise_as_all_the_training_targets_say():
    loss, targets = MeanSquaredError(), np.array([[0.0], [500.0]])
    outputs = np.array([[0.9], [501.1]])
    assert loss.accuracy(outputs, targets) == 0.5
    assert loss.accuracy(outputs[:1], targets[:1]) == 0.0
    loss.prepare(targets)
    assert loss.precision == 1.0
    assert loss.accuracy(outputs[:1], targets[:1]) == 1.0


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_takes_its_own_example_and_is_mean_of_its_samples(name):
    loss, outputs, targets = LOSSES[name].example(np.random.default_rng(0))
    checked = loss.check(targets, *outputs.shape)
    loss.prepare(checked)
    losses = loss.forward(outputs, checked)
    assert loss.average(losses) == pytest.approx(math.fsum(losses) / len(losses))
    assert loss.average(losses) is loss.mean
    assert 0 <= loss.accuracy(outputs, checked) <= 1
    assert len(loss.predictions(outputs)) == len(outputs)
    assert loss.probabilities(outputs).shape == outputs.shape

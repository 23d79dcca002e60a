"""Penalties: what they cost and how they pull, against sums in exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore import Dense, Dropout, ReLU
from netcore.regularization import penalty, with_penalty

EIGHTHS = st.integers(-80, 80).map(lambda number: number / 8)
STRENGTHS = st.sampled_from([0.0, 0.25, 0.5, 3.0])


@given(st.lists(EIGHTHS, min_size=1, max_size=8), st.lists(EIGHTHS, min_size=8, max_size=8), STRENGTHS, STRENGTHS)
def test_the_cost_and_its_slope(values, gradient, l1, l2):
    gradient = gradient[: len(values)]
    cost = sum(Fraction(l1) * abs(Fraction(v)) + Fraction(l2) * Fraction(v) ** 2 for v in values)
    pulls = [g + l1 * (-1 if v < 0 else 1) + 2 * l2 * v for g, v in zip(gradient, values, strict=True)]
    assert penalty(np.array(values), l1, l2) == float(cost)
    np.testing.assert_array_equal(with_penalty(np.array(gradient), np.array(values), l1, l2), pulls)


def test_the_slope_of_l1_is_plus_one_at_zero_of_either_sign():
    np.testing.assert_array_equal(with_penalty(np.zeros(3), np.array([0.0, -0.0, -1e-300]), 2.0, 0.0), [2, 2, -2])


def test_dense_adds_each_penalty_to_its_own_gradient():
    plain, penalized = Dense(2, 2, rng=0), Dense(2, 2, "scaled_normal", 0.5, 0.25, 2.0, 1.0, rng=0)
    weights, biases = np.array([[1.0, -2.0], [0.0, 4.0]]), np.array([[0.5, -1.0]])
    inputs, pulls = np.array([[1.0, 2.0]]), np.array([[3.0, -1.0]])
    for layer in (plain, penalized):
        layer.weights, layer.biases = weights, biases
        layer.forward(inputs)
        layer.backward(pulls)
    np.testing.assert_array_equal(penalized.dweights - plain.dweights, [[1.0, -1.5], [0.5, 2.5]])
    np.testing.assert_array_equal(penalized.dbiases - plain.dbiases, [[3.0, -4.0]])
    np.testing.assert_array_equal(penalized.dinputs, plain.dinputs)
    assert penalized.penalty() == 0.5 * 7 + 0.25 * 21 + 2.0 * 1.5 + 1.0 * 1.25


@pytest.mark.parametrize("layer", [Dense(2, 2), Dropout(0.5), ReLU()])
def test_a_layer_without_penalties_costs_nothing(layer):
    assert layer.penalty() == 0.0


def test_penalties_stay_in_single_precision():
    layer = Dense(2, 2, "scaled_normal", 0.1, 0.1, 0.1, 0.1, rng=0, dtype="float32")
    layer.forward(np.ones((1, 2), np.float32))
    layer.backward(np.ones((1, 2), np.float32))
    assert {layer.dweights.dtype, layer.dbiases.dtype, layer.penalty().dtype} == {np.dtype(np.float32)}


def test_corners_are_named_where_an_l1_penalty_makes_them():
    layer = Dense(2, 2, "zeros", 0.1, 0.2, 0.0, 0.2)
    assert layer.parameter_kinks("weights") == (0.0,)
    assert layer.parameter_kinks("biases") == ()
    assert ReLU().parameter_kinks("weights") == ()

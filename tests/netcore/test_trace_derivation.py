"""A derivation reads as a person would write it, and its shown digits come out right."""

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netcore.trace import Recorder, Role
from netcore.trace.notation import as_shown


def derivation(compute, cell, **arrays):
    recorder = Recorder()
    compute(**{name: recorder.watch(np.asarray(array), name, Role.DATA) for name, array in arrays.items()})
    return recorder.operations[-1].derive(cell)


A = np.array([[0.41, 0.07], [1.0, -2.0]])
B = np.array([[-1.2, 3.0], [2.0, 0.5]])


def product(a, b):
    c = a @ b
    assert c.shape == (2, 2)


def test_a_product_is_written_out_with_names_and_with_numbers():
    made = derivation(product, (0, 0), a=A, b=B)
    assert made.with_names() == "c[0,0] = a[0,0]·b[0,0] + a[0,1]·b[1,0]"
    assert made.with_numbers() == "c[0,0] = 0.41·(−1.2) + 0.07·2 = −0.352"
    assert [leaf.label for leaf in made.leaves] == ["a[0,0]", "b[0,0]", "a[0,1]", "b[1,0]"]
    assert made.evaluate() == pytest.approx(-0.352)
    assert made.is_exact


def mean_of_exponentials(a):
    return np.mean(np.exp(a), axis=0)


def test_a_mean_says_by_how_many_it_divides():
    made = derivation(mean_of_exponentials, (1,), a=A)
    assert made.with_names() == "np.mean(np.exp(a), axis=0)[1] = (np.exp(a)[0,1] + np.exp(a)[1,1]) / 2"


def test_a_long_sum_shows_its_largest_terms_and_what_the_rest_comes_to():
    x = np.array([0.25, -8.0, 0.5, 4.0, 0.125])
    made = derivation(lambda x: x.sum(), (), x=x)
    assert made.with_names(2) == "x.sum() = x[1] + x[3] + … 3 more"
    assert made.with_numbers(2) == "x.sum() = −8 + 4 + [3 more: 0.875] = −3.125"
    assert len(made.leaves) == 5


def masked(dvalues, inputs):
    dinputs = dvalues.copy()
    dinputs[inputs <= 0] = 0


def test_a_masked_assignment_says_why():
    arrays = {"dvalues": A, "inputs": B}
    assert derivation(masked, (0, 0), **arrays).with_names() == ("dinputs[0,0] = 0  because (inputs <= 0)[0,0] is True")
    assert derivation(masked, (0, 1), **arrays).with_names() == (
        "dinputs[0,1] = dinputs[0,1]  because (inputs <= 0)[0,1] is False"
    )


@pytest.mark.parametrize(
    ("compute", "cell", "names"),
    [
        (lambda a, b: -(a * b), (0, 0), "(-(a * b))[0,0] = −(a * b)[0,0]"),
        (lambda a, b: (a + b) ** 2, (0, 0), "((a + b) ** 2)[0,0] = (a + b)[0,0]²"),
        (lambda a, b: a - np.log(np.abs(b)), (0, 1), "(a - np.log(np.abs(b)))[0,1] = a[0,1] − np.log(np.abs(b))[0,1]"),
        (lambda a, b: np.sqrt(a * a), (1, 1), "np.sqrt(a * a)[1,1] = √(a * a)[1,1]"),
        (lambda a, b: np.maximum(0, a), (1, 1), "np.maximum(0, a)[1,1] = max(0, a[1,1])"),
        (lambda a, b: (a > b).T, (1, 0), "(a > b).T[1,0] = (a > b)[0,1]"),
        (
            lambda a, b: np.where(a > b, 1, -1),
            (0, 1),
            "np.where(a > b, 1, -1)[0,1] = -1  because (a > b)[0,1] is False",
        ),
        (lambda a, b: a[[1]] * 0.5, (0, 0), "(a[[1]] * 0.5)[0,0] = a[[1]][0,0]·0.5"),
    ],
)
def test_arithmetic_is_written_as_people_write_it(compute, cell, names):
    assert derivation(compute, cell, a=A, b=B).with_names() == names


def test_a_negative_number_is_squared_in_parentheses_and_powers_of_ten_need_none():
    made = derivation(lambda a: a**2, (0,), a=np.array([-0.5]))
    assert made.with_numbers() == "(a**2)[0] = (−0.5)² = 0.25"
    made = derivation(lambda a: a[0] * a[1], (), a=np.array([0.25, 4e-9]))
    assert made.with_numbers() == "a[0] * a[1] = 0.25·4·10⁻⁹ = 1·10⁻⁹"


def test_numbers_have_a_real_minus_sign_and_powers_of_ten():
    assert derivation(lambda a: a * -1e-9, (0,), a=np.array([3.0])).with_numbers() == (
        "(a * -1e-9)[0] = 3·(−1·10⁻⁹) = −3·10⁻⁹"
    )


def power_of_e(x):
    return np.exp(x)


def test_digits_that_do_not_give_the_result_are_marked():
    made = derivation(power_of_e, (0,), x=np.array([20.123456789]))
    assert not made.is_exact
    assert made.with_numbers() == "np.exp(x)[0] = exp(20.12) ≈ 5.489·10⁸"


def read(text: str) -> float:
    """Redo a shown sum of products as a person with a pocket calculator would."""
    plain = re.sub("·10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])", "e", text.replace("−", "-"))
    plain = plain.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return sum(np.prod([float(factor.strip("() ")) for factor in term.split("·")]) for term in plain.split(" + "))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(0, 2**32 - 1), st.sampled_from([1e-3, 1.0, 50.0]))
@example(2, 339, 1.0)  # the sum of three digits lies half-way between two results
def test_shown_digits_can_be_redone_to_the_last_one(size, seed, scale):
    a, b = np.random.default_rng(seed).standard_normal((2, 1, size)) * scale
    made = derivation(lambda a, b: a @ b.T, (0, 0), a=a, b=b)
    _, arithmetic, shown = made.with_numbers().replace("≈", "=").rsplit(" = ")
    decimals = len(shown.partition(".")[2].partition("·")[0])
    if made.is_exact and "·10" not in shown:
        assert round(read(arithmetic), decimals) == pytest.approx(
            float(shown.replace("−", "-")), abs=10.0**-decimals / 2
        )


@pytest.mark.parametrize("number", [5e-324, 1e-323, -2.5e-310, 1e-300, 1.2e308])
def test_the_smallest_and_largest_numbers_can_be_written_and_read(number):
    for digits in (1, 3, 7):
        assert as_shown(np.float64(number), digits) == pytest.approx(number, rel=0.5)

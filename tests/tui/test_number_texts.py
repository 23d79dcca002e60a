"""How numbers are written."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tui.numbers import Style, count_unusual, notation_for, plain, scientific, shape_text


def written(*numbers, digits=4):
    array = np.array(numbers)
    notation = notation_for(array, digits)
    return [notation.text(number.item()) for number in array]


def test_signs_are_written_and_points_stand_below_one_another():
    assert written(0.31, -0.127, 1.5) == ["+0.310", "−0.127", "+1.500"]


def test_an_exact_zero_is_no_rounded_number():
    assert written(0.0, 0.0000012, -0.4) == [" 0    ", " +1e−6", "−0.400"]


def test_where_a_small_number_has_no_room_its_sign_remains():
    assert written(0.31, 1.2e-12, -1.2e-12, digits=3) == ["+0.31", "+0.00", "−0.00"]


def test_nan_and_infinity_are_words():
    assert written(np.nan, np.inf, -np.inf, 1.0) == ["   NaN", "  +inf", "  −inf", "+1.000"]


def test_small_arrays_are_written_in_powers_of_ten():
    assert written(2e-6, -3.25e-5) == ["+2.00e−6", "−3.25e−5"]


def test_powers_of_different_length_keep_their_points_aligned():
    assert written(2e-6, -3e-12) == ["+2.00e−6 ", "−3.00e−12"]


def test_whole_numbers_have_signs_only_beside_negative_ones():
    assert written(0, 12, 7) == [" 0", "12", " 7"]
    assert written(0, 12, -7) == [" +0", "+12", " −7"]


def test_truth_is_written_as_words():
    assert written(True, False) == [" True", "False"]


def test_a_number_beyond_the_sample_is_still_shown_in_its_width():
    array = np.full((3000, 100), 0.5)
    array[1, 1] = -123456789.0
    notation = notation_for(array)
    assert notation.style is Style.FIXED
    assert len(notation.text(-123456789.0)) == notation.width


@given(hnp.arrays(st.sampled_from([np.float64, np.float32, np.int64, np.bool_]), hnp.array_shapes(max_dims=3)))
def test_every_number_of_an_array_has_the_same_width(array):
    notation = notation_for(array)
    for number in array.flat:
        assert len(notation.text(number.item())) == notation.width


@given(st.floats(1e-3, 1e5), st.floats(-1, 1))
def test_what_is_written_is_the_number_to_its_last_digit(largest, share):
    number = largest * share
    notation = notation_for(np.array([largest, number]))
    text = notation.text(number).replace("−", "-")
    coarsest = 0.5 if "e" in text else 0.51 * 10.0**-notation.decimals
    assert float(text) == pytest.approx(number, abs=coarsest, rel=0.5)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1.09861, "1.099"),
        (-0.25, "−0.250"),
        (0, "0"),
        (0.0, "0"),
        (3, "3"),
        (np.inf, "+inf"),
        (1e-9, "1.00e−9"),
        (True, "True"),
    ],
)
def test_a_number_on_its_own(number, text):
    assert plain(number) == text


def test_powers_are_short():
    assert scientific(-0.00012, 1) == "−1.2e−4"


def test_shapes_read_as_people_say_them():
    assert [shape_text(shape) for shape in ((5, 3), (7,), ())] == ["5×3", "7", "number"]


def test_what_is_not_finite_is_counted_where_the_array_is_small():
    assert count_unusual(np.array([1.0, np.nan, np.inf])) == 2
    assert count_unusual(np.array([1, 2])) == 0
    assert count_unusual(np.zeros((1000, 1000))) is None

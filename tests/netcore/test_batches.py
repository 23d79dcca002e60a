"""Which samples an update sees."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore.batches import Batches
from netcore.errors import SettingError


@given(samples=st.integers(1, 60), size=st.integers(1, 60), seed=st.integers(0, 5), epoch=st.integers(0, 3))
def test_an_epoch_hands_out_every_sample_once(samples, size, seed, epoch):
    batches = Batches(samples, min(size, samples), seed)
    first = epoch * batches.per_epoch
    rows = [batches.rows(update) for update in range(first, first + batches.per_epoch)]
    assert sorted(np.concatenate(rows)) == list(range(samples))
    assert [len(each) for each in rows[:-1]] == [batches.batch_size] * (len(rows) - 1)


@given(updates=st.lists(st.integers(0, 40), min_size=1, max_size=10))
def test_the_rows_are_a_pure_function_of_the_update(updates):
    batches = Batches(20, 6, seed=3)
    for update in updates:
        assert np.array_equal(batches.rows(update), Batches(20, 6, seed=3).rows(update))


def test_epochs_and_seeds_have_orders_of_their_own():
    batches, other = Batches(50, 50, seed=0), Batches(50, 50, seed=1)
    assert not np.array_equal(batches.rows(0), batches.rows(1))
    assert not np.array_equal(batches.rows(0), other.rows(0))


def test_without_shuffling_the_samples_come_in_their_own_order():
    batches, X = Batches(7, 3, seed=0, is_shuffled=False), np.arange(7)
    assert [X[batches.rows(update)].tolist() for update in range(4)] == [[0, 1, 2], [3, 4, 5], [6], [0, 1, 2]]


def test_without_a_size_the_batch_is_the_whole_set_in_order():
    batches = Batches(5, None, seed=0)
    assert batches.per_epoch == 1
    assert np.arange(5)[batches.rows(3)].tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(("samples", "size"), [(0, None), (3, 0), (3, -1), (3, 4)])
def test_sizes_that_cannot_be_are_refused(samples, size):
    with pytest.raises(SettingError):
        Batches(samples, size, seed=0)

"""Going back and forth in a run gives the same bits as going straight."""

import copy
import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcore import SGD, Adam, Dense, Dropout, ReLU, RMSProp, Run, Sequential, SoftmaxCrossEntropy
from netcore.book import Book
from netcore.checkpoints import Checkpoints
from netcore.datasets import spiral
from netcore.errors import SettingError

LAST = 60


def everything_on(dtype="float64", optimizer=None):
    rng = np.random.default_rng(4)
    layers = [
        Dense(2, 8, "he_normal", weight_l2=1e-3, rng=rng, dtype=dtype),
        ReLU(),
        Dropout(0.3, rng=0),
        Dense(8, 3, "he_normal", bias_l1=1e-3, rng=rng, dtype=dtype),
        Dropout(0.1, rng=0),
    ]
    model = Sequential(layers, SoftmaxCrossEntropy())
    return Run(model, optimizer or SGD(0.5, decay=1e-2, momentum=0.9), *spiral(13), batch_size=7, seed=3)


def book_run():
    book = Book(1)
    X, y = book.spiral(13, 3)
    layers = [book.dense(2, 8, weight_l2=1e-3), ReLU(), book.dropout(0.3), book.dense(8, 3)]
    return book.run(book.model(layers, SoftmaxCrossEntropy()), Adam(0.05, decay=1e-3), X, y, batch_size=7)


def bits(run):
    moment = run.moment()
    slots = [array.tobytes() for arrays in moment.slots.values() for array in arrays]
    stream = None if moment.stream is None else (moment.stream[1].tobytes(), *moment.stream[2:])
    return run.update, moment.vector.tobytes(), slots, stream


RUNS = {
    "momentum": everything_on,
    "adam in float32": lambda: everything_on("float32", Adam(0.05, decay=1e-3)),
    "rmsprop": lambda: everything_on(optimizer=RMSProp(0.01)),
    "book numerics": book_run,
}


@pytest.fixture(scope="module", params=RUNS.values(), ids=RUNS.keys())
def straight(request):
    """A function that makes the run, and the bits of each of its states when it goes straight."""
    run, states = request.param(), []
    for _ in range(LAST + 1):
        states.append(bits(run))
        run.step()
    return request.param, states


@settings(max_examples=15, deadline=None)
@given(places=st.lists(st.integers(0, LAST), min_size=1, max_size=6))
def test_any_way_to_an_update_ends_in_the_same_bits(straight, places):
    make, states = straight
    run = make()
    for place in places:
        run.seek(place)
        assert bits(run) == states[place]


def test_looking_on_the_way_changes_nothing(straight):
    make, states = straight
    run = make()
    for _ in range(12):
        run.trace()
        run.vitals()
        run.evaluate()
        run.fork().step(3)
        run.step()
    assert bits(run) == states[12]


def test_the_history_keeps_what_lies_ahead_and_is_written_once(straight):
    make, _ = straight
    run = make()
    run.step(30)
    before = copy.deepcopy(run.history)
    run.seek(5)
    assert len(run.history) == 30
    run.step(25)
    assert run.history == before


def test_the_next_update_is_traced_to_the_bit_wherever_the_run_is(straight):
    make, states = straight
    run = make()
    run.step(25)
    run.seek(9)
    trace = run.trace()
    assert trace.update == 9
    shown = b"".join(trace.value(f"{each.name}@after").array.tobytes() for each in run.model.parameters)
    assert shown == states[10][1]


def test_a_seek_to_the_future_trains():
    run, other = everything_on(), everything_on()
    run.seek(17)
    other.step(17)
    assert bits(run) == bits(other)
    assert len(run.history) == 17


def test_there_is_nothing_before_the_beginning():
    with pytest.raises(SettingError, match="begins at update 0; there is no way to update -1"):
        everything_on().seek(-1)


def test_a_fork_goes_its_own_way_and_leaves_the_run_alone():
    run = everything_on()
    run.step(20)
    before = bits(run)
    fork = run.fork()
    other = run.fork(SGD(0.01))
    fork.step(10)
    other.step(10)
    assert bits(run) == before
    run.step(10)
    assert bits(fork) == bits(run)
    assert bits(other)[1] != bits(run)[1]
    assert other.history.loss[:20] == run.history.loss[:20]
    assert other.history.loss[20] == run.history.loss[20]
    assert other.history.loss[21:] != run.history.loss[21:]


def test_a_fork_seeks_within_its_own_life():
    run = everything_on()
    run.step(20)
    fork = run.fork(Adam(0.01))
    assert fork.first_update == 20
    fork.step(15)
    there = bits(fork)
    fork.seek(20)
    assert bits(fork)[1] == bits(run)[1]
    fork.seek(35)
    assert bits(fork) == there
    with pytest.raises(SettingError, match="begins at update 20"):
        fork.seek(19)


def test_a_fork_with_an_optimizer_of_another_kind_begins_without_memory():
    run = everything_on()
    run.step(20)
    moment = run.fork(Adam(0.01)).moment()
    assert not any(array.any() for arrays in moment.slots.values() for array in arrays)
    kept = run.fork(SGD(0.1, momentum=0.5)).moment()
    assert any(array.any() for array in kept.slots["momentum"])


def test_checkpoints_thin_out_evenly_and_stay_few():
    kept = Checkpoints(most=10, first=5)
    for update in range(5, 5000):
        if kept.wants(update):
            kept.keep(update, update)
        assert len(kept) <= 10
    numbers = kept.until(10**9)
    assert numbers[0] == 5
    assert len({after - before for before, after in pairwise(numbers)}) == 1
    assert len(numbers) > 5
    assert kept.before(numbers[3] + 1) == (numbers[3], numbers[3])


def test_ten_thousand_updates_cost_little_memory_and_any_of_them_is_near():
    rng = np.random.default_rng(0)
    layers = [Dense(2, 64, rng=rng), ReLU(), Dense(64, 3, rng=rng)]
    run = Run(Sequential(layers, SoftmaxCrossEntropy()), Adam(0.05, decay=5e-7), *spiral(10))
    tracemalloc.start()
    run.step(10_000)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 50_000_000
    places = [moment.update for moment in run.moments()]
    assert max(after - before for before, after in pairwise(places)) <= 32


def test_a_large_model_keeps_fewer_states():
    layers = [Dense(784, 256, rng=0), ReLU(), Dense(256, 10, rng=0)]
    run = Run(Sequential(layers, SoftmaxCrossEntropy()), Adam(0.01), np.zeros((4, 784)), np.arange(4))
    size = run.moment().size
    assert 2 <= run._checkpoints.most <= 48_000_000 // size

"""A cursor moves through a trace by operation, call and phase, and back again the same way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcore import SGD, CategoricalCrossEntropy, Dense, ReLU, Run, Sequential, Softmax
from netcore.trace import Cursor

rng = np.random.default_rng(0)
MODEL = Sequential([Dense(2, 3, rng=rng), ReLU(), Dense(3, 3, rng=rng), Softmax()], loss=CategoricalCrossEntropy())
TRACE = Run(MODEL, SGD(), rng.standard_normal((5, 2)), np.arange(5) % 3).trace()
MOVES = ("into", "over", "out", "phase_end", "back_into", "back_over", "back_out", "phase_start")


def walk(move):
    cursor = Cursor(TRACE, 0 if "back" not in move and move != "phase_start" else len(TRACE.operations))
    while (after := getattr(cursor, move)()) != cursor:
        yield after
        cursor = after


def test_into_runs_every_operation_in_order():
    assert [cursor.operation for cursor in walk("into")] == list(TRACE.operations)


def test_over_stops_at_the_end_of_every_call():
    assert [cursor.call for cursor in walk("over")] == list(TRACE.calls)
    assert all(cursor.is_at_call_end for cursor in walk("over"))


def test_phase_end_stops_four_times():
    assert [str(cursor.phase) for cursor in walk("phase_end")] == ["forward", "loss", "backward", "update"]


@pytest.mark.parametrize(("move", "back"), [("into", "back_into"), ("over", "back_over"), ("phase_end", "phase_start")])
def test_each_way_back_passes_the_same_places(move, back):
    there = [0] + [cursor.position for cursor in walk(move)]
    here = [len(TRACE.operations)] + [cursor.position for cursor in walk(back)]
    assert there == here[::-1]


def test_out_of_the_middle_of_a_call_goes_to_its_end_and_then_to_the_phases():
    inside = Cursor(TRACE, 1)
    assert not inside.is_at_call_end
    assert inside.out().position == len(TRACE.calls[0].operations)
    assert inside.out().out().phase == "forward"
    assert inside.out().out().out().phase == "loss"


@given(st.integers(0, len(TRACE.operations)), st.sampled_from(MOVES))
def test_no_move_leaves_the_trace_and_forward_moves_go_forward(position, move):
    after = getattr(Cursor(TRACE, position), move)()
    assert 0 <= after.position <= len(TRACE.operations)
    is_backward = "back" in move or move == "phase_start"
    assert (after.position <= position) if is_backward else (after.position >= position)
    at_end = position == (0 if is_backward else len(TRACE.operations))
    assert (after.position == position) == at_end


def test_one_can_go_straight_to_an_operation_or_a_call():
    assert Cursor(TRACE).to_operation(7).operation is TRACE.operations[7]
    assert Cursor(TRACE).to_call(3).call is TRACE.calls[3]
    with pytest.raises(IndexError, match="position 999 is not in a trace"):
        Cursor(TRACE, 999)


def test_at_the_start_nothing_has_run():
    start = Cursor(TRACE)
    assert (start.operation, start.call, start.phase) == (None, None, None)
    assert start.is_at_start
    assert start.next_operation is TRACE.operations[0]

"""A trace that has travelled as bytes is the same trace; other bytes are refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law import assert_law

from netcore import SGD, CategoricalCrossEntropy, Dense, ReLU, Run, Sequential, Softmax
from netcore.trace import Recorder, Role
from netcore.trace.exchange import TraceError, from_bytes, to_bytes


def small_trace():
    rng = np.random.default_rng(0)
    layers = [Dense(2, 3, "he_normal", rng=rng), ReLU(), Dense(3, 3, "he_normal", rng=rng), Softmax()]
    X, y = rng.standard_normal((4, 2)), np.arange(4) % 3
    return Run(Sequential(layers, CategoricalCrossEntropy()), SGD(0.5, decay=0.1), X, y).trace()


def every_sort_of_operation():
    recorder = Recorder()
    x = recorder.watch(np.arange(12.0).reshape(3, 4) - 5, "x", Role.DATA)
    y = np.sort(x, axis=0).T[::2, ...] @ np.linalg.pinv(x).T
    y[y > 0] *= np.sum(np.exp(-abs(x)), axis=(0, 1)) + x.mean(keepdims=True)[0, 0]
    view = y[0]
    view += np.maximum.reduce(x, axis=0)[0]
    np.concatenate([x[[0, 2]], x[:1]], axis=0).astype(np.float32).clip(0, 1)
    np.copyto(y, 1.5)
    np.where(x > 0, x, 0.0)[np.arange(3), np.argmax(x, axis=1)].reshape(-1, 1).fill(2)
    np.split(x, [1, 2])[1] - np.add.outer(x[0], x[1])[range(2)].std(ddof=1)
    return recorder.trace(7)


@pytest.mark.parametrize("make", [small_trace, every_sort_of_operation])
def test_a_trace_comes_back_with_all_that_it_knew(make):
    trace = make()
    back = from_bytes(to_bytes(trace))
    assert back.update == trace.update
    assert back.names == trace.names
    assert [call.title for call in back.calls] == [call.title for call in trace.calls]
    for here, there in zip(trace.operations, back.operations, strict=True):
        assert (here.name, here.kind, here.span, here.source) == (there.name, there.kind, there.span, there.source)
        assert here.result.array.tobytes() == there.result.array.tobytes()
        assert [operand.label for operand in here.operands] == [operand.label for operand in there.operands]
        for cell in np.ndindex(*here.result.shape):
            assert here.derive(cell).with_names(5) == there.derive(cell).with_names(5)
            assert here.derive(cell).with_numbers(5) == there.derive(cell).with_numbers(5)
    assert_law(back)


def test_origins_work_on_the_other_side():
    back = from_bytes(to_bytes(small_trace()))
    origins = back.origins(back.value("loss.mean"), ())
    assert back.value("X") in origins
    assert back.value("dense1.weights") in origins


GOOD = to_bytes(small_trace())


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_damaged_bytes_are_a_trace_or_refused(data):
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    for attempt in (bytes(damaged), bytes(damaged[:cut])):
        try:
            from_bytes(attempt)
        except TraceError as error:
            assert str(error)  # noqa: PT017


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a trace at all" * 99])
def test_foreign_bytes_are_refused(data):
    with pytest.raises(TraceError):
        from_bytes(data)

"""Code that was never written for the trace is traced all the same: plain NumPy of every sort."""

import copy
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law import assert_law

from netcore import SGD, CategoricalCrossEntropy, Dense, Run, Sequential, Softmax, Tanh
from netcore.layers import Layer
from netcore.trace import Kind, Phase, Recorder, Role
from netcore.trace.exchange import from_bytes, to_bytes


class Strange(Layer):
    """A layer that writes in place, masks, picks rows out of order, and looks at its memory through views."""

    name = "strange"

    def forward(self, inputs, training=False):
        self.inputs = inputs
        out = inputs.copy()
        out[out < 0] *= 0.5
        out[:, ::2] += 1
        rows = np.argsort(out[:, 0])
        shuffled = out[rows]
        shuffled[[0, -1]] = shuffled[[-1, 0]]
        view = shuffled[1:]
        view -= np.max(shuffled, axis=0)
        self.back = np.argsort(rows)
        self.output = np.where(shuffled > -1, shuffled, 0.1 * shuffled)[self.back] ** 2 / 2
        return self.output

    def backward(self, dvalues):
        dinputs = np.zeros_like(dvalues)
        for row, dvalue in enumerate(dvalues):
            dinputs[row] = dvalue * 0.5
        dinputs[dinputs == 0] = 1e-3
        np.clip(dinputs, -1, 1, out=dinputs)
        self.dinputs = dinputs
        return self.dinputs


def strange_run() -> Run:
    rng = np.random.default_rng(8)
    layers = [Dense(2, 3, "he_normal", rng=rng), Strange(), Dense(3, 3, "he_normal", rng=rng), Softmax()]
    return Run(Sequential(layers, CategoricalCrossEntropy()), SGD(0.1), rng.standard_normal((5, 2)), np.arange(5) % 3)


def test_a_strange_layer_is_traced_by_the_law_and_to_the_bit():
    run = strange_run()
    for _ in range(3):
        trace = run.trace()
        assert_law(trace)
        run.step()
        for parameter in run.model.parameters:
            assert trace.value(f"{parameter.name}@after").array.tobytes() == parameter.view.tobytes()


def test_a_write_through_a_view_is_seen_in_the_array_beneath():
    trace = strange_run().trace()
    writes = [operation for operation in trace.operations if operation.name == "seen through a view"]
    assert writes
    assert {operation.result.label for operation in writes} >= {"shuffled"}


class Plain(Layer):
    """A layer that makes plain arrays on its way, past all of NumPy's protocols."""

    name = "plain"
    parameters = ("slope",)

    def __init__(self):
        self.slope = np.array([2.0])

    def forward(self, inputs, training=False):
        self.inputs = inputs
        out = np.zeros(inputs.shape)
        for row in range(len(inputs)):
            out[row] = inputs[row] * self.slope
        self.output = out
        return out

    def backward(self, dvalues):
        self.dslope = np.array([float((dvalues * self.inputs).sum())])
        self.dinputs = np.array([list(row * self.slope) for row in dvalues])
        return self.dinputs


def test_what_a_layer_makes_past_the_protocols_is_one_operation_with_all_that_it_had():
    rng = np.random.default_rng(8)
    layers = [Dense(2, 3, "he_normal", rng=rng), Plain(), Tanh(), Dense(3, 3, "he_normal", rng=rng), Softmax()]
    run = Run(Sequential(layers, CategoricalCrossEntropy()), SGD(0.1), rng.standard_normal((5, 2)), np.arange(5) % 3)
    trace = run.trace()
    assert_law(trace)
    made = trace.value("plain1.output").operation
    assert (made.name, made.kind, made.span.text) == (
        "forward",
        Kind.WHOLE,
        "def forward(self, inputs, training=False):",
    )
    assert [operand.label for operand in made.operands] == ["inputs", "self.slope"]
    assert {"X", "dense1.weights"} <= {value.name for value in trace.origins(trace.value("loss.mean"), ())}
    assert trace.value("plain1.slope") in trace.origins(trace.value("dense1.dweights"), (0, 0))
    run.step()
    for parameter in run.model.parameters:
        assert trace.value(f"{parameter.name}@after").array.tobytes() == parameter.view.tobytes()
    assert_law(from_bytes(to_bytes(trace)))
    assert len(run.trace().operations) == len(trace.operations)


def test_the_gradient_of_a_strange_layer_is_not_lost_on_the_way_to_the_data():
    trace = strange_run().trace()
    origins = {value.name for value in trace.origins(trace.value("dense1.dweights"), (0, 0))}
    assert {"X", "dense1.weights", "dense2.weights"} <= origins


def traced(**arrays):
    recorder = Recorder()
    return recorder, *(recorder.watch(np.asarray(array), name, Role.DATA) for name, array in arrays.items())


EXPRESSIONS = {
    "elementwise": [
        lambda x, y: x + y,
        lambda x, y: 2 - x * y / 3,
        lambda x, y: -(abs(x) ** 1.5) % 2,
        lambda x, y: np.exp(x) + np.log1p(np.abs(y)) - np.tanh(x),
        lambda x, y: np.clip(x, -0.5, 0.5) + np.round(y, 1) + np.sqrt(np.square(x)),
        lambda x, y: (x > 0) & ~(y < x) | (x == y),
        lambda x, y: np.maximum(x, 0) + np.minimum(0.1, y) + np.sign(x),
        lambda x, y: x + np.arange(4) + y[:1],
        lambda x, y: x.astype(np.float32) * 2,
        lambda x, y: np.multiply.outer(x[0], y[1]),
        lambda x, y: np.divmod(x, 0.3)[1],
        lambda x, y: np.add(x, [1, 2, 3, 4]) + np.clip(y, [-1, 0, 0, 0], 1) + round(x[0, 0], 2),
        lambda x, y: (x * 300).astype(np.int64).astype(np.uint8) * 3 + 250,
        lambda x, y: x.astype(np.float16) * 6e4,
    ],
    "products": [
        lambda x, y: x @ y.T,
        lambda x, y: np.dot(x, y.T) + x.dot(y.T),
        lambda x, y: np.matmul(x[0], y.T),
        lambda x, y: x @ y[0],
        lambda x, y: np.dot(x[0], y[0]) + np.inner(x[1], y[2]) + np.vdot(x, y),
        lambda x, y: np.outer(x[0], y[1]),
        lambda x, y: np.stack([x, y]) @ y.T,
        np.inner,
        lambda x, y: x @ [1.0, 2.0, 3.0, 4.0] + np.dot(x, 0.1) @ [[1], [0], [0], [2]],
        lambda x, y: (x > 0) @ (y > 0).T,
        lambda x, y: (x * 99).astype(np.int8) @ (y * 99).astype(np.int8).T,
    ],
    "reductions": [
        lambda x, y: np.sum(x),
        lambda x, y: x.sum(axis=0) + np.sum(x, 0) + np.sum(x, axis=-2),
        lambda x, y: np.mean(x, axis=1, keepdims=True) + x.mean(),
        lambda x, y: np.max(x, axis=1) - x.min(1),
        lambda x, y: np.max(np.stack([x, y]), axis=(0, 2)),
        lambda x, y: np.prod(x, axis=0) + np.std(x, axis=0) + np.var(y, axis=0, ddof=1),
        lambda x, y: np.cumsum(x, axis=1)[:, -1] + np.cumsum(x)[:3],
        lambda x, y: np.argmax(x, axis=1) + x.argmin() + np.count_nonzero(x > 0, axis=1),
        lambda x, y: np.any(x > 0, axis=1) ^ np.all(y > -9, axis=1),
        lambda x, y: np.add.reduce(x) + np.median(y, axis=0),
        lambda x, y: np.linalg.norm(x),
        lambda x, y: x.sum(0, None, None, True) + np.max(y, 1, None, True),
        lambda x, y: np.std(x, 0, None, None, 1) + np.average(y, axis=0, returned=True)[1],
        lambda x, y: (x * 1e3).var(axis=0) + np.tile(y + 3, (20, 1))[:, :2].prod(axis=0).sum(),
    ],
    "movements": [
        lambda x, y: x.T.reshape(2, 6).ravel(),
        lambda x, y: np.concatenate([x, y], axis=1),
        lambda x, y: np.vstack((x, y)) + np.repeat(x, 2, axis=0),
        lambda x, y: np.transpose(x[None], (2, 0, 1)).squeeze() + y.swapaxes(0, 1),
        lambda x, y: np.diagflat(x[0]) + np.diag(y[0]),
        lambda x, y: np.tril(x) + np.roll(y, 1, axis=1) + np.flip(x, 0) + np.expand_dims(y, 0),
        lambda x, y: np.broadcast_to(x[0], (3, 4)) + np.zeros_like(y),
        lambda x, y: sum(np.split(x, 2, axis=1)),
        lambda x, y: np.concatenate([x, [[1, 2, 3, 4]]]) + np.append([0.1], y[:, :1])[:, None],
        lambda x, y: np.stack([x[0], [5, 6, 7, 8]]) + np.column_stack([y[:2], [0.1, 0.2]])[:, 1:],
        lambda x, y: np.block([[x, y], [y, x]]).mT + copy.deepcopy(x)[0, 0],
    ],
    "selections": [
        lambda x, y: x[1] + x[:, 0:1] + y[-1],
        lambda x, y: x[[0, 2, 0]] + y[np.array([1, 1, 2])],
        lambda x, y: x[x > 0],
        lambda x, y: x[np.arange(3), np.argmax(y, axis=1)],
        lambda x, y: np.where(x > y, x, -1),
        lambda x, y: np.take(x, [1, 0], axis=1) + y[..., 1:3][:, ::-1],
        lambda x, y: x[0, 1] + x[2][3] + y.T[0][1],
        lambda x, y: np.array([row.sum() for row in x]) + 0 * y[:, 0],
        lambda x, y: np.where(x > 0, x, True) + np.where(y > 0, [1, 2, 3, 4], y),
        lambda x, y: np.where(x > 0, True, False) | (np.where(y[0] > 0)[0].size > 9),
        lambda x, y: np.compress(x[:, 0] > -9, x, axis=0)[:, x.argmax(axis=np.int64(1))],
    ],
}


@pytest.mark.parametrize(
    "expression",
    [pytest.param(each, id=f"{sort}{n}") for sort, several in EXPRESSIONS.items() for n, each in enumerate(several)],
)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), dtype=st.sampled_from(["float32", "float64"]))
def test_every_sort_of_expression_is_traced_by_the_law_and_to_the_bit(expression, seed, dtype):
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((2, 3, 4)).astype(dtype)
    recorder, tx, ty = traced(x=x.copy(), y=y.copy())
    with np.errstate(over="ignore"):
        plain = expression(x.copy(), y.copy())
        result = expression(tx, ty)
    assert np.asarray(result).dtype == np.asarray(plain).dtype
    assert np.asarray(result).tobytes() == np.asarray(plain).tobytes()
    assert_law(recorder.trace(0))


def _fancy(x):
    x[[0, 1], [1, 2]] = 5.0
    x[x < -1] = 0
    x[1:, ::2] *= 3


def _functions(x):
    np.copyto(x[0], 2.0)
    np.fill_diagonal(x, 7)
    np.add(x, 1, out=x)
    np.negative(x, out=x)
    x.fill(3)
    x.sort(axis=0)


def _numbers(x):
    total = x[0, 0]
    kept = total
    total += 10
    x[1, 1] = total - kept
    for row in x:
        row[0] += 1


def _views(x):
    first, flat, turned = x[0], x.reshape(-1), x.T
    first += 1
    flat[::3] = -2
    turned[1] *= 0.5
    x[...] = x + first + turned.T


def _lists(x):
    x[0] = [1, 2, 3, 4]
    x[1, 1:] = True
    x[2] = [x[0, 0], 0.1, x[1, 0], 7]
    np.copyto(x, 1.5, where=x > 2)
    np.put(x, [0, 5], [8.0, 9.0])
    np.place(x, x > 7, [1.0, 2.0])
    np.fill_diagonal(x, [4.0, 5.0, 6.0])
    x.put(3, 2)


def _other_dtypes(x):
    whole = np.zeros_like(x, dtype=int)
    whole[0] = 2.7
    whole[1] = x[1] * 10
    np.add(whole, 1.7, out=whole, casting="unsafe")
    x += whole
    single = np.zeros_like(x, dtype=np.float16)
    single[...] = x * 1e6
    x[...] = np.minimum(single, 9)


def _results_put_elsewhere(x):
    parts, wholes = np.empty_like(x), np.empty_like(x)
    np.modf(x, out=(parts, wholes))
    x.sum(axis=0, out=parts[0])
    np.add(np.asarray(x)[:1], 1, where=x[1:2] > 0, out=wholes[:1])
    x += np.linalg.svd(x).S[0] * parts + wholes
    np.subtract(x.astype(np.float16), 0.1, out=x)
    np.cumsum(x, axis=0, out=np.zeros_like(x, dtype=int))


def _spread_views(x):
    rows = np.broadcast_to(x[0], (2, 4))
    x[0] = 4
    x[1:] = rows


def _unseen(x):
    x.flat[2] = 5
    x *= 2
    np.asarray(x)[1] = 3.0
    x += 1


@pytest.mark.parametrize(
    "change",
    [_fancy, _functions, _numbers, _views, _lists, _other_dtypes, _results_put_elsewhere, _spread_views, _unseen],
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_sort_of_writing_in_place_is_traced_by_the_law_and_to_the_bit(change, dtype):
    plain = np.random.default_rng(9).standard_normal((3, 4)).astype(dtype)
    recorder, x = traced(x=plain.copy())
    with np.errstate(over="ignore"):
        change(plain)
        change(x)
    assert np.asarray(x).tobytes() == plain.tobytes() == x.value.array.tobytes()
    assert x.value.version > 0
    assert_law(recorder.trace(0))


def test_what_the_rules_do_not_know_is_recorded_whole():
    recorder, x = traced(x=np.arange(12.0).reshape(3, 4) - 5)
    result = np.sort(x, axis=0)[0] + np.linalg.pinv(x)[:, 0] + np.einsum("ij,ij->j", x, x)
    trace = recorder.trace(0)
    whole = [operation for operation in trace.operations if operation.kind is Kind.WHOLE]
    assert [operation.name for operation in whole] == ["sort", "pinv", "einsum"]
    assert all(operation.operands[0].value.name == "x" for operation in whole)
    derivation = whole[0].derive((0, 0))
    assert not derivation.has_arithmetic
    assert derivation.evaluate() == derivation.value
    assert "sort(x)" in derivation.with_names()
    assert np.array_equal(result, trace.operations[-1].result.array)


def test_a_function_whose_parts_stay_behind_still_travels():
    recorder, x = traced(x=np.arange(6.0).reshape(2, 3))
    np.apply_along_axis(lambda row: row / row.sum(), 1, x + 1)
    back = from_bytes(to_bytes(recorder.trace(0)))
    assert [operation.kind for operation in back.operations] == [Kind.ELEMENTWISE, Kind.WHOLE]
    assert_law(back)


def test_what_was_written_unseen_is_shown_as_it_is():
    recorder, x = traced(x=np.zeros(3))
    with recorder.call("part", "forward", Phase.FORWARD, traced.__code__, {"part": SimpleNamespace(output=x)}):
        x.flat[1] = 7.0
    final = recorder.trace(0).value("part.output")
    assert final.array.tolist() == [0, 7, 0]
    assert final.operation is not None
    assert [final.operation.derive((cell,)).leaves[0].label for cell in range(2)] == ["x[0]", "(x, written unseen)[1]"]


def test_an_array_that_was_made_plain_keeps_its_origin():
    recorder, x = traced(x=np.arange(3.0))
    result = x * np.asarray(x)
    trace = recorder.trace(0)
    assert [operand.value.name for operand in trace.operations[0].operands] == ["x", "x"]
    assert result.value.array.tolist() == [0, 1, 4]


def test_a_number_of_numpy_stays_a_number():
    _, x = traced(x=np.array([1.5, 2.5]))
    total = np.sum(x)
    alias = total
    total += 1
    assert float(alias) == 4.0
    assert float(total) == 5.0
    assert f"{alias:.2f} {alias}" == "4.00 4.0"
    assert {alias: 1}[np.float64(4)] == 1
    assert alias.is_integer()
    assert isinstance(round(alias), int)


def test_plain_results_of_questions_are_not_recorded():
    recorder, x = traced(x=np.eye(2))
    assert np.allclose(x, np.eye(2))
    assert np.shape(x) == (2, 2)
    assert recorder.operations == []

"""Whole runs, update by update, against a network of plain Python numbers that shares no line with netcore."""

import math

import numpy as np
import pytest

from netcore import Adam, CategoricalCrossEntropy, Dense, Run, Sequential, SoftmaxCrossEntropy, Tanh
from netcore.activations import Softmax, SoftmaxByJacobian
from netcore.optimizers import OPTIMIZERS

UPDATES = 40
L1, L2 = 1e-3, 5e-3

EXAMPLES = [
    pytest.param(optimizer, id=f"{name}-{number}")
    for name, kind in OPTIMIZERS.items()
    for number, optimizer in enumerate(kind.examples())
]


def data():
    rng = np.random.default_rng(1)
    return rng.uniform(-1, 1, (6, 2)), np.array([0, 1, 2, 1, 0, 2])


def model(ending):
    rng = np.random.default_rng(2)
    first = Dense(2, 4, "glorot_uniform", L1, L2, L1, L2, rng=rng)
    first.biases = np.array([[0.1, -0.2, 0.3, -0.4]])
    layers = [first, Tanh(), Dense(4, 3, "glorot_uniform", rng=rng)]
    if ending is None:
        return Sequential(layers, SoftmaxCrossEntropy())
    return Sequential([*layers, ending()], CategoricalCrossEntropy())


class PlainNetwork:
    """Two dense layers with a tanh between them and a softmax after them; all numbers in lists."""

    def __init__(self, w1, b1, w2, b2):
        self.w1, self.b1, self.w2, self.b2 = w1, b1, w2, b2

    def numbers(self):
        """Every parameter's list and place in it, in a fixed order."""
        for table in (self.w1, self.b1, self.w2, self.b2):
            for row in table:
                for place in range(len(row)):
                    yield row, place

    def loss_and_slopes(self, X, y):
        n, hidden, classes = len(X), range(len(self.w2)), range(len(self.w2[0]))
        slopes = [[[0.0] * len(row) for row in table] for table in (self.w1, self.b1, self.w2, self.b2)]
        loss = 0.0
        for x, target in zip(X, y, strict=True):
            h = [math.tanh(math.fsum(x[i] * self.w1[i][j] for i in range(2)) + self.b1[0][j]) for j in hidden]
            z = [math.fsum(h[j] * self.w2[j][c] for j in hidden) + self.b2[0][c] for c in classes]
            powers = [math.exp(number) for number in z]
            p = [power / sum(powers) for power in powers]
            loss -= math.log(p[target]) / n
            dz = [(p[c] - (c == target)) / n for c in classes]
            dh = [math.fsum(dz[c] * self.w2[j][c] for c in classes) / math.cosh(math.atanh(h[j])) ** 2 for j in hidden]
            for j in hidden:
                slopes[1][0][j] += dh[j]
                for i in range(2):
                    slopes[0][i][j] += x[i] * dh[j]
                for c in classes:
                    slopes[2][j][c] += h[j] * dz[c]
            for c in classes:
                slopes[3][0][c] += dz[c]
        for table, slope in ((self.w1, slopes[0]), (self.b1, slopes[1])):
            for row, pulls in zip(table, slope, strict=True):
                for place, w in enumerate(row):
                    loss += L1 * abs(w) + L2 * w * w
                    pulls[place] += math.copysign(L1, w) + 2 * L2 * w
        return loss, [number for table in slopes for row in table for number in row]


def share(o, t):
    match o.schedule:
        case "inverse_time":
            return 1 / (1 + o.decay * t)
        case "exponential":
            return math.exp(-o.decay * t)
        case "step":
            return (1 - o.decay) ** (t // 1000)
    raise AssertionError(f"no plain {o.schedule} here")


def change(o, t, g, memory):
    """Return one number's change; `memory` is that number's own dict."""
    rate = o.learning_rate * share(o, t)
    match o.name:
        case "sgd":
            memory["v"] = o.momentum * memory.get("v", 0.0) - rate * g
            return o.momentum * memory["v"] - rate * g if o.nesterov else memory["v"]
        case "adagrad":
            memory["c"] = memory.get("c", 0.0) + g * g
            return -rate * g / (math.sqrt(memory["c"]) + o.epsilon)
        case "rmsprop":
            memory["c"] = o.rho * memory.get("c", 0.0) + (1 - o.rho) * g * g
            return -rate * g / (math.sqrt(memory["c"]) + o.epsilon)
        case "adam":
            memory["m"] = o.beta_1 * memory.get("m", 0.0) + (1 - o.beta_1) * g
            memory["c"] = o.beta_2 * memory.get("c", 0.0) + (1 - o.beta_2) * g * g
            fair_m, fair_c = memory["m"] / (1 - o.beta_1 ** (t + 1)), memory["c"] / (1 - o.beta_2 ** (t + 1))
            return -rate * fair_m / (math.sqrt(fair_c) + o.epsilon)
    raise AssertionError(f"no plain {o.name} here")


def plain_losses(start, optimizer, X, y):
    network = PlainNetwork(*([list(map(float, row)) for row in parameter.view] for parameter in start.parameters))
    memories = [{} for _ in network.numbers()]
    for update in range(UPDATES):
        loss, slopes = network.loss_and_slopes(X.tolist(), y.tolist())
        yield loss
        for (row, place), slope, memory in zip(network.numbers(), slopes, memories, strict=True):
            row[place] += change(optimizer, update, slope, memory)


@pytest.mark.parametrize("optimizer", EXAMPLES)
def test_the_losses_of_a_run_are_those_of_the_plain_network(optimizer):
    X, y = data()
    run = Run(model(None), optimizer, X, y)
    expected = list(plain_losses(run.model, optimizer, X, y))
    run.step(UPDATES)
    np.testing.assert_allclose(run.history.loss, expected, rtol=1e-7)
    assert run.history.regularization_loss[0] > 0


@pytest.mark.parametrize("ending", [Softmax, SoftmaxByJacobian])
def test_the_long_way_round_the_end_gives_the_same_run(ending):
    X, y = data()
    short, long = Run(model(None), Adam(0.05), X, y), Run(model(ending), Adam(0.05), X, y)
    short.step(UPDATES)
    long.step(UPDATES)
    np.testing.assert_allclose(long.history.loss, short.history.loss, rtol=1e-9)


def test_the_dtype_asked_for_is_that_of_every_number_of_a_run():
    X, y = data()
    rng = np.random.default_rng(2)
    layers = [
        Dense(2, 4, "he_normal", 0.1, 0.1, rng=rng, dtype="float32"),
        Tanh(),
        Dense(4, 3, rng=rng, dtype="float32"),
    ]
    run = Run(Sequential(layers, SoftmaxCrossEntropy()), Adam(0.05, decay=0.1), X, y)
    run.step(2)
    floats = {op.result.array.dtype for op in run.trace().operations if op.result.array.dtype.kind == "f"}
    assert floats == {np.dtype(np.float32)}

"""The figures published for the "from scratch" chapters, digit for digit, by the public parts alone.

``data/published_figures.json`` holds them with the repository and the file that each was published in.
"""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from netcore import (
    SGD,
    AdaGrad,
    Adam,
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    Dense,
    MeanSquaredError,
    ReLU,
    RMSProp,
    Run,
    Sequential,
    Sigmoid,
    Softmax,
    SoftmaxCrossEntropy,
)
from netcore.book import Book
from netcore.errors import SettingError
from netcore.numerics import BookArray, portable_exp

FIGURES = {
    figure["id"]: figure
    for figure in json.loads((Path(__file__).parent / "data" / "published_figures.json").read_text("utf-8"))
}
RUNS = [name for name, figure in FIGURES.items() if "checkpoints" in figure]
PRINTS = [name for name, figure in FIGURES.items() if "values" in figure]
NUMERICS = {"Sentdex/nnfs_book": "book_portable", "Ylazerson/nnfs_book": "book"}
"""The authors printed theirs with another exp than their readers."""

SHORT = 1000
"""Up to this epoch every run is compared; one of them to its end."""


def published_run(name):
    setup = FIGURES[name]["setup"]
    book = Book(setup["seed"], setup["skip_normals"])
    X, y = book.spiral(100, 3)
    model = book.model([book.dense(2, 64), ReLU(), book.dense(64, 3)], SoftmaxCrossEntropy())
    return book.run(model, optimizer(**setup["optimizer"]), X, y)


def optimizer(name, lr, decay, momentum=0.0, rho=0.9, eps=1e-7):
    return SGD(lr, decay, momentum) if name == "SGD" else RMSProp(lr, decay, eps, rho)


def rows_until(name, last):
    return [row for row in FIGURES[name]["checkpoints"] if row["epoch"] <= last]


def row_of(history, epoch, has_rate):
    """One line of the log, as the book prints it: the learning rate is that of the update before."""
    row = {"epoch": epoch, "acc": f"{history.accuracy[epoch]:.3f}", "loss": f"{history.loss[epoch]:.3f}"}
    return row | ({"lr": str(history.learning_rate[max(epoch - 1, 0)])} if has_rate else {})


@pytest.mark.parametrize(("name", "last"), [*((name, SHORT) for name in RUNS), ("sgd_decay_1e-3_momentum_0.9", 10000)])
def test_the_published_log_is_reached_row_by_row(name, last):
    run, rows = published_run(name), rows_until(name, last)
    run.step(last + 1)
    assert [row_of(run.history, row["epoch"], "lr" in row) for row in rows] == rows


def test_seeking_in_a_book_run_gives_the_published_rows_too():
    name = "sgd_decay_1e-3_momentum_0.9"
    run = published_run(name)
    run.seek(201)
    there = run.model.vector.tobytes()
    run.seek(50)
    run.seek(201)
    assert run.model.vector.tobytes() == there
    assert row_of(run.history, 200, True) == rows_until(name, 200)[-1]


def as_printed(value):
    text = " ".join(str(np.asarray(value)).split())
    return text.replace("[ ", "[").replace(" ]", "]")


@pytest.mark.parametrize("name", PRINTS)
def test_the_published_prints_are_reached(name):
    figure = FIGURES[name]
    book = Book(0, numerics=NUMERICS[figure["source"]["repo"]])
    X, y = book.spiral(100, 3)
    first, second = book.dense(2, 3), book.dense(3, 3)
    model = book.model([first, ReLU(), second], SoftmaxCrossEntropy())
    run = book.run(model, SGD(1.0), X, y)
    seen = model.propagate(run.X, run.y)
    values = {
        "layer1[:5]": first.output[:5],
        "softmax[:5]": model.loss.probabilities(seen.outputs)[:5],
        "loss": np.float32(seen.data_loss),
        "acc": model.loss.accuracy(seen.outputs, run.y),
        "dW1": first.dweights,
        "db1": first.dbiases,
        "dW2": second.dweights,
        "db2": second.dbiases,
    }
    for value in figure["values"]:
        published = " ".join(value["published"].split()).replace("[ ", "[").replace(" ]", "]")
        assert as_printed(values[value["name"]]) == published, value["name"]


def test_without_the_book_s_numerics_a_run_begins_alike_and_parts_from_it():
    book = Book(0, skip_normals=3920)
    X, y = book.spiral(100, 3)
    layers = [book.dense(2, 64), ReLU(), book.dense(64, 3)]
    plain = Run(Sequential(layers, SoftmaxCrossEntropy()).copy(), SGD(1.0), X, y)
    true = book.run(book.model(layers, SoftmaxCrossEntropy()), SGD(1.0), X, y)
    for run in (plain, true):
        run.step(3)
    np.testing.assert_allclose(plain.history.loss, true.history.loss, rtol=1e-6)
    assert plain.model.vector.tobytes() != true.model.vector.tobytes()


# The same rules written down once more, straight from the conventions, as an independent witness.


def product(left, right):
    return (left.astype(np.float64) @ right.astype(np.float64)).astype(np.float32)


class Witness:
    """A network of two dense layers in plain functions, trained with the book's conventions."""

    def __init__(self, stream, sizes):
        self.w1, self.w2 = (0.01 * stream.standard_normal(pair).astype(np.float32) for pair in pairwise(sizes))
        self.b1, self.b2 = (np.zeros((1, size), np.float32) for size in sizes[1:])

    def adam(self, gradients, t, rate, decay):
        rate = rate * (1.0 / (1.0 + decay * t))
        for name, gradient in gradients.items():
            m = 0.9 * getattr(self, "m" + name, np.zeros_like(getattr(self, name))) + (1 - 0.9) * gradient
            v = 0.999 * getattr(self, "v" + name, np.zeros_like(getattr(self, name))) + (1 - 0.999) * gradient**2
            setattr(self, "m" + name, m)
            setattr(self, "v" + name, v)
            m_hat, v_hat = m / (1 - 0.9 ** (t + 1)), v / (1 - 0.999 ** (t + 1))
            array = getattr(self, name)
            array += -rate * m_hat / (np.sqrt(v_hat) + 1e-7)


def test_dropout_and_l2_with_adam_agree_with_a_second_program_to_the_bit():
    book, stream = Book(0), np.random.RandomState(0)
    X, y = book.spiral(30, 3)
    stream.standard_normal(90)
    layers = [book.dense(2, 16, weight_l2=5e-4, bias_l2=5e-4), ReLU(), book.dropout(0.1), book.dense(16, 3)]
    run = book.run(book.model(layers, SoftmaxCrossEntropy()), Adam(0.05, decay=5e-5), X, y)
    net = Witness(stream, (2, 16, 3))
    for t in range(60):
        trace = run.trace()
        hidden = product(X, net.w1) + net.b1
        mask = stream.binomial(1, 0.9, hidden.shape) / 0.9
        dropped = np.maximum(0, hidden) * mask
        logits = product(dropped, net.w2) + net.b2
        powers = np.exp(logits - np.max(logits, axis=1, keepdims=True))
        confidences = powers / np.sum(powers, axis=1, keepdims=True)
        loss = np.mean(-np.log(np.clip(confidences, 1e-7, 1 - 1e-7)[np.arange(90), y]))
        penalty = 5e-4 * np.sum(net.w1 * net.w1) + 5e-4 * np.sum(net.b1 * net.b1)
        up = confidences.copy()
        up[np.arange(90), y] -= 1
        up = up / 90
        down = product(up, net.w2.T) * mask
        down[hidden <= 0] = 0
        gradients = {
            "w1": product(X.T, down) + 2 * 5e-4 * net.w1,
            "b1": np.sum(down, axis=0, keepdims=True) + 2 * 5e-4 * net.b1,
            "w2": product(dropped.T, up),
            "b2": np.sum(up, axis=0, keepdims=True),
        }
        assert gradients["b1"].dtype == np.float64  # the mask brings float64 in, and Adam's memory becomes so too
        net.adam(gradients, t, 0.05, 5e-5)
        run.step()
        assert run.history.data_loss[t] == loss
        assert run.history.regularization_loss[t] == pytest.approx(penalty, rel=1e-6)
        ends = {"w1": "dense1.weights", "b1": "dense1.biases", "w2": "dense2.weights", "b2": "dense2.biases"}
        for ours, name in zip((net.w1, net.b1, net.w2, net.b2), ends.values(), strict=True):
            assert ours.tobytes() == np.asarray(run.model.parameter(name).view).tobytes(), (t, name)
            assert ours.tobytes() == trace.value(f"{name}@after").array.tobytes(), (t, name)
    after = run.model.vector.tobytes(), stream.standard_normal(3).tolist()
    run.seek(7)
    run.seek(60)
    assert (run.model.vector.tobytes(), book.stream.standard_normal(3).tolist()) == after


def test_a_regression_on_the_sine_agrees_with_a_second_program_to_the_bit():
    book, stream = Book(0), np.random.RandomState(0)
    X, y = book.sine(200)
    assert X.dtype == y.dtype == np.float64
    run = book.run(
        book.model([book.dense(1, 16), ReLU(), book.dense(16, 1)], MeanSquaredError()), Adam(0.005, decay=1e-3), X, y
    )
    net = Witness(stream, (1, 16, 1))
    for t in range(60):
        hidden = product(X, net.w1) + net.b1
        output = product(np.maximum(0, hidden), net.w2) + net.b2
        loss = np.mean(np.mean((y - output) ** 2, axis=-1))
        accuracy = np.mean(np.abs(output - y) < np.std(y) / 250)
        up = -2 * (y - output) / 1 / 200
        down = product(up, net.w2.T)
        down[hidden <= 0] = 0
        gradients = {
            "w1": product(X.T, down),
            "b1": np.sum(down, axis=0, keepdims=True),
            "w2": product(np.maximum(0, hidden).T, up),
            "b2": np.sum(up, axis=0, keepdims=True),
        }
        net.adam(gradients, t, 0.005, 1e-3)
        run.step()
        assert run.history.loss[t] == loss
        assert run.history.accuracy[t] == accuracy
    for ours, parameter in zip((net.w1, net.b1, net.w2, net.b2), run.model.parameters, strict=True):
        assert ours.tobytes() == np.asarray(parameter.view).tobytes()


def test_binary_logistic_regression_agrees_with_a_second_program_to_the_bit():
    book, stream = Book(0), np.random.RandomState(0)
    X, y = book.spiral(50, 2)
    stream.standard_normal(100)
    layers = [book.dense(2, 16, weight_l2=5e-4), ReLU(), book.dense(16, 1), Sigmoid()]
    run = book.run(book.model(layers, BinaryCrossEntropy()), Adam(0.001, decay=5e-7), X, y)
    net, targets = Witness(stream, (2, 16, 1)), y.reshape(-1, 1).astype(np.uint8)
    for t in range(60):
        hidden = product(X, net.w1) + net.b1
        p = 1 / (1 + np.exp(-(product(np.maximum(0, hidden), net.w2) + net.b2)))
        clipped = np.clip(p, 1e-7, 1 - 1e-7)
        losses = -(targets * np.log(clipped) + (1 - targets) * np.log(1 - clipped))
        up = -(targets / clipped - (1 - targets) / (1 - clipped)) / 1 / 100 * (1 - p) * p
        assert up.dtype == np.float32
        down = product(up, net.w2.T)
        down[hidden <= 0] = 0
        gradients = {
            "w1": product(X.T, down) + 2 * 5e-4 * net.w1,
            "b1": np.sum(down, axis=0, keepdims=True),
            "w2": product(np.maximum(0, hidden).T, up),
            "b2": np.sum(up, axis=0, keepdims=True),
        }
        net.adam(gradients, t, 0.001, 5e-7)
        run.step()
        assert run.history.data_loss[t] == np.mean(np.mean(losses, axis=-1))
    for ours, parameter in zip((net.w1, net.b1, net.w2, net.b2), run.model.parameters, strict=True):
        assert ours.tobytes() == np.asarray(parameter.view).tobytes()


@pytest.mark.parametrize("kind", [AdaGrad, RMSProp, Adam, SGD])
def test_every_optimizer_runs_in_book_numerics_and_stays_in_float32(kind):
    book = Book(3)
    X, y = book.vertical(20, 3)
    layers = [book.dense(2, 4), book.dense(4, 3), Softmax()]
    run = book.run(
        book.model(layers, CategoricalCrossEntropy()),
        kind(0.1),
        X,
        y,
    )
    run.step(20)
    assert isinstance(run.model.vector, BookArray)
    assert run.model.dtype == np.float32
    assert run.history.loss[-1] < run.history.loss[0]


def test_the_portable_exp_is_right_to_one_rounding():
    x = np.concatenate([np.linspace(-87, 88, 20001), [0.0, -0.0, 1e-30]]).astype(np.float32)
    exact = np.exp(x.astype(np.float64))
    assert np.max(np.abs(portable_exp(x) - exact) / exact) < 1.3e-7
    with np.errstate(over="ignore"):
        edges = portable_exp(np.array([np.inf, -np.inf, np.nan, 200.0, -200.0], np.float32))
    np.testing.assert_array_equal(edges, np.array([np.inf, 0, np.nan, np.inf, 0], np.float32))


def test_book_numerics_are_for_float32():
    with pytest.raises(SettingError, match="dtype='float32'"):
        Sequential([Dense(2, 3)], SoftmaxCrossEntropy(), numerics="book")
    with pytest.raises(SettingError, match="no numerics 'exact'; there are plain, book, book_portable"):
        Sequential([Dense(2, 3)], SoftmaxCrossEntropy(), numerics="exact")


def test_a_product_in_a_book_array_is_rounded_once():
    left = np.array([[1.0, 2.0**-20, -1.0]], np.float32)
    right = np.array([[2.0**14], [1.0], [2.0**14]], np.float32)
    book = left.view(BookArray)
    exact = np.float32(2.0**-20)
    assert (book @ right)[0, 0] == np.dot(book, right)[0, 0] == (left @ right.view(BookArray))[0, 0] == exact
    assert isinstance(book @ right, BookArray)
    assert isinstance(book + 1, BookArray)
    assert type(np.sum(book)) is np.float32
    into = np.zeros((1, 1), np.float32).view(BookArray)
    assert np.matmul(book, right, out=into) is into
    assert into[0, 0] == exact

"""Who is measured: each contender gets a workload ready and returns a function that does one round of updates."""

import importlib.util
import warnings
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.book_style import Network
from benchmarks.workloads import Workload
from netcore import Adam, Dense, ReLU, Run, Sequential, SoftmaxCrossEntropy

Round = Callable[[], object]
Contender = Callable[[Workload], Round]


def glassnet(workload: Workload, dtype: str = "float32") -> Round:
    """Train with this project's own parts."""
    layers: list[Any] = []
    for pair in pairwise(workload.sizes):
        layers += [Dense(*pair, rng=0, dtype=dtype), ReLU()]
    model = Sequential(layers[:-1], loss=SoftmaxCrossEntropy())
    X, y = workload.data()
    run = Run(model, Adam(workload.learning_rate), X, y, batch_size=workload.batch_size)
    return lambda: run.step(workload.updates)


def book_style(workload: Workload, dtype: str = "float32") -> Round:
    """Train as books print it."""
    X, y = workload.data()
    X = X.astype(dtype)
    network, rows = Network(workload.sizes, workload.learning_rate, dtype), _rows(workload)

    def round_() -> None:
        for _ in range(workload.updates):
            batch = next(rows)
            network.update(X[batch], y[batch])

    return round_


def matrix_products(workload: Workload) -> Round:
    """Do the matrix products of a training and nothing else: no network in NumPy is faster."""
    samples, sizes = workload.batch_size or workload.samples, workload.sizes
    rng = np.random.default_rng(0)
    values = [rng.standard_normal((samples, size)).astype(np.float32) for size in sizes]
    weights = [rng.standard_normal(pair).astype(np.float32) for pair in pairwise(sizes)]

    def round_() -> None:
        for _ in range(workload.updates):
            for number, matrix in enumerate(weights):
                values[number] @ matrix
            for number in reversed(range(len(weights))):
                values[number].T @ values[number + 1]
                if number:
                    values[number + 1] @ weights[number].T

    return round_


def pytorch(workload: Workload) -> Round:
    """Train with PyTorch as its tutorials do, on one thread."""
    import torch

    torch.set_num_threads(1)
    layers: list[Any] = []
    for pair in pairwise(workload.sizes):
        layers += [torch.nn.Linear(*pair), torch.nn.ReLU()]
    model, loss = torch.nn.Sequential(*layers[:-1]), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=workload.learning_rate)
    X, y = (torch.from_numpy(array) for array in workload.data())
    rows = _rows(workload)

    def round_() -> None:
        for _ in range(workload.updates):
            batch = next(rows)
            if not isinstance(batch, slice):
                batch = torch.from_numpy(batch)
            inputs, targets = X[batch], y[batch]
            optimizer.zero_grad()
            loss(model(inputs), targets).backward()
            optimizer.step()

    return round_


def scikit_learn(workload: Workload) -> Round:
    """Train with scikit-learn's ``MLPClassifier``: as many epochs as come nearest to the updates of a round."""
    from sklearn.neural_network import MLPClassifier

    X, y = workload.data()
    samples = min(workload.samples, workload.updates * (workload.batch_size or workload.samples))
    per_epoch = -(-samples // (workload.batch_size or samples))
    classifier = MLPClassifier(
        workload.sizes[1:-1],
        batch_size=workload.batch_size or samples,
        learning_rate_init=workload.learning_rate,
        alpha=0.0,
        max_iter=max(1, workload.updates // per_epoch),
        tol=0.0,
        n_iter_no_change=10**9,
    )

    def round_() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            classifier.fit(X[:samples], y[:samples])

    return round_


def contenders() -> dict[str, Contender]:
    """Return all contenders that are installed here, by name; the first one is what the others are compared with."""
    peers: dict[str, Contender] = {"PyTorch": pytorch} if importlib.util.find_spec("torch") else {}
    if importlib.util.find_spec("sklearn"):
        peers["scikit-learn"] = scikit_learn
    return peers | {
        "book-style NumPy, float64": lambda workload: book_style(workload, "float64"),
        "book-style NumPy, float32": book_style,
        "glassnet, float64": lambda workload: glassnet(workload, "float64"),
        "glassnet, float32": glassnet,
        "matrix products alone": matrix_products,
    }


def _rows(workload: Workload) -> Iterator[Any]:
    """Yield the rows of each batch, epoch after epoch, shuffled anew for each."""
    rng = np.random.default_rng(0)
    while True:
        if workload.batch_size is None:
            yield slice(None)
            continue
        order = rng.permutation(workload.samples)
        for start in range(0, workload.samples, workload.batch_size):
            yield order[start : start + workload.batch_size]

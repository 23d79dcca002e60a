"""Exported scripts: run alone, they print what the run computes, to the last digit, for every part there is."""

import ast
import importlib.util
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from netcore import (
    SGD,
    Adam,
    CategoricalCrossEntropy,
    Dense,
    Dropout,
    MeanSquaredError,
    ReLU,
    Run,
    Sequential,
    Softmax,
    SoftmaxCrossEntropy,
)
from netcore.activations import ACTIVATIONS
from netcore.datasets import digits, spiral
from netcore.errors import SettingError, StorageError
from netcore.export import export_script
from netcore.export.numbers import UNPACKED, array_text
from netcore.export.sources import OUTSIDE, Sources
from netcore.layers import LAYERS
from netcore.losses import LOSSES
from netcore.optimizers import OPTIMIZERS
from netcore.optimizers.schedules import StepDecay

X, Y = spiral(samples=8, classes=3, seed=1)
PARTS = LAYERS | ACTIVATIONS
UPDATES = 12


def small(**settings):
    return Sequential(
        [Dense(2, 3, rng=0, **settings), ReLU(), Dense(3, 3, rng=1), Softmax()], CategoricalCrossEntropy()
    )


def printed_by(script, folder):
    """Run a script alone, in a folder of its own, and return the updates and the losses that it prints."""
    path = folder / "script.py"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(path)], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    pairs = [line.split() for line in done.stdout.splitlines()]
    return [int(update) for update, _ in pairs], [loss for _, loss in pairs]


def assert_prints_the_same(run, folder, updates=UPDATES):
    """Export the next updates of a run, do them here and there, and compare every digit."""
    first = run.update
    script = export_script(run, updates)
    numbers, losses = printed_by(script, folder)
    assert run.update == first
    run.step(updates)

    assert numbers == list(range(first, first + updates))
    assert losses == [repr(loss) for loss in run.history.loss[first : first + updates]]
    return script


@pytest.mark.parametrize("name", PARTS)
def test_every_layer_prints_the_same(tmp_path, name):
    layer, inputs = PARTS[name].example(np.random.default_rng(0))
    width = inputs.shape[1]
    layers = [Dense(width, width, rng=0), layer, Dense(layer.forward(inputs).shape[1], 2, rng=1)]
    run = Run(Sequential(layers, MeanSquaredError()), SGD(0.1), inputs, inputs[:, :2])

    assert_prints_the_same(run, tmp_path)


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_prints_the_same(tmp_path, name):
    loss, outputs, targets = LOSSES[name].example(np.random.default_rng(0))
    last = {"categorical_cross_entropy": "softmax", "binary_cross_entropy": "sigmoid"}.get(name, "identity")
    layers = [Dense(2, outputs.shape[1], rng=0), ACTIVATIONS[last]()]
    run = Run(Sequential(layers, loss), SGD(0.1), X[: len(targets)], targets)

    assert_prints_the_same(run, tmp_path)


@pytest.mark.parametrize(
    "optimizer", [each for kind in OPTIMIZERS.values() for each in kind.examples()], ids=lambda each: each.name
)
def test_every_optimizer_prints_the_same_also_from_the_middle_of_training(tmp_path, optimizer):
    run = Run(small(), optimizer, X, Y)
    run.step(5)

    assert_prints_the_same(run, tmp_path)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_batches_dropout_and_penalties_print_the_same(tmp_path, dtype):
    layers = [
        Dense(2, 16, weight_l1=1e-3, weight_l2=1e-3, bias_l1=1e-3, bias_l2=1e-3, rng=0, dtype=dtype),
        ReLU(),
        Dropout(0.2),
        Dense(16, 3, rng=1, dtype=dtype),
    ]
    model = Sequential(layers, SoftmaxCrossEntropy())
    run = Run(model, Adam(0.05, schedule=StepDecay(0.5, every=5)), X, Y, batch_size=7, seed=3)
    script = assert_prints_the_same(run, tmp_path, 30)

    assert "Dense(2, 16, weight_l1=0.001, weight_l2=0.001, bias_l1=0.001, bias_l2=0.001)" in script
    assert "schedule=StepDecay(decay=0.5, every=5)" in script


def test_batches_in_their_own_order_print_the_same(tmp_path):
    assert_prints_the_same(Run(small(), SGD(), X, Y, batch_size=5, is_shuffled=False), tmp_path)


@pytest.mark.parametrize("numerics", ["book", "book_portable"])
def test_the_books_numerics_print_the_same(tmp_path, numerics):
    stream = np.random.RandomState(0)
    data, classes = spiral(samples=10, classes=3, seed=stream)
    layers = [Dense(2, 8, rng=stream, dtype="float32"), ReLU(), Dropout(0.1, dtype="float64")]
    layers += [Dense(8, 3, rng=stream, dtype="float32"), Softmax()]
    model = Sequential(layers, CategoricalCrossEntropy(), numerics)
    run = Run(model, Adam(0.05, decay=1e-3), data.astype(np.float32), classes, stream=stream)

    assert_prints_the_same(run, tmp_path)


def test_real_data_are_packed_and_print_the_same(tmp_path):
    pictures, numbers = digits(200)
    model = Sequential([Dense(64, 16, rng=0), ReLU(), Dense(16, 10, rng=1), Softmax()], CategoricalCrossEntropy())
    script = assert_prints_the_same(Run(model, Adam(0.01), pictures / 16, numbers, batch_size=32), tmp_path)

    assert "INPUTS = unpacked(" in script
    assert len(script) < 100_000


def test_only_some_updates_may_be_printed(tmp_path):
    run = Run(small(), SGD(), X, Y)
    numbers, losses = printed_by(export_script(run, 11, every=5), tmp_path)
    run.step(11)

    assert numbers == [0, 5, 10]
    assert losses == [repr(run.history.loss[number]) for number in numbers]


def test_a_script_is_readable_and_leans_on_numpy_alone():
    script = export_script(Run(small(), SGD(), X, Y), 3, title='The "spiral"\nand more')
    tree = ast.parse(script)
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module])
    }

    assert {name.split(".")[0] for name in imported} <= OUTSIDE
    assert "glassnet" not in script
    assert "netcore" not in script
    assert ast.get_docstring(tree).startswith("The 'spiral' and more.")
    assert "output  = inputs · weights + biases" in script
    assert "        self.output = inputs @ self.weights + self.biases\n" in script
    assert "def example" not in script
    assert "def accuracy" not in script
    assert "Dense(2, 3),\n        ReLU(),\n        Dense(3, 3),\n        Softmax(),\n" in script
    assert max(map(len, script.splitlines())) <= len("# ") + 120
    assert all(line == line.rstrip() for line in script.splitlines())


def test_the_same_run_gives_the_same_script():
    assert export_script(Run(small(), Adam(), X, Y), 3) == export_script(Run(small(), Adam(), X, Y), 3)


@pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda kind: kind.name)
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda kind: kind.name)
def test_any_parts_can_stand_together_in_one_script(loss, optimizer):
    sources = Sources()
    for kind in (*PARTS.values(), loss, optimizer):
        sources.need_class(kind)
    sources.use(
        "layer.forward(x); layer.backward(x); loss.average(x); layer.penalty(); optimizer.apply(x); optimizer.begin(x)"
    )
    sources.close()

    compile("\n".join(["from __future__ import annotations", *sources.imports, sources.text]), "script", "exec")


def test_a_learners_own_part_is_put_in_with_what_it_needs(tmp_path):
    (tmp_path / "my_parts.py").write_text(
        '''"""My own parts."""

from __future__ import annotations

from math import tau as turn

import numpy as np

from netcore import SGD, Dense
from netcore.layers import Layer

FACTOR = 0.5
"""How much is let through."""


def halved(values):
    return values * FACTOR * turn / turn


class Half(Layer):
    """Half of what comes in."""

    name = "half"

    def forward(self, inputs, training=False):
        self.output = halved(inputs)
        return self.output

    def backward(self, dvalues):
        self.dinputs = halved(dvalues)
        return self.dinputs


class Impatient(SGD):
    name = "impatient"

    def update(self, gradient, state):
        return 2 * super().update(gradient, state)
'''
    )
    spec = importlib.util.spec_from_file_location("my_parts", tmp_path / "my_parts.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["my_parts"] = module
    try:
        spec.loader.exec_module(module)
        model = Sequential([Dense(2, 3, rng=0), module.Half(), Softmax()], CategoricalCrossEntropy())
        script = assert_prints_the_same(Run(model, module.Impatient(0.1), X, Y), tmp_path)
    finally:
        del sys.modules["my_parts"]

    assert "from math import tau as turn" in script
    assert "How much is let through." in script


def test_a_part_without_a_source_file_is_told():
    class Hidden(ReLU):
        name = "hidden"

    model = Sequential([Dense(2, 3, rng=0), Hidden(), Softmax()], CategoricalCrossEntropy())
    with pytest.raises(StorageError, match="Hidden is not at the top level of a file"):
        export_script(Run(model, SGD(), X, Y), 1)


@pytest.mark.parametrize(("limit", "what"), [("MOST_CHARACTERS", "characters"), ("MOST_BYTES", "bytes of data")])
def test_data_that_are_too_large_are_told(monkeypatch, limit, what):
    monkeypatch.setattr(f"netcore.export.script.{limit}", 100)
    with pytest.raises(StorageError, match=rf"would have .* {what}.*Take fewer samples"):
        export_script(Run(small(), SGD(), X, Y), 1)


@pytest.mark.parametrize(("updates", "every"), [(0, 1), (-1, 1), (5, 0)])
def test_a_script_does_at_least_one_update(updates, every):
    with pytest.raises(SettingError, match="at least one update"):
        export_script(Run(small(), SGD(), X, Y), updates, every=every)


@given(data=st.data(), dtype=st.sampled_from(["float32", "float64", "int64", "uint8", "bool", "uint32"]))
def test_arrays_come_back_from_their_text_to_the_bit(data, dtype):
    elements = None if np.dtype(dtype).kind != "f" else st.floats(-1e6, 1e6, width=32)
    array = data.draw(arrays(dtype, array_shapes(min_dims=0, max_dims=3, min_side=0), elements=elements))
    if array.dtype.kind == "f":
        array = array * np.float32(data.draw(st.floats(0.5, 10, width=32)))
    found = eval(array_text(array), {"np": np})

    assert found.shape == array.shape
    assert found.dtype == array.dtype
    assert found.tobytes() == array.tobytes()


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "uint8"])
def test_large_arrays_come_back_from_their_packed_text(dtype):
    array = np.random.default_rng(0).uniform(0, 255, (60, 40)).astype(dtype)
    names = {}
    exec(f"import base64, zlib\nimport numpy as np\n{UNPACKED}\nfound = {array_text(array)}", names)

    assert names["found"].dtype == array.dtype
    assert names["found"].tobytes() == array.tobytes()

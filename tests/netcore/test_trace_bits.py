"""A trace shows what the run does, to the bit, and touches nothing."""

import subprocess
import sys

import numpy as np
import pytest

from netcore import SGD, CategoricalCrossEntropy, Dense, ReLU, Run, Sequential, Softmax, SoftmaxCrossEntropy
from netcore.optimizers import OPTIMIZERS

EXAMPLES = [
    pytest.param(optimizer, id=f"{name}{number}")
    for name, kind in OPTIMIZERS.items()
    for number, optimizer in enumerate(kind.examples())
]


def small_run(dtype="float64", optimizer=None, loss=None, batch_size=None) -> Run:
    rng = np.random.default_rng(1)
    layers = [Dense(2, 4, "he_normal", rng=rng, dtype=dtype), ReLU(), Dense(4, 3, "he_normal", rng=rng, dtype=dtype)]
    layers += [] if loss else [Softmax()]
    model = Sequential(layers, loss=loss or CategoricalCrossEntropy())
    X, y = rng.standard_normal((9, 2)), rng.integers(0, 3, 9)
    return Run(model, optimizer or SGD(1.0, decay=0.01), X, y, batch_size=batch_size, seed=2)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("is_fused", [False, True])
@pytest.mark.parametrize("batch_size", [None, 4])
@pytest.mark.parametrize("optimizer", EXAMPLES)
def test_a_step_after_a_trace_ends_in_the_bits_that_the_trace_shows(dtype, is_fused, batch_size, optimizer):
    run = small_run(dtype, optimizer, SoftmaxCrossEntropy() if is_fused else None, batch_size)
    untraced = small_run(dtype, optimizer, SoftmaxCrossEntropy() if is_fused else None, batch_size)
    for _ in range(4):
        trace = run.trace()
        run.step()
        untraced.step()
        assert float(trace.value("loss.mean").array) == run.history.data_loss[-1]
        for parameter, other in zip(run.model.parameters, untraced.model.parameters, strict=True):
            shown = trace.value(f"{parameter.name}@after").array
            assert shown.tobytes() == parameter.view.tobytes() == other.view.tobytes()


def test_a_trace_does_not_move_the_run():
    run = small_run()
    run.step(3)
    before = run.model.vector.copy(), run.update, len(run.history)
    first, second = run.trace(), run.trace()
    assert np.array_equal(run.model.vector, before[0])
    assert (run.update, len(run.history)) == before[1:]
    assert [value.tobytes() for value in arrays(first)] == [value.tobytes() for value in arrays(second)]


def arrays(trace):
    return [operation.result.array for operation in trace.operations]


def test_the_record_cannot_be_written():
    trace = small_run().trace()
    with pytest.raises(ValueError, match="read-only"):
        trace.operations[0].result.array[0, 0] = 1


def test_running_imports_no_traced_code():
    code = """
import sys
import numpy as np
from netcore import Sequential, Dense, Softmax, CategoricalCrossEntropy, SGD, Run
run = Run(Sequential([Dense(2, 2), Softmax()], CategoricalCrossEntropy()), SGD(), np.ones((2, 2)), np.array([0, 1]))
run.step(3)
run.seek(1)
assert not [name for name in sys.modules if name.startswith("netcore.trace") or name == "netcore.observe"]
run.trace()
assert "netcore.trace.recorder" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_numpy_and_its_random_state_stay_untouched():
    code = """
import numpy as np
names = [name for name in dir(np) if callable(getattr(np, name))]
functions = {name: getattr(np, name) for name in names}
random_functions = {name: getattr(np.random, name) for name in dir(np.random)}
np.random.seed(7)
state = np.random.get_state()[1].tolist(), np.random.get_state()[2]
from netcore import *
from netcore.datasets import spiral
X, y = spiral(5, 3, seed=1)
run = Run(Sequential([Dense(2, 3), ReLU(), Dense(3, 3), Softmax()], CategoricalCrossEntropy()), SGD(), X, y, 4, seed=3)
run.step(10)
run.trace()
run.seek(2)
for name in names:
    assert getattr(np, name) is functions[name], name
assert all(getattr(np.random, name) is function for name, function in random_functions.items())
assert (np.random.get_state()[1].tolist(), np.random.get_state()[2]) == state
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)

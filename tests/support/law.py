"""The law of the trace, as a check that any test can use."""

import math
from collections.abc import Iterable

import numpy as np

from netcore.trace import Operation, Trace

ALL_CELLS_UP_TO = 60
SAMPLE = 12


def cells(operation: Operation, seed: int = 0) -> Iterable[tuple[int, ...]]:
    """Every cell of a small result, and a random sample of a large one's."""
    shape = operation.result.shape
    size = math.prod(shape)
    if size <= ALL_CELLS_UP_TO:
        return list(np.ndindex(*shape))
    picked = np.random.default_rng(seed).integers(0, size, SAMPLE)
    return [tuple(int(at) for at in np.unravel_index(number, shape)) for number in picked]


def broken(operation: Operation) -> list[str]:
    """What is wrong with an operation's derivations; nothing, if the law holds."""
    complaints = []
    for cell in cells(operation):
        derivation = operation.derive(cell)
        recorded, derived = float(derivation.value), derivation.evaluate()
        is_same = recorded == derived or (math.isnan(recorded) and math.isnan(derived))
        if not is_same and not abs(recorded - derived) <= derivation.tolerance:
            place = f"{operation.name} at {operation.span.text!r}{list(cell)}"
            complaints.append(f"{place}: {derived!r} is not {recorded!r}")
        if operation.operands and derivation.has_arithmetic:
            derivation.with_names(4), derivation.with_numbers(4)
    return complaints


def assert_law(trace: Trace) -> None:
    """Every derivation of every operation evaluates to the recorded number."""
    assert trace.operations
    complaints = [complaint for operation in trace.operations for complaint in broken(operation)]
    assert not complaints, "\n".join(complaints[:5])

"""Origins and influence agree with what the derivations say, cell by cell."""

import numpy as np
import pytest

from netcore import SGD, CategoricalCrossEntropy, Dense, ReLU, Run, Sequential, Softmax
from netcore.trace import Kind, Role

rng = np.random.default_rng(2)
MODEL = Sequential(
    [Dense(2, 3, "he_normal", rng=rng), ReLU(), Dense(3, 3, "he_normal", rng=rng), Softmax()],
    loss=CategoricalCrossEntropy(),
)
TRACE = Run(MODEL, SGD(), rng.standard_normal((4, 2)), np.arange(4) % 3).trace()


def followed(value, cell, seen):
    """All cells reached by entering every leaf of every derivation."""
    if (value, cell) in seen:
        return
    seen.add((value, cell))
    if value.operation is not None and value.operation.kind is not Kind.WHOLE:
        for leaf in value.operation.derive(cell).leaves:
            followed(leaf.value, leaf.index, seen)


NAMES = ["softmax1.output", "loss.mean", "dense2.dweights", "dense1.dweights", "dense1.weights@after"]


@pytest.mark.parametrize("name", NAMES)
def test_origins_are_all_that_entering_the_leaves_can_reach(name):
    value = TRACE.value(name)
    cell = tuple(0 for _ in value.shape)
    seen = set()
    followed(value, cell, seen)
    masks = TRACE.origins(value, cell)
    for found, index in seen:
        assert masks[found][index], (found, index)
    arithmetic = {found for found in masks if found.role is not Role.TARGETS and found.role is not Role.CONSTANT}
    assert arithmetic == {found for found, _ in seen if found.role is not Role.CONSTANT}


def test_one_sample_of_a_forward_pass_comes_from_that_sample_alone():
    mask = TRACE.origins(TRACE.value("softmax1.output"), (2, 1))[TRACE.value("X")]
    assert mask.tolist() == [[False] * 2, [False] * 2, [True] * 2, [False] * 2]


@pytest.mark.parametrize("name", ["X", "dense1.weights", "dense2.biases"])
def test_influence_is_the_other_direction_of_origins(name):
    value = TRACE.value(name)
    for cell in np.ndindex(*value.shape):
        touched = TRACE.influence(value, cell)
        for result in (TRACE.value("dense2.output"), TRACE.value("loss.output"), TRACE.value("dense1.dweights")):
            for index in np.ndindex(*result.shape):
                is_origin = value in (masks := TRACE.origins(result, index)) and bool(masks[value][cell])
                is_touched = result in touched and bool(touched[result][index])
                assert is_origin == is_touched, (cell, result, index)

"""What holds for every registered part: its name, its words, its example, and its settings."""

import ast
import copy
import inspect
import sys
from pathlib import Path

import numpy as np
import pytest

from netcore.activations import ACTIVATIONS
from netcore.layers import LAYERS
from netcore.losses import LOSSES
from netcore.optimizers import OPTIMIZERS

REGISTRIES = {"layer": LAYERS, "activation": ACTIVATIONS, "loss": LOSSES, "optimizer": OPTIMIZERS}
PARTS = [
    pytest.param(kind, part, id=f"{kind}-{name}") for kind, parts in REGISTRIES.items() for name, part in parts.items()
]
NOT_KEPT = ("rng", "dtype")


def example(kind, part):
    match kind:
        case "optimizer":
            return part.examples()[-1]
        case _:
            return part.example(np.random.default_rng(0))[0]


def settings_of(part):
    """Return the names that a part is built from, but for its source of random numbers and its dtype."""
    if part.__init__ is object.__init__:
        return []
    return [name for name in inspect.signature(part).parameters if name not in NOT_KEPT]


def test_no_name_stands_for_two_parts():
    names = [name for parts in REGISTRIES.values() for name in parts]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_a_part_keeps_each_of_its_settings_under_its_own_name(kind, part):
    made = example(kind, part)
    kept = {name: getattr(made, name) for name in settings_of(part)}
    again = part(**kept)
    assert {name: getattr(again, name) for name in kept} == kept


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_a_part_says_its_formula_its_shapes_and_its_source(kind, part):
    words = inspect.getdoc(part)
    assert "::" in words
    assert "Shapes:" in words
    assert "Source:" in words or "chapter" in words
    assert inspect.getdoc(sys.modules[part.__module__]).count(".") >= 2


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_a_part_stands_in_a_file_of_its_own_in_the_usual_order(kind, part):
    tree = ast.parse(Path(inspect.getsourcefile(part)).read_text(encoding="utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert [node.name for node in classes] == [part.__name__]
    usual = ["__init__", "forward", "backward", "update", "jacobian", "example", "examples"]
    written = [node.name for node in classes[0].body if isinstance(node, ast.FunctionDef) and node.name in usual]
    assert written == sorted(written, key=usual.index)


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_a_copy_of_a_part_goes_its_own_way(kind, part):
    made = example(kind, part)
    other = copy.deepcopy(made)
    for parameter in getattr(made, "parameters", ()):
        getattr(other, parameter)[...] = 7.0
        assert not np.any(getattr(made, parameter) == 7.0)
    assert type(other) is part


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_the_same_source_of_random_numbers_gives_the_same_example(kind, part):
    if kind == "optimizer":
        assert [vars(made).keys() for made in part.examples()] == [vars(made).keys() for made in part.examples()]
        return
    first, second = (part.example(np.random.default_rng(3)) for _ in range(2))
    for one, other in zip(first[1:], second[1:], strict=True):
        np.testing.assert_array_equal(one, other)
    for parameter in getattr(part, "parameters", ()):
        np.testing.assert_array_equal(getattr(first[0], parameter), getattr(second[0], parameter))

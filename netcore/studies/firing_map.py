"""Which neuron fires for which sample, and which never do."""

from dataclasses import dataclass

import numpy as np

from netcore.activations import ACTIVATIONS
from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.feature_space import layer_outputs
from netcore.model import Sequential
from netcore.targets import class_numbers


@dataclass(frozen=True, eq=False)
class FiringMap:
    """One layer's output for every sample."""

    layer: str
    outputs: Array
    """Shape (neurons, samples): a neuron a row; the samples stand class by class."""
    classes: Array
    """The class of each sample, (samples,); none where the targets are no classes."""
    is_dead: Array
    """Whether each neuron gives exactly 0 for every sample, (neurons,)."""


def firing_map(model: Sequential, X: Array, y: Array, layer: str = "") -> FiringMap:
    """Return what a layer's neurons make of the samples; without a name, the first activation; nothing is touched.

    Raises ``SettingError`` for a layer that the model does not have.
    """
    chosen = layer or _first_activation(model)
    outputs = layer_outputs(model, X)
    if chosen not in outputs:
        raise SettingError(f"no layer {chosen!r}; there are {', '.join(model.names)}")
    found = np.asarray(outputs[chosen])
    has_classes = np.issubdtype(np.asarray(y).dtype, np.integer)
    classes = class_numbers(np.asarray(y)) if has_classes else np.zeros(0, dtype=int)
    order = np.argsort(classes, kind="stable") if has_classes else np.arange(len(found))
    return FiringMap(chosen, found[order].T, classes[order] if has_classes else classes, np.all(found == 0, axis=0))


def _first_activation(model: Sequential) -> str:
    """Return the name of the first activation; of the first layer where there is none."""
    pairs = zip(model.names, model.layers, strict=True)
    return next((name for name, layer in pairs if layer.name in ACTIVATIONS), model.names[0])

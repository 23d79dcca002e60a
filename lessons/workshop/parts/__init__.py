"""The parts, one a file: a new part is a new file, with its ``PART``, and a new line here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from lessons.workshop.part import Part

_NAMES = (
    "neuron",
    "layer_of_neurons",
    "dense_forward",
    "relu_forward",
    "softmax_forward",
    "cross_entropy",
    "numerical_derivative",
    "dense_backward",
    "relu_backward",
    "softmax_cross_entropy_backward",
    "training_loop",
    "sgd",
    "momentum",
    "adagrad",
    "rmsprop",
    "adam",
    "l2_penalty",
    "dropout",
    "sigmoid",
    "binary_cross_entropy",
    "mean_squared_error",
    "standard_scaler",
    "batching",
    "confusion_matrix",
    "save_and_load",
    "predict",
)
"""In the order of the course."""


class _Parts(Mapping[str, Part]):
    """The parts by name; each file is read when its part is first asked for."""

    def __getitem__(self, name: str) -> Part:
        if name not in _NAMES:
            raise KeyError(name)
        part: Part = import_module(f"{__name__}.{name}").PART
        return part

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)

    def __contains__(self, name: object) -> bool:
        return name in _NAMES


PARTS: Mapping[str, Part] = _Parts()

"""The author's check of a network's end: does its last layer give what its loss takes.

NumPy computes a loss of anything, so that such a network runs, and learns badly, without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lessons.blocks import ExperimentBlock
from lessons.errors import NamingError

CONFIDENCES = ("softmax", "softmax_by_jacobian", "sigmoid")
"""The activations whose outputs lie between 0 and 1."""

TAKES_CONFIDENCES: Mapping[str, str] = {"categorical_cross_entropy": "softmax", "binary_cross_entropy": "sigmoid"}
"""The losses of confidences, each with the activation that gives them."""


def check_loss(block: ExperimentBlock) -> Iterator[NamingError]:
    """Yield what is wrong with a loss behind this last layer."""
    last, loss = block.experiment.layers[-1].name, block.experiment.loss.name
    if loss == "softmax_cross_entropy" and last in CONFIDENCES:
        what = f"{loss} takes the softmax itself, and here a {last} stands before it"
        yield NamingError(what, f"Take the {last} out of the layers, or write categorical_cross_entropy.")
    if loss in TAKES_CONFIDENCES and last not in CONFIDENCES:
        what = f"{loss} takes confidences, from 0 to 1, and the last layer is {last}"
        yield NamingError(what, f"End the layers with {TAKES_CONFIDENCES[loss]}, or choose another loss.")

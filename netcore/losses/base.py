"""What every loss has: how wrong each sample is, and which way is less wrong.

A loss compares what the network said with what is true. Forward, it gives one number a sample. Backward, it begins
the chain: how the mean loss answers to each output.
"""

from typing import Any, ClassVar

from netcore.arrays import Array, Rng


class Loss:
    """A measure of error.

    ``forward`` leaves the loss of each sample in ``output``, ``average`` their mean in ``mean``, and ``backward``
    the gradient of that mean in ``doutputs``.
    """

    name: ClassVar[str]
    """What lessons and saved models call this loss."""

    kinks: ClassVar[tuple[float, ...]] = ()
    """Differences between an output and its target at which the loss has a corner, so that no slope exists there."""

    output: Array
    mean: Any
    doutputs: Array

    def forward(self, outputs: Array, targets: Array) -> Array:
        """Return one loss a sample, shape (samples,), for outputs (samples, neurons) and their targets."""
        raise TypeError(f"{type(self).__name__} has no forward(outputs, targets); write one")

    def backward(self, outputs: Array, targets: Array) -> Array:
        """Return the gradient of the mean loss with respect to each output: already divided by the samples."""
        raise TypeError(f"{type(self).__name__} has no backward(outputs, targets); write one")

    def average(self, losses: Array) -> Any:
        """Return the mean of the samples' losses: the one number that training lowers."""
        self.mean = losses.sum() / len(losses)
        return self.mean

    def probabilities(self, outputs: Array) -> Array:
        """Return the outputs as confidences, where the loss itself would still have to make them so."""
        return outputs

    def predictions(self, outputs: Array) -> Array:
        """Return what the network says, in the form of the targets."""
        return outputs

    def accuracy(self, outputs: Array, targets: Array) -> float:
        """Return the share of samples that the network has right, from 0 to 1."""
        raise TypeError(f"{type(self).__name__} has no accuracy(outputs, targets); write one")

    def prepare(self, targets: Array) -> None:
        """Take from all the training targets what the accuracy of a batch needs to know; most losses need nothing."""

    def check(self, targets: Array, samples: int, n_outputs: int) -> Array:
        """Return the targets as this loss takes them; raise ``TargetError`` if they do not fit the outputs."""
        raise TypeError(f"{type(self).__name__} has no check(targets, samples, n_outputs); write one")

    @classmethod
    def example(cls, rng: Rng) -> "tuple[Loss, Array, Array]":
        """Return a loss, outputs and targets that suit it, for tests and demonstrations."""
        raise TypeError(f"{cls.__name__} has no example(rng); write one, so that the general tests can try it")

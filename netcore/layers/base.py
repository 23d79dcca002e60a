"""What every layer has: a way forward and a way back.

A layer is one step of a network. Forward, it turns the numbers that come in into the numbers that go out. Backward,
it turns the gradient of what went out into the gradient of what came in.
"""

from typing import Any, ClassVar

from netcore.arrays import Array, Rng


class Layer:
    """One step of a network, with or without parameters.

    A layer leaves what it saw on itself: ``inputs`` and ``output`` after ``forward``, ``dinputs`` after ``backward``,
    and for each parameter ``p`` its gradient ``dp``. The gradient of a thing always has that thing's shape.
    """

    name: ClassVar[str]
    """What lessons and saved models call this kind of layer."""

    parameters: ClassVar[tuple[str, ...]] = ()
    """The attributes that training changes; the gradient of ``weights`` is ``dweights``."""

    kinks: ClassVar[tuple[float, ...]] = ()
    """Inputs at which the function has a corner, so that no slope exists there."""

    is_random: ClassVar[bool] = False
    """Whether ``forward`` draws random numbers in training; a run then sets ``rng`` before each update."""

    inputs: Array
    output: Array
    dinputs: Array
    rng: Rng

    def forward(self, inputs: Array, training: bool = False) -> Array:
        """Return the output for these inputs, both with one row a sample; ``training`` is True while learning."""
        raise TypeError(f"{type(self).__name__} has no forward(inputs, training=False); write one")

    def backward(self, dvalues: Array) -> Array:
        """Return the gradient of the inputs, from the gradient of the output (same shape as the output)."""
        raise TypeError(f"{type(self).__name__} has no backward(dvalues); write one")

    def gradients(self, dvalues: Array) -> None:
        """Leave the gradients of the parameters, for a layer whose inputs nobody will change: the first one.

        A layer that can do no less goes the whole way back.
        """
        self.backward(dvalues)

    def penalty(self) -> Any:
        """Return what the parameters cost, to be added to the loss: 0.0 for a layer without regularization.

        The gradient of a penalty is part of what ``backward`` leaves in the parameters' gradients.
        """
        return 0.0

    def parameter_kinks(self, parameter: str) -> tuple[float, ...]:
        """Return the values of a parameter at which its penalty has a corner, so that no slope exists there."""
        return ()

    @classmethod
    def example(cls, rng: Rng) -> "tuple[Layer, Array]":
        """Return a small layer of this kind and inputs that suit it, for tests and demonstrations."""
        raise TypeError(f"{cls.__name__} has no example(rng); write one, so that the general tests can try it")

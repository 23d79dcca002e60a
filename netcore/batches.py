"""Batches: which samples an update sees.

An epoch goes once through all samples in a new random order and hands them out a batch at a time. The order is a pure
function of the seed and the update, so any update can be looked at again without redoing those before it.
"""

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError


class Batches:
    """The rows of each update, for a set of samples; ``batch_size`` None means that every batch is the whole set.

    Without ``is_shuffled`` the samples come in their own order, every epoch alike. The last batch of an epoch is
    smaller where the size does not divide the samples. Raises ``SettingError`` for an empty set, and for a batch that
    is empty or larger than the set.
    """

    def __init__(self, samples: int, batch_size: int | None, seed: int, is_shuffled: bool = True) -> None:
        if samples < 1:
            raise SettingError("there are no samples to learn from")
        if batch_size is not None and not isinstance(batch_size, int | np.integer):
            raise SettingError(f"a batch is a whole number of samples, not {batch_size!r}")
        if batch_size is not None and not 1 <= batch_size <= samples:
            raise SettingError(f"a batch of {batch_size} cannot be taken from {samples} samples; choose 1 to {samples}")
        self.samples = samples
        self.batch_size = batch_size
        self.seed = seed
        self.is_shuffled = is_shuffled
        self._order: tuple[int, Array] | None = None

    @property
    def per_epoch(self) -> int:
        """How many updates go once through the set."""
        return -(-self.samples // (self.batch_size or self.samples))

    def rows(self, update: int) -> slice | Array:
        """Return which rows of the set the update sees: all of them or a run of them as a slice, or their numbers."""
        if self.batch_size is None:
            return slice(None)
        epoch, batch = divmod(update, self.per_epoch)
        place = slice(batch * self.batch_size, (batch + 1) * self.batch_size)
        return self._shuffled(epoch)[place] if self.is_shuffled else place

    def _shuffled(self, epoch: int) -> Array:
        """Return the epoch's order, remembered until another epoch is asked for."""
        if self._order is None or self._order[0] != epoch:
            self._order = epoch, np.random.default_rng([self.seed, epoch]).permutation(self.samples)
        return self._order[1]

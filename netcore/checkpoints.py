"""Checkpoints: the states that a run keeps, so that it can go back.

Keeping every state would fill the memory, and keeping none would mean to begin again for every step back. A run keeps
one every so often, and when there are too many it lets every second one go and keeps them half as often from then on.
"""

from bisect import bisect_right
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


INTERVAL = 32
"""How many updates lie between two states at first: few enough to be done again before anyone notices."""


class Checkpoints(Generic[Kept]):
    """States by update number, never more than ``most`` of them; the one at update ``first`` is always kept."""

    def __init__(self, most: int, first: int = 0) -> None:
        self.most = most
        self.first = first
        self.interval = INTERVAL
        self._states: dict[int, Kept] = {}

    def __len__(self) -> int:
        """Return how many states are kept."""
        return len(self._states)

    def wants(self, update: int) -> bool:
        """Say whether the state in which this update begins is to be kept."""
        return (update - self.first) % self.interval == 0 and update not in self._states

    def keep(self, update: int, state: Kept) -> None:
        """Keep a state, and thin the others out if that makes too many."""
        self._states[update] = state
        while len(self._states) > self.most:
            self.interval *= 2
            self._states = {
                kept: state for kept, state in self._states.items() if (kept - self.first) % self.interval == 0
            }

    def until(self, update: int) -> list[Kept]:
        """Return the kept states that are not past the update, in order."""
        return [self._states[number] for number in sorted(self._states) if number <= update]

    def before(self, update: int) -> tuple[int, Kept]:
        """Return the newest kept state that is not past the update, and its number."""
        numbers = sorted(self._states)
        number = numbers[bisect_right(numbers, update) - 1]
        return number, self._states[number]

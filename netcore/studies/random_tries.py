"""Learning by luck: change the parameters at random, and keep what is better.

Search draws everything anew each time and remembers the best. A walk changes the best so far a little, and goes on from
there if that is better.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError
from netcore.landscape import Direction
from netcore.model import Sequential

METHODS = ("search", "walk")


@dataclass(frozen=True, eq=False)
class Tries:
    """What came of each try."""

    method: str
    first_loss: float
    """The loss before the first try."""
    losses: Array
    """The loss of each try, (tries,)."""
    best: Array
    """The lowest loss so far after each try, (tries,)."""
    is_kept: Array
    """Whether each try was better than all before, (tries,)."""
    places: Array
    """Where each try was along the directions given, (tries, directions); no columns where all parameters changed."""


def random_tries(
    model: Sequential,
    X: Array,
    y: Array,
    method: str = "search",
    tries: int = 1000,
    step: float = 0.05,
    seed: int = 0,
    directions: Sequence[Direction] = (),
) -> Tries:
    """Return the losses of random changes to a model's parameters for samples X with targets y; it is not touched.

    Without directions all parameters change: search draws each as a normal number times ``step``, a walk adds such
    numbers to the best so far. With directions only the way along them changes, from where the model stands. Raises
    ``SettingError`` for an unknown method, no tries, or a step that is not above 0.
    """
    if method not in METHODS or tries < 1 or not step > 0:
        raise SettingError(f"tries are a {' or a '.join(METHODS)}, at least one, with a step above 0")
    rng, model = np.random.default_rng(seed), model.copy()
    targets = model.check_targets(y, len(X), model.forward(X[:1]).shape[1])
    start = model.vector.astype(np.float64)
    plane = np.stack([direction.vector for direction in directions]) if directions else np.eye(len(start))
    middle = np.zeros(len(start)) if not directions else start
    here = np.zeros(len(plane)) if directions else start
    first = lowest = _loss_at(model, start, X, targets)
    losses, best, places = np.empty(tries), np.empty(tries), np.empty((tries, len(plane)))
    for number in range(tries):
        drawn = step * rng.standard_normal(len(plane))
        places[number] = drawn if method == "search" else here + drawn
        vector = middle + places[number] @ plane if directions else places[number]
        losses[number] = _loss_at(model, vector, X, targets)
        if losses[number] < lowest:
            lowest, here = float(losses[number]), places[number].copy()
        best[number] = lowest
    is_kept = losses < np.concatenate([[first], best[:-1]])
    return Tries(method, first, losses, best, is_kept, places if directions else places[:, :0])


def _loss_at(model: Sequential, vector: Array, X: Array, targets: Array) -> float:
    """Return the loss with other parameters; infinite where it is none."""
    model.vector[...] = vector
    with np.errstate(all="ignore"):
        losses = model.loss.forward(model.forward(X), targets)
        loss = float(model.loss.average(losses)) + model.penalty()
    return loss if np.isfinite(loss) else np.inf

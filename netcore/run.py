"""A run: a model that learns, and that can go to any moment of its learning.

One update is: forward, loss, backward, and a change of every parameter. A run does updates, remembers how each one
went, and keeps enough of its states to go back to any of them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from netcore.arrays import Array
from netcore.batches import Batches
from netcore.checkpoints import Checkpoints
from netcore.errors import NotFiniteError, SettingError
from netcore.history import History
from netcore.model import Sequential
from netcore.optimizers.base import Optimizer, State

if TYPE_CHECKING:
    from netcore.trace import Trace

CHECKPOINTS = 400
"""How many states a run keeps at the most."""


@dataclass(frozen=True)
class Moment:
    """All that a run needs to go on from an update: the parameters and the optimizer's memory, as they were."""

    vector: Array
    slots: dict[str, Array]


class Run:
    """A model, an optimizer, data and a seed, moving through updates in both directions.

    ``X`` is (samples, features), ``y`` what the loss takes. ``batch_size`` None makes the whole set one batch. The
    seed decides the order of the samples, and all else that is random in training. ``update`` is the number of
    finished updates, and ``history`` has an entry for each update ever finished, in order; after a step back it still
    knows what lies ahead, because the same update always gives the same numbers.

    Raises ``ShapeError``, ``TargetError``, ``SettingError`` or ``NotFiniteError`` for data that the model cannot use.
    """

    def __init__(
        self,
        model: Sequential,
        optimizer: Optimizer,
        X: Array,
        y: Array,
        batch_size: int | None = None,
        seed: int = 0,
    ) -> None:
        self.model = model
        self.optimizer = optimizer
        self.X = _check_finite(model.check_inputs(X))
        self.batches = Batches(len(self.X), batch_size, seed)
        self.y = model.loss.check(y, len(self.X), model.forward(self.X[:1]).shape[1])
        self.seed = seed
        self.update = 0
        self.history = History(gradient_norms={parameter.name: [] for parameter in model.parameters})
        self._gradient = np.zeros_like(model.vector)
        self._state = State(updates=0, **{slot: np.zeros_like(model.vector) for slot in optimizer.slots})
        self._checkpoints: Checkpoints[Moment] = Checkpoints(CHECKPOINTS)
        self._checkpoints.keep(0, self.moment())

    def step(self, updates: int = 1) -> None:
        """Finish the next update, or several."""
        for _ in range(updates):
            self._step()

    def trace(self) -> "Trace":
        """Return the next update, recorded operation by operation; the run itself does not move."""
        from netcore.observe import trace_update

        return trace_update(self)

    def seek(self, update: int) -> None:
        """Go to the state in which an update begins, past or future: to the same bits, whichever way it is reached."""
        if update < 0:
            raise SettingError(f"updates count from 0; there is no update {update}")
        if update < self.update:
            self._restore(*self._checkpoints.before(update))
        self.step(update - self.update)

    def batch(self) -> tuple[Array, Array]:
        """Return the samples and the targets of the next update."""
        rows = self.batches.rows(self.update)
        return self.X[rows], self.y[rows]

    def moment(self) -> Moment:
        """Return a copy of the state in which the next update begins."""
        self.model.adopt()
        slots = {slot: getattr(self._state, slot).copy() for slot in self.optimizer.slots}
        return Moment(self.model.vector.copy(), slots)

    def _step(self) -> None:
        """Do one update: forward, loss, backward, change."""
        model, (X, y) = self.model, self.batch()
        model.adopt()
        outputs = model.forward(X, training=True)
        data_loss = model.loss.average(model.loss.forward(outputs, y))
        model.backward(y)
        for parameter in model.parameters:
            self._gradient[parameter.place] = parameter.gradient.ravel()
        self._remember(float(data_loss), model.loss.accuracy(outputs, y))
        self.optimizer.apply(model.vector, self._gradient, self._state)
        self.update += 1
        if self._checkpoints.wants(self.update):
            self._checkpoints.keep(self.update, self.moment())

    def _remember(self, data_loss: float, accuracy: float) -> None:
        if len(self.history) > self.update:
            return
        history = self.history
        history.loss.append(data_loss)
        history.data_loss.append(data_loss)
        history.regularization_loss.append(0.0)
        history.accuracy.append(accuracy)
        history.learning_rate.append(self.optimizer.learning_rate_at(self.update))
        for parameter in self.model.parameters:
            gradient = self._gradient[parameter.place]
            history.gradient_norms[parameter.name].append(float(np.sqrt(gradient @ gradient)))

    def _restore(self, update: int, moment: Moment) -> None:
        self.model.adopt()
        self.model.vector[...] = moment.vector
        self._state = State(updates=update, **{slot: array.copy() for slot, array in moment.slots.items()})
        self.update = update


def _check_finite(X: Array) -> Array:
    wrong = ~np.isfinite(X)
    if np.any(wrong):
        row, column = (int(number) for number in np.argwhere(wrong)[0])
        raise NotFiniteError(f"the inputs have {X[row, column]} in row {row}, column {column}; make it a finite number")
    return X

"""A run: a model that learns, and that can go to any moment of its learning.

One update is: forward, loss, backward, and a change of every parameter. A run does updates, remembers how each one
went, and keeps enough of its states to go back to any of them.
"""

import copy
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from netcore.arrays import Array, Rng
from netcore.batches import Batches
from netcore.checkpoints import Checkpoints
from netcore.errors import SettingError
from netcore.evaluation import Evaluation, evaluate
from netcore.history import History
from netcore.model import Sequential, check_is_made
from netcore.not_finite import UpdateNotFiniteError, explained
from netcore.optimizers.base import Optimizer
from netcore.stopping import StopRule
from netcore.updater import Moment, Updater
from netcore.vitals import Vitals, length, vitals_of

if TYPE_CHECKING:
    from netcore.trace import Trace

CHECKPOINTS = 400
"""How many states a run keeps at the most, if they are small …"""

CHECKPOINT_BYTES = 48_000_000
"""… and how many bytes of them, if they are large."""


class Run:
    """A model, an optimizer, data and a seed, moving through updates in both directions.

    ``X`` is (samples, features), ``y`` what the loss takes. ``batch_size`` None makes the whole set one batch. The
    seed decides the order of the samples, and all else that is random in training: it is a pure function of the seed
    and the update. ``update`` is the number of finished updates, and ``history`` has an entry for each update ever
    finished, in order; after a step back it still knows what lies ahead, because the same update always gives the same
    numbers.

    ``is_shuffled`` False takes the samples in their own order. ``validation`` is a pair (X, y) that is looked at after
    every ``validate_every`` updates and never learned from. ``vitals_every`` has the vital signs measured at every so
    many updates. ``stream`` is for redoing published runs: a ``RandomState`` from which all that is random in training
    is drawn in program order, in place of the seed; the run draws from it as it moves.

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
        *,
        is_shuffled: bool = True,
        validation: tuple[Array, Array] | None = None,
        validate_every: int = 100,
        vitals_every: int | None = None,
        stream: np.random.RandomState | None = None,
    ) -> None:
        check_is_made(optimizer, "optimizer")
        if not isinstance(seed, int | np.integer):
            raise SettingError(f"a run's seed is a whole number from 0 up, not {seed!r}")
        if seed < 0 or validate_every < 1 or (vitals_every is not None and vitals_every < 1):
            raise SettingError("a seed is 0 or more, and what is measured regularly is so every 1 or more updates")
        self.model = model
        self.optimizer = optimizer
        self.X = model.check_inputs(X)
        self.batches = Batches(len(self.X), batch_size, seed, is_shuffled)
        self.y = model.check_targets(y, len(self.X), model.forward(self.X[:1]).shape[1])
        model.loss.prepare(self.y)
        self.seed = seed
        self.validation = validation
        self.validate_every = validate_every
        self.vitals_every = vitals_every
        self.update = 0
        self.history = History(gradient_norms={parameter.name: [] for parameter in model.parameters})
        self._stream = stream
        self._is_random = any(layer.is_random for layer in model.layers)
        self._updater = Updater(model, optimizer)
        self._begin()
        if validation is not None:
            self.history.validation[0] = self.evaluate(*validation)

    def step(self, updates: int = 1) -> None:
        """Finish the next update, or several.

        Raises ``UpdateNotFiniteError`` at an update in which a number becomes not-a-number or infinite; the run then
        stands where that update begins.
        """
        for _ in range(updates):
            self._step()

    def train(self, rules: Sequence[StopRule], most: int = 100_000) -> str:
        """Do updates until one of the rules says stop, or ``most`` are done; return the reason as a sentence."""
        for _ in range(most):
            reason = next((reason for rule in rules if (reason := rule.reason(self))), None)
            if reason is not None:
                return reason
            self.step()
        return f"{most} updates are done"

    def trace(self) -> "Trace":
        """Return the next update, recorded operation by operation; the run itself does not move."""
        from netcore.observe import trace_update

        return trace_update(self)

    def seek(self, update: int) -> None:
        """Go to the state in which an update begins, past or future: to the same bits, whichever way it is reached."""
        if update < self.first_update:
            raise SettingError(f"this run begins at update {self.first_update}; there is no way to update {update}")
        kept, moment = self._checkpoints.before(update)
        if not kept <= self.update <= update:
            self._restore(moment)
        self.step(update - self.update)

    def fork(self, optimizer: Optimizer | None = None) -> "Run":
        """Return a second run that begins here and goes its own way, with this optimizer or with another one.

        It knows the history so far, but cannot go back beyond this update. An optimizer of another kind remembers
        nothing yet; its learning rate is that after so many updates.
        """
        fork = copy.copy(self)
        fork.model = self.model.copy()
        fork.optimizer = optimizer or self.optimizer
        fork.history = self.history.until(self.update)
        fork.batches = copy.copy(self.batches)
        fork._stream = copy.deepcopy(self._stream)
        fork._updater = Updater(fork.model, fork.optimizer)
        fork._updater.restore(self.moment(), has_memory=type(fork.optimizer) is type(self.optimizer))
        fork._begin()
        return fork

    def begin_at(self, moment: Moment, history: History) -> None:
        """Go on from a moment of another run of such a model, one that was saved, say; there is no way back beyond it.

        ``history`` has an entry for each update before that moment.
        """
        if len(history) != moment.update:
            raise SettingError(f"update {moment.update} needs a history of as many updates, not of {len(history)}")
        self._restore(moment)
        self.history = history
        self._begin()

    @property
    def first_update(self) -> int:
        """The update at which this run begins: 0, or where it went on from another one."""
        return self._checkpoints.first

    @property
    def epoch(self) -> int:
        """How many times the run has gone through the whole training set."""
        return self.update // self.batches.per_epoch

    def batch(self) -> tuple[Array, Array]:
        """Return the samples and the targets of the next update."""
        rows = self.batches.rows(self.update)
        if isinstance(rows, slice):
            return self.X[rows], self.y[rows]
        return self.X.take(rows, axis=0), self.y.take(rows, axis=0)

    def prepare(self, model: Sequential) -> Rng | None:
        """Give the layers of a model all that is random about the next update, and return where it comes from.

        It is a source of random numbers of its own, so nothing of the run moves when it is drawn from. None if the
        model has no use for it.
        """
        if not self._is_random:
            return None
        rng: Rng
        if self._stream is None:
            rng = np.random.default_rng([self.seed, self.update, 1])
        else:
            rng = copy.deepcopy(self._stream)
        for layer in model.layers:
            if layer.is_random:
                layer.rng = rng
        return rng

    def moment(self) -> Moment:
        """Return a copy of the state in which the next update begins."""
        self.model.adopt()
        return self._updater.moment(self.update, None if self._stream is None else self._stream.get_state())

    def moments(self) -> list[Moment]:
        """Return the states that were kept on the way here, from the first to the one that is now: the run's path."""
        kept = self._checkpoints.until(self.update)
        return kept if kept[-1].update == self.update else [*kept, self.moment()]

    def evaluate(self, X: Array | None = None, y: Array | None = None) -> Evaluation:
        """Return how the model does now on a set of samples; without one, on all it learns from. The run stays put."""
        if X is None or y is None:
            X, y = self.X, self.y
        return evaluate(self.model, X, y)

    def vitals(self) -> Vitals:
        """Return the vital signs of the next update: each parameter's pace, the dead neurons. The run stays put."""
        return vitals_of(self)

    def _begin(self) -> None:
        """Begin to keep states, from this one on."""
        moment = self.moment()
        most = max(2, min(CHECKPOINTS, CHECKPOINT_BYTES // max(moment.size, 1)))
        self._checkpoints: Checkpoints[Moment] = Checkpoints(most, first=self.update)
        self._checkpoints.keep(self.update, moment)

    def _step(self) -> None:
        """Do one update: forward, loss, backward, change."""
        model, (X, y) = self.model, self.batch()
        model.adopt()
        self._look_at_vitals()
        rng = self.prepare(model)
        passed = model.propagate(X, y, to_inputs=False)
        norms = self._gradient_norms()
        if not math.isfinite(passed.loss + sum(norms.values())):
            raise self._not_finite()
        self._updater.apply()
        if not math.isfinite(length(model.vector)):
            self._restore_this()
            raise self._not_finite()
        if len(self.history) == self.update:
            accuracy = model.loss.accuracy(passed.outputs, y)
            self.history.add(passed, accuracy, self.optimizer.learning_rate_at(self.update), norms)
        if self._stream is not None and isinstance(rng, np.random.RandomState):
            self._stream.set_state(rng.get_state())
        self.update += 1
        self._keep()

    def _not_finite(self) -> UpdateNotFiniteError:
        """Return the error that says where in the next update a number is not finite."""
        with np.errstate(all="ignore"):
            return explained(self.trace())

    def _gradient_norms(self) -> dict[str, float]:
        return {parameter.name: length(parameter.gradient) for parameter in self.model.parameters}

    def _look_at_vitals(self) -> None:
        """Measure the vital signs of the next update, where that is wanted and not yet done."""
        if self.vitals_every and self.update % self.vitals_every == 0 and self.update not in self.history.vitals:
            self.history.vitals[self.update] = self.vitals()

    def _keep(self) -> None:
        """Keep the state that is reached, and what the validation set says of it, where that is wanted."""
        if self._checkpoints.wants(self.update):
            self._checkpoints.keep(self.update, self.moment())
        is_due = self.update % self.validate_every == 0 and self.update not in self.history.validation
        if self.validation is not None and is_due:
            self.history.validation[self.update] = self.evaluate(*self.validation)

    def _restore(self, moment: Moment) -> None:
        self.model.adopt()
        self._updater.restore(moment)
        if self._stream is not None:
            self._stream.set_state(moment.stream)
        self.update = moment.update

    def _restore_this(self) -> None:
        """Go back to the beginning of an update that was broken off halfway."""
        update = self.update
        self._restore(self._checkpoints.before(update)[1])
        self.step(update - self.update)

"""What losses for numbers have in common: the output itself is the answer, and near enough is right."""

from netcore.arrays import Array
from netcore.losses.base import Loss
from netcore.metrics import regression_accuracy, regression_precision
from netcore.targets import check_values


class RegressionLoss(Loss):
    """A loss for targets that are numbers to come close to, shape (samples, outputs), or (samples,) for one output."""

    precision: float | None = None
    """By how much an output may miss and count as right; None: a 250th of the standard deviation of the targets."""

    def prepare(self, targets: Array) -> None:
        """Take the precision from all the training targets, so that it is the same for every batch."""
        self.precision = regression_precision(targets)

    def accuracy(self, outputs: Array, targets: Array) -> float:
        """Return the share of outputs that miss by less than the precision."""
        return regression_accuracy(outputs, targets, self.precision)

    def check(self, targets: Array, samples: int, n_outputs: int) -> Array:
        """Return the targets as rows of finite numbers; raise ``TargetError`` if they do not fit the outputs."""
        return check_values(targets, samples, n_outputs)

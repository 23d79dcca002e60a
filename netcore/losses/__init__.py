"""The losses, one a file: a new one is a new file and a new line here."""

from netcore.losses.base import Loss as Loss
from netcore.losses.binary_cross_entropy import BinaryCrossEntropy as BinaryCrossEntropy
from netcore.losses.categorical_cross_entropy import CategoricalCrossEntropy as CategoricalCrossEntropy
from netcore.losses.mean_absolute_error import MeanAbsoluteError as MeanAbsoluteError
from netcore.losses.mean_squared_error import MeanSquaredError as MeanSquaredError
from netcore.losses.softmax_cross_entropy import SoftmaxCrossEntropy as SoftmaxCrossEntropy
from netcore.parts import parts_by_name

LOSSES = parts_by_name(vars(), Loss)

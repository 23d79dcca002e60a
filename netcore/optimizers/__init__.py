"""The optimizers, one a file: a new one is a new file and a new line here."""

from netcore.optimizers.base import Optimizer as Optimizer
from netcore.optimizers.base import State as State
from netcore.optimizers.sgd import SGD as SGD
from netcore.parts import parts_by_name

OPTIMIZERS = parts_by_name(vars(), Optimizer)

"""The optimizers, one a file: a new one is a new file and a new line here."""

from netcore.optimizers.adagrad import AdaGrad as AdaGrad
from netcore.optimizers.adam import Adam as Adam
from netcore.optimizers.base import Optimizer as Optimizer
from netcore.optimizers.base import State as State
from netcore.optimizers.rmsprop import RMSProp as RMSProp
from netcore.optimizers.schedules import SCHEDULES as SCHEDULES
from netcore.optimizers.schedules import ConstantRate as ConstantRate
from netcore.optimizers.schedules import ExponentialDecay as ExponentialDecay
from netcore.optimizers.schedules import InverseTimeDecay as InverseTimeDecay
from netcore.optimizers.schedules import StepDecay as StepDecay
from netcore.optimizers.sgd import SGD as SGD
from netcore.parts import parts_by_name

OPTIMIZERS = parts_by_name(vars(), Optimizer)

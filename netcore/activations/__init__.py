"""The activation functions, one a file: a new one is a new file and a new line here."""

from netcore.activations.identity import Identity as Identity
from netcore.activations.leaky_relu import LeakyReLU as LeakyReLU
from netcore.activations.relu import ReLU as ReLU
from netcore.activations.sigmoid import Sigmoid as Sigmoid
from netcore.activations.softmax import Softmax as Softmax
from netcore.activations.softmax_by_jacobian import SoftmaxByJacobian as SoftmaxByJacobian
from netcore.activations.tanh import Tanh as Tanh
from netcore.layers.base import Layer
from netcore.parts import parts_by_name

ACTIVATIONS = parts_by_name(vars(), Layer)

"""A neural network in plain NumPy, written to be read.

Layers, activations, losses and optimizers each stand in a file of their own and read as their formulas. ``Sequential``
puts layers and a loss together, ``Run`` trains them and moves through the training in both directions, and
``Run.trace`` shows one update operation by operation.
"""

from netcore.activations import *
from netcore.layers import *
from netcore.losses import *
from netcore.model import Sequential as Sequential
from netcore.optimizers import *
from netcore.run import Run as Run

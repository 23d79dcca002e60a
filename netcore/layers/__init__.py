"""The layers, one a file: a new layer is a new file and a new line here."""

from netcore.layers.base import Layer as Layer
from netcore.layers.dense import Dense as Dense
from netcore.layers.dropout import Dropout as Dropout
from netcore.parts import parts_by_name

LAYERS = parts_by_name(vars(), Layer)

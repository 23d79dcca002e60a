"""The trace: one update, recorded operation by operation, and the arithmetic behind each of its numbers.

``Recorder`` makes traced arrays and writes down what happens to them; ``Trace`` is what it wrote. Nothing of this is
imported while a network runs at full speed.
"""

from netcore.trace.cursor import Cursor as Cursor
from netcore.trace.derivation import Derivation as Derivation
from netcore.trace.expressions import Cell as Cell
from netcore.trace.record import Call as Call
from netcore.trace.record import Index as Index
from netcore.trace.record import Kind as Kind
from netcore.trace.record import Operand as Operand
from netcore.trace.record import Operation as Operation
from netcore.trace.record import Phase as Phase
from netcore.trace.record import Role as Role
from netcore.trace.record import Trace as Trace
from netcore.trace.record import Value as Value
from netcore.trace.recorder import Recorder as Recorder
from netcore.trace.spans import Source as Source
from netcore.trace.spans import Span as Span

"""A position in a trace, and the ways to move it: by operation, by call or by phase, forwards and backwards."""

from dataclasses import dataclass, replace

from netcore.trace.record import Call, Operation, Phase, Trace


@dataclass(frozen=True)
class Cursor:
    """How many operations of a trace have run; every move gives a new cursor, and none goes past either end.

    A cursor stands behind an operation: ``operation`` is the one that ran last, None before the first.
    """

    trace: Trace
    position: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.position <= len(self.trace.operations):
            raise IndexError(f"position {self.position} is not in a trace of {len(self.trace.operations)} operations")

    @property
    def operation(self) -> Operation | None:
        """The operation that ran last; None at the start."""
        return self.trace.operations[self.position - 1] if self.position else None

    @property
    def next_operation(self) -> Operation | None:
        """The operation that runs next; None at the end."""
        return None if self.is_at_end else self.trace.operations[self.position]

    @property
    def call(self) -> Call | None:
        """The call of the operation that ran last; None at the start."""
        return self.operation.call if self.operation else None

    @property
    def phase(self) -> Phase | None:
        """The phase of the operation that ran last; None at the start."""
        return self.call.phase if self.call else None

    @property
    def is_at_start(self) -> bool:
        """Whether nothing has run yet."""
        return self.position == 0

    @property
    def is_at_end(self) -> bool:
        """Whether everything has run."""
        return self.position == len(self.trace.operations)

    @property
    def is_at_call_end(self) -> bool:
        """Whether the call of the last operation has finished."""
        return self._after(self.position) != self.position if self.is_at_start else self._is_boundary(self.position)

    def into(self) -> "Cursor":
        """Run the next operation."""
        return self._at(self.position + 1)

    def back_into(self) -> "Cursor":
        """Take the last operation back."""
        return self._at(self.position - 1)

    def over(self) -> "Cursor":
        """Run to the end of the call that the next operation belongs to."""
        return self._at(self._after(self.position))

    def back_over(self) -> "Cursor":
        """Take back the call of the last operation, whole: stand at the end of the call before it."""
        return self._at(self._start_of_call(self.position))

    def out(self) -> "Cursor":
        """Run to the end of the call that one is inside of; from a call's end, to the end of its phase."""
        return self.phase_end() if self._is_boundary(self.position) else self.over()

    def back_out(self) -> "Cursor":
        """Go back to before the call that one is inside of; from a call's end, to before its phase."""
        return self.phase_start() if self._is_boundary(self.position) else self.back_over()

    def phase_end(self) -> "Cursor":
        """Run to the end of the phase that the next operation belongs to."""
        position = self.position
        phase = self.next_operation.call.phase if self.next_operation else None
        while position < len(self.trace.operations) and self.trace.operations[position].call.phase is phase:
            position += 1
        return self._at(position)

    def phase_start(self) -> "Cursor":
        """Go back to before the phase of the last operation."""
        position = self.position
        while position and self.trace.operations[position - 1].call.phase is self.phase:
            position -= 1
        return self._at(position)

    def to_operation(self, number: int) -> "Cursor":
        """Go to just after an operation, by its number in the trace."""
        return replace(self, position=number + 1)

    def to_call(self, number: int) -> "Cursor":
        """Go to the end of a call, by its number in the trace; a call without operations is where it would run."""
        done = [operation.number for call in self.trace.calls[: number + 1] for operation in call.operations]
        return replace(self, position=max(done, default=-1) + 1)

    def _at(self, position: int) -> "Cursor":
        return replace(self, position=min(max(position, 0), len(self.trace.operations)))

    def _after(self, position: int) -> int:
        """Return the position at the end of the call that the operation after a position belongs to."""
        operations = self.trace.operations
        if position >= len(operations):
            return position
        call = operations[position].call
        while position < len(operations) and operations[position].call is call:
            position += 1
        return position

    def _start_of_call(self, position: int) -> int:
        """Return the position before the call that the operation before a position belongs to."""
        operations = self.trace.operations
        call = operations[position - 1].call if position else None
        while position and operations[position - 1].call is call:
            position -= 1
        return position

    def _is_boundary(self, position: int) -> bool:
        """Say whether a position lies between two calls, or at an end of the trace."""
        operations = self.trace.operations
        return position in (0, len(operations)) or operations[position - 1].call is not operations[position].call

"""Where a part is put to the test: its code is called here, ours and the learner's in the very same way.

A part's ``run`` says what is called with what. The bench says how: plainly, or with every operation recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from numpy import ndarray

if TYPE_CHECKING:
    from netcore.trace import Trace


class Given(SimpleNamespace):
    """The inputs of one case, by name; arrays are copies that the code may do with as it likes."""

    def __getitem__(self, name: str) -> Any:
        """Return an input that is called as the learner's code reads it: ``state.momentum``."""
        return getattr(self, name)

    def __getattr__(self, name: str) -> Any:
        """Say which inputs there are, where one is asked for that is not."""
        raise AttributeError(f"the case has no {name!r}; it has {', '.join(vars(self))}")


class Missing:
    """Stands for an attribute that the code should have set and did not."""


class Bench:
    """Calls the code of a part."""

    folder: Path = Path()
    """Where the code may write files."""

    def give(self, inputs: Mapping[str, Any]) -> Given:
        """Return copies of the inputs of a case."""
        return Given(**{name: _copy(value) for name, value in inputs.items()})

    def make(self, kind: type[Any], base: type[Any], *arguments: Any, **keywords: Any) -> Any:
        """Return an object of the learner's class, set up by ours: their methods, our constructor and all the rest."""
        part = object.__new__(adapted(kind, base))
        base.__init__(part, *arguments, **keywords)
        return part

    def own(self, array: Any) -> Any:
        """Return an input that the code may write into, such as an optimizer's state."""
        return array.copy()

    def call(self, function: Callable[..., Any], *arguments: Any, phase: str = "forward") -> Any:
        """Return what the function returns."""
        return function(*arguments)

    def held(self, part: object, attribute: str) -> Any:
        """Return what a part has left on itself under this name, or ``Missing``."""
        return getattr(part, attribute, Missing())


class RecordingBench(Bench):
    """Calls the code of a part on traced arrays, so that each operation is recorded."""

    def __init__(self, part: str, roles: Mapping[str, str]) -> None:
        from netcore.trace import Recorder

        self.recorder = Recorder()
        self._part = part
        self._roles = roles

    def give(self, inputs: Mapping[str, Any]) -> Given:
        """Return the inputs, traced."""
        from netcore.trace import Role

        return Given(
            **{
                name: self.recorder.watch(value.copy(), name, Role(self._roles.get(name, "data")))
                if isinstance(value, ndarray)
                else value
                for name, value in inputs.items()
            }
        )

    def own(self, array: Any) -> Any:
        """Return the traced input itself, so that what becomes of it is recorded; it is a copy already."""
        return array

    def call(self, function: Callable[..., Any], *arguments: Any, phase: str = "forward") -> Any:
        """Return what the function returns, and have it recorded as a call of its own."""
        code = getattr(function, "__code__", None)
        if not isinstance(code, CodeType):
            return function(*arguments)
        held, keeper = SimpleNamespace(), getattr(function, "__self__", None)
        names = code.co_varnames[0 if keeper is None else 1 :]
        had = dict(zip(names, arguments, strict=False))
        with self._recorded(function, code, phase, held):
            returned = self.recorder.whole(function(*arguments), code, had)
            vars(held)["returned"] = returned
        return returned

    def trace(self) -> Trace:
        """Return what was recorded so far."""
        return self.recorder.trace(0)

    @contextmanager
    def _recorded(self, function: Any, code: CodeType, phase: str, held: object) -> Iterator[None]:
        from netcore.trace import Phase

        keeper = getattr(function, "__self__", None)
        part = function.__name__ if keeper is None else self._part  # of several functions each is called by its name
        kept_by = {part: keeper if hasattr(keeper, "__dict__") else held}
        with self.recorder.call(part, function.__name__, Phase(phase), code, kept_by):
            yield


def adapted(kind: type[Any], base: type[Any]) -> type[Any]:
    """Return a class with the learner's methods, and ours for all that they did not write."""
    if issubclass(kind, base):
        return kind
    return type(kind.__name__, (kind, base), {})


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, ndarray) else value

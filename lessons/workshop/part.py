"""A part that a learner can write: what is asked, what they begin with, and how it is judged.

A part is data and a few small functions. Its expected results are always computed by netcore's own code, and so are the
numbers of its example; nothing is typed in.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw, Recipe
from netcore.arrays import Array

Inputs = Mapping[str, Any]
"""What a case hands to the code, by name: arrays, or plain values such as a learning rate."""

Results = dict[str, Any]
"""What came of a case, by name, in the order in which it is compared."""


@dataclass(frozen=True)
class Mistake:
    """A way to get it wrong that many have gone before, and what to say to it."""

    wrong: Any
    """The mistake, written out as a learner would write it; results that equal its results are recognised."""
    says: str


def methods(**functions: Callable[..., Any]) -> type[Any]:
    """Return a class with these methods: a mistake, where a class is to be written."""
    return type("Wrong", (), functions)


@dataclass(frozen=True)
class Part:
    """One thing to write."""

    name: str
    """What an ``implement`` block calls it, and the learner's file."""
    title: str
    chapter: int
    """The chapter of the course to which it belongs."""
    statement: str
    """What is to be written and why, in Markdown."""
    formula: str
    shapes: tuple[tuple[str, str], ...]
    """What each thing is called, and its shape in words: ("weights", "(inputs, neurons)")."""
    defines: tuple[str, ...]
    """What the learner's file must have: the name of a class, or of one or more functions."""
    starter: str
    """What the learner begins with: it runs, and does not pass."""
    solution: str
    """The whole file as one can write it."""
    reference: Any
    """Ours, in the form of the learner's: a class, a function, or an object with several functions."""
    example: Inputs
    """A small case with round numbers, to show."""
    draw: Callable[[Draw], Inputs]
    run: Callable[[Bench, Any, Given], Results]
    """Calls the code, ours or the learner's, on the inputs of a case."""
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, ...]
    ours: tuple[Any, ...] = ()
    """The functions of netcore to lay beside the learner's once theirs passes."""
    writes: tuple[str, ...] = ()
    """For a class: the methods that the learner must write; the rest is ours."""
    base: type[Any] | None = None
    """For a class: ours, in whose place theirs can stand."""
    replaces: tuple[str, str] | None = None
    """Where theirs can be switched in: the registry and the name in it, such as ("layers", "dense")."""
    roles: tuple[tuple[str, str], ...] = ()
    """What inputs are to the network, where they are not data: ("weights", "parameter")."""
    has_files: bool = False
    """Whether the code is to write files."""
    tolerance: float = 1e-9
    """By what share a result may differ from ours and count as the same."""

    def code_in(self, namespace: Mapping[str, Any]) -> Any:
        """Return what a file defines for this part, in the form of ``reference``, or None if it is not there."""
        found = [namespace.get(name) for name in self.defines]
        fits = all(each is not None and isinstance(each, type) is (self.base is not None) for each in found)
        if not fits:
            return None
        return found[0] if len(found) == 1 else SimpleNamespace(**dict(zip(self.defines, found, strict=True)))

    def missing_in(self, namespace: Mapping[str, Any]) -> list[str]:
        """Return what the learner must still write: names that are not there, or are no functions."""
        if self.base is None:
            found = {name: namespace.get(name) for name in self.defines}
            return [name for name, each in found.items() if not callable(each) or isinstance(each, type)]
        kind = namespace.get(self.defines[0])
        if not isinstance(kind, type):
            return [self.defines[0]]
        return [method for method in self.writes if method not in vars(kind)]

    def expected(self, inputs: Inputs) -> dict[str, Array]:
        """Return what our own code makes of these inputs."""
        return self.results_of(self.reference, inputs)

    def results_of(self, code: Any, inputs: Inputs) -> dict[str, Array]:
        """Return what some code of ours makes of these inputs."""
        bench = Bench()
        with ExitStack() as stack:
            stack.enter_context(np.errstate(all="ignore"))
            if self.has_files:
                bench.folder = Path(stack.enter_context(TemporaryDirectory(prefix="glassnet-")))
            results = self.run(bench, code, bench.give(inputs))
        return {name: np.asarray(value) for name, value in results.items()}

    def case(self, recipe: Recipe) -> Inputs:
        """Return the inputs of a recipe."""
        return self.draw(Draw(recipe))

    @cached_property
    def example_results(self) -> dict[str, Array]:
        """What comes of the example."""
        return self.expected(self.example)

    @property
    def results(self) -> tuple[str, ...]:
        """The names of what is compared, in order."""
        return tuple(self.example_results)

    @property
    def our_source(self) -> tuple[str, ...]:
        """The source of our version, to lay beside the learner's."""
        return tuple(inspect.cleandoc("\n" + inspect.getsource(each)) for each in self.ours)

    def written_in(self, source: str) -> tuple[str, ...]:
        """Return the functions of a learner's file that answer to ours; none where it is no Python."""
        wanted = self.writes or self.defines
        try:
            nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ()
        segments = (ast.get_source_segment(source, node, padded=True) for node in nodes if node.name in wanted)
        return tuple(dedent(segment) for segment in segments if segment is not None)

    def starter_passes(self) -> bool:
        """Return whether the starter passes the checks; it must not."""
        return self._passes(self.starter)

    def reference_passes(self) -> bool:
        """Return whether our own version of the file passes them; it must."""
        return self._passes(self.solution)

    def _passes(self, source: str) -> bool:
        from lessons.workshop.checking import check  # needs processes, which whoever only lists parts has no use for

        return check(self, source).has_passed

"""In the child: a learner's file is loaded, tried on cases, and recorded.

What is loaded here runs for the first time. It may do anything that Python can, so all that this module needs
afterwards is taken hold of before.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.workshop.bench import Bench, Missing, RecordingBench
from lessons.workshop.faults import Fault, Place, fault_of, place_in
from lessons.workshop.guard import Guard
from lessons.workshop.part import Part
from lessons.workshop.parts import PARTS
from lessons.workshop.wire import Message

if TYPE_CHECKING:
    from lessons.workshop.trainer import Trainer

MOST_CELLS = 200_000
"""Of a larger result only the shape is sent; no case has one."""

Answer = tuple[str, dict[str, Any]]

_asarray, _copyto_bytes = np.asarray, np.ndarray.tobytes
_Array, _Generic = np.ndarray, np.generic


class Workbench:
    """Holds one learner's file, and answers requests about it."""

    def __init__(self, folder: Path, guard: Guard) -> None:
        self._folder = folder
        self._guard = guard
        self._files: dict[str, list[str]] = {}
        self._numpy = dict(vars(np))
        self._requests: dict[str, Callable[[dict[str, Any]], Answer]] = {
            "load": self._load, "try": self._try, "record": self._record,
            "begin": self._begin, "train": self._train,
        }  # fmt: skip
        self._trainer: Trainer
        self.part: Part
        self.code: Any = None

    def answer(self, request: Message) -> Answer:
        """Return the answer to a request; an error in the learner's code is an answer too."""
        try:
            return self._requests[request.kind](dict(request.values))
        except MemoryError:
            raise
        except BaseException as error:  # also SystemExit, and whatever a learner may think of
            return "failed", {"fault": self.fault(error).as_values(), **self._signs()}

    def fault(self, error: BaseException) -> Fault:
        """Return what is to be told of an error."""
        return fault_of(error, self._files)

    def place_in(self, frame: FrameType | None) -> Place | None:
        """Return the learner's line that is running in a stack of frames."""
        return place_in(frame, self._files)

    def load(self, name: str, source: str) -> tuple[Part, dict[str, Any]]:
        """Run a learner's file, and return the part and what the file defines."""
        part = PARTS[name]
        file = self._folder / f"{name}.py"
        file.write_text(source, encoding="utf-8")
        self._files[str(file)] = source.splitlines()
        np.seterr(all="ignore")  # what overflows shows in the results
        warnings.formatwarning = self._warning
        module = ModuleType(name)
        module.__file__ = str(file)
        sys.modules[name] = module
        code = compile(source, str(file), "exec", dont_inherit=True)
        exec(code, vars(module))  # noqa: S102 - this process is there for it
        return part, vars(module)

    def _warning(
        self, message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
    ) -> str:
        """Return a warning as the learner may read it: their line, and no path into a library."""
        where = f"line {lineno}: " if filename in self._files else ""
        return f"{where}{category.__name__}: {message}\n"

    def _load(self, values: dict[str, Any]) -> Answer:
        self.part, namespace = self.load(values["part"], values["source"])
        self.code = self.part.code_in(namespace)
        return "loaded", {"missing": self.part.missing_in(namespace), **self._signs()}

    def _try(self, values: dict[str, Any]) -> Answer:
        """Call the learner's code on one case; say also which inputs it changed, and what of NumPy."""
        number, inputs = values.pop("case number"), values
        bench = Bench()
        bench.folder = self._folder
        given = bench.give(inputs)
        before = {name: value for name, value in vars(given).items() if isinstance(value, _Array)}
        results = self.part.run(bench, self.code, given)
        changed = [name for name, value in before.items() if _copyto_bytes(value) != _copyto_bytes(inputs[name])]
        answer: dict[str, Any] = {"case number": number, "changed": changed, **self._signs()}
        answer |= {"odd": {}, "names": list(results)}
        for name, result in results.items():
            sent = _sendable(result)
            if isinstance(sent, _Array):
                answer[f"result {name}"] = sent
            else:
                answer["odd"][name] = sent
        return "tried", answer

    def _record(self, values: dict[str, Any]) -> Answer:
        """Run the code on one case with every operation recorded, as far as it comes."""
        from netcore.trace.exchange import to_bytes

        bench = RecordingBench(self.part.defines[0], dict(self.part.roles))
        bench.folder = self._folder
        stopped = ""
        try:
            self.part.run(bench, self.code, bench.give(values))
        except BaseException as error:  # what was recorded before it is what the learner wants to see
            stopped = type(error).__name__
        data = to_bytes(bench.trace())
        return "recorded", {"trace": np.frombuffer(data, np.uint8), "stopped": stopped}

    def _begin(self, values: dict[str, Any]) -> Answer:
        """Begin an experiment in which learners' parts stand in the place of ours."""
        from lessons.workshop.trainer import Trainer

        codes = [(part, part.code_in(namespace)) for part, namespace in map(self._loaded, values["sources"].items())]
        self._trainer = Trainer(values["experiment"], codes)
        return self._trainer.answer({"do": "look", "known": 0})

    def _train(self, values: dict[str, Any]) -> Answer:
        """Pass a request on to the experiment."""
        answer: Answer = self._trainer.answer(values)
        return answer

    def _loaded(self, item: tuple[str, str]) -> tuple[Part, dict[str, Any]]:
        return self.load(*item)

    def _signs(self) -> dict[str, Any]:
        """Return what the code has tried on the side: what of NumPy it replaced, and what it was refused."""
        patched = [name for name, thing in self._numpy.items() if vars(np).get(name) is not thing]
        return {"patched": patched[:5], "refused": self._guard.refused}


def _sendable(result: Any) -> Any:
    """Return a result as an array of numbers; if it is none, say what it is."""
    if result is None:
        return {"is": "nothing"}
    if isinstance(result, Missing):
        return {"is": "missing"}
    kind = type(result).__name__
    if not isinstance(result, _Array | _Generic | bool | int | float | list | tuple):
        return {"is": "other", "kind": kind}
    try:
        array = _asarray(result)
    except Exception:  # rows of different lengths, and worse
        return {"is": "other", "kind": kind}
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        return {"is": "other", "kind": f"{kind} of {array.dtype}"}
    if array.size > MOST_CELLS:
        return {"is": "huge", "shape": [int(side) for side in array.shape]}
    return array.view(_Array)

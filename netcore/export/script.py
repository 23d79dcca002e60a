"""An experiment as a script: everything that a run needs, in one file that NumPy alone can run.

The script holds the very source of the run's own parts, cut out of their files, so it computes what the run computes,
to the last digit; and the numbers that the run begins with.
"""

import textwrap
from collections.abc import Iterator

import numpy as np

from netcore.arrays import Array
from netcore.batches import Batches
from netcore.errors import SettingError, StorageError
from netcore.export.numbers import UNPACKED, array_text, is_packed
from netcore.export.sources import Sources
from netcore.run import Run
from netcore.settings import arguments_of, settings_of

MOST_CHARACTERS = 8_000_000
"""A longer script is not made …"""

MOST_BYTES = 64_000_000
"""… nor one of more data: they would not be packed into as many characters."""


def export_script(run: Run, updates: int, title: str = "An experiment", every: int = 1) -> str:
    """Return a script that does the run's next updates and prints the loss before each of them, or each ``every``-th.

    The run itself does not move; to export all of it, ``seek(0)`` first. Each line that is printed holds the number of
    the update and the loss, written so that no digit is lost. Raises ``SettingError`` for less than one update, and
    ``StorageError`` for a part whose source cannot be found, or data that are too large.
    """
    if updates < 1 or every < 1:
        raise SettingError(f"a script does at least one update and prints every 1 or more, not {updates} and {every}")
    return _Script(run, updates, title, every).text()


class _Script:
    """A run on its way to be a script."""

    def __init__(self, run: Run, updates: int, title: str, every: int) -> None:
        self.run = run
        self.moment = run.moment()
        self.updates = updates
        self.title = " ".join(title.replace("\\", " ").replace('"', "'").split())
        self.every = every
        self.arrays: dict[str, Array] = {}
        self.random = [number for number, layer in enumerate(run.model.layers) if layer.is_random]

    def text(self) -> str:
        """Return the whole script."""
        main = "\n".join(self._main())
        self._check_size("bytes of data", sum(array.nbytes for array in self.arrays.values()), MOST_BYTES)
        numbers = "\n\n".join(f"{name} = {array_text(array)}" for name, array in self.arrays.items())
        sources = self._sources(main)
        has_packed = any(is_packed(array) for array in self.arrays.values())
        imports = ["import base64", "import zlib"] if has_packed else []
        imports = sorted({*imports, "import numpy as np", *sources.imports}, key=_import_order)
        pieces = [
            f'"""{self.title}.\n\n{self._explanation()}\n"""',
            "from __future__ import annotations",
            "\n".join(imports),
            sources.text.replace("netcore.", ""),
            *([UNPACKED.rstrip()] if has_packed else []),
            "# ── the experiment " + "─" * 90,
            main,
            "# ── the numbers it begins with " + "─" * 78,
            numbers,
            'if __name__ == "__main__":\n    main()\n',
        ]
        opening, futures, *rest = pieces
        script = "\n\n".join([opening, futures, "\n\n\n".join(rest)])
        self._check_size("characters", len(script), MOST_CHARACTERS)
        return script

    def _check_size(self, what: str, size: int, most: int) -> None:
        if size > most:
            raise StorageError(f"the script would have {size:,} {what}; {most:,} are the most. Take fewer samples")

    def _explanation(self) -> str:
        lines = (
            f"Run it with Python and NumPy, and nothing else: it does updates {self.moment.update} to "
            f"{self.moment.update + self.updates - 1} and prints the loss before each"
            + (f" {self.every}th of them." if self.every > 1 else " of them.")
        )
        text = lines + " First come the parts of the network, then the experiment, and last the numbers it begins with."
        return "\n".join(textwrap.wrap(text, 110))

    def _sources(self, main: str) -> Sources:
        sources = Sources()
        model, optimizer = self.run.model, self.run.optimizer
        sources.use(main)
        schedule = getattr(optimizer, "schedule", None)
        parts = [*model.layers, model.loss, optimizer, *([] if isinstance(schedule, str | None) else [schedule])]
        for part in parts:
            sources.need_class(type(part))
        if self.run.batches.batch_size is not None:
            sources.need_class(Batches)
        if model.numerics.array is not np.ndarray:
            sources.need_class(model.numerics.array)
        sources.close()
        return sources

    def _main(self) -> Iterator[str]:
        """Yield the lines of the script's main function."""
        run, model, start = self.run, self.run.model, self.moment.update
        yield "def main():"
        yield '    """Train the network, and print the loss before each update."""'
        yield "    layers = ["
        yield from (f"        {_construction(layer)}," for layer in model.layers)
        yield "    ]"
        yield f"    loss = {_construction(model.loss)}"
        yield f"    optimizer = {_construction(run.optimizer)}"
        yield from self._parameters()
        yield from self._states()
        yield f"    X, y = {self._given('INPUTS', run.X)}, {self._given('TARGETS', run.y)}"
        if run.batches.batch_size is not None:
            batches = run.batches
            yield (
                f"    batches = Batches(len(X), {batches.batch_size}, seed={batches.seed}, "
                f"is_shuffled={batches.is_shuffled})"
            )
        yield from self._stream()
        yield f"    for update in range({start}, {start + self.updates}):"
        yield from self._randomness()
        if run.batches.batch_size is None:
            yield "        values, targets = X, y"
        else:
            yield "        rows = batches.rows(update)"
            yield "        values, targets = X[rows], y[rows]"
        yield from LOOP.splitlines()
        if self.every > 1:
            yield f"        if update % {self.every} == 0:"
        yield "    " * (2 + (self.every > 1)) + "print(update, data_loss + regularization_loss)"
        yield from BACKWARD.splitlines()

    def _given(self, name: str, array: Array) -> str:
        """Return what the script calls an array, which is added to its numbers."""
        self.arrays[name] = np.asarray(array)
        kind = self.run.model.numerics.array
        return name if kind is np.ndarray else f"{name}.view({kind.__name__})"

    def _parameters(self) -> Iterator[str]:
        model = self.run.model
        yield "    parameters = ["
        for parameter in model.parameters:
            yield f'        (layers[{model.layers.index(parameter.layer)}], "{parameter.attribute}"),'
        yield "    ]"
        starts = [
            self._given(_constant(parameter.name), self.moment.vector[parameter.place].reshape(parameter.view.shape))
            for parameter in model.parameters
        ]
        yield f"    starts = [{', '.join(starts)}]"
        yield "    for (layer, name), start in zip(parameters, starts, strict=True):"
        yield "        setattr(layer, name, start)"

    def _states(self) -> Iterator[str]:
        """Yield the lines that give the optimizer its memory, which is empty before the first update."""
        yield "    states = [optimizer.begin(getattr(layer, name)) for layer, name in parameters]"
        if self.moment.update == 0:
            return
        yield "    for state in states:"
        yield f"        state.updates = {self.moment.update}"
        for slot, arrays in self.moment.slots.items():
            for number, (parameter, array) in enumerate(zip(self.run.model.parameters, arrays, strict=True)):
                yield f"    states[{number}].{slot} = {self._given(_constant(f'{parameter.name}.{slot}'), array)}"

    def _stream(self) -> Iterator[str]:
        """Yield the lines that make the source of all randomness, where it is one that is drawn from in order."""
        stream = self.moment.stream
        if self.random and isinstance(stream, tuple):
            _kind, keys, position, has_normal, normal = stream
            self.arrays["STREAM"] = np.asarray(keys)
            yield "    rng = np.random.RandomState()"
            yield f'    rng.set_state(("MT19937", STREAM, {position}, {has_normal}, {normal!r}))'

    def _randomness(self) -> Iterator[str]:
        """Yield the lines that give each layer what is random about an update."""
        if not self.random:
            return
        if self.moment.stream is None:
            yield f"        rng = np.random.default_rng([{self.run.seed}, update, 1])"
        for number in self.random:
            yield f"        layers[{number}].rng = rng"


LOOP = """\
        for layer in layers:
            values = layer.forward(values, training=True)
        data_loss = float(loss.average(loss.forward(values, targets)))
        regularization_loss = sum(float(layer.penalty()) for layer in layers)"""

BACKWARD = """\
        dvalues = loss.backward(values, targets)
        for layer in reversed(layers):
            dvalues = layer.backward(dvalues)
        for (layer, name), state in zip(parameters, states, strict=True):
            optimizer.apply(getattr(layer, name), getattr(layer, "d" + name), state)"""


def _construction(part: object) -> str:
    """Return the call that makes a part, with those settings that are not as usual."""
    given = []
    arguments = arguments_of(type(part))
    for name, value in settings_of(part).items():
        argument = arguments[name]
        if value == argument.default:
            continue
        text = _construction(getattr(part, name)) if isinstance(value, dict) else repr(value)
        is_required = argument.default is argument.empty and argument.kind is argument.POSITIONAL_OR_KEYWORD
        given.append(text if is_required else f"{name}={text}")
    return f"{type(part).__name__}({', '.join(given)})"


def _constant(name: str) -> str:
    """Return a parameter's name as a constant's: DENSE1_WEIGHTS."""
    return name.replace(".", "_").upper()


def _import_order(line: str) -> tuple[bool, bool, str]:
    return "numpy" in line, line.startswith("from"), line

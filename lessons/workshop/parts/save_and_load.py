"""Save and load: parameters outlive the program."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from lessons.workshop.bench import Bench, Given
from lessons.workshop.draw import Draw
from lessons.workshop.part import Inputs, Mistake, Part, Results
from netcore.storage.archive import read_archive, write_archive


def _draw(draw: Draw) -> Inputs:
    return {"weights": draw.parameters(draw.features, draw.neurons) / 3, "biases": draw.numbers(1, draw.neurons) / 7}


def _run(bench: Bench, code: Any, given: Given) -> Results:
    path = bench.folder / "model.npz"
    path.unlink(missing_ok=True)
    bench.call(code.save, str(path), given.weights, given.biases)
    weights, biases = bench.call(code.load, str(path))
    return {"weights": weights, "biases": biases, "can be read without pickle": _is_plain(path)}


def _is_plain(path: Path) -> bool:
    """Return whether the file is there and holds nothing but arrays of numbers."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            return all(archive[name] is not None for name in archive.files)
    except (OSError, ValueError, EOFError):
        return False


def _save(path: str, weights: Any, biases: Any) -> None:
    np.savez(path, weights=weights, biases=biases)


def _load(path: str) -> Any:
    with np.load(path) as archive:
        return archive["weights"], archive["biases"]


def _swaps_them(path: str) -> Any:
    with np.load(path) as archive:
        return archive["biases"], archive["weights"]


def _rounds(path: str, weights: Any, biases: Any) -> None:
    np.savez(path, weights=np.round(weights, 2), biases=np.round(biases, 2))


def _halves_the_digits(path: str, weights: Any, biases: Any) -> None:
    np.savez(path, weights=weights.astype(np.float32), biases=biases.astype(np.float32))


def _forgets_the_biases(path: str) -> Any:
    with np.load(path) as archive:
        return archive["weights"], np.zeros_like(archive["biases"])


def _writes_text(path: str, weights: Any, biases: Any) -> None:
    Path(path).write_text(f"{weights.tolist()}\n{biases.tolist()}", encoding="utf-8")


def _reads_text(path: str) -> Any:
    import json

    weights, biases = map(json.loads, Path(path).read_text(encoding="utf-8").splitlines())
    return np.array(weights), np.array(biases)


PART = Part(
    name="save_and_load",
    title="Save and load",
    chapter=21,
    statement="""\
A network that has learned for hours is a few arrays of numbers. Bring them to a file and back, and nothing is lost.

Write `save(path, weights, biases)` and `load(path)`, which returns both. `np.savez(path, name=array)` writes arrays
under names; `np.load(path)` gives them back by those names. Every digit must survive.

Do not use `pickle`, though it looks easier: who loads a pickle runs whatever program its author has put into it.""",
    formula="load(path) = what save(path, weights, biases) was given",
    shapes=(
        ("path", "the name of a file, ending in .npz"),
        ("weights", "(inputs, neurons)"),
        ("biases", "(1, neurons)"),
    ),
    defines=("save", "load"),
    starter="""\
import numpy as np


def save(path, weights, biases):
    pass  # your line goes here


def load(path):
    return None, None  # and your lines here
""",
    solution="""\
import numpy as np


def save(path, weights, biases):
    np.savez(path, weights=weights, biases=biases)


def load(path):
    with np.load(path) as archive:
        return archive["weights"], archive["biases"]
""",
    reference=SimpleNamespace(save=_save, load=_load),  # netcore's own waits for the disk, too long for so many cases
    example={"weights": np.array([[0.1, -2.5], [1 / 3, 0.0]]), "biases": np.array([[0.0, 7.25]])},
    draw=_draw,
    run=_run,
    mistakes=(
        Mistake(
            SimpleNamespace(save=_save, load=_swaps_them),
            "They come back the other way round: the weights first, then the biases.",
        ),
        Mistake(
            SimpleNamespace(save=_rounds, load=_load),
            "Digits are lost on the way. Save the arrays as they are, without rounding.",
        ),
        Mistake(
            SimpleNamespace(save=_halves_the_digits, load=_load),
            "float32 keeps only seven digits of sixteen. Save the arrays in their own dtype.",
        ),
        Mistake(
            SimpleNamespace(save=_save, load=_forgets_the_biases),
            "The biases come back as zeros. They are in the file too: return them as they were saved.",
        ),
        Mistake(
            SimpleNamespace(save=_writes_text, load=_reads_text),
            "np.load finds no arrays in the file. Write them there with np.savez.",
        ),
    ),
    hints=(
        "`np.savez(path, weights=weights, ...)` keeps arrays under the names that you give them.",
        '`archive = np.load(path)`, then `archive["weights"]`.',
        'Return both, the weights first: `return archive["weights"], archive["biases"]`.',
    ),
    ours=(write_archive, read_archive),
    roles=(("weights", "parameter"), ("biases", "parameter")),
    has_files=True,
)

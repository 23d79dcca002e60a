"""How a lesson names a number of the running network.

    reference = path [ "@after" ] [ ".shape" ] [ "[" index { "," index } "]" ]
    path      = "X" | "y" | part "." attribute | part "." method "." operation | "run." measure | "run.history." series
    index     = integer | ":"          (negative integers count from the end)

Examples::

    dense1.output[0, 1]       the output of the layer dense1 for sample 0, neuron 1
    loss.mean                 the mean loss of the batch (loss.output holds one loss per sample)
    dense2.dweights           the gradient of dense2's weights
    dense2.weights@after      the weights when the update is done (without @after: as the update began)
    dense1.forward.matmul[0]  what a step on the way gave: the result of the first matmul of dense1's forward
    dense1.weights.shape      (2, 3); dense1.weights.shape[0] is 2
    dense1.weights.numeric[0, 1]  the gradient of one number, found by nudging it (also .below, .above: the loss there)
    X[0]   y[2]               row 0 of the data, the class of sample 2
    run.accuracy              the share of the data that the network gets right now; also run.loss, run.update,
                              run.learning_rate, and run.diverged: 1 once the loss is ten times what it was, or no
                              number at all, else 0
    run.history.loss[-1]      the loss of the last finished update; also accuracy, learning_rate, …

This module reads the grammar only; `lessons.evidence` finds the numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lessons.errors import NamingError, unknown

DATA = ("X", "y")
MEASURES = ("accuracy", "diverged", "learning_rate", "loss", "update")
"""What can be asked of the run as it stands: `run.accuracy`."""

SERIES = ("accuracy", "data_loss", "learning_rate", "loss", "regularization_loss")
"""What the run wrote down at each finished update: `run.history.loss`."""

NUDGES = ("numeric", "below", "above")
"""What nudging one number of a parameter, an output or the data tells: `dense1.weights.numeric[0, 1]`."""

_REFERENCE = re.compile(
    r"(?P<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:@(?P<moment>\w+))?(?P<more>(?:\.[A-Za-z_]\w*)*)\s*(?P<index>\[.*\])?"
)
_ITEM = re.compile(r"-?\d{1,9}|:")


@dataclass(frozen=True, slots=True)
class Reference:
    """A name for a value of the network, or for one of its cells, as `lessons.references` describes."""

    text: str = field(compare=False)
    path: str
    """The name without index, moment and shape: "dense1.output"."""
    index: tuple[int | None, ...] = ()
    """The cell, row or column that is meant; None stands for ":"."""
    is_after: bool = False
    """Whether the value is meant as it is when the update is done."""
    is_shape: bool = False
    """Whether the shape of the value is meant, not its numbers."""

    @property
    def part(self) -> str:
        """What the path begins with: "dense1", "loss", "optimizer", "run", "X" or "y"."""
        return self.path.partition(".")[0]

    @property
    def attribute(self) -> str:
        """What the path ends with: "output", "history.loss"; empty for "X" and "y"."""
        return self.path.partition(".")[2]

    @property
    def name(self) -> str:
        """The name by which a trace knows the value: "dense1.weights@after"."""
        return f"{self.path}@after" if self.is_after else self.path

    @property
    def is_nudged(self) -> bool:
        """Whether a number is nudged to find out, as in `dense1.weights.numeric[0, 1]`."""
        return self.attribute.count(".") == 1 and self.attribute.rpartition(".")[2] in NUDGES and self.part != "run"

    @property
    def is_measured(self) -> bool:
        """Whether the run is asked, not the trace of its next update."""
        return self.part == "run" or self.is_nudged

    def __str__(self) -> str:
        """Return the reference as written."""
        return self.text


def parse_reference(text: str) -> Reference:
    """Return the parsed reference, or raise `NamingError` saying what cannot be read."""
    found = _REFERENCE.fullmatch(text.strip())
    if found is None:
        raise NamingError(
            f"cannot read the reference {text.strip()[:60]!r}",
            "Write it like dense1.output[0, 1], loss.mean, X[0] or run.history.loss[-1].",
        )
    path, more = found["path"], found["more"]
    if more not in ("", ".shape"):
        raise NamingError(f"{more[1:]!r} cannot follow @{found['moment']} in {text.strip()!r}", "Only .shape can.")
    is_shape = more == ".shape"
    if not is_shape and path.endswith(".shape") and path.count(".") >= (1 if path.startswith(DATA) else 2):
        path, is_shape = path.removesuffix(".shape"), True
    reference = Reference(text.strip(), path, _index(found["index"], text), _is_after(found["moment"]), is_shape)
    _check_path(reference)
    return reference


def _is_after(moment: str | None) -> bool:
    if moment in (None, "before"):
        return False
    if moment == "after":
        return True
    raise unknown("moment", f"@{moment}", ("@before", "@after"))


def _index(text: str | None, reference: str) -> tuple[int | None, ...]:
    if text is None:
        return ()
    items = [item.strip() for item in text.strip()[1:-1].split(",")]
    for item in items:
        if not _ITEM.fullmatch(item):
            raise NamingError(
                f"{item!r} is not an index, in {reference.strip()!r}", "An index has whole numbers or ':': [0, 1]."
            )
    return tuple(None if item == ":" else int(item) for item in items)


def _check_path(reference: Reference) -> None:
    """Refuse paths that no network has, whatever its layers are."""
    part, attribute = reference.part, reference.attribute
    if reference.is_after and part in (*DATA, "run"):
        raise NamingError(f"{reference.path} has no moment", "Leave @after out.")
    if part in DATA:
        if attribute:
            raise NamingError(f"{part} has nothing called {attribute!r}", f"Write {part}, {part}[0] or {part}.shape.")
    elif part == "run":
        _check_run(attribute)
    elif not attribute or attribute.count(".") > 1 or (reference.is_after and "." in attribute):
        raise NamingError(
            f"{reference.path!r} names no value", "Write a part and what it holds, like dense1.output or loss.mean."
        )


def _check_run(attribute: str) -> None:
    head, _, series = attribute.partition(".")
    if head == "history":
        if series not in SERIES:
            raise unknown("series", series, SERIES)
    elif attribute not in MEASURES:
        raise unknown("measure", attribute, (*MEASURES, *(f"history.{name}" for name in SERIES)), "the run")

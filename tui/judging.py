"""What nudging says to one gradient in the lab: the loss itself is asked, and what it answers is told in a sentence."""

from lessons.lab import Lab
from lessons.workshop.own_run import OwnRun
from netcore.errors import NetcoreError
from netcore.gradient_check import CellCheck, check_cell
from tui.lab_sight import Sight
from tui.numbers import plain

NOT_A_GRADIENT = "Put the cursor on a weight, on a bias or on the gradient of one; then x checks it."
HIDDEN = "Answer the question first; then x checks this gradient."


def judgement(lab: Lab, sight: Sight | None) -> str:
    """Return what the loss answers to a nudge of the parameter that is looked at, beside its gradient."""
    if isinstance(lab.run, OwnRun):
        return _own_judgement(lab.run)
    spot = sight.spot if sight is not None else None
    parameters = {
        name: parameter.name
        for parameter in lab.run.model.parameters
        for name in (parameter.name, _gradient_name(parameter.name))
    }
    name = spot.value.name if spot is not None else None
    if sight is None or spot is None or name not in parameters:
        return NOT_A_GRADIENT
    parameter = parameters[name]
    if sight.hides(lab.trace.value(_gradient_name(parameter)), spot.cell):
        return HIDDEN
    check = check_cell(lab.run.model, *lab.run.batch(), parameter, spot.cell, prepare=lab.run.prepare)
    return _told(check)


def _own_judgement(run: OwnRun) -> str:
    """Return how the learner's own forward and backward pass agree, over some numbers of every parameter."""
    try:
        checks = run.check_gradients()
    except NetcoreError as error:
        return str(error)
    judged = [check for check in checks if not check.has_corner]
    wrong = next((check for check in judged if not check.agrees), None)
    if wrong is not None:
        return f"With your parts: {_told(wrong)}"
    return f"With your parts: {len(judged)} gradients were checked by nudging, and all of them agree."


def _gradient_name(parameter: str) -> str:
    part, _, attribute = parameter.partition(".")
    return f"{part}.d{attribute}"


def _told(check: CellCheck) -> str:
    cell = ", ".join(map(str, check.cell))
    losses = f"the loss is {plain(check.below, 10)} with a nudge down, {plain(check.above, 10)} with a nudge up"
    start = f"{check.parameter}[{cell}] ± {plain(check.epsilon)}: {losses}."
    slopes = f"Slope by nudging {plain(check.numeric, 8)}, by backpropagation {plain(check.analytic, 8)}"
    if check.has_corner:
        return f"{start} {slopes}. The loss has a corner here, where no single slope exists."
    return f"{start} {slopes}: {'they agree' if check.agrees else 'they differ'}."

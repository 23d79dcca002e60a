"""What nudging says to one gradient in the lab: the loss itself is asked, and what it answers is told in a sentence."""

from lessons.lab import Lab
from lessons.workshop.own_run import OwnRun
from netcore.errors import NetcoreError
from netcore.gradient_check import CellCheck, check_cell
from netcore.trace import Index
from tui.lab_sight import Sight
from tui.numbers import plain

NOT_A_GRADIENT = "Put the cursor on a weight, on a bias or on the gradient of one; then x checks it."
HIDDEN = "Answer the question first; then x checks this gradient."


def judgement(lab: Lab, sight: Sight | None) -> str:
    """Return what the loss answers to a nudge of the parameter that is looked at, beside its gradient."""
    found = _parameter(lab, sight)
    if found is None:
        return NOT_A_GRADIENT
    if _is_hidden(lab, sight, *found):
        return HIDDEN
    return _told(check_cell(lab.run.model, *lab.run.batch(), *found, prepare=lab.run.prepare))


def own_judgement(lab: Lab, sight: Sight | None) -> str:
    """Return how the learner's own passes agree on what is looked at, else over some numbers of every parameter.

    The learner's code is asked, which may take its time: this is work for a thread.
    """
    run, found = lab.run, _parameter(lab, sight)
    if not isinstance(run, OwnRun):
        return judgement(lab, sight)
    if found is not None and _is_hidden(lab, sight, *found):
        return HIDDEN
    try:
        if found is not None:
            return f"With your parts: {_told(run.check_gradient(*found))}"
        checks = run.check_gradients()
    except NetcoreError as error:
        return str(error)
    judged = [check for check in checks if not check.has_corner]
    wrong = next((check for check in judged if not check.agrees), None)
    if wrong is not None:
        return f"With your parts: {_told(wrong)}"
    return f"With your parts: {len(judged)} gradients were checked by nudging, and all of them agree."


def _parameter(lab: Lab, sight: Sight | None) -> tuple[str, Index] | None:
    """Return the parameter and the cell that are looked at, be it at their gradient; else None."""
    spot = sight.spot if sight is not None else None
    parameters = {
        name: parameter.name
        for parameter in lab.run.model.parameters
        for name in (parameter.name, _gradient_name(parameter.name))
    }
    name = parameters.get(spot.value.name or "") if spot is not None else None
    return (name, spot.cell) if spot is not None and name is not None else None


def _is_hidden(lab: Lab, sight: Sight | None, parameter: str, cell: Index) -> bool:
    return sight is not None and sight.hides(lab.trace.value(_gradient_name(parameter)), cell)


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

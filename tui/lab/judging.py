"""What nudging says to one gradient in the lab: the loss itself is asked, and what it answers is told in a sentence."""

from lessons.lab import Lab
from lessons.workshop.own_run import OwnRun
from netcore.errors import NetcoreError
from netcore.gradient_check import CellCheck, check_cell, gradient_names
from netcore.trace import Index
from tui.lab.sight import Sight, name_of
from tui.numbers import plain

CHECKED = "x checks any number of a parameter, of the data, of a layer's output, and of a gradient of these."
NO_CURSOR = f"Put the cursor on a number first. {CHECKED}"
HIDDEN = "Answer the question first; then x checks this gradient."


def judgement(lab: Lab, sight: Sight | None) -> str:
    """Return what the loss answers to a nudge of the number that is looked at, beside its gradient."""
    found = _nudgeable(lab, sight)
    if found is None:
        return _not_checked(sight)
    if _is_hidden(lab, sight, *found):
        return HIDDEN
    return _told(check_cell(lab.run.model, *lab.run.batch(), *found, prepare=lab.run.prepare))


def own_judgement(lab: Lab, sight: Sight | None) -> str:
    """Return how the learner's own passes agree on what is looked at, else over some numbers of every parameter.

    The learner's code is asked, which may take its time: this is work for a thread.
    """
    run, found = lab.run, _nudgeable(lab, sight)
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


def _nudgeable(lab: Lab, sight: Sight | None) -> tuple[str, Index] | None:
    """Return the name and the cell of what is to be nudged, be it looked at itself or at its gradient; else None."""
    spot = sight.spot if sight is not None else None
    if spot is None:
        return None
    name = spot.value.name or ""
    gradients = gradient_names(lab.run.model)
    of_gradient = {gradient: of for of, gradient in gradients.items()}
    found = name if name in gradients else of_gradient.get(name)
    return (found, spot.cell) if found is not None else None


def _not_checked(sight: Sight | None) -> str:
    """Return why nothing is checked here, and what can be."""
    spot = sight.spot if sight is not None else None
    return NO_CURSOR if spot is None else f"{name_of(spot)} has no gradient of its own here. {CHECKED}"


def _is_hidden(lab: Lab, sight: Sight | None, name: str, cell: Index) -> bool:
    """Whether the check would give away what the learner is to predict first."""
    gradient = lab.trace.value(gradient_names(lab.run.model)[name])
    return sight is not None and (sight.hides(gradient, cell) or sight.hides(lab.trace.value("loss.mean"), ()))


def _told(check: CellCheck) -> str:
    cell = ", ".join(map(str, check.cell))
    losses = f"the loss is {plain(check.below, 10)} with a nudge down, {plain(check.above, 10)} with a nudge up"
    start = f"{check.name}[{cell}] ± {plain(check.epsilon)}: {losses}."
    slopes = f"Slope by nudging {plain(check.numeric, 8)}, by backpropagation {plain(check.analytic, 8)}"
    if check.has_corner:
        return f"{start} {slopes}. The loss has a corner here, where no single slope exists."
    return f"{start} {slopes}: {'they agree' if check.agrees else 'they differ'}."

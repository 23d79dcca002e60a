"""Which of the keys of a lesson do anything just now, as far as the learner's visit decides it."""

from lessons import telling
from lessons.blocks import Implement, Recap
from tui.lesson.visit import Visit

RUN = ("update.run",)


def first_keys(visit: Visit) -> tuple[str, ...]:
    """Return the commands that what is asked cannot do without: they stand first in the footer, however narrow."""
    task = visit.session.trying
    return RUN if task is not None and task.within != 0 else ()


def labels_now(visit: Visit) -> dict[str, str]:
    """Return what the footer calls the commands that do something more special just now."""
    return {"lesson.continue": "write it"} if isinstance(visit.session.active, Implement) else {}


def is_offered(visit: Visit, action: str, parameters: tuple[object, ...]) -> bool:
    """Return whether an action has something to do; one that the visit does not decide has."""
    session = visit.session
    task = session.active
    match action:
        case "step" | "run" | "go" | "chart" | "check" | "pane":
            return visit.lab is not None
        case "continue":
            return session.trying is None
        case "hint":
            return task is not None and telling.has_more_hints(session, task.id)
        case "give_up":
            state = session.state(task.id) if task is not None else None
            return state is not None and (state.attempts > 0 or state.hints > 0)
        case "keep":
            return any(isinstance(block, Recap) for block in session.visible)
        case "fresh":
            return visit.refreshable is not None
        case "page":
            return not (session.is_last if parameters == (1,) else session.is_first)
    return True

"""The two questions that take the lab far: how many updates to run, and which update to go to."""

from collections.abc import Callable
from typing import Any

from textual.app import App

from tui.lesson.visit import Visit
from tui.screens.question import QuestionScreen

Go = Callable[[int], None]
"""Goes to an update."""


def ask_how_far(app: App[Any], visit: Visit, go: Go) -> None:
    """Ask how many updates to run, and go where they lead; none lead nowhere."""

    def asked(text: str | None) -> None:
        if text and int(text) and visit.lab is not None:
            go(visit.lab.update + int(text))

    question = QuestionScreen("Run how many updates?", "enter runs, escape leaves it", str(visit.usual_run))
    app.push_screen(question, asked)


def ask_where(app: App[Any], go: Go) -> None:
    """Ask which update to go to, and go there."""

    def asked(text: str | None) -> None:
        if text:
            go(int(text))

    app.push_screen(QuestionScreen("Go to which update?", "0 is the beginning"), asked)

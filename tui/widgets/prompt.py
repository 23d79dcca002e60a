"""A question that is answered by typing: a number, a shape."""

import re
from itertools import pairwise
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import var

from tui.render.lines import Line
from tui.render.task import Task, draw_ask, draw_reply
from tui.widgets.field import NUMBER, Field
from tui.widgets.page_block import PageBlock


class Answered(Message):
    """The learner answered a task."""

    def __init__(self, block: str, answer: str) -> None:
        super().__init__()
        self.block = block
        """The block's id."""
        self.answer = answer
        """What was typed, or the numbers of the options that were taken, counted from 1: "2" or "3 1 2"."""


class _Part(PageBlock):
    """The lines above or below the field."""

    DEFAULT_CSS: ClassVar[str] = """
    _Part { margin: 0; }
    """

    asked: var[Task] = var(Task(""))
    lit: var[frozenset[str]] = var(frozenset())

    def watch_asked(self) -> None:
        """Show how the task stands now."""
        self.show_again()

    def watch_lit(self) -> None:
        """Light other names."""
        self.redraw()


class _Ask(_Part):
    """The question."""

    def lines(self, width: int) -> list[Line]:
        """Return the question's lines."""
        return draw_ask(self.asked, width, self.lit)


class _Reply(_Part):
    """The verdict and the hints."""

    def lines(self, width: int) -> list[Line]:
        """Return the lines that were said."""
        return draw_reply(self.asked, width)


class Prompt(Vertical):
    """The question, a field for each answer until it is solved, and what is said to it. Posts `Answered`."""

    DEFAULT_CSS: ClassVar[str] = """
    Prompt { height: auto; margin-bottom: 1; }
    Prompt > Field { margin-left: 3; }
    """
    HELP: ClassVar[str] = """
    ### A question

    Type the answer and press `enter`; `up` and `down` go between several fields. After a miss the caret stands in the
    first field that was not right, and what you type takes the place of what was there. A number may be written `.35`,
    `-1e-3` or `1/3`. `f` gives a hint. While the field is empty the keys for stepping go on working, but what is asked
    for stays covered until you have answered; `ctrl+u` empties it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "field(-1)", "blank", key_display="↑/↓", id="prompt.up"),
        Binding("down", "field(1)", "blank", show=False, id="prompt.down"),
    ]

    asked: var[Task] = var(Task(""), init=False)
    lit: var[frozenset[str]] = var(frozenset())

    def __init__(self, block: str, task: Task, accepts: re.Pattern[str] = NUMBER) -> None:
        super().__init__()
        self.block = block
        hints = [task.how] if task.blanks == 1 else [f"{task.how} {number + 1}" for number in range(task.blanks)]
        self._fields = [Field(accepts, hint=hint, says=task.says) for hint in hints]
        for field, following in pairwise(self._fields):
            field.following = following
        self._say_what_is_spent(task)
        self._ask, self._reply = _Ask(), _Reply()
        self._ask.asked = self._reply.asked = task
        self.set_reactive(Prompt.asked, task)

    def compose(self) -> ComposeResult:
        """Lay out the three parts."""
        yield self._ask
        yield from self._fields
        yield self._reply

    def on_mount(self) -> None:
        """Hide the fields where the question is already solved."""
        self._show_fields()

    @property
    def is_open(self) -> bool:
        """Whether there is still something to answer."""
        return not self.asked.standing.is_settled

    def take_focus(self) -> None:
        """Put the caret into the first field; a caret that is in one already stays.

        It is looked at only when those who asked for the focus before have got it.
        """
        self.app.call_later(self._take_focus)

    def _take_focus(self) -> None:
        if self.is_attached and self.screen.focused not in self._fields:
            self.screen.set_focus(self._fields[0], scroll_visible=False)

    def watch_asked(self, before: Task, task: Task) -> None:
        """Show how the task stands now; a question that is asked anew begins with empty fields."""
        self._ask.asked = self._reply.asked = task
        self._say_what_is_spent(task)
        if before.standing.is_settled and not task.standing.is_settled:
            for field in self._fields:
                field.text = ""
        self._show_fields()
        if task.wrong_blank is not None and any(field.has_focus for field in self._fields):
            self._fields[task.wrong_blank].focus()

    def _say_what_is_spent(self, task: Task) -> None:
        """Have the fields say why no hint comes any more, and what there is instead."""
        is_spent = 0 < task.hint_count <= len(task.hints)
        for field in self._fields:
            field.unavailable = {"f": "no more hints: F shows it"} if is_spent else {}

    def _show_fields(self) -> None:
        for field in self._fields:
            field.display = self.is_open

    def watch_lit(self, lit: frozenset[str]) -> None:
        """Light other names in the question."""
        self._ask.lit = lit

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the arrows to the page where there is only one field."""
        return len(self._fields) > 1 if action == "field" else True

    def action_field(self, step: int) -> None:
        """Go to a neighbouring field."""
        at = next((number for number, field in enumerate(self._fields) if field.has_focus), 0)
        self._fields[max(0, min(at + step, len(self._fields) - 1))].focus()

    def on_field_submitted(self, event: Field.Submitted) -> None:
        """Hand the answer on; where a field is still empty, go there."""
        event.stop()
        empty = next((field for field in self._fields if not field.text.strip()), None)
        if empty is not None and empty is not event.field:
            empty.focus()
        elif empty is not None:
            empty.refuse()
        else:
            for field in self._fields:
                field.hand_in()
            self.post_message(Answered(self.block, ";".join(field.text for field in self._fields)))

"""A task that is settled by running the network, with knobs to turn or without; or by what is done in the workshop."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import var

from tui.render.lines import Line
from tui.render.task import Task, draw_ask, draw_knobs, draw_reply
from tui.widgets.page_block import PageBlock


class KnobMoved(Message):
    """The learner turned a knob."""

    def __init__(self, block: str, knob: int, at: int) -> None:
        super().__init__()
        self.block = block
        """The block's id."""
        self.knob = knob
        """Which of the block's knobs, counted from 0."""
        self.at = at
        """Which of its values it stands on now."""


class TaskLines(PageBlock, can_focus=True):
    """The question, the knobs and how far it has come. Posts `KnobMoved`."""

    HELP: ClassVar[str] = """
    ### Something to try

    `up` and `down` choose a knob, `left` and `right` turn it: the network begins anew with it. `space` runs updates,
    and the task is done as soon as the run comes to what is asked for. `f` gives a hint.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "turn(-1)", "turn", show=False, id="knob.less"),
        Binding("right,l", "turn(1)", "turn", key_display="←/→", id="knob.more"),
        Binding("up,k", "choose(-1)", "knob", key_display="↑/↓", id="knob.up"),
        Binding("down,j", "choose(1)", "knob", show=False, id="knob.down"),
    ]

    asked: var[Task] = var(Task(""), init=False)
    lit: var[frozenset[str]] = var(frozenset())

    def __init__(self, block: str, task: Task) -> None:
        super().__init__()
        self.block = block
        self._cursor = 0
        self.set_reactive(TaskLines.asked, task)

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return not self.asked.standing.is_settled

    def take_focus(self) -> None:
        """Let the keys turn the knobs."""
        self.focus(scroll_visible=False)

    def watch_asked(self) -> None:
        """Show how far it has come."""
        self.show_again()

    def watch_lit(self) -> None:
        """Light other names."""
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to turn only what is there."""
        if action not in ("choose", "turn"):
            return True
        return self.is_open and len(self.asked.knobs) > (1 if action == "choose" else 0)

    def action_choose(self, step: int) -> None:
        """Choose another knob."""
        self._cursor = max(0, min(self._cursor + step, len(self.asked.knobs) - 1))
        self.redraw()

    def action_turn(self, step: int) -> None:
        """Turn the knob."""
        knob = self.asked.knobs[self._cursor]
        at = max(0, min(knob.at + step, len(knob.values) - 1))
        if at != knob.at:
            self.post_message(KnobMoved(self.block, self._cursor, at))

    def lines(self, width: int) -> list[Line]:
        """Return the question, the knobs and the reply."""
        knobs = draw_knobs(self.asked, self._cursor, width, self.has_focus)
        return [*draw_ask(self.asked, width, self.lit), *knobs, *draw_reply(self.asked, width)]

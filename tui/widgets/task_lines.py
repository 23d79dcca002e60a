"""A task that is settled by what the learner does elsewhere: by running the network, or in the workshop."""

from textual.reactive import var

from tui.render.lines import Line
from tui.render.task import Standing, Task, draw_ask, draw_reply
from tui.widgets.page_block import PageBlock


class TaskLines(PageBlock):
    """The question and how far it has come."""

    asked: var[Task] = var(Task(""), init=False)
    lit: var[frozenset[str]] = var(frozenset())

    def __init__(self, block: str, task: Task) -> None:
        super().__init__()
        self.block = block
        self.set_reactive(TaskLines.asked, task)

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.asked.standing is not Standing.RIGHT

    def take_focus(self) -> None:
        """Come into sight; there is nothing to type here."""
        self.scroll_visible(animate=False)

    def watch_asked(self) -> None:
        """Show how far it has come."""
        self.show_again()

    def watch_lit(self) -> None:
        """Light other names."""
        self.redraw()

    def lines(self, width: int) -> list[Line]:
        """Return the question and the reply."""
        return [*draw_ask(self.asked, width, self.lit), *draw_reply(self.asked, width)]

"""A question that is answered by taking one or several of its options, or by putting them in order."""

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import var

from tui.render.lines import Line
from tui.render.task import Standing, Task, draw_ask, draw_options, draw_reply
from tui.widgets.page_block import PageBlock
from tui.widgets.prompt import Answered


class Choice(PageBlock, can_focus=True):
    """Options by number, with a cursor. Posts `Answered` with the numbers of those taken."""

    HELP: ClassVar[str] = """
    ### A question with options

    The number of an option takes it, or the arrows and `enter`. Where several are right, or an order is asked for,
    the numbers collect them and `enter` hands them in. `f` gives a hint.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", show=False, id="option.up"),
        Binding("down,j", "move(1)", "down", show=False, id="option.down"),
        Binding("enter", "submit", "answer", id="option.submit"),
    ]

    asked: var[Task] = var(Task(""), init=False)
    lit: var[frozenset[str]] = var(frozenset())

    def __init__(self, block: str, task: Task, answers: tuple[str, ...]) -> None:
        super().__init__()
        self.block = block
        self._cursor = 0
        self._answers = answers
        self._taken = task.taken
        self.set_reactive(Choice.asked, task)

    @property
    def is_open(self) -> bool:
        """Whether there is still something to answer."""
        return self.asked.standing is not Standing.RIGHT

    def take_focus(self) -> None:
        """Put the cursor on the options."""
        self.focus()

    def lines(self, width: int) -> list[Line]:
        """Return the question, the options and the reply."""
        task = replace(self.asked, taken=self._taken) if self.asked.standing is not Standing.RIGHT else self.asked
        options = draw_options(task, self._cursor, width, self.has_focus)
        return [*draw_ask(task, width, self.lit), *options, *draw_reply(task, width)]

    def watch_asked(self, task: Task) -> None:
        """Show how the task stands now."""
        self._taken = task.taken
        self.show_again()

    def watch_lit(self) -> None:
        """Light other names in the question."""
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing more once it is solved."""
        return self.is_open if action in ("move", "submit") else True

    def on_key(self, event: events.Key) -> None:
        """Take an option by its number or by its own key."""
        number = self._number(event.character)
        if number is not None and self.is_open:
            event.stop()
            event.prevent_default()
            self._cursor = number
            self._take(number)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the option that was pressed; a second press takes it."""
        above = len(draw_ask(self.asked, self.size.width))
        for number in range(len(self.asked.options)):
            upto = replace(self.asked, options=self.asked.options[: number + 1])
            height = len(draw_options(upto, 0, self.size.width, has_focus=False))
            if above <= event.y < above + height:
                is_again = self._cursor == number
                self._cursor = number
                if is_again and self.is_open:
                    self._take(number)
                self.show_again()
                return

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._cursor = max(0, min(self._cursor + step, len(self.asked.options) - 1))
        self.redraw()

    def action_submit(self) -> None:
        """Hand in: what was collected, or the option under the cursor."""
        if not self._collects:
            self._take(self._cursor)
        elif self._taken:
            self._answer(self._taken)
        else:
            self._take(self._cursor)

    @property
    def _collects(self) -> bool:
        """Whether several options make up one answer."""
        return self.asked.takes_several or self.asked.is_ordered

    def _take(self, number: int) -> None:
        """Take an option, or put it back where several are collected."""
        if not self._collects:
            self._answer((number,))
            return
        self._taken = tuple(n for n in self._taken if n != number) if number in self._taken else (*self._taken, number)
        if self.asked.is_ordered and len(self._taken) == len(self.asked.options):
            self._answer(self._taken)
        self.show_again()

    def _answer(self, numbers: tuple[int, ...]) -> None:
        chosen = numbers if self.asked.is_ordered else tuple(sorted(numbers))
        self.post_message(Answered(self.block, " ".join(self._answers[number] for number in chosen)))

    def _number(self, character: str | None) -> int | None:
        """Return which option a key stands for, counted from 0."""
        if character is None:
            return None
        keys = self.asked.keys or tuple(str(number + 1) for number in range(len(self.asked.options)))
        return keys.index(character) if character in keys else None

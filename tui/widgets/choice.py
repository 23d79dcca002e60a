"""A question that is answered by taking one or several of its options, or by putting them in order."""

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import var

from tui.render.lines import Line
from tui.render.task import Task, draw_ask, draw_options, draw_reply
from tui.widgets.page_block import PageBlock
from tui.widgets.prompt import Answered


class Choice(PageBlock, can_focus=True):
    """Options by number, with a cursor. Posts `Answered` with the numbers of those taken."""

    HELP: ClassVar[str] = """
    ### A question with options

    The key before an option goes to it, as the arrows do, and `enter` hands it in; pressed twice, the key does both.
    Where several are right, or an order is asked for, the keys and `space` tick them, and `enter` hands them in.
    `f` gives a hint.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "answer", id="option.submit"),
        Binding("space", "tick", "tick", id="option.tick"),
        Binding("up,k", "move(-1)", "choose", key_display="↑/↓", id="option.up"),
        Binding("down,j", "move(1)", "choose", show=False, id="option.down"),
    ]

    asked: var[Task] = var(Task(""), init=False)
    lit: var[frozenset[str]] = var(frozenset())

    def __init__(self, block: str, task: Task, answers: tuple[str, ...]) -> None:
        super().__init__()
        self.block = block
        self._cursor = 0
        self._pointed: int | None = None
        """The option whose key was pressed last: pressed again, it is handed in."""
        self._answers = answers
        self._taken = _kept(task)
        self.set_reactive(Choice.asked, task)

    @property
    def is_open(self) -> bool:
        """Whether there is still something to answer."""
        return not self.asked.standing.is_settled

    def take_focus(self) -> None:
        """Put the cursor on the options; the page scrolls by itself."""
        self.focus(scroll_visible=False)

    def lines(self, width: int) -> list[Line]:
        """Return the question, the options and the reply."""
        task = replace(self.asked, taken=self._taken) if self.is_open else self.asked
        options = draw_options(task, self._cursor, width, self.has_focus)
        return [*draw_ask(task, width, self.lit), *options, *draw_reply(task, width)]

    def watch_asked(self, task: Task) -> None:
        """Show how the task stands now."""
        self._taken = _kept(task)
        self.show_again()

    def watch_lit(self) -> None:
        """Light other names in the question."""
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing more once it is solved."""
        if action == "tick":
            return self.is_open and self._collects
        return self.is_open if action in ("move", "submit") else True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key stands for an option here, so that no footer offers it as a command."""
        return self.is_open and self._number(character) is not None

    def on_key(self, event: events.Key) -> None:
        """Go to an option by its key; where several make up an answer, tick it; a second press hands it in."""
        number = self._number(event.character)
        if number is None or not self.is_open:
            return
        event.stop()
        event.prevent_default()
        is_again = number == self._pointed
        self._cursor, self._pointed = number, number
        if self._collects or is_again:
            self._take(number)
        else:
            self.redraw()

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
        self._pointed = None
        self._cursor = max(0, min(self._cursor + step, len(self.asked.options) - 1))
        self.redraw()

    def action_submit(self) -> None:
        """Hand in: what was ticked, or the option under the cursor; an order goes on until all are placed."""
        is_to_go_on = self.asked.is_ordered and len(self._taken) < len(self.asked.options)
        if not self._collects or not self._taken or (is_to_go_on and self._cursor not in self._taken):
            self._take(self._cursor)
        elif not is_to_go_on:
            self._answer(self._taken)

    def action_tick(self) -> None:
        """Tick the option under the cursor, or take the tick away."""
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
        self._pointed = None
        chosen = numbers if self.asked.is_ordered else tuple(sorted(numbers))
        self.post_message(Answered(self.block, " ".join(self._answers[number] for number in chosen)))

    def _number(self, character: str | None) -> int | None:
        """Return which option a key stands for, counted from 0."""
        if character is None:
            return None
        keys = self.asked.keys or tuple(str(number + 1) for number in range(len(self.asked.options)))
        return keys.index(character) if character in keys else None


def _kept(task: Task) -> tuple[int, ...]:
    """Return the ticks to go on with: those that were handed in; an order that was not right begins anew."""
    return () if task.is_ordered and not task.standing.is_settled else task.taken

"""A lesson's page: its blocks one below the other, as far as the page is open."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from lessons import telling
from lessons.blocks import Block, Choice, ExperimentBlock, Fill, Implement, Note, Predict, Prose, Recap, Show, Try
from lessons.blocks import Task as TaskBlock
from lessons.session import LessonSession
from tui.lesson.tasks import answering_of, task_view
from tui.render.task import Task
from tui.widgets import aside, recap
from tui.widgets.choice import Choice as ChoiceWidget
from tui.widgets.lesson_text import LessonText
from tui.widgets.page_block import SCROLL_KEYS
from tui.widgets.prompt import Prompt
from tui.widgets.task_lines import TaskLines

TaskWidget = Prompt | ChoiceWidget | TaskLines


class LessonPane(VerticalScroll, can_focus=True):
    """The open part of a page. It is rebuilt when another page opens, and grows when more of the page does."""

    HELP: ClassVar[str] = """
    ### The lesson

    `enter` goes on: to what is to be done here, and when that is done to the next page. `>` and `<` turn the page at
    any time. `tab` goes to the lab and back. Arrows scroll, where the page is longer than the window.
    """
    DEFAULT_CSS: ClassVar[str] = """
    LessonPane { padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    LessonPane > * { max-width: 84; }
    """
    BINDINGS: ClassVar[list[BindingType]] = SCROLL_KEYS

    def __init__(self) -> None:
        super().__init__()
        self._page = 0
        self._ids: list[str] = []
        self._lit: frozenset[str] = frozenset()
        self._places: dict[int, int] = {}
        """How far each page was scrolled when another was turned to."""

    async def show(self, session: LessonSession, unsaved: frozenset[str] = frozenset()) -> None:
        """Show the page as the session has it: what is there is brought up to date, what is new is added."""
        visible = [block for block in session.visible if not isinstance(block, ExperimentBlock)]
        ids = [block.id for block in visible]
        is_other = session.number != self._page
        if is_other or ids[: len(self._ids)] != self._ids:
            self._places[self._page] = self.scroll_offset.y
            self._page, self._ids = session.number, []
            await self.remove_children()
            self.scroll_home(animate=False)
        had_any = bool(self._ids)
        texts = {block.id: block for block in visible if isinstance(block, Prose)}
        for widget in self.children:
            if isinstance(widget, LessonText) and widget.block in texts:
                widget.text = telling.prose(session, texts[widget.block])
            elif isinstance(widget, TaskWidget):
                widget.asked = task_view(session, widget.block, widget.block not in unsaved)
        fresh = [block for block in visible if block.id not in self._ids]
        self._ids = ids
        if not had_any and session.page.title:
            await self.mount(aside.Heading(session.page.title))
        widgets = [made for block in fresh if (made := _widget(session, block, unsaved)) is not None]
        if widgets:
            await self.mount_all(widgets)
            self.light(self._lit)
        if is_other and self._places.get(self._page):
            self.call_after_refresh(self.scroll_to, y=self._places[self._page], animate=False)

    async def announce(self, title: str) -> None:
        """Show the title of a page whose numbers are not there yet."""
        if title:
            await self.mount(aside.Heading(title))

    @property
    def tasks(self) -> Iterator[TaskWidget]:
        """The widgets of what there is to do."""
        return (widget for widget in self.children if isinstance(widget, TaskWidget))

    @property
    def open_task(self) -> TaskWidget | None:
        """The one that waits for the learner."""
        return next((widget for widget in self.tasks if widget.is_open), None)

    def take_focus(self) -> None:
        """Put the focus on what waits for the learner, else on the page."""
        task = self.open_task
        if task is not None:
            task.take_focus()
            self.call_after_refresh(self._scroll_to_see, task)
        else:
            self.focus()

    def show_reply(self, block: str) -> None:
        """Bring what was just said to an answer into sight."""
        widget = next((widget for widget in self.tasks if widget.block == block), None)
        if widget is not None:
            self.call_after_refresh(self._scroll_to_end_of, widget)

    def _scroll_to_see(self, task: TaskWidget, is_again: bool = False) -> None:
        """Scroll no further than a task needs to be seen, its beginning where it is higher than the room.

        Twice: what the page's other blocks were folded to may change its place once more.
        """
        if not task.is_attached:
            return
        region, room = task.virtual_region, self.scrollable_content_region.height
        self.scroll_to(y=min(max(self.scroll_offset.y, region.bottom - room), region.y), animate=False)
        if not is_again:
            self.call_after_refresh(self._scroll_to_see, task, is_again=True)

    def _scroll_to_end_of(self, widget: Widget) -> None:
        end = widget.virtual_region.bottom - self.scrollable_content_region.height
        if end > self.scroll_offset.y:
            self.scroll_to(y=end, animate=False)

    def read_on(self) -> bool:
        """Scroll on to what stands below; return whether there was anything."""
        if self.scroll_offset.y >= self.max_scroll_y:
            return False
        self.scroll_relative(y=max(self.scrollable_content_region.height - 1, 1), animate=False)
        return True

    def light(self, names: frozenset[str]) -> None:
        """Light these names in every text."""
        self._lit = names
        for widget in self.children:
            if isinstance(widget, LessonText | TaskWidget):
                widget.lit = names


def _widget(session: LessonSession, block: Block, unsaved: frozenset[str]) -> Widget | None:
    """Return the widget for a block; None for one that is not shown here."""
    match block:
        case Prose():
            return LessonText(block.id, telling.prose(session, block))
        case Note(title=title):
            return aside.Note(title, telling.prose(session, block))
        case Recap():
            return recap.Recap(telling.points(session, block))
        case Show(says=says):
            return aside.Pointer(telling.pointer(session, block)) if says else None
        case Predict() | Choice() | Fill() | Try() | Implement():
            return _task_widget(block, task_view(session, block.id, block.id not in unsaved))
    return None


def _task_widget(block: TaskBlock, task: Task) -> TaskWidget:
    """Return the widget for something to do."""
    answering = answering_of(block)
    if answering is not None:
        return ChoiceWidget(block.id, task, answering.answers)
    if isinstance(block, Try | Implement):
        return TaskLines(block.id, task)
    return Prompt(block.id, task)

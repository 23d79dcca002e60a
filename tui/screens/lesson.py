"""A lesson and its lab, side by side where there is room, one at a time where there is not."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from lessons.blocks import Implement, Show
from lessons.lab import Move, Step
from lessons.numbers import count
from tui.command import Command, OffersCommands, bindings
from tui.commands import LESSON
from tui.lab.judging import judgement
from tui.lab.origins import Origins
from tui.lesson import frame as lesson_frame
from tui.lesson.keeping import keep_recap
from tui.lesson.offers import first_keys, is_offered, labels_now
from tui.lesson.visit import Visit
from tui.screens.afresh import begin_afresh_within
from tui.screens.closing import ClosesItself
from tui.screens.lesson_layout import LAYOUT
from tui.screens.where_to import ask_how_far, ask_where
from tui.screens.words import open_words
from tui.widgets.bars import Banner, SummaryLine, TitleBar
from tui.widgets.key_bar import KeyBar
from tui.widgets.lab_charts import LabCharts
from tui.widgets.lesson_panes import LAB, LessonPanes
from tui.widgets.own_lab import OwnLab
from tui.widgets.preparer import Preparer
from tui.widgets.prompt import Answered
from tui.widgets.step_pane import StepPane
from tui.widgets.task_lines import KnobMoved
from tui.widgets.trainer import Trainer

if TYPE_CHECKING:
    from tui.app import GlassnetApp


class LessonScreen(OffersCommands, ClosesItself, Screen[None]):
    """Lays out lesson and lab, and routes: keys to the visit, the visit's state to the panes."""

    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = LESSON
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(LESSON)]
    DEFAULT_CSS: ClassVar[str] = LAYOUT

    def __init__(self, visit: Visit, page: int | None = None) -> None:
        super().__init__()
        self.visit = visit
        self._first_page = page
        self._shown_block: Show | None = None
        self._charts = LabCharts(visit)
        self._trainer = Trainer(self._charts)
        self._preparer = Preparer()
        self._own = OwnLab(visit)
        self._panes = LessonPanes()
        self._has_arrived = False
        self._is_writing = False
        self._put_off: list[Message] = []
        """What the widgets said while a thread was at work on the lab."""

    def compose(self) -> ComposeResult:
        """Lay out the panes between title and keys."""
        yield TitleBar()
        yield Banner()
        yield self._panes
        yield SummaryLine()
        yield from (self._trainer, self._own, self._preparer, self._charts)
        yield KeyBar()

    @property
    def _app(self) -> "GlassnetApp":
        return cast("GlassnetApp", self.app)

    @property
    def _is_lab_busy(self) -> bool:
        """Whether a thread is at work on the lab, which is to be left alone then."""
        return self._trainer.is_running or self._preparer.is_running or self._own.is_asking

    async def on_mount(self) -> None:
        """Begin where the learner left, or on the page that was asked for."""
        page = self._first_page or self.visit.session.number
        if self._preparer.has_to_begin(self.visit, page):
            self.query_one(TitleBar).left = lesson_frame.title(self.visit.session)
            await self._panes.announce(lesson_frame.page_title(self.visit.session, page))
        else:
            await self._arrive()

    async def on_preparer_ended(self, event: Preparer.Ended) -> None:
        """Open the page whose numbers were worked out; a learner who would not wait stays where they were."""
        if not self._has_arrived:
            if not event.is_ready:
                self.dismiss()
                return
            await self._arrive()
        elif event.is_ready:
            await self._open(event.page)
        self.refresh_bindings()
        self._take_up()

    async def _arrive(self) -> None:
        """Show the page to begin with."""
        self._has_arrived = True
        self.visit.arrive()
        if self._first_page is not None:
            self.visit.turn(self._first_page)
        self._panes.lab.visible = True
        await self._show()
        self._panes.lesson.take_focus()
        if self.visit.far_place is not None:
            self._start(self.visit.far_place.update)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what works now."""
        if self._is_lab_busy:
            return False
        match action:
            case "own_parts":
                return self._own.has_parts
            case "turn":
                return self._charts.can_turn
        return is_offered(self.visit, action, parameters)

    # What the keys do

    async def action_step(self, name: str) -> None:
        """Move the lab by one step, and look at it."""
        step = Step[name.upper()]
        self._charts.give_way(step)
        if not self._own.step(step):
            await self._stepped(self.visit.step(step))

    async def _stepped(self, move: Move | None) -> None:
        self._look_at_lab()
        await self._after(move)

    async def action_run(self) -> None:
        """Ask how many updates to run, unless a covered value stands in the way of the very first."""
        if (held := self.visit.held_here()) is not None:
            await self._after(held)
        else:
            ask_how_far(self.app, self.visit, self._go_to)

    def action_go(self) -> None:
        """Ask which update to go to."""
        ask_where(self.app, self._go_to)

    async def action_continue(self) -> None:
        """Go to what is to be done; where nothing is, to the next page, and from the last one to the course."""
        session = self.visit.session
        if isinstance(session.active, Implement):
            self._write(session.active)
        elif session.active is not None:
            self._look_at_lesson()
        elif self._reads_on():
            return
        elif not session.is_last:
            await self.action_page(1)
        else:
            self.dismiss()

    def _reads_on(self) -> bool:
        """Bring into sight what has not been seen of the page; return whether there was anything."""
        has_read = self._panes.read_on()
        self._show_frame()
        return has_read

    async def action_page(self, step: int) -> None:
        """Turn the page."""
        page = self.visit.session.number + step
        if not self._preparer.has_to_begin(self.visit, page):
            await self._open(page)

    async def _open(self, page: int) -> None:
        """Open a page."""
        if self.visit.turn(page):
            self.remove_class(LAB)
            self._charts.turn_page()
            await self._show()
            self._panes.lesson.take_focus()

    async def action_hint(self) -> None:
        """Give a hint."""
        await self._help(self.visit.hint)

    async def action_give_up(self) -> None:
        """Show the answer."""
        await self._help(self.visit.give_up)

    async def _help(self, give: Callable[[str], None]) -> None:
        if (task := self.visit.session.active) is not None:
            give(task.id)
            await self._show_reply(task.id)

    async def action_fresh(self) -> None:
        """Ask the last question again, with fresh numbers."""
        if self.visit.refreshable is not None:
            self.visit.refresh(self.visit.refreshable)
            await self._show()
            self._look_at_lesson()

    def action_words(self) -> None:
        """Say what the words of the page mean."""
        open_words(self._app, self.visit.session)

    async def action_own_parts(self) -> None:
        """Choose which of the learner's own parts are to be at work."""
        self._own.choose()

    def action_keep(self) -> None:
        """Write the recap into a file."""
        self._app.tell(keep_recap(self.visit.session, self._app.store.home))

    def action_afresh(self) -> None:
        """Ask whether to begin this page, this lesson, or everything, afresh."""
        begin_afresh_within(self._app, self.visit.session, self.dismiss)

    def action_pane(self) -> None:
        """Go to the other pane."""
        if self._panes.is_in_lab:
            self._look_at_lesson()
        else:
            self._look_at_lab()
            self._panes.lab.take_focus()

    def action_chart(self, step: int) -> None:
        """Show another chart."""
        if self.visit.lab is not None:
            was_hidden = self._panes.is_lab_hidden
            self._look_at_lab()
            self._charts.go_on(self.visit.lab, step, was_hidden)

    def action_turn(self, by: int) -> None:
        """Turn what the page's chart is of: the point, the step, the number of layers."""
        self._charts.turn(by)

    def action_check(self) -> None:
        """Nudge the parameter that is looked at, and say what the loss answers."""
        if self.visit.lab is not None and not self._own.check(self._panes.lab.sight):
            self._app.tell(judgement(self.visit.lab, self._panes.lab.sight))

    def action_back(self) -> None:
        """Return to the number that one came from."""
        self._panes.lab.go_back()

    def action_leave(self) -> None:
        """Close what is open; where nothing is, go to the course. Nothing is lost."""
        if self._panes.is_lab_hidden or not self._panes.lab.close_derivation():
            self.dismiss()

    def _write(self, task: Implement) -> None:
        """Go to the workshop; the block is settled as soon as the part passes."""
        from tui.screens.workshop import open_workshop

        self._is_writing = True
        open_workshop(self._app, task.part, lambda: self.visit.pass_part(task.id))

    async def on_screen_resume(self) -> None:
        """Show what was written in the meantime."""
        self._own.look_again()
        if self._is_writing:
            self._is_writing = False
            await self._show()
            self._panes.lesson.take_focus()

    async def on_own_lab_moved(self, event: OwnLab.Moved) -> None:
        """Show what the learner's own parts came to, or that ours are at work again."""
        if event.told:
            self._app.tell(event.told)
        await (self._show() if event.move is None else self._stepped(event.move))
        if event.cell is not None:
            self._panes.lab.open_result(event.cell)
        self._take_up()

    # What the widgets say

    def _has_to_wait(self, event: Message) -> bool:
        """Return whether a thread is at work on the lab: what was typed ahead is heard when that has ended."""
        if self._is_lab_busy:
            self._put_off.append(event)
        return self._is_lab_busy

    def _take_up(self) -> None:
        """Hear what had to wait; what comes of it may take to the lab again."""
        put_off, self._put_off = self._put_off, []
        for event in put_off:
            self.post_message(event)

    async def on_answered(self, event: Answered) -> None:
        """Judge and keep an answer, and show what is said to it."""
        if not self._has_to_wait(event):
            self.visit.answer(event.block, event.answer)
            await self._show_reply(event.block)

    async def _show_reply(self, block: str) -> None:
        """Show what is said to a task, whatever pane was in sight."""
        await self._show()
        self._look_at_lesson()
        self._panes.lesson.show_reply(block)

    async def on_knob_moved(self, event: KnobMoved) -> None:
        """Begin anew with another setting."""
        if not self._has_to_wait(event):
            self.visit.turn_knob(event.block, event.knob, event.at)
            await self._show()

    def on_step_pane_sight_changed(self, event: StepPane.SightChanged) -> None:
        """Light the names of the step in the lesson's text."""
        self._panes.lesson.light(event.sight.names())

    def on_step_pane_change_asked(self, event: StepPane.ChangeAsked) -> None:
        """Go back to the update that changed a parameter last, and look at the change."""
        if not self._has_to_wait(event):
            self._own.go_to_change(event.name, event.cell)

    def on_resize(self) -> None:
        """Follow the room that there is."""
        self.call_after_refresh(self._fit)

    def on_chart_maker_made(self) -> None:
        """Show the chart that took a moment."""
        self._fit()

    def _fit(self) -> None:
        """Follow another size; while a run goes on the lab must be left alone, and all is shown when it ends.

        The answer to a resize comes late: by then the screen may have been closed, and its parts be gone.
        """
        if self._has_arrived and not self._is_lab_busy and self.query(TitleBar):
            self._show_frame()
            self._charts.draw()

    async def on_saved_again(self) -> None:
        """Say no more that something is not saved."""
        self.visit.saving(self._app.store.status)
        if self._has_arrived and not self._is_lab_busy:
            await self._show()

    # Running

    def _go_to(self, goal: int) -> None:
        """Go to an update: a run leads to those ahead."""
        lab = self.visit.lab
        if lab is not None and goal > lab.update:
            self._look_at_lab()
            self._start(goal)
        elif lab is not None:
            self._own.go(goal)

    def _start(self, goal: int) -> None:
        self._trainer.begin(self.visit, goal)
        self.refresh_bindings()

    async def on_trainer_ended(self, event: Trainer.Ended) -> None:
        """Show where the run has led."""
        if told := f"{event.trouble} {self._own.mend()}".strip():
            self._app.tell(told)
        self.visit.arrived()
        if short := self.visit.updates_short:
            self._app.tell(f"Your place is {count(short, 'update')} further on: space goes there.")
        await self._after(event.move)
        self._take_up()

    # Showing

    async def _after(self, move: Move | None) -> None:
        """Show where a move has led; where a covered value held it back, go to the question."""
        await self._show()
        if move is not None and move.trouble:
            self._app.tell(move.trouble)
        if move is not None and move.held_by is not None:
            self._app.tell("First say what you expect: the next step would show it.")
            self._look_at_lesson()

    async def _show(self) -> None:
        """Bring everything up to date."""
        with self.app.batch_update():
            await self._panes.lesson.show(self.visit.session, self.visit.unsaved)
            self._show_lab()
            self._show_frame()
        self._own.follow()
        self.refresh_bindings()

    def _show_lab(self) -> None:
        lab = self.visit.lab
        self.set_class(lab is None, "-no-lab")
        if lab is None:
            return
        block = self.visit.session.show
        is_new, self._shown_block = block is not self._shown_block, block
        cell = self.visit.shown_cell if is_new else None
        self._panes.lab.show(lab.cursor, self.visit.covers, cell, Origins(lab))
        if is_new:
            self._charts.begin(block)
        self._charts.draw()

    def _show_frame(self) -> None:
        """Show title, place, what the other pane holds, and whether progress is being kept."""
        title = self.query_one(TitleBar)
        title.left = lesson_frame.title(self.visit.session)
        title.right = (*lesson_frame.place(self.visit.session), *lesson_frame.own(self.visit))
        other = lesson_frame.lesson_in_a_line if self._panes.is_lab_only else lesson_frame.lab_in_a_line
        self.query_one(SummaryLine).pieces = other(self.visit)
        self.query_one(Banner).text = self.visit.status.text
        self.first_keys, self.labels_now = first_keys(self.visit), labels_now(self.visit)

    def _look_at_lab(self) -> None:
        """Bring the lab into sight."""
        if self._panes.look_at_lab():
            self._show_frame()

    def _look_at_lesson(self) -> None:
        """Bring the lesson into sight, the focus on what waits there."""
        self._panes.look_at_lesson()
        self._show_frame()

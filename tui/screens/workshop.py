"""A part of the workshop: the task, the editor, the verdict, and the learner's code stepped operation by operation."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on, work
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.events import DescendantBlur, DescendantFocus
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker, WorkerState, get_current_worker

from lessons.moves import Step
from lessons.workshop import find_part
from lessons.workshop.verdicts import Report
from lessons.workshop.workspace import ChangedOutsideError, LearnerFile, WorkspaceError
from tui.clean import short_path
from tui.command import Command, OffersCommands, bindings
from tui.commands import WORKSHOP
from tui.own_editor import edit, editor_words
from tui.render.lines import Piece, Tone
from tui.render.workshop import verdict_in_a_line
from tui.screens.clash import ClashScreen
from tui.screens.closing import ClosesItself
from tui.widgets.bars import Banner, SummaryLine, TitleBar
from tui.widgets.derivation_view import DerivationView
from tui.widgets.editor import Editor
from tui.widgets.key_bar import KeyBar
from tui.widgets.messages import CellOpened, is_last
from tui.widgets.step_pane import StepPane
from tui.widgets.workshop_panes import EditorPane, FileLine, StatementPane, VerdictPane
from tui.writing import Writing

if TYPE_CHECKING:
    from tui.app import GlassnetApp

LOOK_SECONDS: Final = 0.5
"""How often the file is looked at for changes from outside."""
PREPARE_SECONDS: Final = 0.3
"""How long after a verdict the process for the next check is started: first the verdict is drawn."""
PAUSE_SECONDS: Final = 2.0
"""How long nothing is typed before the text is kept."""


class Pane(StrEnum):
    """What can be looked at."""

    TASK = "task"
    EDITOR = "editor"
    VERDICT = "verdict"
    STEPS = "steps"


class _Steps(StepPane):
    """Their code, operation by operation."""

    title = "your code"


def open_workshop(app: "GlassnetApp", part: str, passed: Callable[[], None] = lambda: None) -> None:
    """Open a part; say what is wrong where the learner's file cannot be had."""
    try:
        writing = Writing(find_part(part), app.studio, passed)
    except WorkspaceError as error:
        app.tell(f"{error}.")
        return
    if writing.has_passed:
        passed()
    app.push_screen(WorkshopScreen(writing))


class WorkshopScreen(OffersCommands, ClosesItself, Screen[None]):
    """Lays out the panes and routes: keys to the writing, what it then holds to the panes."""

    AUTO_FOCUS = ""
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = WORKSHOP
    KEPT_KEYS: ClassVar[tuple[str, ...]] = ("work.leave",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(WORKSHOP)]
    DEFAULT_CSS: ClassVar[str] = """
    WorkshopScreen {
        #panes { layout: horizontal; height: 1fr; }
        StatementPane, #result { width: 12fr; }
        EditorPane { width: 13fr; }
    }
    WorkshopScreen.-tall {
        .-stepped VerdictPane { height: auto; max-height: 42%; }
        StepPane { border-top: solid $rule; min-height: 20; }
        StepPane OperationView { min-height: 5; }
        DerivationView { height: 6; }
        .-stepped.-passed VerdictPane { max-height: 50%; }
        .-passed StepPane { min-height: 18; }
        .-passed DerivationView { height: 4; }
    }
    WorkshopScreen.-wide, WorkshopScreen.-vast {
        StatementPane, #result { border-left: solid $rule; }
        SummaryLine { display: none; }
    }
    WorkshopScreen SummaryLine.-in-sight { display: none; }
    """

    def __init__(self, writing: Writing) -> None:
        super().__init__()
        self.writing = writing
        self._pane = self._beside = Pane.TASK
        self._pause: Timer | None = None
        self._checking: LearnerFile | None = None
        self._is_asking = False

    def compose(self) -> ComposeResult:
        """Lay out the panes between title and keys."""
        yield TitleBar()
        yield Banner()
        with Container(id="panes"):
            yield EditorPane(self.writing.text)
            yield StatementPane(self.writing)
            with Vertical(id="result"):
                yield VerdictPane(self.writing)
                yield _Steps(id="steps")
        yield SummaryLine()
        yield KeyBar()

    @property
    def _app(self) -> "GlassnetApp":
        return cast("GlassnetApp", self.app)

    @property
    def _editor(self) -> Editor:
        return self.query_one(Editor)

    @property
    def _is_editing(self) -> bool:
        return isinstance(self.focused, Editor)

    def on_mount(self) -> None:
        """Begin with the task; have a process ready for the first check."""
        self._look_at(Pane.TASK)
        self._prepare()
        self.set_interval(LOOK_SECONDS, self._look)

    def save_now(self) -> str:
        """Keep what was typed; the app calls this when it ends for whatever reason, and says what this returns."""
        return self.writing.save_in_haste()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what works now."""
        match action:
            case "stop":
                return self._checking is not None
            case "check":
                return self._checking is None
            case "edit":
                return not self._is_editing
            case "step":
                return self.writing.cursor is not None and not self._is_editing
            case "hint":
                return self.writing.has_more_hints and not self._is_editing
            case "solution":
                return self.writing.solution is None and not self._is_editing
            case "out_of_editor":
                return self._is_editing and self._checking is None
            case "leave":
                return not self._is_editing and self._checking is None
        return True

    # What the keys do

    def action_check(self) -> None:
        """Keep the text and check it, in a thread."""
        if self._keep():
            self._checking = self.writing.file
            self._check(self.writing.file)
            self._show_frame()

    def action_stop(self) -> None:
        """End the check that is under way."""
        self.workers.cancel_group(self, "check")

    def action_edit(self) -> None:
        """Go to the editor."""
        self._look_at(Pane.EDITOR)

    def action_pane(self, step: int) -> None:
        """Go to the next pane."""
        panes = [pane for pane in Pane if pane is not Pane.STEPS or self.writing.cursor is not None]
        self._look_at(panes[(panes.index(self._pane) + step) % len(panes)])

    def action_outside(self) -> None:
        """Open the file in the learner's own editor, and check what they come back with."""
        words = editor_words()
        if not words:
            self._app.tell(f"No editor was found: set EDITOR. The file is {self.writing.file.path}.")
            return
        if not self._keep():
            return
        try:
            with self.app.suspend():
                trouble = edit(self.writing.file.path, words)
        except SuspendNotSupported:
            trouble = f"This terminal cannot be lent to another program. The file is {self.writing.file.path}."
        self.refresh(layout=True)
        if trouble:
            self._app.tell(trouble)
        self._look()

    def action_step(self, name: str) -> None:
        """Move through their code by one step, and look at it."""
        if self.query_one(StepPane).is_on_screen:  # else the step that is waiting out of sight comes to be seen first
            self.writing.step(Step[name.upper()])
        self._look_at(Pane.STEPS)
        self._show_step()

    def action_hint(self) -> None:
        """Give the next hint."""
        self.writing.hint()
        self._look_at(Pane.TASK)
        self.query_one(StatementPane).show(is_more=True)

    def action_solution(self) -> None:
        """Show the solution, to those who have passed or ask the third time."""
        try:
            left = self.writing.ask_for_solution()
        except WorkspaceError as error:
            self._app.tell(f"{error}.")
            return
        if left:
            times = "once more" if left == 1 else "twice more"
            first = "Try a hint first, with f. " if self.writing.has_more_hints else ""
            self._app.tell(f"{first}Press v {times} to see a solution.")
            return
        self.app.clear_notifications()  # they would lie over the solution
        self._look_at(Pane.TASK)
        self.query_one(StatementPane).show(is_more=True)

    def action_reset(self) -> None:
        """Put the starter back."""
        try:
            self._app.tell(self.writing.reset())
        except WorkspaceError as error:
            self._app.tell(f"{error}.")
        self._editor.show_text(self.writing.text)
        self._look_at(Pane.TASK)
        self._show()

    def action_back(self) -> None:
        """Return to the number that one came from."""
        self.query_one(StepPane).go_back()

    def action_out_of_editor(self) -> None:
        """Leave the editor: to the verdict where there is one, else to the task."""
        self._keep()
        self._look_at(Pane.VERDICT if self.writing.report is not None else Pane.TASK)

    def action_leave(self) -> None:
        """Close what is open; then keep the text and leave."""
        if self._pane is Pane.STEPS and self.query_one(StepPane).close_derivation():
            return
        if self._keep():
            self.dismiss()
        elif self.writing.aside is not None and not self._is_asking:
            self._app.tell(self.writing.save_in_haste())
            self.dismiss()

    # What the widgets say

    def on_resize(self) -> None:
        """Follow the room that there is."""
        self.call_after_refresh(self._show_place)

    def on_text_area_changed(self) -> None:
        """Note what was typed; it is kept at the next pause."""
        self.writing.text = self._editor.text
        if self._pause is not None:
            self._pause.stop()
        self._pause = None if self.writing.is_saved else self.set_timer(PAUSE_SECONDS, self._keep)
        self._show_frame()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Follow the focus where the mouse has put it."""
        for pane, kind in ((Pane.EDITOR, EditorPane), (Pane.TASK, StatementPane), (Pane.VERDICT, VerdictPane)):
            if any(isinstance(node, kind) for node in event.widget.ancestors_with_self):
                self._pane = pane
        self._show_place()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Let the keys be shown anew."""
        self.refresh_bindings()

    @on(CellOpened, "#compare")
    def _compared_opened(self, event: CellOpened) -> None:
        """Go to the operation that made the number."""
        event.stop()
        if self.writing.go_to_wrong() and self.writing.cursor is not None:
            self._look_at(Pane.STEPS)
            self.query_one(StepPane).show(self.writing.cursor, {}, event.cell)
            self.query_one(DerivationView).focus()

    # The check

    @work(thread=True, exclusive=True, group="check", exit_on_error=False)
    def _check(self, file: LearnerFile) -> Report:
        return self.writing.studio.check(file, lambda: get_current_worker().is_cancelled)

    @work(thread=True, group="prepare", exit_on_error=False)
    def _prepare(self) -> None:
        self.writing.studio.prepare()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show what came of the check."""
        if event.worker.group != "check" or not is_last(event) or self._checking is None:
            return
        file, self._checking = self._checking, None
        if event.state is WorkerState.SUCCESS and event.worker.result is not None:
            self.writing.checked(file, event.worker.result)
            goes_on = self._is_editing and not self.has_class("-narrow")
            if self.writing.faulty_line is not None and self.writing.is_checked and not goes_on:
                self._editor.show_line(self.writing.faulty_line)
            self._beside = Pane.VERDICT
            self._look_at(Pane.EDITOR if goes_on else Pane.VERDICT)
        elif event.state is WorkerState.ERROR:
            self._app.tell(f"The check could not be done: {event.worker.error}")
        else:
            self._app.tell("The check was stopped.")
        self._show()
        self.set_timer(PREPARE_SECONDS, self._prepare)

    # The file

    def _keep(self) -> bool:
        """Write what stands in the editor; return whether it is kept. Where the file was changed outside, ask."""
        try:
            is_kept = self.writing.save()
        except ChangedOutsideError as error:
            self._ask(error.now)
            is_kept = False
        self._show_frame()
        return is_kept

    def _look(self) -> None:
        """See whether the file was changed outside: show it and check it, or ask where there is more in the editor."""
        now = self.writing.look() if not self._is_asking else None
        if now is not None and self.writing.is_saved:
            self._take(now)
        elif now is not None:
            self._ask(now)

    def _take(self, now: LearnerFile) -> Path | None:
        kept = self.writing.take(now)
        self._editor.show_text(self.writing.text)
        if self._checking is None:
            self.action_check()
        return kept

    def _ask(self, now: LearnerFile) -> None:
        if not self._is_asking:
            self._is_asking = True
            self.app.push_screen(ClashScreen(), lambda is_outside: self._answered(now, bool(is_outside)))

    def _answered(self, now: LearnerFile, is_outside: bool) -> None:
        self._is_asking = False
        try:
            kept = self._take(now) if is_outside else self.writing.keep(now)
            if kept is not None:
                self._app.tell(f"The other text is kept in {short_path(kept)}.")
        except WorkspaceError as error:
            self._app.tell(f"{error}.")
        self._show_frame()

    # Showing

    def _look_at(self, pane: Pane) -> None:
        """Bring a pane into sight, the focus on it."""
        self._pane = pane
        self._show_place()
        match pane:
            case Pane.TASK:
                self.query_one(StatementPane).focus()
            case Pane.EDITOR:
                self.set_focus(self._editor)  # at once: what is typed in the same burst belongs there
            case Pane.VERDICT:
                self.query_one(VerdictPane).take_focus()
            case Pane.STEPS:
                self.query_one(StepPane).take_focus()

    def _show(self) -> None:
        """Bring everything up to date."""
        self.query_one(StatementPane).show()
        self.query_one(VerdictPane).show()
        self.query_one("#result").set_class(
            self.writing.report is not None and self.writing.report.has_passed, "-passed"
        )
        self._show_step()
        self._show_place()
        if self._pane is Pane.VERDICT:
            self.query_one(VerdictPane).take_focus()

    def _show_step(self) -> None:
        if self.writing.cursor is not None:
            compared = self.writing.compared
            is_new = self.query_one(StepPane).sight is None
            self.query_one(StepPane).show(self.writing.cursor, {}, compared.cell if compared and is_new else None)

    def _show_place(self) -> None:
        """Show which pane is in sight; beside the editor, where there is room, stays what was looked at last."""
        if not self.query(EditorPane):  # the answer to a resize comes late: the screen may have been closed
            return
        self._beside = self._beside if self._pane is Pane.EDITOR else self._pane
        seen = self._pane if self.has_class("-narrow") else self._beside
        is_tall, is_vast = self.has_class("-tall"), self.has_class("-vast")
        is_checked = self.writing.report is not None
        self.query_one(EditorPane).display = seen is Pane.EDITOR or not self.has_class("-narrow")
        self.query_one(StatementPane).display = seen is Pane.TASK or is_vast
        self.query_one("#result").display = seen in (Pane.VERDICT, Pane.STEPS) or (is_vast and is_checked)
        self.query_one(VerdictPane).display = is_tall or seen is Pane.VERDICT
        has_steps = seen is Pane.STEPS or (is_tall and self.writing.cursor is not None)
        self.query_one(StepPane).display = has_steps
        self.query_one("#result").set_class(has_steps, "-stepped")
        self._show_frame()

    def _show_frame(self) -> None:
        """Show title, file and the state of both."""
        writing = self.writing
        title = self.query_one(TitleBar)
        title.left = (Piece("workshop · ", Tone.FAINT), Piece(writing.part.title, Tone.STRONG))
        mark = Piece("✓ passed", Tone.RIGHT) if writing.has_passed else Piece("not passed yet", Tone.FAINT)
        mark = Piece("≈ changed since it passed", Tone.SIGN) if writing.has_changed else mark
        state = Piece("checking … esc stops", Tone.KEY) if self._checking is not None else mark
        title.right = ((state,), (Piece(writing.studio.summary(), Tone.FAINT),))
        line = self.query_one(FileLine)
        unsaved = "not in the file" if writing.trouble else "typing …"
        line.path, line.state = writing.file.path, "kept" if writing.is_saved else unsaved
        self.query_one(Banner).text = writing.warning
        summary = self.query_one(SummaryLine)
        summary.pieces = verdict_in_a_line(writing.report, writing.is_checked)
        summary.key = "F3" if self._pane is Pane.EDITOR else ""
        summary.set_class(self._pane is Pane.VERDICT, "-in-sight")
        self.refresh_bindings()

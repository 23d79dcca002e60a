"""A lab with the learner's own parts: whatever only their code can answer is asked in a thread. It is not seen itself.

Their code may be slow, or hang. While it is asked the screen says what it waits for, and a key ends the wait; a process
that is ended so, or by itself, gives way to our parts.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from lessons.blocks import Experiment
from lessons.lab import Lab, Move, Place, Step
from lessons.workshop.own_run import OwnRun, stoppable
from netcore.errors import NetcoreError
from netcore.trace import Index
from tui.lab.judging import own_judgement
from tui.lab.origins import go_to_change
from tui.lab.sight import Sight
from tui.lab.training import asked
from tui.lesson.frame import own_parts
from tui.lesson.visit import Visit
from tui.screens.own_parts import OwnPartsScreen
from tui.screens.waiting import WaitingScreen
from tui.widgets.messages import is_last

if TYPE_CHECKING:
    from tui.app import GlassnetApp

MOMENT: Final = 0.15
"""Seconds after which the screen says that it waits."""
Then = Callable[[Any], None]
"""What is done with the result of a job."""
WITH_OURS: Final = "Our parts are in their places again."


@dataclass(frozen=True, slots=True)
class _Failure:
    """Their code gave no answer, and why."""

    why: str


class OwnLab(Widget):
    """One question at a time. Posts `Moved` once there is something to show or to tell."""

    DEFAULT_CSS: ClassVar[str] = """
    OwnLab { display: none; }
    """

    class Moved(Message):
        """The lab may stand elsewhere, or be another one."""

        def __init__(self, move: Move | None = None, told: str = "", cell: Index | None = None) -> None:
            super().__init__()
            self.move = move
            self.told = told
            """What to tell the learner about it; empty where it speaks for itself."""
            self.cell = cell
            """The cell of the result that is to be looked at, where one is."""

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self._visit = visit
        self._stop = Event()
        self._then: Then | None = None
        self._words = ""
        self._line: WaitingScreen | None = None
        self._usable: tuple[Experiment, tuple[str, ...]] | None = None

    @property
    def has_parts(self) -> bool:
        """Whether some of the learner's parts fit the network."""
        return bool(self._visit.lab is not None and self._usable_parts())

    @property
    def is_asking(self) -> bool:
        """Whether their code is at work; the lab must be left alone then."""
        return self._then is not None

    # What the lesson's screen asks for

    def step(self, step: Step) -> bool:
        """Take a step that only their code can answer; return whether this is one."""
        lab = self._visit.lab
        if lab is None or not self._visit.has_own_parts or not lab.leaves_update(step):
            return False
        covered = self._visit.session.covered
        self._ask("the next update" if not step.is_back else "the update before", lab, lambda: lab.move(step, covered))
        return True

    def go(self, update: int) -> None:
        """Go back to an update."""
        lab = self._visit.lab
        if lab is not None:
            self._ask(f"update {update:,}", lab, lambda: _gone(lab, Place(update)))

    def go_to_change(self, name: str, cell: Index) -> None:
        """Go back to the update that changed a parameter last, and to the change."""
        lab = self._visit.lab
        if lab is not None:
            self._ask("the update before", lab, lambda: go_to_change(lab, name), partial(self._changed, cell))

    def check(self, sight: Sight | None) -> bool:
        """Hold a gradient of theirs against the loss; return whether the lab is one of theirs."""
        lab = self._visit.lab
        if lab is None or not self._visit.has_own_parts:
            return False
        self._ask("gradients, by nudging", lab, lambda: own_judgement(lab, sight), self._judged)
        return True

    def choose(self) -> None:
        """Let the learner choose which of their parts are to work in this network."""
        usable, chosen = self._usable_parts(), self._visit.session.own_parts
        if usable:
            self.app.push_screen(OwnPartsScreen(usable, chosen or usable), self._chosen)

    def follow(self) -> None:
        """Bring the learner's parts to where the lesson wants the lab, if they are to be at work and are not yet."""
        visit = self._visit
        experiment, place, chosen = visit.session.experiment, visit.session.place, visit.session.own_parts
        if not chosen or visit.has_own_parts or self.is_asking or experiment is None:
            return
        lab, studio = visit.own_lab, self._app.studio
        if lab is not None:
            self._ask("the way here", lab, lambda: self._brought(lab, place), self._begun)
        elif set(chosen) & set(self._usable_parts()):

            def begin() -> Lab | None:
                begun = Lab(experiment, begin=lambda wanted: studio.begin(wanted, chosen, self._stop.is_set))
                return self._brought(begun, place)

            self._ask("the network, begun anew", None, begin, self._begun)

    def mend(self) -> str:
        """Put our parts in the place of theirs where their process has ended; return what to tell the learner."""
        lab = self._visit.lab
        if lab is None or not isinstance(lab.run, OwnRun) or not lab.run.is_over:
            return ""
        self._visit.give_up_own_parts()
        return WITH_OURS

    def on_unmount(self) -> None:
        """End what nobody waits for any more."""
        self._stop.set()
        self._visit.close_own_labs()

    # Asking

    def _ask(
        self,
        words: str,
        lab: Lab | None,
        job: Callable[[], Any],
        then: Then | None = None,
    ) -> None:
        """Do a job in a thread, and something with its result once it is there; our parts need no thread."""
        if lab is not None and not isinstance(lab.run, OwnRun):
            (then or self._moved)(job())
            return
        self._stop.clear()
        self._words, self._then = words, then or self._moved
        self.set_timer(MOMENT, self._show_line)
        self._work(lab, job)
        self.screen.refresh_bindings()

    @work(thread=True, exclusive=True, group="own parts", exit_on_error=False)
    def _work(self, lab: Lab | None, job: Callable[[], Any]) -> Any:
        """Do the job."""
        try:
            return job() if lab is None else asked(lab, job, self._stop.is_set)
        except NetcoreError as error:
            return _Failure(str(error))

    def _brought(self, lab: Lab, place: Place) -> Lab | None:
        """Bring a lab to a place; return None where the learner would not wait."""
        with stoppable(lab.run, self._stop.is_set):
            lab.go(place)
            _ = lab.cursor
        return None if self._stop.is_set() else lab

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Go on with what came of the job."""
        then = self._then
        if then is None or not is_last(event):
            return
        self._then = None
        if self._line is not None:
            self._line.dismiss()
        self._line = None
        result = event.worker.result
        if event.state is not WorkerState.SUCCESS:
            self._failed(str(event.worker.error or "It was stopped."))
        elif isinstance(result, _Failure):
            self._failed(result.why)
        else:
            then(result)

    def _moved(self, move: Move) -> None:
        told = f"{move.trouble} {self.mend()}".strip()
        self._visit.arrived()
        self.post_message(self.Moved(replace(move, trouble=""), told))

    def _changed(self, cell: Index, is_there: bool) -> None:
        told = self.mend()
        self._visit.arrived()
        self.post_message(self.Moved(None, told, cell if is_there and not told else None))

    def _begun(self, lab: Lab | None) -> None:
        if lab is None or not isinstance(lab.run, OwnRun):
            self._failed("It was stopped.")
            return
        self._visit.switch_in(lab)
        at = f"update {lab.update:,}" if lab.update else "from the beginning"
        self.post_message(self.Moved(told=f"In this network now, {at}: {own_parts(lab)}."))

    def _judged(self, told: str) -> None:
        self.post_message(self.Moved(told=f"{told} {self.mend()}".strip()))

    def _failed(self, why: str) -> None:
        self._visit.give_up_own_parts()
        self.post_message(self.Moved(told=f"{why} {WITH_OURS}"))

    def _chosen(self, parts: tuple[str, ...] | None) -> None:
        if parts is None:
            return
        self._visit.choose_parts(parts)
        self.post_message(self.Moved(told="" if parts else "With our parts, from the beginning."))

    def _show_line(self) -> None:
        if self.is_asking and self._line is None and self.screen.is_current:
            self._line = WaitingScreen(self._words, self._stop.set)
            self.app.push_screen(self._line)

    def look_again(self) -> None:
        """Ask the workshop anew which parts there are: the learner may have been there."""
        self._usable = None

    def _usable_parts(self) -> tuple[str, ...]:
        """Return which of the learner's parts fit the network; that is a look into files, so it is remembered."""
        experiment = self._visit.session.experiment
        if experiment is None:
            return ()
        if self._usable is None or self._usable[0] != experiment:
            self._usable = experiment, self._app.studio.usable_in(experiment)
        return self._usable[1]

    @property
    def _app(self) -> "GlassnetApp":
        return cast("GlassnetApp", self.app)


def _gone(lab: Lab, place: Place) -> Move:
    lab.go(place)
    return Move(lab.place)

"""Runs many updates in a thread, with a bar for those that take longer than a moment. It is not seen itself."""

from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import work
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker, WorkerState, get_current_worker

from lessons.lab import Move
from tui.lab.training import Training, TrainingRun
from tui.lesson.visit import Visit
from tui.screens.training import TrainingScreen
from tui.widgets.lab_charts import LabCharts
from tui.widgets.messages import is_last

if TYPE_CHECKING:
    from tui.app import GlassnetApp

MOMENT: Final = 0.15
"""Seconds after which a run shows its bar."""
KEEPING: Final = 0.5
"""Seconds after which the place that a run has come to is kept, again and again: a connection may drop meanwhile."""


class Trainer(Widget):
    """One run at a time. Has a chart follow it, as often as one may be drawn, and posts `Ended`."""

    DEFAULT_CSS: ClassVar[str] = """
    Trainer { display: none; }
    """

    class Ended(Message):
        """The run is over, and the lab may be asked again."""

        def __init__(self, move: Move | None, trouble: str) -> None:
            super().__init__()
            self.move = move
            """Where it has led."""
            self.trouble = trouble
            """What went wrong; empty where nothing did."""

    def __init__(self, charts: LabCharts) -> None:
        super().__init__()
        self._charts = charts
        self._run: TrainingRun | None = None
        self._bar: TrainingScreen | None = None
        self._next_chart = 0.0
        self._stop_key = ""
        self._keeping: Timer | None = None

    @property
    def is_running(self) -> bool:
        """Whether a run goes on; the lab must be left alone then."""
        return self._run is not None

    def begin(self, visit: Visit, goal: int) -> None:
        """Run to an update. A run back to the learner's place they did not begin: no stray key is to stop it."""
        if visit.lab is not None and self._run is None:
            self._stop_key = "escape" if visit.far_place is not None else ""
            self._run = TrainingRun(visit.lab, goal)
            self.set_timer(MOMENT, self._show_bar)
            self._keeping = self.set_interval(KEEPING, visit.keep_way)
            self._work(self._run, visit)

    def stop(self) -> None:
        """Ask the run to end."""
        if self._run is not None:
            self._run.stop()

    def on_unmount(self) -> None:
        """Let a run end that nobody waits for any more."""
        self.stop()

    @work(thread=True, exclusive=True, group="train", exit_on_error=False)
    def _work(self, run: TrainingRun, visit: Visit) -> Move | None:
        return run.work(visit.go, lambda: get_current_worker().is_cancelled)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell where the run has led, once its thread is done."""
        if self._run is None or not is_last(event):
            return
        self._run = None
        if self._keeping is not None:
            self._keeping.stop()
        self._charts.stay()
        if self._bar is not None:
            self._bar.dismiss()
            self._bar = None
        trouble = f"The run ended early: {event.worker.error}" if event.state is WorkerState.ERROR else ""
        self.post_message(self.Ended(event.worker.result, trouble))

    def _show_bar(self) -> None:
        if self._run is not None and self._bar is None and self.screen.is_current:
            self._bar = TrainingScreen(self._latest, self.stop, self._stop_key)
            self.app.push_screen(self._bar)

    def _latest(self) -> Training:
        if self._run is None:
            return Training(1, 1)
        if monotonic() >= self._next_chart:
            self._next_chart = monotonic() + 1 / cast("GlassnetApp", self.app).terminal.chart_frames
            self._follow(self._run)
        return self._run.latest

    def _follow(self, run: TrainingRun) -> None:
        """Let the chart follow the run; a message to the lesson, which lies under the bar, would cost a full redraw."""
        chart = self._charts.following(run.copy_of_late)
        if chart is not None and self._bar is not None:
            self._bar.show_chart(chart, self._charts.place)

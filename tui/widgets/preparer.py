"""Works out the numbers of a page far down a run, in a thread, so that the screen goes on answering. It is not seen."""

from threading import Event

from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, get_current_worker

from tui.lab.training import Training
from tui.lesson.visit import Visit
from tui.screens.training import TrainingScreen
from tui.widgets.messages import is_last


class Preparer(Widget):
    """One page at a time. Shows how far it is, lets escape end it, and posts `Ended`."""

    DEFAULT_CSS = """
    Preparer { display: none; }
    """

    class Ended(Message):
        """The numbers are there, or the learner would not wait."""

        def __init__(self, page: int, is_ready: bool) -> None:
            super().__init__()
            self.page = page
            self.is_ready = is_ready

    def __init__(self) -> None:
        super().__init__()
        self._page = 0
        self._stop = Event()
        self._bar: TrainingScreen | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is at work; lab and evidence must be left alone then."""
        return self._page > 0

    def has_to_begin(self, visit: Visit, page: int) -> bool:
        """Return whether the numbers of a page take a while to work out; they are begun then."""
        is_far = visit.is_far(page)
        if is_far and not self._page:
            self._begin(visit, page)
        return is_far

    def _begin(self, visit: Visit, page: int) -> None:
        self._page = page
        self._stop.clear()
        goal = visit.farthest(page)
        self._bar = TrainingScreen(
            lambda: Training(visit.reached(page), goal, words="working out the numbers"), self.stop, "escape"
        )
        self.app.push_screen(self._bar)
        self._work(visit, page)

    def stop(self) -> None:
        """Ask the work to end."""
        self._stop.set()

    def on_unmount(self) -> None:
        """Let work end that nobody waits for any more."""
        self.stop()

    @work(thread=True, exclusive=True, group="prepare", exit_on_error=False)
    def _work(self, visit: Visit, page: int) -> None:
        worker = get_current_worker()
        visit.prepare(page, lambda: self._stop.is_set() or worker.is_cancelled)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell that it is over."""
        if not self._page or not is_last(event):
            return
        page, self._page = self._page, 0
        if self._bar is not None:
            self._bar.dismiss()
            self._bar = None
        self.post_message(self.Ended(page, not self._stop.is_set()))

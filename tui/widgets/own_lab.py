"""Begins a lab with the parts that the learner wrote, in a thread, for that starts a process. It is not seen itself."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from lessons.blocks import Experiment
from lessons.lab import Lab

if TYPE_CHECKING:
    from tui.app import GlassnetApp


class OwnLab(Widget):
    """One lab at a time. Posts `Begun`."""

    DEFAULT_CSS: ClassVar[str] = """
    OwnLab { display: none; }
    """

    class Begun(Message):
        """The lab is there, or will not come."""

        def __init__(self, lab: Lab | None, trouble: str) -> None:
            super().__init__()
            self.lab = lab
            self.trouble = trouble
            """Why there is no lab; empty where there is one."""

    @work(thread=True, exclusive=True, group="own parts", exit_on_error=False)
    def begin(self, experiment: Experiment) -> Lab:
        """Begin a lab of an experiment."""
        return Lab(experiment, begin=cast("GlassnetApp", self.app).studio.begin)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Hand the lab over, or tell why there is none."""
        if event.state is WorkerState.ERROR:
            self.post_message(self.Begun(None, str(event.worker.error)))
        elif event.state is WorkerState.SUCCESS:
            self.post_message(self.Begun(event.worker.result, ""))

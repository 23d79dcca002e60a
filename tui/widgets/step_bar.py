"""One line that says where in the run the learner is."""

from textual.reactive import var

from tui.render.lines import Line
from tui.render.steps import Step, draw_step
from tui.widgets.lines_view import LinesView


class StepBar(LinesView):
    """The update, phase, part and operation in words, and a thin bar of the update's phases."""

    DEFAULT_CSS = """
    StepBar { height: 1; }
    """

    step: var[Step | None] = var(None)
    """The place in the run."""

    def watch_step(self) -> None:
        """Show another place."""
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the one line."""
        return [draw_step(self.step, width)] if self.step is not None else []

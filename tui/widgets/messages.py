"""What the views tell the screen: facts in the past tense, with plain data."""

from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from tui.render.grid import Cell


class CellSelected(Message):
    """The cell cursor stands on another cell."""

    def __init__(self, view: Widget, key: str, cell: Cell) -> None:
        super().__init__()
        self.view = view
        """The view whose cursor moved."""
        self.key = key
        """The table's key (its label where it has none)."""
        self.cell = cell

    @property
    def control(self) -> Widget:
        """The view, so that `@on(CellSelected, "#tables")` works."""
        return self.view


class CellOpened(CellSelected):
    """The learner asked where a cell's number comes from."""


class SavedAgain(Message):
    """Saving had failed, and what waited is on the disk now; every screen is told."""


class LeafSelected(Message):
    """The leaf cursor of the derivation stands on another leaf."""

    def __init__(self, view: Widget, leaf: int) -> None:
        super().__init__()
        self.view = view
        self.leaf = leaf
        """Which of the derivation's leaves, counted from 0."""

    @property
    def control(self) -> Widget:
        """The view, so that `@on(LeafSelected, "#derivation")` works."""
        return self.view


class LeafEntered(LeafSelected):
    """The learner asked where a leaf's number comes from."""


class WentBack(Message):
    """The learner asked for the derivation from which this one was entered."""

    def __init__(self, view: Widget) -> None:
        super().__init__()
        self.view = view

    @property
    def control(self) -> Widget:
        """The view, so that `@on(WentBack, "#derivation")` works."""
        return self.view


class MakingAsked(WentBack):
    """The learner asked to be led to the update that made the number."""


def is_last(event: Worker.StateChanged) -> bool:
    """Whether this is the last that a worker says; a quick one may be finished before it is heard that it began."""
    return event.state in (WorkerState.SUCCESS, WorkerState.ERROR, WorkerState.CANCELLED)

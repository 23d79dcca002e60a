"""Where a lesson's panes stand, by the room that there is, and what its charts are drawn with."""

from typing import Final

from textual.screen import Screen

from tui.charts.chart import Marker
from tui.terminal import Drawing

MARKERS: Final = {Drawing.FULL: Marker.BRAILLE, Drawing.BOXES: Marker.DOT, Drawing.ASCII: Marker.ASCII}
LAYOUT: Final = """
LessonScreen {
    #panes { layout: horizontal; height: 1fr; }
    LessonPane { width: 37%; max-width: 72; }
    LabPane { width: 1fr; border-left: solid $rule; }
    SummaryLine { display: none; }
}
LessonScreen.-narrow {
    #panes { layout: vertical; }
    LessonPane { width: 100%; max-width: 100%; height: auto; max-height: 45%; }
    LabPane { width: 100%; border-left: none; border-top: solid $rule; padding: 0; }
}
LessonScreen.-narrow.-short {
    LessonPane { height: 1fr; max-height: 100%; }
    LabPane { display: none; border-top: none; }
    SummaryLine { display: block; }
}
LessonScreen.-narrow.-short.-lab {
    LabPane { display: block; }
    LessonPane { display: none; }
}
LessonScreen.-no-lab {
    LabPane, SummaryLine { display: none; }
}
"""


def has_one_pane(screen: Screen[None]) -> bool:
    """Return whether only one of the panes has room."""
    return screen.has_class("-narrow") and screen.has_class("-short")


def is_lab_hidden(screen: Screen[None]) -> bool:
    """Return whether the lesson stands where the lab would be."""
    return has_one_pane(screen) and not screen.has_class("-lab")

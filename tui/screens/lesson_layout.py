"""Where a lesson's panes stand, by the room that there is."""

from typing import Final

LAYOUT: Final = """
LessonScreen {
    LessonPanes { layout: horizontal; height: 1fr; }
    LessonPane { width: 37%; max-width: 72; }
    LabPane { width: 1fr; border-left: solid $rule; }
    SummaryLine { display: none; }
}
LessonScreen.-narrow {
    LessonPanes { layout: vertical; }
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

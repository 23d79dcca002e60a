"""What a learner did, kept so that nothing that was answered can be lost.

Each running app appends events to a journal of its own; what the learner has done is a fold over all journals.

    store = ProgressStore.open()                 # never raises; store.status says what is wrong, if anything
    status = store.record(AnswerGiven(...))      # on the disk when it returns with status.is_saved
    store.state.lesson("loss").blocks            # answers, attempts, hints, pages, place
"""

from lessons.progress.entries import Entry
from lessons.progress.events import (
    AnswerGiven,
    Event,
    EverythingReset,
    HintTaken,
    LessonFinished,
    LessonReset,
    PageReset,
    PageVisited,
    PlaceReached,
    ReviewAnswered,
    SettingChanged,
    SettingValue,
    Verdict,
)
from lessons.progress.exchange import ExchangeRefused, Exported, Imported
from lessons.progress.home import find_home
from lessons.progress.lesson_progress import Attempt, BlockProgress, LessonProgress, LessonState, Place, Visits
from lessons.progress.state import ProgressState, fold, merge
from lessons.progress.status import SaveKind, SaveStatus
from lessons.progress.store import ProgressStore, ResetDone, ResetRefused

__all__ = [
    "AnswerGiven",
    "Attempt",
    "BlockProgress",
    "Entry",
    "Event",
    "EverythingReset",
    "ExchangeRefused",
    "Exported",
    "HintTaken",
    "Imported",
    "LessonFinished",
    "LessonProgress",
    "LessonReset",
    "LessonState",
    "PageReset",
    "PageVisited",
    "Place",
    "PlaceReached",
    "ProgressState",
    "ProgressStore",
    "ResetDone",
    "ResetRefused",
    "ReviewAnswered",
    "SaveKind",
    "SaveStatus",
    "SettingChanged",
    "SettingValue",
    "Verdict",
    "Visits",
    "find_home",
    "fold",
    "merge",
]

"""Between sessions and the progress store: what is kept of an event, and how a session is taken up again."""

from datetime import UTC, datetime, timedelta

import pytest

from lessons import telling
from lessons.blocks import Lesson
from lessons.events import Answered, Event, GivenUp, HintAsked, KnobTurned, Moved, PageTurned, Refreshed, Tried
from lessons.grading import Correct, Incorrect
from lessons.lab import Place
from lessons.progress import AnswerGiven, Entry, HintTaken, LessonFinished, PageVisited, PlaceReached, Verdict, fold
from lessons.progress import Event as ProgressEvent
from lessons.saving import opening, records, resumed
from lessons.session import LessonSession

TURNED = " with optimizer.learning_rate = 1.0"

RECORDS: list[tuple[str, list[Event], Event, list[ProgressEvent]]] = [
    ("a page", [], PageTurned(2), [PageVisited("small", 2), PlaceReached("small", 2, 0, 0)]),
    ("no page", [], PageTurned(1), []),
    ("a place", [], Moved(Place(3, 4)), [PlaceReached("small", 1, 3, 4)]),
    ("no place", [], Moved(Place()), []),
    ("a hint", [], HintAsked("sum"), [HintTaken("small", 1, "sum", 1)]),
    ("no hint left", [HintAsked("sum"), HintAsked("sum")], HintAsked("sum"), []),
    (
        "right",
        [HintAsked("sum")],
        Answered("sum", "1.1"),
        [AnswerGiven("small", 1, "sum", "predict", "1.1", Verdict.CORRECT, 1)],
    ),
    ("wrong", [], Answered("sum", "7"), [AnswerGiven("small", 1, "sum", "predict", "7", Verdict.INCORRECT, 0)]),
    ("no answer", [], Answered("sum", "x"), []),
    (
        "the same wrong answer again",
        [Answered("sum", "7")],
        Answered("sum", "7"),
        [AnswerGiven("small", 1, "sum", "predict", "7", Verdict.INCORRECT, 0)],
    ),
    ("given up", [], GivenUp("gaps"), [AnswerGiven("small", 2, "gaps", "fill", "", Verdict.NOT_ATTEMPTED, 0)]),
    ("settled already", [Answered("sum", "1.1")], GivenUp("sum"), []),
    (
        "a run that arrived",
        [],
        Tried("train", True, 5, "run.loss = 0.1"),
        [AnswerGiven("small", 3, "train", "try", "update 5", Verdict.CORRECT, 0)],
    ),
    (
        "a run that arrived with a knob turned",
        [KnobTurned("train", "optimizer.learning_rate", 1.0)],
        Tried("train", True, 5, "run.loss = 0.1"),
        [AnswerGiven("small", 3, "train", "try", f"update 5{TURNED}", Verdict.CORRECT, 0)],
    ),
    ("a run on its way", [], Tried("train", False, 5, "run.loss = 0.5"), []),
    (
        "a knob",
        [PageTurned(3)],
        KnobTurned("train", "optimizer.learning_rate", 1.0),
        [PlaceReached("small", 3, 0, 0, (), ("optimizer.learning_rate = 1.0",))],
    ),
    ("a knob of another page", [], KnobTurned("train", "optimizer.learning_rate", 1.0), []),
    ("fresh numbers", [Answered("sum", "1.1")], Refreshed("sum"), []),
    ("practice", [Answered("sum", "1.1"), Refreshed("sum")], Answered("sum", "99"), []),
    (
        "the end",
        [PageTurned(3)],
        GivenUp("train"),
        [AnswerGiven("small", 3, "train", "try", "", Verdict.NOT_ATTEMPTED, 0), LessonFinished("small")],
    ),
    ("a block that is gone", [], Answered("gone", "1"), []),
]


@pytest.mark.parametrize(("name", "before", "event", "kept"), RECORDS, ids=[row[0] for row in RECORDS])
def test_what_is_kept_of_an_event(
    lesson: Lesson, name: str, before: list[Event], event: Event, kept: list[ProgressEvent]
) -> None:
    session = LessonSession.begin(lesson)
    for earlier in before:
        session = session.after(earlier)
    assert list(records(session, event, session.after(event))) == kept, name


def test_opening_a_lesson_is_a_visit(lesson: Lesson) -> None:
    assert list(opening(LessonSession.begin(lesson))) == [PageVisited("small", 1)]


def kept_of(lesson: Lesson, events: list[Event]) -> list[ProgressEvent]:
    """Return everything that is kept of a session."""
    session = LessonSession.begin(lesson)
    kept = list(opening(session))
    for event in events:
        after = session.after(event)
        kept += records(session, event, after)
        session = after
    return kept


def come_back(lesson: Lesson, kept: list[ProgressEvent]) -> LessonSession:
    """Return the session of a learner of whom this is kept."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    entries = [Entry(f"e{n}", n, start + timedelta(seconds=n), event) for n, event in enumerate(kept)]
    return resumed(lesson, fold(entries).lesson(lesson.id))


def test_a_learner_comes_back_to_where_they_were(lesson: Lesson) -> None:
    events: list[Event] = [
        HintAsked("sum"),
        Answered("sum", "7"),
        Answered("sum", "1.1"),
        PageTurned(2),
        Answered("pick", "2"),
        HintAsked("gaps"),
        Moved(Place(4, 9)),
    ]
    session = come_back(lesson, kept_of(lesson, events))
    assert (session.number, session.place) == (2, Place(4, 9))
    assert (session.state("sum").answer, session.state("sum").attempts, session.state("sum").hints) == ("1.1", 2, 1)
    assert isinstance(session.verdict("sum"), Correct)
    assert isinstance(session.verdict("pick"), Incorrect)
    assert session.state("pick").answer == "2"
    assert telling.replies(session, "pick") == "No: think of the 2 × 2."
    back = session.after(PageTurned(1))
    assert telling.replies(back, "sum") == "It is 1.1. So it is 1.1."
    assert session.state("gaps").hints == 1
    assert session.active is not None
    assert session.active.id == "pick"


def test_what_was_given_up_stays_so_and_what_was_right_too(lesson: Lesson) -> None:
    session = come_back(lesson, kept_of(lesson, [Answered("sum", "9"), GivenUp("sum"), GivenUp("pick")]))
    assert session.state("sum").is_given_up
    assert session.state("sum").attempts == 1
    assert telling.replies(session, "sum") == "It is 1.1. So it is 1.1."
    answers = [("1.1", Verdict.CORRECT), ("7", Verdict.INCORRECT)]
    kept = [AnswerGiven("small", 1, "sum", "predict", answer, verdict) for answer, verdict in answers]
    assert come_back(lesson, kept).state("sum").answer == "1.1"


def test_a_lesson_that_changed_takes_nothing_away_and_breaks_nothing(lesson: Lesson) -> None:
    kept: list[ProgressEvent] = [
        AnswerGiven("small", 1, "gone", "predict", "1", Verdict.CORRECT),
        AnswerGiven("small", 1, "sum", "choice", "1", Verdict.CORRECT),
        PlaceReached("small", 99, 3, 10**6),
    ]
    session = come_back(lesson, kept)
    assert not session.state("sum").is_settled
    assert (session.number, session.place) == (3, Place(3, 10**6))


def test_what_was_done_in_the_lab_and_the_workshop_is_said_again(lesson: Lesson) -> None:
    session = come_back(lesson, kept_of(lesson, [Tried("train", True, 5, "run.loss = 0.1")]))
    assert telling.replies(session, "train") == "You have done this."


def test_an_answer_that_a_changed_lesson_calls_wrong_stays_right(lesson: Lesson) -> None:
    session = come_back(lesson, [AnswerGiven("small", 1, "sum", "predict", "99", Verdict.CORRECT)])
    assert session.state("sum").is_correct
    assert telling.replies(session, "sum") == "So it is 1.1."


def test_a_new_learner_begins_at_the_beginning(lesson: Lesson) -> None:
    assert come_back(lesson, []) == LessonSession.begin(lesson)


def test_a_knob_that_reached_what_was_asked_stands_as_it_did(lesson: Lesson) -> None:
    turned: list[Event] = [PageTurned(3), KnobTurned("train", "optimizer.learning_rate", 1.0)]
    session = come_back(lesson, kept_of(lesson, [*turned, Tried("train", True, 5, "run.loss = 0.1")]))
    assert session.knobs("train") == {"optimizer.learning_rate": 1.0}
    assert isinstance(session.verdict("train"), Correct)

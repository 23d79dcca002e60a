"""Spaced review: what is due on which day, over right and wrong answers, mixed lessons, nights and time zones."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from lessons.progress import AnswerGiven, Entry, Event, LessonReset, ProgressState, ReviewAnswered, Verdict, fold
from lessons.questions.review import ALL, INTERVALS, MOST, ReviewItem, due, schedule

DAY = timedelta(days=1)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
RIGHT, WRONG, NOT_TRIED = Verdict.CORRECT, Verdict.INCORRECT, Verdict.NOT_ATTEMPTED


def answered(block: str = "guess", lesson: str = "loss", verdict: Verdict = RIGHT, kind: str = "predict") -> Event:
    return AnswerGiven(lesson, 1, block, kind, "1", verdict)


def reviewed(verdict: Verdict, block: str = "guess", lesson: str = "loss") -> Event:
    return ReviewAnswered(lesson, block, 0, "1", verdict)


def history(*happened: tuple[float, Event]) -> ProgressState:
    """Make a state of events, each so many days after the first noon."""
    entries: Iterable[Entry] = (
        Entry(f"id{number}", number, NOON + DAY * days, event) for number, (days, event) in enumerate(happened)
    )
    return fold(entries)


def only(state: ProgressState, days: float = 0) -> ReviewItem:
    (item,) = schedule(state, NOON + DAY * days)
    return item


def days_of_asking(verdicts: Iterable[Verdict]) -> list[int]:
    """Review on the first due day each time; give the days, counted from the lesson."""
    happened: list[tuple[float, Event]] = [(0, answered())]
    days: list[int] = []
    for verdict in verdicts:
        item = only(history(*happened), days[-1] if days else 0)
        days.append((item.due - NOON.date()).days)
        happened.append((days[-1], reviewed(verdict)))
    return days


def test_right_answers_space_out_and_then_it_is_learnt() -> None:
    assert days_of_asking([RIGHT] * 5) == [1, 4, 11, 32, 92]
    done = [(0.0, answered()), *((float(day), reviewed(RIGHT)) for day in (1, 4, 11, 32, 92))]
    assert schedule(history(*done), NOON + 1000 * DAY) == ()
    assert sum(INTERVALS) == 92
    twice = [*done, (92.0, reviewed(RIGHT))]  # two sessions at once asked the last question
    assert schedule(history(*twice), NOON + 1000 * DAY) == ()


def test_a_miss_begins_again_with_one_day() -> None:
    assert days_of_asking([RIGHT, RIGHT, WRONG, RIGHT, RIGHT]) == [1, 4, 11, 12, 15]


def test_a_question_that_was_not_tried_stays_due() -> None:
    state = history((0, answered()), (1, reviewed(NOT_TRIED)))
    assert only(state, 1).due == date(2026, 11, 3)
    assert [item.block for item in due(state, NOON + DAY)] == [only(state, 1).block]


def test_it_is_due_from_its_day_on_and_not_before() -> None:
    state = history((0, answered()))
    assert due(state, NOON) == ()
    assert due(state, NOON + 0.6 * DAY) == ()
    for days in (1, 2, 50):
        (item,) = due(state, NOON + days * DAY)
        assert (item.lesson, item.block, item.step, item.due) == ("loss", "guess", 0, date(2026, 11, 3))


@pytest.mark.parametrize("event", [answered(verdict=WRONG), answered(verdict=NOT_TRIED), answered(kind="choice")])
def test_only_right_answers_to_blocks_that_can_be_made_afresh_are_recalled(event: Event) -> None:
    assert schedule(history((0, event)), NOON + 9 * DAY) == ()


def test_it_counts_from_the_first_right_answer() -> None:
    state = history((0, answered(verdict=WRONG)), (2, answered(kind="fill")), (5, answered(kind="fill")))
    assert only(state, 5).due == date(2026, 11, 5)


def test_a_reset_takes_it_off_the_list() -> None:
    assert schedule(history((0, answered()), (1, LessonReset("loss"))), NOON + 9 * DAY) == ()


def test_the_day_ends_at_four_in_the_morning_where_the_learner_is() -> None:
    tokyo = timezone(timedelta(hours=9))
    late = datetime(2026, 11, 3, 1, 30, tzinfo=tokyo)  # still the evening of the 2nd
    state = fold([Entry("id", 1, late.astimezone(UTC), answered())])
    assert due(state, late.replace(hour=3, minute=59)) == ()
    assert len(due(state, late.replace(hour=4, minute=0))) == 1


def test_a_time_to_come_from_a_clock_that_was_wrong_counts_as_today() -> None:
    state = history((4000, answered()))
    assert only(state, 0).due == date(2026, 11, 3)


def test_a_time_from_before_all_clocks_does_no_harm() -> None:
    state = fold([Entry("id", 1, datetime(1, 1, 1, tzinfo=UTC), answered())])
    assert only(state).due == date(1970, 1, 2)


def test_a_seed_stays_until_the_answer_and_then_changes() -> None:
    asked = history((0, answered()))
    assert only(asked, 1).seed == only(asked, 7).seed
    again = history((0, answered()), (1, reviewed(RIGHT)))
    assert only(again, 4).seed != only(asked, 1).seed
    other = history((0, answered("sum")))
    assert only(other, 1).seed != only(asked, 1).seed


def test_at_most_five_are_asked_unless_more_are_wanted() -> None:
    state = history(*((0.0, answered(f"block{number}")) for number in range(9)))
    assert len(due(state, NOON + DAY)) == MOST == 5
    assert len(due(state, NOON + DAY, most=2)) == 2
    assert due(state, NOON + DAY, most=0) == ()
    assert len(due(state, NOON + DAY, ALL)) == 9
    assert due(state, NOON, ALL) == ()


def test_lessons_are_mixed_and_the_longest_due_comes_first() -> None:
    state = history(
        (0, answered("a", "loss")),
        (0, answered("b", "loss")),
        (1, answered("c", "layers")),
        (2, answered("d", "layers")),
        (3, answered("e", "neurons")),
    )
    items = due(state, NOON + 9 * DAY)
    assert [(item.lesson, item.block) for item in items] == [
        ("loss", "a"),
        ("layers", "c"),
        ("neurons", "e"),
        ("loss", "b"),
        ("layers", "d"),
    ]


def test_blocks_that_the_course_has_no_more_are_passed_over() -> None:
    state = history(*((0.0, answered(f"block{number}")) for number in range(9)))
    asked: list[str] = []

    def is_available(lesson: str, block: str) -> bool:
        asked.append(block)
        return block not in ("block0", "block2")

    items = due(state, NOON + DAY, 3, is_available)
    assert [item.block for item in items] == ["block1", "block3", "block4"]
    assert asked == ["block0", "block1", "block2", "block3", "block4"]


def test_ids_that_no_text_file_can_hold_do_no_harm() -> None:
    assert isinstance(only(history((0, answered("\udc80")))).seed, int)

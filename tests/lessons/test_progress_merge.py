"""Merging: events of many sessions add up to the same state in whatever order and however often they meet."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.progress import (
    AnswerGiven,
    Entry,
    Event,
    EverythingReset,
    HintTaken,
    LessonFinished,
    LessonReset,
    PageReset,
    PageVisited,
    PlaceReached,
    ProgressState,
    ReviewAnswered,
    SettingChanged,
    Verdict,
    fold,
    merge,
)

unhurried = settings(deadline=None)

START = datetime(2026, 11, 21, 8, tzinfo=UTC)

lessons = st.sampled_from(["loss", "layers"])
blocks = st.sampled_from(["a", "b"])
pages = st.integers(1, 2)
verdicts = st.sampled_from(Verdict)
small = st.integers(0, 3)

events: st.SearchStrategy[Event] = st.one_of(
    st.builds(AnswerGiven, lessons, pages, blocks, st.just("predict"), st.text(max_size=3), verdicts, small),
    st.builds(HintTaken, lessons, pages, blocks, small),
    st.builds(PageVisited, lessons, pages),
    st.builds(PlaceReached, lessons, pages, small, small),
    st.builds(LessonFinished, lessons),
    st.builds(ReviewAnswered, lessons, blocks, small, st.text(max_size=3), verdicts),
    st.builds(SettingChanged, st.sampled_from(["theme", "keys"]), st.one_of(st.text(max_size=3), st.booleans(), small)),
    st.builds(PageReset, lessons, pages, st.lists(blocks, max_size=2).map(tuple)),
    st.builds(LessonReset, lessons),
    st.just(EverythingReset()),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Draw entries with ids of their own, in any order of time, some at the same microsecond."""
    found = draw(st.lists(st.tuples(st.integers(0, 12), events), max_size=25))
    return [
        Entry(f"id{number}", order, START + timedelta(hours=order), event)
        for number, (order, event) in enumerate(found)
    ]


@st.composite
def shares(draw: st.DrawFn, count: int) -> list[list[Entry]]:
    """Draw one history and several sessions that each know some of it."""
    history = draw(histories())
    return [draw(st.lists(st.sampled_from(history), unique=True)) if history else [] for _ in range(count)]


def views(state: ProgressState) -> object:
    """Give all that can be seen of a state."""
    return state.lessons, state.settings, state.live


@unhurried
@given(shares(2))
def test_merging_is_commutative(known: list[list[Entry]]) -> None:
    one, two = map(fold, known)
    assert merge(one, two) == merge(two, one)
    assert views(merge(one, two)) == views(merge(two, one))


@unhurried
@given(shares(3))
def test_merging_is_associative(known: list[list[Entry]]) -> None:
    one, two, three = map(fold, known)
    assert merge(merge(one, two), three) == merge(one, merge(two, three)) == merge(one, two, three)


@unhurried
@given(histories())
def test_merging_is_idempotent(history: list[Entry]) -> None:
    state = fold(history)
    assert merge(state, state) == state == fold(history + history)


@unhurried
@given(shares(2))
def test_folding_first_or_merging_first_is_the_same(known: list[list[Entry]]) -> None:
    one, two = known
    assert merge(fold(one), fold(two)) == fold(one + two)


@unhurried
@given(histories(), st.randoms())
def test_the_order_of_reading_does_not_matter(history: list[Entry], random: object) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled) == fold(history)
    assert views(fold(shuffled)) == views(fold(history))


@unhurried
@given(histories())
def test_what_is_dropped_shows_in_no_view(history: list[Entry]) -> None:
    """A state of all entries, nothing dropped, looks the same but for what was replaced."""
    kept = fold(history)
    all_of_them = ProgressState({entry.id: entry for entry in history})
    assert kept.lessons == all_of_them.lessons
    assert kept.settings == all_of_them.settings


@unhurried
@given(histories())
def test_an_answer_counts_until_a_reset_that_is_later(history: list[Entry]) -> None:
    state = fold(history)
    for entry in history:
        if isinstance(entry.event, AnswerGiven):
            attempts = state.lesson(entry.event.lesson).block(entry.event.block).attempts
            assert (entry.id in {attempt.id for attempt in attempts}) is not any(
                takes_back(other.event, entry.event) and other.key > entry.key for other in history
            )


def takes_back(event: Event, answer: AnswerGiven) -> bool:
    match event:
        case EverythingReset():
            return True
        case LessonReset(lesson=lesson):
            return lesson == answer.lesson
        case PageReset(lesson=lesson, blocks=reset):
            return lesson == answer.lesson and answer.block in reset
        case _:
            return False


@unhurried
@given(histories())
def test_an_entry_reads_back_from_its_line(history: list[Entry]) -> None:
    for entry in history:
        line = entry.to_line()
        assert line.endswith(b"\n")
        assert line.count(b"\n") == 1
        assert Entry.from_line(line) == entry


@unhurried
@given(st.text())
def test_any_answer_whatever_a_terminal_sends_reads_back(answer: str) -> None:
    event = AnswerGiven("loss", 1, "a", "predict", answer + "\udc80", Verdict.INCORRECT)
    entry = Entry("id", 1, START, event)
    assert Entry.from_line(entry.to_line()) == entry


def test_the_same_id_with_two_contents_is_settled_the_same_way_everywhere() -> None:
    one = Entry("id", 1, START, SettingChanged("theme", "nord"))
    two = Entry("id", 1, START, SettingChanged("theme", "gruvbox"))
    assert fold([one, two]) == fold([two, one])
    assert len(fold([one, two]).entries) == 1


def test_the_first_visit_is_the_same_whether_the_reset_comes_before_or_after() -> None:
    """Three visits, a reset between the second and the third: dropping the first would make the result depend."""
    visits = [Entry(f"v{order}", order, START + timedelta(hours=order), PageVisited("loss", 1)) for order in (1, 3, 5)]
    reset = Entry("r", 4, START, LessonReset("loss"))
    early = merge(fold([visits[0], reset]), fold(visits))
    late = merge(fold(visits), fold([reset]))
    assert early == late
    assert late.lesson("loss").pages[1].first == visits[0].time
    assert late.lesson("loss").pages[1].last == visits[2].time

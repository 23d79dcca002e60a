"""The store: what is recorded is there in the next session; resets, places, settings, clocks, privacy."""

import os
import signal
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

import pytest

from lessons.progress import (
    AnswerGiven,
    HintTaken,
    LessonFinished,
    LessonState,
    PageVisited,
    Place,
    PlaceReached,
    ProgressStore,
    ResetDone,
    ReviewAnswered,
    SaveKind,
    SettingChanged,
    Verdict,
    find_home,
)

NINE = datetime(2026, 11, 21, 9, tzinfo=UTC)


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = NINE

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def answer(text: str, block: str = "guess", lesson: str = "loss", verdict: Verdict = Verdict.CORRECT) -> AnswerGiven:
    return AnswerGiven(lesson, 2, block, "predict", text, verdict, hints=1)


def reopened(home: Path) -> ProgressStore:
    return ProgressStore.open(home, is_read_only=True)


def test_all_that_was_done_is_there_in_the_next_session(tmp_path: Path) -> None:
    clock = Clock()
    with ProgressStore.open(tmp_path, clock=clock) as store:
        store.record(PageVisited("loss", 2))
        clock.wait(60)
        store.record(HintTaken("loss", 2, "guess", 1))
        store.record(answer("0.5", verdict=Verdict.INCORRECT))
        store.record(answer("0.35"))
        store.record(HintTaken("loss", 2, "sum", 2))
        store.record(PlaceReached("loss", 2, 120, 17))
        store.record(PageVisited("loss", 2))
        store.record(SettingChanged("theme", "nord"))
        before = store.state
    after = reopened(tmp_path).state
    assert after.lessons == before.lessons
    loss = after.lesson("loss")
    assert loss.state is LessonState.BEGUN
    assert [(attempt.answer, attempt.verdict) for attempt in loss.blocks["guess"].attempts] == [
        ("0.5", Verdict.INCORRECT),
        ("0.35", Verdict.CORRECT),
    ]
    assert loss.blocks["guess"].is_correct
    assert loss.blocks["guess"].hints == 1
    assert loss.blocks["sum"].hints == 2
    assert loss.blocks["sum"].latest is None
    assert loss.place == Place(2, 120, 17, clock.now)
    assert (loss.pages[2].first, loss.pages[2].last) == (NINE, clock.now)
    assert after.settings == {"theme": "nord"}


def test_a_right_answer_stays_right_after_a_slip(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(answer("0.35"))
        store.record(answer("7", verdict=Verdict.INCORRECT))
        block = store.state.lesson("loss").block("guess")
    assert block.is_correct
    assert block.latest is not None
    assert block.latest.answer == "7"


def test_a_lesson_that_no_course_has_is_kept(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(answer("1", lesson="a lesson of long ago"))
        store.record(LessonFinished("a lesson of long ago"))
    assert reopened(tmp_path).state.lessons["a lesson of long ago"].is_done


def test_nothing_done_is_an_empty_record(tmp_path: Path) -> None:
    state = reopened(tmp_path / "none").state
    assert state.lesson("loss").state is LessonState.NEW
    assert state.lesson("loss").block("guess").attempts == ()
    assert state.lessons == {}


def test_opening_for_reading_makes_no_file(tmp_path: Path) -> None:
    store = reopened(tmp_path / "none")
    status = store.record(answer("1"))
    assert status.kind is SaveKind.READ_ONLY
    assert "opened for reading" in status.text
    assert store.state.lesson("loss").block("guess").is_correct
    store.close()
    assert not (tmp_path / "none").exists()


def test_a_session_without_events_leaves_no_journal(tmp_path: Path) -> None:
    ProgressStore.open(tmp_path).close()
    assert list((tmp_path / "journal").iterdir()) == []


def test_two_open_sessions_learn_of_each_other(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as one, ProgressStore.open(tmp_path) as two:
        one.record(answer("1"))
        two.record(answer("2"))
        assert "guess" in two.state.lesson("loss").blocks
        assert len(two.state.lesson("loss").blocks["guess"].attempts) == 1
        for store in (one, two):
            assert len(store.refresh().lesson("loss").blocks["guess"].attempts) == 2
        one.record(answer("3"))
        assert len(two.refresh().lesson("loss").blocks["guess"].attempts) == 3


def test_places_are_written_at_most_once_a_second_and_with_the_next_answer(tmp_path: Path) -> None:
    clock = Clock()

    def written() -> Place | None:
        return reopened(tmp_path).state.lesson("loss").place

    with ProgressStore.open(tmp_path, clock=clock) as store:
        clock.wait(5)
        store.record(PlaceReached("loss", 1, 0, 1))
        assert written() == Place(1, 0, 1, clock.now)
        clock.wait(0.3)
        store.record(PlaceReached("loss", 1, 0, 2))
        moment = clock.now
        assert written() != Place(1, 0, 2, moment)
        store.record(answer("1"))
        assert written() == Place(1, 0, 2, moment)
        store.record(PlaceReached("loss", 1, 0, 3))
        store.flush()
        store.flush()
        assert written() == Place(1, 0, 3, clock.now)
        store.record(PlaceReached("loss", 1, 0, 4))
        assert store.state.lesson("loss").place == Place(1, 0, 4, clock.now)
    assert written() == Place(1, 0, 4, clock.now)
    (journal,) = (tmp_path / "journal").iterdir()
    assert journal.read_bytes().count(b"\n") == 5


def test_a_clock_set_back_hides_no_news(tmp_path: Path) -> None:
    clock = Clock()
    with ProgressStore.open(tmp_path, clock=clock) as store:
        store.record(SettingChanged("theme", "nord"))
        assert isinstance(store.reset_lesson("loss"), ResetDone)
    clock.wait(-86400 * 365)
    with ProgressStore.open(tmp_path, clock=clock) as store:
        store.record(SettingChanged("theme", "gruvbox"))
        store.record(answer("1"))
    state = reopened(tmp_path).state
    assert state.settings["theme"] == "gruvbox"
    assert [attempt.time for attempt in state.lesson("loss").blocks["guess"].attempts] == [clock.now]


def test_a_page_reset_takes_back_its_blocks_and_visits_only(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        for block in ("guess", "sum", "elsewhere"):
            store.record(answer("1", block))
            store.record(HintTaken("loss", 2, block, 1))
        store.record(ReviewAnswered("loss", "guess", 3, "1", Verdict.CORRECT))
        store.record(PageVisited("loss", 2))
        store.record(PageVisited("loss", 3))
        assert isinstance(store.reset_page("loss", 2, ["guess", "sum"]), ResetDone)
    loss = reopened(tmp_path).state.lesson("loss")
    assert list(loss.blocks) == ["elsewhere"]
    assert list(loss.pages) == [3]


def test_a_lesson_reset_leaves_other_lessons_alone(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        for lesson in ("loss", "layers"):
            store.record(answer("1", lesson=lesson))
            store.record(PlaceReached(lesson, 1, 1, 1))
            store.record(LessonFinished(lesson))
        assert isinstance(store.reset_lesson("loss"), ResetDone)
        store.record(PageVisited("loss", 1))
    state = reopened(tmp_path).state
    assert state.lesson("loss").state is LessonState.BEGUN
    assert state.lesson("loss").place is None
    assert state.lesson("layers").is_done


def test_resetting_everything_keeps_the_settings_and_a_backup_that_can_be_imported(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(answer("1"))
        store.record(LessonFinished("loss"))
        store.record(SettingChanged("theme", "nord"))
        reset = store.reset_everything()
        assert isinstance(reset, ResetDone)
        assert reset.status.is_saved
        assert store.state.lessons == {}
        assert store.state.settings == {"theme": "nord"}
        store.import_from(reset.backup)
    loss = reopened(tmp_path).state.lesson("loss")
    assert loss.is_done
    assert [attempt.answer for attempt in loss.blocks["guess"].attempts] == ["1"]


def test_a_reset_backs_up_what_another_session_has_just_answered(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as one, ProgressStore.open(tmp_path) as two:
        two.record(answer("theirs"))
        reset = one.reset_everything()
        assert isinstance(reset, ResetDone)
        assert b"theirs" in reset.backup.read_bytes()
        two.refresh()
        two.record(answer("after"))
        assert [a.answer for a in one.refresh().lesson("loss").blocks["guess"].attempts] == ["after"]


def test_folders_and_files_are_private(tmp_path: Path) -> None:
    home = tmp_path / "state" / "glassnet"
    with ProgressStore.open(home) as store:
        store.record(answer("1"))
        store.reset_everything()
        store.export(home / "export.json")
        for path in [home, *home.rglob("*")]:
            allowed = 0o700 if path.is_dir() else 0o600
            assert stat.S_IMODE(path.stat().st_mode) == allowed, path


def test_threads_may_record_at_once(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        threads = [
            threading.Thread(target=lambda name=name: [store.record(answer(f"{name}-{n}")) for n in range(50)])
            for name in "abcd"
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    attempts = reopened(tmp_path).state.lesson("loss").blocks["guess"].attempts
    assert len({attempt.answer for attempt in attempts}) == 200


def test_a_signal_handler_may_flush_in_the_middle_of_a_recording(tmp_path: Path) -> None:
    """A timer interrupts recordings about a thousand times; each place and answer is there, none torn."""
    with ProgressStore.open(tmp_path) as store:
        interruptions = 0

        def interrupt(number: int, frame: FrameType | None) -> None:
            nonlocal interruptions
            interruptions += 1
            store.flush()

        before = signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
        try:
            for number in range(400):
                store.record(PlaceReached("loss", 1, number, 0))
                assert store.record(answer(str(number))).is_saved
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        assert interruptions > 5
    store = reopened(tmp_path)
    loss = store.state.lesson("loss")
    assert [attempt.answer for attempt in loss.blocks["guess"].attempts] == [str(number) for number in range(400)]
    assert loss.place is not None
    assert loss.place.update == 399
    assert store.take_notices() == ()


def test_a_flush_from_within_a_writing_leaves_it_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a signal handler may that comes when a part of a line is written: were the line cut off, both would be."""
    with ProgressStore.open(tmp_path) as store:
        real = os.write

        def write(descriptor: int, data: bytes) -> int:
            store.flush()
            return real(descriptor, data[:50])

        monkeypatch.setattr(os, "write", write)
        assert store.record(answer("1")).is_saved
        monkeypatch.undo()
        (journal,) = (tmp_path / "journal").iterdir()
        assert journal.read_bytes().count(b"\n") == 1
    assert reopened(tmp_path).state.lesson("loss").block("guess").is_correct


def test_a_value_that_json_cannot_hold_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        with pytest.raises(ValueError, match="JSON"):
            store.record(SettingChanged("scale", float("nan")))
        assert store.record(answer("1")).is_saved
        assert store.state.settings == {}


@pytest.mark.parametrize(
    ("argument", "environment", "expected"),
    [
        ("/a/b", {"GLASSNET_HOME": "/c"}, "/a/b"),
        (None, {"GLASSNET_HOME": "/c/d"}, "/c/d"),
        ("~/x", {}, str(Path.home() / "x")),
        ("here", {}, str(Path.cwd() / "here")),
    ],
)
def test_the_home_is_the_argument_or_the_variable(
    argument: str | None, environment: dict[str, str], expected: str
) -> None:
    assert find_home(argument, environment) == Path(expected)


def test_without_either_the_home_is_the_systems_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("GLASSNET_HOME", "/not/asked/for")
    assert find_home(None, {"GLASSNET_HOME": ""}).name == "glassnet"
    assert find_home(None, {}).is_absolute()
    assert find_home(None, {}).name == "glassnet"
    assert find_home() == Path("/not/asked/for")


def test_importing_it_loads_neither_numpy_nor_a_terminal() -> None:
    code = (
        "import sys, lessons.progress, lessons.questions.review\n"
        "unwanted = {'numpy', 'textual', 'rich', 'fcntl', 'resource', 'platformdirs'}\n"
        "print(sorted(unwanted & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=root)
    assert run.stdout.strip() == "[]"

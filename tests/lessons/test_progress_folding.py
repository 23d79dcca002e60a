"""Folding journals into snapshots: nothing is lost on the way, whoever else is at work and whatever gets damaged."""

import itertools
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lessons.progress import AnswerGiven, LessonReset, PageVisited, ProgressStore, Verdict, folding, snapshot
from lessons.progress.archive import Archive
from lessons.progress.journal import Journal, is_ended
from lessons.progress.lock import Lock, locked
from lessons.progress.reading import HomeReader

NOW = datetime.now(UTC)

gone = itertools.count(900_000_000)
"""Process numbers that no process has."""


@pytest.fixture(autouse=True)
def _folding_is_frequent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fold three journals at a time, so that a few sessions make several snapshots."""
    monkeypatch.setattr(folding, "ENOUGH", 3)


def answer(text: str) -> AnswerGiven:
    return AnswerGiven("loss", 1, "guess", "predict", text, Verdict.CORRECT)


def session(home: Path, *texts: str) -> None:
    """Run a session that answers, and let its process be gone."""
    others = set(journals(home))
    with ProgressStore.open(home) as store:
        for text in texts:
            store.record(answer(text))
    for path in set(journals(home)) - others:
        path.rename(path.with_name(path.name.replace(f"-{os.getpid()}-", f"-{next(gone)}-")))


def sessions(home: Path, first: int, last: int) -> None:
    for number in range(first, last):
        session(home, f"{number:03}")


def found(home: Path) -> list[str]:
    store = ProgressStore.open(home, is_read_only=True)
    return sorted(attempt.answer for attempt in store.state.lesson("loss").block("guess").attempts)


def expected(count: int) -> list[str]:
    return [f"{number:03}" for number in range(count)]


def journals(home: Path) -> list[Path]:
    return sorted((home / "journal").glob("*.jsonl"))


def test_snapshots_and_journals_stay_few_and_hold_everything(tmp_path: Path) -> None:
    for count in range(1, 25):
        sessions(tmp_path, count - 1, count)
        assert len(journals(tmp_path)) <= 4 * folding.ENOUGH + 1
        assert len(snapshot.snapshot_paths(tmp_path)) <= snapshot.KEPT
    assert found(tmp_path) == expected(24)
    assert len(snapshot.snapshot_paths(tmp_path)) == snapshot.KEPT
    newest = Archive.from_bytes(snapshot.snapshot_paths(tmp_path)[-1].read_bytes())
    assert len(newest.entries) == 21
    assert not list(tmp_path.rglob("*.tmp"))
    assert not (tmp_path / "folding.lock").exists()


@pytest.mark.parametrize("spared", [0, 1, 2])
def test_any_one_of_the_snapshots_is_enough(tmp_path: Path, spared: int) -> None:
    sessions(tmp_path, 0, 24)
    paths = snapshot.snapshot_paths(tmp_path)
    for path in paths[:spared] + paths[spared + 1 :]:
        path.write_bytes(path.read_bytes()[:-100])
    with ProgressStore.open(tmp_path) as store:
        blocks = store.state.lesson("loss").blocks
        assert sorted(attempt.answer for attempt in blocks["guess"].attempts) == expected(24)
        # A damaged snapshot is met only where no newer one says what was in it.
        assert len(store.take_notices()) == 2 - spared
    asides = list((tmp_path / "snapshots").glob("*.unreadable-*"))
    assert len(asides) == 2 - spared
    sessions(tmp_path, 24, 36)
    assert found(tmp_path) == expected(36)


def test_what_can_be_read_of_a_damaged_snapshot_is_used(tmp_path: Path) -> None:
    sessions(tmp_path, 0, 24)
    for path in snapshot.snapshot_paths(tmp_path):
        path.write_bytes(path.read_bytes().replace(b'"answer": "001"', b'"answer": 1'))
    assert found(tmp_path) == [text for text in expected(24) if text != "001"]


def test_one_damaged_entry_in_a_snapshot_is_made_good_by_the_one_before(tmp_path: Path) -> None:
    sessions(tmp_path, 0, 24)
    newest = snapshot.snapshot_paths(tmp_path)[-1]
    newest.write_bytes(newest.read_bytes().replace(b'"answer": "001"', b'"answer": 1'))
    with ProgressStore.open(tmp_path) as store:
        attempts = store.state.lesson("loss").blocks["guess"].attempts
        assert sorted(attempt.answer for attempt in attempts) == expected(24)
        (notice,) = store.take_notices()
        assert newest.name in notice
    assert not newest.exists()


def test_a_newer_snapshot_is_left_alone(tmp_path: Path) -> None:
    sessions(tmp_path, 0, 5)
    (path,) = snapshot.snapshot_paths(tmp_path)
    path.write_bytes(path.read_bytes().replace(b'"v": 1,\n', b'"v": 2,\n', 1))
    before = path.read_bytes()
    with ProgressStore.open(tmp_path) as store:
        assert not store.record(answer("x")).is_saved
        assert "newer glassnet" in store.status.text
    assert path.read_bytes() == before
    assert found(tmp_path) == expected(5)


def test_what_a_newer_version_wrote_just_now_is_not_folded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = HomeReader(tmp_path, is_tidying=True)
    reader.read(NOW)
    with monkeypatch.context() as patches:
        patches.setattr(folding, "ENOUGH", 99)
        sessions(tmp_path, 0, 5)
    last = journals(tmp_path)[-1]
    last.write_bytes(last.read_bytes().replace(b'"v":1', b'"v":2'))
    folding.fold_journals(tmp_path, reader, NOW)
    assert snapshot.snapshot_paths(tmp_path) == []
    assert len(journals(tmp_path)) == 5


def test_a_session_that_was_thought_dead_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that shares the home and the host's name: its process numbers mean nothing here."""
    store = ProgressStore.open(tmp_path)
    store.record(answer("early"))
    monkeypatch.setattr("lessons.progress.journal.is_running", lambda pid: False)
    sessions(tmp_path, 0, 24)
    assert not [path for path in journals(tmp_path) if f"-{os.getpid()}-" in path.name]
    assert store.record(answer("late")).is_saved
    store.close()
    assert found(tmp_path) == [*expected(24), "early", "late"]


@pytest.mark.parametrize("writes_before_renaming", [True, False])
def test_an_answer_given_while_its_journal_is_being_deleted_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes_before_renaming: bool
) -> None:
    sessions(tmp_path, 0, 15)
    monkeypatch.setattr("lessons.progress.snapshot.is_ended", lambda path, now: True)
    store = ProgressStore.open(tmp_path)
    store.record(answer("early"))
    sessions(tmp_path, 15, 24)
    real_replace = os.replace
    done: list[Path] = []

    def replace(source: Path, target: Path) -> None:
        if f"-{os.getpid()}-" in str(source) and str(target).endswith(".retired") and not done:
            done.append(target)
            if writes_before_renaming:
                assert store.record(answer("in between")).is_saved
            real_replace(source, target)
            if not writes_before_renaming:
                assert store.record(answer("in between")).is_saved
        else:
            real_replace(source, target)

    monkeypatch.setattr(os, "replace", replace)
    for number in range(24, 36):
        session(tmp_path, f"{number:03}")
        if done:
            break
    assert done
    assert found(tmp_path) == [*expected(number + 1), "early", "in between"]


def test_the_journal_of_a_running_session_is_not_deleted(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(answer("mine"))
        (journal,) = journals(tmp_path)
        sessions(tmp_path, 0, 24)
        assert journal.exists()


def test_journals_that_were_never_written_to_are_cleared_away(tmp_path: Path) -> None:
    sessions(tmp_path, 0, 1)
    empty = [tmp_path / "journal" / f"20261121T090000Z-elsewhere-{number}-abcd.jsonl" for number in range(9)]
    for path in empty:
        path.touch(0o600)
        os.utime(path, (0, 0))
    sessions(tmp_path, 1, 24)
    assert not any(path.exists() for path in empty)


def test_what_is_folded_in_the_middle_of_a_reading_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another session folds and deletes journals after the snapshots, and before the journals, were looked at."""
    sessions(tmp_path, 0, 2)
    real = HomeReader._read_snapshots
    calls: list[HomeReader] = []

    def read_snapshots(self: HomeReader, *arguments: Any) -> None:
        real(self, *arguments)
        calls.append(self)
        if len(calls) == 1:
            sessions(tmp_path, 2, 24)

    monkeypatch.setattr(HomeReader, "_read_snapshots", read_snapshots)
    assert found(tmp_path) == expected(24)


def test_something_strange_among_the_snapshots_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "snapshots" / "progress-000001-abcd.json").mkdir(parents=True)
    sessions(tmp_path, 0, 24)
    assert found(tmp_path) == expected(24)
    assert len(journals(tmp_path)) <= 4 * folding.ENOUGH + 1


def test_another_sessions_folding_hides_nothing_from_a_running_one(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        sessions(tmp_path, 0, 24)
        assert len(store.refresh().lesson("loss").blocks["guess"].attempts) == 24


def test_a_line_that_is_half_written_while_others_fold_is_read_when_it_is_whole(tmp_path: Path) -> None:
    """Its writer only seems gone, as in a container: nobody may take the half for all that comes."""
    session(tmp_path, "x")
    (path,) = journals(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:50])
    sessions(tmp_path, 0, 24)
    path.write_bytes(whole)
    assert found(tmp_path) == [*expected(24), "x"]


def test_a_reset_is_folded_too(tmp_path: Path) -> None:
    session(tmp_path, "before")
    with ProgressStore.open(tmp_path) as store:
        store.record(LessonReset("loss"))
    sessions(tmp_path, 0, 12)
    assert found(tmp_path) == expected(12)


def test_folding_keeps_the_first_visit(tmp_path: Path) -> None:
    visits = [NOW + timedelta(days=day) for day in range(12)]
    for visit in visits:
        with ProgressStore.open(tmp_path, clock=itertools.repeat(visit).__next__) as store:
            store.record(PageVisited("loss", 1))
    sessions(tmp_path, 0, 9)
    assert snapshot.snapshot_paths(tmp_path)
    newest = Archive.from_bytes(snapshot.snapshot_paths(tmp_path)[-1].read_bytes())
    assert sum(isinstance(entry.event, PageVisited) for entry in newest.entries) == 2
    page = ProgressStore.open(tmp_path, is_read_only=True).state.lesson("loss").pages[1]
    assert (page.first, page.last) == (visits[0], visits[-1])


def test_a_disk_that_is_full_while_folding_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patches:
        patches.setattr("lessons.progress.snapshot.write_whole", full)
        sessions(tmp_path, 0, 20)
        assert len(journals(tmp_path)) == 20
    assert found(tmp_path) == expected(20)
    assert not (tmp_path / "folding.lock").exists()
    sessions(tmp_path, 20, 21)
    assert snapshot.snapshot_paths(tmp_path)


def test_who_holds_the_lock_folds_alone(tmp_path: Path) -> None:
    sessions(tmp_path, 0, folding.ENOUGH)
    with locked(tmp_path / "folding.lock") as lock:
        assert lock is not None
        with locked(tmp_path / "folding.lock") as other:
            assert other is None
        sessions(tmp_path, folding.ENOUGH, folding.ENOUGH + 2)
        assert snapshot.snapshot_paths(tmp_path) == []
    sessions(tmp_path, folding.ENOUGH + 2, folding.ENOUGH + 3)
    assert len(snapshot.snapshot_paths(tmp_path)) == 1


def test_a_forgotten_lock_is_broken_after_a_minute(tmp_path: Path) -> None:
    path = tmp_path / "folding.lock"
    path.write_text("left by a session that was killed")
    with locked(path) as lock:
        assert lock is None
    long_ago = time.time() - 61
    os.utime(path, (long_ago, long_ago))
    with locked(path) as lock:
        assert lock is not None
        assert lock.is_mine()
    assert list(tmp_path.iterdir()) == []


def test_who_lost_the_lock_writes_no_snapshot_and_leaves_the_new_holders_lock(tmp_path: Path) -> None:
    path = tmp_path / "folding.lock"
    with locked(path) as lock:
        assert isinstance(lock, Lock)
        path.write_text("someone else's by now")
        assert not snapshot.write_snapshot(tmp_path, Archive(()), lock)
    assert snapshot.snapshot_paths(tmp_path) == []
    assert path.read_text() == "someone else's by now"


def test_where_no_lock_can_be_made_nothing_is_folded(tmp_path: Path) -> None:
    with locked(tmp_path / "no folder" / "folding.lock") as lock:
        assert lock is None


def test_a_journal_is_ended_when_its_process_is_gone_or_it_rested_a_week(tmp_path: Path) -> None:
    mine = Journal(tmp_path / "journal")
    mine.open()
    assert mine.path is not None
    assert not is_ended(mine.path, NOW)
    assert is_ended(mine.path, NOW + timedelta(days=8))
    gone = mine.path.rename(mine.path.with_name(mine.path.name.replace(f"-{os.getpid()}-", "-999999999-")))
    assert is_ended(gone, NOW)
    elsewhere = gone.rename(gone.with_name("20261121T090000Z-elsewhere-1-abcd.jsonl"))
    assert not is_ended(elsewhere, NOW)
    assert is_ended(elsewhere, NOW + timedelta(days=8))
    copied = elsewhere.rename(elsewhere.with_name("a copy of it.jsonl"))
    assert not is_ended(copied, NOW)
    assert is_ended(copied, NOW + timedelta(days=8))


def test_temporary_files_of_killed_sessions_are_cleared_away(tmp_path: Path) -> None:
    sessions(tmp_path, 0, 4)
    left = tmp_path / "snapshots" / ".progress-000009-abcd.json.12345678.tmp"
    left.write_text("half")
    sessions(tmp_path, 4, 8)
    assert left.exists()
    os.utime(left, (0, 0))
    sessions(tmp_path, 8, 12)
    assert not left.exists()

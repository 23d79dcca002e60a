"""When the disk does not do as it is told: full, read-only, failing to sync, files gone from under a session."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessons.progress import AnswerGiven, ExchangeRefused, ProgressStore, ResetRefused, SaveKind, Verdict


def answer(text: str) -> AnswerGiven:
    return AnswerGiven("loss", 1, "guess", "predict", text, Verdict.CORRECT)


def saved(home: Path) -> list[str]:
    """Give the answers that a new session finds, oldest first."""
    store = ProgressStore.open(home, is_read_only=True)
    assert store.take_notices() == ()
    return [attempt.answer for attempt in store.state.lesson("loss").block("guess").attempts]


class BadDisk:
    """Stands in for some of the system's calls, and fails them as a disk would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.error: int | None = None
        """What every call fails with; None: nothing is wrong."""
        self.room: int | None = None
        """How many bytes can still be written before the disk is full; None: any number."""
        self.failing: set[str] = {"write", "fsync", "ftruncate", "open"}
        self._real = {name: getattr(os, name) for name in self.failing}
        monkeypatch.setattr(os, "write", self._write)
        monkeypatch.setattr(os, "open", self._open)
        monkeypatch.setattr(os, "fsync", lambda descriptor: self._call("fsync", descriptor))
        monkeypatch.setattr(os, "ftruncate", lambda descriptor, size: self._call("ftruncate", descriptor, size))

    def _call(self, name: str, *arguments: object) -> object:
        if self.error is not None and name in self.failing:
            raise OSError(self.error, os.strerror(self.error))
        return self._real[name](*arguments)

    def _open(self, path: str, flags: int, *arguments: object, **options: object) -> object:
        return self._call("open", path, flags, *arguments) if flags & os.O_CREAT else self._real["open"](path, flags)

    def _write(self, descriptor: int, data: bytes) -> object:
        if self.room is None:
            return self._call("write", descriptor, data)
        if self.room == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = min(self.room, len(data))
        self.room -= taken
        return self._real["write"](descriptor, data[:taken])


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[BadDisk]:
    """A disk that the test can spoil and mend."""
    with monkeypatch.context() as patches:
        yield BadDisk(patches)


@pytest.mark.parametrize("room", [0, 1, 40, 150])
def test_a_full_disk_that_takes_a_part_leaves_no_half_line(tmp_path: Path, disk: BadDisk, room: int) -> None:
    store = ProgressStore.open(tmp_path)
    assert store.record(answer("1")).is_saved
    disk.room = room
    status = store.record(answer("2"))
    assert (status.kind, status.waiting) == (SaveKind.FAILING, 1)
    assert "the disk is full" in status.text
    assert "1 thing waits" in status.text
    assert saved(tmp_path) == ["1"]
    assert [a.answer for a in store.state.lesson("loss").blocks["guess"].attempts] == ["1", "2"]
    disk.room = None
    assert store.record(answer("3")).is_saved
    assert store.status.text == ""
    assert saved(tmp_path) == ["1", "2", "3"]
    assert len(list((tmp_path / "journal").iterdir())) == 1


def test_of_several_waiting_answers_as_many_are_saved_as_fit(tmp_path: Path, disk: BadDisk) -> None:
    store = ProgressStore.open(tmp_path)
    disk.room = 0
    for number in range(5):
        store.record(answer(str(number)))
    line = 1 + len(AnswerGiven.kind) + 190  # more than one line is long, less than two
    disk.room = 2 * line
    status = store.flush()
    kept = saved(tmp_path)
    assert 1 <= len(kept) < 5
    assert kept == [str(number) for number in range(len(kept))]
    assert status.waiting == 5 - len(kept)
    disk.room = None
    assert store.flush().is_saved
    assert saved(tmp_path) == ["0", "1", "2", "3", "4"]


def test_a_write_that_is_short_without_a_full_disk_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:7]))
    with ProgressStore.open(tmp_path) as store:
        assert store.record(answer("a longer answer")).is_saved
    assert saved(tmp_path) == ["a longer answer"]


def test_a_disk_full_from_the_start_is_told_at_once(tmp_path: Path, disk: BadDisk) -> None:
    disk.error = errno.ENOSPC
    store = ProgressStore.open(tmp_path)
    assert store.status.kind is SaveKind.FAILING
    store.record(answer("1"))
    disk.error = None
    assert store.record(answer("2")).is_saved
    assert saved(tmp_path) == ["1", "2"]


@pytest.mark.parametrize("failing", [{"fsync"}, {"fsync", "ftruncate"}, {"write", "ftruncate"}])
@pytest.mark.parametrize("error", [errno.EIO, errno.EDQUOT, errno.ESTALE])
def test_what_was_not_synced_is_not_confirmed_and_is_written_again(
    tmp_path: Path, disk: BadDisk, failing: set[str], error: int
) -> None:
    store = ProgressStore.open(tmp_path)
    assert store.record(answer("1")).is_saved
    disk.failing, disk.error = failing, error
    assert store.record(answer("2")).kind is SaveKind.FAILING
    assert store.record(answer("3")).waiting == 2
    disk.error = None
    assert store.record(answer("4")).is_saved
    assert saved(tmp_path) == ["1", "2", "3", "4"]


def test_a_half_line_that_cannot_be_cut_off_is_left_behind_in_its_journal(tmp_path: Path, disk: BadDisk) -> None:
    store = ProgressStore.open(tmp_path)
    assert store.record(answer("1")).is_saved
    disk.room, disk.failing, disk.error = 30, {"ftruncate"}, errno.EIO
    assert store.record(answer("2")).waiting == 1
    disk.room = disk.error = None
    assert store.record(answer("3")).is_saved
    assert len(list((tmp_path / "journal").iterdir())) == 2
    assert saved(tmp_path) == ["1", "2", "3"]


def test_a_failed_disk_at_the_end_leaves_the_session_standing(tmp_path: Path, disk: BadDisk) -> None:
    store = ProgressStore.open(tmp_path)
    store.record(answer("1"))
    disk.error = errno.EIO
    store.record(answer("2"))
    assert store.close().waiting == 1


@pytest.mark.parametrize("error", [errno.EROFS, errno.EACCES])
def test_a_read_only_home_shows_what_it_holds_and_says_that_nothing_is_kept(
    tmp_path: Path, disk: BadDisk, error: int
) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(answer("1"))
    disk.error, disk.failing = error, {"open"}
    store = ProgressStore.open(tmp_path)
    assert store.status.kind is SaveKind.READ_ONLY
    assert str(tmp_path) in store.status.text
    assert "--home FOLDER" in store.status.text
    status = store.record(answer("2"))
    assert (status.kind, status.waiting) == (SaveKind.READ_ONLY, 1)
    assert [a.answer for a in store.state.lesson("loss").blocks["guess"].attempts] == ["1", "2"]
    assert saved(tmp_path) == ["1"]
    disk.error = None
    assert store.record(answer("3")).is_saved
    assert saved(tmp_path) == ["1", "2", "3"]


def test_a_home_below_a_file_runs_without_saving(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    for home in (file, file / "below"):
        store = ProgressStore.open(home)
        assert store.status.kind is SaveKind.READ_ONLY
        assert "a file is where a folder should be" in store.status.text
        assert store.record(answer("1")).kind is SaveKind.READ_ONLY
        assert store.state.lesson("loss").block("guess").is_correct
        assert isinstance(store.reset_everything(), ResetRefused)
        assert store.state.lesson("loss").block("guess").is_correct
        store.close()
    assert file.read_text() == "not a folder"


def test_without_any_home_folder_it_runs_without_saving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a user has no home, the system's place comes out as a path beginning with a bare ~."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("lessons.progress.store.find_home", lambda home: Path("~/.local/state/glassnet"))
    store = ProgressStore.open()
    assert store.status.kind is SaveKind.READ_ONLY
    assert "no home folder is known" in store.status.text
    assert list(tmp_path.iterdir()) == []


def test_a_reset_without_a_backup_is_not_done(tmp_path: Path, disk: BadDisk) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(answer("1"))
        disk.error, disk.failing = errno.ENOSPC, {"open"}
        refused = store.reset_everything()
        assert isinstance(refused, ResetRefused)
        assert "the disk is full" in refused.reason
        disk.error = None
        assert store.state.lesson("loss").block("guess").is_correct
    assert saved(tmp_path) == ["1"]
    assert not list((tmp_path / "backups").iterdir())


def test_an_export_to_a_full_disk_leaves_nothing_behind(tmp_path: Path, disk: BadDisk) -> None:
    with ProgressStore.open(tmp_path / "home") as store:
        store.record(answer("1"))
        disk.room = 100
        refused = store.export(tmp_path / "mine.json")
        assert isinstance(refused, ExchangeRefused)
        assert "the disk is full" in refused.reason
        assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_journal_that_was_taken_away_is_replaced_at_once(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        store.record(answer("1"))
        (journal,) = (tmp_path / "journal").iterdir()
        journal.unlink()
        assert store.record(answer("2")).is_saved
        assert saved(tmp_path) == ["2"]


def test_a_whole_home_that_was_deleted_is_made_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with ProgressStore.open(home) as store:
        store.record(answer("1"))
        (journal,) = (home / "journal").iterdir()
        journal.unlink()
        (home / "journal").rmdir()
        home.rmdir()
        assert store.record(answer("2")).is_saved
        assert saved(home) == ["2"]

"""A learner's text whose file cannot be written lands in the next best place, and nothing of theirs is written over."""

import errno
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lessons.workshop import find_part, rescue, workspace
from lessons.workshop.workspace import Workspace, WorkspaceError

NEURON = find_part("neuron")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    (tmp_path / "me").mkdir()
    (tmp_path / "passing").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setattr(rescue.tempfile, "gettempdir", lambda: str(tmp_path / "passing"))
    return Workspace(tmp_path / "workshop", now=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))


def block(folder: Path) -> None:
    """Put a file where a folder should be, which stops even the system's administrator."""
    if folder.exists():
        folder.rename(folder.with_name(f"{folder.name}-gone"))
    folder.write_text("in the way")


def test_beside_the_files_first(place: Workspace) -> None:
    assert rescue.rescue(place, "neuron", "typed ŷ\n").parent == place.folder / "kept"


def test_then_home_then_the_folder_for_passing_things_then_nowhere(place: Workspace, tmp_path: Path) -> None:
    for folder in (tmp_path / "workshop", tmp_path / "me", tmp_path / "passing"):
        block(folder)
        following = {"workshop": tmp_path / "me", "me": tmp_path / "passing"}.get(folder.name)
        if following is None:
            with pytest.raises(WorkspaceError, match="no folder takes the text of neuron"):
                rescue.rescue(place, "neuron", "typed\n")
        else:
            path = rescue.rescue(place, "neuron", "typed\n")
            assert path.parent == following
            assert path.name.startswith("glassnet-neuron-")
            assert path.read_text() == "typed\n"


def test_a_later_text_takes_the_place_of_the_one_before_and_of_no_other(place: Workspace) -> None:
    first = rescue.rescue(place, "neuron", "one\n")
    assert rescue.rescue(place, "neuron", "two\n", first) == first
    other = rescue.rescue(place, "neuron", "three\n")
    assert (first.read_text(), other.read_text()) == ("two\n", "three\n")


def test_a_full_disk_leaves_no_half_file(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(workspace, "write_all", full)
    with pytest.raises(WorkspaceError, match="the disk is full"):
        place.open(NEURON)
    assert not place.path("neuron").exists()


def test_a_reset_that_fails_leaves_the_file_where_it_was(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    place.save(place.open(NEURON), "mine\n")

    def full(descriptor: int, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(workspace, "write_all", full)
    with pytest.raises(WorkspaceError, match="cannot reset"):
        place.reset(NEURON)
    assert place.path("neuron").read_text() == "mine\n"


@pytest.mark.parametrize("foreign", [b"caf\xe9\n", b"x" * (workspace.MOST_BYTES + 1)])
def test_what_cannot_be_read_is_put_away_and_not_written_over(place: Workspace, foreign: bytes) -> None:
    file = place.open(NEURON)
    file.path.write_bytes(foreign)
    place.save(file, "mine\n")
    assert file.path.read_text() == "mine\n"
    assert [kept.read_bytes() for kept in (place.folder / "kept").iterdir()] == [foreign]

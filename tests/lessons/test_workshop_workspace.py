"""The folder of a learner's files: theirs, never written over, and watched for changes from outside."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lessons.workshop import find_part
from lessons.workshop.workspace import ASKS, ChangedOutsideError, LearnerFile, Workspace, WorkspaceError

NEURON = find_part("neuron")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workshop", now=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))


def outside(file: LearnerFile, text: str, seconds: float = 5) -> None:
    """Change a file as another editor would, some time later."""
    file.path.write_text(text, encoding="utf-8")
    os.utime(file.path, ns=(file.modified, file.modified + int(seconds * 1e9)))


def test_a_new_file_is_the_starter(workspace: Workspace) -> None:
    file = workspace.open(NEURON)
    assert file.text == NEURON.starter
    assert file.path == workspace.path("neuron") == workspace.folder / "neuron.py"


def test_a_file_that_is_there_is_never_written_over(workspace: Workspace) -> None:
    file = workspace.open(NEURON)
    outside(file, "mine")
    assert workspace.open(NEURON).text == "mine"


def test_what_is_typed_is_saved(workspace: Workspace) -> None:
    file = workspace.save(workspace.open(NEURON), "typed ŷ\n")
    assert file.text == "typed ŷ\n"
    assert file.path.read_text(encoding="utf-8") == "typed ŷ\n"
    assert workspace.look(file) is None


def test_a_change_from_outside_is_seen(workspace: Workspace) -> None:
    file = workspace.open(NEURON)
    assert workspace.look(file) is None
    outside(file, "from outside")
    changed = workspace.look(file)
    assert changed is not None
    assert changed.text == "from outside"
    assert workspace.look(changed) is None


def test_a_change_is_seen_though_the_time_is_the_same(workspace: Workspace) -> None:
    file = workspace.open(NEURON)
    outside(file, "same time", seconds=0)
    changed = workspace.look(file)
    assert changed is not None


def test_a_touched_file_with_the_same_content_is_no_change(workspace: Workspace) -> None:
    file = workspace.open(NEURON)
    outside(file, file.text)
    assert workspace.look(file) is None
    workspace.save(file, "typed")


def test_a_file_that_is_gone_for_a_moment_is_no_change(workspace: Workspace) -> None:
    file = workspace.open(NEURON)
    file.path.unlink()
    assert workspace.look(file) is None
    assert workspace.save(file, "typed").text == "typed"


def test_a_change_from_outside_is_not_written_over(workspace: Workspace) -> None:
    file = workspace.open(NEURON)
    outside(file, "from outside")
    with pytest.raises(ChangedOutsideError) as caught:
        workspace.save(file, "typed here")
    assert caught.value.now.text == "from outside"
    assert file.path.read_text() == "from outside"
    assert workspace.save(caught.value.now, "both").text == "both"


def test_the_same_change_on_both_sides_is_none(workspace: Workspace) -> None:
    file = workspace.open(NEURON)
    outside(file, "the same")
    assert workspace.save(file, "the same").text == "the same"


def test_reset_keeps_dated_copies(workspace: Workspace) -> None:
    workspace.save(workspace.open(NEURON), "first")
    first = workspace.reset(NEURON)
    workspace.save(workspace.open(NEURON), "second")
    second = workspace.reset(NEURON)
    assert workspace.open(NEURON).text == NEURON.starter
    assert first is not None
    assert second is not None
    assert first.name == "neuron-20260102T030405Z.py"
    assert (first.read_text(), second.read_text()) == ("first", "second")


def test_reset_of_a_part_that_was_never_opened_gives_the_starter(workspace: Workspace) -> None:
    assert workspace.reset(NEURON) is None
    assert workspace.open(NEURON).text == NEURON.starter


def test_line_ends_of_other_systems_are_taken(workspace: Workspace) -> None:
    file = workspace.open(NEURON)
    file.path.write_bytes(b"one\r\ntwo\r\n")
    assert workspace.open(NEURON).text == "one\ntwo\n"


def test_a_file_of_another_kind_is_refused_in_words(workspace: Workspace) -> None:
    file = workspace.open(NEURON)
    file.path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WorkspaceError, match="UTF-8"):
        workspace.open(NEURON)
    file.path.write_bytes(b"x" * 500_000)
    with pytest.raises(WorkspaceError, match="cannot read"):
        workspace.open(NEURON)
    assert workspace.look(file) is None


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkspaceError, match="a file is where a folder should be"):
        Workspace(tmp_path / "file").open(NEURON)


def test_a_linked_file_is_written_where_it_lies(workspace: Workspace, tmp_path: Path) -> None:
    file = workspace.open(NEURON)
    elsewhere = tmp_path / "elsewhere.py"
    file.path.rename(elsewhere)
    file.path.symlink_to(elsewhere)
    workspace.save(workspace.open(NEURON), "through the link")
    assert elsewhere.read_text() == "through the link"
    assert file.path.is_symlink()


def test_the_solution_is_shown_after_passing(workspace: Workspace) -> None:
    assert workspace.solution(NEURON) is None
    workspace.keep_passed("neuron", "the one that passed")
    assert workspace.solution(NEURON) == NEURON.solution
    assert workspace.passed == ("neuron",)
    assert workspace.passed_source("neuron") == "the one that passed"
    assert workspace.passed_source("adam") is None


def test_the_solution_is_shown_after_asking_three_times(workspace: Workspace) -> None:
    left = [workspace.ask_for_solution("neuron") for _ in range(ASKS)]
    assert left == [2, 1, 0]
    assert workspace.solution(NEURON) == NEURON.solution
    assert workspace.solution(find_part("adam")) is None
    assert workspace.ask_for_solution("neuron") == 0
    again = Workspace(workspace.folder)
    assert again.solution(NEURON) == NEURON.solution


def test_damaged_notes_count_as_never_asked(workspace: Workspace) -> None:
    workspace.open(NEURON)
    (workspace.folder / ".workshop.json").write_text("[1, 2")
    assert workspace.solution(NEURON) is None
    assert workspace.ask_for_solution("neuron") == 2


def test_the_folder_can_be_chosen(tmp_path: Path) -> None:
    assert Workspace.at(tmp_path / "mine").folder == tmp_path / "mine"
    assert Workspace.at(home=tmp_path).folder == tmp_path / "workshop"

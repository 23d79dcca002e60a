"""Copying a number, an array or the code: to the clipboard, and into a file for its owner alone."""

import pytest
import small_lesson

from lessons.document import parse_text
from lessons.progress import ProgressStore
from tui.copying import MOST_CHARACTERS, Copied, keep, text_of
from tui.lab.sight import Sight
from tui.lesson.visit import Visit


@pytest.fixture
def visit(tmp_path):
    lesson = parse_text(small_lesson.HEAD + small_lesson.PAGES)
    with ProgressStore.open(tmp_path) as store:
        visit = Visit(lesson, store.state.lesson(lesson.id), store.record)
        visit.arrive()
        yield visit


def sight_of(visit, cell=(0, 0)):
    return Sight(visit.lab.cursor, covers=visit.covers).at_result(cell)


def result(sight):
    return next(table.key for table in sight.tables() if table.is_result)


def test_a_number_with_all_its_digits(visit):
    assert text_of(sight_of(visit, (1, 0)), Copied.NUMBER, "") == repr(
        visit.lab.cursor.operation.result.array[1, 0].item()
    )


def test_an_array_row_by_row(visit):
    visit.answer("sum", "1.1")
    sight = sight_of(visit)
    rows = [
        [float(word) for word in line.split("\t")] for line in text_of(sight, Copied.TABLE, result(sight)).splitlines()
    ]
    assert rows == visit.lab.cursor.operation.result.array.tolist()


def test_of_a_very_large_array_the_first_rows_are_copied_and_what_is_left_is_said(visit, monkeypatch):
    visit.answer("sum", "1.1")
    sight = sight_of(visit)
    whole = text_of(sight, Copied.TABLE, result(sight)).splitlines()
    monkeypatch.setattr("tui.copying.MOST_NUMBERS", 3)
    assert text_of(sight, Copied.TABLE, result(sight)).splitlines() == [whole[0], f"… {len(whole) - 1} more rows"]


def test_the_code(visit):
    assert "inputs @ self.weights" in text_of(sight_of(visit), Copied.CODE, "")


def test_what_is_to_be_predicted_is_not_copied(visit):
    sight = sight_of(visit)
    assert text_of(sight, Copied.NUMBER, "") == "?"
    assert text_of(sight, Copied.TABLE, result(sight)).startswith("?\t")


def test_it_is_written_for_its_owner_alone(tmp_path):
    assert str(tmp_path / "copied.txt") in keep("1.5", tmp_path, Copied.NUMBER)
    assert (tmp_path / "copied.txt").read_text() == "1.5"
    assert (tmp_path / "copied.txt").stat().st_mode & 0o077 == 0


def test_what_is_copied_is_named_and_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    long = "1" * (MOST_CHARACTERS + 1)
    assert keep("1.5", tmp_path, Copied.NUMBER).startswith("The number is sent to your terminal's clipboard; it stands")
    assert keep("1.5", tmp_path, Copied.TABLE).startswith("The array is sent")
    assert keep(long, tmp_path, Copied.CODE) == "The code is too long for the clipboard; it stands in ~/copied.txt."
    (tmp_path / "file").write_text("")
    assert "clipboard. It could not be written to ~/file/copied.txt" in keep("1.5", tmp_path / "file", Copied.NUMBER)
    assert "too long for the clipboard. It could not" in keep(long, tmp_path / "file", Copied.CODE)

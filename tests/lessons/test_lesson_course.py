"""The course: discovered, ordered, with prerequisites, broken lessons and packs of others."""

import subprocess
import sys
from pathlib import Path

import pytest
from small_lesson import HEAD

from lessons.course import BROKEN_PART, CONTENT, Course
from lessons.errors import LessonError, NamingError


def write(folder: Path, name: str, id_: str, part: str = "One", more: str = "", body: str = "Text.") -> None:
    head = f'+++\nid = "{id_}"\ntitle = "{id_.title()}"\npart = "{part}"\nminutes = 5\n{more}\n+++\n'
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"{head}\n{body}\n", encoding="utf-8")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    write(folder, "02-second.md", "second", more='needs = ["first"]')
    write(folder, "01-first.md", "first")
    write(folder, "03-third.md", "third", part="Two", more='needs = ["second", "first"]\nlocked = true')
    write(folder, "04-fourth.md", "fourth", body="```nothing\n```")
    (folder / "05-broken.md").write_text("no lesson", encoding="utf-8")
    (folder / "README.md").write_text("about this folder", encoding="utf-8")
    return folder


def test_lessons_come_in_parts_and_in_order(content: Path) -> None:
    course = Course.discover(content=content)
    assert [part.title for part in course.parts] == ["One", "Two", BROKEN_PART]
    assert [entry.id for entry in course.entries] == ["first", "second", "fourth", "third", "05-broken"]


def test_a_broken_lesson_is_an_entry_with_its_error(content: Path) -> None:
    course = Course.discover(content=content)
    broken = course.entries[-1]
    assert broken.is_broken
    assert broken.title == "05-broken.md"
    assert broken.error is not None
    assert "does not begin with +++" in broken.error.what
    with pytest.raises(LessonError):
        broken.open()


def test_what_is_broken_further_down_is_found_when_packs_are_read(content: Path, tmp_path: Path) -> None:
    course = Course.discover([content], content=tmp_path / "none")
    assert not course.find("fourth").is_broken
    with pytest.raises(LessonError, match="no kind of block 'nothing'"):
        course.find("fourth").open()
    read = course.read_packs()
    assert [entry.id for entry in read.entries if entry.is_broken] == ["fourth", "05-broken"]
    assert [part.title for part in read.parts] == [part.title for part in course.parts]


def test_a_folder_that_is_named_twice_counts_once(content: Path, tmp_path: Path) -> None:
    write(tmp_path / "pack", "01-more.md", "more")
    (tmp_path / "again").symlink_to(tmp_path / "pack")
    course = Course.discover([tmp_path / "pack", tmp_path / "again", content, tmp_path / "pack"], content)
    assert [entry.id for entry in course.entries if not entry.is_broken].count("more") == 1
    assert [entry.path.name for entry in course.entries if entry.is_broken] == ["05-broken.md"]


def test_lessons_are_found_by_id_number_and_beginning(content: Path) -> None:
    course = Course.discover(content=content)
    for name in ("second", "2", "02", "02-second", "sec", " SECOND "):
        assert course.find(name).id == "second"
    with pytest.raises(NamingError, match=r"no lesson 'sekond'\. Did you mean second\?"):
        course.find("sekond")
    with pytest.raises(NamingError):
        course.find("f")
    with pytest.raises(NamingError):
        course.find("")


def test_prerequisites_are_advice_and_lock_only_where_asked(content: Path) -> None:
    course = Course.discover(content=content)
    second, third = course.find("second"), course.find("third")
    assert [entry.id for entry in course.missing(third, set())] == ["first", "second"]
    assert [entry.id for entry in course.missing(third, {"first"})] == ["second"]
    assert not course.is_locked(second, set())
    assert course.is_locked(third, {"first"})
    assert not course.is_locked(third, {"first", "second"})


def test_a_broken_lesson_locks_no_other(tmp_path: Path) -> None:
    write(tmp_path / "pack", "01-torn.md", "torn", body="```nothing\n```")
    write(tmp_path / "pack", "02-late.md", "late", more='needs = ["torn"]\nlocked = true')
    course = Course.discover([tmp_path / "pack"], content=tmp_path / "none")
    assert course.is_locked(course.find("late"), set())
    assert not course.read_packs().is_locked(course.find("late"), set())


def test_what_comes_next(content: Path) -> None:
    course = Course.discover(content=content)
    following = course.following(course.find("second"))
    assert following is not None
    assert following.id == "fourth"
    assert course.following(course.find("third")) is None
    up = course.next_up({"first"})
    assert up is not None
    assert up.id == "second"
    assert course.next_up({"first", "second", "fourth", "third"}) is None


def test_packs_come_after_our_own_and_their_parts_are_named(content: Path, tmp_path: Path) -> None:
    write(tmp_path / "pack", "01-more.md", "more", part="One")
    write(tmp_path / "pack", "02-first.md", "first", part="One")
    course = Course.discover([tmp_path / "pack", tmp_path / "missing"], content)
    assert [part.title for part in course.parts] == ["One", "Two", "One (pack)", BROKEN_PART]
    double = course.parts[2].entries[1]
    assert double.error is not None
    assert double.error.what == "the id 'first' is that of 01-first.md too"
    assert double.error.line == 2


def test_our_own_lessons_are_all_sound() -> None:
    course = Course.discover()
    assert course.entries
    assert all(entry.path.parent == CONTENT for entry in course.entries)
    for entry in course.entries:
        assert entry.open().id == entry.id


def test_an_experiment_that_cannot_be_built_is_found_when_a_lesson_is_opened(tmp_path: Path) -> None:
    block = '```experiment\ndata = "spirals"\nlayers = ["relu"]\nloss = "x"\noptimizer = "sgd"\n```'
    (tmp_path / "01-small.md").write_text(f"{HEAD}\n{block}\n", encoding="utf-8")
    with pytest.raises(LessonError, match=r"01-small\.md:9: no data set 'spirals'"):
        Course.discover(content=tmp_path).find("small").open()


def test_listing_the_course_needs_neither_numpy_nor_a_terminal() -> None:
    code = (
        "import sys; from lessons.course import CONTENT, Course; "
        "Course.discover([CONTENT], CONTENT / 'none').read_packs(); "
        "print([name for name in ('numpy', 'textual', 'rich', 'plotext') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_whole_engine_knows_no_terminal() -> None:
    code = (
        "import sys, lessons.check, lessons.telling, lessons.saving, lessons.__main__; "
        "print([name for name in ('textual', 'rich', 'plotext') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""The author's check: each fault is found at its line, sound lessons have none, and the commands say so."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small_lesson import EXPERIMENT, HEAD, PAGES

from lessons import check
from lessons.__main__ import main
from lessons.authoring.fitting import PANES, page_rows
from lessons.blocks import Implement, Lesson
from lessons.check import check_folder, check_lesson
from lessons.course import CONTENT
from lessons.document import parse_text
from lessons.glossary import Glossary, Term, emphasised_terms, read_glossary

GLOSSARY = Glossary({"loss": Term("loss", "How wrong it is.")})


def faults(lesson: Lesson) -> list[tuple[int, str]]:
    """Return the faults of a lesson, by line."""
    return [(fault.line, fault.what) for fault in check_lesson(lesson, GLOSSARY)]


PLAIN = '```predict\nid = "q"\nask = "?"\nhints = ["Think."]\nanswer = "loss.mean"\n```'


def test_an_experiment_that_cannot_be_built_is_the_only_fault() -> None:
    lesson = parse_text(f"{HEAD}\n## Page\n{EXPERIMENT.replace('sgd', 'sdg')}\nRead.\n")
    assert [what for _, what in faults(lesson)] == ["no optimizer 'sdg'"]


def test_the_small_lesson_has_no_faults(lesson: Lesson) -> None:
    assert faults(lesson) == []


def test_a_page_without_a_title_is_a_fault() -> None:
    lesson = parse_text(f"{HEAD}{EXPERIMENT}\n{PLAIN}\n")
    assert [what for _, what in faults(lesson)] == ["page 1 has no title"]


def test_parts_must_begin_failing_and_end_passing(
    lesson_with: Callable[[str], Lesson], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Part:
        name, title = "part", "Part"

        def __init__(self, starter: bool, reference: bool) -> None:
            self._passes = starter, reference

        def starter_passes(self) -> bool:
            return self._passes[0]

        def reference_passes(self) -> bool:
            return self._passes[1]

    lesson = lesson_with('```implement\nid = "q"\npart = "part"\n```')
    assert isinstance(lesson.tasks[0], Implement)
    for starter, reference, what in ((True, True, "passes already"), (False, False, "does not pass")):
        monkeypatch.setattr(check, "find_part", lambda _, s=starter, r=reference: Part(s, r))
        ((_, said),) = faults(lesson)
        assert what in said
    monkeypatch.setattr(check, "find_part", lambda _: Part(False, True))
    assert faults(lesson) == []


def test_needs_must_exist_and_come_earlier(tmp_path: Path) -> None:
    body = f"\n## Page\n{EXPERIMENT}\n{PLAIN}\n"
    for number, id_, needs in ((1, "first", '["second"]'), (2, "second", '["first", "thrid"]'), (3, "third", "[]")):
        head = HEAD.replace('"small"', f'"{id_}"').replace("minutes", f"needs = {needs}\nminutes")
        (tmp_path / f"{number:02d}-{id_}.md").write_text(head + body.replace('"q"', f'"q{number}"'), encoding="utf-8")
    found = [str(fault) for fault in check_folder(tmp_path).faults]
    assert found == [
        "01-first.md:5: the needed lesson 'second' does not come earlier. "
        "Change the numbers of the files, or leave the need out.",
        "02-second.md:5: no lesson 'thrid'. Did you mean 'third'? There are first, third, one-update.".replace(
            "one-update", ", ".join(own_ids())
        ),
    ]


def own_ids() -> list[str]:
    from lessons.course import Course

    return [entry.id for entry in Course.discover().entries]


def test_ids_are_unique_over_the_whole_course(tmp_path: Path) -> None:
    text = (HEAD + PAGES).replace('"small"', f'"{own_ids()[0]}"')
    (tmp_path / "01-small.md").write_text(text, encoding="utf-8")
    (fault,) = check_folder(tmp_path).faults
    assert (fault.line, "is that of" in fault.what) == (2, True)


def test_a_folder_without_lessons_is_a_fault(tmp_path: Path) -> None:
    assert [fault.what for fault in check_folder(tmp_path).faults] == ["there are no lessons here"]


def test_a_broken_glossary_is_found_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "01-small.md").write_text(HEAD + PAGES, encoding="utf-8")
    (tmp_path / "glossary.toml").write_text('[loss]\nmeans = "a"\n\n[gain]\nmean = "b"\n', encoding="utf-8")
    assert [(fault.file, fault.line) for fault in check_folder(tmp_path).faults] == [("glossary.toml", 5)]


def test_one_broken_file_does_not_make_others_look_broken(tmp_path: Path) -> None:
    (tmp_path / "01-first.md").write_text((HEAD + PAGES).replace("+++", "++", 1), encoding="utf-8")
    late = (HEAD + PAGES).replace("minutes", 'needs = ["first"]\nminutes')
    (tmp_path / "02-late.md").write_text(f"{late}\nThe *loss* of a *gain*.\n", encoding="utf-8")
    (tmp_path / "glossary.toml").write_text("[gain", encoding="utf-8")
    found = [fault.file for fault in check_folder(tmp_path).faults]
    assert found == ["glossary.toml", "01-first.md"]


def test_the_command_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "01-small.md").write_text(HEAD + PAGES.replace("dense1.output[0, 0]", "dens.output"), encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("01-small.md:")
    assert "no layer 'dens'" in printed[0]
    assert printed[-1].startswith("1 lesson, ")
    assert main(["check", str(tmp_path / "missing")]) == 2


def test_a_new_lesson_passes_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in (1, 2):
        assert main(["new", f"my-lesson-{number}", "--folder", str(tmp_path)]) == 0
        assert (tmp_path / f"{number:02d}-my-lesson-{number}.md").is_file()
    capsys.readouterr()
    assert main(["check", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "2 lessons, no faults\n"


def test_a_new_lesson_needs_a_good_name_and_a_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "My Lesson", "--folder", str(tmp_path)]) == 2
    assert "cannot be a lesson's id" in capsys.readouterr().err
    assert main(["new", "loss", "--folder", str(tmp_path)]) == 2
    assert "the id 'loss' is that of 05-calculating" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["new", "lesson", "--folder", str(tmp_path / "file")]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_terms_are_emphasised_words_not_formulas() -> None:
    text = "The *loss* of a **bold** *learning rate* is *new = old − rate* and 2 * 3 * 4, *ReLU*."
    assert list(emphasised_terms(text)) == ["loss", "learning rate", "ReLU"]


def test_the_glossary_knows_every_form_of_a_term() -> None:
    glossary = read_glossary(CONTENT)
    loss = glossary.find(" Losses ")
    assert loss is not None
    assert loss.name == "loss"
    assert glossary.find("nothing") is None


def test_heights_grow_with_text_and_shrink_with_width(lesson: Lesson) -> None:
    for page in lesson.pages:
        assert page_rows(page, 76) <= page_rows(page, 38)
        assert all(page_rows(page, pane.columns) <= pane.rows for pane in PANES)
    longer = parse_text(HEAD + PAGES.replace("Two numbers", "Two numbers and a good many words more " * 8 + "numbers"))
    assert page_rows(longer.pages[0], 76) > page_rows(lesson.pages[0], 76)


def test_what_a_show_block_says_takes_its_rows(lesson_with: Callable[[str], Lesson]) -> None:
    shown, told = (
        lesson_with(f'```show\nstep = "end"\n{says}\n```').pages[0] for says in ("", f'says = "{"Look there. " * 8}"')
    )
    assert page_rows(told, 76) == page_rows(shown, 76) + 2


def test_the_check_ends_quietly_where_nobody_reads_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lessons", "check", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_the_check_writes_what_a_plain_terminal_can_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{HEAD}\n## Page\n{EXPERIMENT}\n    ∂L/∂w = {'long ' * 10}\n\n{PLAIN}\n"
    (tmp_path / "01-small.md").write_text(text, encoding="utf-8")
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding="ascii", write_through=True))
    assert main(["check", str(tmp_path)]) == 1
    assert b"\\u2202L/\\u2202w = long" in shown.getvalue()

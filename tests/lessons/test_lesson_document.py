"""Lesson files: what is read from them, and what is said about faults, each at its line."""

from pathlib import Path

import pytest
from small_lesson import EXPERIMENT, HEAD

from lessons.blocks import Choice, ExperimentBlock, Fill, Lesson, Predict, Prose, Recap, Show, Try, View
from lessons.document import parse, parse_text, read, read_text
from lessons.errors import LessonError
from lessons.reading.head import LARGEST_FILE, parse_head


def test_a_lesson_has_its_front_matter(lesson: Lesson) -> None:
    assert (lesson.id, lesson.title, lesson.head.part, lesson.head.minutes) == ("small", "A small lesson", "Tests", 5)


def test_a_page_ends_at_a_rule_and_begins_with_its_title(lesson: Lesson) -> None:
    assert [page.title for page in lesson.pages] == ["First", "Second", "Third"]
    assert [page.number for page in lesson.pages] == [1, 2, 3]


def test_blocks_are_records_in_order(lesson: Lesson) -> None:
    kinds = [[type(block) for block in page.blocks] for page in lesson.pages]
    assert kinds[0] == [Prose, ExperimentBlock, Show, Prose, Predict, Prose]
    assert kinds[1:] == [[Choice, Fill], [Try, Recap]]


def test_blocks_know_their_line(lesson: Lesson) -> None:
    lines = lesson.source.split("\n")
    for page in lesson.pages:
        for block in page.blocks:
            line = lines[block.line - 1]
            is_fence = line == f"```{type(block).__name__.lower().removesuffix('block')}"
            assert is_fence or (isinstance(block, Prose) and line and block.text.startswith(line))


def test_blocks_speak_of_the_experiment_above_and_of_the_shown_update() -> None:
    text = f'{HEAD}\nA {{X[0, 0]}}.\n{EXPERIMENT}\n```show\nupdate = 7\nchart = "loss"\n```\n\nLater {{loss.mean}}.\n'
    first, experiment, show, later = parse_text(text).pages[0].blocks
    assert isinstance(experiment, ExperimentBlock)
    assert isinstance(show, Show)
    assert isinstance(first, Prose)
    assert isinstance(later, Prose)
    assert (first.setting.experiment, first.setting.update) == (experiment.experiment, 0)
    assert (later.setting.experiment, later.setting.update) == (experiment.experiment, 7)
    assert show.target(View.CHART) == "loss"


def test_an_experiment_again_changes_only_what_it_names() -> None:
    text = (
        f'{HEAD}{EXPERIMENT}\n```experiment\nagain = true\noptimizer = {{ name = "sgd", learning_rate = 9.0 }}\n```\n'
    )
    first, second = parse_text(text).experiments
    assert second.changed == ("optimizer",)
    assert second.experiment.layers == first.experiment.layers
    assert second.experiment.optimizer.options == (("learning_rate", 9.0),)


def test_blocks_without_an_id_get_one_from_page_and_kind() -> None:
    block = '```note\ntext = "n"\n```\n'
    pages = parse_text(f"{HEAD}{block}{block}\n---\n\n{block}").pages
    assert [[block.id for block in page.blocks] for page in pages] == [["p1-note-1", "p1-note-2"], ["p2-note-1"]]


def test_code_fences_and_braces_in_code_are_left_as_they_are() -> None:
    text = HEAD + "Look: `{x}` and {{this}}.\n\n```python\nprint({1: 2})\n---\n```\n"
    (page,) = parse_text(text).pages
    (prose,) = page.blocks
    assert isinstance(prose, Prose)
    assert prose.numbers == ()
    assert "print({1: 2})" in prose.text


PREDICT = '```predict\nask = "?"\nanswer = "loss.mean"\n{}\n```\n'

FAULTS = {
    "no front matter": ("# Hello\n", 1, "does not begin with +++"),
    "open front matter": ("+++\nid = 'a'\n", 1, "does not end"),
    "broken front matter": ("+++\nid = \n+++\n\nText.\n", 2, "cannot read the front matter"),
    "no title": ('+++\nid = "a"\npart = "p"\nminutes = 3\n+++\n\nText.\n', 2, "has no 'title'"),
    "unknown key": ('+++\nid = "a"\ntitle = "t"\npart = "p"\nminutes = 3\nneed = []\n+++\n\nT.\n', 6, "'need'"),
    "wrong minutes": ('+++\nid = "a"\ntitle = "t"\npart = "p"\nminutes = "long"\n+++\n\nT.\n', 5, "whole number"),
    "bad id": ('+++\nid = "A b"\ntitle = "t"\npart = "p"\nminutes = 3\n+++\n\nT.\n', 2, "cannot be a lesson's id"),
    "an id that is a number": (HEAD.replace('"small"', '"3"') + "T.\n", 2, "'3' cannot be a lesson's id"),
    "an id that means everything": (HEAD.replace('"small"', '"all"') + "T.\n", 2, "'all' cannot be a lesson's id"),
    "no page": (HEAD, 1, "has no page"),
    "unknown block": (HEAD + "\n```predikt\nask = 1\n```\n", 8, "no kind of block 'predikt'"),
    "broken toml": (HEAD + "\n```note\ntext = \n```\n", 9, "cannot read the note block"),
    "toml without end": (HEAD + f"\n```note\ntext = {'[' * 5000}\n```\n", 9, "it is nested too deep"),
    "a number without end": (HEAD + f"\n```note\ntext = {'9' * 5000}\n```\n", 9, "has too many digits"),
    "nothing to show": (HEAD + "\n```show\n```\n", 9, "shows nothing"),
    "a field's name written wrongly": (
        HEAD + "```note\ntitle = 't'\ntxt = 'a'\n```\n",
        9,
        "but it has 'txt'. Write text =",
    ),
    "a wrong view": (
        HEAD + '```show\nstep = "end"\ntabel = "X"\n```\n',
        9,
        "no field 'tabel' of the show block. Did you mean 'table'?",
    ),
    "a number for a text": (HEAD + "```note\ntext = 3.5\n```\n", 8, 'Write it in quotes: "3.5".'),
    "a text for a list": (HEAD + PREDICT.format("hints = 'a'"), 10, 'Write it as ["a"].'),
    "a block in a list": (
        HEAD + "\n- See:\n  ```note\n  text = 'a'\n  ```\n",
        9,
        "the note block stands inside a list",
    ),
    "a fence that never ends": (
        HEAD + "\n```note\ntext = 'a'\n\n---\n",
        8,
        "the fence of 'note' is not closed. End it",
    ),
    "a fence that runs into the next": (
        HEAD + "\n```python\nx = 1\n\n```note\ntext = 'a'\n```\n",
        8,
        "the fence of 'python' is not closed before '```note'",
    ),
    "unknown field": (HEAD + PREDICT.format("hint = 'x'"), 10, "'hint'"),
    "unknown type": (HEAD + PREDICT.format("type = 'colour'"), 10, "no type 'colour'"),
    "typed-in answer": (HEAD + '```predict\nask = "?"\nanswer = "0.5"\n```\n', 9, "typed in, not computed"),
    "broken reference": (HEAD + '```predict\nask = "?"\nanswer = "dense1..x"\n```\n', 9, "cannot read"),
    "broken tolerance": (HEAD + PREDICT.format("within = '1 per cent'"), 10, "within"),
    "broken number in text": (HEAD + "\nThe loss {loss.}.\n", 8, "cannot read"),
    "broken number in hint": (HEAD + PREDICT.format("hints = ['a',\n'{loss.}']"), 11, "cannot read"),
    "one option": (
        HEAD + '```choice\nask = "?"\noptions = [{ text = "a", right = true, reply = "r" }]\n```\n',
        9,
        "has 1 options",
    ),
    "none right": (
        HEAD + '```choice\nask = "?"\noptions = [{ text = "a", reply = "r" }, { text = "b", reply = "r" }]\n```\n',
        9,
        "is right",
    ),
    "no reply": (
        HEAD + '```choice\nask = "?"\noptions = [\n{ text = "a", right = true, reply = "r" },\n{ text = "b" } ]\n```\n',
        11,
        "has no 'reply'",
    ),
    "double id": (
        HEAD + '```note\nid = "x"\ntext = "a"\n```\n```note\nid = "x"\ntext = "b"\n```\n',
        11,
        "is taken on line 7",
    ),
    "setext heading": (HEAD + "\nText\n---\n\nMore\n", 9, "makes it a heading"),
    "an update far away": (HEAD + '```show\nchart = "loss"\nupdate = 1000000\n```\n', 9, "from 0 to 100000"),
    "a label of two words": (
        HEAD + '```predict\nask = "?"\ntype = "order"\nitems = [{ label = "a b", value = "X[0, 0]" }, {}]\n```\n',
        10,
        "cannot be typed in one word",
    ),
    "one thing to order": (HEAD + '```predict\nask = "?"\ntype = "order"\nitems = []\n```\n', 10, "compares 0 things"),
    "a fill of a sum": (HEAD + '```fill\ncell = "loss.mean + 1"\nblanks = ["result"]\n```\n', 8, "is not one cell"),
    "a knob without values": (
        HEAD + '```try\nask = "?"\nuntil = "run.loss < 1"\nknobs = [{ path = "seed", values = [1] }]\n```\n',
        10,
        "a list of at least two values",
    ),
    "an option that is no condition": (
        HEAD + '```choice\nask = "?"\noptions = [{ text = "a", right = "loss.mean", reply = "r" }, {}]\n```\n',
        9,
        "loss.mean is not a condition",
    ),
    "no layers": (HEAD + EXPERIMENT.replace('["dense 2 2", "relu", "dense 2 2", "softmax"]', "[]"), 10, "'layers'"),
    "a layer that is no name": (HEAD + EXPERIMENT.replace('"relu"', '"2 relu"'), 10, "names no part"),
    "a layer that is a number": (HEAD + EXPERIMENT.replace('"relu"', "7"), 10, "is no part"),
    "both rows and take": (
        HEAD + '```experiment\ndata = { name = "spiral", rows = [1], take = 2 }\nlayers = ["relu"]\nloss = "x"\n'
        'optimizer = "sgd"\n```\n',
        8,
        "both choose rows",
    ),
    "fewer targets than samples": (HEAD + EXPERIMENT.replace("y = [0, 1, 1]", "y = [0]"), 9, "3 rows in X but 1 in y"),
    "nothing to change": (HEAD + "```experiment\nagain = true\n```\n", 8, "no running experiment"),
    "experiment without data": (HEAD + '```experiment\nlayers = ["relu"]\n```\n', 8, "has no 'data'"),
    "ragged data": (
        HEAD + EXPERIMENT.replace("[-1.0, 0.5]", "[-1.0]"),
        9,
        "not equally long",
    ),
    "no condition": (HEAD + '```try\nask = "?"\nuntil = "run.loss"\n```\n', 9, "not a condition"),
    "solution off the knobs": (
        HEAD + '```try\nask = "?"\nuntil = "run.loss < 1"\nsolution = { seed = 1 }\n```\n',
        10,
        "no setting of the knobs",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_names_its_line_and_what_is_wrong(name: str) -> None:
    text, line, what = FAULTS[name]
    reading = read_text(text, "broken.md")
    assert reading.lesson is None
    found = [(error.line, str(error)) for error in reading.errors]
    assert any(number == line and what in said for number, said in found), found
    assert all(error.file == "broken.md" and error.mend for error in reading.errors)


def test_all_faults_are_found_at_once_in_the_order_of_their_lines() -> None:
    text = HEAD + "\n{loss.}\n\n```nothing\n```\n\n```note\n```\n"
    errors = read_text(text, "broken.md").errors
    assert [error.line for error in errors] == [8, 10, 14]


def test_parsing_raises_the_first_fault() -> None:
    with pytest.raises(LessonError, match=r"^lesson\.md:1: .* \+\+\+\. Put"):
        parse_text("nothing")


def test_files_that_are_no_lessons(tmp_path: Path) -> None:
    missing, binary, huge = tmp_path / "missing.md", tmp_path / "binary.md", tmp_path / "huge.md"
    binary.write_bytes(b"+++\n\xff\xfe\n")
    huge.write_bytes(b"x" * (LARGEST_FILE + 1))
    with pytest.raises(LessonError, match="cannot read it"):
        parse(missing)
    with pytest.raises(LessonError, match=r"binary\.md:2: this is not UTF-8"):
        parse(binary)
    assert "more than" in read(huge).errors[0].what


def test_the_number_of_a_lesson_comes_from_its_file() -> None:
    assert parse_head(HEAD, "07-small.md").number == 7
    assert parse_head(HEAD, "small.md").number == 0


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "small.md"
    path.write_bytes((HEAD + "\nText.\n").replace("\n", "\r\n").encode())
    assert parse(path).pages[0].blocks[0].line == 8

"""The author's guide: its blocks are a lesson that passes the check, and it leaves out no kind of block."""

import re
from pathlib import Path

import lessons
from lessons.blocks import Question
from lessons.check import check_lesson
from lessons.document import parse_head, parse_text
from lessons.expressions import FUNCTIONS
from lessons.readers import READERS
from lessons.references import MEASURES

GUIDE = (Path(lessons.__file__).parent / "README.md").read_text(encoding="utf-8")
BLOCKS = [found for found in re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.M | re.S) if found[0] != "toml"]


def test_the_blocks_of_the_guide_are_a_lesson_without_faults() -> None:
    head = re.search(r"^```toml\n(.*?)^```$", GUIDE, re.M | re.S)
    assert head is not None
    pages = [f"## Page\n\n```{kind}\n{body}```\n" for kind, body in BLOCKS]
    text = head[1] + "\n---\n\n".join(pages)
    lesson = parse_text(text)
    assert parse_head(text, "12-momentum.md").number == 12
    faults = [fault.what for fault in check_lesson(lesson)]
    assert [fault for fault in faults if "gives nothing to do" not in fault] == []
    assert len(lesson.tasks) == 5


def test_the_guide_names_everything_there_is() -> None:
    named = {*READERS, *(str(question) for question in Question), *FUNCTIONS, *(f"run.{name}" for name in MEASURES)}
    assert [name for name in sorted(named) if name not in GUIDE] == []

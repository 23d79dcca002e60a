"""The author's guide: its examples can be read, and it leaves out nothing that an author may write."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from small_lesson import EXPERIMENT, HEAD

import lessons
from lessons.blocks import Block, Question
from lessons.document import read_text
from lessons.expressions import FUNCTIONS
from lessons.glossary import Term
from lessons.reading.read_experiment import FILE_SETS
from lessons.reading.readers import READERS
from lessons.references import MEASURES, SERIES

GUIDE = (Path(lessons.__file__).parent / "AUTHORS.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^### (.*?)$(.*?)(?=^##)", GUIDE, re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(title: str, text: str) -> list[tuple[str, str]]:
    """Return the examples of a section, each with its kind: one kind for all, or one for each."""
    kinds, bodies = re.findall(r"`(\w+)`", title), FENCE.findall(text)
    return list(zip(kinds if len(kinds) > 1 else kinds * len(bodies), bodies, strict=True))


EXAMPLES = [example for title, text in SECTIONS for example in examples(title, text)]


@pytest.mark.parametrize(("kind", "body"), EXAMPLES, ids=[f"{kind}-{n}" for n, (kind, _) in enumerate(EXAMPLES)])
def test_the_examples_of_the_guide_can_be_read(kind: str, body: str) -> None:
    reading = read_text(f"{HEAD}\n## Page\n{EXPERIMENT}\n```{kind}\n{body}```\n", "guide.md")
    assert [str(error) for error in reading.errors] == []
    assert reading.lesson is not None
    block: Block = reading.lesson.pages[0].blocks[-1]
    assert type(block).__name__.lower().removesuffix("block") == kind


def test_every_kind_of_block_has_an_example() -> None:
    assert {kind for kind, _ in EXAMPLES} == set(READERS)


def test_the_guide_names_everything_there_is() -> None:
    questions = {f'"{question}"' for question in Question}
    named = {*questions, *FUNCTIONS, *(f"run.{name}" for name in MEASURES), *SERIES}
    named |= {
        "fresh",
        "several",
        "locked",
        "--data",
        "number =",
        "says =",
        *FILE_SETS,
        *(field.name for field in fields(Term)),
    }
    assert [name for name in sorted(named) if name not in GUIDE] == []

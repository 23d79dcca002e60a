"""A small lesson that the tests of this folder share."""

from collections.abc import Callable

import pytest
from small_lesson import EXPERIMENT, HEAD, PAGES

from lessons.blocks import Lesson
from lessons.document import parse_text


@pytest.fixture(scope="session")
def lesson() -> Lesson:
    """Return the small lesson."""
    return parse_text(HEAD + PAGES, "small.md")


@pytest.fixture(scope="session")
def lesson_with() -> Callable[[str], Lesson]:
    """Return a function that makes a lesson of one page, with the small experiment and these blocks."""
    return lambda blocks: parse_text(f"{HEAD}\n## Page\n{EXPERIMENT}\n{blocks}\n", "small.md")

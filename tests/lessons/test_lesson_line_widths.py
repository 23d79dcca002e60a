"""Lines that are cut instead of wrapped, and braces that nobody fills in: the check finds both."""

from collections.abc import Callable

import pytest

from lessons.authoring.line_widths import unwrapped_lines
from lessons.blocks import Lesson
from lessons.check import check_lesson

LONG = "x" * 37


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A paragraph, which is wrapped however long it is.", []),
        ("Text.\n\n    z = x·w", [("z = x·w", 9)]),
        ("```python\na = 1\n    b = 2\n```\nText.", [("a = 1", 7), ("    b = 2", 11)]),
        ("- an item\n\n    that goes on", []),
        ("| a | bcd |\n| --- | --- |\n| 12 | 3 |", [("| a | bcd |", 9)]),
    ],
)
def test_what_is_not_wrapped_is_measured(text: str, found: list[tuple[str, int]]) -> None:
    assert list(unwrapped_lines(text)) == found


@pytest.mark.parametrize("text", [f"    {LONG}", f"```text\n{LONG}\n```"])
def test_a_line_that_would_be_cut_is_a_fault_at_its_place(lesson_with: Callable[[str], Lesson], text: str) -> None:
    faults = [fault for fault in check_lesson(lesson_with(f"Text.\n\n{text}\n")) if "columns" in fault.what]
    assert [fault.what for fault in faults] == [
        f"“{LONG}” takes 39 columns at 120x40, where there is room for 38",
    ]
    assert lesson_with(f"Text.\n\n{text}\n").source.split("\n")[faults[0].line - 1].strip() == LONG


def test_a_line_is_measured_with_its_numbers_filled_in(lesson_with: Callable[[str], Lesson]) -> None:
    line = "    {dense1.weights[0, 0]:.2f} and {dense1.weights[0, 1]:.2f} are both weights"
    assert not [f for f in check_lesson(lesson_with(f"Text.\n\n{line}\n")) if "columns" in f.what]


@pytest.mark.parametrize(
    "block",
    [
        '```note\ntitle = "{loss.mean}"\ntext = "Text."\n```',
        '```try\nid = "t"\nask = "?"\nuntil = "run.update > 2"\n'
        'knobs = [{ path = "seed", label = "{loss.mean}", values = [0, 1] }]\n```',
    ],
)
def test_braces_that_are_not_filled_in_are_a_fault(lesson_with: Callable[[str], Lesson], block: str) -> None:
    assert any("are not filled in" in fault.what for fault in check_lesson(lesson_with(block)))


def test_a_name_that_means_nothing_in_an_options_text_is_a_fault(lesson_with: Callable[[str], Lesson]) -> None:
    options = '{ text = "it is {loss.man}", reply = "No." }, { text = "b", right = true, reply = "Yes." }'
    block = f'```choice\nid = "q"\nask = "?"\noptions = [{options}]\n```'
    assert any("loss.man" in fault.what for fault in check_lesson(lesson_with(block)))

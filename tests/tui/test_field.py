"""The field for one line of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from view_stage import ViewStage, shown

from tui.render.lines import Tone, text_of, width_of
from tui.widgets.field import ANY, NUMBER, WHOLE, Field, field_line


async def typed(keys, accepts=ANY, text=""):
    field = Field(accepts, text=text)
    async with ViewStage(field).run_test(size=(40, 3)) as pilot:
        field.focus()
        await pilot.press(*keys)
        await pilot.pause()
        return field.text, shown(field)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("12", "12"),
        (["1", "2", "left", "3"], "132"),
        (["1", "2", "backspace"], "1"),
        (["1", "2", "home", "delete"], "2"),
        (["1", "2", "ctrl+u"], ""),
        (["1", "home", "end", "2"], "12"),
    ],
)
async def test_typing_and_editing(keys, text):
    assert (await typed(keys))[0] == text


@pytest.mark.parametrize(
    ("keys", "text"), [("-1.5e3", "-1.5e3"), ("n1pf?2", "12"), ("e", ""), ("2x3", "2x3"), ("1/3", "1/3")]
)
async def test_a_number_takes_only_its_own_characters(keys, text):
    named = ["question_mark" if key == "?" else key for key in keys]
    assert (await typed(named, NUMBER))[0] == text


async def test_what_is_proposed_gives_way_to_what_is_typed():
    assert (await typed("7", WHOLE, text="500"))[0] == "7"
    assert (await typed(["backspace", "7"], WHOLE, text="500"))[0] == "507"


async def test_the_caret_is_drawn_only_with_the_focus():
    assert (await typed("ab"))[1].startswith("› ab")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60), st.integers(0, 60), st.integers(8, 50))
def test_the_caret_stays_in_sight(text, caret, width):
    line = field_line(text, min(caret, len(text)), width)
    at = next(number for number, piece in enumerate(line) if piece.tone is Tone.CURSOR)
    assert width_of(line[: at + 1]) <= width


def test_an_empty_field_says_what_it_is_for():
    assert text_of(field_line("", None, 30, "a number")) == "› a number"

"""Answering on the screen: what each key does to a question, and what is said to it."""

import pytest
from app_stage import frame, press, running, settled
from small_lesson import EXPERIMENT, HEAD

from tui.screens.help import HelpScreen
from tui.screens.lesson import LessonScreen
from tui.screens.question import QuestionScreen
from tui.widgets.choice import Choice
from tui.widgets.field import Field
from tui.widgets.lesson_pane import LessonPane

SEVERAL = """
```choice
id = "several"
ask = "Which are right?"
several = true
options = [
  { text = "a weight", right = true, reply = "It is learned." },
  { text = "an input", reply = "No: it is given." },
  { text = "a bias", right = true, reply = "So is it." },
]
hints = ["Two are."]
```
"""
ORDER = """
```predict
id = "order"
type = "order"
ask = "From the smallest to the largest class:"
items = [
  { label = "2", value = "X[0, 0]" },
  { label = "0", value = "X[0, 1]" },
  { label = "1", value = "X[2, 0]" },
]
hints = ["Look."]
```
"""


def lesson_of(block: str, after: str = "") -> str:
    return (
        HEAD.replace('"small"', '"asked"')
        + f"\n## First\n{EXPERIMENT}\n{block}\n{after}\n\n---\n\n## Last\n\nThe end.\n"
    )


async def test_the_key_of_an_option_goes_to_it_and_enter_hands_it_in(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        await press(pilot, "2")
        assert "› 2   that" in frame(app)
        await press(pilot, "enter")
        assert "2 ✗ that" in frame(app)
        assert "No: think of the 2 × 2." in frame(app)


async def test_pressed_twice_the_key_does_both(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        await press(pilot, "2", "2")
        assert "2 ✗ that" in frame(app)


async def test_a_key_and_enter_never_go_past_the_reply(tmp_path):
    async with running(tmp_path, lesson="asked", asked=lesson_of(SEVERAL.replace("several = true", ""))) as (
        app,
        pilot,
    ):
        await press(pilot, "2", "enter")
        assert "No: it is given." in frame(app)
        assert "page 1/2" in frame(app)


async def test_a_miss_keeps_the_ticks_in_their_boxes(tmp_path):
    async with running(tmp_path, lesson="asked", asked=lesson_of(SEVERAL)) as (app, pilot):
        await press(pilot, "1", "2", "enter")
        shown = frame(app)
        assert "1 [x] a weight" in shown
        assert "2 [✗] an input" in shown
        assert "3 [ ] a bias" in shown
        assert "No: it is given." in shown
        await press(pilot, "2", "3", "enter")
        assert "1 [✓] a weight" in frame(app)
        assert "2 [ ] an input" in frame(app)


async def test_several_are_ticked_with_the_arrows_and_space(tmp_path):
    async with running(tmp_path, lesson="asked", asked=lesson_of(SEVERAL)) as (app, pilot):
        await press(pilot, "space", "down", "down", "space")
        assert isinstance(app.screen, LessonScreen)
        assert "2 ticked, enter hands in" in frame(app)
        await press(pilot, "enter")
        assert "✓ Which are right?" in frame(app)


async def test_an_order_has_letters_and_says_how_far_it_is(tmp_path):
    async with running(tmp_path, lesson="asked", asked=lesson_of(ORDER)) as (app, pilot):
        assert "a ( ) 2" in frame(app)
        await press(pilot, "c", "b")
        assert isinstance(app.focused, Choice)
        assert "smallest first: 2 of 3 placed" in frame(app)
        await press(pilot, "enter")
        assert "smallest first: 2 of 3 placed" in frame(app)  # the cursor is on one that is placed
        await press(pilot, "a")
        assert "✗ You put “0” before “2”, but “0” is the larger of the two." in frame(app)
        assert "a ( ) 2" in frame(app)
        await press(pilot, "c", "a", "b")
        assert "✓ From the smallest" in frame(app)


async def test_a_letter_in_the_middle_of_a_number_is_refused_and_no_command(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "1", "c")
        assert isinstance(app.focused, Field)
        assert "no “c”: type a number, as 0.5 −2 1/3" in frame(app)
        assert "n/p call" not in frame(app)
        await press(pilot, "full_stop")
        assert "no “c”" not in frame(app)
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)


async def test_a_key_without_a_meaning_says_what_is_asked_for(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "z")
        assert "no “z”: type a number, as 0.5 −2 1/3" in frame(app)


async def test_an_empty_answer_is_asked_for(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "enter")
        assert "type a number, as 0.5 −2 1/3" in frame(app)


async def test_a_hint_leaves_what_is_being_typed(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "1", "full_stop", "f")
        assert "hint 1 of 2" in frame(app)
        assert app.focused.text == "1."


@pytest.mark.parametrize(("key", "typed"), [("colon", "minus"), ("space", "a")])
async def test_a_question_for_an_update_says_what_it_takes(tmp_path, key, typed):
    async with running(tmp_path, page=3) as (app, pilot):
        await press(pilot, key, typed)
        assert isinstance(app.screen, QuestionScreen)
        assert "type a whole number, in digits" in frame(app)


async def test_the_key_that_shows_the_answer_is_in_the_footer_once_it_works(tmp_path):
    async with running(tmp_path) as (app, pilot):
        assert "F show me" not in frame(app)
        await press(pilot, "f")
        assert "F show me" in frame(app)
        await press(pilot, "F")
        assert "◦ What is the sum?" in frame(app)
        assert "saved, shown" in frame(app)
        assert "page 1/3 > ◦◦◦░░░░░░" in frame(app)


async def test_the_arrows_are_in_the_footer_where_there_are_several_blanks(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        await press(pilot, "1", "enter")
        assert "↑/↓ blank" in frame(app)


async def test_the_key_that_runs_a_try_stays_in_a_narrow_footer(tmp_path):
    async with running(tmp_path, page=3) as (app, pilot):
        await press(pilot, "f")
        assert "F show me" in frame(app).splitlines()[-1]
        assert "space run" in frame(app).splitlines()[-1]
        assert app.screen.first_keys == ("update.run",)
        await press(pilot, "less_than_sign")
        assert app.screen.first_keys == ()


async def test_after_a_miss_the_caret_stands_in_the_first_wrong_blank_and_typing_takes_its_place(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        await press(pilot, "1", "enter")
        await press(pilot, *"-0.3", "enter", *"9", "enter")
        first, second = app.screen.query(Field)
        assert second.has_focus  # the first blank was right
        assert "Blank 2: 9 is too high." in frame(app)
        await press(pilot, "up", "ctrl+u", "7", "enter")
        assert first.has_focus
        await press(pilot, *"-0.3")
        assert (first.text, second.text) == ("-0.3", "9")
        await press(pilot, "enter", *"1.1", "enter")
        assert "✓ Every blank is right." in frame(app)


async def test_a_try_says_where_the_run_stands_before_the_first_turn_and_after_each(tmp_path):
    async with running(tmp_path, page=3) as (app, pilot):
        assert "Before the first update: loss 0.5" in frame(app)
        await press(pilot, "right", "u")
        await press(pilot, "tab")
        assert "After 1 update: loss 0." in frame(app)


async def test_after_a_run_enter_first_brings_the_lesson_back(tmp_path):
    task = "```try\nid = 't'\nask = 'Run on.'\nuntil = 'run.update >= 5'\n```"
    more = f"The text before.\n\n{task}\n\nSeen at last."
    async with running(tmp_path, lesson="asked", asked=lesson_of("", more)) as (app, pilot):
        await press(pilot, "space", "5", "enter")
        await settled(pilot)
        assert "Seen at last." not in frame(app)
        app.set_focus(None)  # in the lab `enter` means something else where a table has the focus
        await press(pilot, "enter")
        assert "Seen at last." in frame(app)
        assert "page 1/2" in frame(app)
        await press(pilot, "enter")
        assert "page 2/2" in frame(app)


async def test_enter_reads_on_where_the_text_goes_on_below(tmp_path):
    long = "\n\n".join(f"Paragraph {number}." for number in range(1, 21))
    async with running(tmp_path, lesson="asked", asked=lesson_of(long)) as (app, pilot):
        assert "Paragraph 20." not in frame(app)
        await press(pilot, "enter")
        assert "page 1/2" in frame(app)
        while app.screen.query_one(LessonPane).scroll_offset.y < app.screen.query_one(LessonPane).max_scroll_y:
            await press(pilot, "enter")
        assert "Paragraph 20." in frame(app)
        await press(pilot, "enter")
        assert "page 2/2" in frame(app)
        await press(pilot, "less_than_sign")
        assert "Paragraph 20." in frame(app)  # where one was


async def test_a_reply_below_the_window_comes_into_sight(tmp_path):
    above = "\n\n".join(f"Paragraph {number}." for number in range(1, 8))
    lesson = lesson_of(above + "\n" + SEVERAL.replace("several = true", ""))
    async with running(tmp_path, lesson="asked", asked=lesson) as (app, pilot):
        await press(pilot, "2", "enter")
        assert "No: it is given." in frame(app)


async def test_what_is_said_stands_there_once_however_often_a_key_is_held_back(tmp_path):
    async with running(tmp_path) as (app, pilot):
        for _ in range(3):
            app.tell("First say what you expect.")  # three times before it is shown once
        await settled(pilot)
        assert [told.message for told in app._notifications] == ["First say what you expect."]
        app.tell("word " * 30)
        await settled(pilot)
        assert [told.timeout for told in app._notifications] == [5, 10], "a long one stands there longer"

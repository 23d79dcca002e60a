"""Questions, answers, hints and options as they stand on a page."""

import pytest
from view_stage import text

from tui.render.lines import width_of
from tui.render.task import Knob, Standing, Task, draw_ask, draw_knobs, draw_options, draw_reply

OPTIONS = ("this one", "that one, which is so long that it goes on in a second line", "neither")


def test_an_open_question_says_nothing_back():
    task = Task("What is `z`?")
    assert text(draw_ask(task, 40)) == " ? What is z?"
    assert draw_reply(task, 40) == []


def test_a_miss_names_answer_reason_and_that_it_is_kept():
    task = Task("What?", Standing.WRONG, answer="3", reply="That is the bias.")
    assert text(draw_reply(task, 40)) == " ✗ 3  That is the bias.  saved"


def test_a_reply_that_begins_with_the_answer_names_it_once():
    task = Task("What?", Standing.WRONG, answer="3", reply="3 is too high.")
    assert text(draw_reply(task, 40)) == " ✗ 3 is too high.  saved"
    other = Task("What?", Standing.WRONG, answer="3", reply="3.5 is what goes in.")
    assert text(draw_reply(other, 40)) == " ✗ 3  3.5 is what goes in.  saved"


def test_what_could_not_be_kept_says_so():
    task = Task("What?", Standing.RIGHT, answer="1", reply="It is 1.", is_saved=False)
    assert text(draw_reply(task, 40)).endswith("not saved")


def test_an_unread_answer_is_neither_kept_nor_lost():
    task = Task("What?", Standing.UNREAD, answer="many", reply="“many” is not a number.")
    assert text(draw_reply(task, 60)) == " ! many  “many” is not a number."


def test_hints_stand_before_the_verdict_and_say_how_many_there_are():
    task = Task("What?", Standing.WRONG, answer="3", reply="No.", hints=("Look twice.", "Count."), hint_count=3)
    assert text(draw_reply(task, 40)) == "   hint 1 of 3  Look twice.\n   hint 2 of 3  Count.\n ✗ 3  No.  saved"


def test_hints_give_way_to_the_reason_once_the_answer_is_right():
    task = Task("What?", Standing.RIGHT, answer="3", reply="It is 3.", hints=("Look twice.", "Count."), hint_count=3)
    assert text(draw_reply(task, 60)) == " ✓ 3  It is 3.  saved, with 2 hints"


def test_right_shown_and_open_have_marks_of_their_own():
    marks = [text(draw_ask(Task("What?", standing), 40))[:3] for standing in Standing]
    assert dict(zip(Standing, marks, strict=True)) == {
        Standing.OPEN: " ? ", Standing.RIGHT: " ✓ ", Standing.SHOWN: " ◦ ",
        Standing.WRONG: " ? ", Standing.UNREAD: " ? ", Standing.UNDERWAY: " ? ",
    }  # fmt: skip
    shown = Task("What?", Standing.SHOWN, reply="It is 3.", hints=("Count.",), hint_count=1)
    assert text(draw_reply(shown, 60)) == " ◦ It is 3.  saved, shown"


def test_a_worked_sum_with_blanks_stands_below_the_question():
    task = Task("Fill in.", sheet=("z = a·b + c", "z = 0.5·2 + ____"))
    assert text(draw_ask(task, 40)) == " ? Fill in.\n   z = a·b + c\n   z = 0.5·2 + ____"


def test_options_have_their_keys_and_hang():
    assert text(draw_options(Task("?", options=OPTIONS), 0, 40, has_focus=True)) == (
        " › 1   this one\n   2   that one, which is so long that\n       it goes on in a second line\n   3   neither"
    )


def test_the_pointer_goes_with_the_focus():
    assert "›" not in text(draw_options(Task("?", options=OPTIONS), 0, 40, has_focus=False))


@pytest.mark.parametrize(("standing", "mark"), [(Standing.WRONG, "✗"), (Standing.RIGHT, "✓")])
def test_the_option_that_was_taken_bears_the_verdict(standing, mark):
    task = Task("?", standing, options=OPTIONS, taken=(2,))
    lines = text(draw_options(task, 0, 90, has_focus=False)).split("\n")
    assert lines[2] == f"   3 {mark} neither"


def test_several_options_are_ticked():
    task = Task("?", options=OPTIONS, taken=(0, 2), takes_several=True)
    assert text(draw_options(task, 0, 90, has_focus=False)).count("[x]") == 2


def test_a_miss_keeps_the_ticks_and_marks_the_option_that_it_speaks_of():
    task = Task("?", Standing.WRONG, options=OPTIONS, taken=(0, 2), missed=2, takes_several=True)
    lines = text(draw_options(task, 0, 90, has_focus=False)).split("\n")
    assert [line[5:8] for line in lines[:3]] == ["[x]", "[ ]", "[✗]"]
    assert lines[3] == "   2 ticked, enter hands in"


def test_what_was_never_ticked_bears_no_verdict():
    task = Task("?", Standing.SHOWN, options=OPTIONS, taken=(1,), takes_several=True)
    lines = text(draw_options(task, 0, 90, has_focus=False)).split("\n")
    assert [line[5:8] for line in lines] == ["[ ]", "[◦]", "[ ]"]


def test_an_order_is_counted():
    lines = text(draw_options(Task("?", options=OPTIONS, taken=(2, 0), is_ordered=True), 0, 90, False)).split("\n")
    assert ["(2)" in lines[0], "( )" in lines[1], "(1)" in lines[2]] == [True, True, True]
    assert lines[3] == "   smallest first: 2 of 3 placed"


def test_signs_are_taken_by_their_own_keys():
    task = Task("?", options=("positive", "negative"), keys=("+", "-"))
    assert text(draw_options(task, 1, 40, has_focus=True)) == "   +   positive\n › −   negative"


def test_knobs_show_where_they_can_be_turned():
    task = Task("?", knobs=(Knob("learning rate", ("0.1", "1.0"), 0), Knob("seed", ("0",), 0)))
    assert text(draw_knobs(task, 0, 60, has_focus=True)) == (" › learning rate    0.1 ▸\n   seed             0")


def test_the_numbers_of_knobs_stand_on_the_point():
    task = Task("?", knobs=(Knob("weight", ("−2.0", "2.0"), 1), Knob("bias", ("−2.0",), 0), Knob("kind", ("a",), 0)))
    assert text(draw_knobs(task, 0, 60, has_focus=True)) == " › weight  ◂  2.0\n   bias      −2.0\n   kind      a"


@pytest.mark.parametrize("width", range(12, 90, 6))
def test_nothing_is_wider_than_the_pane(width):
    task = Task("A question with `code` in it, rather long", Standing.WRONG, "0.25", "A reason", options=OPTIONS)
    lines = [*draw_ask(task, width), *draw_options(task, 0, width, True), *draw_reply(task, width)]
    assert all(width_of(line) <= width for line in lines)

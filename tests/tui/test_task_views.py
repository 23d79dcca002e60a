"""How a block of the session is shown: what was taken, and what is right once a learner asks to be shown."""

import pytest
from small_lesson import EXPERIMENT, HEAD

from lessons.document import parse_text
from lessons.events import Answered, GivenUp
from lessons.session import LessonSession
from tui.lesson.tasks import task_view
from tui.render.task import Standing
from tui.widgets.field import NUMBER

ITEMS = '{ label = "A", value = "dense1.weights[1, 1]" }, { label = "B", value = "dense1.weights[0, 1]" }'

QUESTIONS = {
    "sign": 'type = "sign"\nask = "?"\nanswer = "dense1.weights[0, 1]"',
    "order": f'type = "order"\nask = "?"\nitems = [{ITEMS}]',
    "number": 'ask = "?"\nanswer = "dense1.weights[0, 1]"',
}
OPTIONS = '{ text = "a", reply = "No." }, { text = "b", right = true, reply = "Yes." }'
CHOICE = f'```choice\nid = "q"\nask = "?"\noptions = [{OPTIONS}]\n```'


def session_with(question: str) -> LessonSession:
    block = CHOICE if question == "choice" else f'```predict\nid = "q"\n{QUESTIONS[question]}\n```'
    return LessonSession.begin(parse_text(f"{HEAD}\n## Page\n{EXPERIMENT}\n{block}\n", "small.md"))


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [("sign", "+", (1,)), ("order", "A B", (1, 0)), ("choice", "1", (1,)), ("number", "7", ())],
)
def test_who_asks_to_be_shown_sees_the_right_options_and_not_their_own(question, wrong, right):
    session = session_with(question).after(Answered("q", wrong))
    assert task_view(session, "q").standing is Standing.WRONG
    assert task_view(session, "q").taken == ({"sign": (0,), "order": (0, 1), "choice": (0,)}.get(question, ()))
    shown = task_view(session.after(GivenUp("q")), "q")
    assert (shown.taken, shown.answer, shown.standing) == (right, "", Standing.SHOWN)


def test_a_question_with_letters_names_its_options_by_them():
    assert task_view(session_with("order"), "q").keys == ("a", "b")


def test_the_numbers_in_an_options_text_are_those_of_the_run():
    options = '{ text = "it is {dense1.weights[0, 0]}", reply = "No." }, { text = "b", right = true, reply = "Yes." }'
    block = f'```choice\nid = "q"\nask = "?"\noptions = [{options}]\n```'
    session = LessonSession.begin(parse_text(f"{HEAD}\n## Page\n{EXPERIMENT}\n{block}\n", "small.md"))
    assert task_view(session, "q").options == ("it is 0.5", "b")


@pytest.mark.parametrize("character", "0.,-−+/eE()%*·^⁻⁴")
def test_a_field_for_numbers_takes_every_way_of_writing_one(character):
    assert NUMBER.fullmatch(character)

"""Sessions as tables of state, event, state; what is to be seen, and what stays covered."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lessons import telling
from lessons.blocks import Lesson, Note, Predict, Prose, Recap, Try
from lessons.events import (
    Answered,
    Event,
    GivenUp,
    HintAsked,
    KnobTurned,
    Moved,
    PageTurned,
    PartPassed,
    Refreshed,
    Tried,
)
from lessons.grading import Correct, Incorrect, NotAttempted
from lessons.lab import Place
from lessons.recap import recap_markdown
from lessons.session import UNTOUCHED, BlockState, LessonSession

RIGHT = BlockState("1.1", Correct("It is 1.1."), attempts=1)
WRONG = BlockState("7", Incorrect("7 is too high."), attempts=1)
GIVEN_UP = BlockState(is_given_up=True)

STATES: list[tuple[str, str, BlockState, Event, BlockState]] = [
    ("a right answer settles", "sum", UNTOUCHED, Answered("sum", "1.1"), RIGHT),
    ("a wrong one does not", "sum", UNTOUCHED, Answered("sum", "7"), WRONG),
    ("each try counts", "sum", WRONG, Answered("sum", "7"), replace(WRONG, attempts=2)),
    ("right at last", "sum", WRONG, Answered("sum", "1.1"), replace(RIGHT, attempts=2)),
    (
        "no answer is no try",
        "sum",
        UNTOUCHED,
        Answered("sum", "x"),
        BlockState("x", NotAttempted("“x” is not a number. Write it like −0.35, 1/3 or 2e-4.")),
    ),
    ("settled is settled", "sum", RIGHT, Answered("sum", "7"), RIGHT),
    ("hints climb", "sum", UNTOUCHED, HintAsked("sum"), BlockState(hints=1)),
    ("to the next", "sum", BlockState(hints=1), HintAsked("sum"), BlockState(hints=2)),
    ("and no further", "sum", BlockState(hints=2), HintAsked("sum"), BlockState(hints=2)),
    ("no hints after the answer", "sum", RIGHT, HintAsked("sum"), RIGHT),
    ("hints stay when answered", "sum", BlockState(hints=2), Answered("sum", "1.1"), replace(RIGHT, hints=2)),
    ("giving up settles", "sum", UNTOUCHED, GivenUp("sum"), GIVEN_UP),
    ("giving up after a try", "sum", WRONG, GivenUp("sum"), replace(WRONG, verdict=None, is_given_up=True)),
    ("no giving up what is right", "sum", RIGHT, GivenUp("sum"), RIGHT),
    ("no answer after giving up", "sum", GIVEN_UP, Answered("sum", "1.1"), GIVEN_UP),
    ("fresh numbers", "sum", RIGHT, Refreshed("sum"), BlockState(variant=1, was_settled=True)),
    ("fresh numbers before the answer", "sum", WRONG, Refreshed("sum"), BlockState(variant=1)),
    ("a choice", "pick", UNTOUCHED, Answered("pick", "1"), BlockState("1", Correct("Yes."), 1)),
    ("no fresh numbers for a choice", "pick", RIGHT, Refreshed("pick"), RIGHT),
    (
        "blanks",
        "gaps",
        UNTOUCHED,
        Answered("gaps", "-0.3; 9"),
        BlockState("-0.3; 9", Incorrect("Blank 2: 9 is too high.", marks=(True, False)), 1),
    ),
    (
        "a knob",
        "train",
        UNTOUCHED,
        KnobTurned("train", "optimizer.learning_rate", 1.0),
        BlockState(knobs=(("optimizer.learning_rate", 1.0),)),
    ),
    ("a knob has its values", "train", UNTOUCHED, KnobTurned("train", "optimizer.learning_rate", 3.0), UNTOUCHED),
    ("no such knob", "train", UNTOUCHED, KnobTurned("train", "seed", 1), UNTOUCHED),
    (
        "a run on its way",
        "train",
        UNTOUCHED,
        Tried("train", False, 1, "loss 0.5"),
        BlockState(verdict=NotAttempted("After 1 update: loss 0.5.")),
    ),
    (
        "a run that has not begun",
        "train",
        UNTOUCHED,
        Tried("train", False, 0, "loss 0.5"),
        BlockState(verdict=NotAttempted("Before the first update: loss 0.5.")),
    ),
    (
        "a run that has used up its updates",
        "train",
        UNTOUCHED,
        Tried("train", False, 400, "loss 0.5"),
        BlockState(
            verdict=NotAttempted(
                "After 400 updates: loss 0.5. That was all of the 400 updates: begin again with `:` 0, or with a knob."
            )
        ),
    ),
    (
        "a run that arrived",
        "train",
        UNTOUCHED,
        Tried("train", True, 50, "loss 0.19"),
        BlockState("update 50", Correct("Reached after 50 updates: loss 0.19."), 1),
    ),
    ("a try takes no text", "train", UNTOUCHED, Answered("train", "1"), UNTOUCHED),
    ("nor a predict a run", "sum", UNTOUCHED, Tried("sum", True, 1, ""), UNTOUCHED),
    ("nor a choice a part", "pick", UNTOUCHED, PartPassed("pick"), UNTOUCHED),
]


@pytest.mark.parametrize(("name", "block", "before", "event", "after"), STATES, ids=[row[0] for row in STATES])
def test_state_event_state(
    lesson: Lesson, name: str, block: str, before: BlockState, event: Event, after: BlockState
) -> None:
    session = replace(LessonSession.begin(lesson), states={block: before})
    assert session.after(event).state(block) == after, name
    assert session.state(block) == before, "an event changes nothing in place"


@pytest.mark.parametrize(
    ("page", "event", "after", "place"),
    [
        (1, PageTurned(2), 2, Place(0, 0)),
        (2, PageTurned(1), 1, Place(0, 0)),
        (1, PageTurned(99), 3, Place(0, 0)),
        (3, PageTurned(-1), 1, Place(0, 0)),
        (2, PageTurned(2), 2, Place(4, 2)),
        (2, Moved(Place(7, 3)), 2, Place(7, 3)),
        (2, Answered("gone", "1"), 2, Place(4, 2)),
        (2, HintAsked("p3-recap-1"), 2, Place(4, 2)),
    ],
)
def test_pages_and_places(lesson: Lesson, page: int, event: Event, after: int, place: Place) -> None:
    session = replace(LessonSession.begin(lesson), number=page, place=Place(4, 2)).after(event)
    assert (session.number, session.place) == (after, place)


def test_a_page_opens_down_to_its_first_open_task(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    assert session.visible == session.page.blocks[:5]
    assert session.active is not None
    assert session.active.id == "sum"
    assert not session.is_page_done
    session = session.after(Answered("sum", "1.1"))
    assert session.visible == session.page.blocks
    assert session.active is None
    assert session.is_page_done


def test_progress_grows_to_one_and_the_end_is_reached_on_the_last_page(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    seen = [session.progress]
    for task in lesson.tasks:
        session = session.after(GivenUp(task.id))
        seen.append(session.progress)
    assert seen == [0, 0.25, 0.5, 0.75, 1]
    assert not session.is_finished
    assert session.after(PageTurned(3)).is_finished


def test_what_is_asked_is_covered_until_it_is_answered(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    assert [str(cover) for cover in session.covered] == ["dense1.output[0, 0]"]
    assert session.is_covered("dense1.output", 0)
    assert session.is_covered("dense1.output", 0, (0, 0))
    assert not session.is_covered("dense1.output", 0, (0, 1))
    assert not session.is_covered("dense1.output", 1, (0, 0))
    assert not session.is_covered("relu1.output", 0, (0, 0))
    for event in (Answered("sum", "1.1"), GivenUp("sum")):
        assert session.after(event).covered == ()


def test_covered_numbers_stay_out_of_the_text(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    (text,) = [block for block in session.visible if isinstance(block, Prose) and "The sum is" in block.text]
    assert telling.prose(session, text) == "The sum is ?."
    assert telling.prose(session.after(GivenUp("sum")), text) == "The sum is 1.10."


def test_replies_hints_and_answers_are_told(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    assert telling.question(session, "sum") == "What is the sum?"
    assert telling.hints(session, "sum") == ()
    assert telling.answer(session, "sum") == ""
    session = session.after(HintAsked("sum")).after(HintAsked("sum"))
    assert telling.hints(session, "sum") == ("Multiply, then add.", "Begin with 1 · 0.5.")
    assert not telling.has_more_hints(session, "sum")
    wrong = session.after(Answered("sum", "3"))
    assert telling.replies(wrong, "sum") == "These are the inputs alone."
    right = wrong.after(Answered("sum", "1.1"))
    assert telling.replies(right, "sum") == "It is 1.1. So it is 1.1."
    given_up = wrong.after(GivenUp("sum"))
    assert telling.replies(given_up, "sum") == "It is 1.1. So it is 1.1."
    assert telling.answer(given_up, "sum") == "1.1"


def test_a_right_number_is_told_with_the_sum_behind_it(lesson_with: Callable[[str], Lesson]) -> None:
    block = '```predict\nid = "q"\nask = "?"\nanswer = "dense1.output[0, 0]"\nhints = ["a"]\n```'
    session = LessonSession.begin(lesson_with(block))
    why = "It is 1.1. It comes from 1·0.5 + 2·0.25 + 0.1 = 1.1."
    assert telling.replies(session.after(Answered("q", "1.1")), "q") == why
    assert telling.replies(session.after(GivenUp("q")), "q") == why
    assert "comes from" not in telling.replies(session.after(Answered("q", "7")), "q")


def test_replies_of_a_choice_hold_numbers(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson).after(Answered("pick", "2"))
    assert telling.replies(session, "pick") == "No: think of the 2 × 2."
    assert telling.replies(session.after(GivenUp("pick")), "pick") == "Yes."


def test_a_worksheet_shows_what_was_filled_in(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    empty = telling.filled_worksheet(session, "gaps")
    assert empty.numbers == "self.output[0,1] = (1·(−0.3) = ____) + 2·0.8 + (−0.2) = ____"
    assert empty.names.startswith("self.output[0,1] = inputs[0,0]·self.weights[0,1] + ")
    assert "= (1·(−0.3) = −0.3) + " in telling.filled_worksheet(session, "gaps", ("-0.3",)).numbers
    answered = session.after(Answered("gaps", "-0.3; 1.1"))
    assert (
        telling.filled_worksheet(answered, "gaps").numbers
        == "self.output[0,1] = (1·(−0.3) = −0.3) + 2·0.8 + (−0.2) = 1.1"
    )
    assert "____" not in telling.filled_worksheet(session.after(GivenUp("gaps")), "gaps").numbers
    rounded = session.after(Answered("gaps", "-0.3; 1.105"))
    assert rounded.state("gaps").is_correct
    assert telling.filled_worksheet(rounded, "gaps").numbers.endswith("(−0.2) = 1.1")


def test_fresh_numbers_are_practice_and_take_nothing_back(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson).after(Answered("sum", "1.1")).after(Refreshed("sum"))
    assert session.is_page_done
    assert session.visible == session.page.blocks
    assert session.active is not None
    assert session.active.id == "sum"
    assert session.active.setting != lesson.block("sum").setting  # type: ignore[union-attr]
    assert telling.answer(session, "sum") == ""
    done = session.after(GivenUp("sum"))
    assert telling.answer(done, "sum") not in ("", "1.1")
    assert done.active is None


def test_a_question_may_refuse_fresh_numbers(lesson_with: Callable[[str], Lesson]) -> None:
    lesson = lesson_with('```predict\nid = "q"\nask = "?"\nanswer = "loss.mean"\nfresh = false\n```')
    session = LessonSession.begin(lesson).after(GivenUp("q"))
    assert session.after(Refreshed("q")) == session


def test_knobs_change_the_experiment_of_the_page(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson).after(PageTurned(3))
    assert session.experiment is not None
    assert session.experiment.optimizer.options == (("learning_rate", 0.0001),)
    turned = session.after(KnobTurned("train", "optimizer.learning_rate", 1.0))
    assert turned.experiment is not None
    assert turned.experiment.optimizer.options == (("learning_rate", 1.0),)
    assert turned.knobs("train") == {"optimizer.learning_rate": 1.0}
    assert isinstance(turned.trying, Try)
    assert turned.after(GivenUp("train")).trying is None
    assert telling.replies(turned.after(GivenUp("train")), "train") == "One way: learning rate 1.0."


def test_an_experiment_below_a_try_block_has_knobs_of_its_own(lesson_with: Callable[[str], Lesson]) -> None:
    knobs = 'knobs = [{ path = "optimizer.learning_rate", values = [0.5, 1.0] }]'
    block = f'```try\nid = "t"\nask = "?"\nuntil = "run.loss < 0.2"\n{knobs}\nhints = ["h"]\n```'
    lesson = lesson_with(block + "\n\n```experiment\nagain = true\nseed = 9\n```")
    turned = LessonSession.begin(lesson).after(KnobTurned("t", "optimizer.learning_rate", 1.0))
    assert turned.experiment is not None
    assert turned.experiment.optimizer.options == (("learning_rate", 1.0),)
    done = turned.after(Tried("t", True, 3, "run.loss = 0.1"))
    assert done.experiment is not None
    assert (done.experiment.seed, done.experiment.optimizer.options) == (9, (("learning_rate", 0.5),))


def test_the_recap_holds_the_numbers_and_the_learners_answers(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson).after(Answered("sum", "1.1")).after(GivenUp("pick"))
    (recap,) = [block for block in lesson.pages[2].blocks if isinstance(block, Recap)]
    assert telling.points(session, recap) == ("The loss was 0.511.",)
    text = recap_markdown(session)
    assert text.startswith("# A small lesson\n\n- The loss was 0.511.\n")
    assert "- What is the sum? *you: 1.1, at the first try*" in text
    assert "- Which? *shown: this*" in text


def test_a_question_that_its_author_broke_lets_the_learner_pass(lesson_with: Callable[[str], Lesson]) -> None:
    lesson = lesson_with('```predict\nid = "q"\nask = "?"\nanswer = "dense9.output[0, 0]"\nhints = ["{loss.man}"]\n```')
    session = LessonSession.begin(lesson).after(HintAsked("q"))
    assert telling.hints(session, "q") == ("(no value 'loss.man')",)
    session = session.after(Answered("q", "1"))
    assert session.is_page_done
    assert "This question is broken" in telling.replies(session, "q")
    assert "broken" in telling.replies(LessonSession.begin(lesson).after(GivenUp("q")), "q")


def test_what_is_shown_is_what_stands_above_the_waiting_task(lesson_with: Callable[[str], Lesson]) -> None:
    lesson = lesson_with(
        '```show\nstep = "start"\n```\n```predict\nid = "q"\nask = "?"\nanswer = "loss.mean"\n```\n'
        '```show\nupdate = 3\nchart = "loss"\n```\n```note\ntext = "{run.update}"\n```\n'
    )
    session = LessonSession.begin(lesson)
    assert session.show is lesson.pages[0].blocks[1]
    assert session.setting.update == 0
    session = session.after(GivenUp("q"))
    assert session.show is lesson.pages[0].blocks[3]
    assert session.setting.update == 3
    note = lesson.pages[0].blocks[4]
    assert isinstance(note, Note)
    assert telling.prose(session, note) == "3"


def test_tasks_are_found_by_id(lesson: Lesson) -> None:
    session = LessonSession.begin(lesson)
    assert isinstance(session.task("sum"), Predict)
    for wrong in ("p1-show-1", "nothing"):
        with pytest.raises(KeyError):
            session.task(wrong)

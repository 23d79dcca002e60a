"""A visit: what happens is kept first, and a learner who comes back finds everything as it was."""

import numpy as np
import pytest
import small_lesson

from lessons.document import parse_text
from lessons.lab import Place, Step
from lessons.progress import AnswerGiven, HintTaken, LessonFinished, PlaceReached, ProgressStore, SaveKind, SaveStatus
from tui.lab.sight import Sight, Spot, on_the_way
from tui.lesson.frame import lesson_in_a_line
from tui.lesson.visit import FAR, USUAL_RUN, Visit


@pytest.fixture
def lesson():
    return parse_text(small_lesson.HEAD + small_lesson.PAGES)


@pytest.fixture
def store(tmp_path):
    with ProgressStore.open(tmp_path) as opened:
        yield opened


def visited(lesson, store):
    visit = Visit(lesson, store.state.lesson(lesson.id), store.record)
    visit.arrive()
    return visit


class Recorder:
    """Takes events, and says how keeping them went."""

    def __init__(self, status=None):
        self.events = []
        self.status = status or SaveStatus()

    def __call__(self, event):
        self.events.append(event)
        return self.status

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]


def recorded(lesson, store, status=None):
    recorder = Recorder(status)
    visit = Visit(lesson, store.state.lesson(lesson.id), recorder)
    visit.arrive()
    return visit, recorder


def test_it_begins_where_the_page_says(lesson, store):
    visit = visited(lesson, store)
    assert visit.session.number == 1
    assert visit.lab.cursor.call.title == "dense1 · forward"


def test_an_answer_is_kept_before_it_is_shown(lesson, store):
    visit, recorder = recorded(lesson, store)
    seen = []
    recorder_call = recorder.__call__
    visit._record = lambda event: (seen.append(visit.session.state("sum").attempts), recorder_call(event))[1]
    visit.answer("sum", "3")
    assert seen[0] == 0
    (kept,) = recorder.of(AnswerGiven)
    assert (kept.block, kept.answer) == ("sum", "3")


def test_what_cannot_be_read_is_no_answer(lesson, store):
    visit, recorder = recorded(lesson, store)
    visit.answer("sum", "many")
    assert recorder.of(AnswerGiven) == []


def test_an_answer_that_could_not_be_kept_is_remembered_as_such(lesson, store):
    failing = SaveStatus(SaveKind.FAILING, "The disk is full.", 1)
    visit, recorder = recorded(lesson, store, failing)
    visit.answer("sum", "3")
    assert visit.unsaved == {"sum"}
    assert visit.status.text == "The disk is full."
    visit.answer("pick", "1")
    assert visit.unsaved == {"sum", "pick"}
    recorder.status = SaveStatus()
    visit.turn(2)
    assert visit.unsaved == frozenset()


def test_hints_are_counted_and_kept(lesson, store):
    visit, recorder = recorded(lesson, store)
    for _ in range(3):
        visit.hint("sum")
    assert [hint.number for hint in recorder.of(HintTaken)] == [1, 2]


def test_coming_back_finds_answers_page_and_step(lesson, store):
    visit = visited(lesson, store)
    visit.answer("sum", "1.1")
    visit.turn(2)
    visit.step(Step.NEXT_UPDATE)
    visit.step(Step.INTO)
    store.flush()
    again = visited(lesson, store)
    assert again.session.number == 2
    assert again.session.state("sum").is_correct
    assert again.lab.place == Place(1, 1)


def test_covered_numbers_are_hidden_until_they_are_said(lesson, store):
    visit = visited(lesson, store)
    result = visit.lab.cursor.operation.result
    assert visit.covers[result][0, 0]
    assert not visit.covers[result][1, 0]
    assert visit.shown_cell == (0, 0)
    visit.answer("sum", "1.1")
    assert visit.covers == {}


def test_what_leads_to_a_covered_number_in_the_same_call_is_hidden_too(lesson, store):
    visit = visited(lesson, store)
    product = visit.lab.cursor.operation.operands[0].value
    assert product.operation.name == "matmul"
    assert visit.covers[product][0, 0]
    assert not any(value.name == "X" for value in visit.covers)


def test_weights_that_are_turned_on_the_way_to_a_covered_number_stay_in_sight(lesson, store):
    trace = visited(lesson, store).lab.trace
    asked = trace.value("dense2.dinputs")
    turned = asked.operation.operands[1].value
    assert turned.label == "self.weights.T"
    assert list(on_the_way(trace, asked, np.ones(asked.array.shape, bool))) == [asked]


def test_the_sum_of_what_is_left_out_is_not_told_of_a_covered_number(lesson, store):
    cursor = visited(lesson, store).lab.cursor
    asked = cursor.trace.value("dense2.dweights")
    spot = Spot(asked, (0, 0), asked.label)
    told = Sight(cursor, spot).shown().forms[-1]
    assert "[2 more: " in told.numbers
    covers = on_the_way(cursor.trace, asked, np.ones(asked.array.shape, bool))
    hidden = Sight(cursor, spot, covers=covers).shown().forms[-1]
    assert (hidden.numbers.rpartition(" + ")[2], hidden.result) == ("… 2 more", "?")


def test_the_next_update_that_the_lesson_speaks_of_is_proposed(lesson, store):
    visit = visited(lesson, store)
    assert visit.usual_run == USUAL_RUN
    visit.turn(3)
    assert visit.usual_run == 400


def test_who_goes_back_in_the_middle_of_a_try_is_proposed_the_way_to_its_end(store):
    shows = ['```show\nupdate = 2\nstep = "start"\n```', '```show\nupdate = 6\nstep = "start"\n```']
    to_try = '```try\nid = "run-on"\nask = "Run on."\nuntil = "run.update >= 6"\nhints = ["Press `space`."]\n```'
    page = "\n".join(["## One", small_lesson.EXPERIMENT, shows[0], to_try, shows[1]])
    visit = visited(parse_text(small_lesson.HEAD + page), store)
    assert (visit.lab.update, visit.usual_run) == (2, 4)
    visit.go(1)
    visit.arrived()
    assert visit.usual_run == 5


def test_a_try_is_settled_by_the_run(lesson, store):
    visit, recorder = recorded(lesson, store)
    visit.turn(3)
    visit.turn_knob("train", 0, 2)
    visit.go(400)
    visit.arrived()
    assert visit.session.state("train").is_correct
    assert visit.lab.update < 400  # it stops as soon as the loss is low enough
    assert [kept.block for kept in recorder.of(AnswerGiven)] == ["train"]
    assert len(recorder.of(LessonFinished)) == 1


def test_a_turned_knob_begins_another_run(lesson, store):
    visit = visited(lesson, store)
    visit.turn(3)
    visit.step(Step.NEXT_UPDATE)
    before = visit.lab
    visit.turn_knob("train", 0, 2)
    assert visit.lab is not before
    assert visit.lab.place == Place()
    assert visit.session.knobs("train") == {"optimizer.learning_rate": 1.0}


def test_who_comes_back_finds_the_knobs_as_they_left_them(lesson, store):
    visit = visited(lesson, store)
    visit.turn(3)
    visit.turn_knob("train", 0, 1)
    turned = visit.session.knobs("train")
    assert visited(lesson, store).session.knobs("train") == turned, "though the run has not begun"
    visit.step(Step.NEXT_UPDATE)
    again = visited(lesson, store)
    assert again.session.knobs("train") == turned
    assert again.lab.experiment == visit.lab.experiment, "so the place is a place in the same run"
    assert again.lab.place == visit.lab.place


def test_fresh_numbers_change_the_question_and_keep_the_answer(lesson, store):
    visit, recorder = recorded(lesson, store)
    visit.answer("sum", "1.1")
    assert visit.refreshable == "sum"
    visit.refresh("sum")
    assert visit.lab.experiment == visit.session.task("sum").setting.experiment  # the lab has the fresh numbers too
    assert visit.covers
    assert not visit.session.state("sum").is_settled
    assert len(recorder.of(AnswerGiven)) == 1


def test_giving_up_shows_the_answer_and_is_kept(lesson, store):
    visit = visited(lesson, store)
    visit.give_up("sum")
    assert visit.session.state("sum").is_given_up
    assert visited(lesson, store).session.state("sum").is_given_up


def test_every_step_notes_the_place(lesson, store):
    visit, recorder = recorded(lesson, store)
    visit.answer("sum", "1.1")
    visit.step(Step.OVER)
    assert recorder.events[-1] == PlaceReached("small", 1, 0, visit.lab.place.position)


def test_a_far_place_is_left_for_a_thread(lesson, store):
    store.record(PlaceReached("small", 3, FAR + 1, 2))
    visit = visited(lesson, store)
    assert visit.far_place == Place(FAR + 1, 2)
    assert visit.lab.update == 0
    visit.go(FAR + 1)
    assert visit.lab.place == Place(FAR + 1, 2)
    assert visit.far_place is None


def test_a_way_back_that_is_cut_short_leaves_the_place_as_it_was(lesson, store):
    store.record(PlaceReached("small", 3, FAR + 1, 2))
    visit = visited(lesson, store)
    visit.go(FAR + 1, lambda: True)
    visit.arrived()
    assert visit.session.place == Place(FAR + 1, 2)
    assert store.state.lesson("small").place.update == FAR + 1
    assert visit.usual_run == visit.updates_short == FAR + 1 - visit.lab.update
    visit.step(Step.NEXT_UPDATE)
    assert visit.session.place == visit.lab.place


def test_a_try_knows_how_the_run_stands_as_soon_as_its_page_is_open(lesson, store):
    visit = visited(lesson, store)
    visit.turn(3)
    assert visit.session.verdict("train").reason.startswith("Before the first update: loss 0.5")
    visit.turn_knob("train", 0, 1)
    visit.step(Step.NEXT_UPDATE)
    assert visit.session.verdict("train").reason.startswith("After 1 update: loss 0.")


def test_going_back_to_an_earlier_update(lesson, store):
    visit = visited(lesson, store)
    visit.turn(2)
    visit.go(5)
    visit.go(2)
    assert visit.lab.place == Place(2, 0)


def test_the_question_in_a_line_is_told_without_its_marks(store):
    pages = small_lesson.PAGES.replace('ask = "What is the sum?"', 'ask = "What is the **sum** of `inputs`?"')
    visit = visited(parse_text(small_lesson.HEAD + pages), store)
    assert "".join(piece.text for piece in lesson_in_a_line(visit)) == "lesson ▸ What is the sum of inputs?"


def test_how_far_a_run_has_come_is_kept_while_it_goes_on(lesson, store):
    visit, recorder = recorded(lesson, store)
    place = visit.session.place
    visit.lab.train(7)
    visit.keep_way()
    assert recorder.of(PlaceReached)[-1].update == place.update + 7
    assert visit.session.place == place


def test_a_run_back_to_the_learners_place_keeps_that_place(lesson, store):
    store.record(PlaceReached(lesson.id, 1, FAR + 5, 0))
    visit, recorder = recorded(lesson, store)
    visit.lab.train(7)
    visit.keep_way()
    assert recorder.of(PlaceReached) == []

"""Where the numbers come from that an update finds, and the way back to the update that made them."""

from dataclasses import replace

import pytest
import small_lesson
from app_stage import frame, press, running

from lessons.document import parse_text
from lessons.lab import Lab, Place
from tui.lab.origins import Origins, go_to_change
from tui.lab.sight import Sight


def lab(**changes) -> Lab:
    experiment = parse_text(small_lesson.HEAD + small_lesson.PAGES).experiments[0].experiment
    return Lab(replace(experiment, **changes))


def said(seen: Lab, name: str, cell: tuple[int, ...]) -> str:
    return Origins(seen).of(seen.trace.value(name), cell).words


def test_data_and_targets_name_their_sample() -> None:
    assert said(lab(), "X", (2, 1)) == "data: number 1 of sample 2, which the lesson gives"
    assert said(lab(), "y", (2,)) == "the class that is right for sample 2, which the lesson gives"


def test_in_a_batch_the_sample_is_the_one_of_the_whole_set() -> None:
    seen = lab(batch_size=1)
    row = int(seen.run.batches.rows(0)[0])
    assert said(seen, "X", (0, 0)).endswith(f"of sample {row}, which the lesson gives, row 0 of this batch")


def test_a_parameter_is_at_its_first_value_or_as_an_update_left_it() -> None:
    seen = lab(parameters=())
    assert said(seen, "dense1.weights", (0, 0)).startswith("a parameter at its first value, drawn by ")
    assert said(seen, "dense1.biases", (0, 0)) == "a parameter at its first value"
    assert said(lab(), "dense1.weights", (0, 0)) == "a parameter at its first value, which the lesson gives"
    seen.go(Place(3))
    origin = Origins(seen).of(seen.trace.value("dense1.weights"), (0, 0))
    assert (origin.words, origin.update) == ("a parameter, as update 2 left it", 2)


def test_one_can_go_to_where_a_parameter_was_changed() -> None:
    seen = lab()
    seen.go(Place(2))
    before = seen.trace.value("dense1.weights").array
    assert go_to_change(seen, "dense1.weights")
    assert seen.update == 1
    made = seen.cursor.operation
    assert made is not None
    assert (made.result.array == before).all()
    assert not go_to_change(lab(), "dense1.weights")


def test_a_cell_has_one_name_on_the_whole_way() -> None:
    seen = lab()
    last = seen.trace.value("dense1.output").operation
    assert last is not None
    seen.go(Place(0, last.number + 1))
    sight = Sight(seen.cursor, origins=Origins(seen)).at_result((0, 1))
    assert sight.shown().title == "dense1.output[0,1]"
    product = sight.entered(0)
    data = product.entered(0)
    assert data.shown().trail == ("dense1.output[0,1]", product.shown().title)
    assert data.shown().note.startswith("X[0,0] = ")
    assert " is data: number 0 of sample 0" in data.shown().note


@pytest.mark.parametrize("step", [0, 1])
def test_a_cell_of_a_table_that_has_just_gone_is_not_looked_at(step) -> None:
    seen = lab()
    seen.go(Place(0, step))
    sight = Sight(seen.cursor).at_result()
    assert sight.at("999", (0, 0)) is sight
    assert sight.at("X", (99, 0)) is sight
    assert sight.tables()


@pytest.mark.parametrize("is_later", [False, True])
async def test_enter_answers_for_a_parameter_and_leads_to_its_change(tmp_path, is_later) -> None:
    async with running(tmp_path, page=3, size=(120, 40)) as (app, pilot):
        await press(pilot, *(["u", "u"] if is_later else []), "n", "tab", "left_square_bracket", "enter")
        assert ("as update 1 left it" in frame(app)) is is_later
        assert ("enter why?" in frame(app)) is is_later
        if is_later:
            await press(pilot, "enter")
            assert "update 1 · update · dense1.biases" in frame(app)
            assert "dense1.biases" in frame(app)

"""The place in the run, on one line."""

from hypothesis import given
from hypothesis import strategies as st
from view_stage import ViewStage, shown, text

from tui.render.lines import width_of
from tui.render.steps import Step, draw_step
from tui.widgets.step_bar import StepBar

LENGTHS = (("forward", 10), ("loss", 5), ("backward", 21), ("update", 8))
STEP = Step(120, "backward", "dense2", 2, 5, LENGTHS, 26)


def test_words_and_a_bar_of_the_phases():
    assert text([draw_step(STEP, 80)]) == (
        " update 120 · backward · dense2 · 2/5  ━━━━━━━━ ━━━━━ ━━━━━━━━━──────── ───────"
    )


def test_before_the_first_operation():
    assert text([draw_step(Step(0, lengths=LENGTHS), 80)]).startswith(" update 0 · at its start")


def test_where_it_is_narrow_the_words_stay_as_far_as_they_go():
    assert text([draw_step(STEP, 40)]) == " update 120 · backward · dense2 · 2/5"
    assert text([draw_step(STEP, 33)]) == " update 120 · backward · dense2"
    assert text([draw_step(STEP, 12)]) == " update 120"


def bar(position, width=80):
    return text([draw_step(Step(0, "forward", "x", 1, 2, LENGTHS, position), width)]).split("1/2", 1)[1]


def test_the_bar_is_empty_at_the_start_and_full_at_the_end():
    assert "━" not in bar(0)
    assert "─" not in bar(44)


def test_a_finished_phase_is_full_and_the_next_one_empty():
    finished, *others = bar(10).split()
    assert set(finished) == {"━"}
    assert set("".join(others)) == {"─"}


@given(st.integers(0, 44), st.integers(1, 200))
def test_it_keeps_its_width(position, width):
    assert width_of(draw_step(Step(0, "forward", "dense1", 1, 2, LENGTHS, position), width)) <= width


@given(st.integers(0, 43))
def test_the_bar_never_shrinks_on_the_way(position):
    assert bar(position).count("━") <= bar(position + 1).count("━")


async def test_the_bar_follows_the_step():
    view = StepBar()
    async with ViewStage(view).run_test(size=(60, 3)) as pilot:
        view.step = STEP
        await pilot.pause()
        assert shown(view).startswith(" update 120 · backward · dense2 · 2/5")

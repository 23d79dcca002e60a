"""Charts that follow a run while it goes on."""

import pytest
import small_lesson
from app_stage import begin_run, running, settled, waited

from lessons.document import parse_text
from lessons.lab import Lab
from tui.lab.chart_shelf import FOLLOWING, ChartShelf
from tui.lab.training import TrainingRun
from tui.screens.lesson import LessonScreen
from tui.widgets.chart_view import ChartView

LESSON = (
    small_lesson.HEAD.replace("small", "curve")
    + "\n## One\n"
    + small_lesson.EXPERIMENT
    + '\n```show\nupdate = 1\nstep = "start"\nchart = "%s"\n```\n'
    + '\n```try\nid = "far"\nask = "Run it."\nuntil = "run.update >= 900000"\n```\n'
)


UNASKED = LESSON.replace('chart = "%s"\n', "")


async def test_a_chart_that_nobody_asked_for_follows_too(tmp_path):
    async with running(tmp_path, lesson="curve", size=(120, 40), **{"02-curve": UNASKED}) as (app, pilot):
        lesson = next(screen for screen in app.screen_stack if isinstance(screen, LessonScreen))
        chart = lesson.query(ChartView).first()
        before = chart.chart.in_words()
        assert before.startswith("decision boundary")
        await begin_run(pilot)
        await waited(pilot, lambda: app.screen is not lesson and chart.chart.in_words() != before)
        await pilot.press("x")
        await settled(pilot)


@pytest.mark.parametrize("name", [*FOLLOWING, "decision_boundary", "gradient_flow"])
async def test_the_chart_moves_while_the_run_goes_on(tmp_path, name):
    async with running(tmp_path, lesson="curve", **{"02-curve": LESSON % name}) as (app, pilot):
        lesson = next(screen for screen in app.screen_stack if isinstance(screen, LessonScreen))
        chart = lesson.query(ChartView).first()
        before = chart.chart.in_words()
        await begin_run(pilot)
        await waited(pilot, lambda: app.screen is not lesson and chart.chart.in_words() != before)
        await pilot.press("x")
        await settled(pilot)


def test_what_is_drawn_while_a_run_goes_on_is_a_copy_from_between_two_slices():
    lab = Lab(parse_text(LESSON % "decision_boundary").experiments[0].experiment)
    run = TrainingRun(lab, 50)
    seen = []

    def go(goal, is_cancelled):
        for _ in range(goal):
            assert not is_cancelled()
            if run.copied is not None:
                seen.append((run.copied.update, run.copied.run.model.vector.copy()))
            if lab.update == 10:
                run.ask_for_copy()
            lab.run.step()
        return

    run.work(go, lambda: False)
    assert lab.update == 50
    assert {update for update, _ in seen} == {11}
    assert all((vector == seen[0][1]).all() for _, vector in seen)
    assert (seen[0][1] != lab.run.model.vector).any()


def test_slow_charts_and_those_of_nothing_do_not_follow():
    assert ChartShelf().can_follow("decision_boundary")
    assert not ChartShelf().can_follow("tries")
    assert not ChartShelf().can_follow("slope")

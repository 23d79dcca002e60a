"""Charts that follow a run while it goes on."""

import pytest
import small_lesson
from app_stage import running, settled

from tui.chart_shelf import FOLLOWING
from tui.screens.lesson import LessonScreen
from tui.widgets.chart_view import ChartView

LESSON = (
    small_lesson.HEAD.replace("small", "curve")
    + "\n## One\n"
    + small_lesson.EXPERIMENT
    + '\n```show\nupdate = 1\nstep = "start"\nchart = "%s"\n```\n'
    + '\n```try\nid = "far"\nask = "Run it."\nuntil = "run.update >= 900000"\n```\n'
)


@pytest.mark.parametrize("name", ["loss", "loss_and_accuracy"])
async def test_the_chart_moves_while_the_run_goes_on(tmp_path, name):
    assert name in FOLLOWING
    async with running(tmp_path, lesson="curve", **{"02-curve": LESSON % name}) as (app, pilot):
        lesson = next(screen for screen in app.screen_stack if isinstance(screen, LessonScreen))
        chart = lesson.query(ChartView).first()
        before = chart.chart.in_words()
        await pilot.press("space")
        await pilot.pause(0.2)
        await pilot.press(*"900000", "enter")
        await pilot.pause(1.0)
        assert app.screen is not lesson
        assert chart.chart.in_words() != before
        await pilot.press("x")
        await settled(pilot)

"""Charts that follow a run while it goes on."""

import pytest
import small_lesson
from app_stage import begin_run, running, settled, waited
from textual._compositor import Compositor

from lessons.document import parse_text
from lessons.lab import Lab
from tui.lab.chart_shelf import FOLLOWING, ChartShelf
from tui.lab.training import TrainingRun
from tui.screens.lesson import LessonScreen
from tui.terminal import Terminal
from tui.widgets.chart_view import ChartView

LESSON = (
    small_lesson.HEAD.replace("small", "curve")
    + "\n## One\n"
    + small_lesson.EXPERIMENT
    + '\n```show\nupdate = 1\nstep = "start"\nchart = "%s"\n```\n'
    + '\n```try\nid = "far"\nask = "Run it."\nuntil = "run.update >= 900000"\n```\n'
)


UNASKED = LESSON.replace('chart = "%s"\n', "")


@pytest.fixture(autouse=True)
def many_frames(monkeypatch):
    """Charts that follow sooner than they would, so that nobody waits for them here."""
    monkeypatch.setattr(Terminal, "chart_frames", 20)


def lesson_of(app):
    return next(screen for screen in app.screen_stack if isinstance(screen, LessonScreen))


def words_over(app, lesson):
    """What the chart says that follows a run over the lesson's own; empty where there is none."""
    over = app.screen.query_one(ChartView) if app.screen is not lesson else None
    return over.chart.in_words() if over is not None and over.display and over.chart is not None else ""


@pytest.fixture
def full_redraws(monkeypatch):
    """Each time that the whole screen is drawn anew, from now on."""
    seen = []
    draw = Compositor.render_full_update

    def counted(self, simplify=False):
        seen.append(self)
        return draw(self, simplify)

    monkeypatch.setattr(Compositor, "render_full_update", counted)
    return seen


async def test_a_chart_that_nobody_asked_for_follows_too(tmp_path):
    async with running(tmp_path, lesson="curve", size=(120, 40), **{"02-curve": UNASKED}) as (app, pilot):
        lesson = lesson_of(app)
        before = lesson.query(ChartView).first().chart.in_words()
        assert before.startswith("decision boundary")
        await begin_run(pilot)
        await waited(pilot, lambda: words_over(app, lesson) not in ("", before))
        await pilot.press("x")
        await settled(pilot)


@pytest.mark.parametrize("name", [*FOLLOWING, "decision_boundary", "gradient_flow"])
async def test_the_chart_moves_while_the_run_goes_on(tmp_path, name):
    async with running(tmp_path, lesson="curve", **{"02-curve": LESSON % name}) as (app, pilot):
        lesson = lesson_of(app)
        own = lesson.query(ChartView).first()
        before = own.chart.in_words()
        await begin_run(pilot)
        await waited(pilot, lambda: words_over(app, lesson) not in ("", before))
        over = app.screen.query_one(ChartView)
        assert (over.region, over.marker) == (own.region, own.marker)
        await pilot.press("x")
        await settled(pilot)
        assert app.screen is lesson
        assert own.chart.in_words() != before


async def test_a_chart_that_follows_a_run_does_not_draw_the_whole_screen_anew(tmp_path, full_redraws):
    async with running(tmp_path, lesson="curve", **{"02-curve": LESSON % "loss"}) as (app, pilot):
        lesson = lesson_of(app)
        await begin_run(pilot)
        await waited(pilot, lambda: words_over(app, lesson))
        await waited(pilot, lambda: app.screen._compositor._dirty_regions == set())
        full_redraws.clear()
        before = words_over(app, lesson)
        await waited(pilot, lambda: words_over(app, lesson) != before)
        before = words_over(app, lesson)
        await waited(pilot, lambda: words_over(app, lesson) != before)
        assert full_redraws == []
        await pilot.press("x")
        await settled(pilot)


async def test_a_chart_that_follows_a_run_finds_its_place_in_a_window_of_another_size(tmp_path):
    async with running(tmp_path, lesson="curve", **{"02-curve": LESSON % "loss"}) as (app, pilot):
        lesson = lesson_of(app)
        await begin_run(pilot)
        await waited(pilot, lambda: words_over(app, lesson))
        await pilot.resize_terminal(120, 40)
        own = lesson.query(ChartView).first()
        await waited(pilot, lambda: words_over(app, lesson) and app.screen.query_one(ChartView).region == own.region)
        assert own.region.width > 60
        await pilot.press("x")
        await settled(pilot)


def test_what_is_drawn_while_a_run_goes_on_is_a_copy_from_between_two_slices():
    lab = Lab(parse_text(LESSON % "decision_boundary").experiments[0].experiment)
    run = TrainingRun(lab, 50)
    copies = []

    def go(goal, is_cancelled):
        for _ in range(goal):
            assert not is_cancelled()
            if lab.update in (10, 11, 20):
                copied = run.copy_of_late()
                copies.append((copied, copied and copied.run.model.vector.copy()))
            lab.run.step()
        return

    run.work(go, lambda: False)
    assert lab.update == 50
    assert copies.pop(0) == (None, None)
    assert [copied.update for copied, _ in copies] == [11, 12]
    for copied, vector in copies:
        assert (copied.run.model.vector == vector).all()
        assert (lab.run.model.vector != vector).any()


def test_slow_charts_and_those_of_nothing_do_not_follow():
    assert ChartShelf().can_follow("decision_boundary")
    assert not ChartShelf().can_follow("tries")
    assert not ChartShelf().can_follow("slope")

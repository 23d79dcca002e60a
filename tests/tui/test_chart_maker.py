"""Charts that take a moment are made in a thread."""

from threading import Event, current_thread, main_thread
from types import SimpleNamespace

import pytest
import small_lesson
from app_stage import frame, running, settled, waited
from textual.worker import Worker, WorkerState

from lessons.blocks import Show, View
from lessons.charts.studies import SLOW, later_study_of
from lessons.document import parse_text
from lessons.lab import Lab
from tui.charts import ActivationChart
from tui.lab import chart_shelf
from tui.lab.chart_data import later_chart_of
from tui.lab.chart_shelf import ChartShelf
from tui.widgets.messages import is_last

SLOWLY = (
    small_lesson.HEAD.replace('"small"', '"slowly"')
    + "\n## One\n"
    + small_lesson.EXPERIMENT
    + '\n```show\nstep = "start"\nchart = "tries"\nof = { tries = 20 }\n```\n'
)


async def test_the_screen_answers_while_a_chart_is_worked_out(tmp_path, monkeypatch) -> None:
    goes_on, threads = Event(), []

    def make():
        threads.append(current_thread())
        goes_on.wait(20)
        return ActivationChart.example()

    monkeypatch.setattr(chart_shelf, "later_chart_of", lambda lab, name, of: make if name == "tries" else None)
    async with running(tmp_path, lesson=None, slowly=SLOWLY, size=(120, 40)) as (app, pilot):
        app.open_lesson("slowly", 1)
        await waited(pilot, lambda: "working the chart out" in frame(app))
        await pilot.press("tab")
        await pilot.pause()
        assert app.screen.focused is not None
        goes_on.set()
        await settled(pilot)
        assert "working the chart out" not in frame(app)
        assert "sigmoid and its slope" in frame(app)
    assert threads
    assert main_thread() not in threads


async def test_a_chart_that_fails_in_its_thread_says_so(tmp_path, monkeypatch) -> None:
    def make():
        raise ValueError("no such floor")

    monkeypatch.setattr(chart_shelf, "later_chart_of", lambda lab, name, of: make if name == "tries" else None)
    async with running(tmp_path, lesson=None, slowly=SLOWLY, size=(120, 40)) as (app, pilot):
        app.open_lesson("slowly", 1)
        await settled(pilot)
        assert "could not be made: no such floor" in frame(app)


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_study_is_of_the_moment_in_which_it_was_asked_for(name) -> None:
    lab = Lab(parse_text(SLOWLY).experiments[0].experiment)
    of = {"tries": (("tries", 3),), "decision_boundaries": (("updates", (0, 1)),)}.get(name, ())
    before = lab.run.model.vector.copy()
    study = later_study_of(lab, name, of)
    lab.run.step(3)
    found = study()
    assert (lab.run.model.vector != before).any()
    again = later_study_of(Lab(lab.experiment), name, of)()
    first, second = (getattr(item[0] if isinstance(item, tuple) else item, _TOLD[name]) for item in (found, again))
    assert first == second


_TOLD = {"tries": "first_loss", "decision_boundaries": "accuracy", "loss_surface": "here"}


def test_what_cannot_be_made_is_none_and_breaks_nothing() -> None:
    lab = Lab(parse_text(SLOWLY).experiments[0].experiment)
    make = later_chart_of(lab, "loss_surface", (("x", "dense9.weights[0, 0]"),))
    assert make is not None
    assert make() is None
    shelf = ChartShelf().for_block(Show("show", 1, ((View.CHART, "loss"),)))
    assert shelf.later(lab, "gradient_flow", is_covered=False) is None


@pytest.mark.parametrize("state", WorkerState)
def test_only_its_own_end_counts_as_the_end_of_a_worker_however_quick_it_was(state) -> None:
    quick = SimpleNamespace(state=WorkerState.SUCCESS, is_finished=True)
    is_end = state not in (WorkerState.PENDING, WorkerState.RUNNING)
    assert is_last(Worker.StateChanged(quick, state)) == is_end

"""The learner's own parts in a lab: chosen, remembered, asked in a thread, and given up where they hang."""

import threading

import pytest
from app_stage import frame, press, running, settled, waited
from workshop_stage import DENSE, OWN, until

from lessons.lab import Place
from lessons.workshop import find_part
from lessons.workshop.own_run import OwnRun
from lessons.workshop.studio import Studio
from tui.screens.lesson import LessonScreen
from tui.screens.own_parts import OwnPartsScreen
from tui.screens.waiting import WaitingScreen

HANGING = DENSE.solution.replace(
    "        self.inputs = inputs\n",
    "        self.inputs = inputs\n        CALLS.append(1)\n        while len(CALLS) > {most}:\n            pass\n",
).replace("class Dense", "CALLS = []\n\n\nclass Dense")
FREE = OWN.partition("```implement")[0] + "Look."
PAGES = FREE + '\n\n---\n\n## On\n\nIt goes on.\n\n```show\nstep = "dense1.backward"\nupdate = 2\n```\n\nLook again.\n'


def keep(app, *parts, **sources):
    """Let parts have passed, as in the workshop that the learner comes back from."""
    for part in parts:
        app.studio.workspace.keep_passed(part, find_part(part).solution)
    for part, source in sources.items():
        app.studio.workspace.keep_passed(part, source)
    if isinstance(app.screen, LessonScreen):
        app.screen._own.look_again()


def lesson_of(pilot):
    """Return the lesson, whatever lies over it while their code is waited for."""
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, LessonScreen))


async def own_in(pilot, *keys):
    """Switch parts in; they are all chosen at first."""
    await press(pilot, "w", *keys, "enter")
    await until(pilot, lambda: lesson_of(pilot).visit.has_own_parts)


def told(app, words):
    return any(words in note.message for note in app._notifications)


async def rested(pilot):
    """Wait until their code has answered."""
    await until(pilot, lambda: not lesson_of(pilot)._own.is_asking)


async def test_the_workshop_is_asked_only_when_something_may_have_changed(tmp_path, monkeypatch):
    asked = []
    usable_in = Studio.usable_in
    monkeypatch.setattr(Studio, "usable_in", lambda *given: asked.append(given) or usable_in(*given))
    async with running(tmp_path, lesson="own", own=FREE) as (app, pilot):
        asked.clear()
        await press(pilot, *"niPu")
        assert asked == []
        app.studio.workspace.keep_passed("relu_forward", find_part("relu_forward").solution)
        await press(pilot, "question_mark", "escape", "w")
        assert isinstance(app.screen, OwnPartsScreen)


async def test_parts_are_chosen_one_by_one(tmp_path):
    async with running(tmp_path, lesson="own", own=FREE) as (app, pilot):
        lesson = app.screen
        keep(app, "dense_forward", "relu_forward", "sgd")
        await lesson._show()
        await press(pilot, "w")
        assert isinstance(app.screen, OwnPartsScreen)
        shown = frame(app)
        assert " › [x] Dense forward" in shown
        assert "enter begins again at update 0, with them" in shown
        await press(pilot, "space", "down", "space")
        assert "[ ] Dense forward" in frame(app)
        assert " › [ ] ReLU forward" in frame(app)
        await press(pilot, "n")
        assert "with ours alone" in frame(app)
        await press(pilot, "a", "k", "space", "enter")
        await until(pilot, lambda: lesson.visit.has_own_parts)
        assert lesson.visit.lab.run.parts == ("relu_forward", "sgd")
        await press(pilot, "w")
        assert "[ ] Dense forward" in frame(app)
        await press(pilot, "escape")
        assert lesson.visit.has_own_parts
        await press(pilot, "w", "n", "enter")
        assert not lesson.visit.has_own_parts
        assert app.store.state.lesson("own").place.parts == ()


async def test_who_comes_back_finds_their_parts_at_work_at_the_same_place(tmp_path):
    async with running(tmp_path, lesson="own", own=FREE) as (app, pilot):
        keep(app, "dense_forward", "relu_forward")
        await app.screen._show()
        await own_in(pilot, "j", "space")
        await press(pilot, "u")
        await rested(pilot)
        await press(pilot, "i", "i")
        place = app.screen.visit.lab.place
        assert place == Place(1, 2)
        app._save_all()
        weights = app.screen.visit.lab.run.model.vector.copy()
    app.store.close()
    async with running(tmp_path, lesson="own", own=FREE) as (app, pilot):
        await until(pilot, lambda: app.screen.visit.has_own_parts)
        lab = app.screen.visit.lab
        assert lab.place == place
        assert lab.run.parts == ("dense_forward",)
        assert (lab.run.model.vector == weights).all()
        assert "with your parts" in frame(app)


async def test_beginning_a_lesson_afresh_begins_with_our_parts(tmp_path):
    from lessons.progress import LessonReset

    async with running(tmp_path, lesson="own", own=FREE) as (app, pilot):
        keep(app, "dense_forward")
        await app.screen._show()
        await own_in(pilot)
        app.record(LessonReset("own"))
        assert app.store.state.lesson("own").place is None


async def test_their_code_is_never_asked_from_the_thread_of_the_screen(tmp_path, monkeypatch):
    asked = []
    ask = OwnRun._ask

    def noted(self, kind, values):
        asked.append((threading.current_thread() is threading.main_thread(), values.get("do", kind)))
        return ask(self, kind, values)

    monkeypatch.setattr(OwnRun, "_ask", noted)
    async with running(tmp_path, lesson="own", own=PAGES, size=(120, 40)) as (app, pilot):
        keep(app, "dense_forward", "dense_backward", "sgd")
        lesson = app.screen
        await lesson._show()
        await own_in(pilot)
        for key in ("n", "i", "u", "u", "U", "U", "p", "x", "c", "c", ">", "<", "e", "e", "e", "e", "e"):
            await press(pilot, key)
            await rested(pilot)
        assert lesson.visit.has_own_parts
        await press(pilot, ":", "3", "enter")
        await until(pilot, lambda: lesson.visit.lab.update == 3 and not lesson._is_lab_busy)
        await press(pilot, ":", "1", "enter")
        await rested(pilot)
        assert lesson.visit.lab.place == Place(1, 0)
        assert {"begin", "step", "seek", "trace", "gradients"} <= {what for _, what in asked}
        assert not [what for is_main, what in asked if is_main]


async def test_a_gradient_of_theirs_is_held_against_the_loss_at_the_cell_that_is_looked_at(tmp_path):
    async with running(tmp_path, lesson="own", own=FREE, size=(120, 40)) as (app, pilot):
        wrong = find_part("dense_backward").solution.replace("dvalues", "dvalues", 1)
        keep(app, "dense_forward", dense_backward=wrong)
        lesson = app.screen
        await lesson._show()
        await own_in(pilot)
        await press(pilot, "x")
        await rested(pilot)
        assert told(app, "all of them agree")
        trace = lesson.visit.lab.trace
        made = trace.value("dense1.dweights").operation.number + 1
        lesson.visit.lab.go(Place(0, made))
        await lesson._show()
        await press(pilot, "x")
        await rested(pilot)
        assert told(app, "With your parts: dense1.weights[0, 0] ± ")


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_while_their_code_hangs_keys_are_answered_and_one_ends_it(tmp_path, key):
    async with running(tmp_path, lesson="own", own=FREE) as (app, pilot):
        keep(app, dense_forward=HANGING.format(most=6))
        lesson = app.screen
        await lesson._show()
        await own_in(pilot)
        events = []
        theme = app.theme
        for _ in range(6):
            await pilot.press("u")
            await waited(pilot, lambda: not lesson._own.is_asking or isinstance(app.screen, WaitingScreen))
            if isinstance(app.screen, WaitingScreen):
                break
        await waited(pilot, lambda: "waiting for your code: the next update" in frame(app))
        assert "esc stops it" in frame(app)
        lesson._own._show_line()  # as the timer of a question that was asked, and answered, a moment before
        run = lesson.visit.lab.run
        await pilot.press("f9")
        await pilot.pause()
        events.append(("a key is answered", app.theme != theme and lesson._own.is_asking and not run.is_over))
        await pilot.press(key)
        await pilot.pause()
        events.append(("the key that stops it is answered", lesson._own.is_asking and not run.is_over))
        assert "stopping it" in frame(app)
        await until(pilot, lambda: not lesson._own.is_asking)
        events.append(("their process is over", run.is_over))
        assert all(was for _, was in events), events
        await settled(pilot)
        assert app.screen is lesson
        assert not lesson.visit.has_own_parts
        assert told(app, "Your code was stopped at line")
        assert told(app, "Our parts are in their places again.")
        await press(pilot, "i")
        assert "dense.py" in frame(app)
        assert app.store.state.lesson("own").place.parts == ()


async def test_a_run_in_which_their_code_hangs_is_ended_by_a_key(tmp_path):
    async with running(tmp_path, lesson="own", own=FREE) as (app, pilot):
        keep(app, dense_forward=HANGING.format(most=40))
        lesson = app.screen
        await lesson._show()
        await own_in(pilot)
        run = lesson.visit.lab.run
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("enter")
        await waited(pilot, lambda: "any key stops" in frame(app))
        assert not run.is_over
        await pilot.press("x")
        await until(pilot, lambda: not lesson._trainer.is_running)
        assert run.is_over
        assert not lesson.visit.has_own_parts
        assert told(app, "Your code was stopped at line")
        assert "update" in frame(app)


async def test_a_part_that_cannot_begin_leaves_ours_at_work(tmp_path):
    async with running(tmp_path, lesson="own", own=FREE) as (app, pilot):
        keep(app, dense_forward="raise ValueError('not today')\n")
        lesson = app.screen
        await lesson._show()
        await press(pilot, "w", "enter")
        await rested(pilot)
        assert told(app, "not today")
        assert not lesson.visit.has_own_parts
        assert lesson.visit.session.own_parts == ()

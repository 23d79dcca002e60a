"""The workshop in the app: from the task to a wrong number, to a mended file, to a lab with one's own part in it."""

import asyncio

import pytest
from app_stage import frame, press, running, waited
from workshop_stage import DENSE, OWN, WRONG, checked, type_file, until, workshop

from lessons.workshop import PARTS, find_part
from tui.screens.clash import ClashScreen
from tui.screens.lesson import LessonScreen
from tui.screens.parts import PartsScreen
from tui.screens.workshop import WorkshopScreen
from tui.widgets.editor import Editor
from tui.widgets.workshop_panes import VerdictPane

MOMENTUM = """\
import numpy as np


class SGD:
    def update(self, gradient, state):
        learning_rate = self.learning_rate_at(state.updates)  # decay and all
        state.momentum = state.momentum * self.momentum
        change = state.momentum - learning_rate * gradient
        return change
"""


async def test_all_parts_are_listed_and_marked(tmp_path):
    async with running(tmp_path, lesson=None) as (app, pilot):
        app.studio.workspace.keep_passed("neuron", find_part("neuron").solution)
        app.studio.workspace.open(find_part("neuron"))
        await press(pilot, "w")
        assert isinstance(app.screen, PartsScreen)
        assert app.studio._spare._waiting.is_running, "a process is ready before a part is chosen"
        shown = frame(app)
        assert "parts you wrote: 1 of 26" in shown
        assert "≈  2  A neuron" in shown
        assert "▶ ○  2  A layer of neurons" in shown
        await press(pilot, "j", "enter")
        assert isinstance(app.screen, WorkshopScreen)
        assert app.screen.writing.part is DENSE
        await press(pilot, "escape", "escape")
        assert not isinstance(app.screen, PartsScreen)


async def test_the_list_tells_formula_use_and_file_of_each_part_whole(tmp_path):
    async with running(tmp_path, lesson=None) as (app, pilot):
        await press(pilot, "w")
        for part in PARTS.values():
            shown = frame(app).split("\n")
            below = next(number for number, line in enumerate(shown) if line.startswith("───"))
            told = " ".join(" ".join(shown[below:]).split())
            assert " ".join(part.formula.split()) in told
            assert ("It can train in labs" in told) is (part.replaces is not None)
            assert f"/{part.name}.py " in told
            await press(pilot, "j")


async def test_once_a_part_has_passed_the_list_goes_on_to_the_next(tmp_path):
    async with running(tmp_path, lesson=None) as (app, pilot):
        await press(pilot, "w", "j", "j", "enter")
        await type_file(pilot, find_part("dense_forward").solution)
        await press(pilot, "f5")
        await checked(pilot)
        assert "Next to write: ReLU forward, of chapter 4." in frame(app)
        await press(pilot, "escape")
        assert "✓  3  Dense forward" in frame(app)
        assert "▶ ○  4  ReLU forward" in frame(app)


async def test_what_was_changed_since_it_passed_is_not_called_passed(tmp_path):
    async with workshop(tmp_path) as (app, pilot, path):
        path.write_text(DENSE.solution)
        await checked(pilot)
        assert "✓ passed" in frame(app).split("\n")[0]
        await type_file(pilot, WRONG)
        assert "≈ changed since it passed" in frame(app).split("\n")[0]
        await type_file(pilot, DENSE.solution)
        assert "✓ passed" in frame(app).split("\n")[0]


async def test_a_line_that_fails_is_where_the_editor_opens(tmp_path):
    async with workshop(tmp_path) as (app, pilot, _path):
        await press(pilot, "e")
        await type_file(pilot, DENSE.solution.replace("self.weights", "weights"))
        await press(pilot, "f5")
        await checked(pilot)
        assert "line 7, Dense.forward: self.output = inputs @ weights" in frame(app)
        await press(pilot, "e")
        assert app.screen.query_one(Editor).cursor_location == (6, 8)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_task_is_told_with_numbers(tmp_path, size):
    async with workshop(tmp_path, size=size) as (app, _pilot, _path):
        shown = frame(app)
        assert "formula  output = inputs · weights + biases" in shown
        assert "0 +0.500 −1.000 +2.000" in " ".join(shown.split())
        assert ("def forward" in shown) is (size[0] >= 110)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_wrong_number_is_shown_and_followed_into_the_code(tmp_path, size):
    async with workshop(tmp_path, size=size) as (app, pilot, path):
        await type_file(pilot, WRONG)
        await press(pilot, "e", "ctrl+j" if size[0] > 80 else "f5")
        await checked(pilot)
        shown = frame(app)
        assert app.screen.query_one(Editor).has_focus is (size[0] > 80)
        assert "output[0, 0] is −3, but should be 3. The biases are" in shown
        assert "✗ output       wrong values" in shown
        assert "✓ self.inputs  exact" in shown
        assert "output should be 1×1" in shown
        assert path.read_text() == WRONG
        app.screen.query_one("#compare").focus()
        await press(pilot, "enter")
        shown = frame(app)
        assert "▶     self.output = inputs @ self.weights - self.biases" in shown
        assert "(inputs @ self.weights)[0,0]" in shown
        await press(pilot, "escape", "I")
        assert "forward · Dense · 1/2" in frame(app)
        await press(pilot, "i")
        assert "forward · Dense · 2/2" in frame(app)


async def test_the_check_in_a_line_names_the_key_that_brings_it(tmp_path):
    async with workshop(tmp_path) as (app, pilot, path):
        lines = frame(app).split("\n")
        assert lines[-2].startswith(" check ▸ nothing was checked yet")
        assert not lines[-2].endswith("tab"), "that goes to the editor, and indents there"
        await press(pilot, "e")
        assert frame(app).split("\n")[-2].endswith("F3")
        path.write_text(WRONG)
        await checked(pilot)
        assert "check ▸" not in frame(app), "the verdict itself is in sight"


async def test_a_long_verdict_leaves_the_steps_their_room(tmp_path):
    async with workshop(tmp_path, "momentum", size=(120, 36)) as (app, pilot, path):
        path.write_text(MOMENTUM)
        await checked(pilot)
        shown = frame(app)
        assert "only the share of the last" in shown
        assert "1/2  state.momentum[0,0] = " in shown, "the last line of the derivation"
        assert "esc leave" in shown.split("\n")[-1]
        assert "━━━" in shown.split("\n")[-2].partition("│")[0], "the editor's lines go on"


async def test_a_verdict_without_steps_has_all_the_room(tmp_path):
    async with workshop(tmp_path, size=(120, 40)) as (app, pilot, path):
        path.write_text(DENSE.solution.replace("inputs @ self.weights", "inputs * self.weights"))
        await checked(pilot)
        assert app.screen.writing.cursor is None, "their line failed before it made a number"
        shown = frame(app).partition("for these inputs")[2]
        assert all(f"── {name} " in shown for name in ("inputs", "weights", "biases"))
        assert app.screen.query_one(VerdictPane).max_scroll_y == 0


async def test_a_file_changed_outside_is_shown_and_checked(tmp_path):
    async with workshop(tmp_path) as (app, pilot, path):
        path.write_text(DENSE.solution)
        await checked(pilot)
        assert app.screen.writing.has_passed
        shown = frame(app)
        assert "It passes" in shown
        assert "Ours, as netcore has it" in shown
        assert app.screen.query_one(Editor).text == DENSE.solution


@pytest.mark.parametrize(("key", "left"), [("m", "outside"), ("o", "mine")])
async def test_both_changed_asks_and_keeps_the_other(tmp_path, key, left):
    async with workshop(tmp_path) as (app, pilot, path):
        await type_file(pilot, "mine = 1\n")
        path.write_text("outside = 1\n")
        await until(pilot, lambda: isinstance(app.screen, ClashScreen))
        await press(pilot, key)
        taken = "mine" if key == "m" else "outside"
        await until(pilot, lambda: path.read_text() == f"{taken} = 1\n")
        assert app.screen.query_one(Editor).text == f"{taken} = 1\n"
        kept = [file.read_text() for file in (path.parent / "kept").iterdir()]
        assert kept == [f"{left} = 1\n"]
        assert any("The other text is kept in" in told.message for told in app._notifications)


async def test_what_is_typed_with_the_key_to_the_editor_arrives_there(tmp_path):
    async with workshop(tmp_path) as (app, pilot, _path):
        await press(pilot, "tab")
        await press(pilot, "escape")
        for key in ("e", "R", "e", "q"):  # each of them is a command outside the editor
            app.simulate_key(key)
        await until(pilot, lambda: app.screen.query_one(Editor).text.startswith("Req"))
        assert isinstance(app.screen, WorkshopScreen)


async def test_what_is_typed_is_kept_at_a_pause_and_when_leaving(tmp_path):
    async with workshop(tmp_path) as (app, pilot, path):
        await type_file(pilot, "a = 1\n")
        assert path.read_text() == DENSE.starter
        await until(pilot, lambda: path.read_text() == "a = 1\n", seconds=6)
        await press(pilot, "e")
        await press(pilot, "b")
        assert app.screen.query_one(Editor).has_focus
        await press(pilot, "escape")
        assert isinstance(app.screen, WorkshopScreen)
        await press(pilot, "escape")
        assert not isinstance(app.screen, WorkshopScreen)
        assert "b" in path.read_text()


async def test_what_is_typed_survives_the_end_of_the_app(tmp_path):
    async with workshop(tmp_path) as (app, pilot, path):
        await type_file(pilot, "a = 1\n")
        app._save_all()
        assert path.read_text() == "a = 1\n"


async def test_keys_are_answered_while_a_loop_never_ends(tmp_path):
    async with workshop(tmp_path) as (app, pilot, _path):
        await type_file(pilot, "while True:\n    pass\n")
        await pilot.press("f5")
        panes = set()
        while app.screen.writing.report is None:
            app.simulate_key("f3")
            await asyncio.sleep(0)
            panes.add(app.screen._pane)
            await asyncio.sleep(0.05)
        assert len(panes) == 3
        assert "Does a loop never end?" in app.screen.writing.report.verdict.sentence


async def test_a_check_can_be_stopped(tmp_path):
    async with workshop(tmp_path) as (app, pilot, _path):
        await type_file(pilot, "while True:\n    pass\n")
        await pilot.press("f5")
        await waited(pilot, lambda: "checking" in frame(app))
        await press(pilot, "escape")
        assert isinstance(app.screen, WorkshopScreen)
        await until(pilot, lambda: app.screen._checking is None)


async def test_prints_cannot_touch_the_screen(tmp_path):
    async with workshop(tmp_path) as (app, pilot, _path):
        await type_file(pilot, "print('\\x1b[2J[/x] here')\n" + WRONG)
        await press(pilot, "f5")
        await checked(pilot)
        assert "here" in frame(app)
        assert "\x1b" not in frame(app)


async def test_what_does_not_fit_below_the_numbers_is_scrolled_to(tmp_path):
    async with workshop(tmp_path) as (app, pilot, _path):
        await type_file(pilot, "print('\\n' * 20 + 'the end')\n" + WRONG)
        await press(pilot, "f5")
        await checked(pilot)
        assert "the end" not in frame(app)
        await press(pilot, "pagedown", "pagedown", "pagedown")
        assert "the end" in frame(app)
        await press(pilot, *["up"] * 30)
        assert " ✗ " in frame(app).split("\n")[2]


async def test_a_file_with_control_characters_is_shown_harmless(tmp_path):
    async with workshop(tmp_path, size=(120, 40)) as (app, pilot, path):
        path.write_text("a = 1  # \x1b[2J and on\n")
        await checked(pilot)
        shown = frame(app)
        assert "# ?[2J and on" in shown
        assert "\x1b" not in shown


async def test_an_error_is_told_with_its_own_lines_and_the_editor_goes_there(tmp_path):
    async with workshop(tmp_path) as (app, pilot, path):
        path.write_text(DENSE.solution.replace("self.weights", "self.weights.T"))
        await checked(pilot)
        shown = frame(app)
        assert "Line 7: ValueError" in shown
        assert "one of the two may need .T." in " ".join(shown.split())
        assert app.screen.query_one(Editor).cursor_location == (6, 8)


async def test_hints_solution_and_a_fresh_start(tmp_path):
    async with workshop(tmp_path) as (app, pilot, path):
        await press(pilot, "f")
        assert "hint 1" in frame(app)
        await press(pilot, "v")
        assert any("Try a hint first, with f. Press v twice more" in told.message for told in app._notifications)
        await press(pilot, *["f"] * len(DENSE.hints))
        await press(pilot, "v")
        assert any(told.message == "Press v once more to see a solution." for told in app._notifications)
        assert "A solution" not in frame(app)
        await press(pilot, "v")
        assert "A solution" in frame(app)
        assert not any("Press v" in told.message for told in app._notifications)
        assert "self.output = inputs @ self.weights + self.biases" in frame(app)
        await type_file(pilot, WRONG)
        await press(pilot, "R")
        assert path.read_text() == DENSE.starter
        assert [file.read_text() for file in (path.parent / "kept").iterdir()] == [WRONG]
        assert app.screen.query_one(Editor).text == DENSE.starter


async def test_a_lesson_sends_to_the_workshop_and_takes_the_part_in(tmp_path):
    async with running(tmp_path, lesson="own", own=OWN) as (app, pilot):
        lesson = app.screen
        assert isinstance(lesson, LessonScreen)
        assert "enter opens the workshop" in frame(app)
        assert "enter write it" in frame(app).splitlines()[-1]
        await press(pilot, "enter")
        path = app.screen.writing.file.path
        path.write_text(DENSE.solution)
        await checked(pilot)
        assert app.store.state.lesson("own").blocks["write"].is_correct
        await press(pilot, "escape")
        assert app.screen is lesson
        assert "It is yours now." in frame(app)
        await press(pilot, "w")
        assert "[x] Dense forward" in frame(app)
        await press(pilot, "enter")
        await until(pilot, lambda: lesson.visit.has_own_parts)
        assert "with your parts" in frame(app)
        await press(pilot, "tab", "i")
        await until(pilot, lambda: "dense_forward.py · Dense.forward" in frame(app))
        assert "inputs @ self.weights" in frame(app)
        await press(pilot, "space", "enter")
        await until(pilot, lambda: lesson.visit.lab.update == 100 and not lesson._trainer.is_running)
        assert lesson.visit.lab.run.history.loss[-1] < lesson.visit.lab.run.history.loss[0]
        await press(pilot, "x")
        await until(pilot, lambda: not lesson._own.is_asking)
        assert any("all of them agree" in told.message for told in app._notifications)
        await press(pilot, "w", "n", "enter")
        assert not lesson.visit.has_own_parts


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_has_passed_stands_with_ours_on_one_screen(tmp_path, size):
    async with workshop(tmp_path, size=size) as (app, pilot, _path):
        await type_file(pilot, DENSE.solution.replace("inputs @ self.weights", "np.dot(inputs, self.weights)"))
        await press(pilot, "f5")
        await checked(pilot)
        shown = frame(app)
        assert ("Yours" in shown) is (size[0] == 80)
        assert "np.dot(inputs, self.weights)" in shown
        assert shown.index("Ours, as netcore has it") < shown.index("inputs @ self.weights + self.biases")


async def test_a_resize_that_is_answered_after_the_workshop_was_left_does_no_harm(tmp_path):
    async with workshop(tmp_path) as (app, pilot, _path):
        left = app.screen
        await press(pilot, "escape")
        assert app.screen is not left
        await until(pilot, lambda: not left.query(Editor))
        left._show_place()

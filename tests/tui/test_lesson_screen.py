"""The lesson on the screen: what each key does, and what it looks like afterwards."""

import asyncio
from threading import Event

import pytest
import small_lesson
from app_stage import begin_run, frame, press, running, settled, waited
from monkey import resize
from textual import events
from textual.geometry import Size

from lessons.progress import ProgressStore, SaveKind
from tui.lab.sight import Sight
from tui.screens.course import CourseScreen
from tui.screens.help import HelpScreen
from tui.screens.lesson import LessonScreen
from tui.screens.question import QuestionScreen
from tui.screens.too_small import TooSmallScreen
from tui.terminal import Drawing, Terminal
from tui.widgets.bars import TitleBar
from tui.widgets.choice import Choice
from tui.widgets.derivation_view import DerivationView
from tui.widgets.field import Field
from tui.widgets.lab_pane import LabPane
from tui.widgets.lesson_pane import LessonPane
from tui.widgets.operation_view import OperationView

WIDE = (120, 40)


def sight(app) -> Sight:
    return app.screen.query_one(LabPane).sight


async def test_the_caret_waits_in_the_open_question(tmp_path):
    async with running(tmp_path) as (app, _):
        assert isinstance(app.focused, Field)
        assert "What is the sum?" in frame(app)
        assert "It was" not in frame(app)


async def test_a_wrong_answer_is_answered_and_a_right_one_opens_the_rest(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "3", "enter")
        assert "✗ 3  These are the inputs alone.  saved" in frame(app)
        await press(pilot, "1", "full_stop", "1", "enter")  # what was handed in gives way to what is typed
        assert "✓ 1.1" in frame(app)
        assert "It was 1.1 indeed." in frame(app)
        assert isinstance(app.focused, LessonPane)


async def test_the_same_answers_are_there_after_a_restart(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "1", "full_stop", "1", "enter", "enter", "2", "enter")
        assert "page 2/3" in frame(app)
    async with running(tmp_path) as (app, pilot):
        assert "page 2/3" in frame(app)
        assert "✗ that" in frame(app)
        await press(pilot, "less_than_sign")
        assert "✓ What is the sum?" in frame(app)


async def test_hints_come_one_by_one(tmp_path):
    async with running(tmp_path) as (app, pilot):
        assert "f hint" in frame(app)
        await press(pilot, "f", "f")
        assert "hint 2" in frame(app)
        assert "f hint" not in frame(app)
        await press(pilot, "f")
        assert "no more hints: F shows it" in frame(app)


async def test_the_answer_can_be_shown_after_a_hint(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "F")
        assert "It is 1.1" not in frame(app)
        await press(pilot, "f", "F")
        assert "It is 1.1" in frame(app)


async def test_letters_of_commands_work_while_a_number_is_typed(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "1", "question_mark")
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, "escape")
        assert app.focused.text == "1"


async def test_tab_turns_the_narrow_page_over(tmp_path):
    async with running(tmp_path) as (app, pilot):
        assert "lab ▸" in frame(app)
        assert "def forward" not in frame(app)
        await press(pilot, "tab")
        assert "lesson ▸ What is the sum?" in frame(app)
        assert "def forward" in frame(app)
        await press(pilot, "tab")
        assert isinstance(app.focused, Field)


async def test_wide_screens_show_both(tmp_path):
    async with running(tmp_path, size=WIDE) as (app, _):
        assert "What is the sum?" in frame(app)
        assert "def forward" in frame(app)
        assert "decision boundary" in frame(app)


async def test_a_covered_number_is_a_question_mark_until_it_is_said(tmp_path):
    async with running(tmp_path, size=WIDE) as (app, pilot):
        assert "[     ?]" in frame(app) or "[    ?]" in frame(app)
        assert "= ?" in frame(app)
        await press(pilot, "1", "full_stop", "1", "enter")
        assert "[+1.100]" in frame(app)
        assert "= 1.1" in frame(app)


async def test_a_step_is_held_back_by_what_is_to_be_said_first(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "p")
        assert "at its start" in frame(app)
        await press(pilot, "n")
        assert app.screen.visit.lab.place.position < 2
        assert isinstance(app.focused, Field)


async def test_a_run_that_a_covered_number_forbids_asks_for_no_count(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "tab", "space")
        assert isinstance(app.screen, LessonScreen)
        assert any("First say what you expect" in told.message for told in app._notifications)
        assert isinstance(app.focused, Field)


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("nnn", (0, 5)),
        ("nnnp", (0, 3)),
        ("ii", (0, 2)),
        ("iiI", (0, 1)),
        ("io", (0, 2)),
        ("inO", (0, 0)),
        ("ee", (0, 16)),
        ("eeE", (0, 10)),
        ("u", (1, 0)),
        ("uuU", (1, 0)),
    ],
)
async def test_stepping_both_ways(tmp_path, keys, place):
    async with running(tmp_path, page=3) as (app, pilot):
        await press(pilot, *keys)
        lab = app.screen.visit.lab
        assert (lab.update, lab.place.position) == place


async def test_enter_asks_where_a_number_comes_from_and_backspace_returns(tmp_path):
    async with running(tmp_path, size=WIDE, page=3) as (app, pilot):
        await press(pilot, "n", "tab", "enter")
        assert isinstance(app.focused, DerivationView)
        await press(pilot, "enter")
        assert len(sight(app).trail) == 1
        await press(pilot, "backspace")
        assert sight(app).trail == ()
        await press(pilot, "escape")
        assert isinstance(app.focused, OperationView)


async def test_enter_at_the_end_of_a_chain_of_numbers_does_not_lead_out_of_it(tmp_path):
    async with running(tmp_path, size=WIDE, page=1) as (app, pilot):
        await press(pilot, "i", "tab", *["enter"] * 5)
        assert isinstance(app.focused, DerivationView)
        assert sight(app).trail
        assert "go on" not in frame(app).splitlines()[-1]


async def test_the_cell_cursor_lights_what_the_number_is_made_of(tmp_path):
    async with running(tmp_path, size=WIDE, page=3) as (app, pilot):
        await press(pilot, "i", "tab", "right")
        lit = [table.lit for table in app.screen.query_one(OperationView).tables]
        assert lit[0] == {(0, 0), (0, 1)}
        assert lit[1] == {(0, 1), (1, 1)}


async def test_the_lesson_lights_the_names_that_the_step_works_on(tmp_path):
    async with running(tmp_path, size=WIDE, page=2) as (app, pilot):
        await press(pilot, "n")
        assert "dense1.output" in app.screen.query_one(Choice).lit


async def test_space_asks_how_many_and_runs_them(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        await press(pilot, "space")
        assert isinstance(app.screen, QuestionScreen)
        await press(pilot, "7", "enter")
        assert app.screen.visit.lab.update == 7
        assert "update 7" in frame(app)


async def test_a_long_run_shows_a_bar_and_any_key_stops_it(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        await begin_run(pilot)
        await waited(pilot, lambda: "any key stops" in frame(app) and app.screen_stack[1].visit.lab.update)
        await pilot.press("x")
        await settled(pilot)
        assert 0 < app.screen.visit.lab.update < 900000
        assert isinstance(app.screen, LessonScreen)


async def test_what_is_answered_while_a_run_goes_on_is_judged_when_it_has_ended(tmp_path, monkeypatch):
    monkeypatch.setattr("tui.widgets.trainer.MOMENT", 60)  # keys typed ahead come before the bar does
    goes_on = Event()
    monkeypatch.setattr("tui.lab.training.TrainingRun.work", lambda *_: goes_on.wait(20) and None)
    async with running(tmp_path, size=WIDE, page=2) as (app, pilot):
        visit = app.screen.visit
        await begin_run(pilot)
        await pilot.press("1", "enter")
        assert app.screen._is_lab_busy
        assert not visit.session.state("pick").attempts
        goes_on.set()
        await settled(pilot)
        assert visit.session.state("pick").is_settled
        assert "Yes." in frame(app)


async def test_leaving_stops_a_run(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        lab = app.screen.visit.lab
        await begin_run(pilot)
        await waited(pilot, lambda: lab.update)
    assert 0 < lab.update < 900000


async def test_a_colon_goes_to_an_update_past_or_future(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        await press(pilot, "colon", "9", "enter")
        assert app.screen.visit.lab.update == 9
        await press(pilot, "colon", "4", "enter")
        assert app.screen.visit.lab.update == 4


async def test_a_try_is_done_by_running(tmp_path):
    async with running(tmp_path, page=3) as (app, pilot):
        await press(pilot, "right", "right")
        assert "1.0" in frame(app)
        await press(pilot, "space", "enter", "tab")
        assert "✓ Bring the loss down." in frame(app)
        assert "▪ The loss was" in frame(app)
        assert app.store.state.lesson("small").is_done


async def test_what_a_run_came_to_is_told_in_full_when_the_page_is_turned_back(tmp_path):
    async with running(tmp_path, page=3) as (app, pilot):
        await press(pilot, "space", "ctrl+u", "4", "0", "0", "enter")
        assert "Third" not in frame(app)
        await press(pilot, "tab")
        assert "That was all of the 400 updates: begin" in frame(app)
        assert "again with : 0, or with a knob." in frame(app)


async def test_charts_take_turns_and_give_the_tables_back(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        seen = []
        for _ in range(8):
            await press(pilot, "c")
            seen.append("def forward" in frame(app))
        assert True in seen
        assert False in seen


async def test_a_chart_that_the_page_is_about_is_the_first_that_comes(tmp_path):
    show = '\n```show\nstep = "start"\nchart = "activation"\n```\n'
    options = '[{ text = "yes", right = true, reply = "So." }, { text = "no", reply = "But." }]'
    task = f'\n```choice\nid = "yes"\nask = "Yes?"\noptions = {options}\n```\n'
    text = small_lesson.HEAD.replace('"small"', '"curve"') + "\n## A curve\n" + small_lesson.EXPERIMENT + show + task
    async with running(tmp_path, lesson="curve", curve=text) as (app, pilot):
        await press(pilot, "c")
        assert "relu and its slope" in frame(app)
        await press(pilot, "c")
        assert "relu and its slope" not in frame(app)


async def test_help_explains_what_has_the_focus(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "f1")
        assert "A question" in frame(app)
        await press(pilot, "escape", "tab", "question_mark")
        assert "Arrays" in frame(app)


async def test_enter_goes_on_from_page_to_page_and_home(tmp_path):
    async with running(tmp_path, page=3) as (app, pilot):
        await press(pilot, "F", "f", "F")
        assert app.screen.visit.session.is_finished
        await press(pilot, "enter")
        assert isinstance(app.screen, CourseScreen)


async def test_a_small_window_asks_for_more_and_nothing_is_lost(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "7")
        await pilot.resize_terminal(20, 5)
        await settled(pilot)
        assert isinstance(app.screen, TooSmallScreen)
        assert "enlarge" in frame(app)
        await pilot.resize_terminal(100, 30)
        await settled(pilot)
        assert isinstance(app.focused, Field)
        assert app.focused.text == "7"


async def test_a_storm_of_sizes_leaves_everything_as_it_was(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        await press(pilot, "n", "n")
        app.screen.query_one(LabPane).take_focus()
        await press(pilot, "down")
        spot = app.screen.query_one(LabPane).sight.spot
        assert spot.cell == (1, 0)
        for number in range(200):
            resize(app, Size(15 + number * 37 % 150, 4 + number * 13 % 60))
            await asyncio.sleep(0.1 if number % 40 == 0 else 0)
        await pilot.resize_terminal(*WIDE)
        await settled(pilot)
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.visit.lab.place.position == 3
        assert app.screen.query_one(LabPane).sight.spot.cell == spot.cell


async def test_a_step_held_back_leaves_the_caret_in_the_field_though_the_lab_asked_for_the_focus(tmp_path):
    async with running(tmp_path) as (app, pilot):
        app.screen.query_one(LabPane).take_focus()
        app.screen.query_one(LessonPane).take_focus()
        await settled(pilot)
        assert isinstance(app.screen.focused, Field)


async def test_an_answer_that_cannot_be_saved_is_not_called_saved(tmp_path):
    store = ProgressStore.open(tmp_path / "home", is_read_only=True)
    async with running(tmp_path, store=store) as (app, pilot):
        await press(pilot, "3", "enter")
        assert app.screen.visit.status.kind is SaveKind.READ_ONLY
        assert "not saved" in frame(app)
        assert "! Nothing is being saved" in frame(app)


async def test_plain_ascii_draws_the_whole_screen(tmp_path):
    async with running(tmp_path, size=WIDE, terminal=Terminal(drawing=Drawing.ASCII)) as (app, pilot):
        await press(pilot, "tab")
        filters = app.get_line_filters()
        strips = app.screen._compositor.render_strips()
        ground = app.background_colors[1]
        drawn = ["".join(segment.text for segment in strip.apply_filter(filters[-1], ground)) for strip in strips]
        assert all(line.isascii() for line in drawn)


async def test_the_palette_offers_what_works_here(tmp_path):
    async with running(tmp_path) as (app, _):
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert any(title.startswith("Step over") for title in titles)
        assert not any(title.startswith("Previous page") for title in titles)
        assert sum(title.startswith("Colours (theme):") for title in titles) == 4


async def test_a_number_that_is_followed_back_brings_its_own_code_and_arrays(tmp_path):
    async with running(tmp_path, size=WIDE, page=3) as (app, pilot):
        await press(pilot, "n", "n", "tab", "enter", "right", "enter")  # from the ReLU back to the layer before it
        assert sight(app).cursor.operation.name == "maximum"
        assert "Dense.forward" in frame(app)
        assert "= self.output 3×2" in frame(app)
        await press(pilot, "backspace")
        assert "ReLU.forward" in frame(app)


async def test_the_number_that_is_pointed_at_is_lit_in_its_table(tmp_path):
    async with running(tmp_path, size=WIDE, page=3) as (app, pilot):
        await press(pilot, "i", "tab", "enter", "right")
        lit = [table.lit for table in app.screen.query_one(OperationView).tables]
        assert lit == [frozenset(), {(0, 0)}, frozenset()]


async def test_the_recap_can_be_kept_as_a_file(tmp_path):
    async with running(tmp_path, page=3) as (_, pilot):
        await press(pilot, "s")
        assert not (tmp_path / "home" / "recaps").exists()
        await press(pilot, "f", "F", "s")
        recap = tmp_path / "home" / "recaps" / "small.md"
        assert "The loss was" in recap.read_text(encoding="utf-8")
        assert recap.stat().st_mode & 0o077 == recap.parent.stat().st_mode & 0o077 == 0


async def test_keys_typed_ahead_reach_the_field_that_they_are_meant_for(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        await press(pilot, "1", "enter")
        first = app.focused
        for key, character in (("2", "2"), ("enter", "\r"), ("3", "3")):
            first._forward_event(events.Key(key, character))  # as a burst over a slow line arrives
        await settled(pilot)
        assert first.text == "2"
        assert app.focused is not first
        assert app.focused.text == "3"


async def test_a_page_that_is_not_there_opens_the_last_and_is_told(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr("tui.app.GlassnetApp.tell", lambda _, text, *__, **___: told.append(text))
    async with running(tmp_path, page=44) as (app, _):
        session = app.screen.visit.session
        assert session.number == session.page_count
    assert told == [f"There is no page 44: the lesson has {session.page_count} pages. This is the last."]


async def test_a_resize_that_is_answered_after_the_lesson_was_left_does_no_harm(tmp_path):
    async with running(tmp_path) as (app, pilot):
        lesson = app.screen
        await press(pilot, "escape")
        assert app.screen is not lesson
        await waited(pilot, lambda: not lesson.query(TitleBar))
        lesson._fit()


@pytest.mark.parametrize("lines", range(3, 9))
async def test_what_a_long_page_asks_is_in_sight_from_the_start(tmp_path, lines):
    prose = "\n\n".join("A line of prose that a narrow window has to fold somewhere, and does." for _ in range(lines))
    options = '[{ text = "This", right = true, reply = "Yes." }, { text = "That", reply = "No." }]'
    question = f'```choice\nid = "which"\nask = "Which?"\nhints = ["The first."]\noptions = {options}\n```'
    page = f"{small_lesson.HEAD.replace('small', 'long')}\n## Long\n\n{prose}\n\n{question}\n"
    async with running(tmp_path, lesson="long", size=(60, 18), long=page) as (app, _):
        pane, choice = app.screen.query_one(LessonPane), app.screen.query_one(Choice)
        assert choice.has_focus
        assert pane.region.contains_region(choice.region)

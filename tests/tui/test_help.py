"""The help: what has the focus comes first, and no key that works is missing from it."""

import pytest
from app_stage import frame, next_day, press, running
from textual.actions import parse
from textual.app import App
from textual.screen import Screen
from textual.widgets import TextArea

from tui.command import readable
from tui.render.lines import text_of
from tui.screens.help import draw_help, help_on
from tui.screens.review import ReviewScreen


def keys_in_help(screen):
    """Return every word of the help that can be the name of a key."""
    return {word for line in draw_help(help_on(screen), 200) for word in text_of(line).split()}


def keys_that_work(screen):
    """Return the keys that we gave a meaning to, from the focus up to the app."""
    nodes = [screen.focused, *screen.focused.ancestors] if screen.focused else [screen, screen.app]
    own = [node for node in nodes if not isinstance(node, TextArea)]
    bound = [(node, key, binding) for node in own for key, binding in node._bindings if binding.id]
    return {readable(key) for node, key, binding in bound if not binding.system and (is_open(node, binding))}


def is_open(node, binding):
    """Return whether a view does what its key says; commands of the screen stand in its help whether they do or not."""
    return isinstance(node, Screen | App) or node.check_action(*parse(binding.action)[1:])


async def test_every_key_of_the_course_is_in_its_help(tmp_path):
    async with running(tmp_path, lesson=None) as (app, pilot):
        assert keys_that_work(app.screen) <= keys_in_help(app.screen)
        assert {"R", "G", "w", "/", "ctrl+q", "ctrl+z", "F9"} <= keys_in_help(app.screen)
        await press(pilot, "slash")
        assert keys_that_work(app.screen) <= keys_in_help(app.screen)


@pytest.mark.parametrize("page", range(1, 6))
async def test_every_key_of_a_lesson_is_in_its_help_whatever_has_the_focus(tmp_path, page):
    async with running(tmp_path, page=page, size=(120, 40)) as (app, pilot):
        for view in list(app.screen.focus_chain):
            view.focus()
            await pilot.pause()
            assert keys_that_work(app.screen) <= keys_in_help(app.screen), view
        assert {"x", "y", "Y", "ctrl+y", "C", "U", "+", "-"} <= keys_in_help(app.screen)


async def test_every_key_of_the_workshop_is_in_its_help(tmp_path):
    async with running(tmp_path, lesson=None, size=(120, 40)) as (app, pilot):
        await press(pilot, "w")
        assert keys_that_work(app.screen) <= keys_in_help(app.screen)
        await press(pilot, "enter")
        for view in list(app.screen.focus_chain):
            view.focus()
            await pilot.pause()
            assert keys_that_work(app.screen) <= keys_in_help(app.screen), view


async def test_every_key_of_a_review_is_in_its_help_whatever_has_the_focus(tmp_path):
    async with running(tmp_path, lesson=None, size=(120, 40), **next_day(tmp_path)) as (app, pilot):
        await press(pilot, "r")
        assert isinstance(app.screen, ReviewScreen)
        for view in list(app.screen.focus_chain):
            view.focus()
            await pilot.pause()
            active = app.screen.active_bindings.values()
            works = {
                readable(each.binding.key)
                for each in active
                if each.enabled and each.binding.id and not each.binding.system
            }
            assert works <= keys_in_help(app.screen), view
        assert {"s", "skips", "Review"} <= keys_in_help(app.screen)


async def test_what_has_the_focus_comes_first_and_no_key_stands_there_twice(tmp_path):
    async with running(tmp_path, size=(120, 40)) as (app, pilot):
        await press(pilot, "tab")
        text = [text_of(line) for line in draw_help(help_on(app.screen), 76)]
        headings = [line for line in text if line in ("Arrays", "Step by step", "The lesson", "Everywhere")]
        assert headings[:2] == ["Arrays", "Step by step"]
        await press(pilot, "tab")
        text = [text_of(line) for line in draw_help(help_on(app.screen), 76)]
        assert text.index("The lesson") < text.index("Step by step")
        keys = [key for key, _ in help_on(app.screen).here]
        assert len(" ".join(keys).split()) == len(set(" ".join(keys).split()))


async def test_a_question_says_only_the_keys_that_a_learner_needs(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        await press(pilot, "1", "enter")  # settles the choice, so that the blanks below are asked for
        assert help_on(app.screen).here == (
            ("ctrl+u", "clear"),
            ("enter", "answer"),
            ("↑ ↓", "blank"),
            ("j k", "scroll"),
        )


async def test_the_help_says_how_it_is_closed_however_far_it_is_scrolled(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "question_mark", "pagedown", "pagedown")
        assert "esc closes" in frame(app).splitlines()[0]
        await press(pilot, "escape")
        assert "esc closes" not in frame(app)


async def test_a_help_longer_than_a_wide_screen_is_scrolled_to_its_end(tmp_path):
    async with running(tmp_path, size=(120, 40)) as (app, pilot):
        await press(pilot, "question_mark")
        assert "Your place and your answers are kept in" not in frame(app)
        await press(pilot, *["j"] * 36)
        assert "Your place and your answers are kept in" in frame(app)
        assert "esc closes" in frame(app).splitlines()[0]


async def test_ctrl_p_opens_the_commands_and_what_can_be_copied_is_among_them(tmp_path):
    async with running(tmp_path) as (app, pilot):
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert {"Copy the number (y)", "Copy the array (Y)", "Copy the code (ctrl+y)"} <= set(titles)
        await press(pilot, "ctrl+p")
        assert "Search for commands" in frame(app)

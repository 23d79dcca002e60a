"""The palette of commands."""

from app_stage import press, running, settled
from textual.widgets import OptionList

from tui.screens.palette import Palette


async def test_a_page_turned_before_the_commands_are_laid_out_does_no_harm(tmp_path):
    async with running(tmp_path) as (app, pilot):
        app.action_command_palette()
        await settled(pilot)
        assert isinstance(app.screen, Palette)
        commands = app.screen.query_one(OptionList)
        assert commands.option_count
        commands._index_to_line.clear()  # as it is between a resize and the next layout
        commands.highlighted = 0
        for action in ("page_up", "page_down"):
            app.screen._action_command_list(action)
        await press(pilot, "escape")
        assert app.is_running
        assert not isinstance(app.screen, Palette)


async def test_a_palette_that_is_closed_while_it_looks_for_commands_does_no_harm(tmp_path):
    async with running(tmp_path) as (app, pilot):
        app.action_command_palette()
        await settled(pilot)
        palette = app.screen
        await palette.query_one(OptionList).remove()
        palette._gather_commands("page")
        await settled(pilot)
        await press(pilot, "escape")
        assert app._exception is None
        assert not isinstance(app.screen, Palette)

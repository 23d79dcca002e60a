"""What was left is forgotten: screens that were closed take no room."""

import gc

from app_stage import running, settled
from textual.widget import Widget

from tui.lesson.visit import Visit
from tui.widgets.lines_view import LinesView


async def test_lessons_and_workshops_that_were_left_take_no_room(tmp_path):
    async with running(tmp_path, lesson=None, size=(120, 40)) as (app, pilot):
        for _ in range(2):
            for key in ("enter", "n", "c", "escape", "w", "enter", "e", "x", "escape", "escape", "escape"):
                await pilot.press(key)
                await settled(pilot)
                await pilot.pause(0.06)
        assert len(app.screen_stack) == 1
        for _ in range(20):
            await pilot.pause(0.1)  # the last screen is taken down after it was closed
            gc.collect()
            kept = [thing for thing in gc.get_objects() if isinstance(thing, (LinesView, Visit))]
            left = [thing for thing in kept if not isinstance(thing, Widget) or not thing.is_attached]
            if not left:
                break
        assert left == []

"""A screen fits the window from its first frame on, and a click meets only what is there."""

import pytest
from app_stage import press, running, settled
from textual.events import MouseDown
from textual.screen import Screen
from textual.widgets import Static

from tui.screens.course import CourseScreen
from tui.screens.help import HelpScreen
from tui.screens.lesson import LessonScreen
from tui.widgets.lab_pane import LabPane


@pytest.mark.parametrize(("key", "screen"), [("f1", HelpScreen), ("escape", CourseScreen)])
async def test_a_click_on_what_was_just_taken_away_is_nothing(tmp_path, key, screen):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, key)
        text = Static("gone in a moment")
        text.styles.dock = "top"
        await app.screen.mount(text)
        await settled(pilot)
        above, text._parent = text._parent, None
        x, y = text.region.offset
        app.screen._forward_event(MouseDown(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))
        text._parent = above
        assert app._exception is None
        assert isinstance(app.screen, screen)


@pytest.fixture
def first_layouts(monkeypatch):
    """Of each screen, its classes and the lines of the lab's views once it has been laid out for the first time."""
    seen = {}
    lay_out = Screen._refresh_layout

    def seen_first(self, size=None, scroll=False):
        lay_out(self, size, scroll)
        lines = [view.size.height for view in self.query("LabPane > *")]
        seen.setdefault(type(self), (set(self.classes), lines))

    monkeypatch.setattr(Screen, "_refresh_layout", seen_first)
    return seen


@pytest.mark.parametrize(("size", "classes"), [((80, 24), {"-narrow", "-short"}), ((120, 40), {"-wide", "-tall"})])
async def test_a_screen_is_laid_out_for_the_window_at_once(tmp_path, first_layouts, size, classes):
    async with running(tmp_path, size=size) as (_, pilot):
        await press(pilot, "f1")
        for screen in (LessonScreen, HelpScreen):
            assert classes <= first_layouts[screen][0]


async def test_of_the_lab_nothing_is_seen_before_its_lines_are_shared_out(tmp_path, first_layouts):
    async with running(tmp_path, size=(120, 40)) as (app, pilot):
        await settled(pilot)
        assert set(first_layouts[LessonScreen][1]) == {0}
        assert app.screen.query_one(LabPane).children[0].size.height > 0

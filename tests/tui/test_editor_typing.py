"""Typing in the workshop's editor: keys that come in a burst, and lines that are longer than the editor is wide."""

import pytest
from app_stage import press, settled
from textual import events
from workshop_stage import type_file, workshop

from lessons.workshop import PARTS
from tui.widgets.editor import Editor

NARROW = 60
"""Columns: what stands beside its task has as many at 120x40, less those of the line numbers."""
LONG = "x = " + " + ".join(["1"] * 40)


async def burst(pilot, *keys):
    """Send keys as a fast terminal does: all of them before the first is answered."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await settled(pilot)


async def test_a_burst_of_keys_is_taken_in_its_order(tmp_path):
    async with workshop(tmp_path) as (app, pilot, _path):
        await type_file(pilot, "a = 12345\n")
        await press(pilot, "e", "end")
        await burst(pilot, *["backspace"] * 3, "6", "7", "home", "b", "delete", "right", "left", "c")
        editor = app.screen.query_one(Editor)
        assert editor.text == "bc = 1267\n"


async def test_a_new_line_stands_below_the_one_before_and_deeper_after_a_colon(tmp_path):
    async with workshop(tmp_path) as (app, pilot, _path):
        await type_file(pilot, "class A:\n    b = 1\n")
        await press(pilot, "e", "down", "end")
        await burst(pilot, "enter", "c", "enter", "d", ":", "enter", "e")
        editor = app.screen.query_one(Editor)
        assert editor.text == "class A:\n    b = 1\n    c\n    d:\n        e\n"
        await burst(pilot, "home", "enter")
        assert editor.text.endswith("    d:\n        \n        e\n")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_starts_of_lines_come_back_after_a_long_line(tmp_path, size):
    async with workshop(tmp_path, size=size) as (app, pilot, _path):
        await type_file(pilot, f"{LONG}\ny = 1\n")
        await press(pilot, "e", "end")
        editor = app.screen.query_one(Editor)
        assert editor.scroll_offset.x > 0
        await press(pilot, "down")
        assert editor.scroll_offset.x == 0
        await press(pilot, "up", "end", "enter", "z")
        assert editor.scroll_offset.x == 0
        assert editor.cursor_location == (1, 1)


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_starter_fits_the_narrowest_editor_beside_its_task(part):
    assert max(map(len, part.starter.splitlines())) <= NARROW

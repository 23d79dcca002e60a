"""Terminals, sizes and locales: from the start to a finished page the screen is what the app itself means to show.

Every terminal meets every size, locale and wish for colours, and these meet one another. GLASSNET_TERMINALS=all tries
them all with all.
"""

import asyncio
import os
import re
import tempfile
from functools import cache
from itertools import combinations, product
from pathlib import Path

import pytest
from app_stage import frame, press, settled
from terminal_stage import TerminalStage

from lessons.course import Course
from lessons.progress import ProgressStore
from tui.app import GlassnetApp
from tui.ascii_text import in_ascii
from tui.terminal import Colors, Drawing, Terminal

TERMINALS = {
    "xterm-256color": Colors.MANY,
    "screen-256color": Colors.MANY,
    "tmux-256color": Colors.MANY,
    "linux": Colors.FEW,
    "xterm": Colors.FEW,
}
SIZES = ((80, 24), (120, 40), (60, 18), (200, 60))
LOCALES = {
    "C.UTF-8": {"LANG": "C.UTF-8"},
    "en_US": {"LC_ALL": "en_US.UTF-8"},
    "C": {"LANG": "C"},
    "POSIX": {"LC_ALL": "POSIX", "LANG": "C.UTF-8"},
}
WISHES = {
    "as TERM says": ({}, None),
    "truecolor": ({"COLORTERM": "truecolor"}, Colors.TRUE),
    "no colour": ({"NO_COLOR": "1"}, Colors.NONE),
}
SIDES = (list(TERMINALS), SIZES, list(LOCALES), list(WISHES))
SCENES = (("the course",), ("a page", "enter"), ("answered", "1"), ("the lab", "enter", "tab", "n", "i", "c"))
KEYS = {"enter": "\r", "tab": "\t"}
STYLE = re.compile(rb"\x1b\[([\d;]+)m")
KINDS = {"5": Colors.MANY, "2": Colors.TRUE}


def cases():
    """Return the cases to try: all, or so few that every two values of two sides still meet."""
    if os.environ.get("GLASSNET_TERMINALS") == "all":
        return list(product(*SIDES))
    terminals, sizes, locales, wishes = SIDES
    pairs = product(range(len(terminals)), range(len(sizes)))
    return [(terminals[i], sizes[j], locales[(i + j) % 4], wishes[(i + 2 * j) % 3]) for i, j in pairs]


def test_in_the_cases_every_two_values_meet():
    for one, other in combinations(range(len(SIDES)), 2):
        assert {(case[one], case[other]) for case in cases()} == set(product(SIDES[one], SIDES[other]))


@cache
def meant(size, drawing):
    """Return what the app shows in each scene, by its own account."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_meant(Path(folder), size, Terminal(drawing=drawing)))


async def _meant(folder, size, terminal):
    shown = []
    with ProgressStore.open(folder) as store:
        app = GlassnetApp(Course.discover(), store, terminal)
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            for _, *keys in SCENES:
                await press(pilot, *keys)
                lines = frame(app).split("\n")
                shown.append([in_ascii(line) if terminal.drawing is Drawing.ASCII else line for line in lines])
    return shown


@pytest.mark.parametrize(("name", "size", "locale", "wish"), cases())
def test_from_the_start_to_a_finished_page(tmp_path, name, size, locale, wish):
    asked, wished = WISHES[wish]
    is_ascii = locale in ("C", "POSIX")
    expected = meant(size, Drawing.ASCII if is_ascii else Drawing.BOXES if name == "linux" else Drawing.FULL)
    environment = {"TERM": name, "LANG": "", **LOCALES[locale], **asked}
    stage = TerminalStage(tmp_path, columns=size[0], rows=size[1], **environment)
    for (scene, *keys), wanted in zip(SCENES, expected, strict=True):
        for key in keys:
            stage.press(KEYS.get(key, key))
        stage.wait_until(lambda text, wanted=wanted: text.split("\n") == wanted, f"{scene}:\n" + "\n".join(wanted))
    assert stage.leave() == 0
    assert stage.raw.isascii() == is_ascii
    assert colors_in(stage.raw) == {wished or TERMINALS[name]} - {Colors.NONE}


def colors_in(raw):
    """Return the kinds of colours that were sent."""
    found = set()
    for style in STYLE.findall(raw):
        codes = iter(style.decode().split(";"))
        for code in codes:
            if code in ("38", "48"):
                kind = KINDS[next(codes)]
                found.add(kind)
                for _ in range(1 if kind is Colors.MANY else 3):
                    next(codes)
            elif (30 <= int(code or 0) <= 47 and code not in ("39", "49")) or 90 <= int(code or 0) <= 107:
                found.add(Colors.FEW)
    return found

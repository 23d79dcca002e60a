"""Ten thousand random keys, resizes and mouse events over the whole app: nothing brings it down, nothing stays behind.

GLASSNET_MONKEY_SEED begins with another seed. It draws ten frames a second: what is asked of the app counts here, and
drawing takes most of the time.
"""

import os

import pytest
from monkey import Monkey

SITTINGS, EVENTS = 10, 1000
FIRST = int(os.environ.get("GLASSNET_MONKEY_SEED", "1"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SITTINGS))
async def test_random_keys_resizes_and_clicks(tmp_path, monkeypatch, seed):
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 0.1)
    monkey = Monkey(tmp_path, seed)
    await monkey.play(EVENTS)
    assert {"CourseScreen", "LessonScreen"} <= monkey.visited

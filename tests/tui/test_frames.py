"""Whole screens as text. After a change that is meant: GLASSNET_FRAMES=write, and read the difference."""

import os
from pathlib import Path

import pytest
from app_stage import frame, next_day, press, running

FRAMES = Path(__file__).parent / "frames"
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
SCENES = {
    "course": ({"lesson": None}, ()),
    "first-page": ({}, ()),
    "answered": ({}, ("f", "3", "enter", "1", "full_stop", "1", "enter")),
    "lab": ({"page": 3}, ("n", "i")),
    "derivation": ({"page": 3}, ("n", "n", "n", "to lab", "enter", "enter")),
    "blanks": ({"page": 2}, ("1", "enter")),
    "knobs": ({"page": 3}, ("right",)),
    "help": ({}, ("f1",)),
    "run": ({"page": 3}, ("space",)),
    "due": ({"lesson": None, "is_next_day": True}, ()),
    "review": ({"lesson": None, "is_next_day": True}, ("r",)),
    "recalled": ({"lesson": None, "is_next_day": True}, ("r", "s", "f", "1", "enter")),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", SCENES)
async def test_the_screen_looks_as_it_did(tmp_path, scene, size):
    options, keys = SCENES[scene]
    if options.get("is_next_day"):
        options = {name: value for name, value in options.items() if name != "is_next_day"} | next_day(tmp_path)
    async with running(tmp_path, size=SIZES[size], **options) as (app, pilot):
        is_wide = SIZES[size][0] > 100  # a step brings the lab into sight where only one pane has room
        await press(pilot, *(key for key in (("tab" if k == "to lab" else k) for k in keys) if is_wide or key != "tab"))
        shown = without_thumbs(frame(app)) + "\n"
        if os.environ.get("GLASSNET_FRAMES") == "write":
            FRAMES.mkdir(exist_ok=True)
            (FRAMES / f"{scene}-{size}.txt").write_text(shown, encoding="utf-8")
        kept = (FRAMES / f"{scene}-{size}.txt").read_text(encoding="utf-8")
        if shown != kept:
            picture = tmp_path / f"{scene}-{size}.svg"
            picture.write_text(app.export_screenshot(), encoding="utf-8")
            pytest.fail(f"{scene} at {size} has changed; see {picture}\n{shown}")


def without_thumbs(shown: str) -> str:
    """Leave out the ends of scroll bars: where they stand to an eighth of a line is not what is looked at here."""
    plain = shown.translate(str.maketrans("▁▂▃▄▅▆▇", " " * 7))
    return "\n".join(line.rstrip() for line in plain.split("\n"))

"""The start: the course is on the screen before anything of a lesson's insides is loaded."""

import subprocess
import sys

COURSE = """
import asyncio, sys
from pathlib import Path
from lessons.course import Course
from lessons.progress import ProgressStore
from tui.app import GlassnetApp

async def main():
    app = GlassnetApp(Course.discover(), ProgressStore.open(Path(sys.argv[1])))
    async with app.run_test() as pilot:
        await pilot.press("down", "down", "n", "slash", "l", "escape")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.screen.query("CourseList"), app.screen
        print(*sys.modules)

asyncio.run(main())
"""


def test_the_course_screen_needs_no_maths_no_charts_and_nothing_that_reads_or_runs_a_lesson(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-c", COURSE, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True
    )
    modules = set(ended.stdout.split())
    packages = {name.partition(".")[0] for name in modules}
    assert "tui.screens.course" in modules
    assert not packages & {"numpy", "netcore", "plotext", "textual_plotext", "markdown_it", "pygments"}
    assert not modules & {"lessons.blocks", "lessons.document", "lessons.session", "lessons.workshop"}

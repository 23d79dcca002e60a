"""The start: a screen is up before anything is loaded that it does not need."""

import subprocess
import sys

PROGRAM = """
import asyncio, sys
from pathlib import Path
from lessons.course import Course
from lessons.progress import ProgressStore
from tui.app import GlassnetApp

async def main():
    home, screen, lesson, *keys = sys.argv[1:]
    app = GlassnetApp(Course.discover(), ProgressStore.open(Path(home)), lesson=lesson or None)
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause(0.1)
        await pilot.press(*keys)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert type(app.screen).__name__ == screen, app.screen
        print(*sys.modules)

asyncio.run(main())
"""


def modules_loaded(*words: str) -> set[str]:
    command = [sys.executable, "-c", PROGRAM, *words]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return set(ended.stdout.split())


def test_the_course_screen_needs_no_maths_no_charts_and_nothing_that_reads_or_runs_a_lesson(tmp_path):
    modules = modules_loaded(str(tmp_path), "CourseScreen", "", "down", "down", "n", "slash", "l", "escape")
    packages = {name.partition(".")[0] for name in modules}
    assert not packages & {"numpy", "netcore", "plotext", "textual_plotext", "markdown_it", "pygments"}
    assert not modules & {"lessons.blocks", "lessons.document", "lessons.session", "lessons.workshop"}


def test_a_lesson_needs_no_network(tmp_path):
    modules = modules_loaded(str(tmp_path), "LessonScreen", "one-update", "tab", "n", "n", "p")
    assert "netcore.trace" in modules
    assert not modules & {"http.client", "urllib.request", "netcore.datasets.download"}

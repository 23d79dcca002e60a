"""The whole app on a small lesson of its own, and what its screen shows as text."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import small_lesson
from textual.pilot import Pilot

from lessons.course import Course
from lessons.progress import AnswerGiven, LessonFinished, ProgressStore, Verdict
from tui.app import GlassnetApp
from tui.terminal import Terminal

LEARNT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def small_course(folder: Path, **more: str) -> Course:
    """Return a course of the small lesson, and of further files by name."""
    folder.mkdir(exist_ok=True)
    (folder / "01-small.md").write_text(small_lesson.HEAD + small_lesson.PAGES, encoding="utf-8")
    for name, text in more.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return Course.discover(content=folder)


@asynccontextmanager
async def running(
    folder: Path,
    *,
    size: tuple[int, int] = (80, 24),
    lesson: str | None = "small",
    page: int | None = None,
    store: ProgressStore | None = None,
    terminal: Terminal | None = None,
    clock: Callable[[], datetime] | None = None,
    **more: str,
) -> AsyncIterator[tuple[GlassnetApp, Pilot[None]]]:
    """Run the app with its lessons and its progress in a folder, until the test is done."""
    kept = store or ProgressStore.open(folder / "home")
    course = small_course(folder / "content", **more)
    app = GlassnetApp(course, kept, terminal, lesson, page, **({"clock": clock} if clock else {}))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await settled(pilot)
        yield app, pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is on its way any more."""
    await pilot.pause()
    if pilot.app.workers:
        await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.06)  # a screen that is pushed settles for a moment
    await pilot.pause()


async def waited(pilot: Pilot[None], holds: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for what a thread or another process has a hand in, however busy the machine is."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, frame(pilot.app)
        await pilot.pause(0.05)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, and wait for what comes of each."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def frame(app: GlassnetApp) -> str:
    """Return what the screen shows, line by line."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    shown = ["".join(segment.text for segment in strip) for strip in lines]
    return "\n".join(line[:width].rstrip() for line in shown[:height])


def next_day(folder: Path) -> dict[str, Any]:
    """Return the options of an app that is opened a day after the small lesson was done."""
    with ProgressStore.open(folder / "home", clock=lambda: LEARNT) as store:
        for block, kind in (("sum", "predict"), ("gaps", "fill")):
            store.record(AnswerGiven("small", 1, block, kind, "1.1", Verdict.CORRECT, 0))
        store.record(LessonFinished("small"))
    later = LEARNT + timedelta(days=1)
    return {"store": ProgressStore.open(folder / "home", clock=lambda: later), "clock": lambda: later}

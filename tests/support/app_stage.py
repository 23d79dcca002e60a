"""The whole app on a small lesson of its own, and what its screen shows as text."""

import asyncio
import time
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import small_lesson
from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot, WaitForScreenTimeout
from textual.worker import WorkerCancelled

from lessons.course import Course
from lessons.progress import AnswerGiven, LessonFinished, ProgressStore, Verdict
from tui.app import GlassnetApp
from tui.terminal import Terminal

LEARNT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROUNDS = 300
"""So often at most the app is looked at until it rests."""
PATIENCE = 5.0
"""Seconds in which every widget that is there has an answer."""
BREATH = 0.01
"""Seconds in which a thread or a timer that is about to say something says it."""


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
    """Wait until nothing is on its way any more; what is to be drawn is drawn now, not at the next frame."""
    app, quiet = pilot.app, 0
    for _ in range(ROUNDS):
        with suppress(WaitForScreenTimeout):  # a widget that is taken away meanwhile never answers
            await pilot._wait_for_screen(PATIENCE)
        with suppress(WorkerCancelled):
            await app.workers.wait_for_complete()
        if app._exit or app._exception is not None:
            return await pilot.pause()
        if _is_quiet(app):
            quiet += 1
            if quiet == 2:
                return None
            await asyncio.sleep(BREATH)
        else:
            quiet = 0
            app.screen._on_timer_update()
    raise AssertionError("the app does not come to rest")


def _is_quiet(app: App[None]) -> bool:
    """Return whether no message waits and nothing is to be laid out or drawn."""
    screen = app.screen
    if screen._layout_required or screen._repaint_required or screen._scroll_required or screen._dirty_widgets:
        return False
    pumps = [app, *app.screen_stack, *screen.walk_children()]
    return not any(screen._callbacks) and all(pump._message_queue.empty() for pump in pumps)


async def waited(pilot: Pilot[None], holds: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for what a thread or another process has a hand in, however busy the machine is."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, frame(pilot.app)
        await pilot.pause(0.05)


async def begin_run(pilot: Pilot[None]) -> None:
    """Ask for a run that takes long; it is under way then, and not waited for."""
    await press(pilot, "space")
    await pilot.press(*"900000", "enter")


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, and wait for what comes of each."""
    for name in keys:
        await pilot.app._post_message(key_event(name).set_sender(pilot.app))
        await settled(pilot)


def key_event(name: str) -> events.Key:
    """Return the event of a key, named or as the character itself, as a terminal's driver would make it."""
    name = _character_to_key(name) if len(name) == 1 else name
    try:
        return events.Key(name, unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name))))
    except KeyError:
        return events.Key(name, name if len(name) == 1 else None)


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

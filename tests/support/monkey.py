"""A monkey at the terminal: random keys, resizes, mouse events and pastes over the whole app, from a fixed seed."""

import asyncio
import gc
import random
import threading
from collections import deque
from pathlib import Path

from textual import events
from textual.app import App
from textual.geometry import Size

from lessons.course import Course
from lessons.lab import Lab
from lessons.progress import ProgressStore
from tui.app import GlassnetApp
from tui.commands import BY_ID
from tui.lesson.visit import Visit
from tui.widgets.lines_view import LinesView

LEAVING = ("q", "ctrl+q")
COMMANDS = [key for command in BY_ID.values() for key in command.keys.split(",") if key not in LEAVING]
ARROWS = ["up", "down", "left", "right", "home", "end", "pageup", "pagedown"]
MOVING = [*ARROWS, "tab", "shift+tab", "enter", "backspace", "escape", "space"]
TYPED = [*"0123456789.-+,/abcdefxyzABCZ()=:?<>[]#'", *(f"ctrl+{letter}" for letter in "acekuyz")]
KEYS = [*COMMANDS, *MOVING, *MOVING, *TYPED, "ctrl+p", "f2", "f9", "delete", "ctrl+home", "insert", "f12"]
NAMES = {" ": "space", ".": "full_stop", "-": "minus", "+": "plus", ",": "comma", "/": "slash", "(": "left_parenthesis",
         ")": "right_parenthesis", "=": "equals_sign", ":": "colon", "?": "question_mark", "<": "less_than_sign",
         ">": "greater_than_sign", "[": "left_square_bracket", "]": "right_square_bracket", "#": "number_sign",
         "'": "apostrophe"}  # fmt: skip
CHARACTERS = {name: character for character, name in NAMES.items()}
SIZES = (*[(80, 24)] * 6, *[(60, 18)] * 3, (59, 17), (20, 5), (1, 1), (110, 36), (120, 40), (200, 60))
LARGE = 130
"""Columns from which on a window soon gets another size: there every event costs much and shows little that is new."""
PASTES = ("0.5\n", "import os\n\tx = [\n" * 40, "\x1b[2J\x9b31m[/bold]", "−0,5 × ∂L", "9" * 3000)
LESSONS = ["one-update", "activations", "loss", None]
"""What a sitting begins with; None: the course."""
SITTING = 1000
FORGOTTEN_LATE = 60
"""What of one lesson may still be known when it was left: the last event's, the last focus."""
PATIENCE = 100
"""So many tenths of a second at most a busy machine has for taking down what was opened."""
KEPT = 40
"""So many of the last events are told when something goes wrong."""


def key(name: str) -> events.Key:
    """Return the event of a key, as a terminal's driver would make it."""
    name = NAMES.get(name, name)
    character = CHARACTERS.get(name, name if len(name) == 1 else None)
    return events.Key(name, character)


def mouse(chance: random.Random, size: tuple[int, int]) -> list[events.Event]:
    """Return what the mouse does at a random place: a click, a move, a drag or a turn of the wheel."""
    x, y = chance.randrange(size[0]), chance.randrange(size[1])
    held = {"shift": False, "meta": False, "ctrl": False}

    def made(kind: type[events.MouseEvent], button: int, x: int = x, y: int = y) -> events.Event:
        return kind(None, x=x, y=y, delta_x=0, delta_y=0, button=button, screen_x=x, screen_y=y, **held)

    match chance.randrange(6):
        case 0 | 1 | 2:
            button = chance.choice((1, 1, 1, 2, 3))
            return [made(events.MouseDown, button), made(events.MouseUp, button)]
        case 3:
            return [made(events.MouseMove, 0)]
        case 4:
            to_x, to_y = chance.randrange(size[0]), chance.randrange(size[1])
            drag = made(events.MouseMove, 1, to_x, to_y)
            return [made(events.MouseDown, 1), drag, made(events.MouseUp, 1, to_x, to_y)]
    return [made(chance.choice((events.MouseScrollUp, events.MouseScrollDown)), 0)]


class Monkey:
    """Plays with the app; where the app is left it is started again on the same progress."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.folder = folder
        self.done = 0
        self.visited: set[str] = set()
        self.last: deque[str] = deque(maxlen=KEPT)

    async def play(self, count: int) -> None:
        """Do so many things, each with whatever time the app takes for it."""
        goal = self.done + count
        while self.done < goal:
            await self._sitting(min(goal, self.done + SITTING))

    async def _sitting(self, goal: int) -> None:
        """Play until enough is done or the app is left; then see what it leaves behind."""
        threads = set(threading.enumerate())
        store = ProgressStore.open(self.folder / "home")
        app = GlassnetApp(Course.discover(), store)
        try:
            async with app.run_test(size=(80, 24), notifications=True):
                while self.done < goal and not app._exit:
                    await self._one(app)
                if not app._exit:
                    await self._go_home(app)
        except BaseException as error:
            error.add_note(f"after {self.done} events, the last: {', '.join(self.last)}")
            raise
        finally:
            store.close()
        assert app._exception is None, app._exception
        waiting = [t for t in threading.enumerate() if t not in threads and not _is_pools_own(t)]
        assert not waiting, waiting

    async def _one(self, app: App[None]) -> None:
        """Do one random thing."""
        self.done += 1
        self.visited.add(type(app.screen).__name__)
        size = app.size
        kind = self.chance.random()
        if kind < 0.001:
            self._send(app, key(self.chance.choice(LEAVING)))
        elif kind < (0.85 if size.width < LARGE else 0.75):
            self._send(app, key(self.chance.choice(KEYS)))
        elif kind < (0.95 if size.width < LARGE else 0.85):
            for event in mouse(self.chance, (max(size.width, 1), max(size.height, 1))):
                self._send(app, event)
        elif kind < (0.96 if size.width < LARGE else 0.86):
            self._send(app, events.Paste(self.chance.choice(PASTES)))
        else:
            self._resize(app, Size(*self.chance.choice(SIZES if self.done % 100 else ((300, 100),))))
        await drained(app)
        if self.chance.random() < 0.02:
            await asyncio.sleep(0.06)  # as long as a screen takes to settle

    def _send(self, app: App[None], event: events.Event) -> None:
        self.last.append(getattr(event, "key", None) or f"{type(event).__name__}@{getattr(event, 'x', '')}")
        app._driver.process_message(event)

    def _resize(self, app: App[None], size: Size) -> None:
        self.last.append(f"{size.width}x{size.height}")
        resize(app, size)

    async def _go_home(self, app: GlassnetApp) -> None:
        """Close everything, and see that nothing is kept or goes on of what was opened."""
        self._resize(app, Size(80, 24))
        for _ in range(PATIENCE):
            await asyncio.sleep(0.1)
            await drained(app)
            if len(app.screen_stack) == 1 and not app.workers:
                break
            self._send(app, key("escape"))
        assert len(app.screen_stack) == 1, app.screen_stack
        assert not list(app.workers), list(app.workers)
        for _ in range(PATIENCE):
            await drained(app)
            gc.collect()
            left = sum(_is_left_over(thing) for thing in gc.get_objects())
            if left <= FORGOTTEN_LATE:
                break
            await asyncio.sleep(0.1)
        assert left <= FORGOTTEN_LATE


def resize(app: App[None], size: Size) -> None:
    """Give the app another size, as the terminal's driver would."""
    app._driver._size = size
    app.post_message(events.Resize(size, size))


async def drained(app: App[None]) -> None:
    """Let the app work off what waits for it, however long that takes."""
    for _ in range(400):
        await asyncio.sleep(0)
        pumps = [app, *app.screen_stack[-1:]]
        if app.screen_stack and app.screen.focused is not None:
            pumps.append(app.screen.focused)
        if all(pump._message_queue.empty() for pump in pumps):
            break
    await asyncio.sleep(0)


def _is_left_over(thing: object) -> bool:
    """Whether it belongs to a screen that was left, and takes room."""
    return isinstance(thing, (Visit, Lab)) or (isinstance(thing, LinesView) and not thing.is_attached)


def _is_pools_own(thread: threading.Thread) -> bool:
    """Whether the thread is asyncio's own pool's, which keeps its threads for the next task."""
    return thread.name.startswith("asyncio_")

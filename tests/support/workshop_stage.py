"""The app with a part of the workshop open in it, and what waits for the other process."""

from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from app_stage import running, settled, waited
from textual.pilot import Pilot

from lessons.workshop import find_part
from tui.app import GlassnetApp
from tui.screens.workshop import open_workshop
from tui.widgets.editor import Editor

DENSE = find_part("dense_forward")
WRONG = DENSE.solution.replace("+ self.biases", "- self.biases")

OWN = """+++
id = "own"
title = "Your own layer"
part = "Tests"
minutes = 5
+++

## Write it

Now it is your turn.

```experiment
data = { name = "spiral", samples = 20, classes = 3, seed = 0 }
layers = ["dense 2 8", "relu", "dense 8 3"]
loss = "softmax_cross_entropy"
optimizer = { name = "sgd", learning_rate = 1.0 }
seed = 0
```

```show
step = "dense1.forward"
```

```implement
id = "write"
part = "dense_forward"
ask = "Write the forward pass of a layer."
```

It is yours now.
"""


class Stage(NamedTuple):
    """The app with a part open in it."""

    app: GlassnetApp
    pilot: Pilot[None]
    path: Path
    """The learner's file."""


@asynccontextmanager
async def workshop(folder: Path, part: str = "dense_forward", size: tuple[int, int] = (80, 24)):
    async with running(folder, lesson=None, size=size) as (app, pilot):
        open_workshop(app, part)
        await settled(pilot)
        yield Stage(app, pilot, folder / "home" / "workshop" / f"{part}.py")


async def until(pilot, holds, seconds=20.0):
    """Wait for something that another process has a hand in, and for what comes of it."""
    await waited(pilot, holds, seconds)
    await settled(pilot)


async def checked(pilot, *, after=None):
    screen = pilot.app.screen
    await until(pilot, lambda: screen.writing.report is not after and screen._checking is None)


async def type_file(pilot, text):
    pilot.app.screen.query_one(Editor).text = text
    await settled(pilot)

"""A lesson to begin from: short, complete, and without a fault."""

from __future__ import annotations

import re
from pathlib import Path

from lessons.course import Course
from lessons.errors import NamingError
from lessons.reading.head import is_lesson_id

LONGEST_SLUG = 40
"""The starter's blocks are called after its lesson, and ids have an end."""

_NUMBER = re.compile(r"(\d+)-")

_TEXT = """+++
id = "SLUG"
title = "TITLE"
part = "New lessons"
minutes = 10
goals = ["say what a neuron makes of two numbers"]
+++

## What comes out?

```experiment
data = { X = [[1.0, 2.0], [-1.0, 0.5]], y = [0, 1] }
layers = ["dense 2 2", "softmax"]
parameters = { "dense1.weights" = [[0.5, -0.3], [0.25, 0.8]] }
loss = "categorical_cross_entropy"
optimizer = { name = "sgd", learning_rate = 0.5 }
```

```show
step = "dense1.forward"
```

Begin with something to see or to wonder about. Numbers of the run stand in
braces: the first sample is {X[0, 0]} and {X[0, 1]}.

```predict
id = "SLUG-first"
ask = "What does the first neuron make of it?"
answer = "dense1.output[0, 0]"
hints = [
  "Multiply each number by its weight, and add.",
  "{X[0, 0]} · {dense1.weights[0, 0]} + {X[0, 1]} · {dense1.weights[1, 0]}",
]
after = "A weighted sum: that is all that a neuron does before its activation."
```

---

## And so

```choice
id = "SLUG-second"
ask = "Where is the loss now, against that of a shrug ({log(2):.3f})?"
options = [
  { text = "below", right = "loss.mean < log(2)", reply = "The loss is {loss.mean:.3f}." },
  { text = "above", right = "loss.mean >= log(2)", reply = "The loss is {loss.mean:.3f}." },
]
```

```recap
points = ["A neuron makes a weighted sum; here it was {dense1.output[0, 0]}."]
```
"""


def write_starter(slug: str, folder: Path) -> Path:
    """Write a new lesson into a folder, with the next number; return its path, or raise `NamingError`."""
    if not is_lesson_id(slug) or len(slug) > LONGEST_SLUG:
        mend = f"Use small letters, digits and hyphens, at least one letter and at most {LONGEST_SLUG} in all."
        raise NamingError(f"{slug!r} cannot be a lesson's id", mend)
    taken = next((entry for entry in Course.discover([folder]).entries if entry.id == slug), None)
    if taken is not None:
        raise NamingError(f"the id {slug!r} is that of {taken.path.name}", "Choose another: progress is kept by it.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{_next_number(folder):02d}-{slug}.md"
        with path.open("x", encoding="utf-8") as file:
            file.write(_TEXT.replace("SLUG", slug).replace("TITLE", slug.replace("-", " ").capitalize()))
    except OSError as error:
        raise NamingError(f"cannot write to {folder}: {error.strerror}", "Choose another folder.") from None
    return path


def _next_number(folder: Path) -> int:
    """Return one more than the highest number that a lesson in the folder has."""
    numbers = [int(found[1]) for path in folder.glob("*.md") if (found := _NUMBER.match(path.name))]
    return max(numbers, default=0) + 1

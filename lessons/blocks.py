"""The kinds of block that a lesson's pages are made of, one frozen record each.

A record says what the author wrote, already checked for form. It knows its line in the file and its id, by which the
learner's progress is kept. Nothing here computes: numbers come from the run, through `lessons.evidence`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeGuard

from lessons.expressions import Expression
from lessons.reading.head import Head

Option = str | int | float | bool
Options = Option | tuple[Option, ...]
Table = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A part by its name in netcore's registries, with what it is built from."""

    name: str
    arguments: tuple[Option, ...] = ()
    """What stands after the name in "dense 2 3"."""
    options: tuple[tuple[str, Option], ...] = ()
    """Options by name, such as ("learning_rate", 1.0)."""

    def with_option(self, name: str, value: Option) -> PartSpec:
        """Return the same part with one option set."""
        kept = tuple(pair for pair in self.options if pair[0] != name)
        return replace(self, options=(*kept, (name, value)))


@dataclass(frozen=True, slots=True)
class DataSpec:
    """Where an experiment's samples come from: a data set by name, or the rows themselves."""

    name: str = ""
    """The data set's name in netcore's registry, or "" where the rows are written in the lesson."""
    options: tuple[tuple[str, Option], ...] = ()
    rows: tuple[int, ...] = ()
    """Which rows of the data set to use; empty: all."""
    take: int | None = None
    """How many rows to use, spread evenly over the data set."""
    inputs: Table = ()
    targets: tuple[float, ...] | Table = ()
    places: tuple[str, ...] = ()
    """The folders in which a set that is a file is looked for, in order."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """A network, its data, its loss and its optimizer: everything that decides a run, to the last digit."""

    data: DataSpec
    layers: tuple[PartSpec, ...]
    loss: PartSpec
    optimizer: PartSpec
    seed: int = 0
    dtype: str = "float64"
    batch_size: int | None = None
    parameters: tuple[tuple[str, Table], ...] = ()
    """Initial values given by the author: of a parameter, ("dense1.weights", ((0.2, 0.8),)), or of one of its cells."""
    numerics: str = "plain"
    """The arithmetic, by its name in netcore: "book" for the data, weights and digits of the published runs."""

    def with_seed(self, seed: int) -> Experiment:
        """Return the same experiment with other random numbers."""
        return replace(self, seed=seed)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a block speaks of: an experiment, at the beginning of one of its updates."""

    experiment: Experiment | None = None
    update: int = 0


@dataclass(frozen=True, slots=True)
class Inline:
    """A number of the run that stands in a text as `{loss.mean}` or `{loss.mean:.2f}`."""

    start: int
    end: int
    expression: Expression
    form: str
    """How it is written, in Python's format language; empty: four significant digits."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown text. `{reference}` in it stands for a number of the run."""

    id: str
    line: int
    text: str
    numbers: tuple[Inline, ...] = ()
    setting: Setting = Setting()


@dataclass(frozen=True, slots=True)
class ExperimentBlock:
    """Sets up the network that the following blocks speak of, or changes one thing of the running one."""

    id: str
    line: int
    experiment: Experiment
    changed: tuple[str, ...] = ()
    """Which keys differ from the experiment that ran before; empty for a new one."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, hash=False)
    """The line of each key, for error messages."""


class View(StrEnum):
    """What a `show` block puts before the learner."""

    STEP = "step"
    TABLE = "table"
    CELL = "cell"
    CHART = "chart"


@dataclass(frozen=True, slots=True)
class Show:
    """Puts a step, a table, a cell's derivation or a chart before the learner."""

    id: str
    line: int
    views: tuple[tuple[View, str], ...]
    """What to show and where: (STEP, "dense1.forward"), (TABLE, "dense1.output"), (CHART, "loss")."""
    setting: Setting = Setting()
    says: str = ""
    of: tuple[tuple[str, Options], ...] = ()
    """What the chart is of, by the names of its parameters (`lessons.charts`): (("function", "sigmoid"),)."""

    def target(self, view: View) -> str | None:
        """Return what to show in this view, or None where the block leaves the view alone."""
        return next((target for kind, target in self.views if kind is view), None)


class Question(StrEnum):
    """What a `predict` block asks for."""

    NUMBER = "number"
    SIGN = "sign"
    ORDER = "order"
    LARGER = "larger"
    SHAPE = "shape"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an answer may be from the computed number."""

    amount: float
    is_relative: bool

    def around(self, answer: float) -> float:
        """Return the greatest distance from this answer that still counts as right."""
        return abs(answer) * self.amount if self.is_relative else self.amount


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong number that the author expects, computed like the answer, and what to say to it."""

    value: Expression
    says: str


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things to put in order or to choose the largest of."""

    label: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Predict:
    """Asks for a number, a sign, an order, the larger, or a shape before it is uncovered."""

    id: str
    line: int
    ask: str
    question: Question
    answer: Expression | None
    """What the answer is computed from; None where `items` are compared."""
    items: tuple[Item, ...] = ()
    within: Tolerance = Tolerance(0.02, is_relative=True)
    mistakes: tuple[Mistake, ...] = ()
    hints: tuple[str, ...] = ()
    after: str = ""
    """What is said once the answer is uncovered."""
    is_renewable: bool = True
    """Whether it can be asked again with fresh numbers."""
    setting: Setting = Setting()


@dataclass(frozen=True, slots=True)
class ChoiceOption:
    """One option of a choice, and what is said to someone who takes it."""

    text: str
    is_right: bool | Expression
    """Written by the author, or a condition that the run decides."""
    reply: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Asks to take one option, or all the right ones."""

    id: str
    line: int
    ask: str
    options: tuple[ChoiceOption, ...]
    takes_several: bool
    hints: tuple[str, ...] = ()
    setting: Setting = Setting()


@dataclass(frozen=True, slots=True)
class Fill:
    """A derivation taken from the trace, with blanks for the learner to fill."""

    id: str
    line: int
    ask: str
    cell: Expression
    """The cell whose derivation is shown."""
    blanks: tuple[str, ...]
    """What is blanked: "result", "step", "term 2" or "leaf 2" (counted from 1), or a leaf's label."""
    within: Tolerance = Tolerance(0.02, is_relative=True)
    hints: tuple[str, ...] = ()
    after: str = ""
    is_renewable: bool = True
    """Whether it can be asked again with fresh numbers."""
    setting: Setting = Setting()


@dataclass(frozen=True, slots=True)
class Knob:
    """Something of the experiment that the learner may turn."""

    path: str
    """What it sets: "optimizer.learning_rate", "seed", "batch_size", "layers.1.initializer", "dense1.weights[0, 0]"."""
    label: str
    values: tuple[Option, ...]
    start: Option


@dataclass(frozen=True, slots=True)
class Try:
    """Asks the learner to bring the run to a state, with or without knobs to turn."""

    id: str
    line: int
    ask: str
    until: Expression
    """The condition on the run, such as run.accuracy >= 0.9."""
    within: int | None
    """How many updates the run may take; None: any number; 0: the knobs alone must do it."""
    knobs: tuple[Knob, ...] = ()
    solution: tuple[tuple[str, Option], ...] = ()
    """A setting of the knobs that fulfils the condition, for the author's check and for who gives up."""
    hints: tuple[str, ...] = ()
    after: str = ""
    setting: Setting = Setting()


@dataclass(frozen=True, slots=True)
class Implement:
    """Sends the learner to write a part in the workshop."""

    id: str
    line: int
    part: str
    ask: str = ""
    setting: Setting = Setting()


@dataclass(frozen=True, slots=True)
class Note:
    """An aside that can be left unread."""

    id: str
    line: int
    title: str
    text: str
    numbers: tuple[Inline, ...] = ()
    setting: Setting = Setting()


@dataclass(frozen=True, slots=True)
class Recap:
    """What the lesson showed, point by point, with the numbers of the run."""

    id: str
    line: int
    points: tuple[str, ...]
    numbers: tuple[tuple[Inline, ...], ...] = ()
    """The numbers of each point."""
    setting: Setting = Setting()


Block = Prose | ExperimentBlock | Show | Predict | Choice | Fill | Try | Implement | Note | Recap
Task = Predict | Choice | Fill | Try | Implement
"""The blocks that give the learner something to do."""

TASKS = (Predict, Choice, Fill, Try, Implement)


def is_task(block: Block) -> TypeGuard[Task]:
    """Return whether the block gives the learner something to do."""
    return isinstance(block, TASKS)


def hints_of(task: Task) -> tuple[str, ...]:
    """Return a task's hints, the gentlest first."""
    return () if isinstance(task, Implement) else task.hints


@dataclass(frozen=True, slots=True)
class Page:
    """One screenful of a lesson."""

    id: str
    number: int
    """Counted from 1."""
    line: int
    title: str
    blocks: tuple[Block, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The blocks that give the learner something to do, in order."""
        return tuple(block for block in self.blocks if isinstance(block, TASKS))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson file, read."""

    head: Head
    pages: tuple[Page, ...]
    file: str
    source: str = field(default="", compare=False, repr=False)
    """The text of the file, for finding lines."""

    @property
    def id(self) -> str:
        """The stable name by which progress is kept."""
        return self.head.id

    @property
    def title(self) -> str:
        """The title as the course shows it."""
        return self.head.title

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Everything that there is to do, in order."""
        return tuple(task for page in self.pages for task in page.tasks)

    @property
    def experiments(self) -> tuple[ExperimentBlock, ...]:
        """The experiments, in order."""
        return tuple(block for page in self.pages for block in page.blocks if isinstance(block, ExperimentBlock))

    def block(self, block_id: str) -> Block:
        """Return the block with this id, or raise `KeyError`."""
        for page in self.pages:
            for block in page.blocks:
                if block.id == block_id:
                    return block
        raise KeyError(block_id)

    def page_of(self, block_id: str) -> Page:
        """Return the page on which the block stands, or raise `KeyError`."""
        for page in self.pages:
            if any(block.id == block_id for block in page.blocks):
                return page
        raise KeyError(block_id)

    def line_of(self, text: str, line: int) -> int:
        """Return the first line, from a line on, that has this text in it; that line itself where none has."""
        lines = self.source.split("\n")[line - 1 :] if text else []
        return next((line + number for number, found in enumerate(lines) if text in found), line)

    def page(self, page_id: str) -> Page | None:
        """Return the page with this id, or None where the lesson has no such page (any more)."""
        return next((page for page in self.pages if page.id == page_id), None)

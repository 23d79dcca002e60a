"""Reads each kind of block: the fields of its TOML table, checked for form, become its record.

`READERS` is the table of contents; a new kind of block is a record in `lessons.blocks` and a line here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lessons.blocks import (
    Block,
    Choice,
    ChoiceOption,
    ExperimentBlock,
    Fill,
    Implement,
    Inline,
    Item,
    Knob,
    Mistake,
    Note,
    Option,
    Predict,
    Question,
    Recap,
    Setting,
    Show,
    Tolerance,
    Try,
    View,
)
from lessons.charts import Of, chart_named
from lessons.errors import NamingError
from lessons.expressions import Expression
from lessons.reading.block_fields import BlockFields
from lessons.reading.fields import is_number, is_option
from lessons.reading.inline import find_numbers
from lessons.reading.read_experiment import read_experiment

MOST_UPDATES = 100_000
"""How far down a run a lesson may speak of: everything up to there is computed while a learner waits."""

_COMPARED = (Question.ORDER, Question.LARGER)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: its id, its line, and what it speaks of."""

    id: str
    line: int
    setting: Setting


def _experiment(fields: BlockFields, place: Place) -> ExperimentBlock:
    experiment, changed = read_experiment(fields, place.setting.experiment)
    lines = {name: fields.line(name) for name in fields.table}
    return ExperimentBlock(place.id, place.line, experiment, changed, lines)


def _show(fields: BlockFields, place: Place) -> Show:
    views = tuple((view, fields.text(view)) for view in View if fields.has(view))
    if not views:
        raise fields.error(None, f"{fields.what} shows nothing", f"Add one of {', '.join(View)}.")
    return Show(place.id, place.line, views, place.setting, fields.prose("says", ""), _of(fields))


def _of(fields: BlockFields) -> Of:
    """Read what a chart is of: { function = "sigmoid", updates = [0, 100] }."""
    table = fields.value("of", 'a table like { function = "sigmoid" }', _is_of, default={})
    of = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in table.items())
    if not of:
        return ()
    if not fields.has(View.CHART):
        raise fields.error("of", f"{fields.what} says what a chart is of, but shows none", 'Add chart = "…".')
    try:
        chart_named(fields.text(View.CHART)).settings(of)
    except NamingError as error:
        raise fields.error_of(error, "of") from None
    return of


def _is_of(value: object) -> bool:
    return isinstance(value, dict) and all(
        is_option(item) or (isinstance(item, list) and all(map(is_option, item))) for item in value.values()
    )


def _predict(fields: BlockFields, place: Place) -> Predict:
    question = fields.option("type", {str(question): question for question in Question}, Question.NUMBER)
    is_compared = question in _COMPARED
    items = tuple(_item(entry) for entry in fields.tables("items")) if is_compared else ()
    if is_compared and not 2 <= len(items) <= 9:
        raise fields.error("items", f"{fields.what} compares {len(items)} things", "Give 2 to 9 items.")
    return Predict(
        place.id,
        place.line,
        ask=fields.prose("ask"),
        question=question,
        answer=None if is_compared else _computed(fields, "answer"),
        items=items,
        within=_tolerance(fields),
        mistakes=tuple(_mistake(entry) for entry in fields.tables("mistakes")),
        hints=fields.proses("hints"),
        after=fields.prose("after", ""),
        is_renewable=fields.flag("fresh", default=True),
        setting=place.setting,
    )


def _choice(fields: BlockFields, place: Place) -> Choice:
    options = tuple(_choice_option(entry) for entry in fields.tables("options"))
    if not 2 <= len(options) <= 6:
        raise fields.error("options", f"{fields.what} has {len(options)} options", "Give 2 to 6.")
    if all(option.is_right is False for option in options):
        raise fields.error("options", f"no option of {fields.what} is right", "Mark one with right = true.")
    several = sum(option.is_right is True for option in options) > 1
    return Choice(
        place.id,
        place.line,
        fields.prose("ask"),
        options,
        fields.flag("several", several),
        fields.proses("hints"),
        place.setting,
    )


def _fill(fields: BlockFields, place: Place) -> Fill:
    return Fill(
        place.id,
        place.line,
        ask=fields.prose("ask", "Fill in what is missing."),
        cell=_cell(fields, "cell"),
        blanks=fields.texts("blanks", is_needed=True),
        within=_tolerance(fields),
        hints=fields.proses("hints"),
        after=fields.prose("after", ""),
        is_renewable=fields.flag("fresh", default=True),
        setting=place.setting,
    )


def _try(fields: BlockFields, place: Place) -> Try:
    until = fields.expression("until")
    if not until.is_condition:
        raise fields.error("until", f"{until} is not a condition", "Compare: run.accuracy >= 0.9.")
    knobs = tuple(_knob(entry) for entry in fields.tables("knobs"))
    return Try(
        place.id,
        place.line,
        ask=fields.prose("ask"),
        until=until,
        within=fields.whole("within", most=MOST_UPDATES) if fields.has("within") else None,
        knobs=knobs,
        solution=_solution(fields, knobs),
        hints=fields.proses("hints"),
        after=fields.prose("after", ""),
        setting=place.setting,
    )


def _implement(fields: BlockFields, place: Place) -> Implement:
    return Implement(place.id, place.line, fields.text("part"), fields.prose("ask", ""), place.setting)


def _note(fields: BlockFields, place: Place) -> Note:
    text = fields.prose("text")
    return Note(place.id, place.line, fields.text("title", "Note"), text, _numbers(fields, "text", text), place.setting)


def _recap(fields: BlockFields, place: Place) -> Recap:
    points = fields.proses("points", is_needed=True)
    return Recap(
        place.id, place.line, points, tuple(_numbers(fields, "points", point) for point in points), place.setting
    )


READERS: Mapping[str, Callable[[BlockFields, Place], Block]] = {
    "experiment": _experiment,
    "show": _show,
    "predict": _predict,
    "choice": _choice,
    "fill": _fill,
    "try": _try,
    "implement": _implement,
    "note": _note,
    "recap": _recap,
}


def read_block(kind: str, fields: BlockFields, block_id: str, line: int, setting: Setting) -> Block:
    """Return the record of a block; raise `LessonError` for its first fault."""
    if fields.has("id"):
        block_id = fields.text("id")
        if not _SLUG.fullmatch(block_id):
            raise fields.error("id", f"{block_id!r} cannot be an id", "Use small letters, digits and hyphens.")
    if kind != "experiment" and fields.has("update"):
        setting = Setting(setting.experiment, fields.whole("update", most=MOST_UPDATES))
    block = READERS[kind](fields, Place(block_id, line, setting))
    fields.done()
    return block


def _computed(fields: BlockFields, name: str) -> Expression:
    """Return an expression that has a reference in it: answers are computed from the run, never typed in."""
    expression = fields.expression(name)
    if not expression.references:
        raise fields.error(
            name,
            f"{name!r} of {fields.what} is typed in, not computed",
            "Name a number of the run, such as loss.mean, so that it cannot drift from the code.",
        )
    return expression


def _cell(fields: BlockFields, name: str) -> Expression:
    expression = fields.expression(name)
    if expression.reference is None:
        raise fields.error(name, f"{expression} is not one cell", "Name one, like dense1.output[0, 1].")
    return expression


def _tolerance(fields: BlockFields) -> Tolerance:
    """Read `within = 0.01` (absolute) or `within = "1%"` (of the answer)."""
    value = fields.value("within", 'a number of at least 0, or a share like "1%"', _is_tolerance, default="2%")
    if isinstance(value, str):
        return Tolerance(float(value.rstrip(" %")) / 100, is_relative=True)
    return Tolerance(float(value), is_relative=False)


def _is_tolerance(value: object) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"\d{1,3}(\.\d{1,4})?\s*%", value) is not None
    return is_number(value) and float(value) >= 0  # type: ignore[arg-type]


def _mistake(fields: BlockFields) -> Mistake:
    mistake = Mistake(fields.expression("value"), fields.prose("says"))
    fields.done()
    return mistake


def _item(fields: BlockFields) -> Item:
    label = fields.text("label")
    if " " in label or len(label) > 12:
        raise fields.error("label", f"the label {label[:40]!r} cannot be typed in one word", "Use one short word.")
    item = Item(label, _computed(fields, "value"))
    fields.done()
    return item


def _choice_option(fields: BlockFields) -> ChoiceOption:
    value = fields.value(
        "right", "true, false or a condition in quotes", lambda value: isinstance(value, bool | str), default=False
    )
    is_right = _condition(fields, "right") if isinstance(value, str) else bool(value)
    option = ChoiceOption(fields.prose("text"), is_right, fields.prose("reply"))
    fields.done()
    return option


def _condition(fields: BlockFields, name: str) -> Expression:
    expression = fields.expression(name)
    if not expression.is_condition:
        raise fields.error(name, f"{expression} is not a condition", "Compare two numbers: loss.mean > 1.")
    return expression


def _knob(fields: BlockFields) -> Knob:
    path = fields.text("path")
    values = tuple(fields.value("values", "a list of at least two values", _is_several))
    if not all(is_option(value) for value in values):
        raise fields.error("values", f"a value of the knob {path!r} is no number or text", "Change it.")
    start = fields.value("start", "one of the values", lambda value: value in values, default=values[0])
    knob = Knob(path, fields.text("label", _knob_label(path)), values, start)
    fields.done()
    return knob


def _knob_label(path: str) -> str:
    """Return what a knob is called where its author says nothing: "learning rate", "initializer of layer 1"."""
    head, _, rest = path.partition(".")
    if head == "layers":
        number, _, option = rest.partition(".")
        return f"{option.replace('_', ' ')} of layer {number}" if option else f"layer {number}"
    return path if "[" in path else path.rpartition(".")[2].replace("_", " ")


def _is_several(value: object) -> bool:
    return isinstance(value, list) and len(value) > 1


def _solution(fields: BlockFields, knobs: tuple[Knob, ...]) -> tuple[tuple[str, Option], ...]:
    table = fields.value("solution", "a table like { learning_rate = 1.0 }", lambda v: isinstance(v, dict), default={})
    paths = {knob.path: knob for knob in knobs} | {knob.path.rpartition(".")[2]: knob for knob in knobs}
    solution = []
    for name, value in table.items():
        if name not in paths or value not in paths[name].values:
            known = "; ".join(f"{knob.path}: {', '.join(map(str, knob.values))}" for knob in knobs) or "none"
            raise fields.error("solution", f"{name} = {value!r} is no setting of the knobs", f"There are {known}.")
        solution.append((paths[name].path, value))
    return tuple(solution)


def _numbers(fields: BlockFields, name: str, text: str) -> tuple[Inline, ...]:
    try:
        return find_numbers(text)
    except NamingError as error:
        raise fields.error_of(error, name) from None

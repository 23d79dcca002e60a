"""Whatever stands in a lesson file or an answer: a result, or our own error with a line; never a traceback."""

import math
import string
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from small_lesson import EXPERIMENT, HEAD, PAGES

from lessons import telling
from lessons.blocks import Lesson, Note, Prose, Setting, Task, Tolerance
from lessons.course import Course
from lessons.document import parse_text, read, read_text
from lessons.errors import LessonError, NamingError
from lessons.events import Answered, GivenUp, HintAsked, Moved, PageTurned, Refreshed, Tried
from lessons.evidence import Evidence
from lessons.experiment import check_experiments, with_knob
from lessons.expressions import parse_expression
from lessons.grading import Correct, Incorrect, NotAttempted, judge, judge_number
from lessons.lab import Lab, Place, Step
from lessons.numbers import parse_number, parse_shape, show_number
from lessons.reading.inline import fill_numbers, find_numbers
from lessons.recap import recap_markdown
from lessons.references import parse_reference
from lessons.session import LessonSession

SMALL = parse_text(HEAD + PAGES)
SETTING = Setting(SMALL.experiments[0].experiment, 0)
EVIDENCE = Evidence()

NAMES = "dense1 output loss mean run history X y log and @after shape"
SIGNS = ". [ ] 0 -1 1e9 , : ( ) + - * / ** < >= == · − ² { }"
WORDS = st.sampled_from([*f"{NAMES} {SIGNS}".split(" "), " ", "9" * 20])
PUZZLES = st.lists(WORDS, max_size=25).map("".join) | st.text(max_size=60)

ODD_LINES = """+++
---
```
```predict
```experiment
```show
```try
```fill
~~~
- item
> quote
ask = "?"
answer = "loss.mean"
within = 1
within = "1%"
id = 1
x = [[[[
a.b.c = 1
[[a]]
seed = 1e400
seed = 99999999999999999999
date = 1979-05-27
t = nan
again = true
rows = [0]"""
LINES = st.sampled_from(f"{HEAD}{PAGES}\n{ODD_LINES}".split("\n"))
FILES = st.lists(LINES | st.text(max_size=30), max_size=60).map("\n".join)
Result = TypeVar("Result")
MANY = settings(max_examples=300, deadline=None)
FEWER = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(FILES)
@example("+++\n" + "a = " + "[" * 3000 + "\n+++\n")
@example("+++\na = " + "9" * 5000 + "\n+++\n")
@example("+++\n+++")
@example("\r0\n```experiment")
@example("\x00\ufeff+++\n\u2028+++\r")
@MANY
def test_any_text_is_a_lesson_or_has_faults_with_lines(text: str) -> None:
    check_reading(text)


@given(st.lists(LINES | st.text(max_size=30), max_size=40).map("\n".join))
@FEWER
def test_any_text_below_sound_front_matter(body: str) -> None:
    check_reading(f"{HEAD}\n{EXPERIMENT}\n{body}")


@pytest.mark.parametrize(
    "piece",
    [
        "`",
        "` ",
        "``a`",
        "*a ",
        "[",
        "[a](",
        "> ",
        "{",
        "{a",
        "```\n",
        "~~~\n```\n",
        "---\n\n",
        "**a*",
        "<a ",
        "\\`",
        "| a ",
    ],
)
def test_a_long_text_is_read_to_its_end(piece: str) -> None:
    # A pattern that tries every way to match would still be at it tomorrow.
    check_reading(f"{HEAD}\n{piece * (40_000 // len(piece))}")


@given(st.data())
@FEWER
def test_a_lesson_with_a_few_letters_changed(data: st.DataObject) -> None:
    text = list(HEAD + PAGES)
    for place in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=6)):
        text[place] = data.draw(st.sampled_from(string.printable + "−·é\x1b\x00"))
    check_reading("".join(text))


def attempt(function: Callable[[], Result]) -> Result | None:
    """Return what a function gives, or None where it raises our own error, which has to say something."""
    try:
        return function()
    except NamingError as error:
        said = error
    assert said.what
    assert said.mend
    return None


def check_reading(text: str) -> None:
    """See that a text is read, and that the lesson it is, if it is one, can be built or has faults of its own."""
    reading = read_text(text, "fuzz.md")
    count = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for error in reading.errors:
        assert 1 <= error.line <= count + 1
        assert error.what
        assert error.mend
        assert str(error).startswith("fuzz.md:")
    assert (reading.lesson is None) == bool(reading.errors)
    if reading.lesson is not None:
        for fault in check_experiments(reading.lesson):
            assert 1 <= fault.line <= count


@given(st.binary(max_size=300))
@FEWER
def test_any_bytes_are_a_lesson_or_have_faults(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    path = folder / "01-fuzz.md"
    path.write_bytes(data)
    assert read(path).lesson is None or read(path).errors == ()
    (entry,) = Course.discover([folder], content=folder / "none").read_packs().entries
    if entry.is_broken:
        with pytest.raises(LessonError):
            entry.open()


@given(PUZZLES)
@MANY
def test_any_reference_is_read_or_refused(text: str) -> None:
    reference = attempt(lambda: parse_reference(text))
    assert reference is None or reference.text == text.strip()


@given(PUZZLES)
@example("loss.mean ** 9999 ** 9999")
@example("1 / 0")
@example("log(X)")
@example("argmax(y)")
@example("max(X, dense1.output)")
@example("dense1.output[0][1]")
@example("X and y")
@MANY
def test_any_expression_comes_to_something_or_is_refused(text: str) -> None:
    number = attempt(lambda: EVIDENCE.number(parse_expression(text), SETTING))
    assert number is None or not math.isnan(number)


@given(PUZZLES)
@MANY
def test_numbers_in_any_prose_are_found_or_refused(text: str) -> None:
    numbers = attempt(lambda: find_numbers(text))
    assert numbers is None or isinstance(fill_numbers(text, numbers, lambda _: "1"), str)


@given(st.text(max_size=80) | st.text("0123456789.,-−+eE/% ·×^⁻³xX()[]", max_size=20))
@example("0" * 60)
@example("1/1e-300")
@MANY
def test_any_answer_is_a_number_or_none(text: str) -> None:
    number = parse_number(text)
    assert number is None or math.isfinite(number)
    shape = parse_shape(text)
    assert shape is None or all(size >= 0 for size in shape)
    verdict = judge_number(text, 0.5, Tolerance(0.01, is_relative=True))
    assert isinstance(verdict, NotAttempted) == (number is None)


@given(st.floats(-1e12, 1e12))
@MANY
def test_a_number_that_is_shown_can_be_typed(number: float) -> None:
    typed = parse_number(show_number(number))
    assert typed == pytest.approx(number, rel=1e-3)


@given(st.sampled_from(SMALL.tasks[:3]), st.text(max_size=30) | st.text("0123456789.;-− ", max_size=12))
@MANY
def test_any_answer_is_judged(task: Task, answer: str) -> None:
    verdict = judge(task, answer, EVIDENCE)
    assert isinstance(verdict, Correct | Incorrect | NotAttempted)
    if isinstance(verdict, Incorrect):
        assert verdict.reason


BLOCKS = st.sampled_from(["sum", "pick", "gaps", "train", "p1-show-1", "gone", ""])
EVENTS = st.one_of(
    st.builds(PageTurned, st.integers(-3, 9)),
    st.builds(Moved, st.builds(Place, st.integers(0, 9), st.integers(0, 99))),
    st.builds(Answered, BLOCKS, st.sampled_from(["1.1", "1", "2", "7", "-0.3; 1.1", "-0.3; 2", "", "x"])),
    st.builds(HintAsked, BLOCKS),
    st.builds(GivenUp, BLOCKS),
    st.builds(Refreshed, BLOCKS),
    st.builds(Tried, BLOCKS, st.booleans(), st.integers(0, 9), st.just("run.loss = 1")),
)


@given(st.lists(EVENTS, max_size=25))
@FEWER
def test_any_events_lead_to_a_session_that_can_be_shown(events: list[object]) -> None:
    session = LessonSession.begin(SMALL, EVIDENCE)
    progress = session.progress
    for event in events:
        session = session.after(event)  # type: ignore[arg-type]
        assert session.progress >= progress, "what is done stays done"
        progress = session.progress
        show_all(session)


def show_all(session: LessonSession) -> None:
    """Ask for everything that a screen asks for."""
    assert session.visible
    assert session.experiment is not None
    assert session.is_page_done or session.active is not None
    for block in session.visible:
        if isinstance(block, Prose | Note):
            assert "{" not in telling.prose(session, block)
    for task in session.page.tasks:
        telling.question(session, task.id)
        telling.replies(session, task.id)
        assert len(telling.hints(session, task.id)) == session.state(task.id).hints
        assert bool(telling.answer(session, task.id)) <= session.state(task.id).is_settled
    recap_markdown(session)


@given(st.lists(st.sampled_from(list(Step)), max_size=40))
@FEWER
def test_any_steps_lead_to_a_place_that_can_be_gone_to_again(steps: list[Step]) -> None:
    lab = Lab(SETTING.experiment)  # type: ignore[arg-type]
    for step in steps:
        before = lab.place
        place = lab.move(step).place
        assert place <= before if step.is_back else place >= before
        assert 0 <= lab.cursor.position <= len(lab.trace.operations)
    place = lab.place
    lab.go(Place())
    lab.go(place)
    assert lab.place == place


@given(st.text(max_size=20) | st.sampled_from(["layers.1", "layers.1.x", "data.x", "loss", "seed"]), st.integers())
@FEWER
def test_any_knob_is_turned_or_refused(path: str, value: int) -> None:
    experiment = SETTING.experiment
    assert experiment is not None
    turned = attempt(lambda: with_knob(experiment, path, value))
    assert turned is None or turned != experiment or path == "seed"


def test_the_small_lesson_is_a_lesson() -> None:
    assert isinstance(SMALL, Lesson)

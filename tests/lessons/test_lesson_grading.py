"""Answers: what counts as right, what is said to what is wrong, and which mistakes are recognised."""

from collections.abc import Callable

import numpy as np
import pytest

from lessons.blocks import Lesson, Predict, Question, Setting, Task, Tolerance
from lessons.errors import NamingError
from lessons.evidence import Evidence
from lessons.expressions import parse_expression
from lessons.grading import EXPECTED, Correct, Incorrect, NotAttempted, answer_text, is_near, judge, judge_number
from lessons.numbers import parse_number, parse_shape, show_number, show_numbers
from lessons.questions.mistakes import general_mistakes

NUMBERS = {
    ".35": 0.35,
    "0.35": 0.35,
    "0,35": 0.35,
    "+0.35": 0.35,
    "-0.35": -0.35,
    "−0.35": -0.35,
    "–,35": -0.35,
    "- 0.35": -0.35,
    "1e-3": 1e-3,
    "-1E-3": -1e-3,
    "1,5e2": 150.0,
    "3·10^-4": 3e-4,
    "3 × 10⁻⁴": 3e-4,
    "1/3": 1 / 3,
    "-1/4": -0.25,
    "0,5/2": 0.25,
    "35%": 0.35,
    "7.": 7.0,
    "  7  ": 7.0,
    "7\t\n": 7.0,
    "≈ 0,35": 0.35,
    "= 0.35": 0.35,
    "35 %": 0.35,
    " 1 234": 1234.0,
    "12\u202f345\u00a0678,5": 12345678.5,
    "1 1/2": None,
    "1 23": None,
    "2.7 25": None,
    "": None,
    "abc": None,
    "1/0": None,
    "1/2/3": None,
    "1,234.5": None,
    "--1": None,
    "1e": None,
    "nan": None,
    "inf": None,
    "0x10": None,
    "1_000": None,
    "٣": None,
    "9" * 61: None,
    "1e999": None,
    "1e9999": None,
}

SHAPES = {
    "2x3": (2, 3),
    "(2, 3)": (2, 3),
    "[2,3]": (2, 3),
    "2 × 3": (2, 3),
    "2 3": (2, 3),
    "2 by 3": (2, 3),
    "(5,)": (5,),
    "5": (5,),
    "()": (),
    "": None,
    "two": None,
    "2x": None,
    "-2x3": None,
}


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_as_people_write_them(text: str) -> None:
    wanted = NUMBERS[text]
    if wanted is None:
        assert parse_number(text) is None
    else:
        assert parse_number(text) == pytest.approx(wanted)


@pytest.mark.parametrize("text", SHAPES)
def test_shapes_as_people_write_them(text: str) -> None:
    assert parse_shape(text) == SHAPES[text]


def test_numbers_are_shown_with_a_true_minus_sign() -> None:
    assert show_number(-0.25) == "−0.25"
    assert show_number(0.123456) == "0.1235"
    assert show_number(3.0) == "3"
    assert show_number(-0.0) == "0"
    assert show_number(0.5, "+.2f") == "+0.50"
    assert show_number(-1234567.0, "d") == "−1234567"
    assert show_number(float("inf")) == "inf"
    assert show_numbers((2, 3)) == "2 × 3"
    assert show_numbers([0.5, -1]) == "[0.5, −1]"


@pytest.mark.parametrize(
    ("text", "answer", "within", "verdict"),
    [
        ("0.35", 0.352, Tolerance(0.01, is_relative=False), Correct),
        ("0.37", 0.352, Tolerance(0.01, is_relative=False), Incorrect),
        ("100", 101.0, Tolerance(0.01, is_relative=True), Correct),
        ("100", 102.0, Tolerance(0.01, is_relative=True), Incorrect),
        ("0", 0.0, Tolerance(0.02, is_relative=True), Correct),
        ("0.001", 0.0, Tolerance(0.02, is_relative=True), Incorrect),
        ("3", 3.0, Tolerance(0.0, is_relative=False), Correct),
        ("0.30000000000000004", 0.3, Tolerance(0.0, is_relative=False), Correct),
        ("x", 3.0, Tolerance(0.0, is_relative=False), NotAttempted),
        ("", 3.0, Tolerance(0.0, is_relative=False), NotAttempted),
    ],
)
def test_tolerance(text: str, answer: float, within: Tolerance, verdict: type) -> None:
    assert isinstance(judge_number(text, answer, within), verdict)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence()


@pytest.fixture(scope="module")
def ask(lesson_with: Callable[[str], Lesson]) -> Callable[..., Task]:
    """Return a function that makes a task of a block's kind and fields."""

    def make(kind: str, fields: str) -> Task:
        return lesson_with(f'```{kind}\nid = "task"\n{fields}\n```').tasks[0]

    return make


ASKED = [
    # the sum 0.5·1 + 0.25·2 + 0.1 = 1.1
    ('ask = "?"\nanswer = "dense1.output[0, 0]"', "1.1", Correct, ""),
    ('ask = "?"\nanswer = "dense1.output[0, 0]"', "1.0", Incorrect, "forgot the bias"),
    ('ask = "?"\nanswer = "dense1.output[0, 0]"', "-1.1", Incorrect, "sign flipped"),
    ('ask = "?"\nanswer = "dense1.output[0, 0]"', "0.5", Incorrect, "one term"),
    ('ask = "?"\nanswer = "dense1.output[0, 0]"', "11", Incorrect, "point"),
    ('ask = "?"\nanswer = "dense1.output[1, 0]"', "0.5", Incorrect, "another cell"),
    ('ask = "?"\nanswer = "dense1.output[1, 0]"', "-1.95", Incorrect, "another cell"),
    ('ask = "?"\nanswer = "relu1.output[1, 0]"', "0", Correct, ""),
    ('ask = "?"\nanswer = "relu1.output[1, 0]"', "-0.275", Incorrect, "gave inputs[1,0]"),
    ('ask = "?"\nanswer = "dense1.dbiases[0, 0]"\nwithin = "0.1%"', "-0.1553", Incorrect, "forgot 1/n"),
    ('ask = "?"\nanswer = "dense1.dbiases[0, 0]"', "5", Incorrect, ""),
    ('ask = "?"\nanswer = "loss.output[0]"', "0.0351", Incorrect, "log base 10"),
    ('ask = "?"\nanswer = "loss.mean"', "1.532", Incorrect, "forgot 1/n"),
    ('ask = "?"\nanswer = "softmax1.output[0, 0]"', "92.24", Incorrect, "percent"),
    ('ask = "?"\nanswer = "dense1.weights@after[0, 0]"', "0.5", Incorrect, "left out the change"),
    (
        'ask = "?"\nanswer = "dense1.output[0, 0]"\nmistakes = [{ value = "X[0, 0]", says = "An input." }]',
        "1",
        Incorrect,
        EXPECTED,
    ),
    ('ask = "?"\nanswer = "loss.mean + 1"', "0.5107", Incorrect, ""),
    ('ask = "?"\ntype = "sign"\nanswer = "dense1.output[1, 0]"', "−", Correct, ""),
    ('ask = "?"\ntype = "sign"\nanswer = "dense1.output[1, 0]"', "Negative", Correct, ""),
    ('ask = "?"\ntype = "sign"\nanswer = "dense1.output[1, 0]"', "< 0", Correct, ""),
    ('ask = "?"\ntype = "sign"\nanswer = "dense1.output[1, 0]"', "-0.3", Correct, ""),
    ('ask = "?"\ntype = "sign"\nanswer = "dense1.output[1, 0]"', "+", Incorrect, "sign"),
    ('ask = "?"\ntype = "sign"\nanswer = "dense1.output[1, 0]"', "0", Incorrect, "sign"),
    ('ask = "?"\ntype = "sign"\nanswer = "relu1.output[1, 0]"', "zero", Correct, ""),
    ('ask = "?"\ntype = "sign"\nanswer = "dense1.output[1, 0]"', "what", NotAttempted, ""),
    ('ask = "?"\ntype = "shape"\nanswer = "dense1.output.shape"', "3x2", Correct, ""),
    ('ask = "?"\ntype = "shape"\nanswer = "dense1.output"', "(3, 2)", Correct, ""),
    ('ask = "?"\ntype = "shape"\nanswer = "dense1.output.shape"', "2x3", Incorrect, "transposed"),
    ('ask = "?"\ntype = "shape"\nanswer = "dense1.output.shape"', "6", Incorrect, "dimensions"),
    ('ask = "?"\ntype = "shape"\nanswer = "dense1.output.shape"', "3x5", Incorrect, ""),
    ('ask = "?"\ntype = "shape"\nanswer = "dense1.output.shape"', "wide", NotAttempted, ""),
]


@pytest.mark.parametrize(("fields", "answer", "verdict", "mistake"), ASKED)
def test_predictions(
    ask: Callable[..., Task], evidence: Evidence, fields: str, answer: str, verdict: type, mistake: str
) -> None:
    found = judge(ask("predict", fields), answer, evidence)
    assert isinstance(found, verdict), found
    if isinstance(found, Incorrect):
        assert found.mistake == mistake
        assert found.reason


ITEMS = """items = [
  { label = "a", value = "X[0, 0]" },
  { label = "b", value = "X[1, 0]" },
  { label = "c", value = "X[0, 1]" },
]"""


@pytest.mark.parametrize(
    ("question", "answer", "verdict", "mistake"),
    [
        ("order", "b < a < c", Correct, ""),
        ("order", "b a c", Correct, ""),
        ("order", "bac", Correct, ""),
        ("order", "c > a > b", Correct, ""),
        ("order", "b > a > c", Incorrect, "reversed"),
        ("order", "b < c > a", NotAttempted, ""),
        ("order", "B, A, C", Correct, ""),
        ("order", "2 1 3", Correct, ""),
        ("order", "c a b", Incorrect, "reversed"),
        ("order", "a b c", Incorrect, "order"),
        ("order", "a b", NotAttempted, ""),
        ("order", "a a b", NotAttempted, ""),
        ("order", "a b c a", NotAttempted, ""),
        ("larger", "c", Correct, ""),
        ("larger", "a", Incorrect, ""),
        ("larger", "d", NotAttempted, ""),
    ],
)
def test_comparisons(
    ask: Callable[..., Task], evidence: Evidence, question: str, answer: str, verdict: type, mistake: str
) -> None:
    found = judge(ask("predict", f'ask = "?"\ntype = "{question}"\n{ITEMS}'), answer, evidence)
    assert isinstance(found, verdict), found
    assert getattr(found, "mistake", "") == mistake


def test_an_order_names_its_items_as_names(ask: Callable[..., Task], evidence: Evidence) -> None:
    values = {"2": "X[0, 0]", "0": "X[0, 1]", "1": "X[2, 0]"}
    items = ", ".join(f'{{ label = "{label}", value = "{value}" }}' for label, value in values.items())
    task = ask("predict", f'ask = "?"\ntype = "order"\nitems = [{items}]')
    wrong = judge(task, "2 0 1", evidence)
    assert wrong == Incorrect("You put “0” before “1”, but “0” is the larger of the two.", "order")
    assert judge(task, "2 0", evidence) == NotAttempted(
        "Put all 3 in order, the smallest first, each once: “2”, “0”, “1”."
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2x5", "2 × 5 is not it. The first number, 2, is right; the second is not."),
        ("7x2", "7 × 2 is not it. The second number, 2, is right; the first is not."),
        ("7x9", "7 × 9 is not it."),
    ],
)
def test_what_is_right_of_a_shape_is_said_in_words(
    ask: Callable[..., Task], evidence: Evidence, given: str, said: str
) -> None:
    task = ask("predict", 'ask = "?"\ntype = "shape"\nanswer = "dense1.weights"')
    found = judge(task, given, evidence)
    assert isinstance(found, Incorrect)
    assert found.reason == said


def test_the_largest_is_not_the_farthest_from_zero(ask: Callable[..., Task], evidence: Evidence) -> None:
    items = 'items = [{ label = "a", value = "X[2, 1]" }, { label = "b", value = "X[0, 0]" }]'
    found = judge(ask("predict", f'ask = "?"\ntype = "larger"\n{items}'), "a", evidence)
    assert isinstance(found, Incorrect)
    assert found.mistake == "size for value"


OPTIONS = """ask = "?"
options = [
  { text = "one", right = true, reply = "R1" },
  { text = "two", reply = "R2" },
  { text = "three", right = "loss.mean > 0", reply = "R3" },
]
several = true"""


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("1 3", Correct("R1 R3")),
        ("3,1", Correct("R1 R3")),
        ("1", Incorrect("What you took is right, but it is not all.", "incomplete")),
        ("1 2 3", Incorrect("R2", "option 2")),
        ("2", Incorrect("R2", "option 2")),
        ("9", NotAttempted("Choose one or more of 1 to 3.")),
        ("x", NotAttempted("Choose one or more of 1 to 3.")),
    ],
)
def test_choices(ask: Callable[..., Task], evidence: Evidence, answer: str, verdict: object) -> None:
    assert judge(ask("choice", OPTIONS), answer, evidence) == verdict


@pytest.mark.parametrize(
    ("answer", "verdict", "marks"),
    [
        ("0.5; 1.1", Correct, ()),
        (".5 ; 1,1", Correct, ()),
        ("0.5; -1.1", Incorrect, (True, False)),
        ("9; 1.1", Incorrect, (False, True)),
        ("0.5", NotAttempted, ()),
        ("0.5; x", NotAttempted, ()),
    ],
)
def test_blanks(
    ask: Callable[..., Task], evidence: Evidence, answer: str, verdict: type, marks: tuple[bool, ...]
) -> None:
    task = ask("fill", 'cell = "dense1.output[0, 0]"\nblanks = ["term 1", "result"]')
    found = judge(task, answer, evidence)
    assert isinstance(found, verdict), found
    assert getattr(found, "marks", ()) == marks


def test_the_slip_in_a_blank_is_recognised(ask: Callable[..., Task], evidence: Evidence) -> None:
    forward = ask("fill", 'cell = "dense1.output[0, 0]"\nblanks = ["term 1", "result"]')
    told = "Blank 2: That is the sum without its bias; add the bias."
    assert judge(forward, "0.5; 1", evidence) == Incorrect(told, "forgot the bias", (True, False))
    backward = ask("fill", 'cell = "dense1.dweights[1, 0]"\nblanks = ["result"]')
    share = evidence.number(parse_expression("dense1.dweights[1, 0]"), backward.setting) / 3
    assert judge(backward, repr(share), evidence) == Incorrect(
        "Blank 1: That is 3 times too little: 1/n is in there already.", "divided twice", (False,)
    )
    leaf = ask("fill", 'cell = "dense2.output[0, 0]"\nblanks = ["leaf 1"]')
    other = evidence.number(parse_expression("relu1.output[1, 1]"), leaf.setting)
    told = "Blank 1: That is the cell [1, 1] of relu1.output, not [0, 0]."
    assert judge(leaf, repr(other), evidence) == Incorrect(told, "another cell", (False,))


def test_the_answer_that_is_shown_counts_as_right(lesson: Lesson, evidence: Evidence) -> None:
    for task in lesson.tasks[:3]:
        assert isinstance(judge(task, answer_text(task, evidence), evidence), Correct)  # type: ignore[arg-type]


def test_a_broken_question_is_the_authors_fault(ask: Callable[..., Task], evidence: Evidence) -> None:
    with pytest.raises(NamingError, match="dense9"):
        judge(ask("predict", 'ask = "?"\nanswer = "dense9.output[0, 0]"'), "1", evidence)


def test_what_is_wrong_by_nobodys_rule_is_too_high_or_too_low(ask: Callable[..., Task], evidence: Evidence) -> None:
    task = ask("predict", 'ask = "?"\nanswer = "dense1.output[0, 0]"')
    assert isinstance(task, Predict)
    assert judge(task, "1.4", evidence) == Incorrect("1.4 is too high.")
    assert judge(task, "0.85", evidence) == Incorrect("0.85 is too low.")
    assert judge(task, "-7", evidence) == Incorrect("−7 has the wrong sign.")


def test_a_sum_along_the_wrong_axis_is_recognised(ask: Callable[..., Task], evidence: Evidence) -> None:
    task = ask("predict", 'ask = "?"\nanswer = "dense2.dbiases[0, 1]"\nwithin = "0.1%"')
    assert isinstance(task, Predict)
    dvalues = evidence.trace(task.setting).value("softmax1.dinputs").array
    assert np.sum(dvalues[1]) == pytest.approx(0, abs=1e-12), "a row of a softmax's gradient adds up to nothing"
    inner = ask("predict", 'ask = "?"\nanswer = "dense1.dbiases[0, 0]"\nwithin = "0.1%"')
    rows = evidence.trace(task.setting).value("relu1.dinputs").array
    wrong = judge(inner, repr(float(rows[0].sum())), evidence)
    assert isinstance(wrong, Incorrect)
    assert (wrong.mistake, wrong.reason) == (
        "summed the wrong axis",
        "That adds up the wrong way: go down each column.",
    )


def test_what_is_recognised_is_never_the_answer_itself(lesson: Lesson, evidence: Evidence) -> None:
    setting = lesson.experiments[0].experiment
    for name in ("dense1.output[0, 0]", "softmax1.output[1, 0]", "dense1.dweights[1, 0]", "loss.output[2]"):
        task = Predict("q", 1, "?", Question.NUMBER, parse_expression(name), setting=Setting(setting, 0))
        answer = evidence.number(parse_expression(name), task.setting)
        slips = list(general_mistakes(task, answer, evidence))
        assert slips
        assert all(np.isfinite(slip.number) and slip.kind and slip.says for slip in slips)
        assert not any(is_near(slip.number, answer, task.within) for slip in slips)


@pytest.mark.parametrize(
    ("answer", "is_recognised"),
    [("dense1.output[0, 0] / 2", True), ("dense1.output[0, 0] / 2 - 4", False), ("dense1.output[0, 0]", False)],
)
def test_only_what_was_divided_is_recognised_upside_down(
    ask: Callable[..., Task], evidence: Evidence, answer: str, is_recognised: bool
) -> None:
    task = ask("predict", f'ask = "?"\nanswer = "{answer}"')
    assert isinstance(task, Predict)
    assert task.answer is not None
    slips = general_mistakes(task, evidence.number(task.answer, task.setting), evidence)
    assert any(slip.kind == "upside down" for slip in slips) is is_recognised


@pytest.mark.parametrize(
    ("others", "which"), [(["2 * X[0, 0]"], "the other one"), (["2 * X[0, 0]", "3 * X[0, 0]"], "another one")]
)
def test_a_smaller_one_is_told_with_its_number(
    ask: Callable[..., Task], evidence: Evidence, others: list[str], which: str
) -> None:
    values = zip("abc", ["X[0, 0]", *others], strict=False)
    items = ", ".join(f'{{ label = "{label}", value = "{value}" }}' for label, value in values)
    task = ask("predict", f'ask = "?"\ntype = "larger"\nitems = [{items}]')
    assert judge(task, "a", evidence) == Incorrect(f"“a” is 1; {which} is larger.")

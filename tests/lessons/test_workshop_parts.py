"""Every part of the workshop: its starter fails, its solution passes, typical mistakes are called by their names."""

from functools import cache

import numpy as np
import pytest
from law import assert_law
from learner_files import file_of

from lessons.workshop import PARTS, find_part
from lessons.workshop.checking import check
from lessons.workshop.draw import Flavour, recipes
from lessons.workshop.part import Part
from lessons.workshop.verdicts import (
    BadSyntax,
    ChangedInputs,
    Close,
    NoResult,
    NotNumbers,
    NotWritten,
    Raised,
    Report,
    Verdict,
    WrongShape,
    WrongValues,
)

ALL = [pytest.param(part, id=name) for name, part in PARTS.items()]


@cache
def solved(name: str) -> Report:
    return check(PARTS[name], PARTS[name].solution)


def test_there_is_a_part_for_each_piece_of_the_course() -> None:
    assert len(PARTS) == 26
    assert [part.name for part in PARTS.values()] == list(PARTS)


@pytest.mark.parametrize("part", ALL)
def test_a_part_says_all_that_a_learner_needs(part: Part) -> None:
    assert part.statement
    assert part.formula
    assert part.shapes
    assert len(part.hints) >= 3
    assert len(part.mistakes) >= 4
    assert len({mistake.says for mistake in part.mistakes}) == len(part.mistakes)
    assert all(f"`{name}" in part.statement or name in part.starter for name in part.defines)
    assert "your line" in part.starter or "lines go here" in part.starter
    assert max(len(line) for line in (part.starter + part.solution).splitlines()) <= 110


@pytest.mark.parametrize("part", ALL)
def test_the_example_is_small_and_its_results_are_computed(part: Part) -> None:
    assert list(part.example_results) == list(part.results)
    for name, result in part.example_results.items():
        assert np.all(np.isfinite(result)), name
        assert result.size <= 12


@pytest.mark.parametrize("part", [part for part in ALL if part.values[0].ours])
def test_our_version_can_be_laid_beside_it(part: Part) -> None:
    for source in part.our_source:
        assert source.startswith(("def ", "@"))


@pytest.mark.parametrize("part", ALL)
def test_the_starter_runs_and_does_not_pass(part: Part) -> None:
    untouched = check(part, part.starter + "\n# not yet\n")
    assert isinstance(untouched.verdict, NotWritten)
    touched = check(part, part.starter + "\nx = 1\n")
    assert isinstance(touched.verdict, NoResult | WrongValues | WrongShape), touched.verdict.sentence


@pytest.mark.parametrize("part", ALL)
def test_the_solution_passes_exactly_in_every_result(part: Part) -> None:
    report = solved(part.name)
    assert report.has_passed, report.verdict.sentence
    assert all(rung.status == "exact" for rung in report.ladder)
    assert [rung.result for rung in report.ladder] == list(part.results)


def test_the_authors_check_can_ask_a_part_itself() -> None:
    part = find_part("neuron")
    assert part.reference_passes()
    assert not part.starter_passes()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_solutions_pass_with_other_random_cases(seed: int) -> None:
    for name in ("softmax_forward", "dense_backward", "adam", "standard_scaler", "dropout"):
        report = check(PARTS[name], PARTS[name].solution, seed=seed)
        assert report.has_passed, report.verdict.sentence


@pytest.mark.parametrize("part", ALL)
def test_each_mistake_is_recognised(part: Part) -> None:
    for mistake in part.mistakes:
        verdict = check(part, file_of(part, mistake.wrong)).verdict
        assert getattr(verdict, "mistake", "") == mistake.says, verdict.sentence
        assert mistake.says in verdict.sentence


@pytest.mark.parametrize("part", ALL)
def test_the_trace_of_a_solution_points_into_the_learners_file(part: Part) -> None:
    trace = solved(part.name).trace
    if part.has_files:
        assert trace is None  # nothing is computed there
        return
    assert trace is not None
    lines = part.solution.splitlines()
    spans = [operation.span for operation in trace.operations if operation.span.file == f"{part.name}.py"]
    assert spans
    assert_law(trace)
    for span in spans:
        if span.line == span.end_line:
            assert lines[span.line - 1][span.column : span.end_column] == span.text


@pytest.mark.parametrize("part", ALL)
def test_cases_are_drawn_and_always_the_same(part: Part) -> None:
    for recipe in recipes(40)[:8]:
        first, second = part.case(recipe), part.case(recipe)
        assert first.keys() == second.keys()
        for name, value in first.items():
            np.testing.assert_array_equal(value, second[name])


def test_cases_cover_the_edges() -> None:
    every = recipes()
    assert {recipe.flavour for recipe in every} == set(Flavour)
    assert any(recipe.samples == recipe.features == recipe.neurons == 1 for recipe in every)
    cross_entropy = find_part("cross_entropy")
    targets = [cross_entropy.case(recipe)["targets"] for recipe in every]
    assert {target.ndim for target in targets} == {1, 2}
    outputs = [cross_entropy.case(recipe)["outputs"] for recipe in every]
    assert any(np.any(output == 0) and np.any(output == 1) for output in outputs)
    inputs = [find_part("softmax_forward").case(recipe)["inputs"] for recipe in every]
    assert any(np.max(np.abs(each)) > 710 for each in inputs)
    assert any(not np.any(each) for each in inputs)


def layer(body: str) -> str:
    return f"import numpy as np\n\n\nclass Dense:\n    def backward(self, dvalues):\n        {body}\n"


RIGHT = """\
self.dweights = self.inputs.T @ dvalues
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = dvalues @ self.weights.T
        return self.dinputs"""

WRONG_VERSIONS: list[tuple[str, str, type[Verdict], str]] = [
    ("no return", RIGHT.replace("return self.dinputs", ""), NoResult, "gives None"),
    ("no dweights", RIGHT.replace("self.dweights", "dweights"), NoResult, "self.dweights is not set"),
    ("a slip of the pen", RIGHT.replace("self.inputs.T", "self.input.T"), Raised, "There is no input on it"),
    ("self forgotten", RIGHT.replace("self.inputs.T", "inputs.T"), Raised, "write self.inputs"),
    ("no transpose", RIGHT.replace("self.inputs.T", "self.inputs"), Raised, "may need .T"),
    ("a star for an at", RIGHT.replace("dvalues @ self.weights.T", "dvalues * self.weights.T"), Raised, "cell by cell"),
    ("turned", RIGHT.replace("self.inputs.T @ dvalues", "(self.inputs.T @ dvalues).T"), WrongShape, "lies on its side"),
    ("one number", RIGHT.replace(", axis=0, keepdims=True", ""), WrongShape, "without axis="),
    ("no keepdims", RIGHT.replace(", keepdims=True", ""), WrongShape, "keepdims=True"),
    ("wrong axis", RIGHT.replace("axis=0", "axis=1"), WrongShape, "sums over the samples"),
    ("an axis too far", RIGHT.replace("axis=0", "axis=2"), Raised, "Axis 0 goes down"),
    ("in place", "dvalues *= 2\n        " + RIGHT, ChangedInputs, "belongs to whoever calls it"),
    ("minus", RIGHT.replace("dvalues @ self.weights.T", "-dvalues @ self.weights.T"), WrongValues, "the other way"),
    ("float32", RIGHT.replace("self.weights.T", "self.weights.T.astype(np.float32)"), Close, "float32"),
    ("a list of texts", RIGHT.replace("return self.dinputs", "return [str(self.dinputs)]"), NotNumbers, "list"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body", "kind", "says"), WRONG_VERSIONS, ids=[row[0] for row in WRONG_VERSIONS])
def test_wrong_versions_have_their_verdict(what: str, body: str, kind: type[Verdict], says: str) -> None:
    report = check(find_part("dense_backward"), layer(body))
    assert isinstance(report.verdict, kind), report.verdict.sentence
    assert says in report.verdict.sentence


def failing(name: str, source: str) -> Report:
    report = check(find_part(name), source)
    assert not report.has_passed
    return report


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("copy = inputs.copy()\n    copy += 1\n    inputs *= weights\n    return np.sum(inputs) + bias", 6),
        ("view = inputs[:1]\n    view[0] = 3\n    return np.sum(inputs * weights) + bias", 5),
        ("for i in range(len(inputs)):\n        inputs[i] *= weights[i]\n    return np.sum(inputs) + bias", 5),
    ],
)
def test_the_line_that_changes_an_input_is_found(body: str, line: int) -> None:
    report = failing("neuron", f"import numpy as np\n\ndef neuron(inputs, weights, bias):\n    {body}\n")
    assert isinstance(report.verdict, ChangedInputs)
    assert report.change is not None
    assert report.change.span.line == line


def test_a_slip_of_syntax_is_found_at_its_column() -> None:
    verdict = failing("neuron", "def neuron(inputs, weights, bias):\n    return (inputs * * weights)\n").verdict
    assert isinstance(verdict, BadSyntax)
    assert verdict.fault.place is not None
    assert verdict.fault.place.text[verdict.fault.column - 1 :].startswith("* weights")


def test_the_ladder_shows_what_is_right_and_what_is_not() -> None:
    report = failing("dense_backward", layer(RIGHT.replace("axis=0", "axis=1")))
    assert [(rung.result, rung.status.value) for rung in report.ladder] == [
        ("self.dweights", "exact"),
        ("self.dbiases", "wrong shape"),
        ("dinputs", "exact"),
    ]


def test_a_mistake_is_recognised_where_numbers_overflow_besides() -> None:
    body = "e = np.exp(inputs)\n        self.output = e / np.sum(e, axis=0)\n        return self.output"
    source = f"import numpy as np\n\n\nclass Softmax:\n    def forward(self, inputs, training=False):\n        {body}\n"
    assert "The columns sum to one." in failing("softmax_forward", source).verdict.sentence


def test_a_mistake_is_not_recognised_by_what_is_right() -> None:
    """Its losses are the very ones of a mistake in the gradient, but for those that are no numbers."""
    source = find_part("binary_cross_entropy").solution.replace("np.clip(outputs, 1e-7, 1 - 1e-7)", "outputs")
    source = source.replace(" / n_outputs / samples", " / samples")
    said = failing("binary_cross_entropy", source).verdict.sentence
    assert "divided" not in said
    assert "np.clip" in said


def test_each_of_several_functions_is_stepped_by_its_own_name() -> None:
    trace = solved("standard_scaler").trace
    assert trace is not None
    assert [call.part for call in trace.calls] == ["fit", "transform", "transform"]


def test_code_that_does_not_do_the_same_twice_is_told_so() -> None:
    source = find_part("dropout").solution.replace("self.rng.binomial", "np.random.binomial")
    assert "The same inputs give other numbers each time" in failing("dropout", source).verdict.sentence


def test_a_failing_case_is_small() -> None:
    source = find_part("relu_forward").solution.replace(
        "np.maximum(0, inputs)", "np.where(inputs > 700, 700, np.maximum(0, inputs))"
    )
    report = failing("relu_forward", source)
    assert isinstance(report.verdict, WrongValues)
    assert report.case is not None
    assert report.case["inputs"].size <= 2
    assert report.verdict.theirs[report.verdict.cell] == 700


def test_a_failing_case_comes_with_its_trace() -> None:
    report = failing("dense_forward", find_part("dense_forward").solution.replace(" + self.biases", " * self.biases"))
    assert isinstance(report.verdict, WrongValues)
    assert report.trace is not None
    last = report.trace.operations[-1]
    assert last.span.text == "inputs @ self.weights * self.biases"
    np.testing.assert_array_equal(last.result.array, report.verdict.theirs)
    assert last.derive(report.verdict.cell).evaluate() == report.verdict.theirs[report.verdict.cell]


def test_an_error_comes_with_the_trace_up_to_it() -> None:
    source = find_part("dense_forward").solution.replace("inputs @ self.weights", "(inputs * 2) @ self.weights.T")
    report = failing("dense_forward", source)
    assert isinstance(report.verdict, Raised)
    assert report.verdict.lines == ("line 7, Dense.forward: self.output = (inputs * 2) @ self.weights.T + self.biases",)
    assert report.trace is not None
    assert [operation.span.text for operation in report.trace.operations][:1] == ["inputs * 2"]

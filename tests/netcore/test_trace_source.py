"""Operations know where they stand in the source, and what the source calls their operands."""

import ast
from pathlib import Path

import numpy as np
import pytest

from netcore import SGD, CategoricalCrossEntropy, Dense, ReLU, Run, Sequential, Softmax
from netcore.trace import Kind, Recorder, Role, Trace

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def trace() -> Trace:
    rng = np.random.default_rng(0)
    model = Sequential(
        [Dense(2, 3, "he_normal", rng=rng), ReLU(), Dense(3, 3, "he_normal", rng=rng), Softmax()],
        loss=CategoricalCrossEntropy(),
    )
    return Run(model, SGD(1.0, decay=0.5), rng.standard_normal((5, 2)), np.arange(5) % 3).trace()


def test_calls_run_through_the_phases_of_an_update(trace):
    assert [call.title for call in trace.calls] == [
        "dense1 · forward",
        "relu1 · forward",
        "dense2 · forward",
        "softmax1 · forward",
        "loss · forward",
        "loss · average",
        "loss · backward",
        "softmax1 · backward",
        "dense2 · backward",
        "relu1 · backward",
        "dense1 · backward",
        "update dense1.weights",
        "update dense1.biases",
        "update dense2.weights",
        "update dense2.biases",
    ]
    assert [str(phase) for phase in trace.phases] == ["forward", "loss", "backward", "update"]
    assert [call for calls in trace.phases.values() for call in calls] == list(trace.calls)


def test_each_span_is_the_sub_expression_in_the_file(trace):
    for operation in trace.operations:
        span = operation.span
        lines = (ROOT / span.file).read_text().splitlines()[span.line - 1 : span.end_line]
        assert len(lines) > 1 or lines[0][span.column : span.end_column] == span.text
        assert ast.parse(span.text)
        place = span.line - operation.source.first_line
        assert operation.source.lines[place] == lines[0]


def test_one_line_of_a_layer_is_two_operations_with_their_own_spans(trace):
    product, addition = trace.calls[0].operations
    assert product.span.text == "inputs @ self.weights"
    assert addition.span.text == "inputs @ self.weights + self.biases"
    assert [operand.label for operand in product.operands] == ["inputs", "self.weights"]
    assert [operand.label for operand in addition.operands] == ["inputs @ self.weights", "self.biases"]
    assert (product.result.label, addition.result.label) == ("inputs @ self.weights", "self.output")
    assert addition.result.name == "dense1.output"
    assert product.kind is Kind.MATMUL
    assert product.source.name == "Dense.forward"


def test_a_constant_is_called_what_its_source_says(trace):
    labels = {
        operand.label: operand.value
        for operation in trace.operations
        for operand in operation.operands
        if operand.value.role is Role.CONSTANT
    }
    assert {"-learning_rate", "CLIP", "1 - CLIP", "len(outputs)", "0"} <= set(labels)
    assert float(labels["-learning_rate"].array) == -1.0


def test_an_update_makes_the_next_version_of_a_parameter(trace):
    before, after = trace.value("dense1.weights"), trace.value("dense1.weights@after")
    assert (before.version, after.version) == (0, 1)
    assert before.role is Role.PARAMETER
    assert after.operation.is_in_place
    assert np.any(before.array != after.array)


def test_an_unknown_name_is_answered_with_the_known_ones(trace):
    with pytest.raises(KeyError, match=r"no value 'dense3.output'.*dense1\.output"):
        trace.value("dense3.output")


def test_a_cell_that_is_not_there_is_named(trace):
    with pytest.raises(IndexError, match=r"self\.output has the shape \(5, 3\); it has no cell \(5, 0\)"):
        trace.calls[0].operations[1].derive((5, 0))


def test_labels_of_every_form_of_argument():
    recorder = Recorder()
    x = recorder.watch(np.arange(6.0).reshape(2, 3), "x", Role.DATA)
    rate = 0.5
    rows = np.array([1, 0])
    np.concatenate([x, rate * x], axis=0)
    x[rows, 1:].sum(axis=1)
    x[rows] = rate + x
    left, right = x.T, x.max(axis=1)
    x[0] += right[0]
    labels = [[operand.label for operand in operation.operands] for operation in recorder.operations]
    results = [operation.result.label for operation in recorder.operations]
    assert labels[:2] == [["rate", "x"], ["x", "rate * x"]]
    assert labels[2:4] == [["x", "rows"], ["x[rows, 1:]"]]
    assert labels[4:6] == [["rate", "x"], ["x", "rows", "rate + x"]]
    assert results[6:8] == ["left", "right"]
    assert labels[8] == ["x"]
    assert ["x", "x[0] + right[0]"] in labels
    assert left.shape == (3, 2)


def test_what_a_function_of_python_asks_is_not_named_after_the_order_of_its_arguments():
    recorder = Recorder()
    x = recorder.watch(np.array([[2.0]]), "x", Role.DATA)
    larger = max(0, x)
    asked = recorder.operations[0]
    assert asked.name == "greater"
    assert [operand.label for operand in asked.operands] == ["x", "0"]
    assert asked.result.label == "max(0, x)"
    assert larger[0, 0] == 2


def test_source_with_letters_of_two_bytes_has_the_right_columns():
    recorder = Recorder()
    größe = recorder.watch(np.ones(2), "größe", Role.DATA)
    name, doubled = "é", größe * 2
    (operation,) = recorder.operations
    assert operation.span.text == "größe * 2"
    assert operation.result.label == "doubled"
    assert operation.operands[0].label == "größe"
    line = Path(__file__).read_text().splitlines()[operation.span.line - 1]
    assert line[operation.span.column : operation.span.end_column] == "größe * 2"
    assert doubled[0] == 2
    assert name == "é"


def test_the_row_that_a_loop_takes_has_the_name_of_its_variable():
    recorder = Recorder()
    x = recorder.watch(np.ones((1, 2)), "x", Role.DATA)
    for row in x.T[:1]:
        assert row.shape == (1,)
    assert len([value * 2 for value in x]) == 1
    taken = [operation for operation in recorder.operations if operation.span.text in ("x.T[:1]", "x")]
    assert [(operation.operands[0].label, operation.result.label) for operation in taken] == [
        ("x.T", "x.T[:1]"),
        ("x.T[:1]", "row"),
        ("x", "value"),
    ]


CHAIN = """total = (
    x.T  # three rows
    .reshape(2, -1)
    .sum(
        axis=1,  # of each
    )
)
"""


def test_a_chain_over_several_lines_is_one_expression_without_its_comments(tmp_path):
    path = tmp_path / "chain.py"
    path.write_text(CHAIN)
    recorder = Recorder()
    x = recorder.watch(np.ones((2, 3)), "x", Role.DATA)
    exec(compile(CHAIN, path, "exec"), {"x": x})
    spans = [(operation.span.text, operation.span.line, operation.span.end_line) for operation in recorder.operations]
    assert spans == [("x.T", 2, 2), ("x.T.reshape(2, -1)", 2, 3), ("x.T.reshape(2, -1).sum(axis=1)", 2, 6)]
    assert recorder.operations[-1].result.label == "total"


def test_code_without_a_file_is_recorded_with_the_names_of_its_values():
    recorder = Recorder()
    x = recorder.watch(np.ones(2), "x", Role.DATA)
    exec(compile("y = x + 1", "<typed>", "exec"), {"x": x})
    (operation,) = recorder.operations
    assert [operand.label for operand in operation.operands] == ["x", "1"]
    assert operation.derive((0,)).with_numbers().endswith("= 1 + 1 = 2")

"""A real trace, as the views show it."""

import numpy as np
import pytest
from view_stage import text

from netcore import (
    SGD,
    CategoricalCrossEntropy,
    Dense,
    MeanSquaredError,
    ReLU,
    Run,
    Sequential,
    Sigmoid,
    Softmax,
    SoftmaxCrossEntropy,
)
from netcore.trace import Cursor, Phase
from tui.lab.from_trace import code_of, input_shown, key_of, network_of, shown_of, step_of, tables_of, value_of
from tui.render.code import draw_code
from tui.render.derivation import draw_derivation
from tui.render.lines import Tone
from tui.render.network import draw_chain
from tui.render.steps import step_words


@pytest.fixture(scope="module")
def trace():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(5, 2)), np.array([0, 1, 2, 0, 1])
    layers = [Dense(2, 3, rng=rng), ReLU(), Dense(3, 3, rng=rng), Softmax()]
    return Run(Sequential(layers, loss=CategoricalCrossEntropy()), SGD(1.0), X, y).trace()


def operation(trace, name, part, phase):
    calls = (call for call in trace.calls if call.part == part and call.phase is phase)
    return next(operation for call in calls for operation in call.operations if operation.name == name)


def product(trace):
    return operation(trace, "matmul", "dense2", Phase.BACKWARD)


def test_the_tables_are_the_operands_and_the_result(trace):
    tables = tables_of(product(trace), (0, 1))
    assert [table.label for table in tables] == ["self.inputs.T", "dvalues", "self.dweights"]
    assert [table.is_result for table in tables] == [False, False, True]
    assert tables[0].lit == {(0, sample) for sample in range(5)}
    assert tables[1].lit == {(sample, 1) for sample in range(5)}


def test_a_key_leads_back_to_its_value(trace):
    for table in tables_of(product(trace)):
        value = value_of(product(trace), table.key)
        assert value is not None
        assert value.array is table.array
    assert value_of(product(trace), "no such key") is None


def test_the_path_is_shown_in_the_tables(trace):
    value = product(trace).result
    masks = trace.origins(value, (0, 1))
    shown = {table.key: table.path for table in tables_of(product(trace), path=masks)}
    assert shown[key_of(product(trace).operands[0].value)][0].all()


def test_the_code_has_the_exact_sub_expression_lit(trace):
    lines = draw_code(code_of(product(trace)), 80, 30)
    assert [piece.text for line in lines for piece in line if piece.tone is Tone.SPAN] == ["self.inputs.T @ dvalues"]
    assert text(lines[:1]).split() == [
        "netcore/layers/dense.py", "·", product(trace).source.name, "backward", "·", "2/5",
    ]  # fmt: skip


def test_every_operation_can_be_shown(trace):
    for cursor in (Cursor(trace, position) for position in range(1, len(trace.operations) + 1)):
        cell = tuple(length - 1 for length in cursor.operation.result.shape)
        shown = shown_of(cursor.operation.derive(cell))
        assert shown.forms or shown.note
        assert draw_derivation(shown, 0, 80, 5, True)
        assert tables_of(cursor.operation, cell)
        assert draw_code(code_of(cursor.operation), 80, 10)
        assert step_of(cursor).number <= step_of(cursor).count
        assert f"[{network_of(cursor).current}]" in text([draw_chain(network_of(cursor), 90)])


def test_a_derivation_has_names_numbers_and_leaves(trace):
    shown = shown_of(product(trace).derive((0, 1)), ("loss.output[0]",))
    assert shown.label == "self.dweights[0,1]"
    assert shown.forms[0].names.startswith("self.inputs.T[0,0]·dvalues[0,1] + ")
    assert len(shown.leaves) == 10
    assert shown.leaves[0].can_enter
    assert shown.trail == ("loss.output[0]",)
    assert all(form.result for form in shown.forms)


def test_a_given_number_says_what_it_is(trace):
    first = operation(trace, "matmul", "dense1", Phase.FORWARD)
    leaf = first.derive((0, 0)).leaves[1]
    assert shown_of(first.derive((0, 0))).leaves[1].can_enter
    assert shown_of(first.derive((0, 0))).leaves[1].about == "parameter dense1.weights"
    assert input_shown(leaf.value, leaf.index).note.endswith(" is a parameter, as it was when this update began")


def test_a_copied_number_has_no_arithmetic_but_its_place(trace):
    transpose = operation(trace, "transpose", "dense2", Phase.BACKWARD)
    (form,) = shown_of(transpose.derive((0, 1))).forms
    assert (form.names, form.numbers) == ("self.inputs[1,0]", "")
    assert form.result


def test_a_number_that_is_only_given_its_sign_is_written_once():
    model = Sequential([Dense(1, 1), Sigmoid()], loss=MeanSquaredError())
    model.part("dense1").weights[:] = 0.5
    trace = Run(model, SGD(1.0), np.array([[1.0], [-1.0]]), np.zeros((2, 1))).trace()
    negative = next(operation for operation in trace.operations if operation.name == "negative")
    (plus,), (minus,) = (shown_of(negative.derive((row, 0))).forms for row in (0, 1))
    assert (plus.numbers, plus.result) == ("", "−0.5")
    assert (minus.numbers, minus.result) == ("−(−0.5)", "0.5")


def test_the_step_says_where_the_cursor_is(trace):
    cursor = Cursor(trace).to_operation(product(trace).number)
    assert text([step_words(step_of(cursor))]) == " update 0 · backward · dense2 · 2/5"
    assert sum(length for _, length in step_of(cursor).lengths) == len(trace.operations)
    assert text([step_words(step_of(Cursor(trace)))]) == " update 0 · at its start"


def test_the_loss_is_shown_once_it_is_computed(trace):
    mean = trace.value("loss.mean").operation.number
    before, after = (network_of(Cursor(trace, mean + more)) for more in (0, 1))
    assert before.nodes[-1].about == ""
    assert float(after.nodes[-1].about) == pytest.approx(trace.value("loss.mean").array.item(), abs=1e-4)


def test_an_update_marks_the_part_whose_parameter_changes(trace):
    last = Cursor(trace, len(trace.operations))
    assert network_of(last).current == "dense2"
    assert step_of(last).part == "dense2.biases"


def test_a_loss_is_called_by_the_parts_that_it_runs_within_itself(trace):
    assert network_of(Cursor(trace)).nodes[-1].words == "loss"
    rng = np.random.default_rng(0)
    model = Sequential([Dense(2, 3, rng=rng)], loss=SoftmaxCrossEntropy())
    fused = Run(model, SGD(1.0), rng.normal(size=(3, 2)), np.array([0, 1, 2])).trace()
    assert network_of(Cursor(fused)).nodes[-1].words == "softmax + loss"
    assert "softmax + loss" in text([draw_chain(network_of(Cursor(fused)), 80)])


def test_a_single_number_is_called_one_and_a_written_one_a_constant(trace):
    by_hand = operation(trace, "maximum", "relu1", Phase.FORWARD)
    assert {table.about for table in tables_of(by_hand) if not table.array.ndim} == {"constant"}
    means = [table for o in trace.operations for table in tables_of(o) if table.label == "self.mean"]
    assert {table.about for table in means} == {"one number"}

"""What the workshop says in lines, for every part and every kind of verdict, in narrow and wide panes."""

import numpy as np
import pytest
from view_stage import text

from lessons.workshop import PARTS, find_part
from lessons.workshop.compare import Status
from lessons.workshop.draw import recipes
from lessons.workshop.faults import Fault, Place
from lessons.workshop.studio import Entry, Standing
from lessons.workshop.verdicts import BadSyntax, NotWritten, Passed, Raised, Report, Rung
from tui.render.lines import width_of
from tui.render.parts import draw_ahead, draw_parts
from tui.render.table import telling_digits
from tui.render.workshop import (
    Help,
    compared_tables,
    draw_case,
    draw_ours,
    draw_printed,
    draw_statement,
    draw_verdict,
    verdict_in_a_line,
)

DENSE = find_part("dense_forward")


@pytest.mark.parametrize("width", [56, 76, 100])
@pytest.mark.parametrize("name", list(PARTS))
def test_every_part_is_told_within_its_width(name, width):
    part = PARTS[name]
    lines = draw_statement(part, width, Help(part.hints))
    shown = text(lines)
    assert all(result in shown for result in part.results)
    assert all(name in shown for name in part.example)
    too_long = [text([line]) for line in lines if width_of(line) > width]
    assert not too_long


@pytest.mark.parametrize("width", [56, 76])
@pytest.mark.parametrize("name", list(PARTS))
def test_a_solution_can_be_read_to_the_end_of_each_line(name, width):
    source = PARTS[name].solution
    shown = text(draw_statement(PARTS[name], width, Help(solution=source))).split("A solution\n")[1]
    assert "".join(shown.split()) == "".join(source.split())
    assert max(map(len, shown.split("\n"))) <= width


def test_each_line_of_a_formula_is_a_line():
    shown = text(draw_statement(find_part("dense_backward"), 76))
    assert "formula  dweights = inputsᵀ · dvalues\n         dbiases = Σ over the samples of dvalues\n" in shown


def test_two_formulas_in_a_line_part_where_there_is_no_room():
    sgd = find_part("sgd")
    assert "(1 + decay · updates)      change = −η · gradient" in text(draw_statement(sgd, 90))
    assert "(1 + decay · updates)\n         change = −η · gradient" in text(draw_statement(sgd, 76))


def test_what_is_returned_and_kept_is_shown_once():
    shown = text(draw_statement(find_part("softmax_forward"), 76))
    assert "output, self.output 2×3" in shown
    assert shown.count("+0.665") == 1


def test_who_has_passed_is_told_what_to_do_now():
    neuron = find_part("neuron")
    shown = text(draw_ahead(DENSE, neuron, 76))
    assert "w puts it in the place of ours.\n   Next to write: A neuron, of chapter 2." in shown
    assert "w puts" not in text(draw_ahead(neuron, DENSE, 76))
    assert f"All {len(PARTS)} parts are yours now." in text(draw_ahead(neuron, None, 76))


def test_the_ladder_has_a_mark_and_a_word_for_each_result():
    ladder = (Rung("output", Status.EXACT), Rung("dweights", Status.CLOSE), Rung("dinputs", Status.WRONG_SHAPE))
    shown = text(draw_verdict(Report(NotWritten(("forward",)), ladder), is_checked=True, width=60))
    assert "· Still to be written: forward." in shown
    assert "✓ output    exact\n   ≈ dweights  close\n   ✗ dinputs   wrong shape" in shown


def test_a_text_that_was_changed_since_says_so():
    report = Report(Passed(62))
    assert "changed it since" not in text(draw_verdict(report, is_checked=True, width=60))
    assert "changed it since" in text(draw_verdict(report, is_checked=False, width=60))
    assert "before your last change" in text([verdict_in_a_line(report, is_checked=False)])


def test_an_error_is_shown_with_the_lines_on_the_way_to_it():
    places = (Place(12, "Dense.forward", "helper(inputs)"), Place(6, "helper", "return a @ b"))
    shown = text(draw_verdict(Report(Raised(Fault("ValueError", "no", places))), is_checked=True, width=60))
    assert "line 12, Dense.forward: helper(inputs)\n   line 6, helper: return a @ b" in shown


def test_an_error_names_its_only_line_too():
    places = (Place(5, "neuron", "return " + "weights + " * 8 + "0"),)
    shown = text(draw_verdict(Report(Raised(Fault("ValueError", "no", places))), is_checked=True, width=60))
    assert "   line 5, neuron: return weights + weights" in shown
    assert max(map(len, shown.split("\n"))) <= 60


def test_a_mark_stands_where_python_stopped_reading():
    fault = Fault("SyntaxError", "expected ':'", (Place(4, "", "def neuron(inputs)"),), column=19)
    shown = text(draw_verdict(Report(BadSyntax(fault)), is_checked=True, width=60)).split("\n")
    assert shown[-2] == "   line 4: def neuron(inputs)"
    assert shown[-1].index("^") == shown[-2].index(")") + 1
    narrow = text(draw_verdict(Report(BadSyntax(fault)), is_checked=True, width=24))
    assert "^" not in narrow
    assert "neuron(inputs)" in narrow


def test_the_inputs_are_shown_with_their_numbers():
    case = {"inputs": np.array([[1.5, -2.0]]), "rate": 0.5, "decay": 0.25}
    shown = text(draw_case(Report(Passed(1), case=case), 76))
    assert "for these inputs\n   rate = 0.5   decay = 0.25\n" in shown
    assert "0   +1.500  −2.000" in shown
    assert draw_case(Report(Passed(1)), 76) == []


@pytest.mark.parametrize("width", [56, 76])
@pytest.mark.parametrize("name", list(PARTS))
def test_the_inputs_of_a_case_of_any_size_have_room(name, width):
    for recipe in recipes()[::5]:
        lines = draw_case(Report(Passed(1), case=PARTS[name].case(recipe)), width)
        assert max(map(width_of, lines)) <= width
        assert len(lines) < 60


def test_prints_are_cleaned_and_cut():
    printed = "\x1b[2Jone\n" + "more\n" * 500
    shown = text(draw_printed(Report(Passed(1), printed=printed), 80))
    assert "\x1b" not in shown
    assert "[2Jone" in shown
    assert "more lines" in shown
    assert draw_printed(Report(Passed(1)), 80) == []


def test_a_long_printed_line_goes_on_in_the_next():
    lines = draw_printed(Report(Passed(1), printed="word " * 30 + "\n  [1  2]\n" + "x" * 90), 40)
    assert max(map(width_of, lines)) <= 40
    assert text(lines).count("word") == 30
    assert text(lines).count("x") == 90
    assert "     [1  2]\n" in text(lines)


def test_two_numbers_that_are_nearly_equal_are_written_so_that_they_differ():
    expected, theirs = np.array([[-0.129798, 2.0]]), np.array([[-0.130435, 2.0]])
    wide, narrow = zip(
        *(table.facts.notations for table in compared_tables("change", expected, theirs, (0, 0))), strict=True
    )
    for ours, others in (wide, narrow):
        assert ours.text(-0.129798) != others.text(-0.130435)
    usual = compared_tables("change", expected, expected + 1, (0, 0))
    assert [table.digits for table in usual] == [4, 4]
    assert [table.digits for table in compared_tables("change", expected, theirs[0], None)] == [4, 4]
    assert telling_digits(np.array(1.0), np.array(np.nextafter(1.0, 2)), ()) == 17


def test_a_long_name_leaves_room_for_what_tells_two_tables_apart():
    ones = np.ones((1, 1))
    assert [table.label for table in compared_tables("change", ones, ones, None)] == ["change should be", "change is"]
    assert [table.label for table in compared_tables("new data, scaled", ones, ones, None)] == ["it should be", "it is"]


def test_our_version_is_shown_to_those_who_passed():
    assert "inputs @ self.weights + self.biases" in text(draw_ours(DENSE, Report(Passed(1)), 76))
    assert draw_ours(DENSE, Report(NotWritten(("forward",))), 76) == []


@pytest.mark.parametrize("width", [56, 76])
@pytest.mark.parametrize("part", [part for part in PARTS.values() if part.ours])
def test_our_version_can_be_read_to_the_end_of_each_line(part, width):
    shown = text(draw_ours(part, Report(Passed(1)), width)).split("as netcore has it\n")[1]
    assert "".join(shown.split()) == "".join("".join(part.our_source).split())
    assert max(map(len, shown.split("\n"))) <= width


def test_each_standing_has_a_mark_of_its_own():
    entries = [Entry(DENSE, standing) for standing in Standing]
    lines = text(draw_parts(entries, 1, 0, 80, 10)).split("\n")
    assert len({line[3] for line in lines}) == len(Standing)
    assert [line.startswith(" ▶") for line in lines] == [False, True, False, False]


def test_parts_out_of_sight_are_counted():
    entries = [Entry(part, Standing.UNTOUCHED) for part in PARTS.values()]
    shown = text(draw_parts(entries, 10, 5, 80, 10))
    assert "… 6 more above" in shown
    assert f"… {len(entries) - 14} more below" in shown

"""The doctor: what it finds, and what it says to change."""

import os

import pytest
from terminal_stage import TerminalStage

from tui.command_line.arguments import Arguments
from tui.command_line.doctor import NEEDED, Mark, home_finding, maths_findings, terminal_findings, version_findings

GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


def found(environ, size=(120, 40), **arguments):
    return {f.name: f for f in terminal_findings({**GOOD, **environ}, Arguments(**arguments), size=size)}


def test_a_good_terminal_on_a_good_machine(tmp_path):
    stage = TerminalStage(tmp_path, "--doctor", columns=120, rows=40, COLORTERM="truecolor")
    stage.wait_for("All is well.")
    assert stage.ended() == 0
    for word in ("TERM=xterm-256color", "truecolor", "120 columns", "Braille", "numpy", "openblas", str(tmp_path)):
        assert word in stage.text


def test_a_bad_terminal_is_told_what_to_change(tmp_path):
    stage = TerminalStage(tmp_path / "none", "--doctor", columns=50, rows=10, TERM="dumb")
    stage.wait_for("to change.")
    assert stage.ended() == 1


@pytest.mark.parametrize(
    ("environ", "name", "mark", "advice"),
    [
        ({"TERM": "dumb"}, "terminal", Mark.CHANGE, "TERM=xterm-256color"),
        ({"TERM": "xterm", "COLORTERM": ""}, "colours", Mark.NOTE, "--colors 256"),
        ({"NO_COLOR": "1"}, "colours", Mark.GOOD, ""),
        ({"TERM": "screen", "STY": "1.x", "LANG": "C"}, "characters", Mark.CHANGE, "C.UTF-8"),
        ({"TMUX": "/tmp/tmux"}, "multiplexer", Mark.NOTE, "set-clipboard"),
        ({"STY": "1.x"}, "multiplexer", Mark.NOTE, "file"),
        ({"SSH_CONNECTION": "1 2 3 4"}, "connection", Mark.GOOD, ""),
    ],
)
def test_what_the_environment_says(environ, name, mark, advice):
    finding = found(environ)[name]
    assert finding.mark is mark
    assert advice in str(finding)


@pytest.mark.parametrize(("size", "mark"), [((120, 40), Mark.GOOD), ((80, 24), Mark.NOTE), ((50, 10), Mark.CHANGE)])
def test_sizes(size, mark):
    assert found({}, size)["size"].mark is mark


def test_what_is_installed_is_right():
    findings = {finding.name: finding for finding in version_findings()}
    assert {name for name, _, _ in NEEDED} < findings.keys()
    assert all(finding.mark is Mark.GOOD for finding in findings.values())


def test_many_threads_are_noted():
    marks = [finding.mark for finding in maths_findings({"OPENBLAS_NUM_THREADS": "8"})]
    assert Mark.NOTE in marks
    assert [finding.mark for finding in maths_findings({})] == [Mark.GOOD, Mark.GOOD]


def test_the_place_of_progress_is_really_tried(tmp_path):
    assert home_finding(tmp_path / "new").mark is Mark.GOOD
    assert list((tmp_path / "new").iterdir()) == []
    (tmp_path / "file").write_text("")
    finding = home_finding(tmp_path / "file" / "home")
    assert finding.mark is Mark.CHANGE
    assert "--home" in finding.advice


def test_a_place_that_others_can_look_into_is_noted(tmp_path):
    os.chmod(tmp_path, 0o755)
    assert home_finding(tmp_path).mark is Mark.NOTE

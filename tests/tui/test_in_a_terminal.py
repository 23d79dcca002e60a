"""The real program in a real terminal, from its start to the last page, and back again."""

import signal

import pytest
from terminal_stage import TerminalStage

from lessons.blocks import Choice, Fill, Predict, Question, Try
from lessons.course import Course
from lessons.evidence import Evidence
from lessons.grading import answer_text, ordered
from tui.lesson.tasks import answering_of

MODES_OFF = (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?25h")


@pytest.fixture(scope="module")
def lesson():
    return Course.discover().find("one-update").open()


@pytest.fixture(scope="module")
def evidence():
    return Evidence()


def keys_for(task, evidence):
    """Return what a learner types who knows the answer, one line or key after the other."""
    match task:
        case Choice():
            return [answer_text(task, evidence) + "\r"]
        case Predict(question=Question.ORDER):
            labels = [item.label for item in task.items]
            return ["abcde"[labels.index(item.label)] for item, _ in ordered(task, evidence)]
        case Predict(question=Question.SIGN):
            return [{"positive": "+", "negative": "-", "zero": "0"}[answer_text(task, evidence)] + "\r"]
        case Predict():
            return [_typed(answer_text(task, evidence)) + "\r"]
        case Fill():
            return [f"{_typed(part.strip())}\r" for part in answer_text(task, evidence).split(";")]
        case Try():
            return [" ", "\r"]
    raise AssertionError(task)


def _typed(answer):
    return answer.replace("−", "-").replace(" × ", "x").replace("×", "x")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_from_the_start_to_the_last_page(tmp_path, lesson, evidence, columns, rows):
    stage = TerminalStage(tmp_path, columns=columns, rows=rows)
    stage.wait_for("One update, all the way")
    stage.press("\r")
    for page in lesson.pages:
        stage.wait_for(f"page {page.number}/{len(lesson.pages)}")
        for task in page.tasks:
            for keys in keys_for(task, evidence):
                stage.press(keys)
            if isinstance(task, Try) and columns == 80:
                stage.wait_for("all done on this page")
                stage.press_until("\t", "lab ▸")
            elif answering_of(task) is None:
                stage.wait_for("saved")
        stage.wait_for("enter go on")
        is_last = page.number == len(lesson.pages)
        stage.press_until("\r", " lessons" if is_last else f"page {page.number + 1}/")
    stage.wait_for("✓")
    assert stage.leave() == 0
    assert all(mode in stage.raw for mode in MODES_OFF)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_it_goes_on_at_the_same_page_update_and_step(tmp_path, lesson, evidence, columns, rows):
    stage = TerminalStage(tmp_path, "one-update", columns=columns, rows=rows)
    stage.wait_for("page 1/")
    stage.press(*keys_for(lesson.pages[0].tasks[0], evidence))
    stage.wait_for("saved")
    stage.press("\r")
    stage.wait_for("page 2/")
    for key in ":3\r":
        stage.press(key)
    stage.wait_for("update 3")
    stage.press("i")
    stage.wait_for("1/2")
    assert stage.leave() == 0
    again = TerminalStage(tmp_path, columns=columns, rows=rows)
    again.wait_for("page 2 · update 3")
    again.press("\r")
    again.wait_for("update 3 · forward · dense1 · 1/2")
    assert again.leave() == 0


def test_what_was_called_saved_survives_a_kill(tmp_path, lesson, evidence):
    stage = TerminalStage(tmp_path, "one-update")
    stage.wait_for("page 1/")
    stage.press(*keys_for(lesson.pages[0].tasks[0], evidence))
    stage.wait_for("saved")
    stage.kill()
    again = TerminalStage(tmp_path, "one-update")
    again.wait_for("✓ Ours knows nothing")
    assert again.leave() == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_restores_the_terminal(tmp_path, number, code):
    stage = TerminalStage(tmp_path, "one-update")
    stage.wait_for("page 1/")
    stage.child.kill(number)
    assert stage.ended() == code
    assert all(mode in stage.raw for mode in MODES_OFF)


def test_a_signal_while_a_run_goes_on_ends_it_too(tmp_path):
    stage = TerminalStage(tmp_path, "one-update", "--page", "2")
    stage.wait_for("page 2/")
    for key in (" ", "9", "9", "9", "9", "9", "9", "\r"):
        stage.press(key)
    stage.wait_for("any key stops")
    stage.child.kill(signal.SIGTERM)
    assert stage.ended() == 143


def test_without_a_mouse_the_terminal_keeps_it(tmp_path):
    stage = TerminalStage(tmp_path, "--no-mouse")
    stage.wait_for("One update, all the way")
    assert b"\x1b[?1000h" not in stage.raw
    assert stage.leave() == 0


def test_no_color_sends_no_colour(tmp_path):
    stage = TerminalStage(tmp_path, "one-update", NO_COLOR="1")
    stage.wait_for("page 1/")
    stage.press("\tn")
    assert b"38;5;" not in stage.raw
    assert b"38;2;" not in stage.raw
    assert stage.leave() == 0


def test_ascii_sends_ascii_only(tmp_path):
    stage = TerminalStage(tmp_path, "one-update", "--ascii")
    stage.wait_for("page 1/")
    stage.press("\tnc")
    assert stage.raw.isascii()
    assert stage.leave() == 0


@pytest.mark.parametrize("word", ["one-updat3", "zebra"])
def test_an_unknown_lesson_is_one_line_with_the_nearest_names(tmp_path, word):
    stage = TerminalStage(tmp_path, word)
    assert stage.ended(30) == 2
    assert "one-update" in stage.text
    assert "Traceback" not in stage.text


def test_a_dumb_terminal_is_told_what_to_do(tmp_path):
    stage = TerminalStage(tmp_path, TERM="dumb")
    assert stage.ended(30) == 2
    assert b"TERM=xterm-256color" in stage.raw
    assert b"\x1b[" not in stage.raw


def test_a_tiny_window_says_what_it_needs(tmp_path):
    stage = TerminalStage(tmp_path, "one-update", columns=20, rows=5)
    stage.wait_for("enlarge")
    stage.wait_for("60×18 is needed")
    assert stage.leave() == 0

"""What is read from the environment about the terminal."""

import pytest

from tui.terminal import Colors, Drawing, look

UTF8 = {"LANG": "en_US.UTF-8"}


@pytest.mark.parametrize(
    ("environ", "colors"),
    [
        ({"TERM": "xterm-256color"}, Colors.MANY),
        ({"TERM": "tmux-256color"}, Colors.MANY),
        ({"TERM": "xterm-kitty"}, Colors.MANY),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Colors.TRUE),
        ({"TERM": "xterm"}, Colors.FEW),
        ({"TERM": "linux"}, Colors.FEW),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, Colors.NONE),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, Colors.MANY),
    ],
)
def test_colours(environ, colors):
    assert look(environ).colors is colors


@pytest.mark.parametrize(
    ("environ", "encoding", "drawing"),
    [
        ({"TERM": "xterm-256color"}, "utf-8", Drawing.FULL),
        ({"TERM": "xterm-256color"}, "UTF8", Drawing.FULL),
        ({"TERM": "xterm-256color"}, "ascii", Drawing.ASCII),
        ({"TERM": "xterm-256color"}, "iso8859-1", Drawing.ASCII),
        ({"TERM": "linux"}, "utf-8", Drawing.BOXES),
        ({"TERM": "screen", "STY": "1.pts", "LANG": "C"}, "utf-8", Drawing.ASCII),
        ({"TERM": "screen", "STY": "1.pts", **UTF8}, "utf-8", Drawing.FULL),
        ({"TERM": "xterm-256color", "LANG": "C"}, "utf-8", Drawing.ASCII),
        ({"TERM": "xterm-256color", "LC_ALL": "POSIX", **UTF8}, "utf-8", Drawing.ASCII),
        ({"TERM": "xterm-256color", "LC_CTYPE": "C.UTF-8", "LANG": "C"}, "utf-8", Drawing.FULL),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux"}, "utf-8", Drawing.FULL),
    ],
)
def test_characters(environ, encoding, drawing):
    assert look(environ, encoding=encoding).drawing is drawing


@pytest.mark.parametrize(
    ("environ", "drawing"),
    [
        ({"TERM": "xterm", "LANG": "C"}, Drawing.ASCII),
        ({"TERM": "screen", "STY": "1.pts"}, Drawing.ASCII),
        ({"TERM": "xterm"}, Drawing.FULL),
        ({"TERM": "xterm", **UTF8}, Drawing.FULL),
    ],
)
def test_the_locale_that_python_chose_for_itself_does_not_count(environ, drawing):
    assert look({**environ, "LC_CTYPE": "C.UTF-8"}, is_utf8_mode=True).drawing is drawing


def test_what_the_learner_asks_for_counts_more():
    found = look({"TERM": "linux", "NO_COLOR": "1"}, is_ascii=True, colors=Colors.TRUE)
    assert (found.drawing, found.colors) == (Drawing.ASCII, Colors.TRUE)


def test_a_good_terminal_has_no_problem():
    assert look({"TERM": "xterm-256color"}).problem is None


@pytest.mark.parametrize(
    ("environ", "sides", "word"),
    [
        ({"TERM": "dumb"}, {}, "TERM=dumb"),
        ({}, {}, "TERM=unknown"),
        ({"TERM": "xterm"}, {"has_input": False}, "pipe"),
        ({"TERM": "xterm"}, {"has_output": False}, "pipe"),
    ],
)
def test_a_problem_is_one_line_that_says_what_to_do(environ, sides, word):
    problem = look(environ, **sides).problem
    assert problem is not None
    assert word in problem
    assert "\n" not in problem


def test_over_ssh_late_bytes_are_waited_for():
    near, far = look({"TERM": "xterm"}), look({"TERM": "xterm", "SSH_CONNECTION": "1.2.3.4"})
    assert int(near.environment()["ESCDELAY"]) < int(far.environment()["ESCDELAY"])
    assert "TEXTUAL_FPS" in far.environment()
    assert "TEXTUAL_FPS" not in near.environment()


@pytest.mark.parametrize("environ", [{"SSH_CONNECTION": "1 2 3 4"}, {"SSH_TTY": "/dev/pts/1"}])
def test_a_slow_connection_is_spared(environ):
    slow = look({"TERM": "xterm", **environ})
    assert slow == look({"TERM": "xterm"}, is_slow=True)
    assert slow.environment()["TEXTUAL_FPS"] == "15"
    assert slow.environment()["ESCDELAY"] == "400"
    assert slow.chart_frames < look({"TERM": "xterm"}).chart_frames
    assert "TEXTUAL_FPS" not in look({"TERM": "xterm"}).environment()

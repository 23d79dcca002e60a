"""The command line: what it takes, and what it answers to what it cannot take."""

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tui.command_line.arguments import read
from tui.command_line.reports import report
from tui.terminal import Colors


def run(*words, **environment):
    """Run the program without a terminal."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("TEXTUAL")}
    return subprocess.run(
        [sys.executable, "-m", "tui", *words],
        env={**settings, "TERM": "xterm-256color", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def lesson_named(name):
    return f'+++\nid = "{name}"\ntitle = "A test"\npart = "Tests"\nminutes = 1\n+++\n\n## One page\n\nText.\n\n'


def test_nothing_asks_for_the_course():
    arguments = read([])
    assert arguments.lesson is None
    assert not arguments.is_report
    assert arguments.has_mouse


def test_a_lesson_and_its_page(tmp_path):
    (tmp_path / "small.md").touch()
    arguments = read(["loss", "--page", "3", "--home", str(tmp_path), "--lessons", str(tmp_path), "--no-mouse"])
    assert read(["--workspace", str(tmp_path / "mine")]).workspace == tmp_path / "mine"
    assert (arguments.lesson, arguments.page, arguments.home) == ("loss", 3, tmp_path)
    assert arguments.lessons == (tmp_path,)
    assert not arguments.has_mouse


@pytest.mark.parametrize("word", ["truecolor", "256", "16", "none"])
def test_every_kind_of_colours_can_be_asked_for(word):
    assert read(["--colors", word]).colors is Colors(word)


@pytest.mark.parametrize(
    "words",
    [
        ["--page", "0"],
        ["--page", "x"],
        ["--lessons", "/nowhere"],
        ["--lessons", str(Path(__file__).parent / "frames")],
        ["--colors", "17"],
        ["--hom"],
        ["--page", "3"],
        ["--json"],
        ["--list", "--json"],
        ["--yes"],
    ],
)
def test_wrong_words_end_with_a_line_and_code_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        read(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("error:") == 1


@pytest.mark.parametrize("words", [["--list"], ["--progress"], ["--where"], ["--reset", "all"]])
def test_reports_print_and_end(words):
    assert read(words).is_report


def test_help_names_every_option():
    text = run("--help").stdout
    options = "page list lessons home data progress json reset no-mouse ascii colors version where"
    assert [option for option in options.split() if f"--{option}" not in text] == []


def test_without_a_terminal_a_sentence_says_so():
    ended = run()
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "glassnet needs a terminal to draw on" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("words", [(), ("nothing-like-it",), ("--reset", "nothing-like-it"), ("--progess",)])
def test_no_word_is_broken_at_80_columns(words):
    said = run(*words, COLUMNS="80").stderr
    lines = said.splitlines()
    assert max(map(len, lines)) <= 80
    assert " ".join(said.split()) == " ".join(run(*words, COLUMNS="400").stderr.split())


def test_a_terminal_that_cannot_be_drawn_on_is_answered_in_whole_words(tmp_path):
    said, status = pexpect.run(
        f"{sys.executable} -m tui --home {tmp_path}",
        cwd=str(Path(__file__).parents[2]),
        env={**os.environ, "TERM": "dumb", "COLUMNS": ""},
        dimensions=(24, 80),
        withexitstatus=True,
    )
    lines = said.decode().splitlines()
    assert status == 2
    assert max(map(len, lines)) < 80
    assert "Try TERM=xterm-256color in front of the command" in " ".join(lines)


@pytest.mark.parametrize("words", [(), ("--plain",)])
def test_an_unknown_lesson_is_answered_with_the_nearest_names_even_without_a_terminal(words):
    ended = run("activatoins", *words)
    assert ended.returncode == 2
    assert ended.stderr.startswith("There is no lesson 'activatoins'. Did you mean activations?")
    assert "terminal" not in ended.stderr
    assert "first-neurons" in run("neurons", *words).stderr


def test_an_option_with_a_slip_is_answered_with_the_nearest(capsys):
    with pytest.raises(SystemExit):
        read(["--progess"])
    assert "Did you mean --progress?" in capsys.readouterr().err


def test_version_and_list_need_no_terminal(tmp_path):
    assert run("--version").stdout.startswith("glassnet ")
    listed = run("--list", "--home", str(tmp_path), TERM="dumb")
    assert listed.returncode == 0
    assert "one-update" in listed.stdout


def test_what_only_prints_does_not_load_the_screen_or_the_maths():
    code = (
        "import sys; sys.argv = ['tui', '--list']\n"
        "from tui.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('textual', 'numpy', 'plotext') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"


def test_a_file_of_the_learner_is_not_taken_for_a_module(tmp_path):
    (tmp_path / "argparse.py").write_text("raise RuntimeError('the wrong argparse')")
    here = str(Path(__file__).parents[2])
    ended = subprocess.run(
        [sys.executable, "-m", "tui", "--where"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": here},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("progress")


def test_where_names_the_folder(tmp_path):
    shown = run("--where", "--home", str(tmp_path)).stdout.split()  # a long path has a line of its own
    assert shown[:4] == ["progress", str(tmp_path), "workshop", str(tmp_path / "workshop")]


def test_reset_of_an_unknown_lesson_names_the_known_ones(tmp_path, capsys):
    assert report(read(["--reset", "one-updat", "--yes", "--home", str(tmp_path)])) == 0  # the beginning is enough
    assert report(read(["--reset", "nothing-like-it", "--yes", "--home", str(tmp_path)])) == 2
    assert "one-update" in capsys.readouterr().err


def test_reset_without_an_answer_changes_nothing(tmp_path):
    ended = run("--reset", "all", "--home", str(tmp_path))
    assert ended.returncode == 1
    assert "Nothing was reset" in ended.stdout


@pytest.mark.parametrize(
    ("what", "code", "said"),
    [
        ("small:1", 0, "Done."),
        ("small:7", 1, "has pages 1 to 1"),
        ("small:x", 1, "not 'x'"),
        ("small:", 1, "has pages 1 to 1"),
        ("all:1", 2, "no lesson 'all'"),
        ("torn:1", 2, "torn.md"),
    ],
)
def test_a_page_is_reset_where_the_lesson_can_be_read_and_has_it(what, code, said, tmp_path, capsys):
    (tmp_path / "small.md").write_text(lesson_named("small"))
    (tmp_path / "torn.md").write_text(lesson_named("torn") + "```predict\n")
    words = ["--reset", what, "--yes", "--lessons", str(tmp_path), "--home", str(tmp_path / "home")]
    assert report(read(words)) == code
    told = capsys.readouterr()
    assert said in " ".join((told.out if code == 0 else told.err).split())

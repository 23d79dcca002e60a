"""Plain mode: a lesson over pipes, from its first line to its last, with the same judging and the same progress."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest
import small_lesson
from terminal_stage import ROOT

from lessons.blocks import Choice, Fill, Implement, Predict, Question, Try
from lessons.class_accuracy import class_accuracies
from lessons.course import Course
from lessons.document import parse_text
from lessons.evidence import Evidence
from lessons.glossary import Glossary, Term
from lessons.grading import answer_text, ordered
from lessons.lab import Lab, Place
from lessons.progress import ProgressStore
from lessons.questions.filling import EMPTY
from lessons.workshop import find_part
from lessons.workshop.workspace import Workspace
from tui.command_line.arguments import read
from tui.commands import BY_ID
from tui.lesson.visit import Visit
from tui.plain.commands import BY_WORD, COMMANDS, parsed
from tui.plain.conversation import converse
from tui.plain.pages import typed
from tui.plain.reader import PlainLesson
from tui.plain.speech import sheet_sentence

LETTERS = {"n": "step.over", "p": "step.back_over", "i": "step.into", "I": "step.back_into", "o": "step.out",
           "O": "step.back_out", "e": "step.phase_end", "E": "step.phase_start", "u": "update.next",
           "U": "update.previous", "f": "lesson.hint", "F": "lesson.give_up", "r": "lesson.fresh", "s": "lesson.keep",
           "q": "app.quit"}  # fmt: skip


def said(home, typed, *words, code=0, **environment):
    """Return what the program says to some typed lines; the input ends after them."""
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", "tui", "--plain", "--home", str(home), *words],
        cwd=ROOT,
        env={**kept, "TERM": "dumb", "LANG": "C.UTF-8", **environment},
        input="\n".join([*typed, ""]) if typed else "",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert done.stderr == "" or code
    assert "\x1b" not in done.stdout
    return done.stdout if not code else done.stderr


def lines_for(task, evidence):
    """Return what someone types who knows the answer."""
    match task:
        case Try(solution=solution, knobs=knobs):
            paths = [knob.path for knob in knobs]
            run = f"run {task.within or 1000}"
            turns = [f"set {paths.index(path) + 1} {value}" for path, value in solution if path in paths]
            if turns or not knobs:
                return [*turns, run]
            return [line for value in knobs[0].values for line in (f"set 1 {value}", run)]
        case Implement():
            return ["", "f", "check"]
        case Predict(question=Question.ORDER):
            labels = [item.label for item in task.items]
            return [" ".join(str(labels.index(item.label) + 1) for item, _ in ordered(task, evidence))]
        case Predict() | Choice() | Fill():
            return [f"= {answer_text(task, evidence)}"]
    raise AssertionError(task)


@pytest.fixture
def lesson():
    return parse_text(small_lesson.HEAD + small_lesson.PAGES)


@pytest.fixture
def store(tmp_path):
    with ProgressStore.open(tmp_path) as opened:
        yield opened


def begun(lesson, store, width=80):
    visit = Visit(lesson, store.state.lesson(lesson.id), store.record)
    reader = PlainLesson(visit, width, store.home)
    return reader, "\n".join(reader.opening())


def test_words_are_explained_those_of_the_page_or_the_one_that_is_asked_for(lesson, store):
    terms = {"sum": Term("sum", "All added up."), "blank": Term("blank", "A gap.")}
    visit = Visit(lesson, store.state.lesson(lesson.id), store.record)
    reader = PlainLesson(visit, 80, store.home, glossary=lambda: Glossary(terms))
    reader.opening()
    assert asked(reader, "words").startswith("sum: All added up.")
    assert asked(reader, "words Blank").startswith("blank: A gap.")
    assert asked(reader, "words gap").startswith("No word 'gap' is explained. There are: blank, sum.")
    assert asked(begun(lesson, store)[0], "words").startswith("No word of the field stands on this page.")


def asked(reader, *lines):
    """Return what is said to the last of some lines."""
    answer = ""
    for line in lines:
        answer = "\n".join(reader.answered(line))
    return answer


@pytest.mark.parametrize("name", ["one-update", "introducing", "adding-layers"])
def test_a_whole_lesson_with_right_answers(tmp_path, name):
    lesson, evidence = Course.discover().find(name).open(), Evidence()
    typed = []
    for task in lesson.tasks:
        if isinstance(task, Implement):
            part = find_part(task.part)
            Workspace.at(None, tmp_path).save(Workspace.at(None, tmp_path).open(part), part.solution)
    for page in lesson.pages:
        typed += [line for task in page.tasks for line in lines_for(task, evidence)]
        typed.append(">")
    text = said(tmp_path, typed, lesson.id)
    assert text.count("Right.") == len(lesson.tasks)
    assert "This was the last one" in text
    kept = ProgressStore.open(tmp_path, is_read_only=True).state.lesson(lesson.id)
    assert kept.is_done
    assert all(kept.block(task.id).is_correct for task in lesson.tasks)


def test_the_same_with_wrong_answers_is_judged_the_same(tmp_path):
    text = said(tmp_path, ["4000000", "many", "f", "F"], "one-update", "--page", "2")
    assert "Not yet." in text
    assert "That cannot be read as an answer." in text
    assert "Hint 1:" in text
    assert "Shown." in text


def test_a_part_is_written_in_any_editor_and_checked_here(tmp_path):
    path, typed = tmp_path / "mine" / "dense_forward.py", ["2", "", "check", "f", "F", "F", "F"]
    words = ("adding-layers", "--page", "6", "--workspace", str(path.parent))
    text = said(tmp_path, typed, *words)
    assert str(path) in text
    assert "Formula:" in text
    assert "this should come out:" in text
    assert "Still to be written: forward." in text
    assert "Hint 1:" in text
    assert "Ask once more and it is shown." in text
    assert "A solution:" in text
    assert "enter opens the workshop" not in text
    solution = find_part("dense_forward").solution
    path.write_text(solution.replace(" + self.biases", ""), encoding="utf-8")
    wrong = said(tmp_path, ["check"], *words)
    assert "wrong values" in wrong
    assert wrong.count("Right.") == 1  # the question before
    path.write_text(solution, encoding="utf-8")
    assert said(tmp_path, ["check"], *words).count("Right.") == 2
    kept = ProgressStore.open(tmp_path, is_read_only=True).state.lesson("adding-layers")
    assert any(block.kind == "implement" and block.is_correct for block in kept.blocks.values())


def test_a_chart_is_told_with_the_figures_that_matter(tmp_path):
    text = " ".join(said(tmp_path, ["c", "run 5", "c loss", "c nothing"], "adding-layers", "--page", "2").split())
    told = re.search(r"Of the samples it gets right: class 0 (\d+)%, class 1 (\d+)%, class 2 (\d+)%\.", text)
    assert told is not None
    assert re.search(r"The loss began at 1\.\d+ and was 1\.\d+ in update 1,004, the last one[,;] ", text)
    assert "There is no chart 'nothing' here." in text


def test_the_share_of_each_class_that_is_right_is_that_of_the_predictions():
    lesson = Course.discover().find("adding-layers").open()
    lab = Lab(lesson.experiments[0].experiment)
    lab.train(50)
    right = lab.run.model.predict(lab.run.X) == lab.run.y
    assert class_accuracies(lab) == {n: float(right[lab.run.y == n].mean()) for n in range(3)}


def test_no_answer_and_the_input_ends(tmp_path):
    text = said(tmp_path, [], "one-update")
    assert "Page 1 of" in text
    assert "Question:" in text


def test_it_goes_on_where_it_was_left(tmp_path):
    said(tmp_path, [":3", "i"], "one-update", "--page", "2")
    text = said(tmp_path, ["w"], "one-update")
    assert "Page 2 of" in text
    assert "Update 3." in text
    assert "dense1, forward, 1 of 2: inputs times weights." in text


def test_a_page_that_is_not_there_opens_the_last_and_is_told(tmp_path):
    told = said(tmp_path, ["page 99"], "one-update", "--page", "44")
    pages = len(Course.discover().find("one-update").open().pages)
    for number in (44, 99):
        assert f"There is no page {number}: the lesson has {pages} pages. This is the last." in told


def test_a_key_that_only_the_screen_has_is_told_as_what_is_typed():
    assert typed("Press `space`, and give 500; `space` runs.") == "Type `run`, and give 500; `run` runs."
    assert typed("The chart (`tab`). In the lab (`tab` goes there and back), `enter`\non a number.") == (
        "The chart. In the lab, `why`\non a number."
    )


def test_a_derivation_with_blanks_is_a_sentence():
    assert sheet_sentence(f"output[1,2] = 0.646·(−0.780) + (0.287·(−0.168) = {EMPTY}) + 0 = {EMPTY}") == (
        "output row 1, column 2 is 0.646 times −0.780 plus 0.287 times −0.168 (which is blank 1) "
        "plus 0, which is blank 2"
    )
    assert sheet_sentence(f"loss[0] = −ln({EMPTY}) = 6.6·10⁻⁹") == (
        "loss number 0 is minus the natural logarithm of blank 1, which is 6.6 times 10 to the power −9"
    )


def test_lines_are_no_longer_than_the_width(tmp_path):
    text = said(tmp_path, ["?", "i", "table 2", "code"], "one-update", COLUMNS="40")
    assert max(map(len, text.splitlines())) <= 40


def test_other_encodings_get_ascii(tmp_path):
    text = said(tmp_path, ["i", "why"], "one-update", PYTHONIOENCODING="latin-1")
    assert text.isascii()


def test_without_a_lesson_they_are_listed(tmp_path):
    assert "one-update" in said(tmp_path, [])


def test_an_unknown_lesson_is_one_line(tmp_path):
    assert "one-update" in said(tmp_path, [], "one-updte", code=2)


def test_a_locked_lesson_is_told_of_and_not_begun(tmp_path, capsys):
    (tmp_path / "01-small.md").write_text(small_lesson.HEAD + small_lesson.PAGES, encoding="utf-8")
    head = small_lesson.HEAD.replace('"small"', '"late"').replace(
        "minutes", 'needs = ["small"]\nlocked = true\nminutes'
    )
    (tmp_path / "02-late.md").write_text(head + small_lesson.PAGES, encoding="utf-8")
    home = tmp_path / "home"
    assert converse(read(["--plain", "--lessons", str(tmp_path), "--home", str(home), "late"])) == 2
    assert "is locked: its author wants “A small lesson” done first" in " ".join(capsys.readouterr().err.split())
    assert not ProgressStore.open(home).state.lessons


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_ends_it_with_everything_kept(tmp_path, number, code):
    with subprocess.Popen(
        [sys.executable, "-m", "tui", "--plain", "--home", str(tmp_path), "one-update", "--page", "2"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        child.stdin.write(":2\n")
        child.stdin.flush()
        while "Update 2" not in child.stdout.readline():
            continue
        time.sleep(0.1)
        child.send_signal(number)
        assert child.wait(20) == code
    assert ProgressStore.open(tmp_path, is_read_only=True).state.lesson("one-update").place.update == 2


def test_the_screen_is_never_loaded(tmp_path):
    script = (
        "import sys; from tui.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in ('textual', 'plotext') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--plain", "--home", str(tmp_path), "one-update"],
        cwd=ROOT, input="i\ntable 1\n", capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


# What is said


def test_letters_are_those_of_the_screen():
    for letter, command in LETTERS.items():
        assert letter in BY_ID[command].keys.split(",")
        assert letter in BY_WORD


def test_no_two_commands_share_a_word():
    words = [word for command in COMMANDS for word in command.words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [("n", "n", ""), (":7", ":", "7"), ("go 7", ":", "7"), ("=0.5", "=", "0.5"), ("why 0 1", "why", "0 1")],
)
def test_lines_are_read_as_commands(line, name, rest):
    command, found = parsed(line)
    assert (command.name, found) == (name, rest)


@pytest.mark.parametrize("line", ["0.35", "+", "-", "2x3", "1 3", "0.1; 0.2", "negative"])
def test_answers_are_no_commands(line):
    assert parsed(line) is None


def test_a_step_is_a_sentence(lesson, store):
    reader, _ = begun(lesson, store)
    text = asked(reader, "= 1.1", "E", "i")
    assert text == (
        "dense1, forward, 1 of 2: inputs times weights. Row 0, column 0 is 1 times 0.5 plus 2 times 0.25, which is 1."
    )


def test_every_command_has_an_answer_and_only_q_leaves(lesson, store):
    for command in COMMANDS:
        reader, _ = begun(lesson, store)
        assert reader.answered(f"{command.name} 0")
        assert reader.is_over == (command.name == "q")


def test_what_is_asked_for_is_not_told(lesson, store):
    reader, opening = begun(lesson, store)
    assert "which is 1.1" not in opening + asked(reader, "why 0 0")
    assert "Row 0: ?, 1.100." in asked(reader, "table 3")
    assert "First say what you expect" in asked(reader, "U", "u")
    assert "1.1" in asked(reader, "1.1")


def test_a_number_is_followed_back_and_returned_from(lesson, store):
    reader, _ = begun(lesson, store)
    asked(reader, "1.1", "why 0 1")
    assert "inputs times weights" in asked(reader, "enter 1")
    assert "a parameter" in asked(reader, "enter 2")
    assert "1: inputs row 0, column 0 is 1, data X." in asked(reader, "back")
    assert "plus" in asked(reader, "back")
    assert "the number that you began with" in asked(reader, "back")


def test_only_what_has_been_computed_can_be_read(lesson, store):
    reader, _ = begun(lesson, store)
    asked(reader, "1.1")
    assert "has not been computed yet" in asked(reader, "table loss.mean")
    assert "Row 1: 0.250, 0.800." in asked(reader, "table dense1.weights")
    assert "no array" in asked(reader, "table zebra")


def test_choices_and_blanks_and_knobs(lesson, store):
    reader, _ = begun(lesson, store)
    asked(reader, "1.1", ">")
    assert "No: think of" in asked(reader, "2")
    assert "Yes." in asked(reader, "1")
    assert "Derivation:" in asked(reader, "a")
    asked(reader, "F")
    assert "Not yet." in asked(reader, "1; 2")
    assert "Shown." in asked(reader, "F")
    asked(reader, ">", "run 3")
    assert "It is 1.0 now" in asked(reader, "set 1 1.0")
    assert "Right." in asked(reader, "run 400")
    assert "last one" in asked(reader, "a")
    assert "recap is in" in asked(reader, "s")


def test_pages_turn_and_end(lesson, store):
    reader, _ = begun(lesson, store)
    assert "Page 2 of 3." in asked(reader, "> ")
    assert "Page 1 of 3." in asked(reader, "<")
    assert "This is page 1 of 3." in asked(reader, "<")
    assert "Page 3 of 3." in asked(reader, "page 3")
    assert not reader.is_over
    asked(reader, "q")
    assert reader.is_over


def test_nonsense_is_answered(lesson, store):
    reader, _ = begun(lesson, store)
    for line in ("run many", ": x", "enter", "enter 99", "why 9 9", "set", "set 9 9", "page zebra", "table 99", "back"):
        assert asked(reader, line)
    assert reader.visit.lab.place == Place(0, reader.visit.lab.place.position)


def test_what_cannot_be_saved_is_said(lesson, tmp_path):
    (tmp_path / "file").write_text("")
    with ProgressStore.open(tmp_path / "file") as store:
        reader, _ = begun(lesson, store)
        assert "Nothing is being saved" in asked(reader, "1.1")

"""What a learner's code may do by accident: each ends in a clear verdict, and harms nobody.

How long each takes is said by `pytest --durations=0` on this file: three seconds at most, where nothing else is done.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessons.workshop import find_part
from lessons.workshop.checking import check
from lessons.workshop.limits import Limits
from lessons.workshop.runner import Process
from lessons.workshop.verdicts import (
    BadSyntax,
    Cancelled,
    ChangedInputs,
    ChangedNumPy,
    NoResult,
    NotNumbers,
    NotWritten,
    Passed,
    Raised,
    Refused,
    Report,
    Stopped,
    TimedOut,
    TooMuchMemory,
    TooMuchOutput,
    WrongShape,
)

NEURON = find_part("neuron")

WRITES_EVERYWHERE = """\
import os
for number in range(3, 256):
    try:
        os.write(number, b"x" * 64)
    except OSError:
        pass"""

SWALLOWS_ALL = """\
while True:
    try:
        while True:
            pass
    except BaseException:
        pass"""

RECURSION = """\
import sys
sys.setrecursionlimit(10**9)
return neuron(inputs, weights, bias)"""


def neuron(body: str, before: str = "") -> str:
    """Return a learner's file with this body in its function."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"import numpy as np\n{before}\n\ndef neuron(inputs, weights, bias):\n{lines}"


def checked(source: str) -> Report:
    """Return the report on a learner's file."""
    process = Process()
    assert process.wait_until_ready() is None
    report = check(NEURON, source, process=process)
    assert report.verdict.sentence
    return report


@pytest.fixture(autouse=True)
def no_folder_left() -> Iterator[None]:
    """Every check removes the folder it ran in, whatever happened in it."""
    yield
    mine = f"glassnet-{os.getpid()}-"
    assert not [name for name in os.listdir(tempfile.gettempdir()) if name.startswith(mine)]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("while True:\n    pass", TimedOut),
        ("return 9 ** 9 ** 9", TimedOut),
        ("import time; time.sleep(60)", TimedOut),
        (SWALLOWS_ALL, TimedOut),
        ("return np.zeros(100 * 2**30 // 8)", TooMuchMemory),
        ("return [np.zeros(2**25) for _ in range(400)]", TooMuchMemory),
        ("import os\nwhile True:\n    os.fork()", Refused),
        ("import os\nwhile True:\n    try:\n        os.fork()\n    except Exception:\n        return 1.0", Refused),
        ("import subprocess\nreturn subprocess.run(['sleep', '60']).returncode", Refused),
        ("import os\nreturn os.system('sleep 60')", Refused),
        ("import os\nos.execv('/bin/sleep', ['sleep', '60'])", Refused),
        ("import os\nos.posix_spawn('/bin/sleep', ['sleep', '60'], {})", Refused),
        ("import pty\npty.spawn('/bin/sh')", Refused),
        ("import multiprocessing as m\nm.get_context('spawn').Process(target=print).start()", Refused),
        ("import ctypes\nctypes.CDLL(None).fork()", Refused),
        ("import os, signal\nos.kill(os.getppid(), signal.SIGTERM)", Refused),
        ("open('/tmp/glassnet-was-here', 'w').write('x')", Refused),
        ("import os\nos.remove('/tmp/glassnet-was-here')", Refused),
        ("import pathlib\npathlib.Path('/tmp/glassnet-was-here').write_text('x')", Refused),
        ("import pathlib\npathlib.Path('/tmp/glassnet-was-here').unlink()", Refused),
        ("import pathlib\npathlib.Path.home().parent.joinpath('glassnet-was-here').mkdir()", Refused),
        ("import shutil\nshutil.rmtree('/tmp/glassnet-was-here')", Refused),
        ("import os\nos._exit(0)", Stopped),
        ("import os\nos._exit(3)", Stopped),
        ("import sys\nsys.exit(0)", Stopped),
        ("raise SystemExit", Stopped),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", Stopped),
        ("import os, signal\nos.abort()", Stopped),
        ("import os\nos.closerange(0, 1024)", Stopped),
        (WRITES_EVERYWHERE, Stopped),
        ("return input()", Raised),
        ("import sys\nreturn sys.stdin.read()", NotNumbers),
        ("import sys\nsys.stdout.close()\nprint('hello')", Raised),
        ("while True:\n    print('x' * 1000)", TooMuchOutput),
        ("for _ in range(1024):\n    print('x' * 2**20)", TooMuchOutput),
        ("print('x' * 2**30)", TooMuchMemory),
        ("import sys\nsys.stderr.write('x' * 2**20)", TooMuchOutput),
        ("np.sum = lambda x: 7.0\nreturn np.sum(inputs)", ChangedNumPy),
        ("np.dot = None\nreturn inputs @ weights + bias", ChangedNumPy),
        ("inputs *= 2\nreturn np.sum(inputs * weights) + bias", ChangedInputs),
        ("weights[0] = 0\nreturn np.sum(inputs * weights) + bias", ChangedInputs),
        ("return np.zeros((4000, 4000))", WrongShape),
        ("return np.broadcast_to(1.0, (10**6, 10**6))", WrongShape),
        ("return neuron(inputs, weights, bias)", Raised),
        (RECURSION, (TooMuchMemory, Stopped, TimedOut)),
        ("raise KeyboardInterrupt", Raised),
        ("raise GeneratorExit", Raised),
        ("raise BaseException('odd')", Raised),
        ("raise ExceptionGroup('several', [ValueError(1), KeyError(2)])", Raised),
        ("raise type('Odd', (Exception,), {'__str__': lambda self: 1 / 0})", Raised),
        ("raise NotImplementedError", NotWritten),
        ("return 'seven'", NotNumbers),
        ("return object()", NotNumbers),
        ("return np.array([{}])", NotNumbers),
        ("return [[1.0], [1.0, 2.0]]", NotNumbers),
        ("return 1 + 2j", NotNumbers),
        ("return None", NoResult),
        ("pass", NoResult),
        ("yield 1.0", NotNumbers),
    ],
)  # fmt: skip
def test_each_attack_has_its_verdict(body: str, kind: type) -> None:
    report = checked(neuron(body))
    assert isinstance(report.verdict, kind), report.verdict.sentence
    assert not Path("/tmp/glassnet-was-here").exists()


def test_threads_do_not_outlive_the_check() -> None:
    start = "import threading, time\n\ndef spin():\n    while True:\n        time.sleep(0.01)\n"
    start += "\nfor _ in range(4):\n    threading.Thread(target=spin).start()\n"
    assert isinstance(checked(neuron("return np.sum(inputs * weights) + bias", start)).verdict, Passed)


def test_threads_without_end_are_an_error() -> None:
    body = "import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(60,)).start()"
    assert isinstance(checked(neuron(body)).verdict, Raised | TooMuchMemory)


def test_a_closed_output_does_not_hide_the_result() -> None:
    start = "import os, sys\nsys.stdout.close()\nos.close(2)\n"
    assert isinstance(checked(neuron("return np.sum(inputs * weights) + bias", start)).verdict, Passed)


@pytest.mark.parametrize(
    "source", ["def neuron(:\n", "x = (1\n", "\x00", "  def neuron(): pass", "neuron = 'é\n", "(" * 5000]
)
def test_what_is_no_python_is_said_to_be_none(source: str) -> None:
    verdict = checked(source).verdict
    assert isinstance(verdict, BadSyntax | Raised | TooMuchMemory)


@pytest.mark.parametrize("source", ["", "x = 1\n", "neuron = 3\n", "class neuron: pass\n"])
def test_a_file_without_the_function_is_not_written(source: str) -> None:
    assert checked(source).verdict == NotWritten(("neuron",))


def test_what_hangs_while_it_is_loaded_is_stopped_too() -> None:
    verdict = checked("while True:\n    x = 1\n").verdict
    assert isinstance(verdict, TimedOut)
    assert verdict.place is not None
    assert verdict.place.line in (1, 2)


def test_output_is_harmless_and_kept() -> None:
    report = checked(neuron("print('\\x1b[2Jred\\x07\\u202e', 'tab\\tend')\nreturn 0.0"))
    assert "␛[2Jred␇�" in report.printed
    assert not any(ord(character) < 32 and character not in "\n\t" for character in report.printed)


def test_only_what_belongs_to_the_shown_case_is_kept() -> None:
    report = checked(neuron("print('case', inputs)\nreturn np.sum(inputs * weights)", "print('loaded')\n"))
    assert report.case is not None
    assert report.printed == f"loaded\ncase {report.case['inputs']}\n"
    passed = checked(neuron("print('case', inputs)\nreturn np.sum(inputs * weights) + bias"))
    assert passed.printed == f"case {NEURON.example['inputs']}\n"


def test_prints_that_begin_late_belong_to_their_case_too() -> None:
    code = "if len(inputs) > 2:\n    print('case', inputs)\n    return np.sum(inputs * weights)"
    report = checked(neuron(f"{code}\nreturn np.sum(inputs * weights) + bias"))
    assert report.case is not None
    assert report.printed == f"case {report.case['inputs']}\n"


def test_escape_sequences_in_an_error_are_harmless() -> None:
    verdict = checked(neuron("raise ValueError('\\x1b]0;title\\x07')")).verdict
    assert "\x1b" not in verdict.sentence
    assert "␛]0;title" in verdict.sentence


def test_what_was_printed_before_the_end_is_kept() -> None:
    assert "before" in checked(neuron("print('before')\nimport os\nos._exit(1)")).printed
    assert "before" in checked(neuron("print('before')\nwhile True:\n    pass")).printed


def test_a_loop_is_found_at_its_line() -> None:
    verdict = checked(neuron("total = 0\nwhile total < 1:\n    total = total * 2")).verdict
    assert isinstance(verdict, TimedOut)
    assert verdict.place is not None
    assert verdict.place.line in (6, 7)


def test_a_check_can_be_called_off() -> None:
    is_off = threading.Event()
    threading.Timer(0.5, is_off.set).start()
    report = check(NEURON, neuron("while True:\n    pass"), limits=Limits(seconds=30), is_cancelled=is_off.is_set)
    assert isinstance(report.verdict, Cancelled)


def test_the_app_goes_on_while_a_check_hangs() -> None:
    done: list[Report] = []
    thread = threading.Thread(target=lambda: done.append(check(NEURON, neuron("while True:\n    pass"))))
    thread.start()
    turns = 0
    while thread.is_alive():
        time.sleep(0.005)
        turns += 1
    thread.join()
    assert isinstance(done[0].verdict, TimedOut)
    assert turns > 20


def test_nothing_of_a_check_goes_on_after_it() -> None:
    before = _children()
    report = checked(neuron("while True:\n    pass"))
    assert isinstance(report.verdict, TimedOut)
    deadline = time.monotonic() + 5
    while _children() - before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _children() - before


def _children() -> set[str]:
    """Return the processes that this thread has started and that are still there (Linux)."""
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(path.read_text().split()) if path.exists() else set()

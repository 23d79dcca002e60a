"""The process for a learner's code, seen from the app: messages, limits, ends, and a spare one that waits."""

import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from lessons.workshop import find_part
from lessons.workshop.checking import check
from lessons.workshop.limits import CHECK, Limits
from lessons.workshop.runner import End, Ending, Process, RunnerError, Spare
from lessons.workshop.verdicts import NotChecked, TimedOut
from lessons.workshop.wire import MOST_BYTES, Message, Unpacker, WireError, pack

LOOP = "def neuron(inputs, weights, bias):\n    while True:\n        pass\n"


def unpack(data: bytes) -> list[Message]:
    return list(Unpacker().feed(data))


def test_a_message_comes_back_as_it_was() -> None:
    values = {
        "rate": 0.5,
        "names": ["a", "b"],
        "x": np.arange(6.0).reshape(2, 3).T,
        "none": np.zeros((0, 4)),
        "one": np.array(2.5),
        "classes": np.array([1, 2]),
        "yes": np.array([True, False]),
        "single": np.float32([1.5]),
    }
    (message,) = unpack(pack("try", values))
    assert message.kind == "try"
    assert message.values.keys() == values.keys()
    for name, value in values.items():
        np.testing.assert_array_equal(message.values[name], value)
        if isinstance(value, np.ndarray):
            assert message.values[name].dtype == value.dtype


def test_messages_may_come_in_pieces_and_several_at_once() -> None:
    data = pack("one", {"x": np.ones(3)}) + pack("two", {})
    unpacker = Unpacker()
    found = [message for place in range(len(data)) for message in unpacker.feed(data[place : place + 1])]
    assert [message.kind for message in found] == ["one", "two"]
    assert [message.kind for message in unpack(data)] == ["one", "two"]


def framed(record: object, data: bytes = b"") -> bytes:
    text = json.dumps(record).encode()
    return struct.pack("<4sIQ", b"gnw1", len(text), len(data)) + text + data


@pytest.mark.parametrize(
    "data",
    [
        b"x" * 64,
        struct.pack("<4sIQ", b"gnw1", 10, MOST_BYTES + 1),
        framed([]),
        framed({"kind": 1, "values": {}, "arrays": []}),
        framed({"kind": "try", "values": {}}),
        framed({"kind": "try", "values": {}, "arrays": [["x", "|O8", [1]]]}, b"12345678"),
        framed({"kind": "try", "values": {}, "arrays": [["x", "<f8", [2]]]}, b"12345678"),
        framed({"kind": "try", "values": {}, "arrays": [["x", "<f8", [-1]]]}, b"12345678"),
        framed({"kind": "try", "values": {}, "arrays": [["x", "<f8", [10**9, 10**9]]]}, b""),
        framed({"kind": "try", "values": {}, "arrays": []}, b"1"),
        framed({"kind": "try", "values": {}, "arrays": [["x", 8, [1]]]}, b"12345678"),
        framed({"kind": "try", "values": {}, "arrays": [["x", "<f8", "1"]]}, b"12345678"),
        framed({"kind": "try", "values": {}, "arrays": [["x", "<c8", [1]]]}, b"12345678"),
        struct.pack("<4sIQ", b"gnw1", 4, 0) + b"\xff\xfe{}",
        struct.pack("<4sIQ", b"gnw1", 20_000, 0) + b"[" * 20_000,
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        unpack(data)


def test_only_numbers_can_be_sent() -> None:
    with pytest.raises(WireError):
        pack("try", {"x": np.array([object()])})


def test_the_child_sees_little_of_the_app() -> None:
    source = """\
import os
import sys

def neuron(inputs, weights, bias):
    print(sorted(os.environ), sys.flags.isolated, os.getcwd() == os.environ["HOME"], os.getsid(0) == os.getpid())
    raise ValueError
"""
    printed = check(find_part("neuron"), source).printed
    names = printed[: printed.index("]")]
    assert "OPENBLAS_NUM_THREADS" in names
    assert "PYTHONPATH" not in names
    assert "1 True True" in printed


def test_what_records_is_loaded_before_the_learners_file() -> None:
    source = f"import sys\nprint('netcore.trace.exchange' in sys.modules)\n{find_part('neuron').solution}"
    assert check(find_part("neuron"), source).printed == "True\n"


def test_a_warning_is_told_by_the_learners_line_or_none():
    source = "import warnings\nimport numpy as np\n\ndef neuron(inputs, weights, bias):\n"
    source += "    warnings.warn('careful')\n    np.std(inputs, ddof=len(inputs))\n    return 0.0\n"
    printed = check(find_part("neuron"), source).printed
    assert "line 5: UserWarning: careful\n" in printed
    assert "\nRuntimeWarning: Degrees of freedom <= 0 for slice\n" in printed
    assert "/" not in printed


def test_the_limits_are_set() -> None:
    source = """\
import resource

def neuron(inputs, weights, bias):
    print([resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[0] for name in ("CPU", "CORE", "FSIZE", "NOFILE")])
    raise ValueError
"""
    printed = check(find_part("neuron"), source).printed
    assert f"[{CHECK.cpu_seconds}, 0, {CHECK.file_size}, {CHECK.open_files}]" in printed


def test_a_file_has_an_end() -> None:
    body = "def neuron(inputs, weights, bias):\n    open('x', 'wb').write(bytes(2**26))\n    return 0.0\n"
    assert "File too large" in check(find_part("neuron"), body).verdict.sentence


@pytest.mark.parametrize("limits", ["CHECK", "WORKER"])
def test_the_process_ends_with_the_app(limits: str) -> None:
    """A killed app leaves nobody and no folder behind, though the learner's code is in a loop."""
    app = f"""\
import time
from lessons.workshop import limits
from lessons.workshop.runner import Process
process = Process(limits.{limits})
process.wait_until_ready()
process.send("load", dict(part="neuron", source="while True: pass"))
process.receive(time.monotonic() + 0.3)
print(process._process.pid, process._folder, flush=True)
time.sleep(60)
"""
    root = str(Path(__file__).parents[2])
    with subprocess.Popen([sys.executable, "-c", app], stdout=subprocess.PIPE, cwd=root, text=True) as parent:
        assert parent.stdout is not None
        number, folder = parent.stdout.readline().split()
        pid = int(number)
        os.kill(pid, 0)
        parent.kill()
    deadline = time.monotonic() + 5
    while _is_there(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _is_there(pid)
    assert not Path(folder).exists()


def test_folders_of_apps_that_are_gone_are_removed_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as ended:
        ended.wait()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone, young, ours, other = (
        tmp_path / name
        for name in (
            f"glassnet-{ended.pid}-old",
            f"glassnet-{ended.pid}-new",
            f"glassnet-{os.getpid()}-x",
            "glassnet-a-b",
        )
    )
    for folder in (gone, young, ours, other):
        folder.mkdir()
        if folder != young:
            os.utime(folder, (0, 0))
    with Process():
        assert not gone.exists()
        assert young.exists()
        assert ours.exists()
        assert other.exists()


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_closing_twice_and_early_does_no_harm() -> None:
    process = Process()
    folder = process._folder
    assert folder.is_dir()
    process.close()
    process.close()
    assert not folder.exists()


def test_a_late_process_can_say_where_it_is() -> None:
    with Process(Limits(seconds=0.3)) as process:
        assert process.wait_until_ready() is None
        process.send("load", {"part": "neuron", "source": "while True:\n    x = 1\n"})
        assert process.receive(time.monotonic() + 0.3) == Ending(End.LATE)
        place = process.where()
        assert place is not None
        assert place.text in ("while True:", "x = 1")


def test_a_process_that_cannot_start_is_not_the_learners_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(RunnerError):
        Process()
    verdict = check(find_part("neuron"), LOOP).verdict
    assert isinstance(verdict, NotChecked)


def test_a_process_that_breaks_down_at_the_start_is_not_the_learners_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    verdict = check(find_part("neuron"), LOOP).verdict
    assert isinstance(verdict, NotChecked)
    assert "exit code 1" in verdict.sentence


def test_the_time_of_a_check_can_be_set() -> None:
    verdict = check(find_part("neuron"), LOOP, limits=Limits(seconds=0.3)).verdict
    assert isinstance(verdict, TimedOut)
    assert verdict.seconds == 0.3


def test_a_spare_process_checks_and_another_takes_its_place() -> None:
    spare = Spare()
    try:
        spare.prepare()
        process = spare.take()
        assert process.wait_until_ready() is None
        with spare.take() as another:
            assert another is not process
        assert check(find_part("neuron"), find_part("neuron").solution, process=process).has_passed
    finally:
        spare.close()


def test_a_spare_process_that_died_is_replaced() -> None:
    spare = Spare()
    try:
        spare.prepare()
        first = spare._waiting
        assert first is not None
        os.killpg(first._process.pid, signal.SIGKILL)
        first._process.wait()
        assert check(find_part("neuron"), find_part("neuron").solution, process=spare.take()).has_passed
    finally:
        spare.close()


def test_no_module_that_runs_learners_code_is_loaded_in_the_app() -> None:
    program = """\
import sys
import lessons.workshop.studio
print([name for name in sys.modules if name in ("lessons.workshop.workbench", "lessons.workshop.trainer")])
"""
    root = str(Path(__file__).parents[2])
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=root, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_place_without_room_is_not_the_learners_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere/at/all")
    verdict = check(find_part("neuron"), LOOP).verdict
    assert isinstance(verdict, NotChecked)
    assert "no folder" in verdict.sentence

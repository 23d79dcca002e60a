"""What was confirmed as saved survives kill -9, a second session, and a full disk: tried with real processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

from lessons.progress import ProgressStore

CHILD = Path(__file__).with_name("progress_child.py")
ROOT = CHILD.parents[2]


def start(*arguments: object) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(CHILD), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def output(process: "subprocess.Popen[str]") -> str:
    text, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return text


def answers(home: Path) -> set[str]:
    with ProgressStore.open(home, is_read_only=True) as store:
        blocks = store.state.lesson("loss").blocks.values()
        return {attempt.answer for block in blocks for attempt in block.attempts}


def test_two_hundred_kills_lose_no_confirmed_answer(tmp_path: Path) -> None:
    homes = [tmp_path / f"home-{number}" for number in range(10)]
    confirmed = json.loads(output(start("kill", 200, 20261121, *homes)))
    assert sum(map(len, confirmed.values())) > 133  # each session that was killed while answering had confirmed one
    for home in homes:
        assert set(confirmed[str(home)]) <= answers(home)
    # There were rounds enough for sessions to be killed in the middle of folding, too.
    assert any((home / "snapshots").exists() for home in homes)


def test_after_a_kill_the_next_session_saves(tmp_path: Path) -> None:
    home = tmp_path / "home"
    output(start("kill", 3, 7, home))
    before = answers(home)
    assert before
    output(start("answer", home, "after", 5))
    assert answers(home) == before | {f"after-{number}" for number in range(5)}


def test_two_sessions_with_500_answers_each_make_1000(tmp_path: Path) -> None:
    processes = [start("answer", tmp_path, name, 500) for name in ("a", "b")]
    for process in processes:
        output(process)
    assert answers(tmp_path) == {f"{name}-{number}" for name in ("a", "b") for number in range(500)}


def test_many_sessions_that_fold_at_once_lose_nothing(tmp_path: Path) -> None:
    expected = set()
    for turn in range(4):
        names = [f"{turn}{letter}" for letter in "abcd"]
        processes = [start("answer", tmp_path, name, 3) for name in names]
        for process in processes:
            output(process)
        expected |= {f"{name}-{number}" for name in names for number in range(3)}
    assert list((tmp_path / "snapshots").glob("progress-*.json"))
    assert answers(tmp_path) == expected


def test_a_full_disk_is_told_and_made_good_later(tmp_path: Path) -> None:
    statuses = json.loads(output(start("fill", tmp_path, 2000)))
    kinds = [status["kind"] for status in statuses]
    full = kinds.index("failing")
    assert full > 2
    assert kinds == ["ok"] * full + ["failing"] * 3 + ["ok"]
    assert [status["waiting"] for status in statuses[full:]] == [1, 2, 3, 0]
    assert "largest allowed file size" in statuses[full]["text"]
    assert "2 things wait" in statuses[full + 1]["text"]
    assert answers(tmp_path) == {str(number) for number in range(len(statuses))}
    # No half line was left behind on the way.
    for journal in (tmp_path / "journal").iterdir():
        assert all(json.loads(line) for line in journal.read_text().splitlines())

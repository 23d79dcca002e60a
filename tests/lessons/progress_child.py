"""A program for the tests of progress: sessions that are killed, that run side by side, and that meet a full disk.

It is run as a process of its own, so that the children it forks hold nothing of pytest's.
"""

import json
import os
import random
import resource
import select
import signal
import sys
import time
from pathlib import Path

from lessons.progress import AnswerGiven, ProgressStore, SaveStatus, Verdict


def answer(text: str) -> AnswerGiven:
    """Make an answer that can be found again by its text."""
    return AnswerGiven("loss", 1, f"block-{text}", "predict", text, Verdict.CORRECT)


def give_answers(home: Path, name: str, confirmed: int) -> None:
    """Answer sixty times and wait; write each answer's text to a pipe once the store says that it is saved."""
    store = ProgressStore.open(home)
    for number in range(60):
        text = f"{name}-{number}"
        if store.record(answer(text)).is_saved:
            os.write(confirmed, f"{text}\n".encode())
    signal.pause()


def kill_rounds(homes: list[Path], rounds: int, seed: int) -> dict[str, list[str]]:
    """Kill a session at a random moment, so many times; give the answers that were confirmed, by home.

    Every third session is killed soon after its start, as it reads and folds; the others while answers are being given.
    """
    random_ = random.Random(seed)
    confirmed: dict[str, list[str]] = {str(home): [] for home in homes}
    for number in range(rounds):
        home = homes[number % len(homes)]
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            give_answers(home, f"{number}", writing)
        os.close(writing)
        if number % 3:
            select.select([reading], [], [], 30)
        time.sleep(random_.uniform(0.0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            confirmed[str(home)] += pipe.read().splitlines()
    return confirmed


def fill_disk(home: Path, limit: int) -> list[dict[str, object]]:
    """Answer until files may grow no more, go on for three answers, then again without the limit."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    store = ProgressStore.open(home)
    statuses: list[SaveStatus] = []
    while sum(not status.is_saved for status in statuses) < 3:
        statuses.append(store.record(answer(f"{len(statuses)}")))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    statuses.append(store.record(answer(f"{len(statuses)}")))
    return [{"kind": status.kind, "text": status.text, "waiting": status.waiting} for status in statuses]


def main() -> None:
    """Do what the first argument names."""
    match sys.argv[1:]:
        case ["kill", rounds, seed, *homes]:
            print(json.dumps(kill_rounds([Path(home) for home in homes], int(rounds), int(seed))))
        case ["answer", home, name, count]:
            with ProgressStore.open(home) as store:
                for number in range(int(count)):
                    store.record(answer(f"{name}-{number}"))
        case ["fill", home, limit]:
            print(json.dumps(fill_disk(Path(home), int(limit))))
        case other:
            raise SystemExit(f"unknown: {other}")


if __name__ == "__main__":
    main()

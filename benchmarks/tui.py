"""Measure the screen from outside, beside a Textual hello-world: ``python benchmarks/tui.py [--rounds N]``.

Each program runs in a pseudo terminal. A key's time goes from its sending to the last byte of the answer. The targets
stand beside the figures; what misses one is marked.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs from a checkout too

from benchmarks.pty_program import Answer, PtyProgram  # noqa: E402

HELLO = """
from textual.app import App
from textual.widgets import Footer, Header, Static
class Hello(App):
    def compose(self):
        yield Header()
        yield Static("Hello")
        yield Footer()
Hello().run()
"""
LESSON = "one-update"
LAB_PAGE, RUN_PAGE, FIELD_PAGE = 9, 10, 2
"""Pages on which nothing is covered at an update's start, none at all holds back a run, and a number is asked for."""
PAGE = b"page "
"""Stands on the screen once a lesson is open."""
SIZES = ((80, 24), (120, 40))
BUSY = 0.5
"""The share of a core that a run takes at the least."""


def program(words: Sequence[str], home: Path, size: tuple[int, int]) -> PtyProgram:
    """Start one of the programs: ours, or the hello-world where there are no words."""
    strange = ("TEXTUAL", "NO_COLOR", "SSH", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    ours = {"GLASSNET_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home / "compiled")}
    environ = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", **ours}
    command = [sys.executable, "-m", "tui", *words] if words is not HELLO_WORDS else [sys.executable, "-c", HELLO]
    return PtyProgram(command, *size, environ, ROOT)


HELLO_WORDS: Sequence[str] = ("hello",)


class Report:
    """Prints a table, a figure a line."""

    def __init__(self) -> None:
        self.missed = 0
        print(f"{'':44}{'measured':>12}{'target':>10}")

    def line(self, what: str, measured: float, unit: str, target: float | None = None) -> None:
        """Print a figure, and whether it is within its target."""
        is_missed = target is not None and measured > target
        self.missed += is_missed
        wanted = f"{target:10.4g}" if target is not None else " " * 10
        print(f"{what:44}{measured:12.4g}{wanted} {unit}{'   missed' if is_missed else ''}", flush=True)

    def answers(
        self, what: str, answers: Sequence[Answer], milliseconds: tuple[float | None, ...], count: float | None
    ) -> None:
        """Print the median and the 95th percentile of the times, and the median of the bytes."""
        times = sorted(answer.milliseconds for answer in answers)
        self.line(f"{what}, median", statistics.median(times), "ms", milliseconds[0])
        self.line(f"{what}, 95 of 100", times[int(0.95 * (len(times) - 1))], "ms", milliseconds[1])
        self.line(f"{what}, bytes", statistics.median(answer.count for answer in answers), "bytes", count)


@dataclass(frozen=True)
class Start:
    """What one start of a program took."""

    milliseconds: float
    """Until the first full screen."""
    work: float
    """Milliseconds of processor time, which other programs on the machine disturb less."""
    resident: float
    """MB, with what it shares with other processes."""
    proportional: float
    """MB, what is shared counted in parts."""


def started(words: Sequence[str], home: Path, wanted: bytes) -> Start:
    """Start a program once."""
    running = program(words, home, SIZES[0])
    answer = running.start(wanted)
    start = Start(answer.milliseconds, 1000 * running.work(), running.megabytes, running.proportional_megabytes)
    running.end()
    return start


def pressed(running: PtyProgram, keys: Sequence[str], times: int) -> Iterator[Answer]:
    """Press keys in turn; only the first of them is measured."""
    for number in range(times + 2):
        answer = running.press(keys[0])
        for key in keys[1:]:
            running.press(key)
        if number >= 2:  # what is met for the first time is not counted
            yield answer


def stopped(home: Path, size: tuple[int, int], times: int) -> Iterator[Answer]:
    """Begin long runs, and stop each with a key."""
    running = program((LESSON, "--page", str(RUN_PAGE)), home, size)
    running.start(PAGE)
    for key in ("\t", " ", "\r"):  # the first run ends by itself, where the page has what it asks for
        running.press(key, 1.0)
    for _ in range(times):
        for key in (" ", *"\x7f\x7f\x7f\x7f", *"900000", "\r"):
            running.press(key, 0.05)
        _, share = running.rest(0.5)
        if share < BUSY:
            raise SystemExit(f"no run is under way: the program takes {share:.0%} of a core")
        yield running.press("x")
        for key in (":", "0", "\r"):
            running.press(key)
    running.end()


def measure_start(report: Report, home: Path, rounds: int) -> None:
    """Measure start and memory beside the hello-world's, in turns."""
    programs = {"hello-world": (HELLO_WORDS, b""), "course": ((), b""), "lesson": ((LESSON,), PAGE)}
    starts: dict[str, list[Start]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name, (words, wanted) in programs.items():
            start = started(words, home, wanted)
            if number:  # the first start compiles what is imported
                starts[name].append(start)

    def usual(name: str, what: str) -> float:
        return statistics.median(getattr(start, what) for start in starts[name])

    limits = {"hello-world": (None, None), "course": (1.4, 1.6), "lesson": (None, 2.2)}
    for name, (slower, larger) in limits.items():
        for what, words, unit, times in (
            ("milliseconds", "first full screen", "ms", slower),
            ("work", "processor time until then", "ms", slower),
            ("resident", "memory", "MB", larger),
            ("proportional", "memory, shared in parts", "MB", None),
        ):
            report.line(f"{name}, {words}", usual(name, what), unit, times and times * usual("hello-world", what))


def measure_rest(report: Report, home: Path) -> None:
    """Measure what it costs to do nothing."""
    for name, words, wanted in (("course", (), b""), ("lesson", (LESSON,), PAGE)):
        running = program(words, home, SIZES[0])
        running.start(wanted)
        running.rest(2)
        count, share = running.rest(5)
        running.end()
        report.line(f"{name} at rest, bytes in 5 s", count, "bytes", 0)
        report.line(f"{name} at rest, share of a core", 100 * share, "%", 0.3)


def measure_keys(report: Report, home: Path, size: tuple[int, int], times: int) -> None:
    """Measure keys in a lesson."""
    name = f"{size[0]}x{size[1]}"
    running = program((LESSON, "--page", str(LAB_PAGE)), home, size)
    running.start(PAGE)
    for key in ("\t", ":", "0", "\r", "n"):  # to the lab, at the first step of the first update
        running.press(key)
    steps = list(pressed(running, ("n", "p"), times))
    report.answers(f"{name} step", steps, (25, 50), 3000 if size[0] == 80 else 6000)
    running.press("i")
    moves = list(pressed(running, ("\x1b[C", "\x1b[D"), times))  # there and back, so that each time the cursor moves
    report.answers(f"{name} cell cursor", moves, (8, None), 400)
    backs = list(pressed(running, ("\x7f", "\r"), times)) if running.press("\r").count else []
    report.answers(f"{name} backspace out of a derivation", backs, (None, None), 1000)
    running.end()
    report.answers(f"{name} key that stops a run", list(stopped(home, size, times)), (None, 80), 20000)
    running = program((LESSON, "--page", str(FIELD_PAGE)), home, size)
    running.start(PAGE)
    firsts = list(pressed(running, ("1", "\x7f"), times))  # the footer changes: letters are no keys while one types
    report.answers(f"{name} first key in a field", firsts, (None, None), None)
    running.press("1")
    report.answers(f"{name} key in a field", list(pressed(running, ("2", "\x7f"), times)), (None, None), 200)
    running.end()


def main() -> None:
    """Read the command line, measure and print; the exit code says whether a target was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5, help="how often each program is started")
    parser.add_argument("--keys", type=int, default=16, help="how often each key is pressed")
    parser.add_argument("--only", choices=("start", "rest", "keys"), help="one part of it")
    arguments = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if arguments.only in (None, "start"):
            measure_start(report, home, arguments.rounds)
        if arguments.only in (None, "rest"):
            measure_rest(report, home)
        if arguments.only in (None, "keys"):
            for size in SIZES:
                measure_keys(report, home, size, arguments.keys)
    sys.exit(bool(report.missed))


if __name__ == "__main__":
    main()

"""The author's commands: `python -m lessons check [DIR]` and `python -m lessons new SLUG`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lessons.authoring.starter import write_starter
from lessons.check import check_folder
from lessons.course import CONTENT
from lessons.errors import NamingError


def run() -> int:
    """Run the command of the command line; who stops reading what it prints, or presses ctrl+c, ends it quietly."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:  # `check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0 where all is well, 1 where the check found faults, 2 where nothing could be done."""
    options = _parser().parse_args(arguments)
    return _check(options.folder, options.data) if options.command == "check" else _new(options.slug, options.folder)


def _check(folder: Path, data: Sequence[Path]) -> int:
    if not folder.is_dir():
        print(f"{folder} is no folder. Name the folder that holds the lessons.", file=sys.stderr)
        return 2
    report = check_folder(folder, data)
    for fault in report.faults:
        _say(str(fault))
    for absent in report.absent:
        _say(f"not checked: {absent}")
    lessons = f"{report.lessons} lesson{'s' * (report.lessons != 1)}"
    unchecked = f", {len(report.absent)} not checked for want of data" if report.absent else ""
    print(f"{lessons}, {len(report.faults) or 'no'} fault{'s' * (len(report.faults) != 1)}{unchecked}")
    return 1 if report.faults else 0


def _say(text: str) -> None:
    """Print a line; signs that the terminal cannot write are written as their numbers."""
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "backslashreplace").decode(encoding))


def _new(slug: str, folder: Path) -> int:
    try:
        path = write_starter(slug, folder)
    except NamingError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{path} is written. Change it, and check it with: python -m lessons check {folder}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lessons", description="For authors of lessons.")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="look for faults in lessons")
    check.add_argument("folder", type=Path, nargs="?", default=CONTENT, help="a folder of lessons; ours where left out")
    check.add_argument("--data", action="append", type=Path, default=[], metavar="DIR", help="where data files lie")
    new = commands.add_parser("new", help="write a lesson to begin from")
    new.add_argument("slug", help="the lesson's id, such as momentum")
    new.add_argument("--folder", type=Path, default=Path(), help="where to; the current folder where left out")
    return parser


if __name__ == "__main__":
    sys.exit(run())

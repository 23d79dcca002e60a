"""What the command line says, as a record."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from tui.command_line.complaints import complain
from tui.terminal import Colors

SETS = ("mnist", "fashion_mnist")
"""The sets of pictures that can be fetched."""

EVERYTHING = "all"
"""What `--reset` calls the whole course."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The command line, read."""

    lesson: str | None = None
    """The lesson to open, by its id; None: the course."""
    page: int | None = None
    lessons: tuple[Path, ...] = ()
    """Folders with further lessons."""
    home: Path | None = None
    """Where progress is kept, in place of the usual place."""
    workspace: Path | None = None
    """Where the learner's own parts lie, in place of a folder beside the progress."""
    data: Path | None = None
    """A folder with the learner's own data sets."""
    is_list: bool = False
    is_progress: bool = False
    is_json: bool = False
    is_where: bool = False
    reset: str | None = None
    """A lesson's id, "id:page", or "all"."""
    is_sure: bool = False
    """Reset without asking."""
    export: Path | None = None
    """A new file for all that is kept."""
    import_: Path | None = None
    """An export or a backup to take in."""
    fetch: str | None = None
    """A set of pictures to fetch, by its name."""
    is_doctor: bool = False
    is_plain: bool = False
    """The lesson line by line, in place of the app."""
    has_mouse: bool = True
    is_slow: bool = False
    """The connection is slow, whatever it looks like."""
    is_ascii: bool = False
    colors: Colors | None = None

    @property
    def is_report(self) -> bool:
        """Whether something is printed and the app does not start."""
        is_asked = self.is_list or self.is_progress or self.is_where or self.is_doctor
        return is_asked or any(word is not None for word in (self.reset, self.export, self.import_, self.fetch))


def read(words: Sequence[str]) -> Arguments:
    """Read the words of the command line; wrong ones end the program with code 2 and a line that says why."""
    parser = _parser()
    found = vars(parser.parse_args(words))
    found.pop("version", None)
    for option, is_alone, partner in (
        ("--json", found["is_json"] and not found["is_progress"], "--progress"),
        ("--yes", found["is_sure"] and found["reset"] is None, "--reset"),
        ("--page", found["page"] is not None and found["lesson"] is None, "a LESSON"),
    ):
        if is_alone:
            parser.error(f"argument {option}: it goes with {partner}")
    found["lessons"] = tuple(found["lessons"])
    found["colors"] = Colors(found["colors"]) if found["colors"] else None
    return Arguments(**found)


def _parser() -> argparse.ArgumentParser:
    """Return the command line's grammar, which is also its help."""
    parser = _Parser(
        prog="python -m tui",
        description="A neural network that you can see through. Without a lesson the course opens where you left it.",
        epilog="In the app: ? explains what has the focus, q leaves. Your place and your answers are kept.",
        allow_abbrev=False,
    )
    parser.add_argument("lesson", nargs="?", metavar="LESSON", help="open this lesson (--list names them)")
    parser.add_argument("--page", type=_page, metavar="N", help="open this page of the lesson")
    parser.add_argument("--plain", action="store_true", dest="is_plain", help="the lesson line by line, for the ear")
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="show the version and exit")

    reports = parser.add_argument_group("print and end")
    reports.add_argument("--list", action="store_true", dest="is_list", help="the lessons")
    reports.add_argument("--progress", action="store_true", dest="is_progress", help="what was done, as a table")
    reports.add_argument("--json", action="store_true", dest="is_json", help="with --progress: as JSON")
    reports.add_argument("--where", action="store_true", dest="is_where", help="where progress is kept")
    reports.add_argument("--doctor", action="store_true", dest="is_doctor", help="what to change about the terminal")
    reports.add_argument("--reset", metavar="WHAT", help='begin afresh: LESSON, LESSON:PAGE or "all"; a backup is kept')
    reports.add_argument("--yes", action="store_true", dest="is_sure", help="with --reset: do not ask")

    reports.add_argument("--export", type=Path, metavar="FILE", help="write all your progress into a new file")
    reports.add_argument("--import", type=Path, dest="import_", metavar="FILE", help="take in an export or a backup")
    reports.add_argument("--fetch", choices=SETS, metavar="SET", help=f"fetch data once: {' or '.join(SETS)}")

    places = parser.add_argument_group("places")
    places.add_argument("--lessons", action="append", type=_pack, default=[], metavar="DIR", help="more lessons")
    places.add_argument("--home", type=Path, metavar="DIR", help="keep progress here")
    places.add_argument("--workspace", type=Path, metavar="DIR", help="keep the parts that you write here")
    places.add_argument("--data", type=_folder, metavar="DIR", help="a folder with data sets")

    terminal = parser.add_argument_group("terminal")
    terminal.add_argument("--no-mouse", action="store_false", dest="has_mouse", help="leave the mouse to the terminal")
    terminal.add_argument("--slow", action="store_true", dest="is_slow", help="spare a slow connection, as over SSH")
    terminal.add_argument("--ascii", action="store_true", dest="is_ascii", help="draw with plain ASCII")
    colors = [str(color) for color in Colors]
    terminal.add_argument("--colors", choices=colors, metavar="HOW", help="truecolor, 256, 16 or none")
    return parser


class _Parser(argparse.ArgumentParser):
    """Says in a sentence what cannot be read, with the nearest option that there is."""

    def error(self, message: str) -> NoReturn:
        """Say it and end with code 2."""
        complain(f"error: {message}{self._nearest(message)}\nSee --help for all that can be asked for.")
        sys.exit(2)

    def _nearest(self, message: str) -> str:
        """Return the known option nearest to one that is not known."""
        word = message.removeprefix("unrecognized arguments: ").partition(" ")[0].partition("=")[0]
        near = get_close_matches(word, self._option_string_actions, n=1) if word.startswith("--") else []
        return f". Did you mean {near[0]}?" if near else ""


def _page(word: str) -> int:
    """Read a page's number, counted from 1."""
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"a page is a number from 1 on, not {word!r}")
    return int(word)


def _folder(word: str) -> Path:
    """Read the name of a folder that is there."""
    folder = Path(word).expanduser()
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {word!r}")
    return folder


def _pack(word: str) -> Path:
    """Read the name of a folder that has lessons in it."""
    folder = _folder(word)
    if not any(folder.glob("*.md")):
        raise argparse.ArgumentTypeError(f"there are no lessons in {word!r}: no file there ends in .md")
    return folder


class _ShowVersion(argparse.Action):
    """Prints the version and ends; it is looked up only then, for that takes longer than all the rest here."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Print and end."""
        print(f"glassnet {_version()}")
        parser.exit()


def _version() -> str:
    """Return the installed version, or what a bare checkout can say."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("glassnet")
    except PackageNotFoundError:
        return "(not installed)"

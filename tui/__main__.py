"""The command line: `python -m tui [LESSON]`.

Nothing heavy is imported here. What only prints (`--list`, `--progress`, `--where`) never loads Textual, and a terminal
that cannot be drawn on is answered with one line and exit code 2.
"""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.command_line.arguments import Arguments


def main() -> None:
    """Read the command line and do what it asks."""
    _leave_working_folder()
    from tui.command_line.arguments import read

    arguments = read(sys.argv[1:])
    try:
        if arguments.is_report:
            code = _report(arguments)
        elif arguments.is_plain:
            code = _converse(arguments)
        else:
            code = _run(arguments)
    except BrokenPipeError:  # the reader of a report went away: `--list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:  # Ctrl+C before anything was begun
        code = 130
    sys.exit(code)


def _leave_working_folder() -> None:
    """Keep a learner's own `numpy.py` or `random.py` from being imported in place of the real one.

    `python -m` puts the working folder first in the search path; it stays there only where the app itself lies in it.
    """
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if sys.path and sys.path[0] in ("", os.getcwd()) and os.path.realpath(os.getcwd()) != os.path.realpath(here):
        del sys.path[0]


def _report(arguments: "Arguments") -> int:
    """Print what was asked for."""
    from tui.command_line.reports import report

    return report(arguments)


def _converse(arguments: "Arguments") -> int:
    """Lead through a lesson line by line."""
    from tui.terminal import one_thread

    for name, value in one_thread().items():
        os.environ.setdefault(name, value)
    from tui.plain.conversation import converse

    return converse(arguments)


def _run(arguments: "Arguments") -> int:
    """Start the app, or say why it cannot."""
    from lessons.course import Course
    from tui.command_line.complaints import complain, named_lesson
    from tui.command_line.places import data_folders
    from tui.terminal import Colors, look

    course = Course.discover(arguments.lessons, data=data_folders(arguments.data))
    entry = named_lesson(course, arguments.lesson) if arguments.lesson is not None else None
    if arguments.lesson is not None and entry is None:
        return 2
    terminal = look(
        os.environ,
        encoding=getattr(sys.__stderr__, "encoding", None) or "ascii",
        has_input=sys.__stdin__ is not None and sys.__stdin__.isatty(),
        has_output=sys.__stderr__ is not None and sys.__stderr__.isatty(),
        is_utf8_mode=bool(sys.flags.utf8_mode),
        is_ascii=arguments.is_ascii,
        is_slow=arguments.is_slow,
        colors=arguments.colors,
    )
    # A driver of Textual's own choosing (a browser, a test) talks over pipes.
    if terminal.problem and "TEXTUAL_DRIVER" not in os.environ:
        complain(terminal.problem)
        return 2
    for name, value in terminal.environment().items():
        os.environ.setdefault(name, value)
    os.environ["TEXTUAL_COLOR_SYSTEM"] = terminal.color_system
    if terminal.colors is Colors.NONE:
        os.environ.pop("NO_COLOR", None)  # Textual would answer it with greys; our filter takes all colour away
    from tui.app import start

    return start(arguments, terminal, course, entry.id if entry is not None else None)


if __name__ == "__main__":
    main()

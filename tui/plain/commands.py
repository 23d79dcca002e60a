"""What can be typed in plain mode: the letters of the screen, and a few words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lessons.lab import Step


@dataclass(frozen=True, slots=True)
class PlainCommand:
    """One thing to type."""

    words: tuple[str, ...]
    """What is typed for it, the usual word first."""
    help: str
    takes: str = ""
    """What may follow the word, for the help."""
    step: Step | None = None
    """For the commands that only move the lab."""

    @property
    def name(self) -> str:
        """The usual word."""
        return self.words[0]


STEPS: Final = (
    PlainCommand(("n",), "Next call: one layer's forward pass, say.", step=Step.OVER),
    PlainCommand(("p",), "Back over a call.", step=Step.BACK_OVER),
    PlainCommand(("i",), "Next operation.", step=Step.INTO),
    PlainCommand(("I",), "Back one operation.", step=Step.BACK_INTO),
    PlainCommand(("o",), "To the end of this call.", step=Step.OUT),
    PlainCommand(("O",), "To before this call.", step=Step.BACK_OUT),
    PlainCommand(("e",), "To the end of the phase.", step=Step.PHASE_END),
    PlainCommand(("E",), "To the beginning of the phase.", step=Step.PHASE_START),
    PlainCommand(("u",), "To the next update.", step=Step.NEXT_UPDATE),
    PlainCommand(("U",), "To the beginning of this update, then the one before.", step=Step.PREVIOUS_UPDATE),
)

OTHERS: Final = (
    PlainCommand(("run",), "Runs updates; without a number, as many as the lesson would. Ctrl+C stops.", "500"),
    PlainCommand((":", "go"), "Goes to an update, past or future.", "7"),
    PlainCommand(("why",), "Says where a number of the result comes from; without numbers, the present one.", "0 1"),
    PlainCommand(("enter",), "Goes on to a number that this one was computed from.", "2"),
    PlainCommand(("back",), "Returns to the number before."),
    PlainCommand(("table", "t"), "Reads an array row by row, from a row on; alone, it names the arrays.", "2 10"),
    PlainCommand(("chart", "c"), "Tells the page's chart as it stands now, or another.", "loss"),
    PlainCommand(("check",), "Checks the file that you have written for the workshop."),
    PlainCommand(("code",), "Reads the code that is at work."),
    PlainCommand(("where", "w"), "Says which page, update and step this is."),
    PlainCommand(("page",), "Reads the page again, or goes to another.", "3"),
    PlainCommand(("words",), "Says what the words of this page mean, or what another one means.", "batch"),
    PlainCommand((">", "next"), "Next page."),
    PlainCommand(("<", "previous"), "The page before."),
    PlainCommand(("ask", "a"), "Says again what is asked."),
    PlainCommand(("=", "answer"), "Gives an answer that looks like a command.", "0.35"),
    PlainCommand(("set",), "Sets a knob, by its number, to a value.", "1 0.5"),
    PlainCommand(("f", "hint"), "Gives a hint."),
    PlainCommand(("F",), "Shows the answer, after a try or a hint."),
    PlainCommand(("r", "again"), "Asks the last question again, with fresh numbers."),
    PlainCommand(("s",), "Writes the recap into a file."),
    PlainCommand(("?", "help"), "Says what can be typed."),
    PlainCommand(("q", "quit"), "Leaves. Your place and your answers are kept."),
)

COMMANDS: Final = (*STEPS, *OTHERS)
BY_WORD: Final[Mapping[str, PlainCommand]] = {word: command for command in COMMANDS for word in command.words}
"""Every command by each of its words."""


def parsed(line: str) -> tuple[PlainCommand, str] | None:
    """Return the command that a line begins with, and what follows; None where the line is an answer."""
    word, _, rest = line.strip().partition(" ")
    if word[:1] in (":", "=") and len(word) > 1:  # `:7`, `=0.35`
        word, rest = word[0], f"{word[1:]} {rest}"
    command = BY_WORD.get(word)
    return (command, rest.strip()) if command is not None else None


def help_lines() -> list[str]:
    """Return what can be typed, a command a line."""
    lines = ["Type an answer, or one of these. An empty line says again what is asked, or goes on."]
    for command in COMMANDS:
        words = " or ".join(command.words)
        example = f" {command.takes}" if command.takes else ""
        lines.append(f"{words}{example}: {command.help}")
    return lines

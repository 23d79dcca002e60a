"""All commands, screen by screen: what a person can do in the app.

Ranks order the footer. What has rank 0 is found in the help and in the palette.
"""

from typing import Final

from tui.command import Command

APP: Final = (
    Command(
        "app.help",
        "question_mark,f1",
        "app.help",
        "help",
        "Help",
        "Explains what has the focus, and every key.",
        rank=98,
        is_kept=True,
    ),
    Command(
        "app.palette",
        "ctrl+p,f2",
        "app.command_palette",
        "commands",
        "Commands",
        "Finds a command by its name.",
    ),
    Command(
        "app.theme",
        "f9",
        "app.next_theme",
        "colours",
        "Next colours",
        "Dark, light, colour-blind, the terminal's own.",
        shown="F9",
    ),
    Command("app.quit", "q", "app.quit", "quit", "Quit", "Leaves. Your place and your answers are kept.", rank=99),
    Command(
        "app.quit_always", "ctrl+q", "app.quit", "quit", "Quit from anywhere", "The same while you write.",
        is_first=True,
    ),
    Command(
        "app.suspend", "ctrl+z", "app.suspend_process", "suspend", "To the shell for a while",
        "Goes to the shell; fg brings you back.",
    ),
)  # fmt: skip

COPY: Final = (
    Command(
        "copy.number", "y", "app.copy('number')", "copy", "Copy the number",
        "Copies the number under the cursor, with all its digits.",
    ),
    Command("copy.table", "Y", "app.copy('table')", "copy", "Copy the array", "Copies the array under the cursor."),
    Command("copy.code", "ctrl+y", "app.copy('code')", "copy", "Copy the code", "Copies the code that is shown."),
)  # fmt: skip

COURSE: Final = (
    Command("course.open", "enter", "open", "open", "Open this lesson", "Opens the lesson where you left it.", rank=1),
    Command(
        "course.up",
        "up,k",
        "move(-1)",
        "choose",
        "One lesson up",
        "Goes to the lesson above.",
        rank=2,
        shown="↑",
        pair="course.down",
    ),
    Command("course.down", "down,j", "move(1)", "choose", "One lesson down", "Goes to the lesson below.", shown="↓"),
    Command("course.first", "home,g", "move(-9999)", "first", "First lesson", "Goes to the first lesson."),
    Command("course.last", "end,G", "move(9999)", "last", "Last lesson", "Goes to the last lesson."),
    Command("course.next", "n", "next", "next up", "What comes next", "Goes to the lesson to do next.", rank=4),
    Command(
        "course.review", "r", "review", "review", "Review what is due",
        "Asks a few questions of lessons past again, with other numbers.", rank=5.5,
    ),
    Command(
        "course.skip_review", "s", "skip_review", "not now", "No review now",
        "Leaves the questions that are due for another day.",
    ),
    Command(
        "course.afresh", "R", "afresh", "afresh", "Begin a lesson or everything afresh",
        "Asks what to begin afresh, says what would go, and keeps a backup.",
    ),
    Command(
        "course.search",
        "slash",
        "search",
        "search",
        "Search the lessons",
        "Keeps the lessons with the words that you type.",
        rank=3,
    ),
    Command(
        "course.workshop",
        "w",
        "workshop",
        "workshop",
        "The workshop",
        "Lists the parts of a network that you can write yourself.",
        rank=3.5,
    ),
    Command(
        "course.leave", "escape", "leave_search", "all lessons", "All lessons", "Ends the search.", rank=1, shown="esc"
    ),
)  # fmt: skip

STEPS: Final = (
    Command(
        "step.over",
        "n",
        "step('over')",
        "call",
        "Step over: the next call",
        "Runs to the end of the next call: one layer's forward pass, say.",
        rank=2,
        pair="step.back_over",
    ),
    Command("step.back_over", "p", "step('back_over')", "call", "Step back over a call", "Takes the last call back."),
    Command(
        "step.into",
        "i",
        "step('into')",
        "operation",
        "Step into: the next operation",
        "Runs the next operation of NumPy.",
        rank=3,
        pair="step.back_into",
    ),
    Command(
        "step.back_into",
        "I",
        "step('back_into')",
        "operation",
        "Step back one operation",
        "Takes the last operation back.",
    ),
    Command(
        "step.out",
        "o",
        "step('out')",
        "out",
        "Step out: the end of this call",
        "Runs to the end of this call; from there, to the end of the phase.",
    ),
    Command(
        "step.back_out",
        "O",
        "step('back_out')",
        "out",
        "Step back to before this call",
        "Goes to before this call; from there, to before the phase.",
    ),
    Command(
        "step.phase_end",
        "e",
        "step('phase_end')",
        "phase",
        "The end of the phase",
        "Runs to the end of forward, loss, backward or update.",
    ),
    Command(
        "step.phase_start",
        "E",
        "step('phase_start')",
        "phase",
        "The beginning of the phase",
        "Goes back to before the phase.",
    ),
    Command(
        "update.next",
        "u",
        "step('next_update')",
        "update",
        "Next update",
        "Finishes this update and stands before the next one.",
        rank=7,
        pair="update.previous",
    ),
    Command(
        "update.previous",
        "U",
        "step('previous_update')",
        "update",
        "Previous update",
        "Goes to the beginning of this update, then to the one before.",
    ),
    Command(
        "update.run",
        "space",
        "run",
        "run",
        "Run updates",
        "Asks how many updates to run, and runs them at full speed. Any key stops them.",
        rank=4,
    ),
    Command(
        "update.go",
        "colon",
        "go",
        "go to",
        "Go to an update",
        "Asks for an update's number and goes there, past or future.",
        rank=9,
    ),
)

LESSON: Final = (
    Command(
        "lesson.continue", "enter", "continue", "go on", "Go on",
        "Goes to what is to be done on the page; when that is done, to the next page.", rank=1,
    ),
    *STEPS,
    Command(
        "lesson.pane", "tab,shift+tab", "pane", "lesson/lab", "Lesson or lab",
        "Goes from the lesson to the lab and back.", rank=5,
    ),
    Command("lesson.hint", "f", "hint", "hint", "A hint", "Gives the next hint for the question.", rank=1.2),
    Command(
        "lesson.give_up", "F", "give_up", "show me", "Show me the answer",
        "Gives the answer away, after a try or a hint.", rank=1.3,
    ),
    Command(
        "lesson.words", "slash,f6", "words", "words", "The words of this page",
        "Says what the words on this page mean, and all others.", shown="/",
    ),
    Command(
        "lesson.keep",
        "s",
        "keep",
        "save recap",
        "Save the recap",
        "Writes the recap with your own answers into a Markdown file.",
        rank=1.4,
    ),
    Command(
        "lesson.fresh", "r", "fresh", "again", "Again, with fresh numbers",
        "Asks the question that you have just settled again, with other numbers.", rank=6.5,
    ),
    Command(
        "lesson.afresh", "R", "afresh", "afresh", "Begin the page, the lesson or everything afresh",
        "Asks what to begin afresh, says what would go, and keeps a backup.",
    ),
    Command("lab.chart", "c", "chart(1)", "chart", "Next chart", "Shows the next chart.", rank=8),
    Command(
        "lab.turn", "plus,equals_sign", "turn(1)", "turn", "Turn the chart on",
        "Changes what the page's chart is of: its point, its step, its layers.",
        rank=2.5, shown="+", pair="lab.turn_back",
    ),
    Command(
        "lab.turn_back", "minus", "turn(-1)", "turn", "Turn the chart back", "Changes it the other way.", shown="-",
    ),
    Command("lab.chart_back", "C", "chart(-1)", "chart", "Previous chart", "Shows the chart before."),
    Command(
        "lab.check", "x", "check", "check", "Check a gradient",
        "Nudges the parameter under the cursor up and down, and holds the slope against the gradient.", rank=10.5,
    ),
    Command(
        "lab.own_parts", "w", "own_parts", "your parts", "With the parts that you wrote",
        "Asks which of the parts that you wrote are to work here, and begins the network anew with them.",
        rank=10.2,
    ),
    Command(
        "lab.back", "backspace", "back", "back", "Back in the derivation",
        "Returns to the number that you came from.", shown="bksp",
    ),
    *COPY,
    Command(
        "page.next", "greater_than_sign,pagedown", "page(1)", "page", "Next page",
        "Turns to the next page.", rank=11, pair="page.previous",
    ),
    Command("page.previous", "less_than_sign,pageup", "page(-1)", "page", "Previous page", "Turns to the page before."),
    Command(
        "lesson.leave", "escape", "leave", "course", "To the course",
        "Closes what is open; then goes to the course.", rank=12, shown="esc",
    ),
)  # fmt: skip

NOT_IN_A_REVIEW: Final = ("words", "keep", "fresh", "afresh", "page")
"""The actions that only whole lessons have."""

REVIEW: Final = (
    *(command for command in LESSON if command.action.partition("(")[0] not in NOT_IN_A_REVIEW),
    Command(
        "review.skip", "s", "skip", "skip", "Skip this question", "Leaves this question for another day.", rank=1.4,
    ),
)  # fmt: skip

_IN_A_PART: Final = ("step.over", "step.back_over", "step.into", "step.back_into", "step.out", "step.back_out")

WORKSHOP: Final = (
    Command(
        "work.check", "f5,ctrl+j", "check", "check", "Check what you have written",
        "Keeps your file and tries your code on many cases, in a process of its own.", rank=1, shown="F5",
    ),
    Command(
        "work.stop", "escape", "stop", "stop", "Stop the check", "Ends the check that is under way.",
        rank=0.5, shown="esc",
    ),
    Command("work.edit", "e", "edit", "edit", "Edit", "Goes to the editor.", rank=1.2, is_first=True),
    Command(
        "work.edit_too", "enter", "edit", "edit", "Edit, where no number is under the cursor",
        "Goes to the editor, where no number is under the cursor.",
    ),
    Command(
        "work.pane", "f3,tab", "pane(1)", "next pane", "Next pane",
        "Goes from the task to the editor, the check and the steps of your code; F3 does so in the editor too.",
        rank=1.4, shown="F3",
    ),
    Command("work.pane_back", "shift+tab", "pane(-1)", "pane", "Previous pane", "Goes the other way round."),
    Command(
        "work.outside", "f4", "outside", "$EDITOR", "Open your own editor",
        "Opens the file in the editor that $VISUAL or $EDITOR names; it is checked when you come back.",
        rank=5, shown="F4",
    ),
    *(step for step in STEPS if step.id in _IN_A_PART),
    Command("work.hint", "f", "hint", "hint", "A hint", "Gives the next hint.", rank=4),
    Command(
        "work.solution", "v", "solution", "solution", "Show a solution",
        "Shows a solution once the part has passed, or when you ask for the third time.", rank=8,
    ),
    Command(
        "work.reset", "R", "reset", "start over", "Start over",
        "Puts the starter back; a dated copy of your file is kept.", rank=9,
    ),
    Command(
        "work.back", "backspace", "back", "back", "Back in the derivation",
        "Returns to the number that you came from.", shown="bksp",
    ),
    *COPY,
    Command(
        "work.out_of_editor", "escape", "out_of_editor", "commands", "Leave the editor",
        "Goes out of the editor, so that letters are commands.", rank=2, shown="esc",
    ),
    Command("work.leave", "escape", "leave", "leave", "Leave the workshop", "Keeps your file and goes back.",
            rank=10, shown="esc"),
)  # fmt: skip

PARTS: Final = (
    Command("parts.open", "enter", "open", "open", "Open this part", "Opens the part where you left it.", rank=1),
    Command("parts.up", "up,k", "move(-1)", "choose", "One part up", "Goes to the part above.", rank=2, shown="↑",
            pair="parts.down"),
    Command("parts.down", "down,j", "move(1)", "choose", "One part down", "Goes to the part below.", shown="↓"),
    Command("parts.first", "home,g", "move(-999)", "first", "First part", "Goes to the first part."),
    Command("parts.last", "end,G", "move(999)", "last", "Last part", "Goes to the last part."),
    Command("parts.leave", "escape,w", "leave", "course", "To the course", "Goes back.", rank=9, shown="esc"),
)  # fmt: skip

BY_ID: Final = {command.id: command for command in (*APP, *COURSE, *LESSON, *REVIEW, *WORKSHOP, *PARTS)}
"""Every command by its id."""

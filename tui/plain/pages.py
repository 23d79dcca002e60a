"""A page and its questions as lines of plain text."""

import re

from lessons import telling
from lessons.blocks import Block, ExperimentBlock, Implement, Note, Prose, Recap, Show, Try, is_task
from lessons.session import LessonSession
from tui.clean import one_line
from tui.lab.from_trace import network_of
from tui.lesson.tasks import answering_of, task_view
from tui.lesson.visit import Visit
from tui.plain.speech import shape_in_words, sheet_sentence
from tui.render.lines import text_of
from tui.render.prose import inline, prose
from tui.render.task import Standing, Task

_TYPED = (
    (r"\s+\(`tab`(?: goes there(?: and back)?)?\)", ""),
    (r"Press `tab` and read", "Read"),
    (r"Press `space`", "Type `run`"),
    (r"press `space`", "type `run`"),
    (r"`space`", "`run`"),
    (r"`enter`(?=\s+on\b)", "`why`"),
)
"""The keys that lessons name and only the screen has, and what to say of them to who types."""

_STANDINGS = {
    Standing.RIGHT: "Right.",
    Standing.SHOWN: "Shown.",
    Standing.WRONG: "Not yet.",
    Standing.UNREAD: "That cannot be read as an answer.",
    Standing.UNDERWAY: "On the way.",
}


def page_lines(visit: Visit, width: int, seen: frozenset[str] = frozenset()) -> list[str]:
    """Return the page as far as it is open; blocks that were read before are left out."""
    session = visit.session
    lines = [] if seen else [f"Page {session.number} of {session.page_count}."]
    for block in session.visible:
        if block.id not in seen:
            read = _block(visit, block, width)
            lines += [*read, ""] if read else []
    return lines[:-1] if lines and not lines[-1] else lines


def task_lines(visit: Visit, block: str, width: int) -> list[str]:
    """Return a question: what is asked, how to answer, what was said to the last answer."""
    task = task_view(visit.session, block, block not in visit.unsaved)
    lines = _paragraph(f"Question: {task.ask}", width)
    sheet = () if isinstance(visit.session.task(block), Implement) else task.sheet
    lines += [line for row in sheet for line in _paragraph(f"Derivation: {sheet_sentence(one_line(row, 400))}.", width)]
    names = _names(task.keys, len(task.options))
    for name, option in zip(names, task.options, strict=True):
        lines += _paragraph(f"{name}: {option}", width)
    for number, knob in enumerate(task.knobs, 1):
        lines.append(f"Knob {number}: {knob.label} is {knob.values[knob.at]}. Values: {', '.join(knob.values)}.")
    if (how := _how(visit.session, block, task)) and not task.standing.is_settled:
        lines.append(how)
    return [*lines, *hint_lines(visit, block, width), *reply_lines(visit, block, width)]


def reply_lines(visit: Visit, block: str, width: int) -> list[str]:
    """Return what is said to the last answer, and whether it is kept."""
    task = task_view(visit.session, block, block not in visit.unsaved)
    word = _STANDINGS.get(task.standing, "")
    if not word:
        return []
    kept = ("" if task.is_saved else " This could not be saved.") if task.standing is not Standing.UNREAD else ""
    return _paragraph(f"{word} {task.reply}{kept}", width)


def hint_lines(visit: Visit, block: str, width: int) -> list[str]:
    """Return the hints that were given."""
    return [
        line
        for number, hint in enumerate(telling.hints(visit.session, block), 1)
        for line in _paragraph(f"Hint {number}: {hint}", width)
    ]


def answer_of(session: LessonSession, block: str, text: str) -> str:
    """Return a typed answer as the session takes it: numbers of options become what the options hand in."""
    answering = answering_of(session.task(block))
    words = text.replace(",", " ").split()
    if answering is None or not words:
        return text
    names = _names(answering.keys, len(answering.answers))
    if all(word in names for word in words):
        return " ".join(answering.answers[names.index(word)] for word in words)
    return text


def _names(keys: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return what each option is called: by its sign, else by its number, since letters are commands here."""
    signs = tuple(key for key in keys if not key.isalpha())
    return signs or tuple(str(number) for number in range(1, count + 1))


def _block(visit: Visit, block: Block, width: int) -> list[str]:
    """Return one block."""
    session = visit.session
    match block:
        case Prose():
            return [text_of(line).rstrip() for line in prose(typed(telling.prose(session, block)), width)]
        case Note():
            title = one_line(block.title)
            return [f"Aside: {title}.", *_paragraph(telling.prose(session, block), width)]
        case Recap():
            points = telling.points(session, block)
            return ["What this showed:", *(line for point in points for line in _paragraph(f"- {point}", width))]
        case Show():
            return _paragraph(telling.pointer(session, block), width) if block.says else []
        case ExperimentBlock():
            return [_network(visit)] if visit.lab is not None else []
        case _ if is_task(block):
            return task_lines(visit, block.id, width)
    return []


def _network(visit: Visit) -> str:
    """Name the network's parts in order."""
    if visit.lab is None:
        return ""
    nodes = network_of(visit.lab.cursor).nodes
    return f"The network: {', '.join(f'{node.name} {shape_in_words(node.shape)}'.strip() for node in nodes)}."


def _how(session: LessonSession, block: str, task: Task) -> str:
    """Say how to answer."""
    match session.task(block):
        case Try():
            return "Use run to run updates" + (", set to turn a knob." if task.knobs else ".")
        case Implement():
            return "An empty line tells what is to be written and where your file lies; check checks it."
    if task.blanks > 1:
        return f"Fill the {task.blanks} blanks, with a semicolon between them."
    if task.options and task.is_ordered:
        return "Type the numbers, the smallest first."
    if task.options:
        one = "sign" if "+" in task.keys else "number of one"
        what = "numbers of all that are right" if task.takes_several else one
        return f"Type the {what}."
    return f"Type {task.how}." if task.how else ""


def _paragraph(text: str, width: int) -> list[str]:
    """Return a paragraph of Markdown as plain lines."""
    return [text_of(line).rstrip() for line in inline(typed(text), width)]


def typed(text: str) -> str:
    """Return a text of a lesson with what is typed here in place of a key that only the screen has."""
    for key, words in _TYPED:
        text = re.sub(key, words, text)
    return text

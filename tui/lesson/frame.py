"""What stands around a lesson's panes: its title, the page, and the pane that is out of sight in one line."""

from lessons import telling
from lessons.blocks import Lesson, Page
from lessons.lab import Lab
from lessons.numbers import count
from lessons.session import LessonSession
from lessons.workshop import find_part
from lessons.workshop.own_run import OwnRun
from tui.clean import one_line
from tui.lab.from_trace import step_of
from tui.lesson.visit import Visit
from tui.render.bars import EMPTY, FULL, GAP, MOST_CELLS, cells_of, page_bar
from tui.render.lines import Piece, Tone
from tui.render.prose import inline
from tui.render.steps import step_words
from tui.render.task import Standing

Pieces = tuple[Piece, ...]


def title(session: LessonSession) -> Pieces:
    """Return the lesson's number and title."""
    head = session.lesson.head
    number = (Piece(f"{head.number} · ", Tone.FAINT),) if head.number else ()
    return (*number, Piece(one_line(head.title), Tone.STRONG))


def page_title(session: LessonSession, page: int) -> str:
    """Return the title of a page; empty where it has none, or where there is no such page."""
    pages = session.lesson.pages
    return pages[page - 1].title if 1 <= page <= len(pages) else ""


def place(session: LessonSession) -> tuple[Pieces, ...]:
    """Return the page between the keys that turn it, and how each page stands, unless there are too many."""
    page = Piece(f"page {session.number}/{session.page_count}", Tone.FAINT)
    back, on = Piece("  " if session.is_first else "< ", Tone.KEY), Piece("  " if session.is_last else " >", Tone.KEY)
    if session.page_count > MOST_CELLS:
        return ((back, page, on, GAP, Piece(page_bar(session.number, session.page_count), Tone.KEY)),)
    return ((back, page, on, GAP, *(_page_mark(session, page) for page in session.lesson.pages)),)


def _page_mark(session: LessonSession, page: Page) -> Piece:
    """Return a page's mark: nothing left to do, some of it shown, or something open; the open page's is lit."""
    states = [session.state(task.id) for task in page.tasks]
    is_done = all(state.is_done for state in states) if states else page.number < session.number
    is_shown = is_done and any(state.is_given_up for state in states)
    tone = Tone.KEY if is_done or page.number == session.number else Tone.FAINT
    mark = Standing.SHOWN if is_shown else FULL if is_done else EMPTY
    return Piece(str(mark) * cells_of(session.page_count), tone)


def own(visit: Visit) -> tuple[Pieces, ...]:
    """Say where the learner's own parts are at work."""
    return ((Piece("with your parts", Tone.KEY),),) if visit.has_own_parts else ()


def own_parts(lab: Lab) -> str:
    """Return the titles of the learner's parts that are at work in a lab."""
    names = lab.run.parts if isinstance(lab.run, OwnRun) else ()
    return ", ".join(f"your {find_part(name).title}" for name in names) or "none of your parts"


def lab_in_a_line(visit: Visit) -> Pieces:
    """Return where the lab stands."""
    return (Piece("lab ▸ ", Tone.KEY), *step_words(step_of(visit.lab.cursor))) if visit.lab is not None else ()


def lesson_in_a_line(visit: Visit) -> Pieces:
    """Return what waits on the page."""
    task = visit.session.active
    words = telling.question(visit.session, task.id) if task is not None else "all done on this page"
    unmarked = "".join(piece.text for line in inline(words, len(words) + 1) for piece in line)
    return (Piece("lesson ▸ ", Tone.KEY), Piece(one_line(unmarked)))


def beyond(lesson: Lesson, page: int | None) -> str:
    """Return what to say where a page was asked for that the lesson does not have; empty where it has it."""
    last = len(lesson.pages)
    if page is None or page <= last:
        return ""
    return f"There is no page {page}: the lesson has {count(last, 'page')}. This is the last."

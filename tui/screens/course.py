"""The way in: all parts and lessons, how each stands, and the next thing to do under the cursor."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.screen import Screen
from textual.worker import Worker, WorkerState, get_current_worker

from lessons.course import Course
from lessons.questions.review import MOST, ReviewItem
from tui.clean import one_line
from tui.command import Command, OffersCommands, bindings
from tui.commands import COURSE
from tui.course_rows import course_rows, done_lessons, is_done, lesson_after, next_lesson
from tui.render.course import LessonRow, Mark, matching
from tui.render.lines import Line, Piece, Tone
from tui.screens.steady import Steady
from tui.widgets.bars import Banner, TitleBar
from tui.widgets.course_list import CourseList
from tui.widgets.field import ANY, Field
from tui.widgets.key_bar import KeyBar
from tui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from lessons.questions.reviewing import Review
    from tui.app import GlassnetApp


class _AboutLesson(LinesView):
    """What the lesson under the cursor teaches."""

    DEFAULT_CSS: ClassVar[str] = """
    _AboutLesson { height: 6; border-top: solid $rule; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.row: LessonRow | None = None

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the goals, one a line, or what is wrong with the lesson's file."""
        if self.row is None:
            return []
        if self.row.mark is Mark.BROKEN:
            from tui.render.prose import inline  # only what is wrong is Markdown, and reading that takes a while

            return _within(inline("\n".join(self.row.about), width, Tone.WRONG), height)
        return _within([(Piece(f"  · {one_line(line)}", Tone.FAINT),) for line in self.row.about], height)


def _within(lines: list[Line], height: int) -> list[Line]:
    """Return the lines that have room; where some have none, the last says how many."""
    if len(lines) <= height:
        return lines
    hidden = len(lines) - height + 1
    return [*lines[: height - 1], (Piece(f"  … {hidden} more", Tone.SIGN),)]


class _Offer(LinesView):
    """What is due for review, with the keys that take or leave it; hidden where nothing is."""

    DEFAULT_CSS: ClassVar[str] = """
    _Offer { height: 1; background: $panel; display: none; margin-top: 1; }
    _Offer.-shown { display: block; }
    """

    count: var[int] = var(0)
    is_taken: var[bool] = var(False)
    """Whether the learner has taken it, and the questions are being made."""

    def watch_count(self, count: int) -> None:
        """Show or hide the line."""
        self.set_class(count > 0, "-shown")
        self.redraw()

    def watch_is_taken(self) -> None:
        """Say what is going on."""
        self.set_class(self.is_taken or self.count > 0, "-shown")
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the one line."""
        if self.is_taken:
            making = Piece(f" {Mark.DUE} making the questions …   ", Tone.STRONG)
            return [(making, Piece("s", Tone.KEY), Piece(" not now", Tone.FAINT))]
        asked = "One question" if self.count == 1 else f"{min(self.count, MOST)} questions"
        return [
            (
                Piece(f" {Mark.DUE} ", Tone.KEY),
                Piece(asked, Tone.STRONG),
                Piece(" from lessons past to recall?   "),
                Piece("r", Tone.KEY),
                Piece(" review   ", Tone.FAINT),
                Piece("s", Tone.KEY),
                Piece(" not now", Tone.FAINT),
            )
        ]


class _Search(Field):
    """The words to look for; enter opens the lesson that the cursor stands on meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "open", id="course.open_found")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open only what was found."""
        return action != "submit" or self.screen.query_one(CourseList).row is not None


class CourseScreen(OffersCommands, Steady, Screen[None]):
    """Parts and lessons; enter goes on where the learner left."""

    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = COURSE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(COURSE)]
    KEPT_KEYS: ClassVar[tuple[str, ...]] = ("app.quit",)
    """There is nowhere else to go from here."""
    DEFAULT_CSS: ClassVar[str] = """
    CourseScreen CourseList { margin-top: 1; }
    CourseScreen #search { display: none; padding: 0 2; background: $panel; height: 1; }
    CourseScreen #search.-open { display: block; }
    """

    due: var[tuple[ReviewItem, ...]] = var(())
    """What could be asked again today."""

    def __init__(self) -> None:
        super().__init__()
        self._search = _Search(ANY, hint="words of a title or a goal", id="search")
        self._done: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """Lay out the list between the title and the keys."""
        yield TitleBar()
        yield Banner()
        yield _Offer()
        yield CourseList()
        yield _AboutLesson()
        yield self._search
        yield KeyBar()

    @property
    def _app(self) -> "GlassnetApp":
        return cast("GlassnetApp", self.app)

    def on_mount(self) -> None:
        """Put the cursor on what comes next."""
        self._show()
        self._done = done_lessons(self._app.store.state)
        self.query_one(CourseList).current = next_lesson(self._app.course, self._app.store.state)
        self.query_one(CourseList).focus()
        self._describe()
        if any(entry.pack for entry in self._app.course.entries):
            self._read_packs()

    @work(thread=True, group="packs", exit_on_error=False)
    def _read_packs(self) -> None:
        """Read the lessons of others whole, to show which of them are broken."""
        self.app.call_from_thread(self._take_packs, self._app.course.read_packs())

    def _take_packs(self, course: Course) -> None:
        self._app.course = course
        if self.query(CourseList):
            self._show()
            self._describe()

    def on_screen_resume(self) -> None:
        """Show what was done in the meantime."""
        if self.query(CourseList):
            self._show()
            self._go_on()
            self._look_for_due()

    def _go_on(self) -> None:
        """Put the cursor on the lesson that was left, however it was opened; if it is done now, on what follows it."""
        state, course = self._app.store.state, self._app.course
        before, self._done = self._done, done_lessons(state)
        opened, self._app.opened_lesson = self._app.opened_lesson, ""
        finished = [entry.id for entry in course.entries if entry.id in self._done - before]
        if finished:
            self.query_one(CourseList).current = lesson_after(course, state, finished[-1])
        elif opened:
            self.query_one(CourseList).current = opened

    @work(thread=True, exclusive=True, group="due", exit_on_error=False)
    def _look_for_due(self) -> None:
        """Find out what is due; the lessons that are asked about have to be read for it."""
        found = self._app.due()
        self.app.call_from_thread(setattr, self, "due", found)
        if found and not self._app.is_review_skipped:
            self._review(found)  # so that it opens at once

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say that nothing is known of what is due, where finding it out failed; all else goes on."""
        if event.worker.group == "due" and event.state is WorkerState.ERROR:
            self._app.tell(f"What is due for review could not be found out: {event.worker.error}")

    def _review(self, items: Sequence[ReviewItem]) -> "Review | None":
        """Return the first of these questions, made and ready to be shown; it takes a while, so call it in a thread."""
        import tui.screens.review  # noqa: F401

        return self._app.questions.review(items[:MOST])

    @work(thread=True, exclusive=True, group="review")
    def _make_review(self, items: Sequence[ReviewItem]) -> None:
        """Make the questions, and open them unless the learner has gone elsewhere."""
        worker = get_current_worker()
        review = self._review(items)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._open_review, review)

    def _open_review(self, review: "Review | None") -> None:
        was_wanted = self.query_one(_Offer).is_taken and self.app.screen is self
        self._take(False)
        if not was_wanted:
            return
        if review is None:
            self._app.tell("There is nothing to review: the lessons have changed.")
        else:
            from tui.screens.review import open_review

            open_review(self._app, review)

    def _take(self, is_taken: bool) -> None:
        self.query_one(_Offer).is_taken = is_taken
        self.refresh_bindings()

    @property
    def _is_taken(self) -> bool:
        return bool(self.query(_Offer)) and self.query_one(_Offer).is_taken

    def watch_due(self) -> None:
        """Offer what is due."""
        if self.query(CourseList):
            self._show()
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what works now."""
        if action == "leave_search":
            return self._search.has_class("-open")
        if action == "search":
            return not self._search.has_focus
        if action in ("open", "move"):
            return bool(self.query(CourseList)) and self.query_one(CourseList).row is not None
        if action in ("review", "skip_review"):
            return bool(self.due) and (not self._is_taken if action == "review" else self._is_taken or self._is_offered)
        return True

    @property
    def _is_offered(self) -> bool:
        return bool(self.due) and not self._app.is_review_skipped

    def action_review(self) -> None:
        """Ask what is due."""
        self._take(True)
        self._make_review(self.due)

    def action_skip_review(self) -> None:
        """Take the offer away; the mark beside the lessons stays."""
        self._app.is_review_skipped = True
        self._take(False)
        self._show()
        self.refresh_bindings()

    def action_open(self) -> None:
        """Open the lesson under the cursor."""
        row = self.query_one(CourseList).row
        if row is not None:
            self._app.open_lesson(row.id)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.query_one(CourseList).move(step)

    def action_next(self) -> None:
        """Go to the lesson to do next."""
        rows = self.query_one(CourseList)
        following = next_lesson(self._app.course, self._app.store.state)
        if rows.current == following:
            self._app.tell("The cursor stands on it already: enter opens it.")
        rows.current = following

    def action_workshop(self) -> None:
        """List the parts that the learner can write."""
        from tui.screens.parts import PartsScreen

        self.app.push_screen(PartsScreen())

    def action_afresh(self) -> None:
        """Ask whether to begin the lesson under the cursor, or everything, afresh."""
        from tui.screens.afresh import begin_afresh

        row = self.query_one(CourseList).row
        entry = next((entry for entry in self._app.course.entries if row is not None and entry.id == row.id), None)
        begin_afresh(self._app, entry, None, lambda _: self._show())

    def action_search(self) -> None:
        """Ask for words."""
        self._search.add_class("-open")
        self._search.focus()
        self.refresh_bindings()

    def action_leave_search(self) -> None:
        """Show all lessons again."""
        self._search.remove_class("-open")
        self._search.text = ""
        self._show()
        self.query_one(CourseList).focus()
        self.refresh_bindings()

    def on_field_changed(self, event: Field.Changed) -> None:
        """Keep the lessons with these words."""
        self._show()
        self._describe()
        self.refresh_bindings()

    def on_field_submitted(self, event: Field.Submitted) -> None:
        """Open what was found; where nothing was, go on asking."""
        if self.query_one(CourseList).row is not None:
            self.query_one(CourseList).focus()
            self.action_open()

    def on_course_list_moved(self, event: CourseList.Moved) -> None:
        """Describe the lesson under the cursor."""
        self._describe()

    def on_course_list_chosen(self, event: CourseList.Chosen) -> None:
        """Open the lesson that was pressed."""
        self.action_open()

    def on_saved_again(self) -> None:
        """Say no more that saving fails."""
        self._show()

    def _describe(self) -> None:
        about = self.query_one(_AboutLesson)
        about.row = self.query_one(CourseList).row
        about.redraw()

    def _show(self) -> None:
        """Show the course as it stands."""
        state, course = self._app.store.state, self._app.course
        rows = course_rows(course, state, Counter(item.lesson for item in self.due))
        self.query_one(CourseList).rows = matching(rows, self._search.text)
        lessons = [row for row in rows if isinstance(row, LessonRow)]
        done = sum(is_done(row) for row in lessons)
        bar = self.query_one(TitleBar)
        slogan = Piece("" if self.due else "  a neural network you can see through", Tone.FAINT)
        bar.left = (Piece("glassnet", Tone.KEY), slogan)
        count = [Piece(f"{done} of {len(lessons)} lessons", Tone.PLAIN)]
        if self.due:
            count += [Piece(" · ", Tone.FAINT), Piece(f"{len(self.due)} due for review", Tone.KEY)]
        bar.right = (tuple(count),)
        self.query_one(_Offer).count = len(self.due) if self._is_offered else 0
        self.query_one(Banner).text = self._app.store.status.text

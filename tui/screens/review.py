"""A few questions of lessons past, asked again with fresh numbers: a little lesson with a page for each."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from lessons.questions.reviewing import Review, Reviewer
from tui.command import Command, bindings
from tui.commands import NOT_IN_A_REVIEW, REVIEW
from tui.lesson.visit import Visit
from tui.render.bars import page_bar
from tui.render.lines import Piece, Tone
from tui.screens.lesson import LessonScreen
from tui.widgets.bars import TitleBar

if TYPE_CHECKING:
    from tui.app import GlassnetApp


def open_review(app: "GlassnetApp", review: Review) -> None:
    """Ask these questions."""
    app.push_screen(ReviewScreen(Reviewer(review, app.record, lambda: app.store.status)))


class ReviewScreen(LessonScreen):
    """Each question beside its own fresh run; enter goes from one to the next, and from the last to the course."""

    HELP: ClassVar[str] = """
    ### Review

    Questions that you answered rightly some days ago, with other numbers where they allow it. The first answer counts:
    right, and the question comes back later than last time; not right, and it comes back tomorrow. `s` skips one,
    `escape` leaves them all for another day.
    """
    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = REVIEW
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(REVIEW)]

    def __init__(self, reviewer: Reviewer) -> None:
        self._reviewer = reviewer
        super().__init__(Visit(reviewer.review.lesson, reviewer.progress, reviewer.record))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what a lesson offers, less what only whole lessons have."""
        if action in NOT_IN_A_REVIEW:
            return False
        if action == "skip":
            return self.visit.session.active is not None
        return super().check_action(action, parameters)

    async def action_continue(self) -> None:
        """Go to the question; where it is answered, to the next one, and from the last to the course."""
        if self.visit.session.active is not None:
            self._look_at_lesson()
        elif not self._reads_on():
            await self._go_on()

    async def action_skip(self) -> None:
        """Leave this question for another day: in this sitting it is not offered again."""
        self._app.left_out.add(self._reviewer.asked(self.visit.session.number))
        await self._go_on()

    async def _go_on(self) -> None:
        if not self.visit.session.is_last:
            await self.action_page(1)
            return
        self.dismiss()
        asked, recalled = len(self._reviewer.verdicts), self._reviewer.recalled
        if asked:
            rest = "" if recalled == asked else " What was not recalled comes back tomorrow."
            self._app.tell(f"Recalled {recalled} of {asked}.{rest}")

    def _show_frame(self) -> None:
        """Show which of the questions this is."""
        super()._show_frame()
        session, title = self.visit.session, self.query_one(TitleBar)
        title.left = (Piece("Review", Tone.STRONG),)
        count = Piece(f"question {session.number}/{session.page_count} ", Tone.FAINT)
        title.right = ((count, Piece(page_bar(session.number, session.page_count), Tone.KEY)),)

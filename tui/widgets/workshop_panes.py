"""The panes of the workshop: what is to be written, the editor, and how the check went."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.reactive import var

from tui.clean import path_within
from tui.render.array import natural_height
from tui.render.lines import Line, Piece, Tone
from tui.render.parts import draw_ahead
from tui.render.workshop import Help, compared_tables, draw_case, draw_ours, draw_printed, draw_statement, draw_verdict
from tui.widgets.editor import Editor
from tui.widgets.lines_view import LinesView
from tui.widgets.operation_view import OperationView
from tui.widgets.page_block import SCROLL_KEYS, PageBlock
from tui.writing import Writing


class Lines(PageBlock):
    """A page's lines, drawn by a function of the width."""

    DEFAULT_CSS: ClassVar[str] = """
    Lines { margin-bottom: 0; }
    """

    def __init__(self, drawn: Callable[[int], list[Line]], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._drawn_by = drawn

    def lines(self, width: int) -> list[Line]:
        """Return the lines."""
        return self._drawn_by(width)


class StatementPane(VerticalScroll, can_focus=True):
    """What is to be written, and the hints and the solution once they were asked for."""

    HELP: ClassVar[str] = """
    ### What is to be written

    The task, its formula and shapes, and an example with numbers. `e` goes to the editor, `f` gives a hint, `v` shows
    a solution to those who have passed or who ask three times.
    """
    DEFAULT_CSS: ClassVar[str] = """
    StatementPane { padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = SCROLL_KEYS

    def __init__(self, writing: Writing) -> None:
        super().__init__()
        self._writing = writing

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield Lines(self._lines)

    def show(self, is_more: bool = False) -> None:
        """Show it as it stands; where more was given, its end."""
        self.query_one(Lines).show_again()
        if is_more:
            self.call_after_refresh(self.scroll_end, animate=False)

    def _lines(self, width: int) -> list[Line]:
        writing = self._writing
        return draw_statement(writing.part, width, Help(writing.part.hints[: writing.hints], writing.solution))


class FileLine(LinesView):
    """Where the learner's file lies, and whether it has what stands in the editor."""

    DEFAULT_CSS: ClassVar[str] = """
    FileLine { height: 1; }
    """

    path: var[Path] = var(Path())
    state: var[str] = var("")
    is_focused: var[bool] = var(False)

    def watch_state(self) -> None:
        """Show another state."""
        self.redraw()

    def watch_is_focused(self) -> None:
        """Show whether keys go to the editor."""
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the path, as much of its end as there is room for."""
        room = width - len(self.state) - 8
        text = path_within(self.path, room)
        tone = Tone.FOCUSED_TITLE if self.is_focused else Tone.TITLE
        rule = Piece(" " + "─" * max(width - len(text) - len(self.state) - 7, 0), Tone.RULE)
        return [(Piece("── ", Tone.RULE), Piece(text, tone), rule, Piece(f" {self.state} ", Tone.FAINT))]


class EditorPane(Vertical):
    """The editor under the line with its file."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out file and text."""
        yield FileLine()
        yield Editor(self._text)

    def on_descendant_focus(self) -> None:
        """Show that keys go here."""
        self.query_one(FileLine).is_focused = True

    def on_descendant_blur(self) -> None:
        """Show that keys go elsewhere."""
        self.query_one(FileLine).is_focused = False


class _Compared(OperationView):
    """What should have come out and what did; at its edge the arrows scroll what stands around it."""

    def action_move(self, name: str) -> None:
        """Move the cell cursor; where it can go no further, leave the key to the pane."""
        before = self.active, self.cell
        super().action_move(name)
        if (self.active, self.cell) == before:
            raise SkipAction


class VerdictPane(VerticalScroll, can_focus=True):
    """The verdict, its ladder, both arrays with the first wrong cell lit, what was printed; ours, once it passes."""

    HELP: ClassVar[str] = """
    ### How the check went

    `✓` exact, `≈` close, `✗` wrong. Below stand what should have come out and what your code made of it, for the
    smallest case that was found; the first wrong number is lit. `enter` on a number goes to the operation of your code
    that made it. Arrows move from number to number, and at the edge they scroll; so do `pgup` and `pgdn`. `i` and `n`
    step through your code, `I` and `p` back. `e` goes to the editor.
    """
    DEFAULT_CSS: ClassVar[str] = """
    VerdictPane { padding: 1 0 0 0; scrollbar-size-vertical: 1; }
    VerdictPane #compare { display: none; margin-top: 1; }
    VerdictPane.-compared #compare { display: block; }
    VerdictPane Lines { padding: 0 1 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = SCROLL_KEYS

    def __init__(self, writing: Writing) -> None:
        super().__init__()
        self._writing = writing

    def compose(self) -> ComposeResult:
        """Lay out text, arrays and text."""
        yield Lines(lambda width: draw_verdict(self._writing.report, self._writing.is_checked, width), id="said")
        yield _Compared(id="compare")
        yield Lines(lambda width: draw_case(self._writing.report, width))
        yield Lines(lambda width: draw_printed(self._writing.report, width))
        yield Lines(self._ahead)
        yield Lines(self._ours)

    def show(self) -> None:
        """Show the latest report."""
        compared = self._writing.compared
        self.set_class(compared is not None, "-compared")
        if compared is not None and (made := compared.verdict.theirs) is not None:
            result, should_be = compared.verdict.result, compared.verdict.expected
            expected, theirs = compared_tables(result, should_be, made, compared.cell)
            view = self.query_one("#compare", OperationView)
            view.tables = (expected, theirs)
            view.styles.height = min(max(natural_height(expected), natural_height(theirs)) + 1, 12)
            if compared.cell is not None:
                view.select(1, compared.cell)
        for lines in self.query(Lines):
            lines.show_again()
        self.scroll_home(animate=False)

    def _ahead(self, width: int) -> list[Line]:
        """Draw what there is to do now, to those who have passed."""
        writing = self._writing
        has_passed = writing.report is not None and writing.report.has_passed
        return draw_ahead(writing.part, writing.ahead, width) if has_passed else []

    def _ours(self, width: int) -> list[Line]:
        """Draw our version; theirs stands in the editor where that is beside this pane."""
        writing = self._writing
        theirs = writing.written if self.screen.has_class("-narrow") else ()
        return draw_ours(writing.part, writing.report, width, theirs)

    def take_focus(self) -> None:
        """Put the focus on the arrays, else on the text."""
        if self.has_class("-compared"):
            self.query_one("#compare").focus(scroll_visible=False)
        else:
            self.focus()

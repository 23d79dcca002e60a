"""The app's editor for a learner's file: Textual's text area, coloured as our code views are."""

from typing import ClassVar

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.scrollbar import ScrollBarRender
from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme

from tui.clean import masked
from tui.render.code import coloured
from tui.render.lines import Tone

_TONES = (Tone.KEYWORD, Tone.STRING, Tone.COMMENT, Tone.NUMBER, Tone.FUNCTION, Tone.FAINT)
_THEME = "glassnet"
_NO_COLOR = Color.default()
CURSOR_ROOM = 3
"""How many columns Textual keeps in sight from the cursor on."""


class LineBar(ScrollBarRender):
    """A bar below a text as a line; Textual's own fills the whole row, and would be the loudest thing on the screen."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = _NO_COLOR,
        bar_color: Color = _NO_COLOR,
    ) -> Segments:
        """Draw the bar; the mouse finds it where it finds Textual's."""
        bar = super().render_bar(size, virtual_size, window_size, position, thickness, vertical, back_color, bar_color)
        if not vertical:
            bar.segments = [_line(segment, back_color, bar_color) for segment in bar.segments]
        return bar


def _line(segment: Segment, back: Color, color: Color) -> Segment:
    """Return a piece of a bar as a piece of a line; what is not the bar stays blank."""
    style = segment.style
    if style is None or style.meta.get("@mouse.down") != "grab":
        return segment
    return Segment("━" * len(segment.text), Style(color=color, bgcolor=back, meta=style.meta))


class Editor(TextArea):
    """Plain Python. `tab` indents, `escape` leaves the editor; the function keys go on working."""

    HELP: ClassVar[str] = """
    ### The editor

    Type as in any editor: `tab` indents, a new line is indented as the one above, `ctrl+z` takes back, `home` and
    `end` go along the line. `F5` (or `ctrl+j`) checks what you have written, `F4` opens the file in your own editor,
    `F3` goes to the next pane, `escape` leaves the editor, so that letters are commands again. The text is kept in
    your file by itself.
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"editor--{tone}" for tone in _TONES}
    DEFAULT_CSS: ClassVar[str] = """
    Editor {
        border: none; padding: 0; background: $background;
        scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1;
        scrollbar-background: $background; scrollbar-background-hover: $background;
        scrollbar-background-active: $background; scrollbar-corner-color: $background;
        &:focus { border: none; }
        & .text-area--cursor { background: $cursor-background; color: $cursor-foreground; }
        & .text-area--cursor-line { background: $surface; }
        & .text-area--cursor-gutter { background: $surface; color: $accent; }
        & .text-area--gutter { color: $quiet; }
        & .text-area--selection { background: $lit-background; }
        & .editor--keyword { color: $phase-loss; }
        & .editor--string { color: $success; }
        & .editor--comment { color: $quiet; text-style: italic; }
        & .editor--number { color: $warning; }
        & .editor--function { color: $phase-forward; text-style: bold; }
        & .editor--faint { color: $quiet; }
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=False, show_line_numbers=True, tab_behavior="indent")
        self.cursor_blink = False
        vars(self.horizontal_scrollbar)["renderer"] = LineBar

    def on_mount(self) -> None:
        """Take the theme's colours, now and whenever it changes."""
        self._take_colours()
        self.app.theme_changed_signal.subscribe(self, lambda _: self.call_after_refresh(self._take_colours))

    def on_unmount(self) -> None:
        """Hear no more of the app's themes: their signal would keep every text that was ever edited."""
        self.app.theme_changed_signal.unsubscribe(self)

    async def _on_key(self, event: events.Key) -> None:
        """Let escape go to the screen, indent a new line as the one above, and run what other keys do at once.

        Textual's text area would go to the next widget on escape, and would run a backspace only when the key has gone
        all the way up: letters that come in the same burst would be typed before it.
        """
        if event.key == "escape":
            event.prevent_default()
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self._replace_via_keyboard(f"\n{self._indent_below()}", *self.selection)

    def _indent_below(self) -> str:
        """Return the blanks that a line begun at the cursor stands behind: those before it, and more after a colon."""
        (row, column), _ = sorted(self.selection)
        line = self.document.get_line(row)[:column]
        blanks = line[: len(line) - len(line.lstrip())]
        return blanks + " " * self.indent_width if line.rstrip().endswith(":") else blanks

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Bring the cursor into sight, and the starts of the lines with it where there is room for both."""
        moved = super().scroll_cursor_visible(center, animate)
        column = self._cursor_offset[0] + CURSOR_ROOM
        if self.scroll_offset.x and column <= self.scrollable_content_region.width - self.gutter_width:
            self.scroll_to(x=0, animate=False, force=True)
        return moved

    def show_line(self, number: int) -> None:
        """Put the cursor at the start of what stands on a line, counted from 1."""
        row = max(0, min(number - 1, self.document.line_count - 1))
        line = self.document.get_line(row)
        self.move_cursor((row, len(line) - len(line.lstrip())), center=True)

    def show_text(self, text: str) -> None:
        """Show another text; the cursor stays where it is as far as it can."""
        place = self.cursor_location
        self.load_text(text)
        self.move_cursor(place)

    def get_line(self, line_index: int) -> Text:
        """Return a line for the screen: what would command the terminal is shown as a question mark."""
        return Text(masked(super().get_line(line_index).plain), end="", no_wrap=True)

    def _build_highlight_map(self) -> None:
        """Colour the text with the lexer of our code views, so that no compiled grammar is needed."""
        super()._build_highlight_map()
        lines = self.text.split("\n")
        indents = [line for line in lines if line.strip()]
        shared = min((len(line) - len(line.lstrip()) for line in indents), default=0)
        for row, line in enumerate(coloured(tuple(lines))):
            at = len(" " * shared) if lines[row].strip() else 0
            for piece in line:
                end = at + len(piece.text.encode())
                if piece.tone in _TONES:
                    self._highlights[row].append((at, end, str(piece.tone)))
                at = end

    def _take_colours(self) -> None:
        styles: dict[str, Style] = {
            str(tone): self.get_component_rich_style(f"editor--{tone}", partial=True) for tone in _TONES
        }
        self.register_theme(TextAreaTheme(_THEME, syntax_styles=styles))
        if self.theme == _THEME:
            self._set_theme(_THEME)
        else:
            self.theme = _THEME
        self._line_cache.clear()
        self.refresh()

"""A field for one line of text, such as an answer.

An empty field for numbers lets the letters of the commands pass. Once something stands in it, only the keys for a hint
and for help do: any other character belongs to the answer, and one that no number has is refused in a few words.
"""

import re
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import var

from tui.clean import one_line
from tui.render.lines import Line, Piece, Tone, after, fitted, width_of
from tui.widgets.lines_view import LinesView

NUMBER: Final = re.compile(r"[0-9.,;+\-/−–eE×x*·^⁰¹²³⁴⁵⁶⁷⁸⁹⁻()% ]")
"""The characters of a number or a shape; letters, `*` and a blank are taken only behind others."""
WHOLE: Final = re.compile(r"[0-9]")
ANY: Final = re.compile(r".")
MOST: Final = 60
_SAYS: Final = {NUMBER: "a number, as 0.5 −2 1/3", WHOLE: "a whole number, in digits"}
"""What a field takes, in words."""
_STILL_KEYS: Final = "f?"
"""The commands that go on working in the middle of a number: a hint, and help."""


class Field(LinesView, can_focus=True):
    """One line of text with a caret. Posts `Changed` at each key and `Submitted` at enter."""

    DEFAULT_CSS: ClassVar[str] = """
    Field { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "caret(-1)", "left", show=False, system=True, id="field.left"),
        Binding("right", "caret(1)", "right", show=False, system=True, id="field.right"),
        Binding("home", "caret(-99)", "to the start", show=False, system=True, id="field.start"),
        Binding("end", "caret(99)", "to the end", show=False, system=True, id="field.end"),
        Binding("backspace", "erase(-1)", "erase", show=False, system=True, id="field.erase"),
        Binding("delete", "erase(0)", "erase", show=False, system=True, id="field.delete"),
        Binding("ctrl+u", "clear", "clear", show=False, id="field.clear"),
        Binding("enter", "submit", "answer", show=True, id="field.submit"),
    ]

    text: var[str] = var("")

    class Changed(Message):
        """The text is another one."""

        def __init__(self, field: "Field", text: str) -> None:
            super().__init__()
            self.field = field
            self.text = text

        @property
        def control(self) -> "Field":
            """The field."""
            return self.field

    class Submitted(Changed):
        """The learner pressed enter."""

    def __init__(
        self,
        accepts: re.Pattern[str] = ANY,
        *,
        text: str = "",
        hint: str = "",
        says: str = "",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.accepts = accepts
        self.following: Field | None = None
        """The field to fill after this one."""
        self.hint = hint
        self.says = says or _SAYS.get(accepts, "")
        """What it takes, in words, for who types something else."""
        self.unavailable: dict[str, str] = {}
        """What is said to the key of a command that has nothing to do just now."""
        self._refused = ""
        self._caret = len(text)
        self._is_handed_in = bool(text)
        self.set_reactive(Field.text, text)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text here, or refused as such, so that no footer offers it as a command."""
        return self._is_text(character) or self._keeps(character)

    def on_key(self, event: events.Key) -> None:
        """Take a character that belongs here; let every other key pass.

        A key that was typed ahead may arrive here when the focus has gone on to another field; it is that one's then.
        For the same reason enter is not left to its binding, which acts only after the keys that wait behind it.
        """
        focused = self.screen.focused
        field = focused if isinstance(focused, Field) else self
        if event.key == "enter":
            field.action_submit()
        elif field._is_text(event.character):
            field.insert(event.character or "")
        elif field._keeps(event.character):
            field.refuse(event.character or "")
        elif field._is_meaningless(event):
            field.refuse(event.character or "", field.unavailable.get(event.character or "", ""))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take what belongs here of a pasted text."""
        event.stop()
        text = one_line(event.text)
        other = [character for character in text if not self.accepts.fullmatch(character)]
        self.insert("".join(character for character in text if character not in other).strip())
        if other:
            self.refuse(other[0])

    def insert(self, text: str) -> None:
        """Put text at the caret; what was handed in or proposed gives way to it."""
        if self._is_handed_in:
            self.set_reactive(Field.text, "")
            self._caret = 0
        kept = text[: MOST - len(self.text)]
        caret = self._caret
        self._caret += len(kept)
        self._change(self.text[:caret] + kept + self.text[caret:])

    def action_caret(self, step: int) -> None:
        """Move the caret."""
        self._is_handed_in, self._refused = False, ""
        self._caret = max(0, min(self._caret + step, len(self.text)))
        self.redraw()

    def action_erase(self, step: int) -> None:
        """Erase the character before the caret (−1) or under it (0)."""
        at = self._caret + step
        if 0 <= at < len(self.text):
            self._caret = at
            self._change(self.text[:at] + self.text[at + 1 :])

    def action_clear(self) -> None:
        """Erase everything."""
        self._caret = 0
        self._change("")

    def action_submit(self) -> None:
        """Hand the text in; with an empty field to follow, go there at once: keys typed ahead belong there."""
        if self.following is not None and self.text.strip() and not self.following.text.strip():
            self.screen.set_focus(self.following)
            return
        self.hand_in()
        self.refresh_bindings()
        self.post_message(self.Submitted(self, self.text))

    def hand_in(self) -> None:
        """Let what is typed next take the place of what stands here."""
        self._is_handed_in, self._refused = True, ""
        self.redraw()

    def watch_text(self, text: str) -> None:
        """Keep the caret within the text."""
        self._caret = min(self._caret, len(text))
        self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """Draw the text; the caret stands in it only while the field has the focus."""
        return [field_line(self.text, self._caret if self.has_focus else None, width, self.hint, self._refused)]

    def _change(self, text: str) -> None:
        self._is_handed_in, self._refused = False, ""
        self.text = text
        self.redraw()
        self.refresh_bindings()
        self.post_message(self.Changed(self, text))

    def _is_text(self, character: str | None) -> bool:
        """Whether the character is taken; the `e` of 1e-3 only behind a digit, since it is a command elsewhere."""
        if character is None or not character.isprintable() or not self.accepts.fullmatch(character):
            return False
        if self.accepts is not NUMBER or character not in "eE×x*·^ ":
            return True
        before = "" if self._is_handed_in else self.text[: self._caret]
        return bool(before) if character == " " else before[-1:].isdigit() or before[-1:] in (" ", ")")

    def _keeps(self, character: str | None) -> bool:
        """Whether a character belongs to the answer that is being typed, though no number has it."""
        is_typing = bool(self.text) and not self._is_handed_in
        return is_typing and bool(self.says) and character is not None and self._is_strange(character)

    def _is_strange(self, character: str) -> bool:
        return character.isprintable() and character not in _STILL_KEYS and not self._is_text(character)

    def _is_meaningless(self, event: events.Key) -> bool:
        """Whether a character is neither text here nor the key of a command."""
        if not self.says or event.character is None or not event.character.isprintable():
            return False
        active = self.screen.active_bindings.get(event.key)
        return active is None or not active.enabled

    def refuse(self, character: str = "", why: str = "") -> None:
        """Say beside the text what is typed here, or why a key does nothing."""
        self._refused = why or (f"no “{character}”: type {self.says}" if character.strip() else f"type {self.says}")
        self.redraw()


def field_line(text: str, caret: int | None, width: int, hint: str = "", refused: str = "") -> Line:
    """Return the field's line: its mark, the text, the caret where it has one, and why a character was refused."""
    mark = Piece("› ", Tone.KEY if caret is not None else Tone.FAINT)
    if caret is None:
        return (mark, Piece(text) if text else Piece(hint, Tone.FAINT))
    under = text[caret] if caret < len(text) else " "
    line: Line = (Piece(text[:caret]), Piece(under, Tone.CURSOR), Piece(text[caret + 1 :]))
    too_much = width_of(line[:2]) - (width - 3)
    line = after(line, too_much) if too_much > 0 else line
    if refused:
        return fitted((mark, *line, Piece(f"  {refused}", Tone.WRONG)), width)
    return (mark, *line, Piece(f" {hint}", Tone.FAINT)) if not text and hint else (mark, *line)

"""Closing a screen: itself, once, and no other.

Textual's `dismiss` takes away whatever lies on top. Two quick keys, a run that ends while the window is too small, an
answer that arrives late: each would close a screen that nobody meant to leave.
"""

from typing import Any, Protocol, runtime_checkable

from textual._styles_cache import StylesCache
from textual.await_complete import AwaitComplete
from textual.events import ScreenResume

from tui.screens.steady import Steady


@runtime_checkable
class KeepsAtOnce(Protocol):
    """A screen on which something may stand that is in no file yet when the app ends."""

    def save_now(self) -> str:
        """Keep it somewhere; return what the learner must be told about it, empty where there is nothing to tell."""


class ClosesItself(Steady):
    """A mixin for a screen; under another one it waits until it is seen again, and a second time is nothing."""

    _is_over = False
    _result: Any = None

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close this screen, with a result for who has opened it."""
        if self.app.screen_stack[-1:] == [self]:
            return super().dismiss(result)
        self._is_over, self._result = True, result
        return AwaitComplete()

    def on_unmount(self) -> None:
        """Forget what was drawn: Textual would keep the pictures of the last thousand widgets."""
        StylesCache.get_inner_outer.cache_clear()

    def stay(self) -> None:
        """Take back a wish to be closed that still waits."""
        self._is_over = False

    def _on_screen_resume(self, event: ScreenResume) -> None:
        """Close now, if that was asked for in the meantime."""
        if self._is_over:
            self.dismiss(self._result)

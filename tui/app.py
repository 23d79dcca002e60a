"""The app: holds the course and the learner's progress, opens screens, and keeps what was chosen.

What a screen knows is in its session; what the app knows is handed to it at the start.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from textual.app import App, ScreenStackError, SystemCommand
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.events import Resize
from textual.filter import LineFilter, NoColor
from textual.geometry import Size
from textual.notifications import Notify
from textual.screen import Screen
from textual.widget import MountError

from lessons.course import Course
from lessons.progress import Event as ProgressEvent
from lessons.progress import PlaceReached, ProgressStore, SaveKind, SaveStatus, SettingChanged
from lessons.questions.review import ALL, ReviewItem, due, schedule
from tui.clean import masked, short_paths
from tui.command import Command, bindings, commands_of, readable
from tui.command_line.arguments import Arguments
from tui.command_line.complaints import complain
from tui.commands import APP
from tui.lean_output import lean
from tui.plain_drawing import AsciiFilter
from tui.screens.closing import KeepsAtOnce
from tui.screens.course import CourseScreen
from tui.signals import leave_cleanly
from tui.terminal import FEWEST_COLUMNS, FEWEST_ROWS, Colors, Drawing, Terminal
from tui.theme import DEFAULT_VARIABLES, STYLES, THEMES, ThemeName
from tui.widgets.messages import SavedAgain

if TYPE_CHECKING:
    from lessons.questions.reviewing import Questions
    from lessons.workshop.studio import Studio
    from tui.widgets.step_pane import StepPane

GONE: Final = (NoMatches, ScreenStackError, MountError)
"""What a screen that is being taken down complains of: its parts are gone."""
FLUSH_AFTER: Final = 1.1
"""Seconds after which a change of place is written at the latest."""
RETRY_AFTER: Final = 3.0
"""Seconds after which what could not be saved is tried again."""
READ_A_SECOND: Final = 15
"""Letters of a passing message that anybody reads in a second."""
THEME_SETTING: Final = "theme"


def _now() -> datetime:
    return datetime.now().astimezone()


class GlassnetApp(App[None]):
    """Course and lessons over one store of progress."""

    TITLE = "glassnet"
    ENABLE_COMMAND_PALETTE = True
    CSS = STYLES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP)]
    HORIZONTAL_BREAKPOINTS = ((0, "-narrow"), (110, "-wide"), (170, "-vast"))  # type: ignore[assignment]
    VERTICAL_BREAKPOINTS = ((0, "-short"), (36, "-tall"))  # type: ignore[assignment]

    def __init__(
        self,
        course: Course,
        store: ProgressStore,
        terminal: Terminal | None = None,
        lesson: str | None = None,
        page: int | None = None,
        clock: Callable[[], datetime] = _now,
        workspace: Path | None = None,
    ) -> None:
        self.terminal = terminal or Terminal()
        super().__init__()
        self.course = course
        self.store = store
        self.is_review_skipped = False
        """Whether the learner wants no review in this sitting."""
        self.left_out: set[tuple[str, str]] = set()
        """Lesson and block of each question that was skipped in this sitting."""
        self.opened_lesson = ""
        """The lesson that was opened last, until the course has its cursor on it."""
        self._clock = clock
        self._first_lesson = lesson
        self._first_page = page
        self._workspace = workspace
        self._is_flush_due = False
        self._is_retry_due = False
        self.last_words: list[str] = []
        """What must be said when the terminal is plain again: where a text lies that its file did not take."""
        self.late_faults: list[Exception] = []
        """Faults that came up after the learner had asked to leave."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._remembered_theme()
        if self.terminal.is_slow:
            self.animation_level = "none"

    @cached_property
    def studio(self) -> "Studio":
        """The learner's workshop; it is made when it is first asked for."""
        from lessons.workshop.studio import Studio
        from lessons.workshop.workspace import Workspace

        return Studio(Workspace.at(self._workspace, self.store.home))

    def on_unmount(self) -> None:
        """End the process that waits for the next check."""
        if "studio" in vars(self):
            self.studio.close()

    def get_default_screen(self) -> Screen[Any]:
        """Begin with the course."""
        return CourseScreen()

    def get_driver_class(self) -> type[Driver]:
        """Send only what changes, whatever the platform's way to the terminal."""
        return lean(super().get_driver_class())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Let themes that are not ours draw with our dark colours where they name none."""
        return DEFAULT_VARIABLES

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Take characters and colours away that the terminal cannot show or the learner does not want."""
        filters = list(super().get_line_filters())
        if self.terminal.drawing is Drawing.ASCII:
            filters.append(AsciiFilter())
        if self.terminal.colors is Colors.NONE:
            filters.append(NoColor())
        return filters

    def get_key_display(self, binding: Binding) -> str:
        """Write keys in words and signs that every terminal has."""
        return binding.key_display or readable(binding.key)

    def on_load(self) -> None:
        """Be ready to leave at any moment, before the terminal is anything but plain."""
        leave_cleanly(self, self._save_all)

    async def on_mount(self) -> None:
        """Open what the command line asked for."""
        self.theme_changed_signal.subscribe(self, lambda theme: self._remember_theme(theme.name))
        for notice in self.store.take_notices():
            self.tell(short_paths(notice))
        if self._first_lesson is not None:
            self.open_lesson(self._first_lesson, self._first_page)

    def on_resize(self, event: Resize) -> None:
        """Ask for a larger window where there is no room, and go on when there is."""
        self.ask_for_room(event.size)

    def ask_for_room(self, size: Size) -> None:
        """See to it that the request for a larger window lies on top as long as there is no room, and no longer."""
        from tui.screens.too_small import TooSmallScreen

        is_small = size.width < FEWEST_COLUMNS or size.height < FEWEST_ROWS
        top = self.screen
        if isinstance(top, TooSmallScreen):
            if is_small:
                top.stay()
            else:
                top.dismiss()
        elif is_small:
            self.push_screen(TooSmallScreen())

    def tell(self, text: str) -> None:
        """Show a passing message, once while it stands there and long enough to be read; never as markup."""
        self.notify(text, markup=False, timeout=max(self.NOTIFICATION_TIMEOUT, len(text) / READ_A_SECOND))

    def on_notify(self, event: Notify) -> None:
        """Leave out what stands there already: a key that is held asks for it often before it is shown."""
        if any(told.message == event.notification.message for told in self._notifications):
            event.prevent_default()

    def open_lesson(self, lesson: str, page: int | None = None) -> None:
        """Open a lesson where it was left, or on a page of it."""
        from tui.screens.opening import open_lesson

        open_lesson(self, lesson, page)

    def due(self) -> tuple[ReviewItem, ...]:
        """Return every question of lessons past that can be asked again today; reading them may take a moment."""
        state, now = self.store.state, self._clock()
        if not schedule(state, now):
            return ()
        items = due(state, now, ALL, self.questions.has)
        return tuple(item for item in items if (item.lesson, item.block) not in self.left_out)

    @cached_property
    def questions(self) -> "Questions":
        """What can be asked again; lessons and numbers are looked up when they are first asked about."""
        from lessons.questions.reviewing import Questions

        return Questions(self.course)

    def record(self, event: ProgressEvent) -> SaveStatus:
        """Keep an event; when this returns with `is_saved` it is on the disk (a change of place soon is)."""
        status = self.store.record(event)
        if isinstance(event, PlaceReached) and not self._is_flush_due:
            self._is_flush_due = True
            self.set_timer(FLUSH_AFTER, self._write_place)
        self._try_again_soon(status)
        return status

    def action_help(self) -> None:
        """Explain what has the focus, and every key."""
        from tui.screens.help import HelpScreen, help_on

        self.push_screen(HelpScreen(help_on(self.screen, str(self.store.home))))

    def action_command_palette(self) -> None:
        """Show the commands."""
        from tui.screens.palette import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette(id="--command-palette"))

    def action_copy(self, what: str) -> None:
        """Copy the number, the array or the code that is looked at."""
        for pane in self.screen.query("StepPane"):  # by name: the course screen does without all that it needs
            cast("StepPane", pane).copy(what)

    def action_next_theme(self) -> None:
        """Put on the next of our themes, and say which it is."""
        if self.terminal.colors is Colors.NONE:
            self.tell("There are no colours here: NO_COLOR is set, or --colors none was asked for.")
            return
        names = list(ThemeName)
        now = names.index(ThemeName(self.theme)) if self.theme in names else -1
        chosen = names[(now + 1) % len(names)]
        self.theme = chosen
        self.clear_notifications()  # who looks through all themes needs none but the last
        self.tell(f"Colours: {chosen.label}. {chosen.about}")

    async def action_quit(self) -> None:
        """Write what waits and leave."""
        self._save_all()
        self.exit()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer every command that works here in the palette, and the themes."""
        for command in (*commands_of(screen), *APP):
            namespace, allowed = (self, True) if command in APP else (screen, _is_allowed(screen, command))
            if allowed:
                yield SystemCommand(
                    f"{command.title} ({command.key})", command.help, lambda c=command, n=namespace: self._do(c, n)
                )
        for name in ThemeName:
            yield SystemCommand(f"Colours (theme): {name.label}", name.about, lambda n=name: setattr(self, "theme", n))

    async def _do(self, command: Command, namespace: Any) -> None:
        await self.run_action(command.action, namespace)

    def _handle_exception(self, error: Exception) -> None:
        """Stop at a fault; one that comes while all is being taken down is told when the terminal is restored."""
        if not self._exit:
            super()._handle_exception(error)
        elif not isinstance(error, GONE):
            self.late_faults.append(error)

    def _fatal_error(self) -> None:
        """Leave with a line instead of pages of Textual's own; what must be saved is saved already."""
        from rich.text import Text

        from tui.crash import crash_note

        self._save_all()
        note = crash_note(self.store.home, self._exception or RuntimeError("unknown"))
        self._exit_renderables.append(Text(note))
        self._close_messages_no_wait()

    def _remembered_theme(self) -> str:
        """Return the theme that was chosen before, or what suits the terminal."""
        chosen = self.store.state.settings.get(THEME_SETTING)
        if self.terminal.colors is Colors.NONE:
            return ThemeName.ANSI
        if isinstance(chosen, str) and chosen in self.available_themes:
            return chosen
        return ThemeName.ANSI if self.terminal.colors is Colors.FEW else ThemeName.DARK

    def _remember_theme(self, name: str) -> None:
        if self.store.state.settings.get(THEME_SETTING) != name and self.terminal.colors is not Colors.NONE:
            self.record(SettingChanged(THEME_SETTING, name))

    def _write_place(self) -> None:
        self._is_flush_due = False
        self._try_again_soon(self.store.flush())

    def _try_again_soon(self, status: SaveStatus) -> None:
        """See to it that what could not be saved is tried again, though the learner may do nothing meanwhile."""
        if status.kind is SaveKind.FAILING and not self._is_retry_due:
            self._is_retry_due = True
            self.set_timer(RETRY_AFTER, self._try_again)

    def _try_again(self) -> None:
        self._is_retry_due = False
        status = self.store.flush()
        self._try_again_soon(status)
        if status.is_saved:
            for screen in self.screen_stack:
                screen.post_message(SavedAgain())

    def _save_all(self) -> None:
        """Write what waits: the store's, and what was typed on a screen and is not in its file yet."""
        self.store.flush()
        said = [screen.save_now() for screen in self.screen_stack if isinstance(screen, KeepsAtOnce)]
        self.last_words = [words for words in said if words]


def _is_allowed(screen: Screen[Any], command: Command) -> bool:
    """Whether the screen would do this now."""
    from textual.actions import parse

    _, name, parameters = parse(command.action)
    return bool(screen.check_action(name, parameters))


def start(arguments: Arguments, terminal: Terminal, course: Course, lesson: str | None) -> int:
    """Run the app until it is left, from a lesson or from the course; return the exit code."""
    with ProgressStore.open(arguments.home) as store:
        app = GlassnetApp(course, store, terminal, lesson, arguments.page, workspace=arguments.workspace)
        app.run(mouse=arguments.has_mouse)
    say_at_the_end(app)
    return app.return_code or 0


def say_at_the_end(app: GlassnetApp) -> None:
    """Say on the plain terminal what could not be said on the screen, or what was not kept in the end."""
    if lost := app.store.status.waiting:
        things = "1 thing" if lost == 1 else f"{lost} things"
        print(f"glassnet: the last of what you did could not be saved: {things}.", file=sys.stderr)
    for words in app.last_words:
        print(f"glassnet: {masked(words)}", file=sys.stderr)
    for fault in app.late_faults:
        from tui.crash import late_note

        complain(late_note(app.store.home, fault))

"""A lesson as a conversation: a line comes in, lines of text go out.

All that is known about the lesson is the visit: its session, its lab, what is kept. What is kept here is only what has
been read of the page.
"""

from collections.abc import Callable
from pathlib import Path

from lessons import telling
from lessons.blocks import Implement, Recap, Try, View
from lessons.errors import LessonError
from lessons.glossary import Glossary
from lessons.lab import Move, Step
from lessons.workshop.studio import Studio
from lessons.workshop.workspace import WorkspaceError
from tui.lab.chart_shelf import ChartShelf
from tui.lesson.frame import beyond
from tui.lesson.keeping import keep_recap
from tui.lesson.visit import Visit
from tui.plain.charts import chart_lines
from tui.plain.commands import PlainCommand, help_lines, parsed
from tui.plain.lab_voice import LabVoice
from tui.plain.pages import answer_of, hint_lines, page_lines, reply_lines, task_lines
from tui.plain.work_voice import WorkVoice


class PlainLesson:
    """Answers line after line."""

    def __init__(
        self,
        visit: Visit,
        width: int,
        home: Path,
        is_stopped: Callable[[], bool] = lambda: False,
        studio: Callable[[], Studio] | None = None,
        glossary: Callable[[], Glossary] = lambda: Glossary({}),
    ) -> None:
        self.visit = visit
        self.is_over = False
        self._width = width
        self._home = home
        self._is_stopped = is_stopped
        self._seen: frozenset[str] = frozenset()
        self._voice = LabVoice(visit)
        self._shelf = ChartShelf()
        self._studio = studio
        self._glossary = glossary
        self._works: dict[str, WorkVoice] = {}

    def opening(self, page: int | None = None) -> list[str]:
        """Begin where the learner left, or on the page that was asked for; return what there is to read."""
        self.visit.arrive()
        if page is not None:
            self.visit.turn(page)
        if self.visit.far_place is not None:
            self.visit.go(self.visit.far_place.update, self._is_stopped)
        head = self.visit.lesson.head
        lines = [f"{head.title}. About {head.minutes} minutes. Type ? for what can be typed.", ""]
        lines = [told, *lines] if (told := beyond(self.visit.lesson, page)) else lines
        return [*lines, *self._page(), *self._status()]

    def answered(self, line: str) -> list[str]:
        """Do what a line says; return what there is to read."""
        found = parsed(line)
        if found is not None:
            lines = self._done(*found)
        elif not line.strip():
            lines = self._empty()
        else:
            lines = self._answer(line.strip())
        return [*lines, *self._status()]

    def _done(self, command: PlainCommand, rest: str) -> list[str]:
        """Do a command."""
        if command.step is not None:
            return self._step(command.step)
        match command.name:
            case "run":
                return self._run(rest)
            case ":":
                return self._go(rest)
            case "why":
                return self._voice.why(rest)
            case "enter":
                return self._voice.enter(rest)
            case "back":
                return self._voice.back()
            case "table":
                return self._voice.table(rest)
            case "chart":
                return self._chart(rest)
            case "check":
                return self._check()
            case "code":
                return self._voice.code()
            case "where":
                return self._where()
            case "page":
                return self._turn(int(rest)) if rest.isdecimal() else self._page()
            case "words":
                return self._words(rest)
            case ">":
                return self._turn(self.visit.session.number + 1)
            case "<":
                return self._turn(self.visit.session.number - 1)
            case "ask":
                return self._ask()
            case "=":
                return self._answer(rest)
            case "set":
                return self._set(rest)
            case "f":
                return self._hint()
            case "F":
                return self._give_up()
            case "r":
                return self._again()
            case "s":
                return [self._recap()]
            case "?":
                return help_lines()
            case "q":
                self.is_over = True
                return ["Your place and your answers are kept."]
        raise LookupError(f"nothing is done at {command.name!r}")

    # The lesson

    def _page(self) -> list[str]:
        """Read the whole page."""
        lines = page_lines(self.visit, self._width)
        return [*lines, *self._read(), *self._end_of_page()]

    def _on(self) -> list[str]:
        """Read what has come to be seen below."""
        lines = page_lines(self.visit, self._width, self._seen)
        return [*([""] if lines else []), *lines, *self._read(), *self._end_of_page()]

    def _read(self) -> list[str]:
        """Note what has been read; say the step that the page has put before the learner."""
        is_new = not self._seen
        self._seen = frozenset(block.id for block in self.visit.session.visible)
        show = self.visit.session.show
        if show is None or (not is_new and self._voice.is_at_rest):
            return []
        self._shelf = self._shelf.for_block(show)
        chart = self._chart("") if show.target(View.CHART) is not None else []
        return ["", *self._voice.say_step(self.visit.shown_cell), *chart]

    def _end_of_page(self) -> list[str]:
        session = self.visit.session
        if not session.is_page_done:
            return []
        return ["This page is done. " + ("This was the last one; q leaves." if session.is_last else "> goes on.")]

    def _turn(self, page: int) -> list[str]:
        told = beyond(self.visit.lesson, page)
        if not self.visit.turn(page):
            session = self.visit.session
            return [told or f"This is page {session.number} of {session.page_count}."]
        self._seen = frozenset()
        self._voice.forget()
        self._shelf = ChartShelf()
        return [told, *self._page()] if told else self._page()

    def _empty(self) -> list[str]:
        """Say again what is asked; where nothing is, go on."""
        session = self.visit.session
        if session.active is None and not session.is_last:
            return self._turn(session.number + 1)
        return self._ask()

    def _ask(self) -> list[str]:
        task = self.visit.session.active
        if task is None:
            return self._end_of_page()
        lines = task_lines(self.visit, task.id, self._width)
        if not isinstance(task, Implement):
            return lines
        work = self._work(task)
        return [*lines[:1], "", *(work.statement() if isinstance(work, WorkVoice) else work)]

    def _answer(self, text: str) -> list[str]:
        task = self.visit.session.active
        if task is None or isinstance(task, Try | Implement) or not text:
            return [f"{text!r} is not a command, and nothing is asked that it could answer. Type ? for help."]
        self.visit.answer(task.id, answer_of(self.visit.session, task.id, text))
        return self._replied(task.id)

    def _replied(self, block: str) -> list[str]:
        lines = reply_lines(self.visit, block, self._width)
        return [*lines, *self._on()] if self.visit.session.state(block).is_settled else lines

    def _words(self, word: str) -> list[str]:
        """Say what a word means, or those of the page."""
        try:
            glossary = self._glossary()
        except LessonError as error:
            return [str(error)]
        if not word:
            terms = glossary.found_in(telling.page_text(self.visit.session))
            return [f"{term.name}: {term.means}" for term in terms] or ["No word of the field stands on this page."]
        term = glossary.find(word)
        known = ", ".join(known.name for known in glossary.in_order)
        return [f"{term.name}: {term.means}" if term else f"No word {word!r} is explained. There are: {known}."]

    def _hint(self) -> list[str]:
        task = self.visit.session.active
        if isinstance(task, Implement):
            work = self._work(task)
            return work.hint() if isinstance(work, WorkVoice) else work
        if task is None or not telling.has_more_hints(self.visit.session, task.id):
            return ["There is no further hint."]
        before = len(hint_lines(self.visit, task.id, self._width))
        self.visit.hint(task.id)
        return hint_lines(self.visit, task.id, self._width)[before:]

    def _give_up(self) -> list[str]:
        task = self.visit.session.active
        if isinstance(task, Implement):
            work = self._work(task)
            return work.solution() if isinstance(work, WorkVoice) else work
        state = self.visit.session.state(task.id) if task is not None else None
        if task is None or state is None or not (state.attempts or state.hints):
            return ["First try, or take a hint with f."]
        self.visit.give_up(task.id)
        return self._replied(task.id)

    def _again(self) -> list[str]:
        block = self.visit.refreshable
        if block is None:
            return ["There is no settled question on this page that can be asked with fresh numbers."]
        self.visit.refresh(block)
        return self._ask()

    def _set(self, rest: str) -> list[str]:
        task = self.visit.session.trying
        number, _, value = rest.partition(" ")
        knobs = task.knobs if task is not None else ()
        if task is None or not number.isdecimal() or not 1 <= int(number) <= len(knobs):
            return ["Type set, the number of a knob that this page has, and a value."]
        values = [str(known) for known in knobs[int(number) - 1].values]
        if value.strip() not in values:
            return [f"It can be {', '.join(values)}."]
        self.visit.turn_knob(task.id, int(number) - 1, values.index(value.strip()))
        return [f"It is {value.strip()} now; the run begins anew.", *self._replied(task.id)]

    def _recap(self) -> str:
        is_there = any(isinstance(block, Recap) for block in self.visit.session.visible)
        return keep_recap(self.visit.session, self._home) if is_there else "The recap stands on the last page."

    # The workshop

    def _work(self, task: Implement) -> WorkVoice | list[str]:
        """Return the voice of the part that is to be written, or why the learner's file cannot be had."""
        if self._studio is None:
            return ["There is no workshop here."]
        if task.id not in self._works:
            try:
                self._works[task.id] = WorkVoice(task.part, self._studio(), self._width, self._is_stopped)
            except WorkspaceError as error:
                return [f"{error}."]
        return self._works[task.id]

    def _check(self) -> list[str]:
        """Check the learner's file; one that passes settles the task."""
        task = self.visit.session.active
        if not isinstance(task, Implement):
            return ["Nothing is to be written here now."]
        work = self._work(task)
        if not isinstance(work, WorkVoice):
            return work
        lines, has_passed = work.check()
        if has_passed:
            self.visit.pass_part(task.id)
            return [*lines, *self._replied(task.id)]
        return lines

    # The lab

    def _chart(self, name: str) -> list[str]:
        """Tell the page's chart, or one that was asked for by its name."""
        lab = self.visit.lab
        if lab is None:
            return ["This page has no chart."]
        names = self._shelf.names(lab)
        if name and name not in names:
            return [f"There is no chart {name!r} here. There are {', '.join(names)}."]
        return chart_lines(lab, self._shelf, name or self._shelf.shown(lab), self.visit.is_result_covered)

    def _step(self, step: Step) -> list[str]:
        open_task = self.visit.session.trying
        return self._moved(self.visit.step(step), open_task)

    def _run(self, rest: str) -> list[str]:
        lab = self.visit.lab
        if rest and not rest.isdecimal():
            return ["Type run and how many updates."]
        return self._go(str((lab.update if lab else 0) + (int(rest) if rest else self.visit.usual_run)))

    def _go(self, rest: str) -> list[str]:
        if not rest.isdecimal():
            return ["Type : and an update's number."]
        open_task = self.visit.session.trying
        move = self.visit.go(int(rest), self._is_stopped)
        self.visit.arrived()
        return self._moved(move, open_task)

    def _moved(self, move: Move | None, open_task: Try | None) -> list[str]:
        """Say where a move has led, and what that means for the page."""
        if move is None:
            return ["This page has no network to step through."]
        lines = self._voice.say_step()
        if move.trouble:
            lines.append(move.trouble)
        if move.held_by is not None:
            return [*lines, "First say what you expect: the next step would show it.", *self._ask()]
        if open_task is not None:
            return [*lines, *self._replied(open_task.id)]
        return lines

    def _where(self) -> list[str]:
        session = self.visit.session
        lines = [f"Page {session.number} of {session.page_count}, {session.progress:.0%} of the lesson done."]
        lab = self.visit.lab
        return [*lines, *([f"Update {lab.update:,}.", *self._voice.say_step()] if lab is not None else [])]

    def _status(self) -> list[str]:
        """Say once more where keeping fails."""
        return [self.visit.status.text] if self.visit.status.text else []

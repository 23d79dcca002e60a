"""A learner's visit to a lesson: the session, the lab, and the record of what happens, kept in step.

Whatever happens goes to the store before the screen is told, so what the screen calls saved is saved. Nothing here
knows a widget; the lesson screen tells it what the learner did and shows what it then holds.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lessons.blocks import Experiment, ExperimentBlock, Fill, Lesson, Predict, Setting, Show, Try, View
from lessons.events import (
    Answered,
    Event,
    GivenUp,
    HintAsked,
    KnobTurned,
    Moved,
    PageTurned,
    PartPassed,
    PartsChosen,
    Refreshed,
    Tried,
)
from lessons.evidence import Evidence, find_in
from lessons.expressions import parse_expression
from lessons.lab import Covered, Lab, Move, Place, Step
from lessons.progress import Event as ProgressEvent
from lessons.progress import LessonProgress, SaveStatus
from lessons.saving import opening, records, resumed
from lessons.workshop.own_run import OwnRun
from netcore.trace import Index, Trace, Value
from tui.lab.sight import Covers, on_the_way

USUAL_RUN = 100
"""How many updates are proposed where the lesson has no number of its own."""
MOST_LABS = 4
MOST_OWN_LABS = 2
"""Each of these is a process."""
FAR = 1000
"""A place so many updates away takes a moment to come back to, and the screen shows how it goes."""


class Visit:
    """What the lesson screen works with."""

    def __init__(self, lesson: Lesson, progress: LessonProgress, record: Callable[[ProgressEvent], SaveStatus]) -> None:
        self.session = resumed(lesson, progress, Evidence())
        self.status = SaveStatus()
        """How keeping the latest event went."""
        self.unsaved: frozenset[str] = frozenset()
        """The blocks whose last answer could not be kept."""
        self.far_place: Place | None = None
        """Where the learner was, if coming back there takes a while: `come_back` goes there."""
        self._covers: tuple[tuple[Trace, int, tuple[Covered, ...]], Covers] | None = None
        """What was hidden last, and what it was worked out from."""
        self._has_place = progress.place is not None
        self._is_short = False
        self._record = record
        self._labs: dict[Experiment, Lab] = {}
        self._own_labs: dict[Experiment, Lab] = {}
        """The labs in which parts that the learner wrote are at work."""
        self._own_here: Lab | None = None
        """The one of them that stands where the lesson wants the lab; until one does, ours is shown."""

    @property
    def lesson(self) -> Lesson:
        """The lesson."""
        return self.session.lesson

    @property
    def lab(self) -> Lab | None:
        """The lab of the page's experiment; None where the page has none."""
        experiment = self.session.experiment
        if experiment is None:
            return None
        if self._own_here is not None and self._own_here.experiment == experiment:
            return self._own_here
        if experiment not in self._labs:
            self._labs[experiment] = Lab(experiment)
            for oldest in list(self._labs)[:-MOST_LABS]:
                del self._labs[oldest]
        return self._labs[experiment]

    @property
    def has_own_parts(self) -> bool:
        """Whether the page's lab works with parts that the learner wrote."""
        return self._own_here is not None and self.lab is self._own_here

    @property
    def own_lab(self) -> Lab | None:
        """The lab of the page's experiment with the learner's parts, though it may stand elsewhere yet."""
        return self._own_labs.get(self.session.experiment) if self.session.experiment is not None else None

    @property
    def usual_run(self) -> int:
        """How many updates the lesson would have run from here: up to the next update that it speaks of.

        While something is to be tried, that is one beyond where the trying began, though the learner went back.
        """
        lab, task = self.lab, self.session.trying
        if lab is None:
            return USUAL_RUN
        if self.updates_short:
            return self.updates_short
        if task is not None and task.within is not None and task.within > lab.update:
            return task.within - lab.update
        beyond = max(lab.update, task.setting.update if task is not None else 0)
        for number in range(self.session.number, self.session.page_count + 1):
            for setting in self._settings(number):
                if setting.experiment == lab.experiment and setting.update > beyond:
                    return setting.update - lab.update
        return USUAL_RUN

    @property
    def updates_short(self) -> int:
        """How many updates the lab is behind the learner's place, where the way back was cut short."""
        return max(self.session.place.update - self.lab.update, 0) if self.lab is not None else 0

    @property
    def covers(self) -> Covers:
        """The values of the lab's update that the learner is to predict first: a mask of the hidden cells of each."""
        lab = self.lab
        if lab is None or not self.session.covered:
            return {}
        asked = lab.trace, lab.update, self.session.covered
        if self._covers is None or self._covers[0] != asked:  # it is the same at each step of an update
            self._covers = asked, self._covered_cells(lab)
        return self._covers[1]

    def _covered_cells(self, lab: Lab) -> Covers:
        covers = dict[Value, NDArray[np.bool_]]()
        for cover in self.session.covered:
            name = cover.reference.name
            if cover.setting != Setting(lab.experiment, lab.update) or name not in lab.trace.names:
                continue
            value = lab.trace.value(name)
            mask = np.zeros(value.array.shape, bool)
            mask[tuple(slice(None) if index is None else index for index in cover.reference.index)] = True
            for found, hidden in on_the_way(lab.trace, value, mask).items():
                covers[found] = covers[found] | hidden if found in covers else hidden
        return covers

    @property
    def is_result_covered(self) -> bool:
        """Whether some of what the step made is to be predicted first."""
        operation = self.lab.cursor.operation if self.lab is not None else None
        return operation is not None and operation.result in self.covers

    @property
    def shown_cell(self) -> Index | None:
        """The cell that the page speaks of: the one that its `show` block names, or the one that it asks for."""
        lab, block = self.lab, self.session.show
        operation = lab.cursor.operation if lab is not None else None
        named = block.target(View.CELL) if block is not None else None
        reference = parse_expression(named).reference if named else None
        if lab is not None and reference is not None:
            return find_in(lab.trace, reference).cell
        mask = self.covers.get(operation.result) if operation is not None else None
        return tuple(int(index) for index in np.argwhere(mask)[0]) if mask is not None else None

    @property
    def refreshable(self) -> str | None:
        """The last question of the page that can be asked with fresh numbers: one that is settled."""
        settled = [task for task in self.session.page.tasks if self.session.state(task.id).is_settled]
        return next((t.id for t in reversed(settled) if isinstance(t, Predict | Fill) and t.is_renewable), None)

    def arrive(self) -> None:
        """Begin: note that the page is open, and put the lab where the learner left it."""
        for event in opening(self.session):
            self.status = self._record(event)
        lab, place = self.lab, self.session.place
        if lab is None or not self._has_place:
            self._put_lab()
        elif place.update > FAR:
            self.far_place = None if self.session.own_parts else place  # with own parts it is they who come back
        else:
            lab.go(place)
        if self.far_place is None:
            self._look_at_task()

    def farthest(self, page: int) -> int:
        """Return the last update that a page speaks of."""
        return max((setting.update for setting in self._settings(page)), default=0)

    def reached(self, page: int) -> int:
        """Return how far the lab of a page's farthest numbers has come; may be asked while they are worked out."""
        settings = self._settings(page)
        labs = [self._labs[s.experiment].update for s in settings if s.experiment in self._labs]
        return max(labs, default=0)

    def is_far(self, page: int) -> bool:
        """Return whether the numbers of a page take a moment to work out."""
        evidence = self.session.evidence
        return any(setting.update >= FAR and not evidence.is_ready(setting) for setting in self._settings(page))

    def prepare(self, page: int, is_cancelled: Callable[[], bool]) -> None:
        """Work out the numbers of a page, and bring its lab there; this is work for a thread."""
        for setting in self._settings(page):
            if setting.experiment is None or setting.update < FAR or is_cancelled():
                continue
            if setting.experiment not in self._labs:
                self._labs[setting.experiment] = Lab(setting.experiment)
            lab = self._labs[setting.experiment]
            place = lab.place
            lab.train(setting.update - lab.update, is_cancelled)
            lab.go(place)
            self.session.evidence.prepare(setting, is_cancelled)

    def _settings(self, page: int) -> tuple[Setting, ...]:
        """Return every setting that a page speaks of, the nearest first."""
        blocks = self.lesson.pages[page - 1].blocks if 1 <= page <= len(self.lesson.pages) else ()
        settings = {block.setting for block in blocks if not isinstance(block, ExperimentBlock)}
        return tuple(sorted(settings, key=lambda setting: setting.update))

    def come_back(self, is_cancelled: Callable[[], bool]) -> None:
        """Run to the place where the learner was; this is work for a thread."""
        lab, place = self.lab, self.far_place
        if lab is not None and place is not None:
            lab.train(place.update - lab.update, is_cancelled)
            if lab.update == place.update:
                lab.go(place)
            self._is_short = lab.update < place.update
        self.far_place = None

    def turn(self, page: int) -> bool:
        """Go to a page; return whether it is another one."""
        before = self.session.number
        self._happen(PageTurned(page))
        if self.session.number == before:
            return False
        self._put_lab()
        self._look_at_task()
        return True

    def answer(self, block: str, text: str) -> None:
        """Judge an answer and keep it."""
        self._on_block(block, Answered(block, text))

    def pass_part(self, block: str) -> None:
        """Settle an `implement` block: the learner's part has passed."""
        self._on_block(block, PartPassed(block))

    def choose_parts(self, parts: tuple[str, ...]) -> None:
        """Begin again with these of the learner's parts in the place of ours; a lab with them is yet to be begun."""
        self.close_own_labs()
        self._happen(PartsChosen(parts))
        if self.lab is not None:
            self.lab.go(Place())
        self.arrived()

    def switch_in(self, lab: Lab) -> None:
        """Go on with a lab in which the learner's own parts are at work; it stands where the lesson wants it."""
        self._own_labs.pop(lab.experiment, None)
        for oldest in list(self._own_labs)[: 1 - MOST_OWN_LABS]:
            _close(self._own_labs.pop(oldest))
        self._own_labs[lab.experiment] = self._own_here = lab
        self.arrived()

    def give_up_own_parts(self) -> None:
        """Go on with our parts, from the same place unless the way there is far."""
        place = self._own_here.place if self._own_here is not None else self.session.place
        self.close_own_labs()
        self._happen(PartsChosen(()))
        if self.lab is not None:
            self.lab.go(place if place.update <= FAR else Place())
        self.arrived()

    def close_own_labs(self) -> None:
        """End the processes with the learner's parts."""
        for lab in self._own_labs.values():
            _close(lab)
        self._own_labs.clear()
        self._own_here = None

    def give_up(self, block: str) -> None:
        """Show the answer of a task."""
        self._on_block(block, GivenUp(block))

    def turn_knob(self, block: str, knob: int, at: int) -> None:
        """Set a knob of a `try` block; the lab shows the experiment that this makes, from its beginning."""
        task = self.session.task(block)
        if isinstance(task, Try):
            self._on_block(block, KnobTurned(block, task.knobs[knob].path, task.knobs[knob].values[at]))
            self._own_here = None
            if self.lab is not None:
                self.lab.go(Place())
            self.arrived()

    def refresh(self, block: str) -> None:
        """Ask the same with fresh numbers; what was answered before stays what is kept."""
        self._happen(Refreshed(block))
        self._put_lab()

    def hint(self, block: str) -> None:
        """Give the next hint."""
        self._on_block(block, HintAsked(block))

    def step(self, step: Step) -> Move | None:
        """Move the lab by one step; covered values hold it back."""
        lab = self.lab
        if lab is None:
            return None
        move = lab.move(step, self.session.covered)
        self.arrived()
        return move

    def go(self, update: int, is_cancelled: Callable[[], bool] = lambda: False) -> Move | None:
        """Go to an update, past or future, as far as no covered value stands in the way. `arrived` is to follow."""
        lab = self.lab
        if lab is None:
            return None
        if self.far_place is not None:
            self.come_back(is_cancelled)
            return Move(lab.place)
        if update > lab.update:
            return lab.train(update - lab.update, is_cancelled, self.session.covered, self.session.trying)
        lab.go(Place(update))
        return Move(lab.place)

    def held_here(self) -> Move | None:
        """Return what `go` would come to where it could not even finish this update; None where it could."""
        if self.lab is None or self.far_place is not None:
            return None
        return self.lab.held_here(self.session.covered)

    def arrived(self) -> None:
        """Note where the lab has come, and whether that is what the page asks for.

        A way back to the learner's place that was cut short is no new place: the old one stays what is kept.
        """
        if self._is_short:
            self._is_short = False
            return
        self._moved()
        self._look_at_task()

    def keep_way(self) -> None:
        """Keep how far a run has come while it goes on; one that leads back to the learner's place is behind it."""
        lab, before = self.lab, self.session
        if lab is not None and self.far_place is None and lab.update > before.place.update:
            moved = Moved(Place(lab.update))
            for kept in records(before, moved, before.after(moved)):
                self.status = self._record(kept)

    def saving(self, status: SaveStatus) -> None:
        """Note how saving goes; once it works, all that waited is kept."""
        self.status = status
        if status.is_saved:
            self.unsaved = frozenset()

    def _look_at_task(self) -> None:
        """Tell the task that waits for the run how the run stands."""
        lab, task = self.lab, self.session.trying
        if task is not None and lab is not None:
            outcome = lab.outcome(task)
            self._on_block(task.id, Tried(task.id, outcome.is_reached, outcome.update, outcome.numbers))

    def _on_block(self, block: str, event: Event) -> None:
        """Let something happen to a block; what it uncovers is shown in the lab."""
        shown = self.session.show
        self._happen(event)
        if not self.status.is_saved:
            self.unsaved |= {block}
        if self.session.show is not shown:
            self._put_lab()
        if not isinstance(event, Tried) and self.session.trying is not None:
            self._look_at_task()

    def _put_lab(self) -> None:
        """Put the lab where the page says: at its latest `show` block, else where the session stands.

        Ours goes there at once; one with the learner's parts has to be asked, and follows (`switch_in`).
        """
        block = self.session.show
        if self.lab is None or isinstance(block, Show) or self.lab.place != self.session.place:
            self._own_here = None
        lab = self.lab
        if lab is not None and isinstance(block, Show):
            lab.show(block)
            if not self._is_veiled(lab):
                lab.show(block, self.session.covered)
        elif lab is not None:
            lab.go(self.session.place)
        self._moved()

    def _is_veiled(self, lab: Lab) -> bool:
        """Whether hiding cells is enough: what is covered belongs to this call, so nothing follows from it yet."""
        cursor = lab.cursor
        made = [value.operation for value in self.covers if value.operation is not None]
        return all(operation.number >= cursor.position or operation.call is cursor.call for operation in made)

    def _moved(self) -> None:
        if self.lab is not None:
            self._happen(Moved(self.lab.place))

    def _happen(self, event: Event) -> None:
        """Keep an event, then let the session go on."""
        before = self.session
        after = before.after(event)
        for kept in records(before, event, after):
            self.saving(self._record(kept))
        self.session = after


def _close(lab: Lab) -> None:
    if isinstance(lab.run, OwnRun):
        lab.run.close()

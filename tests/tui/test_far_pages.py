"""A page that speaks of numbers far down a run: they are worked out while the screen goes on answering."""

from app_stage import frame, press, running, settled, waited
from small_lesson import EXPERIMENT, HEAD

from tui.screens.course import CourseScreen
from tui.screens.lesson import LessonScreen
from tui.screens.training import TrainingScreen

FAR = f"""
## Near

{EXPERIMENT}

Text.

---

## Far

```show
step = "dense1.forward"
update = 1500
```

The loss is {{loss.mean:.2f}}.
"""


def far_lesson():
    return HEAD.replace('"small"', '"far"') + FAR


async def test_a_far_page_opens_with_its_numbers(tmp_path):
    async with running(tmp_path, lesson="far", far=far_lesson()) as (app, pilot):
        await press(pilot, "pagedown")
        await settled(pilot)
        assert "page 2/2" in frame(app)
        assert "The loss is 0." in frame(app)
        assert app.screen.visit.lab.update == 1500


async def test_it_can_be_begun_with(tmp_path):
    async with running(tmp_path, lesson="far", page=2, far=far_lesson()) as (app, pilot):
        await settled(pilot)
        assert "page 2/2" in frame(app)
        assert "The loss is 0." in frame(app)


async def test_a_key_ends_the_wait_and_one_stays(tmp_path, monkeypatch):
    _endless(monkeypatch)
    async with running(tmp_path, lesson="far", far=far_lesson()) as (app, pilot):
        await pilot.press("pagedown")
        await waited(pilot, lambda: "working out the numbers…" in frame(app))
        assert isinstance(app.screen, TrainingScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, LessonScreen)
        assert "page 1/2" in frame(app)


async def test_who_waits_at_the_beginning_sees_what_is_to_come_and_who_will_not_is_back_at_the_course(
    tmp_path, monkeypatch
):
    _endless(monkeypatch)
    async with running(tmp_path, lesson=None, far=far_lesson(), size=(120, 40)) as (app, pilot):
        app.open_lesson("far", 2)
        await waited(pilot, lambda: isinstance(app.screen, TrainingScreen) and "  Far" in frame(app))
        assert "A small lesson" in frame(app).splitlines()[0]
        assert "nothing has run yet" not in frame(app)
        await press(pilot, "escape")
        await settled(pilot)
        assert isinstance(app.screen, CourseScreen)


def _endless(monkeypatch):
    def wait(self, page, is_cancelled):
        from time import sleep

        while not is_cancelled():
            sleep(0.01)

    monkeypatch.setattr("tui.lesson.visit.Visit.prepare", wait)

"""Every key in every footer, pressed on every screen: something is seen to happen, or why not is said."""

import importlib
import inspect
import pkgutil

import pytest
import small_lesson
from app_stage import frame, next_day, press, running, settled

import tui
from tui.app import GlassnetApp
from tui.commands import BY_ID
from tui.widgets.key_bar import KeyBar

SCENES = {
    "course": ({"lesson": None}, ("end",)),
    "search": ({"lesson": None}, ("/",)),
    "due": ({"lesson": None, "is_next_day": True}, ("end",)),
    "first page": ({}, ()),
    "choice": ({"page": 2}, ()),
    "blanks": ({"page": 2}, ("1",)),
    "knobs": ({"page": 3}, ()),
    "lab": ({"page": 3}, ("n", "i")),
    "derivation": ({"page": 3}, ("n", "n", "enter")),
    "review": ({"lesson": None, "is_next_day": True}, ("r",)),
    "parts": ({"lesson": None}, ("w",)),
    "task": ({"lesson": None}, ("w", "enter")),
    "editor": ({"lesson": None}, ("w", "enter", "e")),
    "notice": ({}, ("R",)),
}
OTHER = small_lesson.HEAD.replace("small", "other") + small_lesson.PAGES
ELSEWHERE = ("work.outside",)
"""What leaves the terminal to another program; it has tests of its own."""


def keys_of(app):
    """Return the keys that the footer offers now, those of a pair together."""
    found = {}
    for active in app.screen.active_bindings.values():
        binding = active.binding
        if binding.show and active.enabled and binding.id and binding.id not in ELSEWHERE:
            found.setdefault(binding.id, (binding.key,))
    for name in list(found):
        command = BY_ID.get(name)
        if command is not None and command.pair:
            found[name] += (BY_ID[command.pair].keys.split(",")[0],)
        elif name.endswith(".up"):
            found[name] += ("down",)
    return found


async def is_back(app, pilot, place):
    """Return whether the same screen and focus are there; what lies over them is closed, and the focus brought back."""
    *screens, focused = place
    for _ in range(3):
        if len(app.screen_stack) > len(screens):
            await press(pilot, "escape")
    if app.screen_stack == screens and focused is not None and focused in app.screen.focus_chain:
        app.screen.set_focus(focused)
        await settled(pilot)
    return [*app.screen_stack, app.screen.focused] == place


def seen(app, said):
    """Return all that a person sees: the screen, the cursor's screen, what was said, and whether it still runs."""
    if app._exit:
        return "left"
    return frame(app), type(app.screen), app.screen.focused, len(said)


@pytest.mark.parametrize("scene", SCENES)
async def test_every_key_in_the_footer_does_something(tmp_path, monkeypatch, scene):
    options, keys = SCENES[scene]
    said = []
    monkeypatch.setattr(GlassnetApp, "tell", lambda app, text: said.append(text))
    offered, silent, tried = None, {}, set()
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        more = next_day(folder) if options.get("is_next_day") else {}
        settings = {name: value for name, value in options.items() if name != "is_next_day"} | more
        async with running(folder, other=OTHER, **settings) as (app, pilot):
            await press(pilot, *keys)
            place = [*app.screen_stack, app.screen.focused]
            if offered is None:
                offered = keys_of(app)
                assert offered
                assert app.screen.query(KeyBar) or scene == "notice"
            while (left := [name for name in offered if name not in tried]) and await is_back(app, pilot, place):
                now = keys_of(app)
                name = next((name for name in left if name in now), None)
                if name is None:
                    break
                tried.add(name)
                before = seen(app, said)
                for key in offered[name]:
                    await press(pilot, key)
                    if app._exit or seen(app, said) != before:
                        break
                else:
                    silent[name] = offered[name]
                if app._exit:
                    break
        if set(offered) == tried:
            break
    assert tried == set(offered)
    assert silent == {}


def kinds_with_keys():
    """Return every class of ours that answers to keys of its own."""
    names = [module.name for module in pkgutil.walk_packages(tui.__path__, "tui.") if "__main__" not in module.name]
    modules = [importlib.import_module(name) for name in names]
    kinds = {kind for module in modules for _, kind in inspect.getmembers(module, inspect.isclass)}
    ours = [kind for kind in kinds if kind.__module__.startswith("tui.") and "BINDINGS" in vars(kind)]
    return sorted(ours, key=lambda kind: kind.__qualname__)


def test_every_binding_has_an_id_of_its_own():
    kinds = kinds_with_keys()
    assert len(kinds) > 15
    for kind in kinds:
        names = [binding.id for binding in kind.BINDINGS]
        assert all(names), kind
        assert len(names) == len(set(names)), kind

"""Styles go by a class's name: two views of one name would take on each other's height as soon as both were shown."""

import importlib
import pkgutil
from collections import Counter

from textual.widget import Widget

import tui


def test_no_two_views_or_screens_share_a_name():
    names = [module.name for module in pkgutil.walk_packages(tui.__path__, "tui.") if "__main__" not in module.name]
    modules = [importlib.import_module(name) for name in names]
    kinds = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    ours = [kind.__name__ for kind in kinds if issubclass(kind, Widget) and kind.__module__.startswith("tui.")]
    assert len(ours) > 40
    assert [name for name, count in Counter(ours).items() if count > 1] == []

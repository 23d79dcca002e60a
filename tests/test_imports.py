"""Imports run one way, and what is not needed is not loaded."""

import subprocess
import sys

import pytest


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    return {name.partition(".")[0] for name in done.stdout.split()}


EVERY_MODULE = """
import importlib, pkgutil
import {package}
for module in pkgutil.walk_packages({package}.__path__, "{package}."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


@pytest.mark.parametrize("package", ["netcore", "lessons"])
def test_the_network_and_the_lessons_load_no_user_interface(package):
    assert not loaded_after(EVERY_MODULE.format(package=package)) & {"tui", "textual", "rich", "plotext"}


def test_the_network_core_loads_no_lessons():
    assert "lessons" not in loaded_after(EVERY_MODULE.format(package="netcore"))


def test_the_network_core_is_numpy_and_the_standard_library():
    outside = loaded_after("import netcore") - loaded_after("import numpy.random") - set(sys.stdlib_module_names)
    assert outside == {"netcore"}


def test_the_command_line_loads_neither_numpy_nor_the_app():
    assert not loaded_after("import tui.__main__") & {"numpy", "textual", "plotext", "nnfs"}

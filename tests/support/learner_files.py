"""Learners' files made from the mistakes of a part: what somebody with that mistake in mind would have written."""

import inspect
import textwrap
from types import SimpleNamespace
from typing import Any

from lessons.workshop.part import Part

_BEGINNING = """\
import pickle
from pathlib import Path
from typing import Any

import numpy as np
from netcore import regularization


"""


def file_of(part: Part, wrong: Any) -> str:
    """Return a file with this version of the part in it."""
    if part.base is not None:
        methods = {name: each for name, each in vars(wrong).items() if inspect.isfunction(each)}
        body = "\n".join(textwrap.indent(_written(each, name), "    ") for name, each in methods.items())
        return f"{_BEGINNING}class {part.defines[0]}:\n{body}"
    if isinstance(wrong, SimpleNamespace):
        return _BEGINNING + "\n\n".join(_written(each, name) for name, each in vars(wrong).items())
    return _BEGINNING + _written(wrong, part.defines[0])


def _written(function: Any, name: str) -> str:
    source = textwrap.dedent(inspect.getsource(function))
    return source.replace(f"def {function.__name__}(", f"def {name}(", 1)

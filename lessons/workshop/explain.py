"""What frequent errors mean, said to someone who meets them for the first time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lessons.workshop.faults import Fault


@dataclass(frozen=True)
class _Meaning:
    """What an error of some kind means if its text has a pattern; ``{1}`` stands for the pattern's first group."""

    kind: str
    pattern: str
    says: str
    where: str = ""
    """A pattern for the function in which it happens; a method is called ``Dense.forward``."""


def explain(fault: Fault) -> str:
    """Return what an error means, or nothing where Python's own words must do."""
    for meaning in _MEANINGS:
        found = re.search(meaning.pattern, fault.message) if fault.kind == meaning.kind else None
        if found and re.search(meaning.where, fault.place.function if fault.place else ""):
            return meaning.says.format(found[0], *found.groups())
    return ""


_METHOD = r"\."
_OUTSIDE = "<module>"
_PRODUCT = (
    "In a product a @ b each row of a meets each column of b, so a needs as many columns as b has rows. "
    "Print both shapes: one of the two may need .T."
)
_NOWHERE = r"^$"
_SEVERAL = "What your code returns is taken apart into several values. Return as many as are asked for, commas between."
_NONE = "Something here is None: a value that was never set, or a function without a return."
_GIVEN = "self|bias|outputs|targets|dvalues|gradient|state|training"
_ON_SELF = "weights|biases|inputs|output|learning_rate|decay|momentum|rate|mask|epsilon|rho|beta_1|beta_2|rng"

_MEANINGS = (
    _Meaning(
        "ValueError",
        r"matmul.*size (\d+) is different from (\d+)",
        "In a product a @ b each row of a meets each column of b, so a needs as many columns as b has rows: here a has "
        "{2}, and b has {1}. Print both shapes: one of the two may need .T.",
    ),
    _Meaning("ValueError", r"shapes .* not aligned", _PRODUCT),
    _Meaning("ValueError", r"matmul.*enough dimensions", "One side of @ is a single number. Use * for that."),
    _Meaning(
        "ValueError",
        r"could not be broadcast together with (?:remapped )?shapes (.*?)\s*$",
        "The shapes {1} do not go together cell by cell. Compare them from the right: each pair of sides must be "
        "equal, or one of them 1.",
    ),
    _Meaning(
        "ValueError",
        r"could not broadcast input array from shape (.*) into shape (.*)",
        "An array of the shape {1} was to be written into a place of the shape {2}.",
    ),
    _Meaning(
        "ValueError",
        r"non-broadcastable output operand",
        "In x += y the result must fit into x, so x cannot grow. Write x = x + y if it should.",
    ),
    _Meaning(
        "ValueError",
        r"truth value of an array",
        "An if wants one yes or no, and so do Python's max and min; an array has many. Use np.where or np.maximum, or "
        ".any() and .all().",
    ),
    _Meaning("ValueError", r"read-only", "This array must not be written into. Make a copy first: x.copy()."),
    _Meaning("ValueError", r"cannot reshape", "A reshape keeps every number, so both shapes must hold as many."),
    _Meaning("ValueError", r"to unpack", _SEVERAL, where=_NOWHERE),
    _Meaning(
        "ValueError", r"to unpack", "Several names on the left want as many values on the right, no more, no fewer."
    ),
    _Meaning(
        "ValueError", r"inhomogeneous", "Things of different lengths do not go into one array: keep each in its own."
    ),
    _Meaning("ValueError", r"closed file", "It was closed before: take the close away, or use it no more."),
    _Meaning("NameError", r"name 'np' is not defined", "Write import numpy as np in the first line."),
    _Meaning(
        "NameError",
        rf"name '({_ON_SELF}|{_GIVEN})' is not defined",
        "This line stands outside the function, where there is no {1}: move it to the right, in line with the others.",
        where=_OUTSIDE,
    ),
    _Meaning(
        "NameError", rf"name '({_ON_SELF})' is not defined", "It belongs to the object: write self.{1}.", where=_METHOD
    ),
    _Meaning(
        "NameError",
        r"name '(\w+)' is not defined",
        "Nothing is called {1} at this point: look for a slip of the pen, or for a line that should come before.",
    ),
    _Meaning("UnboundLocalError", r"", "The name is given a value only further down, or only in one branch of an if."),
    _Meaning("AttributeError", r"'NoneType' object has no", _NONE),
    _Meaning(
        "AttributeError",
        r"module 'numpy' has no attribute '(\w+)'",
        "NumPy has no {1}: look for a slip of the pen, or for what it is called there.",
    ),
    _Meaning(
        "AttributeError",
        r"object has no attribute '(\w+)'",
        "There is no {1} on it: look for a slip of the pen, or for a line that should set it first.",
    ),
    _Meaning("TypeError", r"NoneType", _NONE),
    _Meaning(
        "TypeError",
        r"(?:operand|between).*'(?:builtin_function_or_method|function|type)'",
        "One of the two is a function of Python, such as input, sum or max, and no number. Is a name misspelt, or are "
        "the brackets missing that call it?",
    ),
    _Meaning(
        "TypeError",
        r"^(\S+)\(\) (?:missing|takes|got)",
        "{1} is called with other arguments than it takes. Where it is the function asked for, its first line is to "
        "stay as the starter has it.",
    ),
    _Meaning("TypeError", r"unpack|iteration over a 0-d array", _SEVERAL, where=_NOWHERE),
    _Meaning(
        "TypeError", r"unpack|iteration over a 0-d array", "Several values are wanted here, with a comma between them."
    ),
    _Meaning(
        "TypeError",
        r"as a data type|given by name \('dtype'\)",
        "A shape goes in brackets of its own: np.zeros((rows, columns)).",
    ),
    _Meaning(
        "TypeError",
        r"only integer scalar arrays",
        "A whole number is wanted here, and an array was given. np.max(a, axis) looks along an axis; "
        "np.maximum(a, b) takes the larger of two, number by number.",
    ),
    _Meaning(
        "TypeError",
        r"only (?:length-1|0-dimensional)",
        "A single number is wanted here, and an array was given: index it, or use a function of NumPy.",
    ),
    _Meaning(
        "TypeError", r"not callable", "What stands before these round brackets is no function. Are square ones meant?"
    ),
    _Meaning("TypeError", r"not subscriptable", "What stands before these square brackets is no array."),
    _Meaning(
        "TypeError",
        r"cannot be interpreted as an integer|must be integers",
        "A whole number is wanted here. In Python / gives fractions; // divides to whole numbers.",
    ),
    _Meaning(
        "IndexError",
        r"must be of integer",
        "An index is a whole number, or a yes or no. One-hot rows and class numbers kept as fractions are neither.",
    ),
    _Meaning(
        "IndexError", r"too many indices", "The array has fewer dimensions than the index asks for: print its shape."
    ),
    _Meaning(
        "IndexError", r"out of (?:bounds|range)", "Counting begins at 0, so the last place is the length less one."
    ),
    _Meaning("IndexError", r"shape mismatch", "Two index arrays are read in pairs, and so need the same length."),
    _Meaning(
        "AxisError", r"", "Axis 0 goes down the rows, axis 1 along the columns; an array with a single side has only 0."
    ),
    _Meaning("ModuleNotFoundError", r"", "Only Python's own modules and NumPy are there in a check."),
    _Meaning(
        "FileNotFoundError",
        r"",
        "No file has this very name. np.save writes .npy behind a name that ends otherwise; np.savez keeps one that "
        "ends in .npz.",
    ),
    _Meaning("EOFError", r"", "There is no keyboard in a check, so input() finds nothing to read."),
    _Meaning("RuntimeError", r"start new thread", "There is no room for so many threads, and a part needs none."),
    _Meaning("RecursionError", r"", "A function calls itself again and again, and nothing ever stops it."),
    _Meaning("ZeroDivisionError", r"", "Something is divided by zero."),
    _Meaning(
        "KeyError",
        r"not a file in the archive",
        "Nothing was saved under this name: load asks for those that save gave.",
    ),
    _Meaning("KeyError", r"", "The dictionary has no such key."),
    _Meaning("SyntaxError", r"was never closed", "Count the brackets of this line, and of the one before."),
    _Meaning("SyntaxError", r"expected ':'", "Lines with def, class, if, for and while end in a colon."),
    _Meaning(
        "SyntaxError", r"outside function", "The line belongs into the function: move it to the right, as its others."
    ),
    _Meaning("SyntaxError", r"cannot assign|Maybe you meant '=='", "One = gives a value, == compares."),
    _Meaning("IndentationError", r"", "Python reads what belongs together from the indentation: four spaces a level."),
    _Meaning("TabError", r"", "Tabs and spaces are mixed in the indentation. Use four spaces a level."),
)

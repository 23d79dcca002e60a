"""Arrays as Python text that gives the same numbers again, to the last bit."""

import base64
import textwrap
import zlib

import numpy as np

from netcore.arrays import Array

MOST_WRITTEN_OUT = 1_000
"""Larger arrays are packed: nobody reads so many numbers."""

WIDTH = 110

UNPACKED = '''def unpacked(text, dtype, shape):
    """Return an array from its bytes, which are packed with zlib and written as base64."""
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype).reshape(shape).copy()
'''
"""What a script with packed arrays needs."""


def is_packed(array: Array) -> bool:
    """Say whether an array is packed in a script."""
    return array.size > MOST_WRITTEN_OUT


def array_text(array: Array) -> str:
    """Return an expression for an array, with a line for each row, or packed if it is large."""
    array = np.asarray(array)
    if is_packed(array):
        return _packed(array)
    if not np.any(array) and not np.any(np.signbit(array)):
        return f"np.zeros({array.shape}, {array.dtype.name!r})"
    if array.ndim != 2:
        numbers = textwrap.indent(_numbers(array.ravel()), "    ")
        return f"np.array([\n{numbers}\n], {array.dtype.name!r}).reshape({array.shape})"
    rows = ",\n".join(textwrap.indent(_row(row), "    ") for row in array)
    return f"np.array([\n{rows},\n], {array.dtype.name!r})"


def _row(row: Array) -> str:
    text = _numbers(row)
    return f"[{text}]" if "\n" not in text else f"[\n{textwrap.indent(text, '    ')}\n]"


def _numbers(values: Array) -> str:
    return "\n".join(textwrap.wrap(", ".join(_number(value) for value in values), WIDTH, break_on_hyphens=False))


def _number(value: np.generic) -> str:
    """Return the shortest text that gives the same number in its dtype."""
    short = str(value)
    is_short_enough = isinstance(value, np.floating) and type(value)(float(short)) == value
    return short if is_short_enough else repr(value.item())


def _packed(array: Array) -> str:
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    text = base64.b64encode(zlib.compress(little.tobytes(), 9)).decode("ascii")
    lines = "\n".join(textwrap.wrap(text, WIDTH))
    return f'unpacked("""\n{lines}\n""", {little.dtype.str!r}, {array.shape})'

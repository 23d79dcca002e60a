"""How the app and the process that runs a learner's code speak: messages of plain values and arrays over a pipe.

A message is a short head (a mark and two lengths), a line of JSON, and the bytes of its arrays one after the other.
There is no pickle in it and nothing to unpack, so reading a message can run no code and ask for no more memory than the
bytes that came. Whatever does not fit together is refused.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy import ascontiguousarray, frombuffer, ndarray  # held here, whatever a learner's code does to NumPy

MOST_BYTES = 80 * 2**20
"""The largest message that is taken."""

MOST_SIDES = 8

_HEAD = struct.Struct("<4sIQ")
_MARK = b"gnw1"
_DTYPE = re.compile(r"[<|][biuf][1248]", re.ASCII)
_dtype = np.dtype


class WireError(ValueError):
    """Bytes that were to be a message are none."""


@dataclass(frozen=True)
class Message:
    """One message: what it is, and its values by name: arrays, or anything that JSON knows."""

    kind: str
    values: Mapping[str, Any]


def pack(kind: str, values: Mapping[str, Any]) -> bytes:
    """Return a message as bytes; arrays may stand among the values, but not inside them."""
    arrays = {name: _little(value) for name, value in values.items() if isinstance(value, ndarray)}
    record = {
        "kind": kind,
        "values": {name: value for name, value in values.items() if name not in arrays},
        "arrays": [[name, array.dtype.str, list(array.shape)] for name, array in arrays.items()],
    }
    text = json.dumps(record).encode()
    data = b"".join(array.tobytes() for array in arrays.values())
    return _HEAD.pack(_MARK, len(text), len(data)) + text + data


class Unpacker:
    """Puts messages together from bytes as they come in."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Take some bytes, and yield each message that is now whole; raise ``WireError`` for what is no message."""
        self._bytes += data
        while len(self._bytes) >= _HEAD.size:
            mark, text, arrays = _HEAD.unpack_from(self._bytes)
            if mark != _MARK or text + arrays > self._most_bytes:
                raise WireError("this is no message, or one that is too large")
            end = _HEAD.size + text + arrays
            if len(self._bytes) < end:
                return
            body = bytes(self._bytes[_HEAD.size : end])
            del self._bytes[:end]
            yield _message(body[:text], body[text:])


def _message(text: bytes, data: bytes) -> Message:
    try:
        record = json.loads(text)
        kind, values, arrays = record["kind"], record["values"], record["arrays"]
        if not (isinstance(kind, str) and isinstance(values, dict) and isinstance(arrays, list)):
            raise WireError("the message has another form")
        return Message(kind, {**values, **_arrays(arrays, data)})
    except WireError:
        raise
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise WireError(f"the message cannot be read: {error}") from error


def _arrays(declared: list[Any], data: bytes) -> dict[str, Any]:
    arrays: dict[str, Any] = {}
    start = 0
    for name, code, shape in declared:
        sides_fit = len(shape) <= MOST_SIDES and all(type(side) is int and 0 <= side <= MOST_BYTES for side in shape)
        if not (isinstance(name, str) and _DTYPE.fullmatch(code) and sides_fit):
            raise WireError(f"no array has the dtype {code!r} and the shape {shape!r}")
        dtype = _dtype(code)
        end = start + math.prod(shape) * dtype.itemsize
        if end > len(data):
            raise WireError("an array is larger than what came of it")
        arrays[name] = frombuffer(data[start:end], dtype).reshape(shape).copy()
        start = end
    if start != len(data):
        raise WireError("more bytes came than the arrays hold")
    return arrays


def _little(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    little = ascontiguousarray(array, array.dtype.newbyteorder("<")).reshape(array.shape)
    if not _DTYPE.fullmatch(little.dtype.str):
        raise WireError(f"an array of {array.dtype} cannot be sent; numbers, and yes or no, can")
    return little

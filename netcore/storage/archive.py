"""The file in which a model is kept: a header in JSON and some arrays, in an ``.npz`` that anybody can open.

Nothing from a file is believed. Its members lie in it unpacked, so no small file can ask for much memory: all sizes are
checked against the size of the file itself before anything is read. NumPy's own loader is not used, because it would
take what an array's header says at its word; and nothing here can run code.
"""

import io
import json
import math
import re
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np

from netcore.arrays import Array
from netcore.errors import StorageError
from netcore.files import replacing

HEADER = "model.json"
MOST_BYTES = 64 * 2**20
"""The largest file that is read or written."""

MOST_HEADER_BYTES = 256 * 2**10
MOST_MEMBERS = 256
MOST_SIDES = 4

NAME = re.compile(r"[A-Za-z0-9_.]{1,120}", re.ASCII)
"""What an array may be called: letters, digits, points, no folders."""

_ARRAY_START = b"\x93NUMPY\x01\x00"
_ARRAY_HEADER = re.compile(
    r"\{'descr': '(?P<dtype><f4|<f8)', 'fortran_order': False, 'shape': \((?P<shape>(\d{1,9}, ?)*(\d{1,9})?)\), \} *\n",
    re.ASCII,
)
_END = struct.Struct("<4s4H2LH")
"""The last bytes of a zip file: a mark, disks, how many members, the size and place of their list, a comment."""

_DAMAGE = (
    zipfile.BadZipFile, struct.error, RuntimeError, ValueError, EOFError, IndexError, KeyError, MemoryError,
    OverflowError,
)  # fmt: skip
"""What Python's zip reader says of a damaged file; a compression that it does not know is a ``RuntimeError``, too."""


def write_archive(path: Path, header: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Write a header and arrays, whole or not at all; the same content gives the same bytes.

    Raises ``StorageError`` for what could not be read again, and if the file cannot be written.
    """
    members = {HEADER: json.dumps(header, indent=1, allow_nan=False).encode()}
    members |= {f"{name}.npy": _array_bytes(name, array) for name, array in arrays.items()}
    size = sum(len(content) + 3 * len(name) + 200 for name, content in members.items())
    if size > MOST_BYTES or len(members) > MOST_MEMBERS or len(members[HEADER]) > MOST_HEADER_BYTES:
        raise StorageError(
            f"this is too large to be kept in one file: {size:,} bytes in {len(members)} parts (a header of "
            f"{len(members[HEADER]):,}); at most {MOST_BYTES:,} in {MOST_MEMBERS} ({MOST_HEADER_BYTES:,})"
        )
    try:
        with replacing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name, content in members.items():
                archive.writestr(zipfile.ZipInfo(name), content)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror or error}") from error


def read_archive(path: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """Return the header and the arrays of a file, all finite; raise ``StorageError`` for anything but a sound one."""
    try:
        with path.open("rb") as file:
            return _read(file, path.name)
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror or error}") from error
    except _DAMAGE as error:
        if isinstance(error, StorageError):
            raise
        raise StorageError(f"{path.name} is damaged or no saved model ({error}); take another copy of it") from error


def _read(file: IO[bytes], name: str) -> tuple[dict[str, Any], dict[str, Array]]:
    size = file.seek(0, io.SEEK_END)
    if size > MOST_BYTES:
        raise StorageError(f"{name} has {size:,} bytes; a saved model has at most {MOST_BYTES:,}")
    _check_end(file, name, size)
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        _check_members(members, name, size)
        header = _parse_header(archive.read(HEADER), name)
        arrays = {
            member.filename.removesuffix(".npy"): _parse_array(archive.read(member), f"{name}, {member.filename}")
            for member in members
            if member.filename != HEADER
        }
    return header, arrays


def _check_end(file: IO[bytes], name: str, size: int) -> None:
    """Check the end of a zip file, before its list of members, which might be endless, is read."""
    length = min(size, _END.size + 20)
    file.seek(size - length)
    end = file.read(length)
    is_zip = size >= _END.size and end[-_END.size :].startswith(b"PK\x05\x06")
    if not is_zip:
        raise StorageError(f"{name} is not a saved model, or its end is missing; take another copy of it")
    _mark, _disk, _start, _here, count, list_size, _place, comment = _END.unpack(end[-_END.size :])
    if count > MOST_MEMBERS or list_size > MOST_HEADER_BYTES or comment or end.startswith(b"PK\x06\x07"):
        raise StorageError(f"{name} is a zip file that no model was saved in: {count} members, a list of {list_size:,}")


def _check_members(members: list[zipfile.ZipInfo], name: str, size: int) -> None:
    """Check names and declared sizes of all members against each other and against the file."""
    names = [member.filename for member in members]
    if HEADER not in names:
        raise StorageError(f"{name} is not a saved model: it has no {HEADER}")
    if len(set(names)) < len(names):
        raise StorageError(f"{name} has two members of one name; take another copy of it")
    for member in members:
        if member.filename != HEADER and not (
            member.filename.endswith(".npy") and NAME.fullmatch(member.filename.removesuffix(".npy"))
        ):
            raise StorageError(f"{name} has a member {member.filename[:60]!r}, which is not part of a saved model")
        if (
            member.compress_type != zipfile.ZIP_STORED
            or member.compress_size != member.file_size
            or member.flag_bits & 1
        ):
            raise StorageError(f"{name} holds {member.filename} packed or locked; a model is saved unpacked")
    declared = sum(member.file_size for member in members)
    if declared > size:
        raise StorageError(f"{name} has {size:,} bytes but declares {declared:,}; take another copy of it")


def _parse_header(content: bytes, name: str) -> dict[str, Any]:
    if len(content) > MOST_HEADER_BYTES:
        raise StorageError(f"{name} has a header of {len(content):,} bytes; at most {MOST_HEADER_BYTES:,} are read")
    try:
        header = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise StorageError(f"{name} has a header that is no JSON ({error}); take another copy of it") from error
    if not isinstance(header, dict):
        raise StorageError(f"{name} has a header that is no record but {type(header).__name__}")
    return header


def _array_bytes(name: str, array: Array) -> bytes:
    if not NAME.fullmatch(name):
        raise StorageError(f"an array cannot be called {name!r}: letters, digits, points and _ only")
    if array.dtype not in (np.float32, np.float64) or array.ndim > MOST_SIDES:
        raise StorageError(f"{name} is {array.dtype} of shape {array.shape}; only float32 and float64 can be kept")
    if not np.all(np.isfinite(array)):
        raise StorageError(f"{name} holds numbers that are not finite; go back to an update before that and save it")
    out = io.BytesIO()
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).reshape(array.shape)
    np.lib.format.write_array(out, little, version=(1, 0), allow_pickle=False)
    return out.getvalue()


def _parse_array(content: bytes, name: str) -> Array:
    """Return the array in the bytes of a ``.npy`` file; only the plain form that we write is read."""
    start = len(_ARRAY_START) + 2
    begin = start + int.from_bytes(content[len(_ARRAY_START) : start], "little")
    found = _ARRAY_HEADER.fullmatch(content[start:begin].decode("latin-1"))
    if not content.startswith(_ARRAY_START) or begin > len(content) or found is None:
        raise StorageError(f"{name} is not an array of float32 or float64 numbers in rows")
    dtype = np.dtype(found["dtype"])
    shape = tuple(int(side) for side in found["shape"].replace(" ", "").split(",") if side)
    if len(shape) > MOST_SIDES or math.prod(shape) * dtype.itemsize != len(content) - begin:
        raise StorageError(f"{name} declares the shape {shape} of {dtype}, but holds {len(content) - begin:,} bytes")
    array = np.frombuffer(content, dtype, offset=begin).reshape(shape).astype(dtype.newbyteorder("="), copy=False)
    if not np.all(np.isfinite(array)):
        raise StorageError(f"{name} holds numbers that are not finite")
    return array

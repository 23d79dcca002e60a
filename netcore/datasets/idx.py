"""IDX: the plain file format in which MNIST is published.

Two zero bytes, a byte for the kind of number, a byte for how many sides the array has, then the length of each side,
then the numbers, row by row; all of it big-endian. Files are often packed with gzip, which is noticed by itself.
"""

import gzip
import math
import struct
import zlib
from pathlib import Path
from typing import IO

import numpy as np

from netcore.arrays import Array
from netcore.errors import DataError

MOST_BYTES = 512 * 2**20
"""The largest array that is read."""

MOST_SIDES = 4
CHUNK = 2**20

KINDS = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
"""The dtype of each kind of number, by its byte."""

GZIP = b"\x1f\x8b"
GZIP_MOST = 1032
"""Gzip makes nothing more than so many times smaller."""


def read_idx(path: Path | str, most_bytes: int = MOST_BYTES) -> Array:
    """Return the array in an IDX file, packed with gzip or not.

    The size that the file declares is checked against ``most_bytes`` and against the file itself before any memory is
    taken for it. Raises ``DataError`` for a file that is missing, damaged, too large, or no IDX file.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == GZIP
            file.seek(0)
            size = path.stat().st_size
            if not is_packed:
                return _read_array(file, path.name, size, True, most_bytes)
            with gzip.open(file) as unpacked:
                return _read_array(unpacked, path.name, GZIP_MOST * size, False, most_bytes)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(f"{path.name} is damaged, its gzip packing is broken ({error}); fetch it again") from error
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror or error}") from error


def _read_array(file: IO[bytes] | gzip.GzipFile, name: str, possible: int, is_exact: bool, most_bytes: int) -> Array:
    """Return the array in an open file that holds ``possible`` bytes exactly, or at the most."""
    header = file.read(4)
    kind, sides = (header[2], header[3]) if len(header) == 4 else (0, 0)
    if header[:2] != b"\0\0" or kind not in KINDS or not 1 <= sides <= MOST_SIDES:
        raise DataError(
            f"{name} is not an IDX file: it begins with {header.hex(' ') or 'nothing'}, an IDX file with "
            "00 00, a kind (08 for bytes) and the number of sides (03 for pictures, 01 for labels)"
        )
    lengths = file.read(4 * sides)
    if len(lengths) < 4 * sides:
        raise DataError(f"{name} ends within its header; fetch it again")
    shape = struct.unpack(f">{sides}I", lengths)
    dtype = np.dtype(KINDS[kind])
    declared = math.prod(shape) * dtype.itemsize
    what = f"{name} declares an array of shape {shape}, {declared:,} bytes"
    if not 0 < declared <= most_bytes:
        raise DataError(f"{what}; from 1 to {most_bytes:,} bytes are read")
    possible -= len(header + lengths)
    if declared > possible or (is_exact and declared < possible):
        raise DataError(f"{what}, but holds {'' if is_exact else 'at most '}{possible:,}; fetch it again")
    return _read_numbers(file, name, np.empty(shape, dtype))


def _read_numbers(file: IO[bytes] | gzip.GzipFile, name: str, array: Array) -> Array:
    """Fill the array from the file, which must end where the array does; return it in the machine's byte order."""
    numbers = array.reshape(-1).view(np.uint8)
    filled = 0
    while filled < len(numbers) and (chunk := file.read(min(CHUNK, len(numbers) - filled))):
        numbers[filled : filled + len(chunk)] = np.frombuffer(chunk, np.uint8)
        filled += len(chunk)
    if filled < len(numbers):
        raise DataError(f"{name} declares {len(numbers):,} bytes but holds {filled:,}; fetch it again")
    if file.read(1):
        raise DataError(f"{name} goes on after the {len(numbers):,} bytes that it declares; fetch it again")
    if not array.dtype.isnative:
        array.byteswap(inplace=True)
    return array.view(array.dtype.newbyteorder("="))

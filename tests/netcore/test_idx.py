"""IDX files: every kind of number, packed or not; and that no bytes whatsoever do harm or take memory."""

import gzip
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from netcore.datasets.idx import KINDS, read_idx
from netcore.errors import DataError

BYTES = 0x08


def idx(kind, shape, body):
    return bytes([0, 0, kind, len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + body


def packed(content):
    """Return the content packed; without a time of day, so that every worker names its tests alike."""
    return gzip.compress(content, mtime=0)


PICTURES = idx(BYTES, (2, 2, 3), bytes(range(12)))


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "some-idx3-ubyte"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("pack", [bytes, packed])
def test_pictures_are_read_packed_or_not(file, pack):
    found = read_idx(file(pack(PICTURES)))

    assert found.dtype == np.uint8
    assert found.tolist() == [[[0, 1, 2], [3, 4, 5]], [[6, 7, 8], [9, 10, 11]]]
    assert found.flags.writeable


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_every_kind_of_number_is_read(tmp_path_factory, kind, data):
    dtype = np.dtype(KINDS[kind])
    array = data.draw(arrays(dtype, array_shapes(max_dims=4, max_side=3)))
    path = tmp_path_factory.getbasetemp() / "kind.idx"
    path.write_bytes(idx(kind, array.shape, array.tobytes()))
    found = read_idx(path)

    np.testing.assert_array_equal(found, array)
    assert found.dtype.isnative


def test_a_file_in_two_packed_pieces_is_one_file(file):
    assert read_idx(file(packed(PICTURES[:7]) + packed(PICTURES[7:]))).shape == (2, 2, 3)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "begins with nothing"),
        (b"\0\0\x08", "is not an IDX file"),
        (b"PNG....", "begins with 50 4e 47 2e"),
        (idx(0x07, (1,), b"a"), "is not an IDX file"),
        (idx(BYTES, (), b"a"), "is not an IDX file"),
        (idx(BYTES, (1, 1, 1, 1, 1), b"a"), "is not an IDX file"),
        (PICTURES[:9], "ends within its header"),
        (PICTURES[:-1], r"shape \(2, 2, 3\), 12 bytes, but holds 11"),
        (PICTURES + b"x", "12 bytes, but holds 13"),
        (idx(BYTES, (0, 3), b""), r"shape \(0, 3\), 0 bytes; from 1 to"),
        (idx(BYTES, (2**32 - 1,) * 3, b""), "bytes; from 1 to"),
        (idx(0x0E, (60_000_000, 2), b""), "960,000,000 bytes; from 1 to"),
        (packed(PICTURES)[:-9], "is damaged"),
        (packed(PICTURES)[:-5] + b"12345", "is damaged"),
        (packed(PICTURES[:-1]), "declares 12 bytes but holds 11"),
        (packed(PICTURES + b"x"), "goes on after the 12 bytes"),
        (packed(idx(BYTES, (500_000_000,), b"")), "but holds at most"),
        (packed(b""), "begins with nothing"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(file, content, says):
    with pytest.raises(DataError, match=says):
        read_idx(file(content))


def test_the_size_that_is_allowed_can_be_chosen(file):
    assert read_idx(file(PICTURES), most_bytes=12).size == 12
    with pytest.raises(DataError, match="from 1 to 11 bytes are read"):
        read_idx(file(PICTURES), most_bytes=11)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DataError, match="No such file"):
        read_idx(tmp_path / "none")
    with pytest.raises(DataError, match="cannot read"):
        read_idx(tmp_path)


def peak_of(path, most_bytes):
    """Return how much memory reading takes at most, whether it succeeds or not."""
    tracemalloc.start()
    try:
        read_idx(path, most_bytes)
    except DataError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


def test_a_packed_file_takes_no_more_memory_than_it_declares(file):
    size = 20_000_000
    bomb = file(packed(idx(BYTES, (100,), bytes(size))))
    assert peak_of(bomb, 512 * 2**20) < 1_000_000

    honest = file(packed(idx(BYTES, (size,), bytes(size))))
    assert peak_of(honest, 512 * 2**20) < 1.3 * size
    assert peak_of(honest, size - 1) < 1_000_000


HEADERS = st.builds(
    idx,
    st.sampled_from([*KINDS, 0, 7]),
    st.lists(st.one_of(st.integers(0, 4), st.integers(0, 2**32 - 1)), max_size=5).map(tuple),
    st.binary(max_size=40),
)


@given(content=st.one_of(HEADERS, HEADERS.map(packed), st.binary(max_size=60)))
@example(content=b"\x1f\x8b")
@example(content=b"\x1f\x8b\x08\xff" + bytes(20))
def test_any_bytes_give_an_array_or_our_own_error_in_little_memory(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "fuzz.idx"
    path.write_bytes(content)

    assert peak_of(path, 100_000) < 400_000


@given(place=st.integers(0, 10**6), bit=st.integers(0, 7), end=st.integers(0, 10**6), is_packed=st.booleans())
def test_a_flipped_bit_or_a_missing_end_does_no_harm(tmp_path_factory, place, bit, end, is_packed):
    content = bytearray(packed(PICTURES) if is_packed else PICTURES)
    content[place % len(content)] ^= 1 << bit
    path = tmp_path_factory.getbasetemp() / "flipped.idx"
    path.write_bytes(content[: len(content) - end % 3])

    assert peak_of(path, 100_000) < 400_000

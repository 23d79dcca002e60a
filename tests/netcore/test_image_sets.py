"""MNIST and its like: found in folders, fetched from a server on this machine, and never half of a file kept."""

import gzip
import hashlib
import struct
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from netcore.datasets.download import download
from netcore.datasets.image_sets import FASHION_MNIST, IMAGE_SETS, MNIST, Part, image_set_named
from netcore.datasets.remote_file import Progress, RemoteFile, is_here
from netcore.errors import DataError, DownloadCancelledError, DownloadError, SettingError

STEMS = [stem for part in Part for stem in part.stems]


def idx(kind, array):
    return bytes([0, 0, kind, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def contents(samples=3, most=9):
    """Return the four files of a small set, by name."""
    files = {}
    for number, part in enumerate(Part):
        pictures = np.full((samples + number, 2, 2), number, np.uint8)
        labels = (np.arange(samples + number) % (most + 1)).astype(np.uint8)
        files |= dict(zip(part.stems, (idx(8, pictures), idx(8, labels)), strict=True))
    return files


def put(folder, files, ending="", pack=bytes):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / (name + ending)).write_bytes(pack(content))


class Server(ThreadingHTTPServer):
    """A server on this machine that hands out some files, and misbehaves where it is told to."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = {}
        self.asked = []

    def remote(self, name, content, **changes):
        self.files[f"/{name}"] = content
        file = RemoteFile(f"http://127.0.0.1:{self.server_port}/{name}", hashlib.sha256(content).hexdigest(), 10**6)
        return replace(file, **changes)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        content = self.server.files.get(self.path)
        if content is None:
            self.send_error(404)
            return
        self.send_response(200)
        if "endless" not in self.path:
            self.send_header("Content-Length", str(len(content) + ("short" in self.path)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)


@pytest.mark.parametrize(("ending", "pack"), [("", bytes), (".gz", gzip.compress)])
@pytest.mark.parametrize("inner", ["", "mnist"])
def test_a_set_is_read_from_a_folder(tmp_path, inner, ending, pack):
    put(tmp_path / inner, contents(), ending, pack)
    X, y = MNIST.read(tmp_path)

    assert X.shape == (3, 4)
    assert X.dtype == np.uint8
    assert y.tolist() == [0, 1, 2]
    assert y.dtype == np.int64
    assert MNIST.read(tmp_path, Part.TEST)[0].tolist() == [[1] * 4] * 4


def test_files_with_a_point_in_their_names_are_found_too(tmp_path):
    put(tmp_path, {name.replace("-idx", ".idx"): content for name, content in contents().items()})

    assert len(MNIST.read(tmp_path)[0]) == 3


def test_a_missing_set_says_where_to_put_it(tmp_path):
    with pytest.raises(DataError, match=r"MNIST is not in .*train-images-idx3-ubyte\.gz.*its four files into .*mnist"):
        MNIST.read(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("train-labels-idx1-ubyte", idx(8, np.zeros(2, np.uint8)), r"\(3, 2, 2\) uint8, the labels \(2,\) uint8; they"),
        ("train-images-idx3-ubyte", idx(8, np.zeros(3, np.uint8)), r"the pictures are \(3,\)"),
        ("train-labels-idx1-ubyte", idx(0x0D, np.zeros(3, ">f4")), "should be bytes"),
        ("train-labels-idx1-ubyte", idx(8, np.array([0, 10, 1], np.uint8)), "there is a label 10; they go to 9"),
        ("train-images-idx3-ubyte", b"<html>", "is not an IDX file"),
    ],
)
def test_files_that_do_not_belong_together_are_refused(tmp_path, name, content, says):
    put(tmp_path, contents() | {name: content})
    with pytest.raises(DataError, match=says):
        MNIST.read(tmp_path)


def test_a_set_in_the_folder_of_another_is_not_taken_for_it(tmp_path, monkeypatch):
    packed = {name: gzip.compress(content) for name, content in contents().items()}
    files = tuple(RemoteFile(f"https://x/{name}.gz", hashlib.sha256(packed[name]).hexdigest(), 99) for name in STEMS)
    monkeypatch.setitem(IMAGE_SETS, "mnist", replace(MNIST, files=files))
    put(tmp_path, packed, ".gz")

    assert len(MNIST.read(tmp_path)[0]) == 3
    with pytest.raises(DataError, match="Fashion-MNIST is not in"):
        FASHION_MNIST.read(tmp_path)


def test_the_published_sets_are_complete_records():
    for image_set in IMAGE_SETS.values():
        assert [file.name for file in image_set.files] == [f"{stem}.gz" for stem in STEMS]
        assert all(file.address.startswith("https://") and len(file.sha256) == 64 for file in image_set.files)
        assert len(image_set.class_names) == 10
        assert len({file.sha256 for file in image_set.files}) == 4
    assert image_set_named("fashion_mnist") is FASHION_MNIST
    with pytest.raises(SettingError, match="there are mnist, fashion_mnist"):
        image_set_named("cifar")


def test_a_set_is_fetched_once_and_then_read(tmp_path, server):
    files = tuple(server.remote(f"{name}.gz", gzip.compress(content)) for name, content in contents().items())
    small = replace(MNIST, files=files)
    seen = []
    small.fetch(tmp_path, seen.append)

    assert small.is_complete(tmp_path)
    assert len(small.read(tmp_path, Part.TEST)[0]) == 4
    assert [progress.name for progress in seen if progress.done == progress.total] == [file.name for file in files]
    small.fetch(tmp_path)
    assert len(server.asked) == 4


def test_progress_grows_to_the_whole(tmp_path, server):
    content = bytes(200_000)
    seen = []
    path = download(server.remote("some", content), tmp_path / "new" / "folder", seen.append)

    assert path.read_bytes() == content
    assert seen[0] == Progress("some", 0, 200_000)
    assert seen[-1] == Progress("some", 200_000, 200_000)
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    assert len(seen) > 3


def test_a_damaged_file_is_fetched_anew(tmp_path, server):
    file = server.remote("some", b"right")
    (tmp_path / "some").write_bytes(b"wrong")
    assert not is_here(file, tmp_path)
    download(file, tmp_path)

    assert (tmp_path / "some").read_bytes() == b"right"


@pytest.mark.parametrize(
    ("name", "changes", "says"),
    [
        ("some", {"sha256": "0" * 64}, "is not the file that was expected: its SHA-256 sum is"),
        ("some", {"most_bytes": 10}, "has 1,000 bytes, but at most 10 were expected"),
        ("endless", {"most_bytes": 10}, "goes on after 10 bytes"),
        ("short", {}, "broke off after 1,000 of 1,001 bytes"),
    ],
)
def test_what_is_not_the_right_file_is_not_kept(tmp_path, server, name, changes, says):
    with pytest.raises(DownloadError, match=says) as error:
        download(server.remote(name, bytes(1000), **changes), tmp_path)

    assert "put it at" in str(error.value)
    assert str(tmp_path / name) in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_a_declared_length_is_fetched_too(tmp_path, server):
    seen = []
    download(server.remote("endless", b"content"), tmp_path, seen.append)

    assert seen[-1] == Progress("endless", 7, None)


def test_a_download_can_be_cancelled(tmp_path, server):
    with pytest.raises(DownloadCancelledError, match="nothing was kept"):
        download(server.remote("some", b"content"), tmp_path, is_cancelled=lambda: True)

    assert list(tmp_path.iterdir()) == []


def test_an_answer_that_is_no_file_is_told(tmp_path, server):
    file = server.remote("some", b"content")
    server.files.clear()
    with pytest.raises(DownloadError, match="the server answered 404 Not Found"):
        download(file, tmp_path)


def test_a_missing_network_is_told_with_the_way_by_hand(tmp_path, server):
    file = server.remote("some", b"content")
    server.shutdown()
    server.server_close()
    with pytest.raises(DownloadError, match=r"is there a connection to the internet\?.*by hand"):
        download(file, tmp_path, timeout=2)


def test_only_safe_addresses_are_fetched(tmp_path):
    for address in ("http://example.org/some", "file:///etc/passwd", "ftp://127.0.0.1/some"):
        with pytest.raises(DownloadError, match="does not begin with https://"):
            download(RemoteFile(address, "0" * 64, 10), tmp_path)


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path, server):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DownloadError, match="could not fetch"):
        download(server.remote("some", b"content"), tmp_path / "file" / "folder")

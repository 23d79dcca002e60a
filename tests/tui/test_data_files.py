"""Progress and data from the command line: exports, imports, fetching, and lessons whose data is not here."""

import gzip
import hashlib
import io
import struct
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from app_stage import frame, press, running
from small_lesson import EXPERIMENT, HEAD

from lessons.progress import LessonFinished, ProgressStore
from netcore.datasets.image_sets import MNIST, Part
from netcore.datasets.remote_file import Progress, RemoteFile
from tui.command_line import fetching, reports
from tui.command_line.arguments import read
from tui.command_line.places import data_folders
from tui.screens.course import CourseScreen
from tui.screens.lesson import LessonScreen
from tui.screens.notice import NoticeScreen

PICTURES = EXPERIMENT.replace("data = {", "# {").replace(
    "```experiment\n", '```experiment\ndata = { name = "mnist" }\n'
)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        content = self.server.files.get(self.path)
        self.send_response(200 if content else 404)
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *args):
        pass


@pytest.fixture
def small_mnist():
    """A set of two pictures, handed out by a server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.files = {}
        files = []
        for stem in [stem for part in Part for stem in part.stems]:
            shape = (2, 2, 2) if "images" in stem else (2,)
            packed = struct.pack(f">{len(shape)}I", *shape) + bytes(range(8 if "images" in stem else 2))
            content = gzip.compress(bytes([0, 0, 8, len(shape)]) + packed)
            server.files[f"/{stem}.gz"] = content
            address = f"http://127.0.0.1:{server.server_port}/{stem}.gz"
            files.append(RemoteFile(address, hashlib.sha256(content).hexdigest(), 10**6))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield replace(MNIST, files=tuple(files))
        server.shutdown()
        thread.join(5)


def test_a_set_is_fetched_once_with_its_progress(tmp_path, small_mnist):
    out = io.StringIO()
    assert fetching.fetch_set(small_mnist, tmp_path, out) == 0
    lines = out.getvalue().split("\n")
    assert [line.split()[0] for line in lines[2:6]] == [file.name for file in small_mnist.files]
    assert all("▓" * 30 in line for line in lines[2:6])
    assert small_mnist.read(tmp_path)[0].shape == (2, 4)
    again = io.StringIO()
    assert fetching.fetch_set(small_mnist, tmp_path, again) == 0
    assert "already" in again.getvalue()


def test_a_wrong_file_is_refused_with_the_way_to_do_it_by_hand(tmp_path, small_mnist, capsys):
    wrong = replace(small_mnist, files=(replace(small_mnist.files[0], sha256="0" * 64),))
    assert fetching.fetch_set(wrong, tmp_path, io.StringIO()) == 1
    said = capsys.readouterr().err
    assert "is not the file that was expected" in said
    assert f"put it at {tmp_path / 'mnist' / wrong.files[0].name}" in said
    assert list((tmp_path / "mnist").iterdir()) == []


def test_without_a_network_it_says_so(tmp_path, small_mnist, capsys):
    gone = replace(small_mnist.files[0], address="http://127.0.0.1:9/train-images-idx3-ubyte.gz")
    assert fetching.fetch_set(replace(small_mnist, files=(gone,)), tmp_path, io.StringIO()) == 1
    assert "is there a connection to the internet?" in capsys.readouterr().err


def test_ctrl_c_ends_it_without_half_a_file(tmp_path, small_mnist, capsys, monkeypatch):
    monkeypatch.setattr(fetching._Teller, "__call__", _interrupt)
    assert fetching.fetch_set(small_mnist, tmp_path, io.StringIO()) == fetching.CANCELLED
    assert "Stopped." in capsys.readouterr().err
    assert list((tmp_path / "mnist").iterdir()) == []


def _interrupt(self, progress):
    raise KeyboardInterrupt


def test_the_bar_says_how_far_a_file_has_come():
    half = fetching.progress_line(Progress("train.gz", 5_000_000, 10_000_000))
    assert "▓" * 15 + "░" * 15 in half
    assert half.endswith("5.0/10.0 MB")
    assert fetching.progress_line(Progress("train.gz", 5_000_000, None)).endswith("5.0 MB")


def test_own_data_comes_before_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert data_folders(tmp_path)[0] == tmp_path
    assert data_folders(None) == (tmp_path / "cache" / "glassnet",)


def test_progress_goes_into_a_file_and_comes_back(tmp_path, capsys):
    with ProgressStore.open(tmp_path / "here") as store:
        store.record(LessonFinished("small"))
    file = str(tmp_path / "all.json")
    assert reports.report(read(["--export", file, "--home", str(tmp_path / "here")])) == 0
    assert "1 event" in capsys.readouterr().out
    assert reports.report(read(["--import", file, "--home", str(tmp_path / "there")])) == 0
    assert "Added 1 event" in capsys.readouterr().out
    assert ProgressStore.open(tmp_path / "there", is_read_only=True).state.lesson("small").is_done
    assert reports.report(read(["--import", file, "--home", str(tmp_path / "there")])) == 0
    assert "Added 0 events" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--export", "taken.json"], "exists already"),
        (["--export", "no/such/folder/x.json"], "cannot be written"),
        (["--import", "none.json"], "cannot be read"),
        (["--import", "taken.json"], "is no file of progress"),
    ],
)
def test_what_cannot_be_exported_or_imported_is_one_line_and_code_1(tmp_path, monkeypatch, capsys, words, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken.json").write_text("not ours", encoding="utf-8")
    assert reports.report(read([*words, "--home", str(tmp_path / "home")])) == 1
    out = capsys.readouterr()
    assert said in out.err
    assert out.err.count("\n") == 1
    assert out.out == ""


async def test_a_lesson_without_its_data_says_how_to_get_it(tmp_path):
    lesson = HEAD.replace('"small"', '"pictures"') + f"\n## Page\n{PICTURES}\nText.\n"
    async with running(tmp_path, lesson=None, pictures=lesson) as (app, pilot):
        await press(pilot, "home", "enter")
        assert isinstance(app.screen, NoticeScreen)
        shown = " ".join(frame(app).split())
        assert "MNIST is not on this machine" in shown
        assert "python -m tui --fetch mnist" in shown
        assert "train-images-idx3-ubyte.gz" in shown
        await press(pilot, "escape")
        assert isinstance(app.screen, CourseScreen)
        await press(pilot, "end", "enter")
        assert isinstance(app.screen, LessonScreen)

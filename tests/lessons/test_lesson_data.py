"""Experiments on files: tables and pictures, from the folders that are handed down."""

import struct
from pathlib import Path

import numpy as np
import pytest

from lessons.__main__ import main
from lessons.check import check_folder
from lessons.course import Course
from lessons.data_files import AbsentDataError, file_sets
from lessons.errors import LessonError
from lessons.evidence import Evidence
from lessons.experiment import ExperimentError, build
from lessons.expressions import parse_expression
from lessons.reading.read_experiment import FILE_SETS
from netcore.datasets.image_sets import ImageSet, Part

LESSON = """+++
id = "own"
title = "Own data"
part = "Own"
minutes = 5
+++

## Page

```experiment
data = {data}
layers = ["dense {inputs} 2", "softmax"]
loss = "categorical_cross_entropy"
optimizer = "sgd"
```

```predict
id = "shape"
type = "shape"
ask = "What is the shape of X?"
answer = "X.shape"
hints = ["Count."]
```
"""
CSV = '{ name = "csv", file = "points.csv", label = "class" }'
TABLE = "x,y,class\n1,2,red\n3,4,blue\n5,6.5,red\n"


def pack(folder: Path, data: str, inputs: int = 2) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "own.md").write_text(LESSON.replace("{data}", data).replace("{inputs}", str(inputs)), encoding="utf-8")
    return folder


def put_pictures(folder: Path, count: int = 5) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    images, labels = Part.TRAIN.stems
    pixels = np.arange(count * 4, dtype=np.uint8).tobytes()
    (folder / images).write_bytes(bytes([0, 0, 8, 3]) + struct.pack(">3I", count, 2, 2) + pixels)
    (folder / labels).write_bytes(bytes([0, 0, 8, 1]) + struct.pack(">I", count) + bytes(k % 2 for k in range(count)))


def opened(folder: Path, *data: Path):
    return Course.discover([folder], folder / "none", data).find("own").open()


def test_the_names_that_are_told_where_to_look_are_those_of_the_files() -> None:
    assert set(FILE_SETS) == set(file_sets(()))


@pytest.mark.parametrize("place", ["data", "pack"])
def test_a_table_lies_in_the_data_folder_or_beside_the_lesson(tmp_path: Path, place: str) -> None:
    folder = pack(tmp_path / "pack", CSV)
    (tmp_path / "data").mkdir()
    (tmp_path / place / "points.csv").write_text(TABLE, encoding="utf-8")
    lesson = opened(folder, tmp_path / "data")
    run = build(lesson.experiments[0].experiment)
    np.testing.assert_array_equal(run.X, [[1, 2], [3, 4], [5, 6.5]])
    assert run.y.tolist() == [1, 0, 1]
    (task,) = lesson.tasks
    assert Evidence().shape(parse_expression("X.shape"), task.setting) == (3, 2)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            TABLE + "7,oops,red\n",
            "points.csv, line 5: column 2 ('y') holds 'oops', not a number. Mend these lines of the",
        ),
        (TABLE + "7,,red\n" * 5, "line 7: column 2 ('y') is empty; and 2 more. Mend these lines of the file"),
        (
            TABLE.replace("class", "kind"),
            "'class', but there are 'x', 'y', 'kind'. Mend the file, or name another column",
        ),
        ("", "points.csv is empty; it needs a line for each sample. Mend the file"),
    ],
)
def test_a_fault_of_a_table_names_its_line_and_what_to_mend(tmp_path: Path, table: str, said: str) -> None:
    folder = pack(tmp_path / "pack", CSV)
    (folder / "points.csv").write_text(table, encoding="utf-8")
    with pytest.raises(LessonError, match=r"own\.md:\d+: .*points\.csv") as caught:
        opened(folder)
    assert said in str(caught.value)


@pytest.mark.parametrize("file", ["../points.csv", "/etc/passwd", "a/../../b.csv", "..\\\\points.csv"])
def test_a_pack_reads_no_table_from_elsewhere(tmp_path: Path, file: str) -> None:
    folder = pack(tmp_path / "pack", CSV.replace("points.csv", file))
    (tmp_path / "points.csv").write_text(TABLE, encoding="utf-8")
    with pytest.raises(LessonError, match="lies elsewhere"):
        opened(folder)


def test_pictures_are_read_once_until_their_files_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []
    read = ImageSet.read
    monkeypatch.setattr(ImageSet, "read", lambda self, *where: reads.append(where) or read(self, *where))
    put_pictures(tmp_path, 5)
    mnist = file_sets([str(tmp_path)])["mnist"]
    first, _ = mnist()
    assert mnist()[0] is first
    assert file_sets([str(tmp_path)])["mnist"]()[0] is first
    assert len(reads) == 1
    assert not first.flags.writeable
    put_pictures(tmp_path, 6)
    assert len(mnist()[0]) == 6
    assert len(reads) == 2


def test_pictures_are_shares_of_full_ink(tmp_path: Path) -> None:
    put_pictures(tmp_path / "data" / "mnist")
    lesson = opened(pack(tmp_path / "pack", '{ name = "mnist", take = 3 }', 4), tmp_path / "data")
    run = build(lesson.experiments[0].experiment)
    np.testing.assert_allclose(run.X[1], np.arange(4, 8) / 255)
    assert run.X.shape == (3, 4)
    with pytest.raises(LessonError, match="no part 'all' of 'mnist'"):
        opened(pack(tmp_path / "pack", '{ name = "mnist", part = "all" }', 4), tmp_path / "data")


@pytest.mark.parametrize(
    ("data", "mend"),
    [
        ('"fashion_mnist"', "python -m tui --fetch fashion_mnist"),
        ('{ name = "mnist", part = "test" }', "t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz into"),
        (CSV, "Put it into"),
        (CSV, "or name its folder with --data DIR."),
        (CSV.replace("points", "p" * 400), "Put it into"),
    ],
)
def test_missing_data_says_how_to_get_it_and_where_to_put_it(tmp_path: Path, data: str, mend: str) -> None:
    folder = pack(tmp_path / "pack", data)
    with pytest.raises(AbsentDataError) as caught:
        opened(folder, tmp_path / "data")
    assert mend in caught.value.mend
    assert str(tmp_path / "data") in caught.value.mend


def test_the_check_says_what_it_could_not_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = pack(tmp_path / "pack", CSV)
    report = check_folder(folder)
    assert not report.faults
    assert [absent.what for absent in report.absent] == ["the table 'points.csv' is not here"]
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "not checked: own.md:" in said
    assert "1 lesson, no faults, 1 not checked for want of data" in said
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "points.csv").write_text(TABLE, encoding="utf-8")
    assert main(["check", str(folder), "--data", str(tmp_path / "data")]) == 0
    assert capsys.readouterr().out == "1 lesson, no faults\n"


def test_data_that_is_too_large_says_how_much_to_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessons.experiment.MOST_NUMBERS", 12)
    put_pictures(tmp_path / "data" / "mnist")
    with pytest.raises(LessonError, match="would have 20 numbers"):
        opened(pack(tmp_path / "pack", '"mnist"', 4), tmp_path / "data")


def test_an_absent_set_is_an_error_of_the_experiment_too(tmp_path: Path) -> None:
    from lessons.blocks import DataSpec
    from lessons.experiment import load_data

    with pytest.raises(ExperimentError, match="not on this machine"):
        load_data(DataSpec("mnist", places=(str(tmp_path),)))

"""Data sets that are files: MNIST and its like, and tables of one's own, found in the folders that were handed down.

A lesson names them like any other set: `{ name = "mnist", take = 2000 }`,
`{ name = "csv", file = "points.csv", label = "class" }`. They lie in the learner's data folder, in the cache folder
that `--fetch` fills, or beside the lesson itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Final

from lessons.errors import LessonError, NamingError
from netcore.arrays import Array
from netcore.datasets import Dataset
from netcore.datasets.csv_file import read_csv
from netcore.datasets.image_sets import IMAGE_SETS, ImageSet, Part
from netcore.errors import DataError

ROWS_NAMED: Final = 3
"""So many bad rows of a table are named; there may be more."""

MOST_KEPT: Final = 2
"""So many sets of pictures are kept in memory; MNIST's training part takes 47 MB."""


class AbsentDataError(LessonError):
    """A lesson that is sound, but whose data is not on this machine."""


class MissingDataError(NamingError):
    """Data that is not where it is looked for, and how to get it."""

    def at(self, file: str, line: int) -> AbsentDataError:
        """Return the same with its place in a lesson file."""
        return AbsentDataError(file, line, self.what, self.mend)


def file_sets(places: Sequence[str]) -> Mapping[str, Dataset]:
    """Return the sets that are files, read from the first of these folders that has them."""
    folders = tuple(Path(place) for place in places)

    def csv(file: str, label: str | int = -1) -> tuple[Array, Array]:
        if not isinstance(file, str) or isinstance(label, bool) or not isinstance(label, str | int):
            raise TypeError  # a lesson may write anything there
        return _table(folders, file, label)

    return {"csv": csv} | {name: _pictures(folders, image_set) for name, image_set in IMAGE_SETS.items()}


def _table(folders: Sequence[Path], file: str, label: str | int) -> tuple[Array, Array]:
    """Return a table of one's own; a bad row is an error that names its line in the file."""
    name = PurePosixPath(file)
    if name.is_absolute() or ".." in name.parts or "\\" in file:
        raise NamingError(f"the table {file[:80]!r} lies elsewhere", "Name a file in the data folder: points.csv.")
    path = next((folder / name for folder in folders if _is_file(folder / name)), None)
    if path is None:
        elsewhere = ", or name its folder with --data DIR" if folders else ""
        raise MissingDataError(f"the table {file[:80]!r} is not here", f"Put it into {_either(folders)}{elsewhere}.")
    try:
        table = read_csv(path, label, skip_bad_rows=True)
    except DataError as error:
        raise NamingError(str(error), "Mend the file, or name another column of it as label.") from None
    if table.bad_rows:
        more = f"; and {table.bad_row_count - ROWS_NAMED:,} more" if table.bad_row_count > ROWS_NAMED else ""
        what = f"{file}, {'; '.join(map(str, table.bad_rows[:ROWS_NAMED]))}{more}"
        raise NamingError(what, "Mend these lines of the file, or take them out.")
    return table.X, table.y


def _is_file(path: Path) -> bool:
    """Return whether a file is there; a name that no file can have, or a closed folder, is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _pictures(folders: Sequence[Path], image_set: ImageSet) -> Callable[[str], tuple[Array, Array]]:
    """Return the data set of some pictures: X are their pixels, bytes from 0 to 255."""

    def pictures(part: str = Part.TRAIN) -> tuple[Array, Array]:
        if part not in tuple(Part):
            raise NamingError(f"no part {part!r} of {image_set.name!r}", "There are train and test.")
        for folder in folders:
            if has_files(image_set, folder, Part(part)):
                return _read_once(image_set.name, folder, Part(part), _stamps(image_set, folder, Part(part)))
        own = [folder / image_set.name for folder in folders]
        fetch = f"python -m tui --fetch {image_set.name}"
        raise MissingDataError(
            f"{image_set.title} is not on this machine",
            f"Fetch it once with `{fetch}`, or put its files {_names(Part(part))} into {_either(own)}.",
        )

    return pictures


@lru_cache(maxsize=MOST_KEPT)
def _read_once(name: str, folder: Path, part: Part, stamps: tuple[tuple[int, int], ...]) -> tuple[Array, Array]:
    """Read pictures; unpacking them takes a second, so they are kept until their files are other ones."""
    X, y = IMAGE_SETS[name].read(folder, part)
    X.flags.writeable = y.flags.writeable = False  # every network is handed the same ones
    return X, y


def _stamps(image_set: ImageSet, folder: Path, part: Part) -> tuple[tuple[int, int], ...]:
    """Return when each file was changed and how large it is."""
    found = (image_set.find(folder, stem).stat() for stem in part.stems)
    return tuple((status.st_mtime_ns, status.st_size) for status in found)


def has_files(image_set: ImageSet, folder: Path, part: Part) -> bool:
    """Return whether a folder, or the one called like the set within it, has the files of a part."""
    try:
        return all(image_set.find(folder, stem).is_file() for stem in part.stems)
    except DataError:
        return False


def _names(part: Part) -> str:
    return " and ".join(f"{stem}.gz" for stem in part.stems)


def _either(folders: Sequence[Path]) -> str:
    return " or ".join(map(str, folders)) or "a folder, and name it with --data DIR"

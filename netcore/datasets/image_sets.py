"""MNIST and Fashion-MNIST: 70,000 small pictures each, of handwritten digits and of clothes.

Each set is four IDX files. They are read from a folder, where a learner has put them or ``fetch`` has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np

from netcore.arrays import Array
from netcore.datasets.idx import read_idx
from netcore.datasets.remote_file import Progress, RemoteFile, is_here, never, tell_nobody
from netcore.errors import DataError, SettingError

MOST_BYTES = 64 * 2**20
"""No file of these sets is larger, packed or unpacked; the largest has 47 million bytes."""


class Part(StrEnum):
    """Which of a set's pictures: those to learn from, or those to be tested on."""

    TRAIN = "train"
    TEST = "test"

    @property
    def stems(self) -> tuple[str, str]:
        """The names of the files with the pictures and the labels, without their endings."""
        start = "t10k" if self is Part.TEST else "train"
        return f"{start}-images-idx3-ubyte", f"{start}-labels-idx1-ubyte"


@dataclass(frozen=True)
class ImageSet:
    """A published set of pictures."""

    name: str
    title: str
    credit: str
    """Who made it, and on which terms."""
    class_names: tuple[str, ...]
    files: tuple[RemoteFile, ...]

    def is_complete(self, folder: Path) -> bool:
        """Say whether all files of the set, as published, are where ``fetch`` puts them."""
        return all(is_here(file, folder / self.name) for file in self.files)

    def fetch(
        self,
        folder: Path,
        on_progress: Callable[[Progress], None] = tell_nobody,
        is_cancelled: Callable[[], bool] = never,
    ) -> None:
        """Fetch what is missing into a folder called like the set within ``folder``; see ``download`` for the rest."""
        from netcore.datasets.download import download  # only who fetches loads what talks to the network

        for file in self.files:
            download(file, folder / self.name, on_progress, is_cancelled)

    def read(self, folder: Path, part: Part = Part.TRAIN) -> tuple[Array, Array]:
        """Return X (samples, pixels), row by row, bytes from 0 to 255, and y, the class numbers.

        The files may be packed with gzip or not, and stand in the folder or in one called like the set within it.
        Raises ``DataError`` if they are missing or damaged.
        """
        images, labels = (read_idx(self.find(folder, stem), MOST_BYTES) for stem in part.stems)
        shapes = (
            f"{self.title}: the pictures are {images.shape} {images.dtype}, the labels {labels.shape} {labels.dtype}"
        )
        if images.ndim != 3 or labels.ndim != 1 or len(images) != len(labels):
            raise DataError(f"{shapes}; they should be (samples, rows, columns) and (samples,): fetch both again")
        if images.dtype != np.uint8 or labels.dtype != np.uint8:
            raise DataError(f"{shapes}; both should be bytes, uint8: fetch both again")
        if labels.max() >= len(self.class_names):
            raise DataError(f"{self.title}: there is a label {labels.max()}; they go to {len(self.class_names) - 1}")
        return images.reshape(len(images), -1), labels.astype(np.int64)

    def find(self, folder: Path, stem: str) -> Path:
        """Return the file of that name, packed or not; raise ``DataError`` if there is none."""
        for place in (folder / self.name, folder):
            for name in (f"{stem}.gz", stem, stem.replace("-idx", ".idx")):
                if (place / name).is_file() and not _is_of_another_set(self, place, name):
                    return place / name
        raise DataError(
            f"{self.title} is not in {folder}: there is no {stem}.gz. Fetch the set, or put its four files into "
            f"{folder / self.name}"
        )


def _is_of_another_set(image_set: ImageSet, folder: Path, name: str) -> bool:
    """Say whether a file is known to belong elsewhere: the files of all sets are called alike."""
    status = (folder / name).stat()
    return _belongs_elsewhere(image_set.name, folder, name, (status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=32)
def _belongs_elsewhere(own: str, folder: Path, name: str, stamp: tuple[int, int]) -> bool:
    """Look at the sums of a file, which takes a moment: once, until its time or its size change."""
    others = (other for other in IMAGE_SETS.values() if other.name != own)
    return any(is_here(file, folder) for other in others for file in other.files if file.name == name)


def image_set_named(name: str) -> ImageSet:
    """Return the set of that name; raise ``SettingError`` with the known names if there is none."""
    if name not in IMAGE_SETS:
        raise SettingError(f"no set of pictures {name!r}; there are {', '.join(IMAGE_SETS)}")
    return IMAGE_SETS[name]


def _files(address: str, *sums: str) -> tuple[RemoteFile, ...]:
    stems = (stem for part in Part for stem in part.stems)
    return tuple(
        RemoteFile(f"{address}{stem}.gz", sha256, MOST_BYTES) for stem, sha256 in zip(stems, sums, strict=True)
    )


MNIST = ImageSet(
    name="mnist",
    title="MNIST",
    credit="Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits; CC BY-SA 3.0",
    class_names=tuple("0123456789"),
    files=_files(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
)

FASHION_MNIST = ImageSet(
    name="fashion_mnist",
    title="Fashion-MNIST",
    credit="H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST, a novel image dataset; © 2017 Zalando SE, MIT licence",
    class_names=(
        "T-shirt/top",
        "trouser",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "ankle boot",
    ),
    files=_files(
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    ),
)

IMAGE_SETS = {image_set.name: image_set for image_set in (MNIST, FASHION_MNIST)}

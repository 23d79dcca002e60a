"""Digits: 1,797 small pictures of handwritten digits, the classic first real data set.

E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits" (1998), CC BY 4.0; ``data/CREDITS.md`` says more.
"""

import gzip
from importlib.resources import files

import numpy as np

from netcore.arrays import Array
from netcore.errors import SettingError

SAMPLES = 1797


def digits(samples: int | None = None) -> tuple[Array, Array]:
    """Return X (1797, 64), the pixels of 8×8 pictures row by row, from 0 (white) to 16 (black), and y, the digits.

    ``samples`` takes the first so many. Nothing here is random.
    """
    if samples is not None and not 1 <= samples <= SAMPLES:
        raise SettingError(f"there are {SAMPLES} digits; {samples} cannot be taken")
    with (files("netcore.datasets") / "data" / "digits.csv.gz").open("rb") as packed, gzip.open(packed) as lines:
        table = np.loadtxt(lines, dtype=np.uint8, delimiter=",", max_rows=samples, ndmin=2)
    return table[:, :-1].astype(np.float64), table[:, -1].astype(np.int64)

"""The data sets by name; each is a function that returns X (samples, features) and y (samples, …).

A new one is a new file and a new line here: every function that is imported here is a data set. Files of one's own are
read by ``csv_file`` and ``idx``, MNIST and its like by ``image_sets``, and ``prepare`` makes data ready for a network.
"""

import inspect
from collections.abc import Callable

from netcore.arrays import Array
from netcore.datasets.digits import digits as digits
from netcore.datasets.from_nnfs import sine as sine
from netcore.datasets.from_nnfs import spiral as spiral
from netcore.datasets.from_nnfs import vertical as vertical
from netcore.datasets.iris import iris as iris
from netcore.datasets.synthetic import blobs as blobs
from netcore.datasets.synthetic import circles as circles
from netcore.datasets.synthetic import moons as moons
from netcore.datasets.synthetic import noisy_line as noisy_line
from netcore.datasets.synthetic import xor as xor

Dataset = Callable[..., tuple[Array, Array]]

DATASETS: dict[str, Dataset] = {name: value for name, value in vars().items() if inspect.isfunction(value)}

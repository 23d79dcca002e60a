"""The data sets by name; each is a function that returns X (samples, features) and y (samples, …)."""

from collections.abc import Callable

from netcore.arrays import Array
from netcore.datasets.synthetic import spiral as spiral

Dataset = Callable[..., tuple[Array, Array]]

DATASETS: dict[str, Dataset] = {function.__name__: function for function in (spiral,)}

"""Iris: 150 flowers of three species, each with four lengths in centimetres.

Collected by Edgar Anderson, published by R. A. Fisher in 1936; ``data/CREDITS.md`` says more. The file is an ordinary
CSV with a heading, so it also shows what ``read_csv`` takes.
"""

from importlib.resources import as_file, files

from netcore.arrays import Array
from netcore.datasets.csv_file import Table, read_csv


def iris_table() -> Table:
    """Return the whole table, with the names of the features and the species."""
    with as_file(files("netcore.datasets") / "data" / "iris.csv") as path:
        return read_csv(path, label="species")


def iris() -> tuple[Array, Array]:
    """Return X (150, 4), sepal and petal length and width in centimetres, and y, the species from 0 to 2.

    Fifty of each, one species after the other: setosa, versicolor, virginica.
    """
    table = iris_table()
    return table.X, table.y

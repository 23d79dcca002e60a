"""Make the small data sets that netcore carries, from a wheel of scikit-learn.

    pip download scikit-learn --no-deps --only-binary=:all: --dest /tmp/wheel
    python tools/make_small_data.py /tmp/wheel/scikit_learn-*.whl

The digits are copied byte for byte; the iris table gets a heading and the names of the species. Both sources are
checked against known SHA-256 sums first, so the result is the same on every machine. What they are, whose they are and
on which terms stands in ``netcore/datasets/data/CREDITS.md``.
"""

import csv
import hashlib
import io
import sys
import zipfile
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "netcore" / "datasets" / "data"
DIGITS = "sklearn/datasets/data/digits.csv.gz"
IRIS = "sklearn/datasets/data/iris.csv"
SUMS = {
    DIGITS: "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22",
    IRIS: "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449",
}
IRIS_COLUMNS = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)", "species")


def member(wheel: zipfile.ZipFile, name: str) -> bytes:
    """Return a file of the wheel; stop the program if it is not the one that is known."""
    content = wheel.read(name)
    found = hashlib.sha256(content).hexdigest()
    if found != SUMS[name]:
        sys.exit(f"{name} has the SHA-256 sum {found}, not {SUMS[name]}: look at what changed before taking it")
    return content


def with_names(table: bytes) -> str:
    """Return scikit-learn's iris table (a line of sizes and names, then rows with class numbers) as an ordinary CSV."""
    (_rows, _columns, *species), *rows = csv.reader(io.StringIO(table.decode("ascii")))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(IRIS_COLUMNS)
    writer.writerows([*features, species[int(number)]] for *features, number in rows)
    return out.getvalue()


def main() -> None:
    """Write the two files next to their credits."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        (TARGET / "digits.csv.gz").write_bytes(member(wheel, DIGITS))
        (TARGET / "iris.csv").write_text(with_names(member(wheel, IRIS)), encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()

"""The author's guide names every part, every chart and every parameter of one, and its experiments run."""

import re
from pathlib import Path

import pytest

import lessons
from lessons.charts import CHARTS
from lessons.document import parse_text
from lessons.experiment import build
from lessons.workshop import PARTS
from netcore.activations import ACTIVATIONS
from netcore.datasets import DATASETS
from netcore.initializers import INITIALIZERS
from netcore.layers import LAYERS
from netcore.losses import LOSSES
from netcore.numerics import NUMERICS
from netcore.optimizers import OPTIMIZERS
from netcore.studies import functions

GUIDE = (Path(lessons.__file__).parent / "AUTHORS.md").read_text(encoding="utf-8")
NETWORKS = [text for text in re.findall(r"^```toml\n(.*?)^```$", GUIDE, re.M | re.S) if "layers = " in text]
ROWS = {row[0]: row[1] for row in re.findall(r"^\| `(\w+)` \|(.*)\|$", GUIDE, re.M)}
HEAD = '+++\nid = "a"\ntitle = "A"\npart = "B"\nminutes = 5\n+++\n\n## Page\n\n'


def test_every_part_of_a_network_stands_in_it() -> None:
    known = (
        ACTIVATIONS,
        DATASETS,
        INITIALIZERS,
        LAYERS,
        LOSSES,
        OPTIMIZERS,
        functions.FUNCTIONS,
        functions.RELIEFS,
        PARTS,
    )
    names = {name for table in known for name in table} | set(NUMERICS) - {"plain"}
    assert [name for name in sorted(names) if not re.search(rf"\b{re.escape(name)}\b", GUIDE)] == []


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_stands_in_it_with_its_parameters(name: str) -> None:
    parameters = CHARTS[name].parameters
    assert [parameter.name for parameter in parameters if f"`{parameter.name}" not in ROWS[name]] == []
    assert ("±" in ROWS[name]) == (CHARTS[name].turning is not None)


@pytest.mark.parametrize("text", NETWORKS, ids=range(len(NETWORKS)))
def test_the_experiments_run(text: str) -> None:
    lesson = parse_text(f"{HEAD}```experiment\n{text}```\n")
    run = build(lesson.experiments[0].experiment)
    run.step()
    assert run.update == 1


def test_there_are_experiments_to_run() -> None:
    assert len(NETWORKS) == 3

"""What chapters say in words about runs and random tries that no reference can name: it is so."""

import numpy as np
import pytest

from lessons.blocks import Experiment, Show, Try
from lessons.charts.studies import study_of
from lessons.course import CONTENT
from lessons.document import parse
from lessons.experiment import build, with_knob
from lessons.lab import Lab
from netcore.studies.firing_map import firing_map
from netcore.studies.random_tries import Tries

LESSONS = {number: parse(next(CONTENT.glob(f"{number:02}-*.md"))) for number in (1, 3, 4, 6)}


def experiments_with(number: int, chart: str) -> list[tuple[Experiment, Show]]:
    """Return the shows of a lesson that ask for a chart, each with its experiment."""
    blocks = [block for page in LESSONS[number].pages for block in page.blocks]
    shows = [block for block in blocks if isinstance(block, Show) and ("chart", chart) in map(tuple, block.views)]
    return [(show.setting.experiment, show) for show in shows if show.setting.experiment is not None]


def tries(place: int) -> list[Tries]:
    """Return what a chart of random tries shows, for each luck that the learner can turn to."""
    experiment, show = experiments_with(6, "tries")[place]
    lab = Lab(experiment)
    return [study_of(lab, "tries", (*show.of, ("seed", seed))) for seed in range(10)]


def test_a_search_of_all_parameters_gets_part_of_the_way() -> None:
    for found in tries(0):
        assert 0.4 * found.first_loss < found.best[-1] < 0.8 * found.first_loss


def test_ten_times_as_long_a_search_wins_less_than_the_first_thousand_tries_did() -> None:
    experiment, show = experiments_with(6, "tries")[0]
    found = study_of(Lab(experiment), "tries", (*show.of, ("tries", 10_000)))
    assert 0 < found.best[999] - found.best[-1] < found.first_loss - found.best[999]


def test_a_search_among_small_numbers_gets_nowhere() -> None:
    experiment, show = experiments_with(6, "tries")[0]
    found = study_of(Lab(experiment), "tries", (*show.of, ("step", 0.05)))
    assert 1.09 < found.best[-1] < 1.1


def test_a_walk_gets_far_down_and_slows() -> None:
    walks = tries(1)
    assert all(found.best[-1] < 0.25 for found in walks)
    assert sum(found.is_kept[:500].sum() for found in walks) > 5 * sum(found.is_kept[-100:].sum() for found in walks)


def test_a_walk_on_the_spiral_has_all_but_stopped_near_its_start() -> None:
    walks = tries(2)
    assert all(found.best[-1] > 0.97 * found.first_loss for found in walks)
    assert sum(found.is_kept[-50:].sum() for found in walks) <= 10


def test_every_single_turn_of_the_two_knobs_is_for_the_worse() -> None:
    block = next(block for block in LESSONS[6].pages[0].blocks if isinstance(block, Try))
    experiment = block.setting.experiment
    assert experiment is not None
    start = Lab(experiment).trace.value("loss.mean").array
    for knob in block.knobs:
        at = knob.values.index(knob.start)
        for value in (knob.values[at - 1], knob.values[at + 1]):
            assert Lab(with_knob(experiment, knob.path, value)).trace.value("loss.mean").array > start


@pytest.mark.parametrize(("update", "dead"), [(40, 0), (100, 10)])
def test_ten_of_twelve_neurons_die(update: int, dead: int) -> None:
    experiment, _ = experiments_with(4, "firing")[0]
    run = build(experiment)
    run.step(update)
    is_dead = firing_map(run.model, run.X, run.y).is_dead
    assert is_dead.sum() == dead
    assert is_dead[0] == bool(dead)


def test_most_points_that_chapter_1_leaves_wrong_lie_in_the_inner_half() -> None:
    run = build(experiments_with(1, "decision_boundaries")[0][0])
    run.step(1000)
    is_wrong = run.model.predict(run.X) != run.y
    assert np.mean(np.hypot(*np.asarray(run.X)[is_wrong].T) < 0.5) > 0.7


def test_a_rate_of_ten_silences_every_neuron_and_what_is_silent_stays_so() -> None:
    run = build(experiments_with(1, "loss_and_accuracy")[-1][0])
    run.step(1000)
    dense, relu = run.model.layers[:2]
    assert not np.any(relu.forward(dense.forward(run.X)))
    assert run.history.loss[-1] == pytest.approx(np.log(3), abs=1e-4)


def test_more_updates_of_one_layer_change_nothing_on_the_spiral() -> None:
    run = build(experiments_with(3, "decision_boundary")[0][0])
    run.step(1500)
    assert set(run.history.accuracy[999:]) == {run.history.accuracy[999]}

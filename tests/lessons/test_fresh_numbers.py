"""Fresh numbers: every question of the course stays as sound with them as its author left it, and is another one."""

import math
from collections.abc import Iterator

import numpy as np
import pytest
import small_lesson

from lessons import telling
from lessons.blocks import DataSpec, Experiment, Fill, Lesson, PartSpec, Predict
from lessons.course import Course
from lessons.document import parse_text
from lessons.events import Answered, GivenUp, HintAsked, PageTurned, Refreshed
from lessons.evidence import Evidence
from lessons.grading import answer_text
from lessons.questions.fresh import FARTHEST, TRIES, fresh, fresh_experiment, is_sound, next_variant
from lessons.session import LessonSession

SEEDS = (1, 2, 3, 500_000)
LESSONS = [entry.open() for entry in Course.discover().entries]


def questions(lesson: Lesson) -> Iterator[Predict | Fill]:
    """Give the questions of a lesson that come with fresh numbers and are not far down a run."""
    for task in lesson.tasks:
        if isinstance(task, Predict | Fill) and task.is_renewable and task.setting.update <= FARTHEST:
            yield task


def asked(lesson: Lesson, task: Predict | Fill, evidence: Evidence) -> str:
    """Return what a learner reads and writes of a question."""
    numbers = [evidence.text(number, task.setting) for number in telling.find_numbers(task.ask)]
    return " ".join([*numbers, answer_text(task, evidence)])


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_every_question_of_the_course_stays_sound_and_is_another_one(lesson: Lesson) -> None:
    evidence = Evidence()
    for task in questions(lesson):
        seen = {asked(lesson, task, evidence)}
        for seed in SEEDS:
            variant = next_variant(task, seed, evidence)
            assert seed <= variant < seed + TRIES, task.id
            again = fresh(task, variant)
            assert is_sound(again, evidence), (task.id, variant)
            seen.add(asked(lesson, again, evidence))
        assert len(seen) > 1, f"{task.id} is the same with every seed: say fresh = false"


def softmax_of(*rows: tuple[float, ...]) -> Experiment:
    data = DataSpec(inputs=rows, targets=(0.0,) * len(rows))
    return Experiment(data, (PartSpec("softmax"),), PartSpec("categorical_cross_entropy"), PartSpec("sgd", (0.1,)))


@pytest.mark.parametrize("variant", range(1, 40))
def test_samples_without_parameters_are_drawn_anew_and_stay_of_their_kind(variant: int) -> None:
    given = (3.0, -4.0, 0.5, 1.25, 0.0, 1.0, -1.0)
    (row,) = fresh_experiment(softmax_of(given), variant).data.inputs
    assert row != given
    assert row[4:] == given[4:]
    assert [math.copysign(1, number) for number in row[:4]] == [1, -1, 1, 1]
    assert [round(number, places) for number, places in zip(row, (0, 0, 1, 2), strict=False)] == list(row[:4])
    assert 0 < row[2] < 1 < row[3] <= 1.88
    assert 2 <= row[0] <= 5
    assert -6 <= row[1] <= -2


@pytest.mark.parametrize("variant", range(1, 20))
def test_confidences_stay_round_confidences_and_the_same_row_stays_the_same(variant: int) -> None:
    tenths = tuple(float(number) for number in np.log([0.7, 0.1, 0.2]))
    first, second = fresh_experiment(softmax_of(tenths, tenths), variant).data.inputs
    shares = np.exp(first)
    assert first == second
    assert math.isclose(shares.sum(), 1)
    assert np.allclose(shares * 10, np.round(shares * 10))
    assert shares.min() > 0.09


def test_samples_stay_where_parameters_decide() -> None:
    experiment = LESSONS[2].experiments[0].experiment
    assert any(layer.name == "dense" for layer in experiment.layers)
    assert fresh_experiment(experiment, 3).data == experiment.data


HALF_THE_TIME = """
## Page

```experiment
data = { X = [[2.0]], y = [[0.0]] }
layers = ["dense 1 1"]
parameters."dense1.weights" = [[0.5]]
loss = "mean_squared_error"
optimizer = { name = "sgd", learning_rate = 0.5 }
```

```predict
id = "q"
ask = "?"
answer = "sign(dense1.output[0, 0]) * 2"
mistakes = [{ value = "0 - 2 + 0 * X[0, 0]", says = "No." }]
hints = ["Think."]
```
"""


def test_variants_in_which_a_mistake_is_the_answer_are_passed_over() -> None:
    (task,) = parse_text(small_lesson.HEAD + HALF_THE_TIME).tasks
    assert isinstance(task, Predict)
    evidence = Evidence()
    sound = [variant for variant in range(1, 30) if is_sound(fresh(task, variant), evidence)]
    assert 5 < len(sound) < 25
    for first in range(1, sound[-1]):
        assert next_variant(task, first, evidence) == min(variant for variant in sound if variant >= first)


ONE_IN_THREE = """
## Page

```experiment
data = { X = [[3.0]], y = [[0.0]] }
layers = ["identity"]
loss = "mean_squared_error"
optimizer = { name = "sgd", learning_rate = 0.5 }
```

```predict
id = "q"
ask = "What is the square of {X[0, 0]:.0f}?"
answer = "X[0, 0] ** 2"
hints = ["Think."]
```
"""


def test_variants_with_the_numbers_of_the_lesson_are_passed_over() -> None:
    (task,) = parse_text(small_lesson.HEAD + ONE_IN_THREE).tasks
    assert isinstance(task, Predict)
    evidence = Evidence()
    answers = [answer_text(fresh(task, variant), evidence) for variant in range(1, 30)]
    assert "9" in answers, "3 itself is one of the few numbers that are about as large"
    again = [next_variant(task, first, evidence) for first in range(1, 18)]
    assert "9" not in {answer_text(fresh(task, variant), evidence) for variant in again}


def test_asking_again_in_the_lesson_passes_them_over_too_and_never_gives_the_same_twice() -> None:
    session = LessonSession.begin(parse_text(small_lesson.HEAD + HALF_THE_TIME))
    variants = []
    for _ in range(5):
        session = session.after(GivenUp("q")).after(Refreshed("q"))
        variants.append(session.state("q").variant)
        task = session.task("q")
        assert isinstance(task, Predict)
        assert is_sound(task, session.evidence)
    assert variants == sorted(set(variants))


def test_hints_and_replies_of_every_fresh_question_can_be_said() -> None:
    for lesson in LESSONS:
        session = LessonSession.begin(lesson)
        for page in lesson.pages:
            session = session.after(PageTurned(page.number))
            for task in page.tasks:
                if isinstance(task, Predict | Fill) and task.is_renewable and task.setting.update <= FARTHEST:
                    again = session.after(GivenUp(task.id)).after(Refreshed(task.id))
                    for _ in task.hints:
                        again = again.after(HintAsked(task.id))
                    now = again.task(task.id)
                    assert isinstance(now, Predict | Fill)
                    done = again.after(Answered(task.id, answer_text(now, again.evidence)))
                    assert done.state(task.id).is_correct, task.id
                    said = (telling.question(done, task.id), *telling.hints(again, task.id))
                    assert not any("(no " in text for text in said), task.id

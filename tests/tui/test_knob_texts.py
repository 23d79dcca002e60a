"""How the settings of a knob are written."""

import small_lesson

from lessons.document import parse_text
from lessons.session import LessonSession
from tui.lesson.tasks import task_view

TRY = """
```try
id = "turn"
ask = "Turn."
until = "run.loss < 0.2"
knobs = [
  { path = "dense1.weights[0, 0]", values = [-0.5, 2, 1e-6] },
  { path = "layers.2", values = ["relu", "leaky_relu"] },
]
```
"""


def test_numbers_have_a_true_minus_sign_and_words_stay_as_they_are():
    lesson = parse_text(small_lesson.HEAD + "\n## One\n" + small_lesson.EXPERIMENT + TRY)
    knobs = task_view(LessonSession.begin(lesson), "turn").knobs
    assert [knob.values for knob in knobs] == [("−0.5", "2", "1e−06"), ("relu", "leaky_relu")]

"""One broken lesson for each rule of the author's check: it has that fault and no other, at its line, with its cure."""

from collections.abc import Callable

import pytest

from lessons.blocks import Lesson
from lessons.check import check_lesson
from lessons.glossary import Glossary, Term

GLOSSARY = Glossary({"loss": Term("loss", "How wrong it is.")})


def predict(fields: str) -> str:
    return f'```predict\nid = "q"\nask = "?"\nhints = ["Think."]\n{fields}\n```'


PLAIN = predict('answer = "loss.mean"')
AND_PLAIN = f"\n\n{PLAIN}"
OTHER = PLAIN.replace('"q"', '"r"')
CHOICE = '```choice\nid = "q"\nask = "?"\noptions = [{}]\n```'
TRY = '```try\nid = "q"\nask = "?"\nhints = ["h"]\n{}\n```'
KNOBS = 'knobs = [{ path = "optimizer.learning_rate", values = [0.0001, 0.5] }]'

LABELLED = KNOBS.replace("values", 'label = "{X}", values')
WIDE = """```experiment
data = { X = [[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]], y = [[1.0]] }
layers = ["dense 9 1"]
loss = "mean_squared_error"
optimizer = { name = "sgd", learning_rate = 0.01 }
```

"""

SOUND = {
    "a sound page": predict('answer = "dense1.output[0, 0]"'),
    "a question that is not asked again": predict('answer = "log(-dense1.weights[0, 1])"\nfresh = false'),
    "an answer named above, where it is covered": "It is {loss.mean}.\n\n" + PLAIN,
    "an answer in the last hint": PLAIN.replace("Think.", "It is {loss.mean}."),
    "an answer named below": PLAIN + "\n\nIt was {loss.mean}, {loss.output}.",
    "a count that happens to be the answer": "Take 2 numbers.\n\n" + predict('answer = "X[0, 1]"'),
    "another row": "One row: {dense1.output[1]}.\n\n" + predict('answer = "dense1.output[0, 1]"'),
    "the same number of another update": "Before: {loss.output}.\n\n"
    + predict('answer = "loss.output[0]"\nupdate = 3'),
}

BROKEN = {
    "an unknown layer": (predict('answer = "dense3.output[0, 0]"'), 24, "no layer 'dense3'"),
    "an unknown value in a hint": ("See {dense1.outputs}.\n\n" + predict('answer = "loss.mean"'), 20, "dense1.outputs"),
    "no hints": ('```predict\nid = "q"\nask = "?"\nanswer = "loss.mean"\n```', 20, "q has no hints"),
    "no id": ('```predict\nask = "?"\nanswer = "loss.mean"\nhints = ["h"]\n```', 20, "has no id of its own"),
    "an array for an answer": (predict('answer = "dense1.output"'), 24, "3 × 2 numbers, not one"),
    "a mistake that is right": (
        predict('answer = "dense1.output[0, 0]"\nmistakes = [{ value = "1.09", says = "s" }]'),
        25,
        "the mistake 1.09 gives 1.09, which counts as right",
    ),
    "a mistake twice": (
        predict('answer = "loss.mean"\nmistakes = [{ value = "9", says = "s" }, { value = "9.0", says = "t" }]'),
        25,
        "give the same number",
    ),
    "a tolerance that no hand meets": (predict('answer = "loss.mean"\nwithin = 0'), 20, "does not count as right"),
    "a sign by chance": (
        predict('type = "sign"\nanswer = "(dense1.output[0, 0] - 1.1) * 1e-13 + 1e-14"'),
        25,
        "whose sign is chance",
    ),
    "a tie in an order": (
        predict('type = "order"\nitems = [{ label = "a", value = "X[0, 0]" }, { label = "b", value = "X[0, 0]" }]'),
        25,
        "a and b are too close",
    ),
    "a choice without a right option": (
        CHOICE.format('{ text = "a", right = "loss.mean < 0", reply = "r" }, { text = "b", reply = "s" }'),
        20,
        "no option of q is right here",
    ),
    "a choice with right options only": (
        CHOICE.format(
            '{ text = "a", right = true, reply = "r" }, { text = "b", right = "loss.mean > 0", reply = "s" }'
        ),
        20,
        "every option of q is right",
    ),
    "the same option twice": (
        CHOICE.format('{ text = "a", right = true, reply = "r" }, \n{ text = "A", reply = "s" }'),
        24,
        "two options of q are the same: 'A'",
    ),
    "a fill of what is not computed": (
        '```fill\nid = "q"\ncell = "X[0, 0]"\nblanks = ["result"]\nhints = ["h"]\n```',
        22,
        "X[0, 0] is not one computed cell",
    ),
    "an unknown blank": (
        '```fill\nid = "q"\ncell = "dense1.output[0, 0]"\nblanks = ["term 4"]\nhints = ["h"]\n```',
        23,
        "no 'term 4'",
    ),
    "a blank inside another": (
        '```fill\nid = "q"\ncell = "dense1.output[0, 0]"\nblanks = ["term 1", "leaf 1"]\nhints = ["h"]\n```',
        20,
        "a blank of q stands inside another",
    ),
    "a question that only these numbers answer": (
        predict('answer = "log(-dense1.weights[0, 1])"'),
        20,
        "q, asked again with other numbers",
    ),
    "a mistake that other numbers make right": (
        predict(
            'answer = "X[0, 1]"\n'
            'mistakes = [{ value = "X[0, 1] * sign(abs(sum(dense1.weights) - 1.25) - 0.001)", says = "s" }]'
        ),
        20,
        "gives a mistake or an item the number of another each time",
    ),
    "an unknown step": ('```show\nstep = "dense1.foward"\n```' + AND_PLAIN, 21, "no step 'dense1.foward'"),
    "an unknown table": ('```show\ntable = "dense1.weigts"\n```' + AND_PLAIN, 21, "no value 'dense1.weigts'"),
    "an unknown chart": (
        '```show\nchart = "los"\n```' + AND_PLAIN,
        21,
        "no chart 'los'. Did you mean 'loss'?".partition(".")[0],
    ),
    "a try that is true already": (TRY.format('until = "run.loss > 0"'), 24, "true before anything is done"),
    "a try out of reach": (TRY.format('until = "run.loss < 0.0001"\nwithin = 50'), 24, "is not reached within 50"),
    "a try that needs no knob": (
        TRY.format(f'until = "run.loss < 0.51"\nwithin = 50\n{KNOBS}'),
        24,
        "reached without turning a knob",
    ),
    "a solution that is none": (
        TRY.format(f'until = "run.loss < 0.2"\nwithin = 50\n{KNOBS}\nsolution = {{ learning_rate = 0.0001 }}'),
        24,
        "by its solution",
    ),
    "a knob that is none": (
        TRY.format('until = "run.loss < 0.2"\nwithin = 50\nknobs = [{ path = "speed", values = [1, 2] }]'),
        26,
        "no knob 'speed'",
    ),
    "a word that hurts": ("This is simply so.\n\n" + predict('answer = "loss.mean"'), 20, "'simply' tells"),
    "a term of its own": ("The *lose* falls.\n\n" + predict('answer = "loss.mean"'), 20, "the term 'lose' is not"),
    "a part that does not exist": ('```implement\nid = "q"\npart = "no-such-part"\n```', 22, "no-such-part"),
    "nothing to do": ("Read this.", 1, "the lesson gives nothing to do"),
    "a page with nothing to do": (f"{PLAIN}\n\n---\n\n## Next\n\nRead this.", 29, "page 2 gives nothing to do"),
    "a page without a title": (f"{PLAIN}\n\n---\n\n{OTHER}", 29, "page 2 has no title"),
    "a number in the title of a page": (
        f"{PLAIN}\n\n---\n\n## {{loss.mean}}\n\n{OTHER}",
        29,
        "braces in the title of page 2",
    ),
    "a number in the title of a note": (
        f'```note\ntitle = "{{loss.mean}}"\ntext = "t"\n```\n\n{PLAIN}',
        21,
        "braces in '{loss.mean}' are not filled in",
    ),
    "a number in the label of a knob": (
        TRY.format(f'until = "run.loss < 0.2"\nwithin = 50\n{LABELLED}'),
        26,
        "braces in '{X}' are not filled in",
    ),
    "a line of code that is cut": (
        f"    {'code ' * 9}\n\n{PLAIN}",
        20,
        "columns at 120x40, where there is room for 38",
    ),
    "an answer beyond all numbers": (predict('answer = "1 / (X[0, 0] - X[0, 0])"'), 20, "the answer of q is inf"),
    "an answer that is no number": (predict('answer = "log(-X[0, 0])"'), 24, "is not a number here"),
    "the same label twice": (
        predict('type = "order"\nitems = [{ label = "a", value = "X[0, 0]" }, { label = "A", value = "X[0, 1]" }]'),
        20,
        "two items of q have the same label",
    ),
    "two right options where one is wanted": (
        CHOICE.format(
            '{ text = "a", right = true, reply = "r" }, { text = "b", right = "loss.mean > 0", reply = "s" },'
            '{ text = "c", reply = "t" }'
        ),
        20,
        "2 options of q are right",
    ),
    "a sum that nobody adds up": (
        f'{WIDE}```fill\nid = "q"\ncell = "dense1.output[0, 0]"\nblanks = ["result"]\nhints = ["h"]\n```',
        27,
        "more than 8 terms",
    ),
    "a table of what is no value": ('```show\ntable = "loss.mean + 1"\n```\n\n' + PLAIN, 21, "is no value to show"),
    "a chart that cannot be drawn": (
        f'{WIDE}```show\nchart = "decision_boundary"\n```\n\n{PLAIN}',
        28,
        "the chart 'decision_boundary' cannot be drawn here",
    ),
    "an answer in its own question": (
        PLAIN.replace('"?"', '"The loss is {loss.mean:.2f}. What is it?"'),
        22,
        "loss.mean gives away the answer of q",
    ),
    "an answer in a hint before the last": (
        PLAIN.replace('["Think."]', '["It is\u00a0{loss.mean}.", "Think."]'),
        23,
        "loss.mean gives away the answer of q",
    ),
    "an answer in a row above": (
        "One row: {dense1.output[0]}.\n\n" + predict('answer = "dense1.output[0, 1]"'),
        20,
        "dense1.output[0] gives away the answer of q",
    ),
    "an answer typed above": (
        "It is 1.10 here.\n\n" + predict('answer = "dense1.output[0, 0]"'),
        20,
        "1.10 gives away the answer of q",
    ),
    "an answer typed into what an earlier question says": (
        PLAIN.replace('"q"\n', '"p"\nafter = "The sum is 1.10."\n')
        + "\n\n"
        + predict('answer = "dense1.output[0, 0]"'),
        22,
        "1.10 gives away the answer of q",
    ),
    "a result that is given away": (
        '```fill\nid = "q"\nask = "Make {dense1.output[0, 1]}."\ncell = "dense1.output[0, 1]"\nblanks = ["result"]\n'
        'hints = ["h"]\n```',
        22,
        "dense1.output[0, 1] gives away the answer of q",
    ),
    "a softmax twice": (
        '```experiment\nagain = true\nloss = "softmax_cross_entropy"\n```\n\n' + PLAIN,
        22,
        "softmax_cross_entropy takes the softmax itself, and here a softmax stands before it",
    ),
    "confidences from nowhere": (
        WIDE.replace("mean_squared_error", "binary_cross_entropy") + PLAIN,
        23,
        "binary_cross_entropy takes confidences, from 0 to 1, and the last layer is dense",
    ),
    "a long page": ("- word\n" * 15 + AND_PLAIN, 8, "rows at 80x24"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_lesson_has_one_fault_at_its_line(lesson_with: Callable[[str], Lesson], name: str) -> None:
    blocks, line, what = BROKEN[name]
    found = list(check_lesson(lesson_with(blocks), GLOSSARY))
    assert [(fault.file, fault.line) for fault in found] == [("small.md", line)], list(map(str, found))
    assert what in found[0].what
    assert found[0].mend.endswith((".", "…"))


@pytest.mark.parametrize("name", SOUND)
def test_what_only_looks_broken_has_no_fault(lesson_with: Callable[[str], Lesson], name: str) -> None:
    assert list(map(str, check_lesson(lesson_with(SOUND[name]), GLOSSARY))) == []

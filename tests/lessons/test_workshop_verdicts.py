"""How results are compared, how errors are explained, and how a verdict reads."""

import numpy as np
import pytest

from lessons.workshop import PARTS, find_part
from lessons.workshop.checking import check, is_untouched
from lessons.workshop.compare import Difference, Status, compare, is_same
from lessons.workshop.draw import Flavour, Recipe, recipes, smaller
from lessons.workshop.explain import explain
from lessons.workshop.faults import Fault, Place
from lessons.workshop.harmless import harmless, harmless_bytes
from lessons.workshop.verdicts import ChangedInputs, NotWritten, Raised, TimedOut, WrongShape, WrongValues
from lessons.workshop.wording import listed, number, shape, values_story

ONES = np.ones((2, 3))


@pytest.mark.parametrize(
    ("theirs", "expected", "status", "cell"),
    [
        (ONES, ONES, Status.EXACT, None),
        (ONES * (1 + 1e-14), ONES, Status.EXACT, None),
        (ONES.astype(int), ONES, Status.EXACT, None),
        (ONES.astype(bool), ONES, Status.EXACT, None),
        (ONES + np.eye(2, 3) * 1e-6, ONES, Status.CLOSE, (0, 0)),
        (ONES + np.eye(2, 3, 1), ONES, Status.WRONG_VALUES, (0, 1)),
        (ONES.T, ONES, Status.WRONG_SHAPE, None),
        (np.array(1.0), np.array(1.0), Status.EXACT, None),
        (np.array(2.0), np.array(1.0), Status.WRONG_VALUES, ()),
        (np.array([np.nan]), np.array([1.0]), Status.WRONG_VALUES, (0,)),
        (np.array([np.nan]), np.array([np.nan]), Status.EXACT, None),
        (np.array([np.inf]), np.array([np.inf]), Status.EXACT, None),
        (np.array([-np.inf]), np.array([np.inf]), Status.WRONG_VALUES, (0,)),
        (np.array([1e6 + 1e-7, 0.0]), np.array([1e6, 1e-7]), Status.EXACT, None),
        (np.zeros((0, 3)), np.zeros((0, 3)), Status.EXACT, None),
    ],
)
def test_results_are_compared(theirs: np.ndarray, expected: np.ndarray, status: Status, cell: object) -> None:
    assert compare(theirs, expected, 1e-9) == Difference(status, cell)


def test_a_mistake_is_recognised_only_if_all_is_the_same() -> None:
    assert is_same(ONES, ONES)
    assert not is_same(ONES, ONES.T)
    assert not is_same(ONES, ONES + 1e-3)
    assert not is_same(ONES, np.array([None]))


MESSAGES = [
    ("ValueError", "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "
     "(n?,k),(k,m?)->(n?,m?) (size 4 is different from 3)", "here a has 3, and b has 4."),
    ("ValueError", "shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)", "as many columns as b has rows"),
    ("ValueError", "operands could not be broadcast together with shapes (2,3) (4,) ", "The shapes (2,3) (4,)"),
    ("ValueError", "could not broadcast input array from shape (3,) into shape (2,)", "the shape (3,)"),
    ("ValueError", "The truth value of an array with more than one element is ambiguous. Use a.any()", "np.where"),
    ("ValueError", "I/O operation on closed file.", "closed before"),
    ("ValueError", "too many values to unpack (expected 2)", "What your code returns is taken apart"),
    ("ValueError", "setting an array element with a sequence. The requested array has an inhomogeneous shape", "own"),
    ("TypeError", "iteration over a 0-d array", "What your code returns is taken apart"),
    ("TypeError", "Cannot interpret '3' as a data type", "np.zeros((rows, columns))"),
    ("TypeError", "argument for zeros() given by name ('dtype') and position (position 1)", "brackets of its own"),
    ("KeyError", "bias is not a file in the archive", "Nothing was saved under this name"),
    ("FileNotFoundError", "[Errno 2] No such file or directory: 'model.npz'", "np.save writes .npy behind"),
    ("NameError", "name 'np' is not defined", "import numpy as np"),
    ("NameError", "name 'foo' is not defined", "Nothing is called foo"),
    ("AttributeError", "'Dense' object has no attribute 'wieghts'", "There is no wieghts"),
    ("AttributeError", "'NoneType' object has no attribute 'shape'", "is None"),
    ("AttributeError", "module 'numpy' has no attribute 'maxx'", "NumPy has no maxx"),
    ("TypeError", "unsupported operand type(s) for *: 'NoneType' and 'float'", "is None"),
    ("TypeError", "unsupported operand type(s) for *: 'builtin_function_or_method' and 'float'", "of Python, such as"),
    ("TypeError", "'>' not supported between instances of 'type' and 'int'", "of Python, such as"),
    ("SyntaxError", "'return' outside function", "move it to the right"),
    ("TypeError", "neuron() takes 2 positional arguments but 3 were given", "other arguments"),
    ("TypeError", "'numpy.ndarray' object is not callable", "round brackets"),
    ("IndexError", "index 3 is out of bounds for axis 0 with size 3", "begins at 0"),
    ("IndexError", "arrays used as indices must be of integer (or boolean) type", "One-hot"),
    ("AxisError", "axis 2 is out of bounds for array of dimension 2", "Axis 0"),
    ("EOFError", "EOF when reading a line", "no keyboard"),
    ("RecursionError", "maximum recursion depth exceeded", "again and again"),
    ("IndentationError", "unexpected indent", "four spaces"),
    ("OddError", "what is this", ""),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "message", "says"), MESSAGES)
def test_frequent_errors_are_explained(kind: str, message: str, says: str) -> None:
    explanation = explain(Fault(kind, message))
    assert says in explanation
    assert bool(says) == bool(explanation)


@pytest.mark.parametrize(
    ("function", "name", "says"),
    [
        ("Dense.forward", "weights", "write self.weights"),
        ("Dense.forward", "foo", "Nothing is called foo"),
        ("neuron", "weights", "Nothing is called weights"),
        ("<module>", "weights", "stands outside the function"),
        ("<module>", "foo", "Nothing is called foo"),
    ],
)
def test_what_a_missing_name_means_depends_on_where_it_is_missing(function: str, name: str, says: str) -> None:
    place = Place(3, function, f"x = {name}")
    assert says in explain(Fault("NameError", f"name '{name}' is not defined", (place,)))


@pytest.mark.parametrize(("kind", "message"), [("ValueError", "too many values to unpack (expected 2)"),
                                               ("TypeError", "cannot unpack non-iterable float object")])  # fmt: skip
def test_a_line_that_takes_values_apart_is_not_held_for_what_the_code_returns(kind: str, message: str) -> None:
    assert "returns" not in explain(Fault(kind, message, (Place(3, "fit", "a, b = x"),)))


GRID = np.array([[1.0, -2.0], [3.0, 0.5]])


@pytest.mark.parametrize(
    ("theirs", "says"),
    [
        (-GRID, "The size is right, and the sign is the other way round"),
        (GRID.T, "Rows and columns have changed places"),
        (GRID + 2, "Every number is 2 too large."),
        (GRID - 0.5, "Every number is 0.5 too small."),
        (GRID * 4, "Every number is 4 times what it should be."),
        (GRID / 4, "Every number should be 4 times as large."),
        (GRID * np.nan, "NaN comes of 0/0"),
        (GRID * np.inf, "That is too large for a computer's number"),
        (GRID**2, ""),
        (GRID * 0, ""),
    ],
)
def test_what_all_wrong_numbers_have_in_common_is_told(theirs: np.ndarray, says: str) -> None:
    assert values_story(theirs, GRID).startswith(says)
    assert bool(says) == bool(values_story(theirs, GRID))


def test_one_wrong_number_tells_of_its_sign_alone() -> None:
    assert "the other way round" in values_story(np.array(-2.0), np.array(2.0))
    assert values_story(np.array(4.0), np.array(2.0)) == ""


def test_an_error_of_numpys_product_is_told_without_its_signature() -> None:
    fault = Fault("ValueError", "matmul: no match, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size 4)")
    assert Raised(fault).sentence == "ValueError: matmul: no match (size 4)."
    assert Raised(Fault("ValueError", "shapes (3,4) (4,1) ")).sentence == "ValueError: shapes (3,4) (4,1)."


def test_explanations_fit_what_python_and_numpy_really_say() -> None:
    bodies = {
        "return inputs @ np.ones((7, 2))": "as many columns",
        "return np.dot(inputs, np.ones((7, 2)))": "as many columns",
        "return inputs + np.ones(9)": "cell by cell",
        "return weigths": "Nothing is called weigths",
        "return bias": "",
        "return input * 2": "of Python, such as",
        "return inputs[99]": "begins at 0",
        "return inputs[0, 0, 0]": "fewer dimensions",
        "return np.sum(inputs, axis=3)": "Axis 0",
        "if inputs > 0 or inputs < 1e9 * weights:\n        return 0": "",
        "return range(1.5)": "whole number",
        "a, b = 1.0": "comma between",
        "return inputs(1)": "round brackets",
    }
    for body, says in bodies.items():
        source = f"import numpy as np\n\ndef neuron(inputs, weights, bias):\n    {body}\n"
        verdict = check(find_part("neuron"), source).verdict
        if says:
            assert isinstance(verdict, Raised), body
            assert says in verdict.sentence, verdict.sentence


def test_verdicts_read_as_a_person_would_say_them() -> None:
    array = np.array([[1.0, -2.5]])
    assert WrongValues("dweights", array, np.array([[1.0, 2.5]]), (0, 1)).sentence == (
        "dweights[0, 1] is 2.5, but should be −2.5."
    )
    assert WrongShape("output", (2,), array, None).sentence == "output has the shape (2,), but should have (1, 2)." + (
        " A dimension of length 1 has gone. A sum or a maximum keeps it with keepdims=True."
    )
    assert WrongValues("can be read", np.array(True), np.array(False), ()).sentence == (
        "can be read: it should be so, and is not."
    )
    assert WrongShape("losses", (), np.ones(3), None).sentence.startswith(
        "losses is one number, but should have the shape (3,). Everything has become a single number"
    )
    assert (
        WrongShape("output", (2,), np.array(1.0), None).sentence
        == "output has the shape (2,), but should be one number."
    )
    assert "single number" not in WrongShape("losses", (1,), np.ones(3), None).sentence
    assert ChangedInputs(("X", "y")).sentence.startswith("Your code changes X and y, which belong to whoever calls it.")
    for theirs, expected in (((1, 1), (1,)), ((3, 1), (3,)), ((1, 3, 1), (3,))):
        assert "of length 1 too many" in WrongShape("answers", theirs, np.ones(expected), None).sentence
        assert "has gone" in WrongShape("answers", expected, np.ones(theirs), None).sentence
    assert "look at the axis" in WrongShape("losses", (4,), np.ones(3), np.ones(4)).sentence
    assert NotWritten(("save", "load")).sentence == "Still to be written: save and load."
    place = Place(7, "neuron", "while True:")
    assert TimedOut(2.0, place).sentence.endswith("It was at line 7: while True:")


def test_words() -> None:
    assert [number(value) for value in (1.0, -0.5, 1 / 3, 1e-9, -0.0)] == ["1", "−0.5", "0.333333", "1e−9", "0"]
    assert [shape(sides) for sides in ((), (3,), (2, 3))] == ["one number", "(3,)", "(2, 3)"]
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_control_characters_become_signs() -> None:
    assert harmless("a\x1b[2J\x07b\r\nc\td\x7f\x9b\u202e") == "a␛[2J␇b\nc\td␡\ufffd\ufffd"
    assert harmless("x" * 100, 10) == "x" * 9 + "…"
    assert harmless_bytes(b"\xff\x00ok") == "\ufffd␀ok"


def test_untouched_means_but_for_comments() -> None:
    part = find_part("neuron")
    assert is_untouched(part, part.starter)
    assert is_untouched(part, "# mine\n\n" + part.starter.replace("your line goes here", "later"))
    assert not is_untouched(part, part.starter.replace("None", "0.0"))


def test_recipes_go_from_small_to_large() -> None:
    small = [recipe for recipe in recipes() if recipe.flavour is Flavour.ROUND]
    assert [recipe.size for recipe in small][:2] == [3, 3]
    assert recipes(1) != recipes(0)
    assert len(set(recipes())) == len(recipes())


def test_smaller_cases_are_of_the_same_sort() -> None:
    recipe = Recipe(7, 5, 4, 3, Flavour.LARGE)
    found = smaller(recipe)
    assert 0 < len(found) <= 60
    assert all(each.flavour is Flavour.LARGE and each.size < recipe.size for each in found)
    assert [each.size for each in found] == sorted(each.size for each in found)
    assert all(each.seed % 2 == recipe.seed % 2 for each in found)
    assert smaller(Recipe(0, 1, 1, 1, Flavour.ROUND)) == ()


def test_every_statement_is_plain() -> None:
    for part in PARTS.values():
        words = " ".join((part.statement, *part.hints, *(mistake.says for mistake in part.mistakes))).lower()
        for word in ("obviously", "simply", " just ", "trivial", "of course"):
            assert word not in words, (part.name, word)

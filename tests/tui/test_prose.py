"""A lesson's Markdown as lines."""

from hypothesis import given
from hypothesis import strategies as st
from view_stage import text

from tui.render.lines import Piece, Tone, width_of
from tui.render.prose import inline, prose
from tui.render.wrapping import wrapped

PAGE = """\
The gradient of a layer's *weights* is how the **loss** answers to each of them: `self.inputs.T @ dvalues`.

    L = −Σᵢ log ŷᵢ

1. first a thing that is so long that it wraps
2. second

- bullet
  - nested

| a | b |
|---|---|
| 1 | `two` |
"""


def test_a_page_is_wrapped_with_hanging_indents():
    assert text(prose(PAGE, 40)) == (
        "The gradient of a layer's weights is how\n"
        "the loss answers to each of them:\n"
        "self.inputs.T @ dvalues.\n"
        "\n"
        "  L = −Σᵢ log ŷᵢ\n"
        "\n"
        "1. first a thing that is so long that it\n"
        "   wraps\n"
        "2. second\n"
        "\n"
        "• bullet\n"
        "  • nested\n"
        "\n"
        "a  b\n"
        "──────\n"
        "1  two"
    )


def test_a_formula_that_is_too_wide_is_cut_with_a_sign():
    assert text(prose("    output = inputs @ weights + biases", 20)) == "  output = inputs @…"


def test_a_comma_stays_with_the_word_before_it():
    assert text(prose("It is called the *slope*: rise over **run**, no more.", 22)) == (
        "It is called the\nslope: rise over run,\nno more."
    )


def test_names_that_the_step_works_on_are_lit():
    pieces = [piece for line in prose("See `dweights` and `biases`.", 60, frozenset({"dweights"})) for piece in line]
    assert [piece.text for piece in pieces if piece.over is Tone.LIT] == ["dweights"]


def test_a_question_keeps_its_own_tone():
    (line,) = inline("What is `z`?", 40, Tone.STRONG)
    assert [piece.tone for piece in line] == [Tone.STRONG, Tone.CODE, Tone.STRONG]


def test_control_characters_do_not_get_through():
    assert "\x1b" not in text(prose("red \x1b[31m alert \x07", 40))


@given(st.text(st.sampled_from("ab `*_-|>#1.\n日é"), max_size=300), st.integers(8, 90))
def test_no_line_is_wider_than_asked_for(source, width):
    assert all(width_of(line) <= width for line in prose(source, width))


def test_a_product_too_long_for_a_line_is_broken_at_its_point():
    shown = text(wrapped([Piece("= self.jacobian(sample)[0,1]·dvalues[sample][1] + 2")], 32, "    "))
    assert shown == "=\n    self.jacobian(sample)[0,1]·\n    dvalues[sample][1] + 2"

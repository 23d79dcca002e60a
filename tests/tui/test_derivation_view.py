"""The arithmetic of a number, and the cursor over what it uses."""

from hypothesis import example, given
from hypothesis import strategies as st
from view_stage import ViewStage, shown, text

from tui.render.derivation import Form, Leaf, Shown, draw_derivation
from tui.render.lines import Tone, width_of
from tui.widgets.derivation_view import DerivationView
from tui.widgets.messages import LeafEntered, LeafSelected, WentBack

NUMBERS = ((0.0, 0.07), (0.31, -0.13), (0.0, 0.07))
TERMS = [f"x[0,{i}]·dz[{i},1]" for i in range(3)]
FORMS = (
    Form(" + ".join(TERMS), "0·0.07 + 0.31·(−0.13) + 0·0.07", "−0.0403"),
    Form(f"{TERMS[1]} + … 2 more", "0.31·(−0.13) + [2 more: 0]", "−0.0403", is_exact=False),
)
LEAVES = tuple(
    leaf
    for i, (x, dz) in enumerate(NUMBERS)
    for leaf in (Leaf(f"x[0,{i}]", f"{x}", False, "data X"), Leaf(f"dz[{i},1]", f"{dz}", True))
)
DERIVATION = Shown("dweights[0,1]", FORMS, LEAVES)


def test_names_numbers_and_result():
    assert text(draw_derivation(DERIVATION, 0, 70, 5, False)) == (
        "── dweights[0,1] ─────────────────────────────────────────────────────\n"
        " dweights[0,1] = x[0,0]·dz[0,1] + x[0,1]·dz[1,1] + x[0,2]·dz[2,1]\n"
        "               = 0·0.07 + 0.31·(−0.13) + 0·0.07 = −0.0403\n"
        " 1/6  x[0,0] = 0.0   data X"
    )


def test_lines_break_between_terms():
    lines = text(draw_derivation(DERIVATION, 0, 52, 9, False)).splitlines()
    assert lines[1:5] == [
        " dweights[0,1] = x[0,0]·dz[0,1] + x[0,1]·dz[1,1]",
        "                 + x[0,2]·dz[2,1]",
        "               = 0·0.07 + 0.31·(−0.13) + 0·0.07",
        "                 = −0.0403",
    ]


def test_in_little_height_the_sum_is_shortened_and_says_so():
    assert text(draw_derivation(DERIVATION, 0, 64, 2, False)) == (
        " dweights[0,1] = x[0,1]·dz[1,1] + … 2 more\n               = 0.31·(−0.13) + [2 more: 0] ≈ −0.0403"
    )


def test_on_one_line_the_numbers_and_the_result_remain():
    assert text(draw_derivation(DERIVATION, 0, 70, 1, False)) == (
        " dweights[0,1] = 0·0.07 + 0.31·(−0.13) + 0·0.07 = −0.0403"
    )
    assert text(draw_derivation(DERIVATION, 0, 36, 1, False)) == " dweights[0,1] = 0.31·(−0… ≈ −0.0403"


def test_the_way_that_was_taken_stands_above():
    came_from = Shown("dz[1,1]", FORMS, LEAVES, ("loss", "dweights[0,1]"))
    assert text(draw_derivation(came_from, 0, 60, 5, False)).startswith("── loss ‹ dweights[0,1] ‹ dz[1,1] ──")
    assert text(draw_derivation(came_from, 0, 33, 5, False)).startswith("── … ‹ dweights[0,1] ‹ dz[1,1] ─")


def test_the_chosen_leaf_is_lit_among_the_names():
    line = draw_derivation(DERIVATION, 3, 70, 5, True)[1]
    assert [piece.text for piece in line if piece.tone is Tone.SPAN] == ["dz[1,1]"]


def test_a_label_that_occurs_twice_is_lit_at_its_own_place():
    twice = Shown("y", (Form("x·x", "3·3", "9"),), (Leaf("x", "3", False), Leaf("x", "3", False)))
    line = draw_derivation(twice, 1, 70, 5, True)[1]
    assert [(piece.text, piece.tone) for piece in line[2:]] == [("x·", Tone.PLAIN), ("x", Tone.SPAN)]


def test_a_label_is_not_found_within_a_longer_one():
    longer = Shown("y", (Form("dx + x", "1 + 2", "3"),), (Leaf("dx", "1", False), Leaf("x", "2", False)))
    line = draw_derivation(longer, 1, 70, 5, True)[1]
    before = "".join(piece.text for piece in line[: [piece.tone for piece in line].index(Tone.SPAN)])
    assert before.endswith("dx + ")


def test_a_copy_is_no_sum():
    copied = Shown("y[0]", (Form("x[2]", "", "0.5"),), (Leaf("x[2]", "0.5", True),))
    assert text(draw_derivation(copied, 0, 40, 4, False)).splitlines()[1:3] == [" y[0] = x[2]", "      = 0.5"]


def test_where_there_is_no_arithmetic_a_sentence_says_so():
    whole = Shown("q[0,0]", (), (), (), "q[0,0] is part of linalg.qr(a); it is recorded whole")
    assert "recorded whole" in text(draw_derivation(whole, 0, 70, 4, False))
    assert "recorded whole" in text(draw_derivation(whole, 0, 70, 1, False))


@given(st.integers(1, 100), st.integers(1, 9), st.integers(0, 5), st.booleans())
@example(31, 7, 1, True)  # the lit name ends where the sum may be broken
def test_it_fits_in_any_size(width, height, leaf, has_focus):
    lines = draw_derivation(DERIVATION, leaf, width, height, has_focus)
    assert 0 < len(lines) <= height
    if width > 30:
        assert all(width_of(line) <= width for line in lines)
        assert "−0.0403" in text(lines)


async def test_keys_choose_a_leaf_and_enter_it():
    view = DerivationView()
    stage = ViewStage(view)
    async with stage.run_test(size=(70, 6)) as pilot:
        view.focus()
        view.derivation = DERIVATION
        await pilot.press("left", "enter", "right", "enter", "end", "backspace")
        await pilot.pause()
        assert "6/6  dz[2,1] = 0.07   enter: where it comes from" in shown(view)
    heard = [(type(m), getattr(m, "leaf", None)) for m in stage.heard]
    assert heard == [(LeafSelected, 1), (LeafEntered, 1), (LeafSelected, 5), (WentBack, None)]


async def test_another_derivation_starts_at_its_first_leaf():
    view = DerivationView()
    async with ViewStage(view).run_test(size=(70, 6)) as pilot:
        view.derivation = DERIVATION
        view.leaf = 4
        view.derivation = Shown("z", FORMS, LEAVES)
        await pilot.pause()
        assert view.leaf == 0
        view.leaf = 99
        assert view.leaf == len(LEAVES) - 1

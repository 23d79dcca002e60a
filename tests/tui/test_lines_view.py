"""What is common to all views: lines of toned pieces, and repainting as little as can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from view_stage import ViewStage, shown, watch_repaints

from tui.render.lines import Piece, Tone, after, fitted, joined, text_of, width_of
from tui.theme import THEMES
from tui.widgets.lines_view import LinesView, changed_columns

pieces = st.builds(Piece, st.text("ab …日é−", max_size=6), st.sampled_from([Tone.PLAIN, Tone.ZERO]))
lines = st.lists(pieces, max_size=6).map(tuple)


@given(lines, st.integers(0, 30))
def test_a_fitted_line_has_exactly_the_width(line, width):
    assert width_of(fitted(line, width)) == width


@given(lines, st.integers(1, 30))
def test_a_cut_line_has_the_sign_for_more(line, width):
    cut = fitted(line, width)
    assert (width_of(line) > width) <= text_of(cut).endswith("…")


@given(lines, st.integers(1, 20))
def test_what_is_left_out_at_the_start_has_the_sign_for_more(line, columns):
    rest = after(line, columns)
    assert text_of(rest).startswith("…")
    assert width_of(rest) == max(width_of(line) - columns, 1)


@given(lines)
def test_joining_changes_no_text(line):
    assert text_of(joined(line)) == text_of(line)


@given(lines, lines)
def test_outside_the_changed_columns_two_lines_are_alike(before, now):
    before, now = fitted(before, 20), fitted(now, 20)
    span = changed_columns(before, now)
    if span is None:
        assert text_of(before) == text_of(now)
    elif cell_len(text_of(before) + text_of(now)) == 40 == len(text_of(before) + text_of(now)):
        start, end = span
        assert text_of(before)[:start] == text_of(now)[:start]
        assert text_of(before)[end:] == text_of(now)[end:]


def test_the_same_text_in_another_tone_is_a_change():
    assert changed_columns((Piece("abc"),), (Piece("a"), Piece("b", Tone.LIT), Piece("c"))) == (1, 2)


class Words(LinesView, can_focus=True):
    words = ("one", "two", "three")

    def draw(self, width, height):
        return [(Piece(word, Tone.CURSOR if self.has_focus else Tone.PLAIN),) for word in self.words]


async def test_only_what_differs_is_repainted():
    view = Words()
    async with ViewStage(view).run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        regions = watch_repaints(view)
        view.words = ("one", "tow", "three")
        view.redraw()
        assert [tuple(region) for region in regions] == [(1, 1, 2, 1)]
        view.redraw()
        assert len(regions) == 1


async def test_another_size_is_drawn_anew():
    view = Words()
    async with ViewStage(view).run_test(size=(20, 5)) as pilot:
        await pilot.resize_terminal(4, 3)
        await pilot.pause()
        assert shown(view) == "one\ntwo\nthr…"


async def test_the_focus_shows_at_once():
    view = Words()
    async with ViewStage(view).run_test(size=(20, 5)) as pilot:
        view.screen.set_focus(None)
        await pilot.pause()
        plain = view.render_line(0)
        view.focus()
        await pilot.pause()
        assert view.render_line(0) != plain


async def test_another_theme_shows_at_once():
    view = Words()
    stage = ViewStage(view)
    async with stage.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        dark = view.render_line(0)
        stage.theme = "glassnet-light"
        await pilot.pause()
        assert view.render_line(0).text == dark.text
        assert view.render_line(0) != dark


class EveryTone(LinesView):
    def draw(self, width, height):
        return [(Piece("x", tone, over),) for over in (None, Tone.LIT) for tone in Tone]


async def looks_of_all_tones(theme):
    """Return how each tone is written in a theme, alone and with lit over it."""
    view = EveryTone()
    stage = ViewStage(view)
    async with stage.run_test(size=(20, 2 * len(Tone))) as pilot:
        stage.theme = theme
        await pilot.pause()
        styles = [next(iter(view.render_line(y))).style for y in range(2 * len(Tone))]
        return dict(zip(Tone, styles, strict=False)), dict(zip(Tone, styles[len(Tone) :], strict=True))


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_tone_has_a_look_in_every_theme(theme):
    looks, _ = await looks_of_all_tones(theme)
    assert {tone for tone in Tone if looks[tone] == looks[Tone.PLAIN]} == {Tone.PLAIN, Tone.INK_6}


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_what_is_lit_keeps_its_own_colour_on_the_lit_ground(theme):
    looks, lit = await looks_of_all_tones(theme)
    assert {look.bgcolor for look in lit.values()} == {looks[Tone.LIT].bgcolor}
    assert all(lit[tone].color == looks[tone].color and lit[tone].underline for tone in Tone)


async def test_the_colours_are_those_of_the_theme():
    looks, _ = await looks_of_all_tones("glassnet-dark")
    assert looks[Tone.POSITIVE].color.get_truecolor().hex == "#87d7ff"
    assert looks[Tone.LIT].bgcolor.get_truecolor().hex == "#3a3a3a"
    assert looks[Tone.CURSOR].bold
    assert looks[Tone.CURSOR].reverse

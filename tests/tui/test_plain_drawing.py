"""Everything drawn can be drawn in ASCII, in the same columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from tui.ascii_text import in_ascii
from tui.plain_drawing import AsciiFilter


@given(st.text(max_size=60))
def test_the_result_is_ascii_and_as_wide(text):
    plain = in_ascii(text)
    assert plain.isascii()
    assert cell_len(plain) == cell_len(text) or any(ord(c) < 32 or ord(c) == 127 for c in text)


@pytest.mark.parametrize(
    ("drawn", "plain"),
    [("┌─┐│", "+-+|"), ("▓▓░", "##."), ("−0.5", "-0.5"), ("✓ ◐ ○", "+ % o"), ("⣿⠀", "* "), ("a → b", "a > b")],
)
def test_what_is_drawn_often_keeps_its_likeness(drawn, plain):
    assert in_ascii(drawn) == plain


def test_the_filter_leaves_styles_alone():
    segments = [Segment("─▶", None), Segment("x")]
    assert AsciiFilter().apply(segments, Color(0, 0, 0)) == [Segment("->", None), Segment("x")]

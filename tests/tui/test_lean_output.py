"""What is left of a frame does to a terminal what the whole frame does."""

from itertools import groupby

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from tui.lean_output import KnownScreen

WIDTH, HEIGHT = 12, 4
STYLES = ("", "1", "38;5;1", "38;5;1;48;5;0", "1;4;38;2;0;0;7;48;2;1;0;0", "7;31;40", "96", "48;5;38")

pieces = st.tuples(st.sampled_from(STYLES), st.text("ab ·−日é", min_size=1, max_size=5))
spans = st.tuples(st.integers(0, HEIGHT - 1), st.integers(0, WIDTH - 1), st.lists(pieces, min_size=1, max_size=4))
frames = st.lists(st.lists(spans, max_size=5), min_size=1, max_size=6)


def span_text(row, column, parts):
    """Write a span as Textual does, cut at the right edge."""
    written = f"\x1b[{row + 1};{column + 1}H"
    for style, text in parts:
        room = set_cell_size(text, min(cell_len(text), WIDTH - column))
        column += cell_len(room)
        written += f"\x1b[{style}m{room}\x1b[0m" if style else room
    return written


def frame_text(frame):
    """Write spans line by line, a line break after each line but the screen's last, as Textual does."""
    lines = groupby(sorted(frame, key=lambda span: span[0]), key=lambda span: span[0])
    return "\n".join("".join(span_text(*span) for span in line) for _, line in lines) + "\x1b[1;1H"


def whole_frame(letter="x"):
    rows = (f"\x1b[{row + 1};1H\x1b[38;5;7m{letter * WIDTH}\x1b[0m" for row in range(HEIGHT))
    return "\n".join(rows) + "\x1b[1;1H"


def cells(screen):
    return [[screen.buffer[y][x] for x in range(WIDTH)] for y in range(HEIGHT)]


def known_screen():
    known = KnownScreen()
    known.resize(WIDTH, HEIGHT)
    return known


@given(frames)
def test_a_terminal_shows_the_same(frames):
    known, plain, lean = known_screen(), pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    plain_stream, lean_stream = pyte.Stream(plain), pyte.Stream(lean)
    for data in (whole_frame(), *map(frame_text, frames)):
        plain_stream.feed(data.replace("\n", "\r\n"))
        lean_stream.feed(known.shortened(data).replace("\n", "\r\n"))
        assert cells(lean) == cells(plain)
        assert (lean.cursor.x, lean.cursor.y) == (plain.cursor.x, plain.cursor.y)


def test_what_stands_already_is_not_sent_again():
    known = known_screen()
    known.shortened(whole_frame())
    assert known.shortened(whole_frame()) == ""


def test_only_the_cell_that_changed_is_sent():
    known = known_screen()
    known.shortened(whole_frame())
    changed = known.shortened("\x1b[2;1H\x1b[38;5;7mxxxxxxxOxxxx\x1b[0m\x1b[1;1H")
    assert changed == "\x1b[2;8HO\x1b[1;1H"


def test_a_colour_that_is_set_is_not_set_again():
    known = known_screen()
    known.shortened(whole_frame())
    pieces = (("38;5;7;48;5;3", "a"), ("38;5;7;48;5;3", "b"), ("38;5;2;48;5;3", "c"))
    changed = known.shortened("\x1b[1;1H" + "".join(f"\x1b[{style}m{text}\x1b[0m" for style, text in pieces))
    assert changed == "\x1b[48;5;3mab\x1b[38;5;2mc"


def test_nothing_is_trusted_before_every_cell_was_painted():
    known = known_screen()
    first = known.shortened("\x1b[1;1Hab")
    assert known.shortened("\x1b[1;1Hab") == first


def test_another_size_is_painted_whole():
    known = known_screen()
    known.shortened(whole_frame())
    known.resize(WIDTH + 1, HEIGHT)
    assert known.shortened(whole_frame()).count("x") == WIDTH * HEIGHT


def test_what_is_no_drawing_goes_through_and_ends_the_trust():
    known = known_screen()
    known.shortened(whole_frame())
    assert known.shortened("\x1b[?1049h") == "\x1b[?1049h"
    assert known.shortened(whole_frame()).count("x") == WIDTH * HEIGHT


@pytest.mark.parametrize("harmless", ["\x1b[?2026h", "\x1b[?25l", "\x1b]52;c;YWJj\x07", "\x07"])
def test_what_changes_no_cell_keeps_the_trust(harmless):
    known = known_screen()
    known.shortened(whole_frame())
    assert known.shortened(harmless) == harmless
    assert known.shortened(whole_frame()) == ""

"""Text that is not ours is made safe before it is drawn."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tui.clean import clean, one_line, path_within, short_path, short_paths


def test_control_characters_go_and_line_breaks_stay():
    assert clean("a\x1b[2Jb\x07\x9bc\r\nd\te") == "a[2Jbc\nd   e"


def test_marks_that_turn_the_writing_go():
    assert clean("pay \u202eevil\u2066") == "pay evil"


def test_too_much_is_cut_with_a_sign():
    assert clean("a\n" * 5, most_lines=2) == "a\na\n… 4 more lines"
    assert clean("abcdef", most_characters=4) == "abc…"


def test_a_label_is_one_line():
    assert one_line(" self.inputs\n   .T ") == "self.inputs .T"


def test_paths_at_home_begin_with_a_tilde(monkeypatch):
    monkeypatch.setenv("HOME", "/home/me")
    assert short_path(Path("/home/me/kept/a.json")) == "~/kept/a.json"
    assert short_path(Path("/home/men/a.json")) == "/home/men/a.json"
    assert short_paths("In /home/me/a.json, not in /home/men.") == "In ~/a.json, not in /home/men."


@given(st.text())
def test_nothing_that_moves_a_cursor_is_left(text):
    assert all(character == "\n" or character.isprintable() or ord(character) >= 0xA0 for character in clean(text))
    assert "\n" not in one_line(text)
    assert clean(clean(text)) == clean(text)


def test_of_a_long_path_the_end_is_kept():
    assert path_within(Path("/a/b.py"), 7) == "/a/b.py"
    assert path_within(Path("/a/bcd.py"), 7) == "…bcd.py"

"""The running code, and the sub-expression that is lit."""

from dataclasses import replace

from view_stage import ViewStage, shown, text

from tui.render.code import Code, Lit, coloured, draw_code, shown_rows
from tui.render.lines import Tone, text_of
from tui.widgets.code_view import CodeView

SOURCE = '''\
    def backward(self, dvalues):
        """Return the gradient of the inputs."""
        # the chain rule
        self.dweights = self.inputs.T @ dvalues
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = dvalues @ self.weights.T
        return self.dinputs'''
LINES = tuple(SOURCE.split("\n"))
PRODUCT = Lit(33, 24, 33, 47)


def code(span=PRODUCT, lines=LINES, **more):
    return Code("netcore/layers/dense.py", "Dense.backward", 30, lines, span, **more)


def lit(lines):
    return [piece.text for line in lines for piece in line if piece.tone is Tone.SPAN]


def test_the_whole_method_is_shown_where_there_is_room():
    assert text(draw_code(code(note="backward · 2/4"), 70, 20)) == (
        " netcore/layers/dense.py · Dense.backward              backward · 2/4\n"
        "   def backward(self, dvalues):\n"
        '       """Return the gradient of the inputs."""\n'
        "       # the chain rule\n"
        " ▶     self.dweights = self.inputs.T @ dvalues\n"
        "       self.dbiases = np.sum(dvalues, axis=0, keepdims=True)\n"
        "       self.dinputs = dvalues @ self.weights.T\n"
        "       return self.dinputs"
    )


def test_the_note_never_touches_the_method_and_the_file_gives_way_first():
    long = replace(code(note="backward · 5/5"), name="CategoricalCrossEntropy.backward", file="netcore/losses/cce.py")
    titles = [text(draw_code(long, width, 3)).splitlines()[0] for width in (78, 62, 52)]
    assert titles[0].startswith(" netcore/losses/cce.py · CategoricalCrossEntropy.backward  ")
    assert titles[1].startswith(" cce.py · CategoricalCrossEntropy.backward  ")
    assert titles[2].startswith(" CategoricalCrossEntropy.backward  ")
    assert all(title.endswith("  backward · 5/5") for title in titles)


def test_the_exact_sub_expression_is_lit():
    assert lit(draw_code(code(), 70, 20)) == ["self.inputs.T @ dvalues"]


def test_in_few_lines_the_def_and_the_running_line_stay_and_signs_say_what_is_gone():
    assert text(draw_code(code(), 70, 4)).splitlines()[1:] == [
        "   def backward(self, dvalues):",
        "…▶     self.dweights = self.inputs.T @ dvalues",
        "…      self.dbiases = np.sum(dvalues, axis=0, keepdims=True)",
    ]


def test_in_every_height_the_running_line_is_shown():
    for height in range(1, 12):
        for line in range(30, 37):
            rows = shown_rows(code(Lit(line, 4, line, 8)), height)
            assert line - 30 in rows
            assert rows == sorted(set(rows))
            assert len(rows) == min(height, 7)


def test_a_sub_expression_far_to_the_right_is_brought_in_sight():
    line = "    total = " + " + ".join(f"term_{number}" for number in range(30))
    start = line.index("term_25")
    drawn = draw_code(code(Lit(30, start, 30, start + 7), (line,)), 50, 5)
    assert lit(drawn) == ["term_25"]
    assert text(drawn).splitlines()[1].startswith(" ▶ …")


def test_a_sub_expression_over_several_lines_is_lit_on_each():
    lines = ("x = np.sum(", "    inputs,", "    axis=0)")
    assert lit(draw_code(code(Lit(30, 4, 32, 11), lines), 50, 5)) == ["np.sum(", "inputs,", "axis=0)"]


def test_long_lines_are_cut_with_a_sign():
    assert text(draw_code(code(), 30, 9)).splitlines()[5].endswith("…")


def test_code_is_coloured_by_what_it_is():
    tones = {piece.text.strip(): piece.tone for line in coloured(LINES) for piece in line}
    assert tones["def"] is Tone.KEYWORD
    assert tones["backward"] is Tone.FUNCTION
    assert tones["# the chain rule"] is Tone.COMMENT
    assert tones["0"] is Tone.NUMBER


def test_colouring_changes_no_character():
    assert [text_of(line) for line in coloured(LINES)] == [line[4:] for line in LINES]


def test_what_a_file_holds_reaches_no_terminal():
    assert "\x1b" not in text(draw_code(code(None, ("x = '\x1b[2J'",)), 50, 3))


async def test_the_view_follows_the_step():
    view = CodeView()
    async with ViewStage(view).run_test(size=(70, 4)) as pilot:
        assert shown(view).strip() == "nothing has run yet"
        view.code = code(Lit(35, 8, 35, 47))
        await pilot.pause()
        assert "▶     self.dinputs = dvalues @ self.weights.T" in shown(view)

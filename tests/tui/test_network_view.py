"""The network on one line, or as boxes."""

from hypothesis import given
from hypothesis import strategies as st
from view_stage import ViewStage, shown, text

from tui.render.lines import Tone, width_of
from tui.render.network import Network, Node, draw_boxes, draw_chain, draw_network
from tui.widgets.network_view import NetworkView

NODES = (
    Node("X", "5×2", "data"),
    Node("dense1", "5×3", "2×3"),
    Node("relu1", "5×3"),
    Node("dense2", "5×3", "3×3"),
    Node("softmax1", "5×3"),
    Node("loss", "", "1.0986"),
)


def test_the_network_is_a_line_with_the_current_part_in_brackets():
    assert text([draw_chain(Network(NODES, "dense2", "forward"), 80)]) == (
        " X 5×2 → dense1 → relu1 →[dense2]→ softmax1 → loss 1.0986"
    )


def test_backwards_the_arrows_turn_round():
    assert text([draw_chain(Network(NODES, "relu1", "backward"), 80)]) == (
        " X 5×2 ← dense1 ←[relu1]← dense2 ← softmax1 ← loss 1.0986"
    )


def test_the_current_part_has_the_colour_of_its_phase():
    line = draw_chain(Network(NODES, "dense2", "backward"), 80)
    assert ("dense2", Tone.BACKWARD, Tone.STRONG) in line


def test_before_the_first_step_nothing_is_in_brackets():
    assert "[" not in text([draw_chain(Network(NODES), 80)])


def test_where_it_is_narrow_signs_stand_for_what_is_far_from_the_current_part():
    assert text([draw_chain(Network(NODES, "relu1", "forward"), 50)]) == (
        " X 5×2 → dense1 →[relu1]→ dense2 → … → loss 1.0986"
    )


def test_boxes_hold_names_and_weights_and_arrows_the_shapes():
    assert text(draw_boxes(Network(NODES, "dense1", "forward"), 120)) == (
        " ┌──────┐     ╔════════╗     ┌───────┐     ┌────────┐     ┌──────────┐     ┌────────┐\n"
        " │  X   │ 5×2 ║ dense1 ║ 5×3 │ relu1 │ 5×3 │ dense2 │ 5×3 │ softmax1 │ 5×3 │  loss  │\n"
        " │ data │────▸║  2×3   ║────▸│       │────▸│  3×3   │────▸│          │────▸│ 1.0986 │\n"
        " └──────┘     ╚════════╝     └───────┘     └────────┘     └──────────┘     └────────┘"
    )


def test_boxes_need_room():
    network = Network(NODES, "dense1", "forward")
    assert draw_boxes(network, 60) is None
    assert len(draw_network(network, 60, 4)) == 1
    assert len(draw_network(network, 120, 4)) == 4
    assert len(draw_network(network, 120, 3)) == 1


@given(
    st.integers(1, 120),
    st.sampled_from([node.name for node in NODES]),
    st.sampled_from(["forward", "loss", "backward", "update"]),
)
def test_the_line_never_exceeds_its_width_and_names_the_current_part(width, current, phase):
    line = draw_chain(Network(NODES, current, phase), width)
    assert width_of(line) <= width
    if width >= 30:
        assert f"[{current}]" in text([line])


async def test_the_view_draws_what_fits():
    view = NetworkView()
    view.styles.height = 4
    async with ViewStage(view).run_test(size=(100, 10)) as pilot:
        view.network = Network(NODES, "loss", "loss")
        await pilot.pause()
        assert "║  loss  ║" in shown(view)


def test_boxes_stand_close_where_they_must():
    assert text(draw_boxes(Network(NODES, "relu1", "backward"), 70)) == (
        " ┌────┐   ┌──────┐   ╔═════╗   ┌──────┐   ┌────────┐   ┌──────┐\n"
        " │ X  │5×2│dense1│5×3║relu1║5×3│dense2│5×3│softmax1│5×3│ loss │\n"
        " │data│◂──│ 2×3  │◂──║     ║◂──│ 3×3  │◂──│        │◂──│1.0986│\n"
        " └────┘   └──────┘   ╚═════╝   └──────┘   └────────┘   └──────┘"
    )

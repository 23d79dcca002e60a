"""Every tone can be read in every theme, on every ground that it is drawn on."""

import pytest
from textual.color import Color
from view_stage import ViewStage

from tui.render.lines import Tone
from tui.theme import THEMES, ThemeName
from tui.tones import LOOKS
from tui.widgets.lines_view import LinesView

ENOUGH = 4.5
"""The contrast that WCAG asks for text."""
OF_LINES = 1.2
"""Rules and the like are no text; they need only be seen."""
OWN = [theme.name for theme in THEMES if not theme.ansi]
GROUNDS = ("background", "surface", "panel")


def drawn(look, ground, variables):
    """Return the two colours that a look is drawn with on a ground of the theme."""
    text = Color.parse(variables[look.color or "foreground"])
    behind = Color.parse(variables[look.ground or ground])
    return text, behind


def contrast(one, other):
    """Return how far two colours stand apart, as WCAG reckons it."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color):
    """Return how bright a colour is to the eye."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


async def variables_of(theme):
    stage = ViewStage(LinesView())
    async with stage.run_test(size=(20, 5)) as pilot:
        stage.theme = theme
        await pilot.pause()
        return stage.theme_variables


@pytest.mark.parametrize("theme", OWN)
async def test_text_stands_out(theme):
    variables = await variables_of(theme)
    faint = {}
    for tone, look in LOOKS.items():
        for ground in GROUNDS:
            text, behind = drawn(look, ground, variables)
            ratio = contrast(text, behind)
            if ratio < (OF_LINES if tone is Tone.RULE else ENOUGH):
                faint[tone, ground] = round(ratio, 2)
    assert faint == {}


async def test_with_sixteen_colours_no_text_has_the_colour_of_its_ground():
    variables = await variables_of(ThemeName.ANSI)
    for look in LOOKS.values():
        assert variables[look.color or "foreground"] not in {variables[look.ground or ground] for ground in GROUNDS} - {
            "ansi_default"
        }
        assert look.color == "" or variables[look.color] not in ("ansi_black", "ansi_white", "ansi_bright_white")

"""The words of the field: those of the page come first, in the app and in the plain mode."""

from app_stage import frame, press, running

from lessons.glossary import Term
from tui.render.lines import text_of
from tui.screens.lesson import LessonScreen
from tui.screens.words import WordsScreen, draw_words

LOSS = Term("loss", "How wrong the network is, as one number, over all samples.")
RELU = Term("ReLU", "Keeps what is positive.")


def test_each_word_has_its_meaning_beside_it():
    assert [text_of(line).rstrip() for line in draw_words([LOSS], [RELU], 40)] == [
        "On this page",
        "  loss  How wrong the network is, as one",
        "        number, over all samples.",
        "",
        "All others",
        "  ReLU  Keeps what is positive.",
    ]


def test_a_page_without_a_word_of_the_field_shows_all_words_at_once():
    assert text_of(draw_words([], [RELU], 40)[0]) == "All words"


async def test_a_key_shows_the_words_of_the_page_and_another_closes_them(tmp_path):
    async with running(tmp_path, page=2) as (app, pilot):
        (tmp_path / "content" / "glossary.toml").write_text('[which]\nmeans = "One of two."', encoding="utf-8")
        await press(pilot, "slash")
        assert isinstance(app.screen, WordsScreen)
        assert frame(app).index("On this page") < frame(app).index("One of two.") < frame(app).index("All others")
        await press(pilot, "escape")
        assert isinstance(app.screen, LessonScreen)


async def test_in_a_field_a_function_key_does_so_for_a_slash_belongs_to_a_number(tmp_path):
    async with running(tmp_path) as (app, pilot):
        await press(pilot, "1", "slash", "3")
        assert "› 1/3" in frame(app)
        await press(pilot, "f6")
        assert isinstance(app.screen, WordsScreen)


async def test_words_that_cannot_be_read_are_said_to_be_so(tmp_path):
    async with running(tmp_path) as (app, pilot):
        (tmp_path / "content" / "glossary.toml").write_text("[loss", encoding="utf-8")
        await press(pilot, "f6")
        assert isinstance(app.screen, LessonScreen)
        assert any("glossary.toml" in told.message for told in app._notifications)

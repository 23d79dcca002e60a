"""The glossary: a word is found in any of its forms, and in the order of the text."""

import pytest

from lessons.course import CONTENT, Course
from lessons.errors import LessonError
from lessons.glossary import Glossary, read_glossary

OWN = """
[loss]
means = "How wrong it is."
also = ["losses"]

["loss surface"]
means = "The loss over two parameters."

[ReLU]
means = "Keeps what is positive."
"""


@pytest.fixture
def glossary(tmp_path):
    (tmp_path / "glossary.toml").write_text(OWN, encoding="utf-8")
    return read_glossary(tmp_path)


def names(terms):
    return [term.name for term in terms]


def test_a_word_is_found_in_any_of_its_forms(glossary):
    assert glossary.find(" Losses ").name == "loss"
    assert glossary.find("relu").name == "ReLU"
    assert glossary.find("lossless") is None


def test_the_terms_of_a_text_come_in_its_order_each_once_and_the_longest_form_counts(glossary):
    text = "A relu, then *Losses* on a loss surface: lossless, loss-free. The loss."
    assert names(glossary.found_in(text)) == ["ReLU", "loss", "loss surface"]
    assert Glossary({}).found_in(text) == ()


def test_all_terms_stand_in_alphabetical_order_whatever_their_letters(glossary):
    assert names(glossary.in_order) == ["loss", "loss surface", "ReLU"]


def test_a_lesson_of_others_has_its_own_words_and_ours(tmp_path):
    (tmp_path / "glossary.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "01-mine.md").write_text('+++\nid = "mine"\n+++\n', encoding="utf-8")
    entry = next(entry for entry in Course.discover([tmp_path]).entries if entry.path.parent == tmp_path)
    assert entry.glossary().find("loss").means == "How wrong it is."
    assert entry.glossary().find("softmax") == read_glossary(CONTENT).find("softmax")
    (tmp_path / "glossary.toml").write_text("[loss", encoding="utf-8")
    with pytest.raises(LessonError, match="glossary"):
        entry.glossary()

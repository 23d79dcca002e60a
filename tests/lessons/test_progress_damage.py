"""Damaged and newer files: nothing that can be read is lost, nothing damaged is thrown away, and it is said once."""

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.progress import AnswerGiven, Entry, ProgressStore, SaveKind, Verdict
from lessons.progress.archive import Archive
from lessons.progress.entries import NewerVersionError, UnreadableError


def answer(text: str) -> AnswerGiven:
    return AnswerGiven("loss", 1, "guess", "predict", text, Verdict.CORRECT)


def write_answers(home: Path, *texts: str) -> Path:
    """Write a journal whose session is over, and give its path."""
    with ProgressStore.open(home) as store:
        for text in texts:
            store.record(answer(text))
        (journal,) = [path for path in (home / "journal").iterdir() if f"-{os.getpid()}-" in path.name]
    # A process number that no process has: the system's largest is far below.
    return journal.rename(journal.with_name(journal.name.replace(f"-{os.getpid()}-", "-999999999-")))


def answers(store: ProgressStore) -> list[str]:
    return [attempt.answer for attempt in store.state.lesson("loss").block("guess").attempts]


GARBAGE = [
    b"\x00" * 40,
    b"{",
    b"not json",
    b"[]",
    b"null",
    b'"text"',
    b"\xff\xfe\x00",
    b'{"v":1}',
    b'{"v":0,"id":"a","order":1,"time":"2026-11-21T09:00:00Z","kind":"everything reset"}',
    b'{"v":1,"id":"","order":1,"time":"2026-11-21T09:00:00Z","kind":"everything reset"}',
    b'{"v":1,"id":"a","order":-1,"time":"2026-11-21T09:00:00Z","kind":"everything reset"}',
    b'{"v":1,"id":"a","order":9223372036854775807,"time":"2026-11-21T09:00:00Z","kind":"everything reset"}',
    b'{"v":1,"id":"a","order":1,"time":"2026-11-21T09:00:00","kind":"everything reset"}',
    b'{"v":1,"id":"a","order":1,"time":"yesterday","kind":"everything reset"}',
    b'{"v":1,"id":"a","order":1,"time":"0001-01-01T00:00:00+23:00","kind":"everything reset"}',
    b'{"v":1,"id":"a","order":1,"time":"2026-11-21T09:00:00Z","kind":"unheard of"}',
    b'{"v":1,"id":"a","order":1,"time":"2026-11-21T09:00:00Z","kind":["answered"]}',
    b'{"v":1,"id":"a","order":1,"time":"2026-11-21T09:00:00Z","kind":"finished"}',
    b'{"v":1,"id":"a","order":1,"time":"2026-11-21T09:00:00Z","kind":"finished","lesson":3}',
    b'{"v":1,"id":"a","order":1,"time":"2026-11-21T09:00:00Z","kind":"visited","lesson":"a","page":-1}',
    b'{"v":1,"id":"a","order":1,"time":"2026-11-21T09:00:00Z","kind":"visited","lesson":"a","page":true}',
    b'{"v":1,"id":"a","order":1,"time":"2026-11-21T09:00:00Z","kind":"setting","name":"a","value":NaN}',
    b'{"v":1,"id":"a","order":1,"time":"2026-11-21T09:00:00Z","kind":"setting","name":"a","value":null}',
    b"[" * 100_000,
    b"9" * 10_000,
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_a_damaged_line_is_copied_aside_and_told_once(tmp_path: Path, garbage: bytes) -> None:
    journal = write_answers(tmp_path, "1", "2")
    first, second = journal.read_bytes().splitlines()
    journal.write_bytes(b"\n".join([first, garbage, second, b""]))
    with ProgressStore.open(tmp_path) as store:
        assert answers(store) == ["1", "2"]
        (notice,) = store.take_notices()
        (aside,) = (tmp_path / "journal").glob("*.unreadable-*")
        assert notice == f"Your progress had 1 damaged line. All else is there. What was damaged is kept in {aside}."
        assert aside.read_bytes() == garbage + b"\n"
        assert store.record(answer("3")).is_saved
    with ProgressStore.open(tmp_path) as store:
        assert answers(store) == ["1", "2", "3"]
        assert store.take_notices() == ()


def test_new_damage_in_the_same_journal_is_told_again(tmp_path: Path) -> None:
    journal = write_answers(tmp_path, "1")
    for garbage in (b"one", b"two"):
        journal.write_bytes(journal.read_bytes() + garbage + b"\n")
        store = ProgressStore.open(tmp_path)
        assert len(store.take_notices()) == 1
        store.close()
    asides = sorted((tmp_path / "journal").glob("*.unreadable-*"))
    assert sorted(path.read_bytes() for path in asides) == [b"one\n", b"two\n"]


def test_a_half_line_of_a_session_that_was_killed_is_kept_aside(tmp_path: Path) -> None:
    journal = write_answers(tmp_path, "1", "2")
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-20])
    with ProgressStore.open(tmp_path) as store:
        assert answers(store) == ["1"]
        assert store.take_notices() == ()  # it may only seem gone, and be writing the other half
        an_hour_ago = time.time() - 3600
        os.utime(journal, (an_hour_ago, an_hour_ago))
        store.refresh()
        assert answers(store) == ["1"]
        assert len(store.take_notices()) == 1
    (aside,) = (tmp_path / "journal").glob("*.unreadable-*")
    assert aside.read_bytes() == whole.splitlines()[1][:-19] + b"\n"


def test_a_half_line_of_a_session_that_is_writing_is_waited_for(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as writer, ProgressStore.open(tmp_path) as reader:
        writer.record(answer("1"))
        (journal,) = [path for path in (tmp_path / "journal").iterdir() if path.stat().st_size]
        whole = journal.read_bytes()
        line = Entry("another", 2**50, writer.state.live[0].time, answer("2")).to_line()
        journal.write_bytes(whole + line[:30])
        reader.refresh()
        assert answers(reader) == ["1"]
        journal.write_bytes(whole + line)
        reader.refresh()
        assert answers(reader) == ["1", "2"] or answers(reader) == ["2", "1"]
        assert reader.take_notices() == ()


def test_a_journal_that_is_no_text_at_all_does_not_stop_the_others(tmp_path: Path) -> None:
    journal = write_answers(tmp_path, "1")
    other = journal.with_name("20200101T000000Z-lost-1-abcd.jsonl")
    other.write_bytes(os.urandom(5000))
    journal.with_name("20200101T000000Z-folder-1-abcd.jsonl").mkdir()
    with ProgressStore.open(tmp_path) as store:
        assert answers(store) == ["1"]
        notices = store.take_notices()
        assert any("20200101T000000Z-lost" in notice for notice in notices)
        assert any("20200101T000000Z-folder" in notice for notice in notices)
        store.refresh()
        assert store.take_notices() == ()
        assert store.record(answer("2")).is_saved


def test_two_entries_with_one_id_are_settled_whichever_is_read_first(tmp_path: Path) -> None:
    """As after a journal was copied and edited by hand."""
    found = []
    for home, texts in ((tmp_path / "a", ("1", "2")), (tmp_path / "b", ("2", "1"))):
        (home / "journal").mkdir(parents=True)
        for name, text in zip(("first", "second"), texts, strict=True):
            entry = Entry("id", 1, datetime(2026, 11, 21, tzinfo=UTC), answer(text))
            (home / "journal" / f"{name}.jsonl").write_bytes(entry.to_line())
        found.append(answers(ProgressStore.open(home, is_read_only=True)))
    assert found[0] == found[1]
    assert len(found[0]) == 1


def test_looking_only_names_the_damage_and_moves_nothing(tmp_path: Path) -> None:
    journal = write_answers(tmp_path, "1")
    journal.write_bytes(journal.read_bytes() + b"damage\n")
    store = ProgressStore.open(tmp_path, is_read_only=True)
    assert store.take_notices() == (f"Your progress has 1 damaged line, left out here: {journal}. All else is there.",)
    assert [path.name for path in (tmp_path / "journal").iterdir()] == [journal.name]


def newer(line: bytes) -> bytes:
    return json.dumps(json.loads(line) | {"v": 2, "mood": "cheerful"}).encode() + b"\n"


def test_a_newer_version_is_left_alone_and_said(tmp_path: Path) -> None:
    journal = write_answers(tmp_path, "1", "2")
    first, second = journal.read_bytes().splitlines()
    journal.write_bytes(first + b"\n" + newer(second))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    store = ProgressStore.open(tmp_path)
    assert store.status.kind is SaveKind.READ_ONLY
    assert "a newer glassnet has written" in store.status.text
    assert answers(store) == ["1"]
    assert store.record(answer("3")).waiting == 1
    assert answers(store) == ["1", "3"]
    assert not hasattr(store.reset_everything(), "backup")
    store.close()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_newer_version_that_comes_while_a_session_runs_ends_its_writing(tmp_path: Path) -> None:
    with ProgressStore.open(tmp_path) as store:
        assert store.record(answer("1")).is_saved
        (journal,) = (tmp_path / "journal").iterdir()
        journal.with_name("20300101T000000Z-there-1-abcd.jsonl").write_bytes(newer(journal.read_bytes()))
        store.refresh()
        assert store.status.kind is SaveKind.READ_ONLY
        assert store.record(answer("2")).waiting == 1
        assert journal.read_bytes().count(b"\n") == 1


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_an_entry_or_our_own_error(line: bytes) -> None:
    try:
        entry = Entry.from_line(line)
    except (UnreadableError, NewerVersionError):
        return
    assert Entry.from_line(entry.to_line()) == entry


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(["v", "id", "order", "time", "kind", "lesson", "page", "block", "verdict", "blocks", "value"])


@settings(deadline=None)
@given(st.dictionaries(keys, json_values), st.data())
def test_any_json_is_an_entry_an_archive_or_our_own_error(values: dict[str, object], data: st.DataObject) -> None:
    line = Entry("a", 1, datetime(2026, 11, 21, tzinfo=UTC), answer("1")).to_json()
    spoilt = line | {key: value for key, value in values.items() if data.draw(st.booleans())}
    text = json.dumps(spoilt).encode()
    for read in (Entry.from_line, Archive.from_bytes):
        try:
            read(text)
        except (UnreadableError, NewerVersionError):
            continue

"""Export, import and the summary: progress goes to another machine and back, and to a teacher."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lessons.progress import (
    AnswerGiven,
    ExchangeRefused,
    Exported,
    HintTaken,
    Imported,
    LessonFinished,
    PageVisited,
    PlaceReached,
    ProgressStore,
    ResetDone,
    ReviewAnswered,
    SettingChanged,
    Verdict,
)
from lessons.progress.summary import summarise

NINE = datetime(2026, 11, 21, 9, tzinfo=UTC)


def answer(text: str, block: str = "guess", verdict: Verdict = Verdict.CORRECT, hints: int = 0) -> AnswerGiven:
    return AnswerGiven("loss", 2, block, "predict", text, verdict, hints)


def worked(home: Path) -> ProgressStore:
    """Open a home in which a lesson was worked through."""
    times = iter(NINE + timedelta(minutes=number) for number in range(1000))
    store = ProgressStore.open(home, clock=lambda: next(times))
    for event in (
        PageVisited("loss", 1),
        PlaceReached("loss", 2, 7, 3),
        answer("0.5", verdict=Verdict.INCORRECT),
        answer("0,35 – über"),
        answer("2", block="sum"),
        HintTaken("loss", 2, "order", 1),
        answer("", block="given up", verdict=Verdict.NOT_ATTEMPTED),
        answer("a < b", block="order", hints=1),
        ReviewAnswered("loss", "sum", 9, "3", Verdict.CORRECT),
        LessonFinished("loss"),
        PageVisited("layers", 1),
        SettingChanged("theme", "nord"),
    ):
        assert store.record(event).is_saved
    return store


def test_an_export_imported_elsewhere_gives_the_same_progress(tmp_path: Path) -> None:
    with worked(tmp_path / "here") as here, ProgressStore.open(tmp_path / "there") as there:
        exported = here.export(tmp_path / "mine.json")
        assert exported == Exported(tmp_path / "mine.json", len(here.state.live))
        imported = there.import_from(tmp_path / "mine.json")
        assert isinstance(imported, Imported)
        assert imported.entries == exported.entries
        assert imported.status.is_saved
        assert there.state == here.state
    with ProgressStore.open(tmp_path / "there", is_read_only=True) as there:
        assert there.state.lessons == here.state.lessons
        assert there.state.settings == {"theme": "nord"}


def test_importing_twice_adds_nothing(tmp_path: Path) -> None:
    with worked(tmp_path / "here") as here, ProgressStore.open(tmp_path / "there") as there:
        here.export(tmp_path / "mine.json")
        there.import_from(tmp_path / "mine.json")
        again = there.import_from(tmp_path / "mine.json")
        assert isinstance(again, Imported)
        assert again.entries == 0


def test_an_import_adds_to_what_is_there(tmp_path: Path) -> None:
    with worked(tmp_path / "here") as here, ProgressStore.open(tmp_path / "there") as there:
        there.record(answer("theirs"))
        here.export(tmp_path / "mine.json")
        there.import_from(tmp_path / "mine.json")
        texts = {attempt.answer for attempt in there.state.lesson("loss").blocks["guess"].attempts}
    assert texts == {"0.5", "0,35 – über", "theirs"}


def test_an_import_brings_back_what_was_reset_with_its_own_times_and_only_once(tmp_path: Path) -> None:
    with worked(tmp_path) as store:
        before = store.state.lesson("loss")
        for _ in range(2):
            reset = store.reset_lesson("loss")
            assert isinstance(reset, ResetDone)
            assert "loss" not in store.state.lessons
            store.import_from(reset.backup)
            store.import_from(reset.backup)
            after = store.state.lesson("loss")
            assert after.finished == before.finished
            assert [(a.time, a.answer, a.verdict) for a in after.blocks["guess"].attempts] == [
                (a.time, a.answer, a.verdict) for a in before.blocks["guess"].attempts
            ]
            assert after.pages == before.pages
            assert after.place == before.place


def test_a_reset_on_one_machine_takes_nothing_away_on_another(tmp_path: Path) -> None:
    with worked(tmp_path / "here") as here, ProgressStore.open(tmp_path / "there") as there:
        there.record(answer("theirs"))
        here.reset_everything()
        here.record(answer("new"))
        here.export(tmp_path / "mine.json")
        there.import_from(tmp_path / "mine.json")
        attempts = there.state.lesson("loss").blocks["guess"].attempts
    assert {attempt.answer for attempt in attempts} == {"theirs", "new"}


def test_a_snapshot_can_be_imported_like_an_export(tmp_path: Path) -> None:
    with worked(tmp_path / "here") as here:
        here.reset_everything()
        here.record(answer("new"))
        lines = b",\n".join(entry.to_line().strip() for entry in here.state.entries.values())
    head = b'{"v": 1, "kind": "glassnet progress", "based_on": ["x"], "journals": {"y": 1}, "entries": [\n'
    (tmp_path / "snapshot.json").write_bytes(head + lines + b"]}")
    with ProgressStore.open(tmp_path / "there", clock=lambda: NINE - timedelta(days=1)) as there:
        there.record(answer("theirs"))
        imported = there.import_from(tmp_path / "snapshot.json")
        assert isinstance(imported, Imported)
        assert [a.answer for a in there.state.lesson("loss").blocks["guess"].attempts] == ["theirs", "new"]


def test_an_export_is_readable_json_and_never_replaces_a_file(tmp_path: Path) -> None:
    with worked(tmp_path / "here") as here:
        here.export(tmp_path / "mine.json")
        text = (tmp_path / "mine.json").read_text()
        kinds = [entry["kind"] for entry in json.loads(text)["entries"]]
        assert kinds[0] == "visited"
        assert all(len(line) < 400 for line in text.splitlines())
        refused = here.export(tmp_path / "mine.json")
        assert isinstance(refused, ExchangeRefused)
        assert "exists already" in refused.reason
        refused = here.export(tmp_path / "no folder" / "mine.json")
        assert isinstance(refused, ExchangeRefused)
        assert "cannot be written" in refused.reason


def test_a_file_that_is_no_export_is_refused_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    with ProgressStore.open(tmp_path / "home") as store:

        def reason(content: bytes | None) -> str:
            if content is not None:
                path.write_bytes(content)
            refused = store.import_from(path)
            assert isinstance(refused, ExchangeRefused)
            return refused.reason

        assert "cannot be read" in reason(None)
        assert "is no file of progress: line 1: Expecting value." in reason(b"hello")
        assert "is no file of progress: it is no text." in reason(b"\xff\xfe{")
        assert "is no file of progress: it is nested too deep." in reason(b"[" * 100_000)
        assert "is no file of progress: it is not marked as" in reason(b'{"v": 1, "kind": "shopping list"}')
        assert "is no file of progress" in reason(b'{"v": 1, "kind": "glassnet progress"}')
        assert "newer glassnet" in reason(b'{"v": 2, "kind": "glassnet progress"}')
        head = b'{"v": 1, "kind": "glassnet progress", "based_on": [], "journals": {}, "entries": ['
        assert "newer glassnet" in reason(head + b'{"v": 2}]}')
        with path.open("wb") as file:
            file.truncate(65 * 2**20)
        assert "too large" in reason(None)
        refused = store.import_from("/dev/zero")
        assert isinstance(refused, ExchangeRefused)
        assert "is no file" in refused.reason
        assert store.state.entries == {}
        path.write_bytes(head + b"17]}")
        assert store.import_from(path) == Imported(0, 1, store.status)


def test_the_summary_counts_what_was_done(tmp_path: Path) -> None:
    with worked(tmp_path) as store:
        summary = summarise(store.state, [("neurons", "Coding our first neurons"), ("loss", "Network error")])
    neurons, loss, layers = summary.lessons
    assert (neurons.state, neurons.page, neurons.last) == ("new", None, None)
    assert (loss.state, loss.page, loss.answered, loss.right, loss.right_at_once) == ("done", 2, 3, 3, 1)
    assert (loss.attempts, loss.hints, loss.reviews) == (4, 1, 1)
    assert (layers.title, layers.state, layers.page) == ("layers", "begun", 1)
    assert loss.first is not None
    assert loss.last is not None
    assert loss.first < loss.last
    found = json.loads(json.dumps(summary.to_json()))
    assert (found["done"], found["of"]) == (1, 2)  # layers is not in this course (any more)
    assert [line["in_course"] for line in found["lessons"]] == [True, True, False]
    assert any(line.startswith("layers (not here now)") for line in summary.to_lines())
    assert found["lessons"][1]["first"] == loss.first.isoformat(timespec="seconds")
    assert found["lessons"][0]["last"] is None


def test_the_table_fits_80_columns_and_a_long_title_goes_on_below(tmp_path: Path) -> None:
    with worked(tmp_path) as store:
        titles = [
            ("neurons", "Neurons"),
            ("loss", "Calculating network error with loss, at length"),
            ("layers", "Adding layers"),
        ]
        lines = summarise(store.state, titles).to_lines()
    assert lines[:-2] == (
        "lesson                         state   right  at once  hints  recall        last",
        "",
        "Neurons                        new",
        "Calculating network error      done      3/3        1      1       1  2026-11-21",
        "  with loss, at length",
        "Adding layers                  page 1    0/0        0      0       0  2026-11-21",
        "",
        "1 of 3 lessons done",
    )
    assert max(map(len, lines)) == 80
    wide = summarise(store.state, titles).to_lines(120)
    assert wide[3].startswith("Calculating network error with loss, at length  done")


def test_a_teacher_finds_every_answer_in_the_json(tmp_path: Path) -> None:
    with worked(tmp_path) as store:
        progress = store.state.lesson("loss")
        loss = json.loads(json.dumps(summarise(store.state, [("loss", "Loss")]).to_json()))["lessons"][0]
    assert [page["page"] for page in loss["pages"]] == list(progress.pages)
    assert [block["block"] for block in loss["blocks"]] == list(progress.blocks)
    said = [(a["answer"], a["verdict"], a["hints"]) for block in loss["blocks"] for a in block["attempts"]]
    assert said == [(a.answer, a.verdict, a.hints) for block in progress.blocks.values() for a in block.attempts]
    assert len([verdict for _, verdict, _ in said if verdict != Verdict.NOT_ATTEMPTED]) == loss["attempts"]
    assert sum(len(block["reviews"]) for block in loss["blocks"]) == loss["reviews"] == 1
    assert progress.finished is not None
    assert loss["finished"] == progress.finished.isoformat(timespec="seconds")

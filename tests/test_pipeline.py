"""Blocks, results in order, the console, and what is settled before a run."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_predictor import POISON, FakePredictor
from frontwire.corpora.articles import Entry, find_inputs
from frontwire.errors import OutputError, UsageError
from frontwire.pipeline import (
    Console,
    Destination,
    Job,
    extract_to_file,
    extract_to_stream,
    find_destination,
    iter_blocks,
    process_block,
)
from frontwire.pipeline.blocks import MAX_CHARACTERS, MAX_ENTRIES, StreamDigest
from frontwire.pipeline.identity import differences, run_identity
from frontwire.schema import Article, Document, Mention, RejectedArticle

FRENCH = "Des hommes armés ont attaqué un poste de police près de la frontière mardi soir, tuant deux agents."


def entry(id: str, text: str = "An attack in Tarn.", line: int = 1) -> Entry:
    return Entry(Article(id, text), "in.jsonl", line)


def rejection(line: int = 1) -> Entry:
    return Entry(RejectedArticle("in.jsonl", "broken", line), "in.jsonl", line)


def sizes(entries: list[Entry], **limits: int) -> list[int]:
    return [len(block) for block in iter_blocks(entries, **limits)]


# --- blocks


def test_blocks_are_cut_by_entries() -> None:
    assert sizes([entry(str(i)) for i in range(150)]) == [64, 64, 22]
    assert sizes([]) == []


def test_rejections_fill_blocks_too() -> None:
    assert sizes([rejection(i) for i in range(1, 131)]) == [64, 64, 2]


def test_blocks_are_cut_by_characters_and_a_long_text_stands_alone() -> None:
    texts = ["a" * 40, "b" * 60, "c", "d" * 500, "e"]
    assert sizes([entry(t[0], t) for t in texts], max_entries=64, max_characters=100) == [2, 1, 1, 1]


@given(st.lists(st.integers(0, 300), max_size=60), st.integers(1, 8), st.integers(1, 400))
def test_blocks_hold_everything_in_order_within_limits(lengths: list[int], entries: int, characters: int) -> None:
    given_ = [rejection() if length == 0 else entry(str(i), "x" * length) for i, length in enumerate(lengths)]
    blocks = list(iter_blocks(given_, max_entries=entries, max_characters=characters))
    assert [e for block in blocks for e in block] == given_
    for block in blocks:
        size = sum(len(e.item.text) for e in block if isinstance(e.item, Article))
        assert 1 <= len(block) <= entries
        assert size <= characters or sum(isinstance(e.item, Article) for e in block) == 1


def test_borders_depend_only_on_what_stands_before() -> None:
    entries = [entry(str(i), "x" * (i % 7 * 9000 + 1)) for i in range(200)]
    assert sizes(entries)[:-1] == sizes([*entries, entry("more")])[: len(sizes(entries)) - 1]
    assert (MAX_ENTRIES, MAX_CHARACTERS) == (64, 262_144)  # a change makes every unfinished run impossible to resume


def test_the_digest_tells_any_two_streams_apart() -> None:
    streams = [
        [entry("a")],
        [entry("b")],
        [entry("a", "An attack in Tarn!")],
        [Entry(Article("a", "An attack in Tarn.", date="2020-05-19"), "in.jsonl", 1)],
        [Entry(Article("a", "An attack in Tarn.", extra={"x": 1}), "in.jsonl", 1)],
        [rejection(1)],
        [rejection(2)],
        [entry("a"), entry("a")],
        [Entry(RejectedArticle("caf\udce9.txt", "broken"), "x")],
        [],
    ]
    digests = []
    for stream in streams:
        digest = StreamDigest()
        digest.update(stream)
        digests.append(digest.hexdigest())
    assert len(set(digests)) == len(streams)


# --- one block


def test_results_stand_in_the_order_of_the_entries() -> None:
    block = [entry("a"), rejection(2), entry("b", f"{POISON} text", 3), entry("c", line=4)]
    predictor = FakePredictor()
    results = process_block(block, predictor)
    assert [(type(r).__name__, r.id) for r in results] == [
        ("Document", "a"),
        ("RejectedArticle", None),
        ("RejectedArticle", "b"),
        ("Document", "c"),
    ]
    assert predictor.calls == [["a", "b", "c"]]
    assert results[2] == RejectedArticle("in.jsonl", "cannot be tagged", 3, "b")


def test_a_block_of_rejections_does_not_reach_the_predictor() -> None:
    predictor = FakePredictor()
    process_block([rejection(1)], predictor)
    assert predictor.calls == []


def test_strict_language_rejects_before_the_predictor() -> None:
    predictor = FakePredictor()
    results = process_block([entry("a", FRENCH, 7), entry("b")], predictor, strict_language=True)
    assert predictor.calls == [["b"]]
    assert isinstance(results[0], RejectedArticle)
    assert (results[0].line, results[0].id) == (7, "a")
    assert "another language (fr)" in results[0].reason


def test_a_result_that_is_not_sound_is_rejected() -> None:
    class Unsound(FakePredictor):
        def extract_block(self, articles: Sequence[Article]) -> Any:
            documents = super().extract_block(articles)
            documents[0].mentions = [Mention("m1", "EVENT", 0, 2, "xx")]  # type: ignore[union-attr]
            return documents

    (rejected, document) = process_block([entry("a"), entry("b")], Unsound())
    assert isinstance(rejected, RejectedArticle)
    assert "the result is not sound" in rejected.reason
    assert isinstance(document, Document)


def test_a_predictor_that_loses_an_article_is_an_error() -> None:
    class Forgetful(FakePredictor):
        def extract_block(self, articles: Sequence[Article]) -> Any:
            return super().extract_block(articles)[1:]

    with pytest.raises(ValueError, match="shorter"):
        process_block([entry("a"), entry("b")], Forgetful())


def test_the_language_is_filled_in_where_the_predictor_leaves_it() -> None:
    class Silent(FakePredictor):
        def extract_block(self, articles: Sequence[Article]) -> Any:
            documents = super().extract_block(articles)
            documents[0].language = None  # type: ignore[union-attr]
            return documents

    (document,) = process_block([entry("a", FRENCH)], Silent())
    assert isinstance(document, Document)
    assert document.language == "fr"


# --- streams and files


def job(folder: Path, lines: Sequence[str], **options: Any) -> Job:
    path = folder / "in.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Job(find_inputs([path]), **options)


def line(id: str, text: str = "An attack in Tarn.") -> str:
    return json.dumps({"id": id, "text": text})


def console() -> tuple[Console, io.StringIO]:
    stream = io.StringIO()
    return Console(stream=stream), stream


def test_a_stream_gets_documents_and_the_console_rejections(tmp_path: Path) -> None:
    out = io.BytesIO()
    talk, said = console()
    summary = extract_to_stream(job(tmp_path, [line("a"), "broken", line("b")]), FakePredictor(), out, console=talk)
    assert [json.loads(text)["id"] for text in out.getvalue().splitlines()] == ["a", "b"]
    assert (summary.documents, summary.events, summary.rejected) == (2, 2, 1)
    assert said.getvalue().count("\n") == 1
    assert f"frontwire: rejected: line 2 of {tmp_path}/in.jsonl: not JSON" in said.getvalue()


def test_a_stream_and_a_file_hold_the_same_bytes(tmp_path: Path) -> None:
    work = job(tmp_path, [line(f"d{i}") for i in range(200)])
    out = io.BytesIO()
    extract_to_stream(work, FakePredictor(), out)
    extract_to_file(work, FakePredictor, Destination(tmp_path / "out.jsonl"))
    assert (tmp_path / "out.jsonl").read_bytes() == out.getvalue()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_the_errors_file_is_complete_also_when_empty(tmp_path: Path) -> None:
    errors = tmp_path / "errors.jsonl"
    bad = job(tmp_path, ["broken", line("a", POISON)])
    extract_to_stream(bad, FakePredictor(), io.BytesIO(), errors=errors)
    found = [json.loads(text) for text in errors.read_text().splitlines()]
    assert [(e["line"], e["id"]) for e in found] == [(1, None), (2, "a")]
    assert set(found[0]) == {"source", "line", "id", "reason"}
    extract_to_file(bad, FakePredictor, Destination(tmp_path / "out.jsonl", errors=tmp_path / "other.jsonl"))
    assert (tmp_path / "other.jsonl").read_bytes() == errors.read_bytes()
    extract_to_stream(job(tmp_path, [line("a")]), FakePredictor(), io.BytesIO(), errors=errors)
    assert errors.read_bytes() == b""


def test_a_failed_stream_leaves_no_errors_file(tmp_path: Path) -> None:
    class Closed(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left on device"):
        extract_to_stream(job(tmp_path, [line("a")]), FakePredictor(), Closed(), errors=tmp_path / "errors.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_an_errors_file_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(28, "No space left on device")

    def full(path: Path, *args: Any, **kwargs: Any) -> Any:
        return Full() if path.name.startswith("errors") else opened(path, *args, **kwargs)

    work = job(tmp_path, ["broken", line("a")])
    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OutputError, match=r"cannot write .*errors\.jsonl: No space left on device"):
        extract_to_stream(work, FakePredictor(), io.BytesIO(), errors=tmp_path / "errors.jsonl")


def test_a_fault_of_reading_is_not_called_one_of_writing(tmp_path: Path) -> None:
    class Broken(FakePredictor):
        def extract_block(self, articles: Sequence[Article]) -> Any:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output error"):
        extract_to_stream(job(tmp_path, [line("a")]), Broken(), io.BytesIO())


def test_a_deeply_nested_field_does_not_end_a_run(tmp_path: Path) -> None:
    def nested(levels: int) -> str:
        return f'{{"id": "n{levels}", "text": "An attack in Tarn.", "x": {"[" * levels}{"]" * levels}}}'

    out = tmp_path / "out.jsonl"
    summary = extract_to_file(
        job(tmp_path, [nested(98), nested(400), nested(900), line("a")]), FakePredictor, Destination(out)
    )
    assert (summary.documents, summary.rejected) == (2, 2)


def test_a_closed_pipe_stays_a_closed_pipe(tmp_path: Path) -> None:
    class Closed(io.BytesIO):
        def write(self, data: Any) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        extract_to_stream(job(tmp_path, [line("a")]), FakePredictor(), Closed())


def test_another_language_is_warned_of_once(tmp_path: Path) -> None:
    class Multilingual(FakePredictor):
        def extract_block(self, articles: Sequence[Article]) -> Any:
            documents = super().extract_block(articles)
            for document in documents:
                document.language = "fr"  # type: ignore[union-attr]
            return documents

    talk, said = console()
    summary = extract_to_stream(job(tmp_path, [line("a"), line("b")]), Multilingual(), io.BytesIO(), console=talk)
    assert summary.foreign == 2
    assert said.getvalue().count("\n") == 1
    assert "document 'a' is in another language than English (fr)" in said.getvalue()


def test_the_input_streams(tmp_path: Path) -> None:
    """No block is read before the one in front of it is done and written."""
    seen: list[tuple[int, int]] = []
    out = io.BytesIO()

    class Watching(FakePredictor):
        def extract_block(self, articles: Sequence[Article]) -> Any:
            seen.append((len(self.calls), len(out.getvalue().splitlines())))
            return super().extract_block(articles)

    extract_to_stream(job(tmp_path, [line(f"d{i}") for i in range(200)]), Watching(), out)
    assert seen == [(0, 0), (1, 64), (2, 128), (3, 192)]


def test_no_article_at_all_gives_an_empty_result(tmp_path: Path) -> None:
    for format_ in ("jsonl", "csv", "parquet", "geojson"):
        out = tmp_path / f"out.{format_}"
        summary = extract_to_file(job(tmp_path, [""]), FakePredictor, Destination(out, format_))
        assert summary.documents == summary.rejected == 0
        assert out.exists()


# --- destination


@pytest.mark.parametrize(
    ("name", "format_", "expected"),
    [
        ("out.jsonl", None, "jsonl"),
        ("out.CSV", None, "csv"),
        ("out.parquet", None, "parquet"),
        ("out.geojson", None, "geojson"),
        ("out.dat", "csv", "csv"),
        ("out.csv", "jsonl", "jsonl"),
    ],
)
def test_the_format_follows_the_ending_or_the_option(
    tmp_path: Path, name: str, format_: str | None, expected: str
) -> None:
    destination = find_destination(str(tmp_path / name), format=format_)
    assert (destination.path, destination.format) == (tmp_path / name, expected)


@pytest.mark.parametrize(
    ("out", "options", "error", "message"),
    [
        ("out.xlsx", {}, UsageError, r"the ending '.xlsx' of out.xlsx names no output format; expected .jsonl, .csv"),
        ("out", {}, UsageError, "out without an ending names no output format"),
        ("out.jsonl.gz", {}, UsageError, "'.gz'"),
        ("out.html", {}, UsageError, "html output is not available in this version"),
        ("out.jsonl", {"format": "html"}, UsageError, "format 'html' is not available in this version"),
        ("out.jsonl", {"format": "xml"}, UsageError, "format 'xml' does not exist; expected jsonl, csv"),
        (None, {"format": "csv"}, UsageError, "standard output is JSON Lines; for csv name a file"),
        (None, {"resume": True}, UsageError, "--resume goes on with a file"),
        ("-", {"resume": True}, UsageError, "--resume goes on with a file"),
        ("out.jsonl", {"errors": "out.jsonl"}, UsageError, "both the output and the errors file"),
        *(
            ("out.jsonl", {"errors": f"out.jsonl.partial{ending}"}, UsageError, "what is unfinished of out.jsonl")
            for ending in ("", ".errors", ".json", ".tmp", ".errors.tmp", ".json.tmp")
        ),
        ("out.jsonl", {"errors": "./out.jsonl.partial"}, UsageError, "choose another name"),
        ("bad.partial.tmp", {"errors": "bad", "format": "jsonl"}, UsageError, "what is unfinished of bad"),
        ("none/out.jsonl", {}, OutputError, "the folder .*none does not exist"),
        ("file.txt/out.jsonl", {}, OutputError, r"file\.txt is a file, not a folder"),
        ("", {}, UsageError, "the name of the output is empty"),
        ("out.jsonl", {"errors": ""}, UsageError, "the name of the errors file is empty"),
        ("n" * 300 + ".jsonl", {}, OutputError, "the name is too long"),
        ("n" * 240 + ".jsonl", {}, OutputError, "the name is too long"),
        ("folder.jsonl", {}, OutputError, "it is a folder"),
        ("/dev/null", {"format": "jsonl"}, OutputError, "not a regular file"),
        ("out.jsonl", {"errors": "none/errors.jsonl"}, OutputError, "the folder .*none does not exist"),
    ],
)
def test_destinations_that_cannot_be_are_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    out: str | None,
    options: dict[str, Any],
    error: type[Exception],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "file.txt").touch()
    with pytest.raises(error, match=message):
        find_destination(out, **options)


def test_a_folder_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # who runs the tests may be allowed everything
    with pytest.raises(OutputError, match="no permission to write in the folder"):
        find_destination(str(tmp_path / "out.jsonl"))


def test_a_linked_output_is_written_through_the_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out.jsonl").symlink_to(tmp_path / "real" / "out.jsonl")
    assert find_destination(str(tmp_path / "out.jsonl")).path == tmp_path / "real" / "out.jsonl"


# --- identity


def test_an_identity_is_of_contents_not_of_times(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line("a"))
    before = run_identity(find_inputs([path]), {"date": None})
    path.touch()
    assert differences(before, run_identity(find_inputs([path]), {"date": None})) == []
    path.write_text(line("b"))
    assert differences(before, run_identity(find_inputs([path]), {"date": None})) == [f"input {path} changed"]


def test_differences_are_named(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(name)
    before = {**run_identity(find_inputs([tmp_path]), {"date": None, "device": "cpu"}), "model": "m1"}
    (tmp_path / "c.txt").write_text("c")
    now = {**run_identity(find_inputs([tmp_path]), {"date": "2020-01-01", "device": "cpu"}), "model": "m2"}
    assert differences(before, now) == [
        f"input {tmp_path}/c.txt is new",
        "option date was None, is 2020-01-01",
        "model was m1, is m2",
    ]


def test_many_files_are_compared_by_one_digest(tmp_path: Path) -> None:
    for number in range(150):
        (tmp_path / f"{number:03}.txt").write_text(str(number))
    files = find_inputs([tmp_path])
    before = run_identity(files, {})
    assert before["inputs"]["each"] is None
    assert differences(before, run_identity(files[:149], {})) == ["the inputs were 150 files, are 149"]
    assert differences(before, run_identity(files[::-1], {})) == ["the inputs or their order changed"]


# --- console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_quiet_leaves_what_explains_a_status() -> None:
    stream = Terminal()
    quiet = Console(quiet=True, stream=stream)
    quiet.note("good to know")
    quiet.rejected(RejectedArticle("x", "broken"))
    quiet.advance(1)
    quiet.say("3 rejected")
    quiet.close()
    assert stream.getvalue() == "frontwire: 3 rejected\n"


def test_a_progress_bar_needs_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        bar = Console(stream=stream)
        bar.advance(64)
        bar.note("note")
        bar.close()
        assert ("64 articles" in stream.getvalue()) is shown
        assert "frontwire: note\n" in stream.getvalue()
    monkeypatch.setattr(sys, "stdout", Terminal())
    stream = Terminal()
    mixed = Console(stream=stream, result_on_stdout=True)
    mixed.advance(64)
    mixed.close()
    assert stream.getvalue() == ""

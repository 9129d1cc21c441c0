"""Documents as JSON Lines."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_strategies import documents
from frontwire.corpora.jsonl import read_jsonl, read_records, write_jsonl, write_records
from frontwire.errors import RecordError
from frontwire.schema import Document


@given(st.lists(documents(), max_size=3), st.sampled_from([".jsonl", ".jsonl.gz"]))
def test_any_documents_survive(tmp_path_factory: pytest.TempPathFactory, written: list[Document], ending: str) -> None:
    path = tmp_path_factory.mktemp("jsonl") / f"documents{ending}"
    assert write_jsonl(written, path) == len(written)
    assert list(read_jsonl(path)) == written


def test_lines_are_split_at_line_feeds_only(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    document = Document("d", "one\u2028two\x85three\x0b")
    write_jsonl([document, document], path)
    assert path.read_bytes().count(b"\n") == 2
    assert [d.text for d in read_jsonl(path)] == [document.text] * 2


def test_gzip_of_the_same_documents_is_the_same(tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "b.jsonl.gz"):
        write_jsonl([Document("d", "text")], tmp_path / name)
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


def test_reading_streams(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "d", "text": "a"}\nnot json\n', encoding="utf-8")
    reading = read_jsonl(path)
    assert next(reading).id == "d"
    with pytest.raises(RecordError, match="line 2"):
        next(reading)


def test_blank_lines_and_byte_order_mark_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\n\n \r\n{"a": 2}')
    assert list(read_records(path)) == [(1, {"a": 1}), (4, {"a": 2})]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(b"{", "no JSON", id="cut-off"),
        pytest.param(b"[1]", "found list", id="no-object"),
        pytest.param(b'{"a": NaN}', "NaN is no JSON value", id="nan"),
        pytest.param(b'{"a": "\xff"}', "not UTF-8 at byte 7", id="not-utf8"),
        pytest.param(b'{"a": "\\ud800"}', "lone surrogate", id="lone-surrogate"),
        pytest.param(b'{"a":' * 100_000, "no JSON", id="nested-too-deep"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", "no JSON", id="number-too-long"),
        pytest.param(b'{"id": "d", "text": 5}', "text is int", id="text-no-string"),
        pytest.param(b'{"id": "d"}', "text is missing", id="no-text"),
        pytest.param(
            b'{"id": "d", "text": "a", "mentions": [{"id": "m", "label": "EVENT", "start": 0, "end": 3, "text": "a"}]}',
            "end=3 in a text of 1 characters",
            id="span-past-the-end",
        ),
    ],
)
def test_fault_names_line_and_file(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b'{"id": "d", "text": "good"}\n' + line + b"\n")
    with pytest.raises(RecordError, match=reason) as caught:
        list(read_jsonl(path))
    assert (caught.value.line, caught.value.source) == (2, str(path))


def test_surrogate_pair_is_one_character(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": "\\ud83d\\ude00"}\n', encoding="utf-8")
    assert next(read_records(path))[1] == {"a": "😀"}


@pytest.mark.parametrize("cut", [5, 30], ids=["in-the-header", "in-the-data"])
def test_broken_gzip_is_a_record_error(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "d", "text": "a long enough text"}\n')[:cut])
    with pytest.raises(RecordError, match="gzip"):
        list(read_records(path))


def test_no_gzip_under_its_name_is_a_record_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(RecordError, match="gzip"):
        list(read_records(path))


def test_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("old", encoding="utf-8")

    def records() -> Iterator[dict[str, int]]:
        yield {"a": 1}
        raise RuntimeError("source failed")

    with pytest.raises(RuntimeError, match="source failed"):
        write_records(records(), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.jsonl"]


def test_written_form_is_the_contracts(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_jsonl([Document("d", "é")], path)
    line = path.read_text(encoding="utf-8")
    assert "é" in line
    assert list(json.loads(line)) == (
        ["schema_version", "id", "date", "title", "source", "language", "text", "mentions", "events", "model", "extra"]
    )

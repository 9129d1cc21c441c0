"""Token texts, offsets across white space, the document builder and the files behind native corpora."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire.corpora.native.alignment import TokenText, WhitespaceAlignment
from frontwire.corpora.native.building import DocumentBuilder, convert_all
from frontwire.corpora.native.corpus import Unaligned, UnalignedLog
from frontwire.corpora.native.sources import (
    json_array,
    json_lines,
    parse_xml,
    plain_value,
    read_bytes,
    read_tar_members,
    read_text,
    read_zip_member,
    required_file,
    required_files,
    table_rows,
)
from frontwire.errors import DataError, RecordError
from frontwire.schema import Document
from native_files import write, write_lines, write_tar

WORDS = st.text(alphabet="ab.é😀", max_size=4)


def test_tokens_make_a_text() -> None:
    text = TokenText([["Two", "bombs", "."], [], ["", "Again", "", "."]])
    assert text.text == "Two bombs .\nAgain ."
    assert text.span(0, 2) == (0, 9)
    assert text.span(4, 5) == (12, 17)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 1), (1, 1), (2, 1), (0, 4)])
def test_no_span_for_no_tokens(start: int, end: int) -> None:
    assert TokenText([["a", "b", "c"]]).span(start, end) is None


@given(st.lists(st.lists(WORDS, max_size=5), max_size=5))
def test_every_token_stands_where_its_span_says(sentences: list[list[str]]) -> None:
    text = TokenText(sentences)
    tokens = [token for sentence in sentences for token in sentence]
    assert [text.text[start:end] for start, end in text.spans] == tokens
    assert text.text == "\n".join(filter(None, (" ".join(filter(None, sentence)) for sentence in sentences)))


@given(st.lists(st.text(alphabet="ab", min_size=1, max_size=3), min_size=1, max_size=6), st.data())
def test_spans_are_carried_over_white_space(words: list[str], data: st.DataObject) -> None:
    source = "".join(data.draw(st.sampled_from(["", " ", "\n \t"])) + word for word in words) + " "
    target = "\n".join(words)
    carried = WhitespaceAlignment(source, target)
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(0, len(source)))
    found = carried.span(start, end)
    wanted = "".join(source[start:end].split()) if start < end else ""
    if not wanted:
        assert found is None
    else:
        assert found is not None
        piece = target[slice(*found)]
        assert "".join(piece.split()) == wanted
        assert piece == piece.strip()


def test_other_words_are_not_aligned() -> None:
    with pytest.raises(ValueError, match="more than white space"):
        WhitespaceAlignment("a b", "a c")


@pytest.fixture
def log() -> UnalignedLog:
    return UnalignedLog("invented")


def test_builder_keeps_facts_by_mention(log: UnalignedLog) -> None:
    builder = DocumentBuilder("d1", "A mine\n blew up.", part="train", log=log, labels=("THING", "ACT"), story="s")
    assert builder.mention("THING", (2, 6), words="mine", facts={"n": 1}) == "m1"
    assert builder.mention("ACT", (8, 15), words="blewup") == "m2"
    assert builder.mention("ACT/Role", (0, 1)) == "m3"
    builder.facts["type"] = "blast"
    document = builder.build()
    assert [(m.id, m.label, m.text) for m in document.mentions] == [
        ("m1", "THING", "mine"),
        ("m2", "ACT", "blew up"),
        ("m3", "ACT/Role", "A"),
    ]
    assert document.extra == {
        "corpus": "invented",
        "part": "train",
        "story": "s",
        "native": {"type": "blast", "mentions": {"m1": {"n": 1}}},
    }
    assert len(log) == 0


@pytest.mark.parametrize(
    ("label", "span", "words", "reason"),
    [
        pytest.param("THING", None, "mine", "not in the text", id="no span"),
        pytest.param("THING", (2, 17), None, r"\(2, 17\) in a text of 16", id="past the end"),
        pytest.param("THING", (-1, 3), None, r"\(-1, 3\)", id="negative"),
        pytest.param("THING", (3, 3), None, r"\(3, 3\)", id="empty"),
        pytest.param("THING", (2, 6), "mines", "the text has 'mine', the record 'mines'", id="other words"),
        pytest.param("NONE", (2, 6), "mine", "'NONE' is no label", id="unknown label"),
    ],
)
def test_builder_logs_what_does_not_align(
    log: UnalignedLog, label: str, span: tuple[int, int] | None, words: str | None, reason: str
) -> None:
    builder = DocumentBuilder("d1", "A mine\n blew up.", part="x", log=log, labels=("THING",))
    assert builder.mention(label, span, words=words) is None
    assert builder.build().mentions == []
    (entry,) = log
    assert (entry.record, entry.what) == ("d1", "span")
    assert re.search(reason, entry.why)


def test_malformed_records_are_logged_and_the_rest_goes_on(log: UnalignedLog) -> None:
    def convert(where: str, record: dict[str, str]) -> Document:
        return Document(record["id"], record["text"])

    records = [("f:1", {"id": "a", "text": "A"}), ("f:2", {"id": "b"}), ("f:3", {"id": "c", "text": "C"})]
    assert [document.id for document in convert_all(records, convert, log)] == ["a", "c"]
    assert list(log) == [Unaligned("invented", "f:2", "record", "not of the expected form: KeyError: 'text'")]
    assert log.counts() == {"record": 1}
    assert str(log.entries[0]).startswith("invented: f:2: record: ")


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"x\.csv is not there; put the corpus's original file 'x\.csv' into"):
        required_file(tmp_path, "x.csv")
    with pytest.raises(DataError, match=r"no \*\.tsv in"):
        required_files(tmp_path, "*.tsv")


def damaged_gzip(folder: Path) -> Path:
    path = folder / "x.gz"
    path.write_bytes(gzip.compress(b"words " * 100)[:-9])
    return path


def no_zip(folder: Path) -> Path:
    return write(folder / "x.zip", "PK no archive")


def no_tar(folder: Path) -> Path:
    return write(folder / "x.tar.gz", "no archive")


@pytest.mark.parametrize(
    ("make", "use", "reason"),
    [
        pytest.param(damaged_gzip, read_bytes, "gzip data are damaged", id="gzip"),
        pytest.param(no_zip, lambda path: read_zip_member(path, "a"), "not a readable zip archive", id="zip"),
        pytest.param(no_tar, lambda path: read_tar_members(path, bool), "not a readable tar archive", id="tar"),
        pytest.param(
            lambda folder: write(folder / "a", "12345"), lambda path: read_bytes(path, limit=4), "than 4", id="size"
        ),
    ],
)
def test_damaged_files_are_record_errors(
    tmp_path: Path, make: Callable[[Path], Path], use: Callable[[Path], object], reason: str
) -> None:
    with pytest.raises(RecordError, match=reason):
        use(make(tmp_path))


def test_archive_members_are_limited_and_read_in_memory(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../outside", "0" * 1_000_000)
    assert len(read_zip_member(tmp_path / "a.zip", "../outside")) == 1_000_000
    with pytest.raises(RecordError, match="more than 1000 bytes"):
        read_zip_member(tmp_path / "a.zip", "../outside", limit=1000)
    with pytest.raises(DataError, match="has no member 'b'"):
        read_zip_member(tmp_path / "a.zip", "b")
    tar = write_tar(tmp_path / "b.tar.gz", {"../outside": "0" * 2000, "other": "1"})
    assert read_tar_members(tar, lambda name: name == "other") == {"other": b"1"}
    with pytest.raises(RecordError, match="more than 1000 bytes"):
        read_tar_members(tar, lambda name: name == "../outside", limit=1000)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "b.tar.gz"]


def test_json_lines_that_hold_none_are_logged(tmp_path: Path, log: UnalignedLog) -> None:
    path = write_lines(tmp_path / "x.jsonl.gz", [{"a": 1}, "", "{", "[1]", {"a": 2}])
    assert list(json_lines(path, log)) == [("x.jsonl.gz:1", {"a": 1}), ("x.jsonl.gz:5", {"a": 2})]
    assert [entry.record for entry in log] == ["x.jsonl.gz:3", "x.jsonl.gz:4"]


@pytest.mark.parametrize("content", ["{", '{"a": 1}', "[" * 100_000])
def test_json_array_of_other_content(content: str) -> None:
    with pytest.raises(RecordError):
        list(json_array(content.encode(), "x.json"))


def test_table_rows_of_another_width_are_logged(tmp_path: Path, log: UnalignedLog) -> None:
    path = write(tmp_path / "x.csv", '\ufeffid,text\n1,"a, ""b""\nc"\n2\n\n3,d\n')
    assert list(table_rows(path, log, ["id"])) == [
        ("x.csv:1", {"id": "1", "text": 'a, "b"\nc'}),
        ("x.csv:4", {"id": "3", "text": "d"}),
    ]
    assert [(entry.record, entry.why) for entry in log] == [("x.csv:2", "1 fields; expected 2")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("id,words\n", r"no column \['text'\]", id="column"),
        pytest.param('text\n"open\n', "no table", id="open quote"),
        pytest.param("", "no column", id="empty"),
    ],
)
def test_tables_of_another_form(tmp_path: Path, log: UnalignedLog, content: str, reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        list(table_rows(write(tmp_path / "x.csv", content), log, ["text"]))


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"ab\xff")
    with pytest.raises(RecordError, match="not UTF-8 at byte 2"):
        read_text(tmp_path / "x")


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        pytest.param(LAUGHS, "document type declaration", id="entities"),
        pytest.param('<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', "document type declaration", id="external"),
        pytest.param("<a>", "no well-formed XML", id="open element"),
        pytest.param("<a>&b;</a>", "no well-formed XML", id="unknown entity"),
        pytest.param("", "no well-formed XML", id="empty"),
    ],
)
def test_xml_that_is_refused(markup: str, reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        parse_xml(markup.encode(), "x.xml")


def test_xml_is_parsed() -> None:
    root = parse_xml("<a n='1'><b>é &amp; <![CDATA[<x>]]></b></a>".encode(), "x.xml")
    assert (root.get("n"), root.findtext("b")) == ("1", "é & <x>")


@pytest.mark.parametrize(
    ("words", "value"),
    [("", None), (" 7 ", 7), ("-3", -3), ("1.50", 1.5), ("7-9", "7-9"), ("1e5", "1e5"), ("nan", "nan"), ("٣", "٣")],
)
def test_plain_values(words: str, value: object) -> None:
    assert plain_value(words) == value
    json.dumps(plain_value(words), allow_nan=False)

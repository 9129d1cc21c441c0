"""CSV and Parquet tables of articles."""

from __future__ import annotations

import datetime
import decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from article_files import articles, read, rejections, write
from frontwire.corpora.articles import FieldNames, find_inputs, probe
from frontwire.errors import UsageError
from frontwire.schema import Article


def test_csv_fields_extra_and_line_numbers(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        'id,text,date,views\n7,"Two\nlines, ""quoted"".",2020-05-19,12\n\n,Second.,,\n8,,,\n9,Fourth.,nonsense,\n',
    )
    entries = read(path)
    assert articles(entries) == [
        Article("7", 'Two\nlines, "quoted".', "2020-05-19", extra={"views": "12"}),
        Article("a.csv:5", "Second.", extra={"views": None}),
    ]
    assert [(r.line, r.id) for r in rejections(entries)] == [(6, "8"), (7, "9")]


BAD_ROWS = {
    "too short": (b"x", "row of 1 fields; the header has 2"),
    "too long": (b"x,A,B", "row of 3 fields; the header has 2"),
    "Latin-1": (b"x,caf\xe9", "not UTF-8: byte 0xe9 in column 'text'"),
    "stray quote": (b'x,"A"B', "not CSV"),
}


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_rejected_and_the_rest_goes_on(tmp_path: Path, row: bytes, reason: str) -> None:
    path = write(tmp_path / "a.csv", b"id,text\na,First.\n" + row + b"\nb,Last.\n")
    entries = read(path)
    assert [article.id for article in articles(entries)] == ["a", "b"]
    (rejected,) = rejections(entries)
    assert reason in rejected.reason
    assert rejected.line == 3


def test_a_quote_that_is_never_closed_says_how_much_is_lost(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", 'id,text\na,First.\nb,"open\nc,Third.\n')
    entries = read(path)
    assert [article.id for article in articles(entries)] == ["a"]
    assert "never closed; the 2 lines" in rejections(entries)[0].reason


def test_a_csv_field_of_a_million_characters(tmp_path: Path) -> None:
    text = "word " * 200_000
    path = write(tmp_path / "a.csv", f'text\n"{text}"\n')
    assert articles(read(path))[0].text == text


BAD_TABLES = {
    "no text column": ("a.csv", b"id,body\n1,A\n", r"no column 'text' \(found: id, body\); --text-field names"),
    "semicolons": ("a.csv", b"id;text\n1;A\n", r"no column 'text' \(found: id;text\); columns are parted by commas"),
    "tabs": ("a.csv", b"id\ttext\n1\tA\n", "columns are parted by commas"),
    "empty": ("a.csv", b"", "no header line"),
    "column twice": ("a.csv", b"text,text\nA,B\n", "column 'text' stands twice"),
    "no parquet": ("a.parquet", b"this is no table", "not Parquet"),
    "empty parquet": ("a.parquet", b"", "not Parquet"),
    "no gzip": ("a.jsonl.gz", b'{"text": "A"}', "cannot be read: Not a gzipped file"),
}


@pytest.mark.parametrize(("name", "data", "message"), BAD_TABLES.values(), ids=BAD_TABLES)
def test_a_file_that_is_unreadable_as_a_whole(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = write(tmp_path / name, data)
    with pytest.raises(UsageError, match=message):
        probe(find_inputs([path]))
    # In a folder it is one of many: rejected, and the others are read.
    write(tmp_path / "z.txt", "One.")
    probe(find_inputs([tmp_path]))
    entries = read(tmp_path)
    assert [article.id for article in articles(entries)] == ["z.txt"]
    assert len(rejections(entries)) == 1


@pytest.mark.parametrize("option", ["id", "date", "title", "source"])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_column_that_was_named_has_to_be_there(tmp_path: Path, option: str, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    if ending == "csv":
        write(path, "id,text,published\n1,A,2020-05-19\n")
    else:
        pq.write_table(pa.table({"id": ["1"], "text": ["A"], "published": ["2020-05-19"]}), path)
    names = FieldNames(**{option: "publised"})
    with pytest.raises(
        UsageError, match=rf"no column 'publised' \(found: id, text, published\); --{option}-field names"
    ):
        probe(find_inputs([path]), names=names)


def test_parquet_columns_of_other_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": [1, None, 3],
            "text": ["A", "B", None],
            "date": [datetime.date(2020, 5, 19), None, None],
            "seen": [datetime.datetime(2020, 5, 19, 8, 30), None, None],
            "price": [decimal.Decimal("1.50"), None, None],
            "weight": [float("nan"), 2.5, None],
            "raw": [b"abc", None, None],
            "tags": [["x", "y"], [], None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    entries = read(tmp_path / "a.parquet")
    first, second = articles(entries)
    assert (first.id, first.date, second.id) == ("1", "2020-05-19", "a.parquet:2")
    assert first.extra == {
        "seen": "2020-05-19T08:30:00",
        "price": "1.50",
        "weight": None,
        "raw": "abc",
        "tags": ["x", "y"],
    }
    assert [(r.line, r.reason) for r in rejections(entries)] == [(3, "no text: the field 'text' is null")]


def test_parquet_is_read_in_batches_with_running_rows(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [f"Text {i}." for i in range(1000)]}), tmp_path / "a.parquet", row_group_size=300)
    assert [article.id for article in articles(read(tmp_path / "a.parquet"))] == [
        f"a.parquet:{i + 1}" for i in range(1000)
    ]


def test_a_parquet_string_that_is_no_text_costs_its_row(tmp_path: Path) -> None:
    broken = pa.array([b"A", b"caf\xe9", b"C"]).view(pa.string())
    pq.write_table(pa.table({"text": broken}), tmp_path / "a.parquet")
    entries = read(tmp_path / "a.parquet")
    assert [article.text for article in articles(entries)] == ["A", "C"]
    assert [(r.line, "UTF-8" in r.reason) for r in rejections(entries)] == [(2, True)]

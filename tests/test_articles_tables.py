"""CSV and Parquet tables of articles."""

from __future__ import annotations

import datetime
import decimal
import json
import subprocess
import sys
import time
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


def _moments(*values: int | None, unit: str, zone: str | None = None) -> pa.Array:
    return pa.array(values, pa.int64()).cast(pa.timestamp(unit, zone))


#: Columns whose first cell Python has no value for, whose second is the first day of 1970, in UTC.
FAR_DATES = {
    "date32": pa.array([2**31 - 1, 0], pa.int32()).cast(pa.date32()),
    "year 10000": pa.array([2932897, 0], pa.int32()).cast(pa.date32()),
    "year 0": pa.array([-719163, 0], pa.int32()).cast(pa.date32()),
    "milliseconds": _moments(2**62, 0, unit="ms"),
    "microseconds": _moments(-(2**62), 0, unit="us"),
    "with a zone": _moments(2**62, 0, unit="us", zone="UTC"),
}


@pytest.mark.parametrize("column", FAR_DATES.values(), ids=FAR_DATES)
@pytest.mark.parametrize("whole_folder", [False, True], ids=["file", "folder"])
def test_a_date_that_no_calendar_holds_costs_its_row(tmp_path: Path, column: pa.Array, whole_folder: bool) -> None:
    pq.write_table(pa.table({"text": ["A", "B"], "date": column}), tmp_path / "a.parquet")
    write(tmp_path / "b.txt", "C")
    entries = read(tmp_path) if whole_folder else read(tmp_path / "a.parquet", tmp_path / "b.txt")
    assert [(article.text, article.date) for article in articles(entries)] == [("B", "1970-01-01"), ("C", None)]
    (rejected,) = rejections(entries)
    assert rejected.line == 1
    assert rejected.reason.startswith("column 'date' holds a ")


@pytest.mark.parametrize("column", FAR_DATES.values(), ids=FAR_DATES)
def test_such_a_date_in_a_further_column_is_unknown(tmp_path: Path, column: pa.Array) -> None:
    pq.write_table(pa.table({"text": ["A", "B"], "expires": column}), tmp_path / "a.parquet")
    first, second = articles(read(tmp_path / "a.parquet"))
    assert first.extra == {"expires": None}
    assert second.extra["expires"].startswith("1970-01-01")


def test_a_time_zone_that_nobody_knows(tmp_path: Path) -> None:
    moments = _moments(0, None, unit="us", zone="Mars/Olympus")
    pq.write_table(pa.table({"text": ["A", "B"], "seen": moments}), tmp_path / "a.parquet")
    assert [article.extra for article in articles(read(tmp_path / "a.parquet"))] == [{"seen": None}, {"seen": None}]
    pq.write_table(pa.table({"text": ["A", "B"], "date": moments}), tmp_path / "a.parquet")
    entries = read(tmp_path / "a.parquet")
    assert [article.text for article in articles(entries)] == ["B"]
    assert "Mars/Olympus" in rejections(entries)[0].reason


def test_numbers_that_json_does_not_have_are_unknown(tmp_path: Path) -> None:
    infinite = [float("inf"), float("-inf"), float("nan"), 1.5]
    table = pa.table({"text": list("ABCD"), "rate": infinite, "rates": [[value] for value in infinite]})
    pq.write_table(table, tmp_path / "a.parquet")
    assert [article.extra["rate"] for article in articles(read(tmp_path / "a.parquet"))] == [None, None, None, 1.5]
    assert [article.extra["rates"] for article in articles(read(tmp_path / "a.parquet"))] == [[None]] * 3 + [[1.5]]


#: Reads a table as if pandas were not installed.
WITHOUT_PANDAS = """
import importlib.abc, json, sys
class Refusing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pandas":
            raise ImportError(name)
sys.meta_path.insert(0, Refusing())
from frontwire.corpora.articles import find_inputs, read_articles
print(json.dumps([[entry.item.date, entry.item.extra] for entry in read_articles(find_inputs(sys.argv[1:]))]))
"""


def test_nanoseconds_need_no_pandas(tmp_path: Path) -> None:
    exact, whole = 1_589_877_000_123_456_789, 1_589_877_000_000_000_000
    table = pa.table(
        {
            "text": ["A", "B"],
            "date": _moments(exact, whole, unit="ns"),
            "zoned": _moments(exact, whole, unit="ns", zone="+02:00"),
            "listed": pa.array([[exact], []], pa.list_(pa.int64())).cast(pa.list_(pa.timestamp("ns"))),
            "inside": pa.array([{"at": exact}, None], pa.struct([("at", pa.timestamp("ns"))])),
            "pairs": pa.array([[("k", exact)], []], pa.map_(pa.string(), pa.timestamp("ns"))),
            "coded": _moments(exact, whole, unit="ns").dictionary_encode(),
            "took": pa.array([86_400_000_000_001, 1000], pa.int64()).cast(pa.duration("ns")),
            "clock": pa.array([1, 1000], pa.int64()).cast(pa.time64("ns")),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    moment = "2020-05-19T08:30:00"
    expected = [
        {
            "zoned": "2020-05-19T10:30:00.123456789+02:00",
            "listed": [f"{moment}.123456789"],
            "inside": {"at": f"{moment}.123456789"},
            "pairs": [["k", f"{moment}.123456789"]],
            "coded": f"{moment}.123456789",
            "took": "1 day, 0:00:00.000000001",
            "clock": "00:00:00.000000001",
        },
        {
            "zoned": "2020-05-19T10:30:00+02:00",
            "listed": [],
            "inside": None,
            "pairs": [],
            "coded": moment,
            "took": "0:00:00.000001",
            "clock": "00:00:00.000001",
        },
    ]
    assert [(article.date, article.extra) for article in articles(read(tmp_path / "a.parquet"))] == [
        ("2020-05-19", extra) for extra in expected
    ]
    command = [sys.executable, "-c", WITHOUT_PANDAS, str(tmp_path / "a.parquet")]
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert json.loads(found) == [["2020-05-19", extra] for extra in expected]


def test_a_header_of_very_many_columns_is_checked_fast(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ",".join(["text", *map(str, range(100_000))]) + "\n")
    start = time.perf_counter()
    assert read(path) == []
    assert time.perf_counter() - start < 5.0
